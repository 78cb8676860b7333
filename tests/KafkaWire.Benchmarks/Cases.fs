/// `cases FILE SECONDS`: a line of JSON a case, as the programs that time other implementations print it.
module KafkaWire.Benchmarks.Cases

open System
open System.Diagnostics
open System.Globalization
open KafkaWire.Benchmarks.Subjects

/// Nanoseconds an operation: the best of 5 rounds of so many seconds each.
let private best (run: int -> unit) (seconds: float) : float =
    // Three rounds' time of warming up tells how many operations are a thirtieth of that.
    let warmUp = Stopwatch.StartNew()
    let mutable count = 0L

    while warmUp.Elapsed.TotalSeconds < 3.0 * seconds do
        run 1
        count <- count + 1L

    let portion = int (max 1L (count / 30L))

    let round () =
        let watch = Stopwatch.StartNew()
        let mutable count = 0L

        while watch.Elapsed.TotalSeconds < seconds do
            run portion
            count <- count + int64 portion

        1e9 * watch.Elapsed.TotalSeconds / float count

    Seq.min (Seq.init 5 (fun _ -> round ()))

/// Bytes allocated an operation.
let allocated (run: int -> unit) : int64 =
    run 1
    let before = GC.GetAllocatedBytesForCurrentThread()
    run 100
    (GC.GetAllocatedBytesForCurrentThread() - before) / 100L

let private line (case: Case) (seconds: float) : string =
    let subject = bySchema case
    let decode = best subject.Decode seconds
    let encode = best subject.Encode seconds

    if not (subject.Encoded.AsSpan().SequenceEqual(case.Body.AsSpan())) then
        failwith "other bytes than were decoded"

    let ns (x: float) = x.ToString("F1", CultureInfo.InvariantCulture)

    $"{{\"case\":\"{case.Name}\",\"bytes\":{case.Body.Length},\"decodeNs\":{ns decode},\"encodeNs\":{ns encode},"
    + $"\"decodeBytes\":{allocated subject.Decode},\"encodeBytes\":{allocated subject.Encode}}}"

let run (file: string) (seconds: float) : int =
    let mutable failed = 0

    for case in cases file do
        try
            if case.Message = "" then failwith "record data is not read yet"

            Console.WriteLine(line case seconds)
        with e ->
            failed <- 1
            let quoted (text: string) = System.Text.Json.JsonSerializer.Serialize text
            Console.WriteLine $"{{\"case\":{quoted case.Name},\"error\":{quoted e.Message}}}"

    failed
