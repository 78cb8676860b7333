/// Log segments and snapshots of real brokers, 0.8.2 to 4.4.0, whole and damaged.
module KafkaWire.Tests.SegmentTests

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.IO
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Facts
open KafkaWire.TestSupport

let private segments = Directory.GetFiles(TestData.Path "segments", "*.gz") |> Array.map Path.GetFileName |> Array.sort

let private read (name: string) =
    use stream = TestData.Open("segments/" + name)
    use memory = new MemoryStream()
    stream.CopyTo memory
    memory.ToArray()

[<TestCaseSource(nameof segments)>]
let ``every batch is the same bytes when it is built again, every record of an internal topic too`` (name: string) =
    let topic = SegmentFacts.topicOf name
    use stream = TestData.Open("segments/" + name)
    use segment = LogSegment.Read stream
    let findings = List<string>()
    let mutable count = 0

    for each in segment do
        count <- count + 1

        match each.Damage with
        | null -> ()
        | damage -> findings.Add damage.Message

        for problem in SegmentFacts.problems topic each.Batch do
            findings.Add $"batch at {each.Position}: {problem}"

    Assert.That(findings, Is.Empty)
    Assert.That(count, Is.Positive)
    Assert.That(segment.Damage, Is.Null)
    Assert.That(segment.Position, Is.EqualTo(int64 (read name).Length))

/// The batches' positions and bytes, and what is wrong.
let private contents (segment: LogSegment) = [ for each in segment -> each.Position, each.Batch.Bytes, each.Damage ]

let private fromStream (bytes: byte[]) =
    use segment = LogSegment.Read(new MemoryStream(bytes))
    contents segment, segment.Damage

/// A stream that gives a byte at a time, and does not know how many there are.
type private Dripping(bytes: byte[]) =
    inherit Stream()
    let mutable position = 0
    override _.CanRead = true
    override _.CanSeek = false
    override _.CanWrite = false
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Flush() = ()
    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())
    override _.Write(_: byte[], _: int, _: int) = raise (NotSupportedException())

    override _.Read(buffer: byte[], offset: int, count: int) =
        let n = min (min 1 count) (bytes.Length - position)
        Buffer.BlockCopy(bytes, position, buffer, offset, n)
        position <- position + n
        n

let private sample = "old-m0-0_magic0+2_b1_00000000000000000000.log.gz"

let private fromFile (bytes: byte[]) =
    let path = Path.GetTempFileName()

    try
        File.WriteAllBytes(path, bytes)
        use segment = LogSegment.Open path
        contents segment, segment.Damage
    finally
        File.Delete path

[<Test>]
let ``a mapped file, a stream, and a stream that drips have the same batches`` () =
    let bytes = read sample
    let expected = fromStream bytes
    Assert.That((fst expected).Length, Is.GreaterThan 10)
    Assert.That(fromFile bytes, Is.EqualTo expected)
    use dripping = LogSegment.Read(new Dripping(bytes))
    Assert.That(contents dripping, Is.EqualTo<int64 * Bytes * (WireFailure | null)>(fst expected))

[<Test>]
let ``an empty file has no batch and no damage`` () =
    let nothing: (int64 * Bytes * (WireFailure | null)) list * (WireFailure | null) = [], null
    Assert.That(fromFile [||], Is.EqualTo nothing)
    Assert.That(fromStream [||], Is.EqualTo nothing)

[<Test>]
let ``a batch with a wrong checksum is reported where it stands, and reading goes on behind it`` () =
    let bytes = read sample
    let whole, _ = fromStream bytes

    for index in 0 .. whole.Length - 1 do
        let position, batch, _ = whole[index]
        let damaged = Array.copy bytes
        // the last byte: of a value, or of compressed data
        let at = int position + batch.Length - 1
        damaged[at] <- damaged[at] ^^^ 0x40uy
        let found, damage = fromStream damaged
        Assert.That(damage, Is.Null)
        Assert.That(found.Length, Is.EqualTo whole.Length)

        found
        |> List.iteri (fun i (position, _, damage) ->
            match damage with
            | null -> Assert.That(i, Is.Not.EqualTo index)
            | damage ->
                Assert.That(i, Is.EqualTo index)
                Assert.That(damage.Error.IsCrcMismatch, damage.Message)
                Assert.That(damage.Offset, Is.EqualTo position))

