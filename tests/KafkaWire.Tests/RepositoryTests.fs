module KafkaWire.Tests.RepositoryTests

open System
open System.Collections.Generic
open System.IO
open System.Text.RegularExpressions
open Expecto
open KafkaWire.TestSupport

/// The source files of the repository, as paths with slashes.
let private sources =
    lazy
        [
            for folder in [ "src"; "tests"; "scripts"; "build" ] do
                for pattern in [ "*.fs"; "*.cs"; "*.fsx"; "*.fsproj" ] do
                    for path in Directory.EnumerateFiles(Repository.Path folder, pattern, SearchOption.AllDirectories) do
                        let path = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
                        if not (path.Contains "/obj/" || path.Contains "/bin/") then path
        ]

/// Whether a source file contains a test: F# names it in quotes, C# by a method.
let private hasTest (name: string) (path: string) =
    let text = File.ReadAllText(Repository.Path path)

    if path.EndsWith ".cs" then
        Regex.IsMatch(text, $@"\b{Regex.Escape name}\(")
    else
        text.Contains $"\"{name}\""

/// A page names a file in backticks, with the end of its path, and the tests of the file in quotes after it. A heading ends this.
let private mention = Regex(@"(?m)^#.*$|`(?<file>[\w./-]*\w\.(?:fs|cs|fsx|fsproj))`|""(?<test>[^""]*)""")

[<Tests>]
let tests =
    testList "RepositoryTests" [
        testCase "every project is in the solution" (fun () ->
            let solution = File.ReadAllText(Repository.Path "KafkaWire.sln")

            let missing = [
                for folder in [ "src"; "tests" ] do
                    for project in DirectoryInfo(Repository.Path folder).EnumerateFiles("*.*proj", SearchOption.AllDirectories) do
                        if not (solution.Contains project.Name) then project.Name
            ]

            Expect.isEmpty missing "missing")

        testCase "the design and quirks pages name files and tests that exist" (fun () ->
            let missing = List<string>()
            let mutable count = 0

            for page in [ "docs/design.md"; "docs/quirks.md" ] do
                let mutable files: string list = []

                for found in mention.Matches(File.ReadAllText(Repository.Path page)) do
                    if found.Groups["file"].Success then
                        let file = found.Groups["file"].Value
                        files <- sources.Value |> List.filter (fun path -> ("/" + path).EndsWith("/" + file))
                        if files.IsEmpty then missing.Add $"{page}: there is no {file}"
                    elif not found.Groups["test"].Success then
                        files <- []
                    else
                        match files |> List.filter _.StartsWith("tests/") with
                        | [] -> () // a quotation
                        | files ->
                            let name = Regex.Replace(found.Groups["test"].Value, @"\s+", " ")
                            count <- count + 1

                            if not (List.exists (hasTest name) files) then
                                missing.Add $"{page}: {files[0]} has no test \"{name}\""

            if missing.Count > 0 then failtest (String.Join('\n', missing))

            Expect.isGreaterThan count 100 "named tests")
    ]
