// Every job of this repository, behind build.sh, build.cmd and CI. A target sets up all that it needs: a fresh machine has
// to bring the .NET 10 SDK and nothing else. What a target prints goes to stdout; what it prepares is named on stderr.

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions

let root = Path.GetDirectoryName __SOURCE_DIRECTORY__
let inRoot path = Path.Combine(root, path)

/// Ends the build with a sentence on stderr.
let fail (message: string) : 'T =
    eprintfn "%s" message
    exit 1

/// Runs `dotnet` in the root, hands each line of its output to `onLine`, and gives its exit code.
let dotnet (onLine: string -> unit) (arguments: string list) =
    use run = Process.Start(ProcessStartInfo("dotnet", arguments, WorkingDirectory = root, RedirectStandardOutput = true))
    run.OutputDataReceived.Add(fun line -> if not (isNull line.Data) then onLine line.Data)
    run.BeginOutputReadLine()
    run.WaitForExit()
    run.ExitCode

/// A step on the way to the target's job: named on stderr, its output shown only if it fails.
let step (arguments: string list) =
    eprintfn "dotnet %s" (String.Join(' ', arguments))
    let output = ResizeArray()

    if dotnet output.Add arguments <> 0 then fail (String.Join('\n', output))

/// The job itself: its output is the target's, its exit code too.
let job (arguments: string list) = dotnet Console.WriteLine arguments

/// Brings the tools, and has NuGet fill packages/ with what paket.lock pins.
let fetch () =
    step [ "tool"; "restore" ]
    step [ "restore"; "build/packages.proj"; "-v"; "quiet" ]

/// Fetches, and has Paket check the lock and restore from packages/.
let restore () =
    fetch ()
    let cached = inRoot "paket-files/paket.restore.cached"
    if File.Exists cached then File.Delete cached // or the check of the lock is skipped
    step [ "paket"; "restore"; "--fail-on-checks" ]

let build project =
    restore ()
    step [ "build"; project; "-c"; "Release"; "-v"; "quiet" ]

/// Runs the tests of the solution, one project after the other since each may start brokers of its own. Gives passed, failed, skipped.
let runTests (options: string list) =
    let count = dict [ for key in [ "succeeded"; "failed"; "skipped" ] -> key, ref 0 ]

    let echo (line: string) =
        Console.WriteLine line
        let summary = Regex.Match(line, @"^\s*(succeeded|failed|skipped): (\d+)$")

        if summary.Success then count[summary.Groups[1].Value].Value <- int summary.Groups[2].Value

    let arguments =
        [ "test"; "--solution"; "KafkaWire.sln"; "-c"; "Release"; "--no-build"; "--no-ansi"; "--max-parallel-test-modules"; "1" ]

    let exitCode = dotnet echo (arguments @ options)
    let failed = count["failed"].Value
    // A test host that dies, or runs no test, says so by its exit code alone.
    count["succeeded"].Value, (if exitCode <> 0 then max 1 failed else failed), count["skipped"].Value

/// The closing line that CI reads, and the exit code.
let report (passed, failed, skipped) =
    printfn "%d passed, %d failed, %d skipped" passed failed skipped
    if failed > 0 || passed = 0 then 1 else 0

let test () =
    build "KafkaWire.sln"
    let unformatted = job [ "fantomas"; "--check"; "." ] <> 0
    let passed, failed, skipped = runTests []

    if unformatted then printfn "The formatting check failed; `build format` formats."

    report (passed, (if unformatted then failed + 1 else failed), skipped)

let soak () =
    let seed =
        match Environment.GetEnvironmentVariable "KAFKAWIRE_SEED" with
        | null -> string (Random.Shared.Next())
        | given -> given

    Environment.SetEnvironmentVariable("KAFKAWIRE_SOAK", "1")
    Environment.SetEnvironmentVariable("KAFKAWIRE_SEED", seed)
    build "KafkaWire.sln"
    printfn "KAFKAWIRE_SEED=%s repeats this campaign." seed
    report (runTests [])

let run arguments =
    build "src/KafkaWire.Testing"
    job ([ "fsi"; "scripts/quickstart.fsx"; "--" ] @ arguments)

let bench file seconds =
    let file = Path.GetFullPath file // the caller's folder need not be the root
    build "tests/KafkaWire.Benchmarks"
    job [ "tests/KafkaWire.Benchmarks/bin/Release/net10.0/KafkaWire.Benchmarks.dll"; "cases"; file; seconds ]

let pack () =
    build "KafkaWire.sln"
    job [ "pack"; "KafkaWire.sln"; "-c"; "Release"; "--no-build"; "-o"; "output/packages" ]

/// Mends the links of a page: those that fsdocs has begin at the root of a site begin at the page, which works on a disk, too. What leads
/// to a page that is not made, as of a record inside of an init record, or to a source that is not known, is no link.
let relink (folder: string) (page: string) =
    let toRoot = if Path.GetDirectoryName page = folder then "./" else "../"
    let exists (link: Match) = File.Exists(Path.Combine(folder, link.Groups["page"].Value))
    let known (link: Match) = if exists link then link.Value else link.Groups["text"].Value

    let replace (pattern: string) (replacement: Match -> string) (text: string) = Regex.Replace(text, pattern, replacement, RegexOptions.Singleline)

    File.ReadAllText page
    |> replace """<a href="[^"]*/startup#L1-1".*?</a>""" (fun _ -> "")
    |> replace """<a href="/KafkaWire/(?<page>[^"#]+\.html)[^"]*">(?<text>[^<]*)</a>""" known
    |> replace """(?<=href=")/KafkaWire/(?=")""" (fun _ -> toRoot + "index.html")
    |> replace """(?<=(href|src)=")/KafkaWire/""" (fun _ -> toRoot)
    |> fun text -> File.WriteAllText(page, text)

