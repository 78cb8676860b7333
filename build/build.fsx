// The build of this repository, called by build.sh, build.cmd and CI. Each target sets up everything that it needs; a fresh
// machine needs only the .NET 10 SDK. A target prints its result to stdout, and its preparations to stderr.

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open System.Threading
open System.Xml.Linq

let root = Path.GetDirectoryName __SOURCE_DIRECTORY__
let inRoot path = Path.Combine(root, path)

/// Prints a sentence to stderr and ends the build.
let fail (message: string) : 'T =
    eprintfn "%s" message
    exit 1

/// Runs `dotnet` in the root, passes each line of its output to `onLine`, and returns its exit code; None if it was killed at the limit.
let dotnetWithin (limit: TimeSpan) (onLine: string -> unit) (arguments: string list) : int option =
    use run = Process.Start(ProcessStartInfo("dotnet", arguments, WorkingDirectory = root, RedirectStandardOutput = true))
    run.OutputDataReceived.Add(fun line -> if not (isNull line.Data) then onLine line.Data)
    run.BeginOutputReadLine()

    if run.WaitForExit limit then
        run.WaitForExit() // until the last line has arrived
        Some run.ExitCode
    else
        run.Kill true
        None

/// Runs `dotnet` in the root without a time limit, and returns its exit code.
let dotnet (onLine: string -> unit) (arguments: string list) : int = (dotnetWithin Timeout.InfiniteTimeSpan onLine arguments).Value

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

/// The result of tests: how many passed, the full names of those that failed, why others were skipped, and other problems, such as a crash.
type Outcome =
    { Passed: int
      Failed: string list
      Skipped: string list
      Troubles: string list }

    /// The number of failed tests and other problems.
    member outcome.Failures = outcome.Failed.Length + outcome.Troubles.Length

    static member (+)(a: Outcome, b: Outcome) =
        { Passed = a.Passed + b.Passed
          Failed = a.Failed @ b.Failed
          Skipped = a.Skipped @ b.Skipped
          Troubles = a.Troubles @ b.Troubles }

let nothing = { Passed = 0; Failed = []; Skipped = []; Troubles = [] }

/// Reads a results file that tests/Expecto/TestRun.fs wrote.
let readResults (file: string) : Outcome =
    let lines = [ for line in File.ReadAllLines file -> line.Split '\t' ]

    { Passed = lines |> List.filter (fun line -> line[0] = "passed") |> List.length
      Failed = lines |> List.filter (fun line -> line[0] = "failed") |> List.map (fun line -> line[1])
      Skipped = lines |> List.filter (fun line -> line[0] = "skipped") |> List.map (fun line -> line[2])
      Troubles = [] }

/// Reads the report of a Microsoft.Testing.Platform program.
let readTrx (file: string) : Outcome =
    let report = XDocument.Load file
    let all (name: string) = report.Descendants() |> Seq.filter (fun e -> e.Name.LocalName = name)
    let attribute (name: string) (e: XElement) = (e.Attribute(XName.Get name)).Value

    let classes =
        dict
            [ for test in all "UnitTest" ->
                  attribute "id" test, attribute "className" (test.Elements() |> Seq.find (fun e -> e.Name.LocalName = "TestMethod")) ]

    let results = [ for result in all "UnitTestResult" -> attribute "outcome" result, result ]
    let isSkipped outcome = outcome = "NotExecuted"

    let reason (result: XElement) =
        match result.Descendants() |> Seq.tryFind (fun e -> e.Name.LocalName = "Message") with
        | Some message -> message.Value.Trim()
        | None -> (result.Value.Trim().Split '\n')[0]

    { Passed = results |> List.filter (fun (outcome, _) -> outcome = "Passed") |> List.length
      Failed =
        results
        |> List.filter (fun (outcome, _) -> outcome <> "Passed" && not (isSkipped outcome))
        |> List.map (fun (_, result) -> classes[attribute "testId" result] + "." + attribute "testName" result)
      Skipped = results |> List.filter (fst >> isSkipped) |> List.map (snd >> reason)
      Troubles = [] }

