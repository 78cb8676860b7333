namespace KafkaWire.Generators

open System
open FsCheck
open FsCheck.FSharp
open KafkaWire

/// Builds random record data.
module internal BuildRecords =

    let private small (random: Random) (limit: int) : Nullable<Bytes> =
        match random.Next 6 with
        | 0 -> Nullable()
        | 1 -> Nullable Bytes.Empty
        | _ ->
            let content: byte[] = Array.zeroCreate (random.Next(1, limit))
            random.NextBytes content
            Nullable(Bytes content)

    /// Options that the formats allow together: magic, codec, timestamp type, producer and transaction.
    let options (random: Random) : RecordBatchOptions =
        let magic = if random.Next 2 = 0 then 2y else sbyte (random.Next 3)
        let codecs = Enum.GetValues<CompressionType>()
        let compression = codecs[random.Next codecs.Length]
        let options = RecordBatchOptions(Magic = magic, BaseOffset = random.NextInt64 1000L)

        // The old formats have no Zstandard.
        if random.Next 2 = 0 && not (magic < 2y && compression = CompressionType.Zstd) then
            options.Compression <- compression

        if magic > 0y && random.Next 4 = 0 then
            options.TimestampType <- TimestampType.LogAppendTime
            options.MaxTimestamp <- Nullable 1700000000000L

        if magic = 2y then
            if random.Next 3 = 0 then options.PartitionLeaderEpoch <- random.Next 10

            if random.Next 2 = 0 then
                options.ProducerId <- random.NextInt64 1000L
                options.ProducerEpoch <- int16 (random.Next 10)
                options.BaseSequence <- random.Next 100
                options.IsTransactional <- random.Next 2 = 0

            // A marker, which the coordinator of transactions writes.
            if options.IsTransactional && random.Next 3 = 0 then
                options.IsControl <- true
                options.BaseSequence <- -1
                options.Compression <- CompressionType.None

        options

    let private record (random: Random) (magic: sbyte) (size: int) : NewRecord =
        let record = NewRecord(Key = small random 12, Value = small random (4 + size))

        if magic > 0y then record.Timestamp <- 1700000000000L + random.NextInt64 100000L

        if magic = 2y && random.Next 4 = 0 then
            record.Headers <- [| for i in 0 .. random.Next 2 -> RecordHeader($"h{i}", small random 8) |]

        record

    /// A batch that can be read; with magic 0 or 1, a set of messages.
    let batch (random: Random) (size: int) : Bytes =
        let options = options random

        let records =
            if options.IsControl then
                let marker =
                    if random.Next 2 = 0 then
                        ControlRecord.Commit(random.Next 10)
                    else
                        ControlRecord.Abort(random.Next 10)

                [ marker.ToNewRecord() ]
            else
                [ for _ in 0 .. random.Next(1 + min 8 (1 + size / 10)) -> record random options.Magic size ]

        Records.build options records

    /// One batch or several, one after the other.
    let batches (random: Random) (size: int) : Bytes =
        match random.Next 4 with
        | 0 -> Bytes(Array.concat [ for _ in 0 .. random.Next(1, 3) -> (batch random size).ToArray() ])
        | _ -> batch random size

    /// Batches with bytes changed, removed or added, or cut off, as a fetch cuts them.
    let damaged (random: Random) (size: int) : Bytes =
        let bytes = batches random size

        if random.Next 3 = 0 then
            bytes.Slice(0, random.Next bytes.Length)
        else
            Bytes(Damage.anywhere random (bytes.ToArray()))

    /// The contents of a records field: readable batches, mostly.
    let field (random: Random) (size: int) : Bytes =
        match random.Next 20 with
        | 0 -> Bytes.Empty
        | 1
        | 2 ->
            let bytes = batches random size
            bytes.Slice(0, random.Next bytes.Length)
        | 3
        | 4 -> (small random 24).GetValueOrDefault()
        | _ -> batches random size

    /// Fewer batches.
    let shrink (bytes: Bytes) : Bytes seq =
        let parts =
            try
                [ for batch in Records.batches bytes -> batch.Bytes ]
            with :? WireException ->
                []

        seq {
            if not bytes.IsEmpty then Bytes.Empty

            if parts.Length > 1 then
                yield! parts

                for i in 0 .. parts.Length - 1 do
                    Bytes(Array.concat (parts |> List.removeAt i |> List.map _.ToArray()))
        }

/// <summary>Generators of record data: batches of every magic, codec, timestamp type and kind of producer, valid and damaged.</summary>
/// <remarks>The records fields of generated messages hold such batches too, if the field is not null.</remarks>
/// <example><code>
/// Prop.forAll RecordGen.arbitrary (fun bytes -> Seq.length (Records.batches bytes) > 0)
/// </code></example>
[<RequireQualifiedAccess>]
module RecordGen =

    let private fromRandom (make: Random -> int -> 'T) : Gen<'T> =
        Gen.sized (fun size -> Gen.choose (0, Int32.MaxValue - 1) |> Gen.map (fun seed -> make (Random seed) size))

    /// <summary>Options of a batch that the formats allow together. A control batch holds markers of transactions, nothing else.</summary>
    [<CompiledName "Options">]
    let options: Gen<RecordBatchOptions> = fromRandom (fun random _ -> BuildRecords.options random)

    /// <summary>One to three batches that can be read; with magic 0 and 1, sets of messages.</summary>
    [<CompiledName "Batches">]
    let batches: Gen<Bytes> = fromRandom BuildRecords.batches

    /// <summary>Batches with damaged bytes, or cut off. Some can still be read.</summary>
    [<CompiledName "Damaged">]
    let damaged: Gen<Bytes> = fromRandom BuildRecords.damaged

    /// <summary>Batches that can be read. They shrink to fewer.</summary>
    [<CompiledName "Arbitrary">]
    let arbitrary: Arbitrary<Bytes> =
        Arb.fromGenShrink (batches, (fun bytes -> BuildRecords.shrink bytes |> Seq.filter (fun smaller -> not smaller.IsEmpty)))
