namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.Runtime.CompilerServices

/// <summary>Enumerates the batches of a records field. It stops at a truncated final batch; the properties then describe that batch.</summary>
[<Struct; NoEquality; NoComparison>]
type RecordBatchEnumerator =
    val private source: byte[]
    val private origin: int
    val private finish: int
    val private options: RecordOptions
    val mutable private position: int
    val mutable private start: int
    val mutable private needed: int

    internal new(bytes: Bytes, options: RecordOptions) =
        let segment = bytes.Segment

        { source =
            match segment.Array with
            | null -> Array.Empty<byte>()
            | array -> array
          origin = segment.Offset
          finish = segment.Offset + segment.Count
          options = options
          position = segment.Offset
          start = segment.Offset
          needed = 0 }

    /// <summary>Where the next or the truncated batch begins.</summary>
    member e.Position = e.position - e.origin

    /// <summary>The number of bytes left. After the end, these belong to a truncated batch.</summary>
    member e.Left = e.finish - e.position

    /// <summary>After the end: the full size in bytes of the truncated batch; 0 if there is none, or if too little of it is left to know.</summary>
    member e.Needed = e.needed

    member private e.Fail(error: WireError, offset: int) : unit = raise (WireException(error, int64 (e.position - e.origin + offset)))

    /// <summary>Moves to the next batch, if there is a complete one.</summary>
    /// <exception cref="T:KafkaWire.WireException">Invalid size or magic: it is unknown where the next batch begins.</exception>
    member e.MoveNext() : bool =
        let left = e.finish - e.position
        let mutable found = false

        if left >= BatchLayout.Overhead then
            let header = ReadOnlySpan<byte>(e.source, e.position, left)
            let size = BinaryPrimitives.ReadInt32BigEndian(header.Slice BatchLayout.SizeOffset)

            if size < BatchLayout.MinimumSize then
                e.Fail(WireError.InsufficientBytes(int64 BatchLayout.MinimumSize, int64 (max 0 size)), BatchLayout.SizeOffset)
            elif size > Int32.MaxValue - BatchLayout.Overhead then
                e.Fail(WireError.LengthOutOfRange(int64 size, int64 (Int32.MaxValue - BatchLayout.Overhead)), BatchLayout.SizeOffset)

            if left >= BatchLayout.UpToMagic then
                let magic = sbyte header[BatchLayout.MagicOffset]

                if magic < 0y || magic > 2y then e.Fail(WireError.UnknownMagic magic, BatchLayout.MagicOffset)

            if left - BatchLayout.Overhead < size then
                e.needed <- size + BatchLayout.Overhead
            else
                e.start <- e.position
                e.position <- e.position + BatchLayout.Overhead + size
                found <- true

        found

    /// <summary>The current batch.</summary>
    member e.Current: RecordBatch = RecordBatch(e.source, e.start, e.position - e.start, e.origin, e.options)

/// For callers that enumerate through an interface.
[<Sealed>]
type internal BoxedRecordBatchEnumerator(start: RecordBatchEnumerator) =
    let mutable each = start

    interface IEnumerator<RecordBatch> with
        member _.Current: RecordBatch = each.Current
        member _.Current: objnull = box each.Current
        member _.MoveNext() = each.MoveNext()
        member _.Reset() = raise (NotSupportedException())
        member _.Dispose() = ()

/// <summary>The batches of a records field, read as they are enumerated.</summary>
[<Struct; IsReadOnly; NoEquality; NoComparison>]
type RecordBatches =
    val private bytes: Bytes
    val private options: RecordOptions

    internal new(bytes: Bytes, options: RecordOptions) = { bytes = bytes; options = options }

    /// <summary>Enumerates the batches.</summary>
    member b.GetEnumerator() : RecordBatchEnumerator = RecordBatchEnumerator(b.bytes, b.options)

    interface IEnumerable<RecordBatch> with
        member b.GetEnumerator() : IEnumerator<RecordBatch> = new BoxedRecordBatchEnumerator(b.GetEnumerator())

        member b.GetEnumerator() : IEnumerator = new BoxedRecordBatchEnumerator(b.GetEnumerator())

