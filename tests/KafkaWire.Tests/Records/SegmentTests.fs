/// Log segments and snapshots of real brokers, 0.8.2 to 4.4.0, whole and damaged.
module KafkaWire.Tests.SegmentTests

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.IO
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Facts
open KafkaWire.TestSupport

let private segments =
    Directory.GetFiles(TestData.Path "segments", "*.gz")
    |> Array.map (Path.GetFileName >> nonNull)
    |> Array.sort

let private read (name: string) =
    use stream = TestData.Open("segments/" + name)
    use memory = new MemoryStream()
    stream.CopyTo memory
    memory.ToArray()

/// The batches' positions, bytes and damage.
let private contents (segment: LogSegment) = [ for each in segment -> each.Position, each.Batch.Bytes, each.Damage ]

let private fromStream (bytes: byte[]) =
    use segment = LogSegment.Read(new MemoryStream(bytes))
    contents segment, segment.Damage

/// A stream that returns one byte at a time and does not know its length.
type private Dripping(bytes: byte[]) =
    inherit MemoryStream(bytes)
    override _.CanSeek = false
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Seek(_, _) = raise (NotSupportedException())
    override _.Read(buffer: byte[], offset: int, count: int) = base.Read(buffer, offset, min 1 count)

let private sample = "old-m0-0_magic0+2_b1_00000000000000000000.log.gz"

let private fromFile (bytes: byte[]) =
    let path = Path.GetTempFileName()

    try
        File.WriteAllBytes(path, bytes)
        use segment = LogSegment.Open path
        contents segment, segment.Damage
    finally
        File.Delete path

[<Tests>]
let tests =
    testList "SegmentTests" [
        testList "rebuilding a batch or an internal record gives the same bytes" [
            for name in segments do
                testCase name (fun () ->
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

                    Expect.isEmpty findings "findings"
                    Expect.isGreaterThan count 0 "count"
                    Expect.isNull segment.Damage "Damage"
                    Expect.equal segment.Position (int64 (read name).Length) "Position")
        ]

        testCase "a mapped file, a stream and a byte-by-byte stream give the same batches" (fun () ->
            let bytes = read sample
            let expected = fromStream bytes
            Expect.isGreaterThan ((fst expected).Length) 10 "Length"
            Expect.equal (fromFile bytes) expected "fromFile"
            use dripping = LogSegment.Read(new Dripping(bytes))
            Expect.equal (contents dripping) (fst expected) "contents")

        testCase "an empty file has no batches and no damage" (fun () ->
            let nothing: (int64 * Bytes * (WireFailure | null)) list * (WireFailure | null) = [], null
            Expect.equal (fromFile [||]) nothing "a file"
            Expect.equal (fromStream [||]) nothing "a stream")

        testCase "a batch with a wrong checksum is reported, and reading continues after it" (fun () ->
            let bytes = read sample
            let whole, _ = fromStream bytes

            for index in 0 .. whole.Length - 1 do
                let position, batch, _ = whole[index]
                let damaged = Array.copy bytes
                // the last byte: of a value, or of compressed data
                let at = int position + batch.Length - 1
                damaged[at] <- damaged[at] ^^^ 0x40uy
                let found, damage = fromStream damaged
                Expect.isNull damage "damage"
                Expect.equal found.Length whole.Length "Length"

                found
                |> List.iteri (fun i (position, _, damage) ->
                    match damage with
                    | null -> Expect.notEqual i index "i"
                    | damage ->
                        Expect.equal i index "i"
                        Expect.isTrue damage.Error.IsCrcMismatch damage.Message
                        Expect.equal damage.Offset position "Offset"))

        testCase "a truncated segment reports the batch's size and the bytes present" (fun () ->
            let bytes = read sample
            let whole, _ = fromStream bytes

            for position, batch, _ in [ whole[0]; whole[1]; List.last whole ] do
                for length in 1 .. batch.Length - 1 do
                    let cut = Array.truncate (int position + length) bytes
                    let found, damage = fromStream cut
                    Expect.equal found.Length (whole |> List.filter (fun (p, _, _) -> p < position) |> List.length) "Length"
                    let damage = nonNull damage
                    Expect.equal damage.Offset position "Offset"

                    // The size is in the first 12 bytes.
                    let needed = if length < 12 then 12L else int64 batch.Length
                    Expect.equal damage.Error (WireError.InsufficientBytes(needed, int64 length)) "Error"

                    if length % 50 = 0 then Expect.equal (snd (fromFile cut)) damage "snd")

        testCase "an invalid size or magic ends the reading and is reported with its position" (fun () ->
            let bytes = read sample
            let whole, _ = fromStream bytes
            let position, _, _ = whole[3]

            let refusal (change: byte[] -> int -> unit) =
                let damaged = Array.copy bytes
                change damaged (int position)
                let found, damage = fromStream damaged
                Expect.equal found.Length 3 "Length"
                Expect.equal (fromFile damaged) (found, damage) "fromFile"
                nonNull damage

            // the end of a preallocated file
            let zeros = refusal (fun all at -> Array.Clear(all, at, all.Length - at))
            Expect.equal zeros (WireFailure(WireError.InsufficientBytes(14L, 0L), position + 8L, "")) "zeros"
            let negative = refusal (fun all at -> BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(at + 8), -5))
            Expect.equal negative (WireFailure(WireError.InsufficientBytes(14L, 0L), position + 8L, "")) "negative"
            let magic = refusal (fun all at -> all[at + 16] <- 9uy)
            Expect.equal magic (WireFailure(WireError.UnknownMagic 9y, position + 16L, "")) "magic")

        testSequenced (
            testCase "a huge size in a short stream allocates at most one buffer step" (fun () ->
                let bytes = Array.zeroCreate<byte> 100
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan 8, 2_000_000_000)
                bytes[16] <- 2uy
                fromStream bytes |> ignore
                let before = GC.GetAllocatedBytesForCurrentThread()
                let found, damage = fromStream bytes
                // at most a step of one megabyte, since the reader does not ask a stream for its length
                Expect.isLessThan (GC.GetAllocatedBytesForCurrentThread() - before) 1_200_000L "GetAllocatedBytesForCurrentThread"
                Expect.isEmpty found "found"
                Expect.equal ((nonNull damage).Error) (WireError.InsufficientBytes(2_000_000_012L, 100L)) "Error")
        )

        testCase "captured record data is rebuilt to the same bytes, skipping batches with wrong checksums" (fun () ->
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

            Expect.isEmpty findings "findings"
            Expect.isGreaterThan batches 6000 "batches"
            Expect.equal wrong 5 "wrong")
    ]
