/// Laws of record batches.
module KafkaWire.Tests.RecordTests

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open NUnit.Framework
open KafkaWire
open KafkaWire.TestSupport

let private bytesGen =
    gen {
        let! size = Gen.frequency [ 8, Gen.choose (0, 40); 2, Gen.choose (41, 400); 1, Gen.choose (8000, 70000) ]
        let! seed = Gen.choose (0, Int32.MaxValue)
        let bytes = Array.zeroCreate<byte> size
        // Half of them can be compressed.
        if seed % 2 = 0 then Random(seed).NextBytes bytes else Array.fill bytes 0 size (byte seed)
        return Bytes bytes
    }

let private nullable gen = Gen.frequency [ 1, Gen.constant (Nullable()); 4, Gen.map Nullable gen ]

let private int64Gen =
    Gen.oneof [ Gen.constant -1L; Gen.map int64 (Gen.choose (0, 100_000)); Gen.choose64 (0L, Int64.MaxValue / 2L) ]

let private headerGen =
    gen {
        let! text = Gen.elements [ ""; "k"; "trace-id"; "ключ"; "\U0001F600"; String('x', 200) ]
        let! bytes = bytesGen
        let! value = nullable bytesGen
        let! isText = Gen.elements [ true; false ]
        return if isText then RecordHeader(text, value) else RecordHeader(bytes, value)
    }

let private recordGen (magic: sbyte) =
    gen {
        let! key = nullable bytesGen
        let! value = nullable bytesGen
        let! timestamp = int64Gen

        let! headers =
            if magic < 2y then
                Gen.constant [||]
            else
                Gen.frequency [ 3, Gen.constant [||]; 1, Gen.arrayOf headerGen ]

        return NewRecord(Key = key, Value = value, Timestamp = timestamp, Headers = headers)
    }

type Case =
    { Options: RecordBatchOptions
      Records: NewRecord list }

    override c.ToString() = $"magic {c.Options.Magic} {c.Options.Compression} {c.Options.TimestampType} {c.Records.Length} records"

let private caseGen (codecs: CompressionType list) =
    gen {
        let! magic = Gen.elements [ 0y; 1y; 2y; 2y; 2y ]
        let! compression = Gen.elements (codecs |> List.filter (fun c -> magic = 2y || c <> CompressionType.Zstd))
        let! timestampType = Gen.elements [ TimestampType.CreateTime; TimestampType.CreateTime; TimestampType.LogAppendTime ]
        let! appended = Gen.choose64 (0L, 1L <<< 42)
        let! baseOffset = Gen.oneof [ Gen.constant 0L; Gen.choose64 (0L, Int64.MaxValue / 2L) ]
        let! epoch = Gen.choose (-1, 100)
        let! producer = Gen.choose64 (-1L, 1L <<< 40)
        let! sequence = Gen.elements [ -1; 0; 7; Int32.MaxValue - 1; Int32.MaxValue ]
        let! flags = Gen.choose (0, 7)
        let! records = Gen.resize 12 (Gen.nonEmptyListOf (recordGen magic))
        let isAppend = magic > 0y && timestampType = TimestampType.LogAppendTime

        let options =
            RecordBatchOptions(
                Magic = magic,
                Compression = compression,
                TimestampType = timestampType,
                BaseOffset = baseOffset,
                PartitionLeaderEpoch = epoch,
                ProducerId = producer,
                ProducerEpoch = int16 epoch,
                BaseSequence = sequence,
                IsTransactional = (flags &&& 1 <> 0),
                IsControl = (flags &&& 2 <> 0),
                MaxTimestamp = (if isAppend then Nullable appended else Nullable()),
                DeleteHorizon = (if flags &&& 4 <> 0 then Nullable appended else Nullable())
            )

        return { Options = options; Records = records }
    }

let codecs =
    [ CompressionType.None; CompressionType.Gzip; CompressionType.Snappy; CompressionType.Lz4; CompressionType.Zstd ]

let private holds (property: Case -> unit) =
    let config = Config.QuickThrowOnFailure.WithMaxTest(Campaign.Rounds(300, 20_000)).WithQuietOnSuccess(true)
    Check.One(config, Prop.forAll (Arb.fromGen (caseGen codecs)) property)

let private build (case: Case) = Records.build case.Options case.Records