/// Settings by which NUnit selects the tests whose full names contain a text. `--filter` does not support spaces.
let nunitSettings (text: string) : string =
    let pattern = Regex.Escape(text).Replace("'", @"\x27").Replace(@"\", @"\\")
    let nunit = XElement(XName.Get "NUnit", XElement(XName.Get "Where", $"test =~ '{pattern}'"))
    string (XElement(XName.Get "RunSettings", nunit))

/// Runs the tests of a project, or those whose full names contain a text if one is given. Kills the program at the limit.
let runProject (limit: TimeSpan) (only: string option) (project: string) : Outcome =
    let folder = Directory.CreateTempSubdirectory "kafkawire-results"
    let file = Path.Combine(folder.FullName, "results.trx")
    let program = inRoot $"tests/{project}/bin/Release/net10.0/{project}.dll"
    let isNUnit = File.Exists(inRoot $"tests/{project}/{project}.csproj")

    let all =
        if isNUnit then
            // 8: no test has the text in its name.
            [ "--no-ansi"; "--progress"; "off"; "--ignore-exit-code"; "8" ]
            @ [ "--report-trx"; "--report-trx-filename"; "results.trx"; "--results-directory"; folder.FullName ]
        else
            [ "--colours"; "0"; "--results"; file ]

    let selection =
        match only with
        | None -> []
        | Some text when isNUnit ->
            let settings = Path.Combine(folder.FullName, "only.runsettings")
            File.WriteAllText(settings, nunitSettings text)
            [ "--settings"; settings ]
        | Some text -> [ "--only"; text ]

    printfn "%s" project
    let ended = dotnetWithin limit Console.WriteLine (program :: all @ selection)

    let outcome =
        if not (File.Exists file) then nothing
        elif isNUnit then readTrx file
        else readResults file

    folder.Delete true

    // A program that crashes or is killed shows it only by its exit code.
    match ended with
    | None -> { outcome with Troubles = [ $"{project} took longer than {limit.TotalMinutes} minutes and was killed." ] }
    | Some code when code <> 0 && outcome.Failed.IsEmpty -> { outcome with Troubles = [ $"{project} ended with exit code {code}." ] }
    | Some _ -> outcome

let testProjects () = Directory.GetDirectories(inRoot "tests", "*.Tests") |> Array.map Path.GetFileName |> Array.sort

/// Runs the tests of all projects, one after the other since each may start brokers of its own.
let runTests (limit: TimeSpan) (only: string option) : Outcome = testProjects () |> Array.map (runProject limit only) |> Array.fold (+) nothing

/// The time limit for a project's tests in `test`: a hanging test must not block CI for ever.
let limit = TimeSpan.FromMinutes 30.

/// Prints why tests were skipped, how to run each failed test alone, and the closing line that CI reads. Returns the exit code.
let report (outcome: Outcome) =
    for reason, times in List.countBy id outcome.Skipped do
        printfn "%d skipped: %s" times reason

    if not outcome.Failed.IsEmpty then
        let build = if OperatingSystem.IsWindows() then "build" else "./build.sh"

        let variables =
            [ for name in [ "KAFKAWIRE_SOAK"; "KAFKAWIRE_SEED" ] do
                  match Environment.GetEnvironmentVariable name with
                  | null -> ()
                  | value -> $"{name}={value} " ]
            |> String.Concat

        printfn "Failed tests, each with the command that runs it alone:"

        for name in outcome.Failed do
            let quoted = name.Replace("'", "'\\''")
            printfn "  %s%s test --filter '%s'" variables build quoted

    for trouble in outcome.Troubles do
        printfn "%s" trouble

    printfn "%d passed, %d failed, %d skipped" outcome.Passed outcome.Failures outcome.Skipped.Length
    if outcome.Failures > 0 || outcome.Passed = 0 then 1 else 0

/// The tests that prove that a Kafka in Docker works: the quick start, and those that write and read records.
let onDocker =
    [ "KafkaWire.Usage.Tests", "the quick start runs on a real Kafka.4.4.0"
      "KafkaWire.CSharpFacade.Tests", "SimpleClientRealKafkaTests(\"4.4.0\")" ]

/// Runs these tests while every Kafka except the one in Docker is hidden.
let runOnDocker () : Outcome =
    let hidden = [ "KAFKA_BROKERS", "none"; "KAFKA_BOOTSTRAP", null ]
    let before = [ for name, _ in hidden -> name, Environment.GetEnvironmentVariable name ]
    let set (variables: (string * string) list) = variables |> List.iter Environment.SetEnvironmentVariable
    set hidden

    let outcome =
        onDocker
        |> List.map (fun (project, text) -> runProject limit (Some text) project)
        |> List.fold (+) nothing

    set before
    printfn "On a Kafka in Docker: %d passed, %d failed, %d skipped." outcome.Passed outcome.Failures outcome.Skipped.Length
    outcome

/// Checks or repairs the C# code style of .editorconfig with `dotnet format style`, in about a minute. It takes the built F# assemblies from
/// bin/Release. `dotnet format whitespace` is left out: CSharpier owns the whitespace, and indents nested foreach loops differently.
/// `dotnet format analyzers` would repeat the build, whose warnings are errors.
let styleOfCSharp (options: string list) =
    let configuration = "Configuration"
    let before = Environment.GetEnvironmentVariable configuration
    Environment.SetEnvironmentVariable(configuration, "Release") // dotnet format has no option for it
    let code = job ([ "format"; "style"; "KafkaWire.sln"; "--no-restore"; "-v"; "quiet" ] @ options)
    Environment.SetEnvironmentVariable(configuration, before)
    code

let test (only: string option) =
    build "KafkaWire.sln"

    match only with
    | Some _ -> report (runTests limit only)
    | None ->
        let isUnformatted =
            [ job [ "fantomas"; "--check"; "." ]; job [ "csharpier"; "check"; "src"; "tests" ]; styleOfCSharp [ "--verify-no-changes" ] ]
            |> List.exists ((<>) 0)

        let outcome = runTests limit None

        let outcome =
            match Environment.GetEnvironmentVariable "KAFKAWIRE_DOCKER" with
            | null
            | "" -> outcome
            | "on" -> outcome + runOnDocker ()
            | trouble ->
                printfn "No tests ran on a Kafka in Docker: %s" trouble
                outcome

        let unformatted = if isUnformatted then [ "The formatting check failed; run `build format`." ] else []
        report { outcome with Troubles = outcome.Troubles @ unformatted }

let soak () =
    let seed =
        match Environment.GetEnvironmentVariable "KAFKAWIRE_SEED" with
        | null -> string (Random.Shared.Next())
        | given -> given

    Environment.SetEnvironmentVariable("KAFKAWIRE_SOAK", "1")
    Environment.SetEnvironmentVariable("KAFKAWIRE_SEED", seed)
    build "KafkaWire.sln"
    printfn "KAFKAWIRE_SEED=%s repeats this campaign." seed
    report (runTests (TimeSpan.FromHours 12.) None)

/// Measures the coverage by all test projects together: each adds to the result of the one before it.
let coverage () =
    build "KafkaWire.sln"
    let folder = inRoot "output/coverage"
    if Directory.Exists folder then Directory.Delete(folder, true)

    let cover (before: string) (project: string) =
        let report = Path.Combine(folder, project)
        let program = inRoot $"tests/{project}/bin/Release/net10.0/{project}.dll"

        let properties = [ $"-p:TestAssembly={program}"; $"-p:Report={report}"; if before <> "" then $"-p:Before={before}.json" ]

        if job ([ "msbuild"; "build/coverage.proj"; "-nologo" ] @ properties) <> 0 then
            fail $"The coverage of {project} cannot be measured."

        report

    testProjects () |> Array.fold cover "" |> printfn "Details by line: %s.cobertura.xml"
    0

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
    step [ "fantomas"; "." ]
    step [ "csharpier"; "format"; "src"; "tests" ]
    build "KafkaWire.sln"
    styleOfCSharp []

let baseline () =
    Environment.SetEnvironmentVariable("KAFKAWIRE_UPDATE_BASELINE", "1")
    build "KafkaWire.sln"
    report (runTests limit (Some "PublicSurface"))

/// The first two generators write sources of the core. The last one reads the built core, so the core is built before it.
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
  test [--filter TEXT]          runs everything that a change must pass, or the tests whose full names contain TEXT;
                                ends with "N passed, N failed, N skipped"
  soak                          runs the tests as long campaigns and prints the seed; KAFKAWIRE_SEED=SEED repeats one
  bench FILE [SECONDS]          times each case of FILE for SECONDS (1 by default); prints one line of JSON for each case
  coverage                      runs the tests and prints their line and branch coverage of src/; the details are in
                                output/coverage
  pack                          makes the NuGet packages in output/packages
  docs                          makes the documentation in output/docs
  format                        formats the F# and C# sources
  baseline                      accepts the current public surface of the assemblies
  generate                      writes all generated code from the message files: API keys, catalogue, unions, C# records
  lock                          updates paket.lock after an edit of paket.dependencies"""

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | "run" :: arguments -> run arguments
    | [ "test" ] -> test None
    | [ "test"; "--filter"; text ] -> test (Some text)
    | [ "soak" ] -> soak ()
    | [ "bench"; file ] -> bench file "1"
    | [ "bench"; file; seconds ] -> bench file seconds
    | [ "coverage" ] -> coverage ()
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
