namespace KafkaWire.Benchmarks

open BenchmarkDotNet.Attributes
open KafkaWire
open KafkaWire.Benchmarks.Subjects

/// The comparison with hand-written code, on BenchmarkDotNet: `dotnet run -c Release -- --filter *`.
[<MemoryDiagnoser>]
type Codecs() =
    let mutable hand = Unchecked.defaultof<Subject>
    let mutable ours = Unchecked.defaultof<Subject>

    /// The case of tests/data/bench/cases.jsonl.
    [<Params("metadata", "metadata-v1", "metadata-small", "fetch", "fetch-empty", "fetch-request", "produce", "produce-response", "api-versions")>]
    member val Case = "" with get, set

    [<GlobalSetup>]
    member b.Setup() =
        let case =
            cases (System.IO.Path.Combine(System.AppContext.BaseDirectory, "cases.jsonl"))
            |> Array.find (fun case -> case.Name = b.Case)

        hand <- (byHand case (Bytes case.Body)).Value
        ours <- bySchema case (Bytes case.Body)
        Compare.verify case hand ours

    [<Benchmark>]
    member _.DecodeByHand() = hand.Decode 1

    [<Benchmark>]
    member _.Decode() = ours.Decode 1

    [<Benchmark>]
    member _.EncodeByHand() = hand.Encode 1

    [<Benchmark>]
    member _.Encode() = ours.Encode 1
