/// `build`, `codecs` and `crc`: the cost of records, compared with Java's builder and a plain loop.
module KafkaWire.Benchmarks.RecordBenchmarks

open System
open System.Buffers
open System.Buffers.Binary
open System.Diagnostics
open System.Globalization
open System.IO
open System.Numerics
open System.Text
open KafkaWire

[<Literal>]
let private Count = 1000

[<Literal>]
let private Size = 100

let private keys = [| for i in 0 .. Count - 1 -> Bytes.OfString $"key-%06d{i}" |]
let private value = Bytes [| for i in 0 .. Size - 1 -> byte (i * 31) |]

/// Builds a batch of 1000 records of 100 bytes into a reused buffer; returns its CRC.
let private buildOnce (builder: RecordBatchBuilder) (options: RecordBatchOptions) (output: ArrayBufferWriter<byte>) : uint32 =
    output.ResetWrittenCount()
    builder.Reset options

    for i in 0 .. Count - 1 do
        builder.TryAppend(int64 i, 1_700_000_000_000L + int64 i, Nullable keys[i], Nullable value, ReadOnlySpan())
        |> ignore<bool>

    builder.WriteTo output
    BinaryPrimitives.ReadUInt32BigEndian(output.WrittenSpan.Slice 17)

/// Nanoseconds per batch for Kafka's MemoryRecordsBuilder, and the CRC of its batch; None if there is no Java or no Kafka.
let private javas (seconds: float) : (float * uint32) option =
    let rec rootAbove (folder: DirectoryInfo) =
        if File.Exists(Path.Combine(folder.FullName, "KafkaWire.sln")) then
            folder.FullName
        else
            rootAbove (nonNull folder.Parent)

    let root = rootAbove (DirectoryInfo AppContext.BaseDirectory)

    let brokers =
        match Environment.GetEnvironmentVariable "KAFKA_BROKERS" with
        | null -> Path.Combine(root, "../shared/kafka/broker")
        | given -> given

    try
        let arguments =
            [ "-cp"
              Path.Combine(brokers, "4.4.0", "*")
              Path.Combine(root, "tests/java/BuildBatches.java")
              string Count
              string Size
              seconds.ToString CultureInfo.InvariantCulture ]

        use java = nonNull (Process.Start(ProcessStartInfo("java", arguments, RedirectStandardOutput = true)))
        let printed = java.StandardOutput.ReadToEnd().Split ' '
        java.WaitForExit()

        if java.ExitCode = 0 then
            Some(Double.Parse(printed[0], CultureInfo.InvariantCulture), UInt32.Parse(printed[1], CultureInfo.InvariantCulture))
        else
            None
    with :? ComponentModel.Win32Exception ->
        None

let build (seconds: float) : int =
    use builder = new RecordBatchBuilder(RecordBatchOptions())
    let output = ArrayBufferWriter<byte>(Count * (Size + 32) + 100)
    let options = RecordBatchOptions()
    let mutable crc = 0u

    let run times =
        for _ in 1..times do
            crc <- buildOnce builder options output

    let ours = Cases.best run seconds
    printfn "%d records of %d bytes, uncompressed" Count Size
    printfn "KafkaWire              %10.0f ns per batch, %d B allocated" ours (Cases.allocated run)

    match javas seconds with
    | None ->
        printfn "Java's MemoryRecordsBuilder could not be timed: it needs java and KAFKA_BROKERS"
        0
    | Some(theirs, theirCrc) ->
        printfn "MemoryRecordsBuilder   %10.0f ns per batch; KafkaWire takes %.2f of that" theirs (ours / theirs)

        if crc <> theirCrc then
            printfn "The batches differ: CRC %08x and %08x" crc theirCrc
            1
        else
            0

