/// Laws of record batches.
module KafkaWire.Tests.RecordTests

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open Expecto
open KafkaWire
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
open KafkaWire.Tests.Property

let private bytesGen =
    gen {
        let! size = Gen.frequency [ 8, Gen.choose (0, 40); 2, Gen.choose (41, 400); 1, Gen.choose (8000, 70000) ]
        let! seed = Gen.choose (0, Int32.MaxValue)
        let bytes = Array.zeroCreate<byte> size
        // Half of them are compressible.
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

type Case = {
    Options: RecordBatchOptions
    Records: NewRecord list
} with

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

let codecs = [ CompressionType.None; CompressionType.Gzip; CompressionType.Snappy; CompressionType.Lz4; CompressionType.Zstd ]

/// A property of batches built from any records with any options.
let private forBatches name holds = property name (Campaign.Rounds(300, 20_000)) (Arb.fromGen (caseGen codecs)) holds

let private build (case: Case) = Records.build case.Options case.Records

/// All records of all batches.
let private read (bytes: Bytes) = [
    for batch in Records.batches bytes do
        for record in batch -> record
]

/// Corrects a batch's CRC after a change.
let private repair (batch: byte[]) =
    if batch.Length >= 61 && batch[16] = 2uy then
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan 17, Crc32C.Compute(ReadOnlySpan(batch, 21, batch.Length - 21)))
    elif batch.Length > 16 then
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan 12, Crc32.Compute(ReadOnlySpan(batch, 16, batch.Length - 16)))

/// Fills the array pool with one array of each size, so that none is allocated while measuring.
let private fillPool () =
    for bits in 8..22 do
        ArrayPool.Shared.Return(ArrayPool.Shared.Rent(1 <<< bits))

/// Reads everything, which may raise only WireException and allocate at most 8 times the input plus the decompression limit.
let private readWithin (bytes: Bytes) : unit =
    let limit = 1_000_000L
    let options = RecordOptions(DecompressionLimit = limit)
    let before = GC.GetAllocatedBytesForCurrentThread()

    try
        for batch in Records.batchesWith options bytes do
            for record in batch do
                record.Equals record |> ignore
    with :? WireException as e ->
        Expect.isNonEmpty e.Message "Message"

    let allocated = GC.GetAllocatedBytesForCurrentThread() - before

    if allocated > 8L * int64 bytes.Length + limit then
        failtest $"{allocated} bytes allocated for {bytes.Length}: {Convert.ToHexStringLower bytes.Span}"

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

/// A wrapper: a message that contains a gzip-compressed message set.
let private wrapper (magic: int) (offset: int64) (attributes: int) (messages: byte[] list) : byte[] =
    let packed = ArrayBufferWriter<byte>()
    let codec = CompressionCodecs.Default.Get CompressionType.Gzip
    codec.Compress(ReadOnlyMemory(Array.concat messages), sbyte magic, packed)
    message magic offset (attributes ||| 1) 77L (packed.WrittenSpan.ToArray())

