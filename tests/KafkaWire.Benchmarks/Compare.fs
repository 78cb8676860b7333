/// `compare FILE SECONDS`: KafkaWire beside hand-written code, in one process, by turns.
module KafkaWire.Benchmarks.Compare

open System
open System.Diagnostics
open KafkaWire.Benchmarks.Subjects

let private median (xs: float[]) = (Array.sort xs)[xs.Length / 2]

/// Nanoseconds an operation of both, as medians of slices of a millisecond or so that take turns: whoever else uses the machine
/// disturbs both alike, and few slices as a whole.
let private sideBySide (hand: int -> unit) (ours: int -> unit) (seconds: float) : float * float =
    let time (run: int -> unit) (times: int) =
        let start = Stopwatch.GetTimestamp()
        run times
        Stopwatch.GetElapsedTime(start).TotalNanoseconds / float times

    let watch = Stopwatch.StartNew()

    while watch.Elapsed.TotalSeconds < seconds do
        hand 1
        ours 1

    let portion = max 1 (int (1e6 / median (Array.init 9 (fun _ -> time hand 10))))
    let hands = ResizeArray()
    let ourses = ResizeArray()
    watch.Restart()

    while watch.Elapsed.TotalSeconds < seconds do
        hands.Add(time hand portion)
        ourses.Add(time ours portion)

    median (hands.ToArray()), median (ourses.ToArray())

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

let run (file: string) (seconds: float) : int =
    printfn "%-18s %-6s %12s %12s %6s %10s %10s" "case" "" "by hand, ns" "KafkaWire" "ratio" "by hand, B" "KafkaWire"

    for case in cases file do
        match (if case.Message = "" then None else byHand case) with
        | None -> ()
        | Some hand ->
            let ours = bySchema case
            verify case hand ours

            for name, hand, ours in [ "decode", hand.Decode, ours.Decode; "encode", hand.Encode, ours.Encode ] do
                let handNs, ourNs = sideBySide hand ours seconds
                let handB, ourB = Cases.allocated hand, Cases.allocated ours
                printfn "%-18s %-6s %12.1f %12.1f %6.2f %10d %10d" case.Name name handNs ourNs (ourNs / handNs) handB ourB

    0
