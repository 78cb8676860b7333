/// The README's code compiles, runs, and prints what the README says.
module KafkaWire.Usage.Tests.ReadmeTests

open System.IO
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open KafkaWire
open KafkaWire.Testing
open KafkaWire.TestSupport
open KafkaWire.Usage.Tests.CodeBlocks

let private readme = lazy (File.ReadAllText(Repository.Path "README.md").ReplaceLineEndings "\n")

/// The README's broker is at localhost:9092.
let private onBroker (broker: LoopbackBroker) (block: string) =
    Expect.stringContains block "9092" "block"
    block.Replace("9092", string broker.Port)

/// Each block gets an empty cluster of its own.
let private brokersFor blocks = Task.WhenAll [ for _ in blocks -> LoopbackBroker.StartAsync() ]

[<Tests>]
let tests =
    testList "ReadmeTests" [
        testCaseTask "the C# of the README prints what the README says" (fun () ->
            task {
                let blocks = blocks readme.Value "csharp"
                let! brokers = brokersFor blocks
                let! printed = runCSharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks))
                check blocks printed

                for broker in brokers do
                    do! broker.DisposeAsync()
            })

        testCaseTask "the F# of the README prints what the README says" (fun () ->
            task {
                let blocks = blocks readme.Value "fsharp"
                let! brokers = brokersFor blocks
                let! printed = runFSharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks))
                check blocks printed

                for broker in brokers do
                    do! broker.DisposeAsync()
            })

        testCase "the README names paths that exist" (fun () ->
            let paths = [
                for path in Regex.Matches(readme.Value, @"`((?:src|scripts|build|tests|docs)/[\w./-]*)`|\]\(([\w./-]+)\)") ->
                    path.Groups[1].Value + path.Groups[2].Value
            ]

            Expect.isGreaterThan paths.Length 10 "paths"

            let missing = paths |> List.filter (fun path -> not (Path.Exists(Repository.Path path)))
            Expect.isEmpty missing "paths that do not exist")
    ]
