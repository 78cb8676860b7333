/// `compare FILE SECONDS`: KafkaWire beside hand-written code, in one process, by turns.
module KafkaWire.Benchmarks.Compare

open System
open System.Diagnostics
open KafkaWire
open KafkaWire.Benchmarks.Subjects

let private quantile (q: float) (xs: ResizeArray<float>) =
    let sorted = Seq.sort xs |> Array.ofSeq
    sorted[int (q * float (sorted.Length - 1))]

let private time (run: int -> unit) (times: int) =
    let start = Stopwatch.GetTimestamp()
    run times
    Stopwatch.GetElapsedTime(start).TotalNanoseconds / float times

/// An operation of both sides, timed by turns, in slices of a millisecond or so: whoever else uses the machine disturbs both
/// alike, and few slices as a whole.
type private Pair(name: string, direction: string, hand: int -> unit, ours: int -> unit) =
    let hands = ResizeArray<float>()
    let ourses = ResizeArray<float>()
    let mutable portion = 1

    member _.WarmUp(seconds: float) =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            hand portion
            ours portion
            portion <- max 1 (int (1e6 / time hand portion))

    member _.Measure(seconds: float) =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            hands.Add(time hand portion)
            ourses.Add(time ours portion)

    member _.Tell() =
        let handNs, ourNs = quantile 0.5 hands, quantile 0.5 ourses
        let quick = quantile 0.1 ourses / quantile 0.1 hands
        let handB, ourB = Cases.allocated hand, Cases.allocated ours
        printfn "%-18s %-6s %12.1f %12.1f %6.2f %8.2f %10d %10d" name direction handNs ourNs (ourNs / handNs) quick handB ourB

/// Checks that both read the same message and write the bytes that were read.
let verify (case: Case) (hand: Subject) (ours: Subject) : unit =
    hand.Decode 1
    let handMessage = sink
    ours.Decode 1

    if not (obj.Equals(handMessage, sink)) then
        failwith $"{case.Name}: the hand-written codec reads another message"

    hand.Encode 1
    ours.Encode 1

    if hand.Encoded <> case.Body || ours.Encoded <> case.Body then
        failwith $"{case.Name}: other bytes than were read"

/// Medians of `seconds` for each operation, spread over 6 rounds of all the cases; the last ratio is that of the quickest tenths.
let run (file: string) (seconds: float) : int =
    let pairs =
        [ for case in cases file do
              match (if case.Message = "" then None else byHand case) with
              | None -> ()
              | Some hand ->
                  let ours = bySchema case
                  verify case hand ours
                  Pair(case.Name, "decode", hand.Decode, ours.Decode)
                  Pair(case.Name, "encode", hand.Encode, ours.Encode)
                  let data = RecordData(nonNull (Catalogue.tryFindSchema case.Message), case)

                  // In place of KafkaWire, copying alone: below its ratio nobody gets.
                  if data.Length > 0 then Pair(case.Name, "copy", hand.Encode, data.Copy) ]

    // The JIT compiles anew what has run for a while, and needs a pause for it: by the second round all is at its best.
    for _ in 1..3 do
        for pair in pairs do
            pair.WarmUp(seconds / 12.0)

        Cases.pause ()

    for _ in 1..6 do
        for pair in pairs do
            pair.Measure(seconds / 6.0)

    printfn "%-18s %-6s %12s %12s %6s %8s %10s %10s" "case" "" "by hand, ns" "KafkaWire" "ratio" "quick" "by hand, B" "KafkaWire"

    for pair in pairs do
        pair.Tell()

    0
