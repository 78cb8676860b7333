/// The README's code compiles, runs, and prints what the README says.
module KafkaWire.Usage.Tests.ReadmeTests

open System.IO
open System.Text.RegularExpressions
open System.Threading.Tasks
open NUnit.Framework
open KafkaWire
open KafkaWire.TestSupport
open KafkaWire.Usage.Tests.CodeBlocks

let private readme = lazy (File.ReadAllText(Repository.Path "README.md").ReplaceLineEndings "\n")

/// The README's broker is at localhost:9092.
let private onBroker (broker: LoopbackBroker) (block: string) =
    Assert.That(block, Does.Contain "9092")
    block.Replace("9092", string broker.Port)

/// Each block finds a cluster in which nobody has written anything.
let private brokersFor blocks = Task.WhenAll [ for _ in blocks -> LoopbackBroker.StartAsync() ]

[<Test>]
let ``the C# of the README prints what the README says`` () =
    task {
        let blocks = blocks readme.Value "csharp"
        let! brokers = brokersFor blocks
        let! printed = runCSharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks))
        check blocks printed

        for broker in brokers do
            do! broker.DisposeAsync()
    }

[<Test>]
let ``the F# of the README prints what the README says`` () =
    task {
        let blocks = blocks readme.Value "fsharp"
        let! brokers = brokersFor blocks
        let! printed = runFSharp (List.map2 onBroker (List.ofArray brokers) (List.map fst blocks))
        check blocks printed

        for broker in brokers do
            do! broker.DisposeAsync()
    }

[<Test>]
let ``the README names paths that exist`` () =
    let paths =
        [ for path in Regex.Matches(readme.Value, @"`((?:src|scripts|build|tests|docs)/[\w./-]*)`|\]\(([\w./-]+)\)") ->
              path.Groups[1].Value + path.Groups[2].Value ]

    Assert.That(paths.Length, Is.GreaterThan 10)

    Assert.That(
        [ for path in paths do
              if not (Path.Exists(Repository.Path path)) then path ],
        Is.Empty
    )