let docs () =
    build "KafkaWire.sln"

    let repository = "https://github.com/example/KafkaWire"
    let sources = $"{repository}/blob/main"

    let links = [ "fsdocs-license-link"; $"{sources}/LICENSE"; "fsdocs-release-notes-link"; $"{sources}/RELEASE_NOTES.md" ]

    let options =
        [ "--clean"; "--output"; "output/docs"; "--eval"; "--strict"; "--sourcerepo"; sources; "--properties"; "Configuration=Release" ]

    let code = job ([ "fsdocs"; "build" ] @ options @ [ "--parameters" ] @ links)

    if code = 0 then
        let folder = inRoot "output/docs"
        // Every page shows these two, and fsdocs takes images out of docs/ only.
        Directory.CreateDirectory(Path.Combine(folder, "img")) |> ignore<DirectoryInfo>

        for image in [ "logo.png"; "favicon.ico" ] do
            File.Copy(inRoot "build/icon.png", Path.Combine(folder, "img", image), true)

        for page in Directory.GetFiles(folder, "*.html", SearchOption.AllDirectories) do
            relink folder page

    code

let format () =
    step [ "tool"; "restore" ]
    job [ "fantomas"; "." ]

let baseline () =
    Environment.SetEnvironmentVariable("KAFKAWIRE_UPDATE_BASELINE", "1")
    build "KafkaWire.sln"
    report (runTests [ "--filter"; "FullyQualifiedName~PublicSurface" ])

/// Each generator reads what the one before it wrote: the core is built from the first two, and the last reads the built core.
let generate () =
    restore ()

    for script in [ "generate-builder"; "generate-catalogue" ] do
        if job [ "fsi"; $"scripts/{script}.fsx" ] <> 0 then fail $"scripts/{script}.fsx failed."

    step [ "build"; "src/KafkaWire.Fs"; "-c"; "Release"; "-v"; "quiet" ]
    job [ "fsi"; "scripts/generate-facade.fsx" ]

/// NuGet fetches what paket.dependencies asks for, with all that it depends on, into packages/; Paket then resolves and pins out of that folder.
let lock () =
    fetch ()

    // "~> 3.6" is the range [3.6,4), "~> 0.14.0" is [0.14.0,0.15).
    let range (version: string) =
        match version.Split('.') |> Array.map int with
        | [| major; _ |] -> $"[{version},{major + 1})"
        | [| major; minor; _ |] -> $"[{version},{major}.{minor + 1})"
        | _ -> fail $"paket.dependencies: \"~> {version}\" has neither two nor three parts."

    for group in Regex.Split(File.ReadAllText(inRoot "paket.dependencies"), @"(?m)^group ") do
        let references =
            [ for m in Regex.Matches(group, @"(?m)^\s*nuget (\S+) ~> ([\d.]+)") ->
                  $"""<PackageReference Include="{m.Groups[1].Value}" Version="{range m.Groups[2].Value}" />""" ]

        let folder = Directory.CreateTempSubdirectory "kafkawire-lock"
        let project = Path.Combine(folder.FullName, "lock.csproj")

        File.WriteAllText(
            project,
            $"""<Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <RestoreEnablePackagePruning>false</RestoreEnablePackagePruning>
                  </PropertyGroup>
                  <ItemGroup>{String.Concat references}</ItemGroup>
                </Project>"""
        )

        step [ "restore"; project; "--packages"; "packages"; "-v"; "quiet" ]
        folder.Delete true

    job [ "paket"; "install" ]

let usage =
    """build TARGET [ARGUMENTS]

  run [--bootstrap HOST:PORT]   the quick start, on the embedded loopback broker or on a Kafka
  test                          everything that a change must pass; ends with "N passed, N failed, N skipped"
  soak                          the tests as long campaigns, with a seed that is printed (KAFKAWIRE_SEED repeats one)
  bench FILE [SECONDS]          times the cases of FILE, SECONDS each (1); prints a line of JSON a case
  pack                          the NuGet packages, into output/packages
  docs                          the documentation, into output/docs
  format                        formats the F# sources
  baseline                      accepts the public surface of the assemblies as it is now
  generate                      writes all generated code anew from the message files: API keys, catalogue, unions, C# records
  lock                          writes paket.lock anew after an edit of paket.dependencies"""

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | "run" :: arguments -> run arguments
    | [ "test" ] -> test ()
    | [ "soak" ] -> soak ()
    | [ "bench"; file ] -> bench file "1"
    | [ "bench"; file; seconds ] -> bench file seconds
    | [ "pack" ] -> pack ()
    | [ "docs" ] -> docs ()
    | [ "format" ] -> format ()
    | [ "baseline" ] -> baseline ()
    | [ "generate" ] -> generate ()
    | [ "lock" ] -> lock ()
    | [ "--help" ] ->
        printfn "%s" usage
        0
    | _ -> fail usage
)