/// Nulls that the types forbid.
module Null =
    /// An ArgumentException or one of its subclasses.
    let private refusal (action: unit -> 'T) : ArgumentException =
        try
            action () |> ignore<'T>
            failtest "An ArgumentException is expected, but nothing was raised."
        with :? ArgumentException as e ->
            e

    let private none<'T when 'T: not struct> : 'T = Unchecked.defaultof<'T>

    let tests =
        testList "Null" [
            testCase "a null record is rejected with its index" (fun () ->
                let e = refusal (fun () -> Records.build (RecordBatchOptions()) [ NewRecord(); NewRecord(); none ])
                Expect.equal e.Message "Record 2 is null. (Parameter 'records')" "Message")

            testCase "null arguments are rejected with their parameter names" (fun () ->
                use builder = new RecordBatchBuilder(RecordBatchOptions())
                let batch = Seq.head (Records.batches (Records.build (RecordBatchOptions()) [ NewRecord() ]))

                for parameter, call in
                    [
                        "records", (fun () -> Records.build (RecordBatchOptions()) none |> ignore)
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
                        "key", (fun () -> RecordHeader((none: string), Nullable()) |> ignore)
                    ] do
                    Expect.equal ((refusal call).ParamName) parameter "ParamName"

                Expect.equal builder.Count 0 "Count")

            testCase "null headers mean no headers" (fun () ->
                let bytes = Records.build (RecordBatchOptions()) [ NewRecord(Headers = none) ]
                let record = Seq.head (Seq.head (Records.batches bytes))
                Expect.equal record.Headers.Count 0 "Count")
        ]

[<Tests>]
let tests =
    testList "RecordTests" [
        forBatches "any records in any batch are read as they were written" (fun case ->
            let o = case.Options
            let bytes = build case
            let isAppend = o.Magic > 0y && o.TimestampType = TimestampType.LogAppendTime
            let records = read bytes
            Expect.equal records.Length case.Records.Length "Length"

            List.zip records case.Records
            |> List.iteri (fun i (found, given) ->
                Expect.equal found.Offset (o.BaseOffset + int64 i) "Offset"

                let timestamp =
                    if o.Magic = 0y then -1L
                    elif isAppend then o.MaxTimestamp.Value
                    else given.Timestamp

                Expect.equal found.Timestamp timestamp "Timestamp"
                Expect.equal found.KeyOrNull given.Key "KeyOrNull"
                Expect.equal found.ValueOrNull given.Value "ValueOrNull"
                Expect.equal (found.Headers.ToArray()) given.Headers "Headers"

                let sequence =
                    if o.Magic < 2y || o.BaseSequence < 0 then
                        -1
                    else
                        int ((int64 o.BaseSequence + int64 i) % (int64 Int32.MaxValue + 1L))

                Expect.equal found.Sequence sequence "Sequence"))

        forBatches "a batch's header matches its options" (fun case ->
            let o = case.Options

            if o.Magic = 2y then
                let bytes = build case
                let mutable each = (Records.batches bytes).GetEnumerator()
                Expect.isTrue (each.MoveNext()) "MoveNext"
                let batch = each.Current
                Expect.isFalse (each.MoveNext()) "MoveNext"
                Expect.isTrue batch.IsValid "IsValid"
                Expect.equal batch.SizeInBytes bytes.Length "SizeInBytes"
                Expect.equal batch.Count case.Records.Length "Count"
                Expect.equal batch.Compression o.Compression "Compression"
                Expect.equal batch.TimestampType o.TimestampType "TimestampType"
                Expect.equal batch.IsTransactional o.IsTransactional "IsTransactional"
                Expect.equal batch.IsControl o.IsControl "IsControl"
                Expect.equal batch.DeleteHorizon o.DeleteHorizon "DeleteHorizon"
                Expect.equal batch.PartitionLeaderEpoch o.PartitionLeaderEpoch "PartitionLeaderEpoch"
                Expect.equal batch.ProducerId o.ProducerId "ProducerId"
                Expect.equal batch.ProducerEpoch o.ProducerEpoch "ProducerEpoch"
                Expect.equal batch.BaseSequence o.BaseSequence "BaseSequence"
                Expect.equal batch.LastOffset (o.BaseOffset + int64 (case.Records.Length - 1)) "LastOffset")

        forBatches "an appended batch has the broker's offset, epoch and time, and the same records" (fun case ->
            let batch = Seq.head (Records.batches (build case))

            if case.Options.Magic < 2y then
                Expect.throwsT<InvalidOperationException>
                    (fun () -> batch.Appended(7L, 3, TimestampType.CreateTime, Nullable()) |> ignore<Bytes>)
                    "Appended"
            else
                for timestampType in [ TimestampType.CreateTime; TimestampType.LogAppendTime ] do
                    for time in [ Nullable(); Nullable 5L ] do
                        let appended = Seq.head (Records.batches (batch.Appended(7L, 3, timestampType, time)))
                        Expect.isTrue appended.IsValid "IsValid"
                        Expect.equal appended.BaseOffset 7L "BaseOffset"
                        Expect.equal appended.PartitionLeaderEpoch 3 "PartitionLeaderEpoch"
                        Expect.equal appended.TimestampType timestampType "TimestampType"
                        Expect.equal appended.MaxTimestamp (if time.HasValue then time.Value else batch.MaxTimestamp) "MaxTimestamp"
                        Expect.equal (appended.Bytes.Slice 43) (batch.Bytes.Slice 43) "the bytes behind the largest timestamp")

        forBatches "batches split at the size limit hold the same records" (fun case ->
            let o = case.Options
            let whole = read (build case)
            let limit = 300
            let options = RecordBatchOptions(Magic = o.Magic, Compression = o.Compression, SizeLimit = limit, BaseOffset = o.BaseOffset)
            options.BaseSequence <- o.BaseSequence
            let split = Records.build options case.Records

            let mutable offset = o.BaseOffset

            for batch in Records.batches split do
                Expect.equal (batch.FirstOffset()) offset "FirstOffset"
                offset <- batch.LastOffset + 1L

                if o.Compression = CompressionType.None then
                    Expect.isTrue (batch.SizeInBytes <= limit || batch.ToArray().Length = 1) "Length"

            let content (r: Record) = struct (r.Offset, r.KeyOrNull, r.ValueOrNull, r.Sequence)
            Expect.equal (List.map content (read split)) (List.map content whole) "the records")

        forBatches "down-converted records keep offsets, timestamps, keys and values" (fun case ->
            let o = case.Options
            let options = RecordOptions()
            let bytes = build case

            for magic in [ 0y; 1y; 2y ] do
                if o.Compression = CompressionType.Zstd && magic < 2y then
                    if not o.IsControl then
                        let e = refused (fun () -> Records.downConvert magic options bytes)
                        Expect.equal e.Error (WireError.UnknownCompression 4) "Error"
                else
                    let converted = Records.downConvert magic options bytes

                    if o.Magic <= magic then
                        Expect.equal converted bytes "converted"
                    elif o.IsControl && o.Magic = 2y then
                        Expect.isTrue converted.IsEmpty "IsEmpty"
                    else
                        for batch in Records.batches converted do
                            Expect.equal batch.Magic magic "Magic"

                        for before, after in List.zip (read bytes) (read converted) do
                            Expect.equal after.Offset before.Offset "Offset"
                            Expect.equal after.Timestamp (if magic = 0y then -1L else before.Timestamp) "Timestamp"
                            Expect.equal after.KeyOrNull before.KeyOrNull "KeyOrNull"
                            Expect.equal after.ValueOrNull before.ValueOrNull "ValueOrNull"
                            Expect.equal after.Headers.Count 0 "Count")

        testSequenced (
            testCase "damaged batches raise only WireException and allocate at most 8 times the input plus the limit" (fun () ->
                let random = Campaign.Random()

                let batches = [|
                    for batch in RecordVectors.batches () do
                        if batch.SizeInBytes < 4000 then batch.Bytes.ToArray()
                |]

                for round in 1 .. Campaign.Rounds(20_000, 1_000_000) do
                    let bytes = Array.copy batches[random.Next batches.Length]

                    for _ in 0 .. random.Next 3 do
                        bytes[random.Next bytes.Length] <- byte (random.Next 256)

                    if round % 2 = 0 then repair bytes

                    if round % 200 = 1 then fillPool ()

                    readWithin (Bytes bytes))
        )

        testSequenced (
            testCase "every cut of a record set yields its whole batches and raises only WireException" (fun () ->
                for line in TestData.Objects "vectors/records.jsonl.gz" do
                    let bytes = Bytes.OfHex(nonNull ((line.GetProperty "hex").GetString()))

                    if bytes.Length < 1500 then
                        let sizes = [ for batch in Records.batches bytes -> batch.SizeInBytes ]

                        for length in 0 .. bytes.Length - 1 do
                            readWithin (bytes.Slice(0, length))
                            let mutable each = (Records.batches (bytes.Slice(0, length))).GetEnumerator()
                            let mutable read = 0

                            while each.MoveNext() do
                                Expect.equal each.Current.SizeInBytes sizes[read] "SizeInBytes"
                                read <- read + 1

                                try
                                    each.Current.ToArray() |> ignore
                                with :? WireException as e ->
                                    Expect.isNonEmpty e.Message "Message"

                            let whole = Seq.scan (+) 0 sizes |> Seq.tail |> Seq.filter (fun finish -> finish <= length) |> Seq.length
                            Expect.equal read whole "read")
        )

        testCase "a record truncated at any byte is an error" (fun () ->
            let batch =
                Records.build (RecordBatchOptions()) [
                    NewRecord(
                        Key = Bytes.OfString "key",
                        Value = Bytes.OfString "value",
                        Headers = [| RecordHeader("h", Bytes.OfString "v"); RecordHeader("n", Nullable()) |]
                    )
                    NewRecord(Value = Bytes.OfString "second")
                ]

            for length in 61 .. batch.Length - 1 do
                let cut = batch.Slice(0, length).ToArray()
                BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan 8, length - 12)
                repair cut

                let e = refused (fun () -> read (Bytes cut))
                Expect.isTrue e.Error.IsInsufficientBytes $"{length}: {e.Message}")

        testCase "duplicate headers and null values are kept, null keys and impossible counts are errors" (fun () ->
            for behind in [ []; [ NewRecord(Value = Bytes(Array.zeroCreate<byte> 50)) ] ] do
                let headers = [| RecordHeader("trace-id", Nullable()); RecordHeader("trace-id", Bytes.Empty) |]
                let batch = (Records.build (RecordBatchOptions()) (NewRecord(Headers = headers) :: behind)).ToArray()
                // after the count and the length of the key, one byte each
                let key = batch.AsSpan().IndexOf(ReadOnlySpan(Text.Encoding.ASCII.GetBytes "trace-id"))
                Expect.equal ((read (Bytes batch)).Head.Headers.ToArray()) headers "Headers"

                let error at (value: byte) =
                    let damaged = Array.copy batch
                    damaged[at] <- value
                    repair damaged
                    (refused (fun () -> read (Bytes damaged))).Error

                Expect.isTrue ((error (key - 1) 1uy).IsLengthOutOfRange) "a key of length -1"
                Expect.isTrue ((error (key - 2) 1uy).IsLengthOutOfRange) "-1 headers"
                Expect.isTrue ((error (key - 2) 0x7euy).IsInsufficientBytes) "63 headers")

        testCase "inner offsets are relative in magic 1, except in a wrapper at offset 0, and absolute in magic 0" (fun () ->
            for magic, offset, inside, expected in
                [
                    1, 102L, [ 0L; 1L; 2L ], [ 100L; 101L; 102L ]
                    // compaction has removed some
                    1, 105L, [ 0L; 2L; 5L ], [ 100L; 102L; 105L ]
                    1, 105L, [ 3L; 5L ], [ 103L; 105L ]
                    // old librdkafka
                    1, 0L, [ 0L; 1L; 2L ], [ 0L; 1L; 2L ]
                    1, 0L, [ 0L ], [ 0L ]
                    0, 102L, [ 100L; 101L; 102L ], [ 100L; 101L; 102L ]
                    0, 0L, [ 0L; 1L ], [ 0L; 1L ]
                ] do
                let bytes = wrapper magic offset 0 [ for each in inside -> message magic each 0 5L [| byte each |] ]
                let records = read (Bytes bytes)
                Expect.equal [ for record in records -> record.Offset ] expected "Offset"
                Expect.equal [ for record in records -> int64 (record.Value.Span[0]) ] inside "Span"

                for batch in Records.batches (Bytes bytes) do
                    Expect.equal batch.BaseOffset offset "on the wire"
                    Expect.equal (batch.FirstOffset()) expected.Head "the first inside")

        testCase "inner messages inherit LogAppendTime from the wrapper" (fun () ->
            let times attributes = [
                for record in read (Bytes(wrapper 1 1L attributes [ message 1 0L 0 5L [||]; message 1 1L 0 6L [||] ])) -> record.Timestamp
            ]

            Expect.equal (times 0) [ 5L; 6L ] "times"
            Expect.equal (times 8) [ 77L; 77L ] "times")

        testCase "magic 0 and 1 reject Zstandard, nested wrappers and empty wrappers" (fun () ->
            let error bytes = (refused (fun () -> read (Bytes bytes))).Error

            for magic in [ 0; 1 ] do
                Expect.equal (error (message magic 0L 4 5L [| 1uy |])) (WireError.UnknownCompression 4) "Zstandard"
                let inner = wrapper magic 0L 0 [ message magic 0L 0 5L [| 1uy |] ]
                Expect.isTrue ((error (wrapper magic 0L 0 [ inner ])).IsInvalidRecords) "IsInvalidRecords"
                Expect.isTrue ((error (wrapper magic 0L 0 [])).IsInvalidRecords) "IsInvalidRecords")

        testSequenced (
            testCase "iterating batches reads no records and decompresses nothing" (fun () ->
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

                // The first pass may initialize statics.
                Expect.equal (List.last [ for _ in 1..3 -> measure () ]) (struct (20, 0L)) "measure"

                for batch in Records.batches bytes do
                    Expect.isTrue ((refused (fun () -> batch.ToArray())).Error.IsCorruptCompression) "IsCorruptCompression")
        )

        testCase "a damaged compressed batch yields no records, an uncompressed one those before the damage" (fun () ->
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

                Expect.equal seen.Count (if compression = CompressionType.None then 2 else 0) $"{compression}")

        testSequenced (
            testCase "iterating an uncompressed batch allocates nothing" (fun () ->
                let records = [
                    for i in 1..1000 -> NewRecord(Value = Bytes.OfString $"value {i}", Headers = [| RecordHeader("h", Bytes.OfString "v") |])
                ]

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

                // The first pass may initialize statics.
                Expect.equal (List.last [ for _ in 1..3 -> measure () ]) 0L "measure")
        )

        testCase "a wrong CRC is CrcMismatch, unless CheckCrc is off" (fun () ->
            let bytes = (Records.build (RecordBatchOptions()) [ NewRecord(Value = Bytes.OfString "value") ]).ToArray()
            bytes[bytes.Length - 2] <- bytes[bytes.Length - 2] ^^^ 1uy

            let e = refused (fun () -> read (Bytes bytes))
            Expect.isTrue e.Error.IsCrcMismatch e.Message

            let records = [
                for batch in Records.batchesWith (RecordOptions(CheckCrc = false)) (Bytes bytes) do
                    Expect.isFalse batch.IsValid "IsValid"
                    for record in batch -> record.Value.ToUtf8String()
            ]

            Expect.equal records [ "valud" ] "records")

        testCase "a decompression bomb is DecompressionLimit" (fun () ->
            for compression in codecs do
                if compression <> CompressionType.None then
                    for magic in [ 0y; 1y; 2y ] do
                        if magic = 2y || compression <> CompressionType.Zstd then
                            let options = RecordBatchOptions(Compression = compression, Magic = magic)
                            let bytes = Records.build options [ NewRecord(Value = Bytes(Array.zeroCreate<byte> 1_000_000)) ]
                            Expect.isLessThan bytes.Length 100_000 "Length"

                            for batch in Records.batchesWith (RecordOptions(DecompressionLimit = 100_000L)) bytes do
                                let e = refused (fun () -> batch.ToArray())
                                Expect.isTrue e.Error.IsDecompressionLimit e.Message)

        testCase "a lone surrogate in a header key is rejected" (fun () ->
            use builder = new RecordBatchBuilder(RecordBatchOptions())
            let headers = [| RecordHeader(String [| 'a'; '\ud800' |], Nullable()) |]
            let e = refused (fun () -> builder.Append(NewRecord(Headers = headers)))
            Expect.equal e.Error (WireError.UnpairedSurrogate 1) "Error")

        Null.tests
    ]
