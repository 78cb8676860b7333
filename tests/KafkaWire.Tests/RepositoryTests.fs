module KafkaWire.Tests.RepositoryTests

open System.IO
open NUnit.Framework
open KafkaWire.TestSupport

[<Test>]
let ``every project is in the solution`` () =
    let solution = File.ReadAllText(Repository.Path "KafkaWire.sln")

    let missing =
        [ for folder in [ "src"; "tests" ] do
              for project in DirectoryInfo(Repository.Path folder).EnumerateFiles("*.*proj", SearchOption.AllDirectories) do
                  if not (solution.Contains project.Name) then project.Name ]

    Assert.That(missing, Is.Empty)
