module KafkaWire.Tests.RepositoryTests

open System.IO
open Expecto
open KafkaWire.TestSupport

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
    ]