/// The data to compress: a megabyte of JSON as services write it, and one of incompressible bytes.
let private samples =
    let random = Random 1
    let text = StringBuilder()

    while text.Length < 1_000_000 do
        text.Append(
            $"{{\"id\":{random.Next 1000000},\"user\":\"user-{random.Next 5000}\",\"amount\":{random.Next 100000},\"currency\":\"EUR\",\"state\":\"paid\"}}\n"
        )
        |> ignore

    let noise = Array.zeroCreate<byte> 1_000_000
    random.NextBytes noise
    [ "json", Encoding.UTF8.GetBytes(text.ToString()); "noise", noise ]

let codecs (seconds: float) : int =
    printfn "%-8s %-6s %14s %16s %8s" "codec" "data" "compress MB/s" "decompress MB/s" "size"

    for compression in [ CompressionType.Gzip; CompressionType.Snappy; CompressionType.Lz4; CompressionType.Zstd ] do
        let codec = CompressionCodecs.Default.Get compression

        for name, bytes in samples do
            let packed = ArrayBufferWriter<byte>(2 * bytes.Length)
            let output = ArrayBufferWriter<byte>(2 * bytes.Length)

            let compress times =
                for _ in 1..times do
                    packed.ResetWrittenCount()
                    codec.Compress(ReadOnlyMemory bytes, 2y, packed)

            let decompress times =
                for _ in 1..times do
                    output.ResetWrittenCount()
                    codec.Decompress(packed.WrittenMemory, 2y, output)

            let rate ns = float bytes.Length / ns * 1e3
            let compressing = rate (Cases.best compress seconds)
            let decompressing = rate (Cases.best decompress seconds)

            if not (output.WrittenSpan.SequenceEqual(ReadOnlySpan bytes)) then
                failwith $"{compression}: the decompressed bytes differ from the original"

            let share = 100.0 * float packed.WrittenCount / float bytes.Length
            printfn "%-8O %-6s %14.0f %16.0f %7.1f%%" compression name compressing decompressing share

    0

/// The plain loop: one step per 8 bytes with BitOperations.
let private plain (data: ReadOnlySpan<byte>) : uint32 =
    let mutable crc = UInt32.MaxValue
    let mutable at = 0

    while data.Length - at >= 8 do
        crc <- BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data.Slice at))
        at <- at + 8

    while at < data.Length do
        crc <- BitOperations.Crc32C(crc, data[at])
        at <- at + 1

    ~~~crc

/// Nanoseconds per operation of both sides: the median of slices that take turns. Other load on the machine disturbs both alike, and few slices entirely.
let private sideBySide (one: int -> unit) (other: int -> unit) (seconds: float) : float * float =
    let time (run: int -> unit) (times: int) =
        let start = Stopwatch.GetTimestamp()
        run times
        Stopwatch.GetElapsedTime(start).TotalNanoseconds / float times

    let median (times: ResizeArray<float>) = (Seq.sort times |> Array.ofSeq)[times.Count / 2]
    let ones = ResizeArray()
    let others = ResizeArray()
    let mutable portion = 1
    let watch = Stopwatch.StartNew()

    while watch.Elapsed.TotalSeconds < seconds / 2.0 do
        other portion
        portion <- max 1 (int (1e6 / time one portion))

    watch.Restart()

    while watch.Elapsed.TotalSeconds < seconds do
        ones.Add(time one portion)
        others.Add(time other portion)

    median ones, median others

let crc (seconds: float) : int =
    printfn "%9s %16s %16s %8s" "bytes" "plain, GB/s" "KafkaWire, GB/s" "times"

    for size in [ 64; 256; 1000; 4096; 16384; 120_000; 1_048_576 ] do
        let bytes = Array.zeroCreate<byte> size
        (Random 1).NextBytes bytes
        let mutable a = 0u
        let mutable b = 0u

        let slow times =
            for _ in 1..times do
                a <- plain (ReadOnlySpan bytes)

        let fast times =
            for _ in 1..times do
                b <- Crc32C.Compute(ReadOnlySpan bytes)

        let slowNs, fastNs = sideBySide slow fast seconds

        if a <> b then failwith "The checksums differ."

        printfn "%9d %16.1f %16.1f %8.2f" size (float size / slowNs) (float size / fastNs) (slowNs / fastNs)

    0
