namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Text
open System.Text.Unicode

/// <summary>A record to write: <c>NewRecord(Value = Bytes.OfString "hello")</c>, in C# <c>new() { Value = bytes }</c>.</summary>
[<Sealed; AllowNullLiteral(false)>]
type NewRecord() =

    /// <summary>The key; default null.</summary>
    member val Key = Nullable<Bytes>() with get, set

    /// <summary>The value; default null, which is a tombstone in a compacted topic.</summary>
    member val Value = Nullable<Bytes>() with get, set

    /// <summary>Milliseconds since 1970 UTC; default -1, no timestamp.</summary>
    member val Timestamp = -1L with get, set

    /// <summary>The headers; default none. Magic 2 only.</summary>
    member val Headers = Array.Empty<RecordHeader>() with get, set

    /// <summary>The offset, which must be greater than the previous record's; null for the next offset.</summary>
    member val Offset = Nullable<int64>() with get, set

/// <summary>Options for building a batch. Set what differs from the defaults, which are those of a producer without idempotence.</summary>
[<Sealed; AllowNullLiteral(false)>]
type RecordBatchOptions() =

    /// <summary>The format: 2, or 0 or 1 for old brokers and clients. Those two have no headers, producers or transactions.</summary>
    member val Magic = 2y with get, set

    /// <summary>How the records are compressed; default no compression.</summary>
    member val Compression = CompressionType.None with get, set

    /// <summary>The codecs to compress with.</summary>
    member val Codecs = CompressionCodecs.Default with get, set

    /// <summary>The maximum size of the batch before compression, in bytes. A record that exceeds it is refused unless it is the first.</summary>
    member val SizeLimit = Int32.MaxValue with get, set

    /// <summary>The offset of the first record; default 0, as producers use.</summary>
    member val BaseOffset = 0L with get, set

    /// <summary>The last offset, if it differs from the last record's: compaction preserves it.</summary>
    member val LastOffset = Nullable<int64>() with get, set

    /// <summary>The epoch of the leader that appends the batch; default -1.</summary>
    member val PartitionLeaderEpoch = -1 with get, set

    /// <summary>The meaning of the timestamps; default CreateTime. For LogAppendTime, set <c>MaxTimestamp</c> to the append time.</summary>
    member val TimestampType = TimestampType.CreateTime with get, set

    /// <summary>The base timestamp, if it differs from the first record's timestamp.</summary>
    member val BaseTimestamp = Nullable<int64>() with get, set

    /// <summary>The largest timestamp, if it differs from the records' largest; for LogAppendTime, the append time.</summary>
    member val MaxTimestamp = Nullable<int64>() with get, set

    /// <summary>When tombstones and markers in the batch may be removed. It is stored in place of the base timestamp.</summary>
    member val DeleteHorizon = Nullable<int64>() with get, set

    /// <summary>The producer's id; default -1, none.</summary>
    member val ProducerId = -1L with get, set

    /// <summary>The producer's epoch; default -1.</summary>
    member val ProducerEpoch = -1s with get, set

    /// <summary>The sequence number of the first record; default -1.</summary>
    member val BaseSequence = -1 with get, set

    /// <summary>Whether the records belong to a transaction.</summary>
    member val IsTransactional = false with get, set

    /// <summary>Whether the records are control records.</summary>
    member val IsControl = false with get, set

    /// <summary>Options that reproduce the header of a batch, for rebuilding it with other records.</summary>
    static member Of(batch: RecordBatch) : RecordBatchOptions =
        let horizon = batch.DeleteHorizon
        let isLegacy = batch.Magic < 2y

        RecordBatchOptions(
            Magic = batch.Magic,
            Compression = batch.Compression,
            BaseOffset = (if isLegacy then batch.FirstOffset() else batch.BaseOffset),
            LastOffset = (if isLegacy then Nullable() else Nullable batch.LastOffset),
            PartitionLeaderEpoch = batch.PartitionLeaderEpoch,
            TimestampType = batch.TimestampType,
            BaseTimestamp = (if isLegacy || horizon.HasValue then Nullable() else Nullable batch.BaseTimestamp),
            MaxTimestamp = (if batch.Magic = 0y then Nullable() else Nullable batch.MaxTimestamp),
            DeleteHorizon = horizon,
            ProducerId = batch.ProducerId,
            ProducerEpoch = batch.ProducerEpoch,
            BaseSequence = batch.BaseSequence,
            IsTransactional = batch.IsTransactional,
            IsControl = batch.IsControl
        )

