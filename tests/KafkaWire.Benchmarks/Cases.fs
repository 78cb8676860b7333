/// `cases FILE SECONDS`: a line of JSON a case, as the programs that time other implementations print it.
module KafkaWire.Benchmarks.Cases

open System
open System.Diagnostics
open System.Globalization
open System.Threading
open KafkaWire
open KafkaWire.Benchmarks.Subjects

/// The sum over the records read last, so that no reading is dead code.
let mutable sumOfAll = 0L

/// Nanoseconds of one operation among so many.
let time (run: int -> unit) (times: int) : float =
    let start = Stopwatch.GetTimestamp()
    run times
    Stopwatch.GetElapsedTime(start).TotalNanoseconds / float times

/// How many operations that take so long make up a portion of a millisecond or so.
let portionOf (ns: float) : int = max 1 (int (1e6 / ns))

/// An operation that is timed. Whoever times it warms it up before: see `warmUp`.
type Timed(run: int -> unit) =
    let mutable portion = 1

    /// Runs in portions of a millisecond or so, as many as make up the seconds.
    member _.WarmUp(seconds: float) : unit =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            portion <- portionOf (time run portion)

    /// Nanoseconds an operation: the best of 5 rounds of so many seconds each.
    member _.Best(seconds: float) : float =
        let round () =
            let watch = Stopwatch.StartNew()
            let mutable count = 0L

            while watch.Elapsed.TotalSeconds < seconds do
                run portion
                count <- count + int64 portion

            1e9 * watch.Elapsed.TotalSeconds / float count

        Seq.min (Seq.init 5 (fun _ -> round ()))

/// Long enough for the JIT to compile anew what has run: it waits for 100 ms without new code first, and ten times as long where there is one
/// processor.
let private pause () : unit = Thread.Sleep(if Environment.ProcessorCount = 1 then 2000 else 500)

/// Brings operations up to speed, all by turns. The JIT compiles anew what has run for a while, twice, and does so in a pause. What is called
/// once at a time meanwhile, in place of often, may stay slower for good.
let warmUp (operations: (float -> unit) list) (seconds: float) : unit =
    for _ in 1..3 do
        for operation in operations do
            operation seconds

        pause ()

/// Nanoseconds of one operation.
let best (run: int -> unit) (seconds: float) : float =
    let operation = Timed run
    warmUp [ operation.WarmUp ] (0.5 * seconds)
    operation.Best seconds

/// Bytes allocated an operation.
let allocated (run: int -> unit) : int64 =
    run 1
    let before = GC.GetAllocatedBytesForCurrentThread()
    run 100
    (GC.GetAllocatedBytesForCurrentThread() - before) / 100L

let private ns (x: float) = x.ToString("F1", CultureInfo.InvariantCulture)

let private line (case: Case) (seconds: float) : string =
    let subject = bySchema case (Bytes case.Body)
    let decoding, encoding = Timed subject.Decode, Timed subject.Encode
    warmUp [ decoding.WarmUp; encoding.WarmUp ] (0.5 * seconds)
    let decode = decoding.Best seconds
    let encode = encoding.Best seconds

    if not (subject.Encoded.AsSpan().SequenceEqual(case.Body.AsSpan())) then
        failwith "other bytes than were decoded"

    $"{{\"case\":\"{case.Name}\",\"bytes\":{case.Body.Length},\"decodeNs\":{ns decode},\"encodeNs\":{ns encode},"
    + $"\"decodeBytes\":{allocated subject.Decode},\"encodeBytes\":{allocated subject.Encode}}}"

/// Checks the CRC of every batch and reads key, value and headers of every record.
let private iterate (body: Bytes) (times: int) : unit =
    let mutable sum = 0L

    for _ in 1..times do
        let mutable batches = (Records.batches body).GetEnumerator()

        while batches.MoveNext() do
            // Here the CRC is checked: EnsureValid in front of it would do so twice.
            let mutable records = batches.Current.GetEnumerator()

            while records.MoveNext() do
                let record = records.Current
                sum <- sum + record.Offset + record.Timestamp + int64 (record.Key.Length + record.Value.Length)
                let mutable headers = record.Headers.GetEnumerator()

                while headers.MoveNext() do
                    let header = headers.Current
                    sum <- sum + int64 (header.KeyBytes.Length + header.Value.Length)

    sumOfAll <- sum

let private batchLine (case: Case) (seconds: float) : string =
    let body = Bytes case.Body
    let mutable count = 0

    for batch in Records.batches body do
        count <- count + batch.Count

    if count <> case.Records then failwith $"{count} records instead of {case.Records}"
    let iterateNs = best (iterate body) seconds
    $"{{\"case\":\"{case.Name}\",\"iterateNs\":{ns iterateNs},\"iterateBytes\":{allocated (iterate body)}}}"

let run (file: string) (seconds: float) : int =
    let mutable failed = 0

    for case in cases file do
        try
            Console.WriteLine(if case.Records > 0 then batchLine case seconds else line case seconds)
        with e ->
            failed <- 1
            let quoted (text: string) = System.Text.Json.JsonSerializer.Serialize text
            Console.WriteLine $"{{\"case\":{quoted case.Name},\"error\":{quoted e.Message}}}"

    failed