[<Test>]
let ``a segment that is cut off tells the size of the batch and what there is of it`` () =
    let bytes = read sample
    let whole, _ = fromStream bytes

    for position, batch, _ in [ whole[0]; whole[1]; List.last whole ] do
        for length in 1 .. batch.Length - 1 do
            let cut = Array.truncate (int position + length) bytes
            let found, damage = fromStream cut
            Assert.That(found.Length, Is.EqualTo(whole |> List.filter (fun (p, _, _) -> p < position) |> List.length))
            let damage = nonNull damage
            Assert.That(damage.Offset, Is.EqualTo position)

            // The size is in the first 12 bytes.
            let needed = if length < 12 then 12L else int64 batch.Length
            Assert.That(damage.Error, Is.EqualTo(WireError.InsufficientBytes(needed, int64 length)))

            if length % 50 = 0 then Assert.That(snd (fromFile cut), Is.EqualTo damage)

[<Test>]
let ``a size or magic that is none ends the reading, and is told with its place`` () =
    let bytes = read sample
    let whole, _ = fromStream bytes
    let position, _, _ = whole[3]

    let refusal (change: byte[] -> int -> unit) =
        let damaged = Array.copy bytes
        change damaged (int position)
        let found, damage = fromStream damaged
        Assert.That(found.Length, Is.EqualTo 3)
        Assert.That(fromFile damaged, Is.EqualTo((found, damage)))
        nonNull damage

    // what a file that was given its size in advance ends with
    let zeros = refusal (fun all at -> Array.Clear(all, at, all.Length - at))
    Assert.That(zeros, Is.EqualTo(WireFailure(WireError.InsufficientBytes(14L, 0L), position + 8L, "")))
    let negative = refusal (fun all at -> BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(at + 8), -5))
    Assert.That(negative, Is.EqualTo(WireFailure(WireError.InsufficientBytes(14L, -5L), position + 8L, "")))
    let magic = refusal (fun all at -> all[at + 16] <- 9uy)
    Assert.That(magic, Is.EqualTo(WireFailure(WireError.UnknownMagic 9y, position + 16L, "")))

[<Test>]
let ``a size that nothing backs allocates nothing`` () =
    let bytes = Array.zeroCreate<byte> 100
    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan 8, 2_000_000_000)
    bytes[16] <- 2uy
    fromStream bytes |> ignore
    let before = GC.GetAllocatedBytesForCurrentThread()
    let found, damage = fromStream bytes
    // at most a step of a megabyte, since the stream does not tell its length
    Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan 1_200_000L)
    Assert.That(found, Is.Empty)
    Assert.That((nonNull damage).Error, Is.EqualTo(WireError.InsufficientBytes(2_000_000_012L, 100L)))

[<Test>]
let ``the record data of captured frames is read and built again; a wrong checksum is no reason to stop`` () =
    let findings = List<string>()
    let mutable batches = 0
    let mutable wrong = 0

    for frame in TestData.Objects "captures/frames.jsonl.gz" do
        let key = frame.GetProperty("apiKey").GetInt16()
        let isRequest = frame.GetProperty("kind").GetString() = "request"

        if (isRequest && key = 0s) || (not isRequest && (key = 1s || key = 59s || key = 78s)) then
            let version = frame.GetProperty("version").GetInt16()
            let api: Api = nonNull (Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue key))
            let bytes = Bytes.OfHex(nonNull (frame.GetProperty("hex").GetString()))
            let mutable size = 0

            if isRequest then
                RequestHeader.schema.Decode(bytes, api.RequestHeaderVersion version, DecodeOptions.Default, &size)
                |> ignore
            else
                ResponseHeader.schema.Decode(bytes, api.ResponseHeaderVersion version, DecodeOptions.Default, &size)
                |> ignore

            let mutable consumed = 0
            let schema = if isRequest then api.RequestSchema else api.ResponseSchema

            for topic, records in SegmentFacts.recordsOf (schema.DecodeObject(bytes.Slice size, version, DecodeOptions.Default, &consumed)) do
                for batch in Records.batches records do
                    batches <- batches + 1

                    if not batch.IsValid then
                        wrong <- wrong + 1
                    else
                        for problem in SegmentFacts.problems topic batch do
                            findings.Add $"{api.Name} v{version}: {problem}"

    Assert.That(findings, Is.Empty)
    Assert.That(batches, Is.GreaterThan 6000)
    Assert.That(wrong, Is.EqualTo 5)
