/// The packages are complete, and programs that reference only them build and run.
module KafkaWire.Usage.Tests.PackageTests

open System
open System.IO
open System.IO.Compression
open System.Reflection.Metadata
open System.Reflection.PortableExecutable
open System.Text
open System.Text.RegularExpressions
open System.Xml.Linq
open Expecto
open KafkaWire.TestSupport

/// The packages, and the projects and assemblies that they are made of.
let private projects = [
    "KafkaWire", "KafkaWire.CSharpFacade"
    "KafkaWire.Fs", "KafkaWire.Fs"
    "KafkaWire.FsCheck", "KafkaWire.FsCheck"
    "KafkaWire.Testing", "KafkaWire.Testing"
]

/// The folder is shared by all tests and deleted when the program exits.
let private workshop =
    lazy
        (let workshop = new Workshop()
         AppDomain.CurrentDomain.ProcessExit.Add(fun _ -> (workshop :> IDisposable).Dispose())
         workshop)

/// The folder of the packages, packed from the assemblies that the tests were built with.
let private packages =
    lazy
        (let folder = Path.Combine(workshop.Value.Path, "packages")

         for _, project in projects do
             Dotnet.RunAsync(Repository.Root, "pack", $"src/{project}", "-c", "Release", "--no-build", "-o", folder, "-v", "quiet", "-nologo").Result
             |> ignore<string>

         folder)

let private packageOf (name: string) =
    Directory.GetFiles packages.Value
    |> Array.filter (fun file -> Regex.IsMatch(Path.GetFileName file |> string, $@"^{Regex.Escape name}\.\d.*\.nupkg$"))
    |> Array.exactlyOne

/// The version of all packages.
let private version =
    lazy
        (let file = Path.GetFileNameWithoutExtension(packageOf "KafkaWire.Fs") |> string
         file.Substring("KafkaWire.Fs.".Length))

/// The SourceLink map in an assembly's embedded symbols.
let private sourceLink (assembly: byte[]) =
    use portable = new PEReader(new MemoryStream(assembly))

    let embedded =
        portable.ReadDebugDirectory()
        |> Seq.find (fun entry -> entry.Type = DebugDirectoryEntryType.EmbeddedPortablePdb)

    use provider = portable.ReadEmbeddedPortablePdbDebugDirectoryData embedded
    let symbols = provider.GetMetadataReader()
    let kind = Guid "CC110556-A091-4D38-9FEC-25AB9A351A6A"

    symbols.CustomDebugInformation
    |> Seq.map symbols.GetCustomDebugInformation
    |> Seq.filter (fun information -> symbols.GetGuid information.Kind = kind)
    |> Seq.map (fun information -> Encoding.UTF8.GetString(symbols.GetBlobBytes information.Value))
    |> Seq.tryExactlyOne

/// Builds a program of tests/consumers on the packages, and returns what it prints. Other packages come from the folders that the
/// repository was restored from.
let private buildAndRun (source: string) (references: string list) =
    task {
        let feed = packages.Value
        use workshop = new Workshop()
        let isFSharp = source.EndsWith ".fs"

        let feeds =
            [
                feed
                Repository.Path "packages"
                match Environment.GetEnvironmentVariable "NUGET_PACKAGES" with
                | null -> Path.Combine(Environment.GetFolderPath Environment.SpecialFolder.UserProfile, ".nuget", "packages")
                | given -> given
            ]
            |> List.filter Directory.Exists

        workshop.Write(
            "nuget.config",
            $"""<configuration>
                  <packageSources>
                    <clear />
                    {String.Concat [ for i, folder in List.indexed feeds -> $"<add key=\"feed-{i}\" value=\"{folder}\" />" ]}
                  </packageSources>
                </configuration>"""
        )

        workshop.Write(
            "Packaged" + (if isFSharp then ".fsproj" else ".csproj"),
            $"""<Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <AssemblyName>Packaged</AssemblyName>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <DisableImplicitFSharpCoreReference>true</DisableImplicitFSharpCoreReference>
                    <UseSharedCompilation>false</UseSharedCompilation>
                    <RestorePackagesPath>restored</RestorePackagesPath>
                  </PropertyGroup>
                  <ItemGroup>
                    <Compile Remove="**" />
                    <Compile Include="{Repository.Path $"tests/consumers/{source}"}" />
                    {String.Concat [ for name in references -> $"<PackageReference Include=\"{name}\" Version=\"[{version.Value}]\" />" ]}
                  </ItemGroup>
                </Project>"""
        )

        let! _ = Dotnet.RunAsync(workshop.Path, "build", "-c", "Release", "-o", "built", "-tl:off", "-v", "quiet", "-nologo")
        let! printed = workshop.RunAsync(Path.Combine("built", "Packaged"))
        return printed.ReplaceLineEndings("\n").TrimEnd()
    }

[<Tests>]
let tests =
    testList "PackageTests" [
        testList "a package contains documentation, symbols with SourceLink, a README, an icon and a licence" [
            for name, assembly in projects do
                testCase name (fun () ->
                    use zip = ZipFile.OpenRead(packageOf name)

                    let read (entry: string) =
                        match zip.GetEntry entry with
                        | null -> invalidOp $"{name} has no {entry}, but {String.Join(' ', zip.Entries)}."
                        | entry ->
                            use content = entry.Open()
                            use memory = new MemoryStream()
                            content.CopyTo memory
                            memory.ToArray()

                    let specification = XDocument.Parse(Encoding.UTF8.GetString(read $"{name}.nuspec").TrimStart '\uFEFF')

                    let one (element: string) =
                        specification.Descendants()
                        |> Seq.filter (fun each -> each.Name.LocalName = element)
                        |> Seq.exactlyOne

                    Expect.isLessThan (FileInfo(packageOf name).Length) 6_000_000L "the size of the package"
                    Expect.stringContains (Encoding.UTF8.GetString(read $"lib/net10.0/{assembly}.xml")) "<summary>" "documentation"

                    Expect.stringContains
                        (sourceLink (read $"lib/net10.0/{assembly}.dll") |> Option.defaultValue "")
                        "https://raw.githubusercontent.com/"
                        "SourceLink"

                    Expect.stringStarts (Encoding.UTF8.GetString(read "README.md")) "# KafkaWire" "README.md"
                    Expect.stringContains (Encoding.Latin1.GetString(read "icon.png")) "PNG" "icon.png"
                    Expect.equal ((one "readme").Value) "README.md" "readme"
                    Expect.equal ((one "icon").Value) "icon.png" "icon"
                    Expect.equal ((one "license").Value) "Apache-2.0" "license"
                    Expect.isNotEmpty (one "description").Value "description"
                    Expect.notEqual (one "description").Value "Package Description" "description"
                    Expect.isMatch (string ((one "repository").Attribute(XName.Get "commit"))) "[0-9a-f]{40}" "commit")
        ]

        testCaseTask "a C# program builds on the packages and runs" (fun () ->
            task {
                let! printed = buildAndRun "Packaged.cs" [ "KafkaWire"; "KafkaWire.Testing" ]
                Expect.equal printed "0: a book\n1: a pen\norders: 1 partition" "printed"
            })

        testCaseTask "an F# program builds on the packages and runs" (fun () ->
            task {
                let! printed = buildAndRun "Packaged.fs" [ "KafkaWire.Fs"; "KafkaWire.FsCheck"; "KafkaWire.Testing" ]
                Expect.equal printed "29 bytes, 1 pending\n10 of 10 heartbeats come back as they were\na book" "printed"
            })
    ]
