/// `cases FILE SECONDS`: one line of JSON per case, in the same form as the programs that time other implementations.
module KafkaWire.Benchmarks.Cases

open System
open System.Diagnostics
open System.Globalization
open System.Threading
open KafkaWire
open KafkaWire.Benchmarks.Subjects

/// A sum over the records read last, so that reading is not dead code.
let mutable sumOfAll = 0L

/// Nanoseconds per operation over the given number of operations.
let time (run: int -> unit) (times: int) : float =
    let start = Stopwatch.GetTimestamp()
    run times
    Stopwatch.GetElapsedTime(start).TotalNanoseconds / float times

/// The number of operations in a portion of about a millisecond, given the nanoseconds per operation.
let portionOf (ns: float) : int = max 1 (int (1e6 / ns))

/// An operation to time. Warm it up before timing it: see `warmUp`.
type Timed(run: int -> unit) =
    let mutable portion = 1

    /// Runs for the given seconds, in portions of about a millisecond.
    member _.WarmUp(seconds: float) : unit =
        let watch = Stopwatch.StartNew()

        while watch.Elapsed.TotalSeconds < seconds do
            portion <- portionOf (time run portion)

    /// Nanoseconds per operation: the best of 5 rounds of the given seconds each.
    member _.Best(seconds: float) : float =
        let round () =
            let watch = Stopwatch.StartNew()
            let mutable count = 0L

            while watch.Elapsed.TotalSeconds < seconds do
                run portion
                count <- count + int64 portion

            1e9 * watch.Elapsed.TotalSeconds / float count

        Seq.min (Seq.init 5 (fun _ -> round ()))

/// Long enough for the JIT to recompile hot code: it first waits for 100 ms without new code, and ten times as long on a single
/// processor.
let private pause () : unit = Thread.Sleep(if Environment.ProcessorCount = 1 then 2000 else 500)

/// Warms up operations in turn. The JIT recompiles hot code twice, and does so during a pause. Code that meanwhile is called once at a time
/// instead of often may stay slower for good.
let warmUp (operations: (float -> unit) list) (seconds: float) : unit =
    for _ in 1..3 do
        for operation in operations do
            operation seconds

        pause ()

/// Nanoseconds per operation.
let best (run: int -> unit) (seconds: float) : float =
    let operation = Timed run
    warmUp [ operation.WarmUp ] (0.5 * seconds)
    operation.Best seconds

/// Bytes allocated per operation.
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
        failwith "The encoded bytes differ from the decoded ones."

    $"{{\"case\":\"{case.Name}\",\"bytes\":{case.Body.Length},\"decodeNs\":{ns decode},\"encodeNs\":{ns encode},"
    + $"\"decodeBytes\":{allocated subject.Decode},\"encodeBytes\":{allocated subject.Encode}}}"

/// Checks the CRC of every batch and reads key, value and headers of every record.
let private iterate (body: Bytes) (times: int) : unit =
    let mutable sum = 0L

    for _ in 1..times do
        let mutable batches = (Records.batches body).GetEnumerator()

        while batches.MoveNext() do
            // This checks the CRC; calling EnsureValid first would check it twice.
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
