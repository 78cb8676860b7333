/// The README's code compiles, runs, and prints what the README says.
module KafkaWire.Usage.Tests.ReadmeTests

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open NUnit.Framework
open KafkaWire
open KafkaWire.TestSupport

let private readme = lazy (File.ReadAllText(Repository.Path "README.md").ReplaceLineEndings "\n")

/// The blocks of code in a language, each with the text that stands under it as what it prints.
let private blocks (language: string) =
    [ for block in Regex.Matches(readme.Value, $"```{language}\n(.*?)```\n(\n```text\n(.*?)```)?", RegexOptions.Singleline) ->
          block.Groups[1].Value, block.Groups[3].Value ]

let private assembly name = Path.Combine(AppContext.BaseDirectory, name + ".dll")

/// What separates the output of one block from that of the next.
let private mark = "---- next ----"

let private indented (lines: string seq) = String.Join('\n', Seq.map ((+) "    ") lines)

/// A program out of blocks, each a method of its own; the usings move to the top.
let private csharp (blocks: string list) =
    let isUsing (line: string) = Regex.IsMatch(line, @"^using [\w.]+;$")
    let usings, methods = StringBuilder(), StringBuilder()

    blocks
    |> List.iteri (fun i block ->
        let usingLines, lines = block.TrimEnd().Split '\n' |> Array.partition isUsing

        for line in usingLines do
            usings.AppendLine line |> ignore<StringBuilder>

        methods.Append $"    static async Task Block{i}()\n    {{\n{indented lines}\n        await Task.CompletedTask;\n    }}\n\n"
        |> ignore<StringBuilder>)

    let calls = [ for i in 0 .. blocks.Length - 1 -> $"        await Block{i}(); Console.WriteLine(\"{mark}\");" ]
    let usings = String.Join('\n', usings.ToString().Split '\n' |> Seq.distinct)
    $"{usings}\nstatic class Readme\n{{\n    static async Task Main()\n    {{\n{String.Join('\n', calls)}\n    }}\n\n{methods}}}\n"

/// A script out of blocks, each a module of its own.
let private fsharp (blocks: string list) =
    let references = [ for name in [ "KafkaWire.Fs"; "KafkaWire.CSharpFacade" ] -> $"#r \"\"\"{assembly name}\"\"\"" ]

    let modules =
        blocks
        |> List.mapi (fun i block -> $"module Block{i} =\n{indented (block.TrimEnd().Split '\n')}\n\n    printfn \"{mark}\"\n")

    String.Join('\n', references @ modules)

/// Compares what blocks printed with what stands under them.
let private check (blocks: (string * string) list) (printed: string) =
    Assert.That(blocks, Is.Not.Empty)
    let printed = printed.ReplaceLineEndings("\n").Split(mark + "\n")
    let expected = [| for _, text in blocks -> text |]
    Assert.That(printed[.. expected.Length - 1], Is.EqualTo<string> expected)

/// The README's broker is at localhost:9092.
let private onBroker (broker: LoopbackBroker) (block: string) =
    Assert.That(block, Does.Contain "9092")
    block.Replace("9092", string broker.Port)

/// Each block finds a cluster in which nobody has written anything.
let private brokersFor blocks = Threading.Tasks.Task.WhenAll [ for _ in blocks -> LoopbackBroker.StartAsync() ]

[<Test>]
let ``the C# of the README prints what the README says`` () =
    task {
        let blocks = blocks "csharp"
        let! brokers = brokersFor blocks
        use workshop = new Workshop()
        workshop.Write("Readme.cs", csharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks)))

        workshop.Write(
            "Readme.csproj",
            $"""<Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <UseSharedCompilation>false</UseSharedCompilation>
                  </PropertyGroup>
                  <ItemGroup>
                    <Reference Include="{assembly "KafkaWire.Fs"}" />
                    <Reference Include="{assembly "KafkaWire.CSharpFacade"}" />
                  </ItemGroup>
                </Project>"""
        )

        let! _ = Dotnet.RunAsync(workshop.Path, "build", "-o", "built", "-tl:off", "-v", "quiet")
        let! printed = workshop.RunAsync(Path.Combine("built", "Readme"))
        check blocks printed

        for broker in brokers do
            do! broker.DisposeAsync()
    }

[<Test>]
let ``the F# of the README prints what the README says`` () =
    task {
        let blocks = blocks "fsharp"
        let! brokers = brokersFor blocks
        use workshop = new Workshop()
        workshop.Write("Readme.fsx", fsharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks)))
        let! printed = Dotnet.RunAsync(workshop.Path, "fsi", "--nologo", "--quiet", "Readme.fsx")
        check blocks printed

        for broker in brokers do
            do! broker.DisposeAsync()
    }

[<Test>]
let ``the README names paths that exist`` () =
    let paths =
        [ for path in Regex.Matches(readme.Value, @"`((?:src|scripts|build|tests|docs)/[\w./-]*)`|\]\(([\w./-]+)\)") ->
              path.Groups[1].Value + path.Groups[2].Value ]

    Assert.That(paths.Length, Is.GreaterThan 10)

    Assert.That(
        [ for path in paths do
              if not (Path.Exists(Repository.Path path)) then path ],
        Is.Empty
    )
