/// `compare FILE SECONDS`: times KafkaWire and hand-written code in one process, in turn.
module KafkaWire.Benchmarks.Compare

open System
open System.Diagnostics
open KafkaWire
open KafkaWire.Benchmarks.Subjects

let private quantile (q: float) (xs: ResizeArray<float>) =
    let sorted = Seq.sort xs |> Array.ofSeq
    sorted[int (q * float (sorted.Length - 1))]

/// One operation of both sides, timed in turn in slices of about a millisecond. Other load on the machine then disturbs both sides
/// alike, and few slices entirely. There are several instances, which also take turns: see `offsets`.
type private Pair(name: string, direction: string, hand: (int -> unit)[], ours: (int -> unit)[]) =
    let hands = ResizeArray<float>()
    let ourses = ResizeArray<float>()
    let mutable portion = 1
    let mutable turn = 0

    let next () =
        turn <- (turn + 1) % hand.Length
        struct (hand[turn], ours[turn])

    member _.WarmUp(seconds: float) =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            let struct (hand, ours) = next ()
            hand portion
            ours portion
            portion <- Cases.portionOf (Cases.time hand portion)

    member _.Measure(seconds: float) =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            let struct (hand, ours) = next ()
            hands.Add(Cases.time hand portion)
            ourses.Add(Cases.time ours portion)

    member _.Tell() =
        let handNs, ourNs = quantile 0.5 hands, quantile 0.5 ourses
        let quick = quantile 0.1 ourses / quantile 0.1 hands
        let handB, ourB = Cases.allocated hand[0], Cases.allocated ours[0]
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
        failwith $"{case.Name}: the encoded bytes differ from those read"

/// Where in a cache line the bodies begin. Copying record data takes up to a fifth less time if source and target happen to be aligned
/// alike, so a single placement would measure luck.
let private offsets = [| 0; 9; 18; 27; 36; 45; 54; 63 |]

/// Medians over `seconds` for each operation, spread over 6 rounds of all cases. The second ratio is that of the fastest tenths.
let run (file: string) (seconds: float) : int =
    let pairs =
        [ for case in cases file do
              let bodies = offsets |> Array.map (fun offset -> placed offset case.Body)

              match (if case.Message = "" then [||] else bodies |> Array.choose (byHand case)) with
              | [||] -> ()
              | hands ->
                  let ours = bodies |> Array.map (bySchema case)
                  Array.iter2 (verify case) hands ours
                  let encodeByHand = hands |> Array.map (fun hand -> hand.Encode)
                  Pair(case.Name, "decode", hands |> Array.map (fun hand -> hand.Decode), ours |> Array.map (fun ours -> ours.Decode))
                  Pair(case.Name, "encode", encodeByHand, ours |> Array.map (fun ours -> ours.Encode))
                  let schema = nonNull (Catalogue.tryFindSchema case.Message)
                  let data = bodies |> Array.map (fun body -> RecordData(schema, case.Version, body))

                  // Copying alone in place of KafkaWire: a lower bound for its ratio.
                  if data[0].Length > 0 then
                      Pair(case.Name, "copy", encodeByHand, data |> Array.map (fun data -> data.Copy)) ]

    Cases.warmUp [ for pair in pairs -> pair.WarmUp ] (seconds / 12.0)

    for _ in 1..6 do
        for pair in pairs do
            pair.Measure(seconds / 6.0)

    printfn "%-18s %-6s %12s %12s %6s %8s %10s %10s" "case" "" "by hand, ns" "KafkaWire" "ratio" "quick" "by hand, B" "KafkaWire"

    for pair in pairs do
        pair.Tell()

    0