/// All records of all batches.
let private read (bytes: Bytes) =
    [ for batch in Records.batches bytes do
          for record in batch -> record ]

/// The error that reading or writing raises.
let private refused (f: unit -> 'T) : WireException = nonNull (Assert.Throws<WireException>(Action(fun () -> f () |> ignore)))

[<Test>]
let ``any records in any batch are read as they were written`` () =
    holds (fun case ->
        let o = case.Options
        let bytes = build case
        let isAppend = o.Magic > 0y && o.TimestampType = TimestampType.LogAppendTime
        let records = read bytes
        Assert.That(records.Length, Is.EqualTo case.Records.Length)

        List.zip records case.Records
        |> List.iteri (fun i (found, given) ->
            Assert.That(found.Offset, Is.EqualTo(o.BaseOffset + int64 i))

            let timestamp =
                if o.Magic = 0y then -1L
                elif isAppend then o.MaxTimestamp.Value
                else given.Timestamp

            Assert.That(found.Timestamp, Is.EqualTo timestamp)
            Assert.That(found.KeyOrNull, Is.EqualTo given.Key)
            Assert.That(found.ValueOrNull, Is.EqualTo given.Value)
            Assert.That(found.Headers.ToArray(), Is.EqualTo<RecordHeader> given.Headers)

            let sequence =
                if o.Magic < 2y || o.BaseSequence < 0 then
                    -1
                else
                    int ((int64 o.BaseSequence + int64 i) % (int64 Int32.MaxValue + 1L))

            Assert.That(found.Sequence, Is.EqualTo sequence)))

[<Test>]
let ``a batch's header has what the options say`` () =
    holds (fun case ->
        let o = case.Options

        if o.Magic = 2y then
            let bytes = build case
            let mutable each = (Records.batches bytes).GetEnumerator()
            Assert.That(each.MoveNext())
            let batch = each.Current
            Assert.That(each.MoveNext(), Is.False)
            Assert.That(batch.IsValid)
            Assert.That(batch.SizeInBytes, Is.EqualTo bytes.Length)
            Assert.That(batch.Count, Is.EqualTo case.Records.Length)
            Assert.That(batch.Compression, Is.EqualTo o.Compression)
            Assert.That(batch.TimestampType, Is.EqualTo o.TimestampType)
            Assert.That(batch.IsTransactional, Is.EqualTo o.IsTransactional)
            Assert.That(batch.IsControl, Is.EqualTo o.IsControl)
            Assert.That(batch.DeleteHorizon, Is.EqualTo o.DeleteHorizon)
            Assert.That(batch.PartitionLeaderEpoch, Is.EqualTo o.PartitionLeaderEpoch)
            Assert.That(batch.ProducerId, Is.EqualTo o.ProducerId)
            Assert.That(batch.ProducerEpoch, Is.EqualTo o.ProducerEpoch)
            Assert.That(batch.BaseSequence, Is.EqualTo o.BaseSequence)
            Assert.That(batch.LastOffset, Is.EqualTo(o.BaseOffset + int64 (case.Records.Length - 1))))

[<Test>]
let ``batches split at the size limit hold the same records`` () =
    holds (fun case ->
        let o = case.Options
        let whole = read (build case)
        let limit = 300
        let options = RecordBatchOptions(Magic = o.Magic, Compression = o.Compression, SizeLimit = limit, BaseOffset = o.BaseOffset)
        options.BaseSequence <- o.BaseSequence
        let split = Records.build options case.Records

        let mutable offset = o.BaseOffset

        for batch in Records.batches split do
            Assert.That(batch.FirstOffset(), Is.EqualTo offset)
            offset <- batch.LastOffset + 1L

            if o.Compression = CompressionType.None then
                Assert.That(batch.SizeInBytes <= limit || batch.ToArray().Length = 1)

        let content (r: Record) = struct (r.Offset, r.KeyOrNull, r.ValueOrNull, r.Sequence)
        Assert.That(List.map content (read split), Is.EqualTo<struct (int64 * Nullable<Bytes> * Nullable<Bytes> * int)>(List.map content whole)))

[<Test>]
let ``records in an older format keep offsets, timestamps, keys and values`` () =
    holds (fun case ->
        let o = case.Options
        let options = RecordOptions()
        let bytes = build case

        for magic in [ 0y; 1y; 2y ] do
            if o.Compression = CompressionType.Zstd && magic < 2y then
                if not o.IsControl then
                    let e = refused (fun () -> Records.downConvert magic options bytes)
                    Assert.That(e.Error, Is.EqualTo(WireError.UnknownCompression 4))
            else
                let converted = Records.downConvert magic options bytes

                if o.Magic <= magic then
                    Assert.That(converted, Is.EqualTo bytes)
                elif o.IsControl && o.Magic = 2y then
                    Assert.That(converted.IsEmpty)
                else
                    for batch in Records.batches converted do
                        Assert.That(batch.Magic, Is.EqualTo magic)

                    for before, after in List.zip (read bytes) (read converted) do
                        Assert.That(after.Offset, Is.EqualTo before.Offset)
                        Assert.That(after.Timestamp, Is.EqualTo(if magic = 0y then -1L else before.Timestamp))
                        Assert.That(after.KeyOrNull, Is.EqualTo before.KeyOrNull)
                        Assert.That(after.ValueOrNull, Is.EqualTo before.ValueOrNull)
                        Assert.That(after.Headers.Count, Is.Zero))

/// Sets a batch's CRC right after a change.
let private repair (batch: byte[]) =
    if batch.Length >= 61 && batch[16] = 2uy then
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan 17, Crc32C.Compute(ReadOnlySpan(batch, 21, batch.Length - 21)))
    elif batch.Length > 16 then
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan 12, Crc32.Compute(ReadOnlySpan(batch, 16, batch.Length - 16)))