/// <summary>The content of a records field: batches of any magic, one after the other.</summary>
/// <example><code>
/// for batch in Records.batches partition.Records do
///     for record in batch do
///         printfn "%d %s" record.Offset (record.Value.ToUtf8String())
/// </code></example>
[<RequireQualifiedAccess>]
module Records =

    /// <summary>The batches in bytes.</summary>
    /// <exception cref="T:KafkaWire.WireException">While enumerating: invalid size or magic.</exception>
    [<CompiledName "Batches">]
    let batches (bytes: Bytes) : RecordBatches = RecordBatches(bytes, BatchLayout.defaults)

    /// <summary>The batches in bytes, read with options.</summary>
    /// <exception cref="T:System.ArgumentNullException">The options are null.</exception>
    [<CompiledName "BatchesWith">]
    let batchesWith (options: RecordOptions) (bytes: Bytes) : RecordBatches =
        Arguments.notNull (nameof options) options
        RecordBatches(bytes, options)

    /// <summary>Builds batches from records: as many as the options' size limit requires, with consecutive offsets and sequence numbers.</summary>
    /// <exception cref="T:System.ArgumentException">A record is null (the message has its index), or the options, their codecs or the records are null.</exception>
    /// <exception cref="T:KafkaWire.WireException">A record cannot be written in the format, or its offset is not greater than the last one's.</exception>
    [<CompiledName "Build">]
    let build (options: RecordBatchOptions) (records: NewRecord seq) : Bytes =
        Arguments.notNull (nameof records) records
        let output = ArrayBufferWriter<byte>()
        use builder = new RecordBatchBuilder(options)
        let mutable index = 0

        for record in records do
            if obj.ReferenceEquals(record, null) then
                invalidArg (nameof records) (String.Concat("Record ", string index, " is null."))

            index <- index + 1

            if not (builder.TryAppend record) then
                builder.Write(output, false)
                builder.Continue()
                builder.Append record

        builder.WriteTo output
        Bytes.OfMemory output.WrittenMemory

    /// <summary>
    /// The same records in an older format, as brokers do for old Fetch versions. Batches with a higher magic than requested are rebuilt with their codec and
    /// offsets; the others are copied. Headers, producers and transactions are lost; control batches are dropped.
    /// </summary>
    /// <exception cref="T:System.ArgumentNullException">The options are null.</exception>
    /// <exception cref="T:KafkaWire.WireException">A batch cannot be read. Or UnknownCompression: Zstandard is not allowed before magic 2.</exception>
    [<CompiledName "DownConvert">]
    let downConvert (magic: sbyte) (options: RecordOptions) (bytes: Bytes) : Bytes =
        let output = ArrayBufferWriter<byte>()

        for batch in batchesWith options bytes do
            if batch.Magic <= magic then
                output.Write batch.Bytes.Span
            elif not batch.IsControl then
                let target =
                    RecordBatchOptions(
                        Magic = magic,
                        Compression = batch.Compression,
                        Codecs = options.Codecs,
                        BaseOffset = (if batch.Magic = 2y then batch.BaseOffset else batch.FirstOffset()),
                        TimestampType = batch.TimestampType,
                        MaxTimestamp =
                            if batch.TimestampType = TimestampType.LogAppendTime then
                                Nullable batch.MaxTimestamp
                            else
                                Nullable()
                    )

                use builder = new RecordBatchBuilder(target)

                for record in batch do
                    builder.TryAppend(record.Offset, record.Timestamp, record.KeyOrNull, record.ValueOrNull, ReadOnlySpan<RecordHeader>())
                    |> ignore<bool>

                builder.WriteTo output

        Bytes.OfMemory output.WrittenMemory
