/// Programs that use the assemblies can be published trimmed: without warnings, and they still run.
module KafkaWire.Usage.Tests.TrimmingTests

open System
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport

/// A program outside the solution, made of one source file. It references the assemblies beside the
/// tests, and makes the trimmer analyse all of our code, used or not.
let private project (source: string) =
    let fsharpCore =
        if source.EndsWith ".fs" then
            $"""<Reference Include="{Path.Combine(AppContext.BaseDirectory, "FSharp.Core.dll")}" />"""
        else
            ""

    $"""<Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>Trimmed</AssemblyName>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <DisableImplicitFSharpCoreReference>true</DisableImplicitFSharpCoreReference>
            <OtherFlags>--reflectionfree</OtherFlags><!-- or the F# program's own records bring a ToString that reflects -->
            <UseSharedCompilation>false</UseSharedCompilation>
            <SelfContained>true</SelfContained>
            <PublishTrimmed>true</PublishTrimmed>
            <SuppressTrimAnalysisWarnings>false</SuppressTrimAnalysisWarnings>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <ILLinkWarningLevel>9999</ILLinkWarningLevel>
          </PropertyGroup>
          <ItemGroup>
            <Compile Remove="**" />
            <Compile Include="{Repository.Path $"tests/consumers/{source}"}" />
            {fsharpCore}
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "KafkaWire.Fs.dll")}" />
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "KafkaWire.CSharpFacade.dll")}" />
            <TrimmerRootAssembly Include="KafkaWire.Fs" />
            <TrimmerRootAssembly Include="KafkaWire.CSharpFacade" />
          </ItemGroup>
        </Project>"""

/// FSharp.Core tells the trimmer to drop resources by every name that they ever had, and the trimmer warns (IL2040) about those that
/// this FSharp.Core does not have (dotnet/fsharp#15261). Every trimmed program with F# in it gets these warnings,
/// so they are the only ones that are ignored here.
let private isOfFSharpCoresResources (warning: string) =
    Regex.IsMatch(warning, @"ILLink\.Substitutions\.xml in FSharp\.Core, .*: warning IL2040: FSharp\.Core: Could not find embedded resource")

/// Publishes a program of tests/consumers, runs it and returns what it prints.
let private publishAndRun (source: string) (arguments: string[]) =
    task {
        use workshop = new Workshop()
        let projectFile = "Trimmed" + (if source.EndsWith ".fs" then ".fsproj" else ".csproj")
        workshop.Write(projectFile, project source)

        let! published =
            Dotnet.RunAsync(workshop.Path, "publish", "-c", "Release", "--use-current-runtime", "-o", "published", "-tl:off", "-v", "quiet")

        let warnings = [
            for line in published.Split '\n' |> Seq.distinct do
                if line.Contains "warning" && not (isOfFSharpCoresResources line) then line
        ]

        Expect.isEmpty warnings "warnings"

        let assemblies = DirectoryInfo(Path.Combine(workshop.Path, "published")).GetFiles "FSharp.Core.dll"

        Expect.isLessThan assemblies[0].Length (FileInfo(Path.Combine(AppContext.BaseDirectory, "FSharp.Core.dll")).Length) "nothing was trimmed"

        return! workshop.RunAsync(Path.Combine("published", "Trimmed"), arguments)
    }

/// A response of a real broker, without its header (4 bytes and an empty tag buffer), as the programs' arguments.
let private sample =
    lazy
        (let version = 13s

         let text (name: string) (frame: JsonElement) = frame.GetProperty(name).ToString()

         let frame =
             TestData.Objects "captures/frames.jsonl.gz"
             |> Seq.filter (fun frame -> text "kind" frame = "response" && text "apiKey" frame = "3" && text "version" frame = string version)
             |> Seq.maxBy (fun frame -> (text "hex" frame).Length)

         let body = (text "hex" frame)[10..]
         let metadata = Metadata.api.Response.Decode(Bytes.OfHex body, version)
         [| string version; body |], Json.format Metadata.api.ResponseSchema version metadata)

[<Tests>]
let tests =
    testList "TrimmingTests" [
        testCaseTask "a trimmed C# program has no warnings from our code, and decodes Metadata" (fun () ->
            task {
                let arguments, json = sample.Value
                let! printed = publishAndRun "Trimmed.cs" arguments
                let clusterId = Regex.Match(json, "\"clusterId\":\"(.*?)\"").Groups[1].Value

                let compressed = [
                    for compression in Enum.GetValues<CompressionType>() do
                        if compression = CompressionType.None || not (isNull (CompressionCodecs.Default.Find compression)) then
                            $"{compression}: hello"
                ]

                let expected = [
                    json
                    "MetadataRequest { Topics = [ { Name = \"orders\" } ] }"
                    "MetadataRequest {}"
                    "typed: True"
                    $"named: {clusterId}"
                    yield! compressed
                    $"{Catalogue.schemas.Count} messages"
                ]

                Expect.equal (printed.ReplaceLineEndings("\n").TrimEnd()) (String.Join('\n', expected)) "printed"
            })

        testCaseTask "a trimmed F# program has no warnings from our code, and decodes Metadata and its own message" (fun () ->
            task {
                let arguments, json = sample.Value
                let! printed = publishAndRun "Trimmed.fs" arguments

                let expected = [
                    json
                    "0000000000000000000000000000000003046f6e650474776f00"
                    "Note { Lines = [ \"one\", \"two\" ] }"
                    "Note v0 / Lines, byte 16: The value cannot be sent in v0; the field exists from v1. Use such a version, or the field's default value."
                ]

                Expect.equal (printed.ReplaceLineEndings("\n").TrimEnd()) (String.Join('\n', expected)) "printed"
            })
    ]