/// Has the pool of arrays keep one of each size, so that none is allocated in what is measured.
let private fillPool () =
    for bits in 8..22 do
        ArrayPool.Shared.Return(ArrayPool.Shared.Rent(1 <<< bits))

/// Reads all there is, which raises nothing but WireException, and allocates at most 8 times the input and the limit of what is decompressed.
let private readWithin (bytes: Bytes) : unit =
    let limit = 1_000_000L
    let options = RecordOptions(DecompressionLimit = limit)
    let before = GC.GetAllocatedBytesForCurrentThread()

    try
        for batch in Records.batchesWith options bytes do
            for record in batch do
                record.Equals record |> ignore
    with :? WireException as e ->
        Assert.That(e.Message, Is.Not.Empty)

    let allocated = GC.GetAllocatedBytesForCurrentThread() - before

    if allocated > 8L * int64 bytes.Length + limit then
        Assert.Fail $"{allocated} bytes allocated for {bytes.Length}: {Convert.ToHexStringLower bytes.Span}"

[<Test>]
let ``flipped bytes raise nothing but WireException, and allocate at most 8 times the input and the limit`` () =
    let random = Campaign.Random()

    let batches =
        [| for batch in RecordVectors.batches () do
               if batch.SizeInBytes < 4000 then batch.Bytes.ToArray() |]

    for round in 1 .. Campaign.Rounds(20_000, 1_000_000) do
        let bytes = Array.copy batches[random.Next batches.Length]

        for _ in 0 .. random.Next 3 do
            bytes[random.Next bytes.Length] <- byte (random.Next 256)

        if round % 2 = 0 then repair bytes

        if round % 200 = 1 then fillPool ()

        readWithin (Bytes bytes)

[<Test>]
let ``every cut of a small record set is read to its last whole batch, or raises WireException`` () =
    for line in TestData.Objects "vectors/records.jsonl.gz" do
        let bytes = Bytes.OfHex(nonNull ((line.GetProperty "hex").GetString()))

        if bytes.Length < 1500 then
            let sizes = [ for batch in Records.batches bytes -> batch.SizeInBytes ]

            for length in 0 .. bytes.Length - 1 do
                readWithin (bytes.Slice(0, length))
                let mutable each = (Records.batches (bytes.Slice(0, length))).GetEnumerator()
                let mutable read = 0

                while each.MoveNext() do
                    Assert.That(each.Current.SizeInBytes, Is.EqualTo sizes[read])
                    read <- read + 1

                    try
                        each.Current.ToArray() |> ignore
                    with :? WireException as e ->
                        Assert.That(e.Message, Is.Not.Empty)

                let whole = Seq.scan (+) 0 sizes |> Seq.tail |> Seq.filter (fun finish -> finish <= length) |> Seq.length
                Assert.That(read, Is.EqualTo whole)

