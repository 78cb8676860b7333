/// Code blocks in Markdown, run as programs.
module KafkaWire.Usage.Tests.CodeBlocks

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open KafkaWire.TestSupport

/// The code blocks in a language, each with the output that the page shows under it.
let blocks (markdown: string) (language: string) : (string * string) list = [
    for block in Regex.Matches(markdown, $"```{language}\n(.*?)```\n(\n```text\n(.*?)```)?", RegexOptions.Singleline) ->
        block.Groups[1].Value, block.Groups[3].Value
]

let private assembly name = Path.Combine(AppContext.BaseDirectory, name + ".dll")

/// Separates the outputs of the blocks.
let private mark = "---- next ----"

let private indented (lines: string seq) = String.Join('\n', Seq.map ((+) "    ") lines)

/// A program made of blocks, each in its own method. The usings move to the top.
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
    $"{usings}\nstatic class Blocks\n{{\n    static async Task Main()\n    {{\n{String.Join('\n', calls)}\n    }}\n\n{methods}}}\n"

/// A script made of blocks, each in its own module.
let private fsharp (blocks: string list) =
    let references = [ for name in [ "KafkaWire.Fs"; "KafkaWire.CSharpFacade" ] -> $"#r \"\"\"{assembly name}\"\"\"" ]

    let modules =
        blocks
        |> List.mapi (fun i block -> $"module Block{i} =\n{indented (block.TrimEnd().Split '\n')}\n\n    printfn \"{mark}\"\n")

    String.Join('\n', references @ modules)

/// Builds C# blocks with warnings as errors, and returns what they print.
let runCSharp (blocks: string list) : Task<string> =
    task {
        use workshop = new Workshop()
        workshop.Write("Blocks.cs", csharp blocks)

        workshop.Write(
            "Blocks.csproj",
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
                    <Reference Include="{assembly "KafkaWire.Testing"}" />
                  </ItemGroup>
                </Project>"""
        )

        let! _ = Dotnet.RunAsync(workshop.Path, "build", "-o", "built", "-tl:off", "-v", "quiet")
        return! workshop.RunAsync(Path.Combine("built", "Blocks"))
    }

/// Returns what F# blocks print.
let runFSharp (blocks: string list) : Task<string> =
    task {
        use workshop = new Workshop()
        workshop.Write("Blocks.fsx", fsharp blocks)
        return! Dotnet.RunAsync(workshop.Path, "fsi", "--nologo", "--quiet", "Blocks.fsx")
    }

/// Compares the output of blocks with the output that the page shows.
let check (blocks: (string * string) list) (printed: string) =
    Expect.isNonEmpty blocks "blocks"
    let printed = printed.ReplaceLineEndings("\n").Split(mark + "\n")
    let expected = [| for _, text in blocks -> text |]
    Expect.equal printed[.. expected.Length - 1] expected "printed"