/// <summary>Builds a batch from records, in a pooled buffer that is reused after <c>Reset</c>. Adding a record allocates nothing.</summary>
/// <remarks>In magic 0 and 1 each record is a message of its own, or a message inside a compressed message. Not thread-safe.</remarks>
/// <example><code>
/// use builder = new RecordBatchBuilder(RecordBatchOptions(Compression = CompressionType.Gzip))
/// builder.Append(NewRecord(Key = Bytes.OfString "k", Value = Bytes.OfString "v"))
/// let records = builder.Build()
/// </code></example>
[<Sealed>]
type RecordBatchBuilder(options: RecordBatchOptions) =

    // The options are copied at the start, so that changing them does not affect a batch that is being built.
    let mutable magic = 0y
    let mutable compression = CompressionType.None
    let mutable codecs = CompressionCodecs.None
    let mutable sizeLimit = 0
    let mutable baseOffset = 0L
    let mutable lastOffsetOption = Nullable<int64>()
    let mutable leaderEpoch = 0
    let mutable timestampType = TimestampType.CreateTime
    let mutable maxTimestampOption = Nullable<int64>()
    let mutable deleteHorizon = Nullable<int64>()
    let mutable producerId = 0L
    let mutable producerEpoch = 0s
    let mutable baseSequence = 0
    let mutable isTransactional = false
    let mutable isControl = false

    let mutable buffer: byte[] = Array.Empty<byte>()
    let mutable position = 0
    let mutable count = 0
    let mutable hasBaseTimestamp = false
    let mutable hasFixedBase = false
    let mutable baseTimestamp = 0L
    let mutable maxTimestamp = -1L
    let mutable lastOffset = 0L

    let refuse (reason: string) : unit = raise (WireException(WireError.InvalidRecords reason, -1L))

    let start (o: RecordBatchOptions) =
        Arguments.notNull "options" o

        if obj.ReferenceEquals(o.Codecs, null) then
            invalidArg "options" "Codecs is null. Use CompressionCodecs.None for no codecs."

        if o.Magic < 0y || o.Magic > 2y then raise (WireException(WireError.UnknownMagic o.Magic, -1L))

        let isLegacy = o.Magic < 2y

        if isLegacy && o.Compression = CompressionType.Zstd then
            raise (WireException(WireError.UnknownCompression 4, -1L))

        if o.Magic > 0y && o.TimestampType = TimestampType.NoTimestamp then
            refuse "Only magic 0 has no timestamps."

        magic <- o.Magic
        compression <- o.Compression
        codecs <- o.Codecs
        sizeLimit <- o.SizeLimit
        baseOffset <- o.BaseOffset
        lastOffsetOption <- o.LastOffset
        leaderEpoch <- o.PartitionLeaderEpoch
        timestampType <- o.TimestampType
        maxTimestampOption <- o.MaxTimestamp
        deleteHorizon <- o.DeleteHorizon
        producerId <- o.ProducerId
        producerEpoch <- o.ProducerEpoch
        baseSequence <- o.BaseSequence
        isTransactional <- o.IsTransactional
        isControl <- o.IsControl
        let fixedBase = if o.DeleteHorizon.HasValue then o.DeleteHorizon else o.BaseTimestamp
        hasFixedBase <- fixedBase.HasValue
        hasBaseTimestamp <- hasFixedBase
        baseTimestamp <- fixedBase.GetValueOrDefault()
        maxTimestamp <- -1L
        lastOffset <- o.BaseOffset - 1L
        count <- 0
        // Room for the batch header, which is written last.
        position <- if isLegacy then 0 else BatchLayout.RecordsOffset

        if buffer.Length = 0 then buffer <- ArrayPool<byte>.Shared.Rent 4096

    do start options

    let grow (needed: int) =
        let total = int64 position + int64 needed

        if total > int64 Array.MaxLength then
            raise (WireException(WireError.LengthOutOfRange(total, int64 Array.MaxLength), -1L))

        buffer <- PooledArray.grow buffer position total

    static let keySize (header: inref<RecordHeader>) =
        match header.Text with
        | null -> header.KeyBytes.Length
        | text -> Encoding.UTF8.GetByteCount text

    static let headersSize (headers: ReadOnlySpan<RecordHeader>) : int64 =
        let mutable size = 0L

        for i in 0 .. headers.Length - 1 do
            let header = &headers[i]
            let key = keySize &header
            let value = header.Value.Length

            size <-
                size
                + int64 (RecordVarint.sizeOf key)
                + int64 key
                + int64 (RecordVarint.sizeOf (if header.IsValueNull then -1 else value))
                + int64 value

        size

    /// Adds a record if there is room.
    member private b.Add
        (
            offset: int64,
            timestamp: int64,
            attributes: sbyte,
            keyIsNull: bool,
            key: ReadOnlySpan<byte>,
            valueIsNull: bool,
            value: ReadOnlySpan<byte>,
            headers: ReadOnlySpan<RecordHeader>
        ) : bool =
        if offset <= lastOffset then
            refuse (String.Concat("Offset ", string offset, " is not greater than the last offset, ", string lastOffset + "."))

        if magic < 2y then
            b.AddMessage(offset, timestamp, attributes, keyIsNull, key, valueIsNull, value, headers)
        else
            if not hasBaseTimestamp then
                hasBaseTimestamp <- true
                baseTimestamp <- timestamp

            let offsetDelta = offset - baseOffset

            if offsetDelta > int64 Int32.MaxValue then
                raise (WireException(WireError.LengthOutOfRange(offsetDelta, int64 Int32.MaxValue), -1L))

            let timestampDelta = timestamp - baseTimestamp
            let keyLength = if keyIsNull then -1 else key.Length
            let valueLength = if valueIsNull then -1 else value.Length

            let body =
                // the attributes
                1L
                + int64 (RecordVarint.sizeOfLong timestampDelta)
                + int64 (RecordVarint.sizeOf (int offsetDelta))
                + int64 (RecordVarint.sizeOf keyLength)
                + int64 key.Length
                + int64 (RecordVarint.sizeOf valueLength)
                + int64 value.Length
                + int64 (RecordVarint.sizeOf headers.Length)
                + (if headers.IsEmpty then 0L else headersSize headers)

            // At most 5 more for the record's size.
            if int64 position + body + 5L > int64 Array.MaxLength then
                raise (WireException(WireError.LengthOutOfRange(body, int64 Array.MaxLength), -1L))

            let body = int body
            let total = body + RecordVarint.sizeOf body

            if count > 0 && int64 position + int64 total > int64 sizeLimit then
                false
            else
                if buffer.Length - position < total then grow total

                let bytes = buffer
                let mutable p = RecordVarint.write bytes position body
                bytes[p] <- byte attributes
                p <- RecordVarint.writeLong bytes (p + 1) timestampDelta
                p <- RecordVarint.write bytes p (int offsetDelta)
                p <- RecordVarint.write bytes p keyLength
                key.CopyTo(Span<byte>(bytes, p, key.Length))
                p <- RecordVarint.write bytes (p + key.Length) valueLength
                value.CopyTo(Span<byte>(bytes, p, value.Length))
                p <- RecordVarint.write bytes (p + value.Length) headers.Length

                for i in 0 .. headers.Length - 1 do
                    p <- b.WriteHeader(p, &headers[i])

                position <- p
                count <- count + 1
                lastOffset <- offset

                if timestamp > maxTimestamp then maxTimestamp <- timestamp

                true

    member private _.WriteHeader(start: int, header: inref<RecordHeader>) : int =
        let bytes = buffer
        let size = keySize &header
        let mutable p = RecordVarint.write bytes start size

        match header.Text with
        | null -> header.KeyBytes.Span.CopyTo(Span<byte>(bytes, p, size))
        | text ->
            let mutable read = 0
            let mutable written = 0

            if
                Utf8.FromUtf16(text.AsSpan(), Span<byte>(bytes, p, size), &read, &written, false, true)
                <> OperationStatus.Done
            then
                raise (WireException(WireFailure(WireError.UnpairedSurrogate read, -1L, "RecordHeader.Key")))

        p <- p + size

        if header.IsValueNull then
            RecordVarint.write bytes p -1
        else
            let value = header.Value
            p <- RecordVarint.write bytes p value.Length
            value.Span.CopyTo(Span<byte>(bytes, p, value.Length))
            p + value.Length

    member private _.AddMessage
        (
            offset: int64,
            timestamp: int64,
            attributes: sbyte,
            keyIsNull: bool,
            key: ReadOnlySpan<byte>,
            valueIsNull: bool,
            value: ReadOnlySpan<byte>,
            headers: ReadOnlySpan<RecordHeader>
        ) : bool =
        if not headers.IsEmpty then
            refuse (String.Concat("Magic ", string magic, " does not support headers. Use magic 2, or omit them."))

        let size =
            int64 (if magic = 0y then BatchLayout.MinimumSize else BatchLayout.MinimumSize + 8)
            + int64 key.Length
            + int64 value.Length

        let total = size + int64 BatchLayout.Overhead

        if int64 position + total > int64 Array.MaxLength then
            raise (WireException(WireError.LengthOutOfRange(size, int64 Array.MaxLength), -1L))

        if count > 0 && int64 position + total > int64 sizeLimit then
            false
        else
            let total = int total

            if buffer.Length - position < total then grow total

            let isAppendTime = magic > 0y && timestampType = TimestampType.LogAppendTime
            let isInner = compression <> CompressionType.None

            let timestamp =
                if isAppendTime && maxTimestampOption.HasValue then
                    maxTimestampOption.GetValueOrDefault()
                else
                    timestamp

            let message = Span<byte>(buffer, position, total)
            BinaryPrimitives.WriteInt64BigEndian(message, (if isInner && magic = 1y then offset - baseOffset else offset))
            BinaryPrimitives.WriteInt32BigEndian(message.Slice BatchLayout.SizeOffset, int size)
            message[BatchLayout.MagicOffset] <- byte magic

            message[BatchLayout.MessageAttributesOffset] <- byte attributes &&& 0xf0uy ||| (if isAppendTime then 8uy else 0uy)

            let mutable p = BatchLayout.MessageTimestampOffset

            if magic > 0y then
                BinaryPrimitives.WriteInt64BigEndian(message.Slice p, timestamp)
                p <- p + 8

            BinaryPrimitives.WriteInt32BigEndian(message.Slice p, (if keyIsNull then -1 else key.Length))
            key.CopyTo(message.Slice(p + 4))
            p <- p + 4 + key.Length
            BinaryPrimitives.WriteInt32BigEndian(message.Slice p, (if valueIsNull then -1 else value.Length))
            value.CopyTo(message.Slice(p + 4))

            BinaryPrimitives.WriteUInt32BigEndian(
                message.Slice BatchLayout.MessageCrcOffset,
                Crc32.Compute(Span.op_Implicit (message.Slice BatchLayout.MagicOffset))
            )

            position <- position + total
            count <- count + 1
            lastOffset <- offset

            if timestamp > maxTimestamp then maxTimestamp <- timestamp

            true

    /// <summary>The number of records added.</summary>
    member _.Count = count

    /// <summary>The number of bytes so far, before compression.</summary>
    member _.SizeInBytes = position

    /// <summary>The offset of the next record, unless it sets its own.</summary>
    member _.NextOffset = lastOffset + 1L

    /// <summary>Adds a record unless it would exceed the size limit; returns whether it was added. The first record is always added.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or its offset is not greater than the last one's.</exception>
    member b.TryAppend(offset: int64, timestamp: int64, key: Nullable<Bytes>, value: Nullable<Bytes>, headers: ReadOnlySpan<RecordHeader>) : bool =
        let keyBytes = key.GetValueOrDefault()
        let valueBytes = value.GetValueOrDefault()
        b.Add(offset, timestamp, 0y, not key.HasValue, keyBytes.Span, not value.HasValue, valueBytes.Span, headers)

    /// <summary>Adds a record unless it would exceed the size limit; returns whether it was added. The first record is always added.</summary>
    /// <exception cref="T:System.ArgumentNullException">The record is null.</exception>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or its offset is not greater than the last one's.</exception>
    member b.TryAppend(record: NewRecord) : bool =
        Arguments.notNull (nameof record) record
        let offset = if record.Offset.HasValue then record.Offset.GetValueOrDefault() else b.NextOffset
        b.TryAppend(offset, record.Timestamp, record.Key, record.Value, ReadOnlySpan record.Headers)

    /// <summary>Adds a record that was read, with its offset, stored timestamp and attributes, unless it would exceed the size limit; returns whether it was added.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or its offset is not greater than the last one's.</exception>
    member b.TryAppend(record: Record) : bool =
        let headers =
            if record.Headers.Count = 0 then
                ReadOnlySpan<RecordHeader>()
            else
                ReadOnlySpan(record.Headers.ToArray())

        b.Add(
            record.Offset,
            record.StoredTimestamp,
            record.Attributes,
            record.IsKeyNull,
            record.Key.Span,
            record.IsValueNull,
            record.Value.Span,
            headers
        )

    member private _.Full() : unit = refuse (String.Concat("The record exceeds the batch's size limit of ", string sizeLimit, " bytes."))

    /// <summary>Adds a record after the last one.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or exceeds the size limit.</exception>
    member b.Append(timestamp: int64, key: Nullable<Bytes>, value: Nullable<Bytes>) : unit =
        if not (b.TryAppend(b.NextOffset, timestamp, key, value, ReadOnlySpan<RecordHeader>())) then
            b.Full()

    /// <summary>Adds a record with headers after the last one.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or exceeds the size limit.</exception>
    member b.Append(timestamp: int64, key: Nullable<Bytes>, value: Nullable<Bytes>, headers: ReadOnlySpan<RecordHeader>) : unit =
        if not (b.TryAppend(b.NextOffset, timestamp, key, value, headers)) then b.Full()

    /// <summary>Adds a record.</summary>
    /// <exception cref="T:System.ArgumentNullException">The record is null.</exception>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or exceeds the size limit.</exception>
    member b.Append(record: NewRecord) : unit = if not (b.TryAppend record) then b.Full()

    /// <summary>Adds a record that was read, unchanged.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be written in this format, or exceeds the size limit.</exception>
    member b.Append(record: Record) : unit = if not (b.TryAppend record) then b.Full()

    /// Writes the header of magic 2 into the first bytes of a complete batch.
    member private _.WriteHeader(batch: Span<byte>, isLast: bool) : unit =
        let attributes =
            int compression
            ||| (if timestampType = TimestampType.LogAppendTime then 8 else 0)
            ||| (if isTransactional then 0x10 else 0)
            ||| (if isControl then 0x20 else 0)
            ||| (if deleteHorizon.HasValue then 0x40 else 0)

        let last = if isLast && lastOffsetOption.HasValue then lastOffsetOption.GetValueOrDefault() else lastOffset
        let delta = last - baseOffset

        if delta < 0L || delta > int64 Int32.MaxValue || last < lastOffset then
            refuse (
                String.Concat(
                    String.Concat("Last offset ", string last, " does not fit base offset ", string baseOffset),
                    ", or is less than the last record's offset, ",
                    string lastOffset + "."
                )
            )

        let maximum = if maxTimestampOption.HasValue then maxTimestampOption.GetValueOrDefault() else maxTimestamp
        let first = if hasBaseTimestamp then baseTimestamp else -1L
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset)
        BinaryPrimitives.WriteInt32BigEndian(batch.Slice BatchLayout.SizeOffset, batch.Length - BatchLayout.Overhead)
        BinaryPrimitives.WriteInt32BigEndian(batch.Slice BatchLayout.LeaderEpochOffset, leaderEpoch)
        batch[BatchLayout.MagicOffset] <- byte magic
        BinaryPrimitives.WriteInt16BigEndian(batch.Slice BatchLayout.AttributesOffset, int16 attributes)
        BinaryPrimitives.WriteInt32BigEndian(batch.Slice BatchLayout.LastOffsetDeltaOffset, int delta)
        BinaryPrimitives.WriteInt64BigEndian(batch.Slice BatchLayout.BaseTimestampOffset, first)
        BinaryPrimitives.WriteInt64BigEndian(batch.Slice BatchLayout.MaxTimestampOffset, maximum)
        BinaryPrimitives.WriteInt64BigEndian(batch.Slice BatchLayout.ProducerIdOffset, producerId)
        BinaryPrimitives.WriteInt16BigEndian(batch.Slice BatchLayout.ProducerEpochOffset, producerEpoch)
        BinaryPrimitives.WriteInt32BigEndian(batch.Slice BatchLayout.BaseSequenceOffset, baseSequence)
        BinaryPrimitives.WriteInt32BigEndian(batch.Slice BatchLayout.CountOffset, count)

        BinaryPrimitives.WriteUInt32BigEndian(
            batch.Slice BatchLayout.CrcOffset,
            Crc32C.Compute(Span.op_Implicit (batch.Slice BatchLayout.AttributesOffset))
        )

    /// Writes the wrapper message around the compressed messages, which are already in place.
    member private _.WriteWrapper(message: Span<byte>) : unit =
        let isAppendTime = magic > 0y && timestampType = TimestampType.LogAppendTime
        let maximum = if maxTimestampOption.HasValue then maxTimestampOption.GetValueOrDefault() else maxTimestamp
        BinaryPrimitives.WriteInt64BigEndian(message, lastOffset)
        BinaryPrimitives.WriteInt32BigEndian(message.Slice BatchLayout.SizeOffset, message.Length - BatchLayout.Overhead)
        message[BatchLayout.MagicOffset] <- byte magic
        message[BatchLayout.MessageAttributesOffset] <- byte compression ||| (if isAppendTime then 8uy else 0uy)
        let mutable p = BatchLayout.MessageTimestampOffset

        if magic > 0y then
            BinaryPrimitives.WriteInt64BigEndian(message.Slice p, maximum)
            p <- p + 8

        BinaryPrimitives.WriteInt32BigEndian(message.Slice p, -1)
        BinaryPrimitives.WriteInt32BigEndian(message.Slice(p + 4), message.Length - p - 8)

        BinaryPrimitives.WriteUInt32BigEndian(
            message.Slice BatchLayout.MessageCrcOffset,
            Crc32.Compute(Span.op_Implicit (message.Slice BatchLayout.MagicOffset))
        )

    /// If the records make several batches, the options' LastOffset applies to the last one.
    member internal b.Write(output: IBufferWriter<byte>, isLast: bool) : unit =
        if count > 0 || (magic = 2y && lastOffsetOption.HasValue) then
            if magic < 2y && compression = CompressionType.None then
                output.Write(ReadOnlySpan<byte>(buffer, 0, position))
            elif compression = CompressionType.None || count = 0 then
                b.WriteHeader(Span<byte>(buffer, 0, position), isLast)
                output.Write(ReadOnlySpan<byte>(buffer, 0, position))
            else
                match codecs.Find compression with
                | null -> raise (WireException(WireError.UnknownCompression(int compression), -1L))
                | codec ->
                    let header =
                        match magic with
                        | 0y -> BatchLayout.MessageTimestampOffset + 8
                        | 1y -> BatchLayout.MessageTimestampOffset + 16
                        | _ -> BatchLayout.RecordsOffset

                    let first = if magic = 2y then BatchLayout.RecordsOffset else 0
                    use compressed = new PooledBuffer()
                    compressed.Reserve header
                    compressed.SetLength header
                    codec.Compress(ReadOnlyMemory<byte>(buffer, first, position - first), magic, compressed)
                    let whole = Span<byte>(compressed.Array, 0, compressed.Length)

                    if magic = 2y then b.WriteHeader(whole, isLast) else b.WriteWrapper whole

                    output.Write(Span.op_Implicit whole: ReadOnlySpan<byte>)

    /// <summary>Writes the batch. More records may be added afterwards to write a larger batch.</summary>
    /// <remarks>Without records nothing is written, as by Kafka's builder, except in magic 2 with <c>LastOffset</c> set: that is an empty batch as left by compaction.</remarks>
    /// <exception cref="T:KafkaWire.WireException">UnknownCompression: there is no codec. Or the last offset is less than a record's.</exception>
    member b.WriteTo(output: IBufferWriter<byte>) : unit = b.Write(output, true)

    /// <summary>The batch in an array of its own. See <c>WriteTo</c>.</summary>
    member b.Build() : Bytes =
        // The common case, an uncompressed batch, is copied only once.
        if magic = 2y && compression = CompressionType.None && (count > 0 || lastOffsetOption.HasValue) then
            b.WriteHeader(Span<byte>(buffer, 0, position), true)
            let copy: byte[] = GC.AllocateUninitializedArray<byte> position
            Buffer.BlockCopy(buffer, 0, copy, 0, position)
            Bytes copy
        else
            let output = ArrayBufferWriter<byte>()
            b.WriteTo output
            Bytes.OfMemory output.WrittenMemory

    /// <summary>Starts a new batch in the same buffer.</summary>
    /// <exception cref="T:System.ArgumentException">The options, or their codecs, are null.</exception>
    member _.Reset(options: RecordBatchOptions) : unit = start options

    /// Starts the batch after this one: offsets and sequence numbers continue.
    member internal _.Continue() : unit =
        let next = lastOffset + 1L

        if baseSequence >= 0 then
            baseSequence <- BatchLayout.addSequence baseSequence (int (next - baseOffset))

        baseOffset <- next
        hasBaseTimestamp <- hasFixedBase
        baseTimestamp <- if hasFixedBase then baseTimestamp else 0L
        maxTimestamp <- -1L
        count <- 0
        position <- if magic < 2y then 0 else BatchLayout.RecordsOffset

    interface IDisposable with
        /// <summary>Returns the buffer to the pool.</summary>
        member _.Dispose() =
            if buffer.Length > 0 then
                ArrayPool<byte>.Shared.Return buffer
                buffer <- Array.Empty<byte>()