[<Test>]
let ``a record cut off at any byte is an error`` () =
    let batch =
        Records.build
            (RecordBatchOptions())
            [ NewRecord(
                  Key = Bytes.OfString "key",
                  Value = Bytes.OfString "value",
                  Headers = [| RecordHeader("h", Bytes.OfString "v"); RecordHeader("n", Nullable()) |]
              )
              NewRecord(Value = Bytes.OfString "second") ]

    for length in 61 .. batch.Length - 1 do
        let cut = batch.Slice(0, length).ToArray()
        BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan 8, length - 12)
        repair cut

        let e = refused (fun () -> read (Bytes cut))
        Assert.That(e.Error.IsInsufficientBytes, $"{length}: {e.Message}")

[<Test>]
let ``a header has a key, and there are no more headers than bytes for them`` () =
    for behind in [ []; [ NewRecord(Value = Bytes(Array.zeroCreate<byte> 50)) ] ] do
        let headers = [| RecordHeader("trace-id", Nullable()); RecordHeader("trace-id", Bytes.Empty) |]
        let batch = (Records.build (RecordBatchOptions()) (NewRecord(Headers = headers) :: behind)).ToArray()
        // behind the count and the length of the key, of a byte each
        let key = batch.AsSpan().IndexOf(ReadOnlySpan(Text.Encoding.ASCII.GetBytes "trace-id"))
        Assert.That((read (Bytes batch)).Head.Headers.ToArray(), Is.EqualTo<RecordHeader> headers)

        let error at (value: byte) =
            let damaged = Array.copy batch
            damaged[at] <- value
            repair damaged
            (refused (fun () -> read (Bytes damaged))).Error

        Assert.That((error (key - 1) 1uy).IsLengthOutOfRange, "a key of length -1")
        Assert.That((error (key - 2) 1uy).IsLengthOutOfRange, "-1 headers")
        Assert.That((error (key - 2) 0x7euy).IsInsufficientBytes, "63 headers")

/// A message of magic 0 or 1 with no key.
let private message (magic: int) (offset: int64) (attributes: int) (timestamp: int64) (value: byte[]) : byte[] =
    let bytes = Array.zeroCreate<byte>(26 + 8 * magic + value.Length)
    let at = 18 + 8 * magic
    BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(), offset)
    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan 8, bytes.Length - 12)
    bytes[16] <- byte magic
    bytes[17] <- byte attributes

    if magic = 1 then BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan 18, timestamp)

    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan at, -1)
    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + 4), value.Length)
    value.CopyTo(bytes, at + 8)
    repair bytes
    bytes

/// A message with a set of others inside, compressed by gzip.
let private wrapper (magic: int) (offset: int64) (attributes: int) (messages: byte[] list) : byte[] =
    let packed = ArrayBufferWriter<byte>()
    let codec = CompressionCodecs.Default.Get CompressionType.Gzip
    codec.Compress(ReadOnlyMemory(Array.concat messages), sbyte magic, packed)
    message magic offset (attributes ||| 1) 77L (packed.WrittenSpan.ToArray())

[<Test>]
let ``offsets in a wrapper are relative in magic 1, but for a wrapper at 0, and absolute in magic 0`` () =
    for magic, offset, inside, expected in
        [ 1, 102L, [ 0L; 1L; 2L ], [ 100L; 101L; 102L ]
          // compaction has taken some
          1, 105L, [ 0L; 2L; 5L ], [ 100L; 102L; 105L ]
          1, 105L, [ 3L; 5L ], [ 103L; 105L ]
          // old librdkafka
          1, 0L, [ 0L; 1L; 2L ], [ 0L; 1L; 2L ]
          1, 0L, [ 0L ], [ 0L ]
          0, 102L, [ 100L; 101L; 102L ], [ 100L; 101L; 102L ]
          0, 0L, [ 0L; 1L ], [ 0L; 1L ] ] do
        let bytes = wrapper magic offset 0 [ for each in inside -> message magic each 0 5L [| byte each |] ]
        let records = read (Bytes bytes)
        Assert.That([ for record in records -> record.Offset ], Is.EqualTo<int64> expected)
        Assert.That([ for record in records -> int64 (record.Value.Span[0]) ], Is.EqualTo<int64> inside)

        for batch in Records.batches (Bytes bytes) do
            Assert.That(batch.BaseOffset, Is.EqualTo offset, "on the wire")
            Assert.That(batch.FirstOffset(), Is.EqualTo expected.Head, "the first inside")

