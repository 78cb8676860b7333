// The build of this repository, called by build.sh, build.cmd and CI. Each target sets up everything that it needs; a fresh
// machine needs only the .NET 10 SDK. A target prints its result to stdout, and its preparations to stderr.

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions

let root = Path.GetDirectoryName __SOURCE_DIRECTORY__
let inRoot path = Path.Combine(root, path)

/// Prints a sentence to stderr and ends the build.
let fail (message: string) : 'T =
    eprintfn "%s" message
    exit 1

/// Runs `dotnet` in the root, passes each line of its output to `onLine` and returns the exit code.
let dotnet (onLine: string -> unit) (arguments: string list) =
    use run = Process.Start(ProcessStartInfo("dotnet", arguments, WorkingDirectory = root, RedirectStandardOutput = true))
    run.OutputDataReceived.Add(fun line -> if not (isNull line.Data) then onLine line.Data)
    run.BeginOutputReadLine()
    run.WaitForExit()
    run.ExitCode

/// A preparation of the target: named on stderr; its output is shown only if it fails.
let step (arguments: string list) =
    eprintfn "dotnet %s" (String.Join(' ', arguments))
    let output = ResizeArray()

    if dotnet output.Add arguments <> 0 then fail (String.Join('\n', output))

/// The target's own job: prints its output and returns its exit code.
let job (arguments: string list) = dotnet Console.WriteLine arguments

/// Restores the tools, and lets NuGet fill packages/ with the versions that paket.lock pins.
let fetch () =
    step [ "tool"; "restore" ]
    step [ "restore"; "build/packages.proj"; "-v"; "quiet" ]

/// Fetches the packages, then lets Paket check the lock and restore from packages/.
let restore () =
    fetch ()
    let cached = inRoot "paket-files/paket.restore.cached"
    if File.Exists cached then File.Delete cached // otherwise Paket skips the check of the lock
    step [ "paket"; "restore"; "--fail-on-checks" ]

let build project =
    restore ()
    step [ "build"; project; "-c"; "Release"; "-v"; "quiet" ]

/// Runs the tests of the solution, one project at a time, because each may start brokers. Returns passed, failed, skipped.
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
    // When a test host crashes or runs no test, only its exit code shows it.
    count["succeeded"].Value, (if exitCode <> 0 then max 1 failed else failed), count["skipped"].Value

/// Prints the last line, which CI reads, and returns the exit code.
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

/// Repairs the links of a page. Links that fsdocs makes relative to the root of a site become relative to the page, so that they also work
/// from a disk. Links to pages that do not exist (nested init records) or to unknown sources become plain text.
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
        // Every page shows these two images, and fsdocs copies images from docs/ only.
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

/// NuGet fetches the packages of paket.dependencies and their dependencies into packages/; Paket then resolves and pins from that folder.
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

  run [--bootstrap HOST:PORT]   runs the quick start, on an in-memory broker or on your Kafka
  test                          runs everything that a change must pass; ends with "N passed, N failed, N skipped"
  soak                          runs the tests as long campaigns and prints the seed (KAFKAWIRE_SEED repeats one)
  bench FILE [SECONDS]          times the cases of FILE, SECONDS each (1); prints one line of JSON for each case
  pack                          makes the NuGet packages in output/packages
  docs                          makes the documentation in output/docs
  format                        formats the F# sources
  baseline                      accepts the current public surface of the assemblies
  generate                      writes all generated code from the message files: API keys, catalogue, unions, C# records
  lock                          updates paket.lock after an edit of paket.dependencies"""

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