[<Test>]
let ``messages in a wrapper have its time of append`` () =
    let times attributes =
        [ for record in read (Bytes(wrapper 1 1L attributes [ message 1 0L 0 5L [||]; message 1 1L 0 6L [||] ])) -> record.Timestamp ]

    Assert.That(times 0, Is.EqualTo<int64> [ 5L; 6L ])
    Assert.That(times 8, Is.EqualTo<int64> [ 77L; 77L ])

[<Test>]
let ``there is no Zstandard before magic 2, no wrapper in a wrapper and no empty one`` () =
    let error bytes = (refused (fun () -> read (Bytes bytes))).Error

    for magic in [ 0; 1 ] do
        Assert.That(error (message magic 0L 4 5L [| 1uy |]), Is.EqualTo(WireError.UnknownCompression 4))
        let inner = wrapper magic 0L 0 [ message magic 0L 0 5L [| 1uy |] ]
        Assert.That((error (wrapper magic 0L 0 [ inner ])).IsInvalidRecords)
        Assert.That((error (wrapper magic 0L 0 [])).IsInvalidRecords)

[<Test>]
let ``a pass over the batches reads no record, and decompresses nothing`` () =
    let one = (Records.build (RecordBatchOptions(Compression = CompressionType.Gzip)) [ NewRecord(); NewRecord() ]).ToArray()
    Array.fill one 61 (one.Length - 61) 0xaauy
    repair one
    let bytes = Bytes(Array.concat (List.replicate 10 one))

    let measure () =
        let before = GC.GetAllocatedBytesForCurrentThread()
        let mutable count = 0

        for batch in Records.batches bytes do
            count <- count + batch.Count

        struct (count, GC.GetAllocatedBytesForCurrentThread() - before)

    // The first pass may set up what is static.
    Assert.That(List.last [ for _ in 1..3 -> measure () ], Is.EqualTo(struct (20, 0L)))

    for batch in Records.batches bytes do
        Assert.That((refused (fun () -> batch.ToArray())).Error.IsCorruptCompression)

[<Test>]
let ``a compressed batch shows all its records or none, another one those before the first that is damaged`` () =
    for compression in codecs do
        let records = [ for i in 1..3 -> NewRecord(Key = Bytes.OfString "key", Value = Bytes.OfString $"{i}") ]
        let plain = (Records.build (RecordBatchOptions()) records).ToArray()
        // The last record begins with its size, of 10 bytes: now it is a byte too long.
        plain[plain.Length - 11] <- plain[plain.Length - 11] - 2uy

        let packed = ArrayBufferWriter<byte>()
        packed.Write(ReadOnlySpan(plain, 0, 61))

        if compression = CompressionType.None then
            packed.Write(ReadOnlySpan(plain, 61, plain.Length - 61))
        else
            (CompressionCodecs.Default.Get compression).Compress(ReadOnlyMemory(plain, 61, plain.Length - 61), 2y, packed)

        let batch = packed.WrittenSpan.ToArray()
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan 8, batch.Length - 12)
        batch[22] <- byte compression
        repair batch
        let seen = List<Record>()

        refused (fun () ->
            for batch in Records.batches (Bytes batch) do
                for record in batch do
                    seen.Add record)
        |> ignore<WireException>

        Assert.That(seen.Count, Is.EqualTo(if compression = CompressionType.None then 2 else 0), $"{compression}")

[<Test>]
let ``iterating an uncompressed batch allocates nothing`` () =
    let records =
        [ for i in 1..1000 -> NewRecord(Value = Bytes.OfString $"value {i}", Headers = [| RecordHeader("h", Bytes.OfString "v") |]) ]

    let bytes = Records.build (RecordBatchOptions()) records

    let pass () =
        let mutable sum = 0

        for batch in Records.batches bytes do
            for record in batch do
                sum <- sum + record.Value.Length

                for header in record.Headers do
                    sum <- sum + header.KeyBytes.Length + header.Value.Length

        sum

    let measure () =
        let before = GC.GetAllocatedBytesForCurrentThread()
        pass () |> ignore
        GC.GetAllocatedBytesForCurrentThread() - before

    // The first pass may set up what is static.
    Assert.That(List.last [ for _ in 1..3 -> measure () ], Is.EqualTo 0L)

[<Test>]
let ``a wrong CRC is CrcMismatch, unless nobody asks`` () =
    let bytes = (Records.build (RecordBatchOptions()) [ NewRecord(Value = Bytes.OfString "value") ]).ToArray()
    bytes[bytes.Length - 2] <- bytes[bytes.Length - 2] ^^^ 1uy

    let e = refused (fun () -> read (Bytes bytes))
    Assert.That(e.Error.IsCrcMismatch, e.Message)

    let records =
        [ for batch in Records.batchesWith (RecordOptions(CheckCrc = false)) (Bytes bytes) do
              Assert.That(batch.IsValid, Is.False)
              for record in batch -> record.Value.ToUtf8String() ]

    Assert.That(records, Is.EqualTo<string> [ "valud" ])

[<Test>]
let ``a bomb is DecompressionLimit`` () =
    for compression in codecs do
        if compression <> CompressionType.None then
            for magic in [ 0y; 1y; 2y ] do
                if magic = 2y || compression <> CompressionType.Zstd then
                    let options = RecordBatchOptions(Compression = compression, Magic = magic)
                    let bytes = Records.build options [ NewRecord(Value = Bytes(Array.zeroCreate<byte> 1_000_000)) ]
                    Assert.That(bytes.Length, Is.LessThan 100_000)

                    for batch in Records.batchesWith (RecordOptions(DecompressionLimit = 100_000L)) bytes do
                        let e = refused (fun () -> batch.ToArray())
                        Assert.That(e.Error.IsDecompressionLimit, e.Message)

[<Test>]
let ``an unpaired surrogate in a header's key is refused`` () =
    use builder = new RecordBatchBuilder(RecordBatchOptions())
    let headers = [| RecordHeader(String [| 'a'; '\ud800' |], Nullable()) |]
    let e = refused (fun () -> builder.Append(NewRecord(Headers = headers)))
    Assert.That(e.Error, Is.EqualTo(WireError.UnpairedSurrogate 1))

/// Nulls that the types forbid.
module Null =
    let private refusal (f: unit -> 'T) = nonNull (Assert.Catch<ArgumentException>(Action(fun () -> f () |> ignore)))

    let private none<'T when 'T: not struct> : 'T = Unchecked.defaultof<'T>

    [<Test>]
    let ``a null record is refused with its index`` () =
        let e = refusal (fun () -> Records.build (RecordBatchOptions()) [ NewRecord(); NewRecord(); none ])
        Assert.That(e.Message, Is.EqualTo "Record 2 is null. (Parameter 'records')")

    [<Test>]
    let ``null options, codecs and sequences are refused by their names`` () =
        use builder = new RecordBatchBuilder(RecordBatchOptions())
        let batch = Seq.head (Records.batches (Records.build (RecordBatchOptions()) [ NewRecord() ]))

        for parameter, call in
            [ "records", (fun () -> Records.build (RecordBatchOptions()) none |> ignore)
              "options", (fun () -> Records.build none [] |> ignore)
              "options", (fun () -> Records.build (RecordBatchOptions(Codecs = none)) [] |> ignore)
              "options", (fun () -> (new RecordBatchBuilder(none)).Build() |> ignore)
              "options", (fun () -> builder.Reset none)
              "record", (fun () -> builder.TryAppend(none: NewRecord) |> ignore)
              "record", (fun () -> builder.Append(none: NewRecord))
              "options", (fun () -> Records.batchesWith none Bytes.Empty |> ignore)
              "options", (fun () -> Records.downConvert 1y none Bytes.Empty |> ignore)
              "options", (fun () -> batch.With none |> ignore)
              "codec", (fun () -> CompressionCodecs.Default.With none |> ignore)
              "key", (fun () -> RecordHeader((none: string), Nullable()) |> ignore) ] do
            Assert.That((refusal call).ParamName, Is.EqualTo parameter)

        Assert.That(builder.Count, Is.Zero)

    [<Test>]
    let ``null headers are no headers`` () =
        let bytes = Records.build (RecordBatchOptions()) [ NewRecord(Headers = none) ]
        let record = Seq.head (Seq.head (Records.batches bytes))
        Assert.That(record.Headers.Count, Is.Zero)
