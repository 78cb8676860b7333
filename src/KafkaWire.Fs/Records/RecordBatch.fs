namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.Runtime.CompilerServices

/// <summary>
/// A batch of magic 2, or a message of magic 0 or 1, which may wrap other messages. It is a view of its bytes, which every property reads;
/// records are read only when the batch is enumerated.
/// </summary>
/// <remarks>
/// Enumerating checks the CRC first, unless the options say otherwise. The records of an uncompressed batch are read one by one, up to the first unreadable
/// one; a compressed batch of magic 2 is read completely or not at all. All members raise WireException if the bytes are not a batch.
/// </remarks>
[<Struct; IsReadOnly; CustomEquality; NoComparison>]
type RecordBatch =
    val private source: byte[]
    val private start: int
    val private size: int
    val private origin: int
    val private options: RecordOptions

    internal new(source, start, size, origin, options) = { source = source; start = start; size = size; origin = origin; options = options }

    /// <summary>The bytes of the batch.</summary>
    member b.Bytes = Bytes(b.source, b.start, b.size)

    /// <summary>Where the batch begins in the bytes from which it was read.</summary>
    member b.Position = b.start - b.origin

    /// <summary>The number of bytes, including base offset and size.</summary>
    member b.SizeInBytes = b.size

    member private b.FailShort(needed: int) : unit =
        raise (WireException(WireError.InsufficientBytes(int64 needed, int64 b.size), int64 (b.start - b.origin)))

    member private b.EnsureHeader() : unit = if b.size < BatchLayout.RecordsOffset then b.FailShort BatchLayout.RecordsOffset

    member private b.Field(offset: int, length: int) : ReadOnlySpan<byte> =
        if b.size < offset + length then b.FailShort(offset + length)

        ReadOnlySpan<byte>(b.source, b.start + offset, length)

    member private b.Int16(offset: int) = BinaryPrimitives.ReadInt16BigEndian(b.Field(offset, 2))

    member private b.Int32(offset: int) = BinaryPrimitives.ReadInt32BigEndian(b.Field(offset, 4))

    member private b.Int64(offset: int) = BinaryPrimitives.ReadInt64BigEndian(b.Field(offset, 8))

    /// <summary>The format: 0, 1 or 2.</summary>
    member b.Magic: sbyte = sbyte (b.Field(BatchLayout.MagicOffset, 1)[0])

    member private b.IsLegacy = b.Magic < 2y

    /// <summary>
    /// The base offset. In magic 2 it is the first record's offset, even if compaction removed that record; in magic 0 and 1 the message's offset, which for a
    /// wrapper is that of its last message. See <c>FirstOffset</c>.
    /// </summary>
    member b.BaseOffset = b.Int64 0

    /// <summary>The offset of the last record, even if compaction removed it.</summary>
    member b.LastOffset = if b.IsLegacy then b.BaseOffset else b.BaseOffset + int64 b.LastOffsetDelta

    /// <summary>The last offset minus the base offset; 0 in magic 0 and 1.</summary>
    member b.LastOffsetDelta = if b.IsLegacy then 0 else b.Int32 BatchLayout.LastOffsetDeltaOffset

    /// <summary>The epoch of the leader that appended the batch; -1 in magic 0 and 1. The CRC does not cover it.</summary>
    member b.PartitionLeaderEpoch = if b.IsLegacy then -1 else b.Int32 BatchLayout.LeaderEpochOffset

    /// <summary>The CRC as stored: CRC-32C in magic 2, CRC-32 in magic 0 and 1.</summary>
    member b.Crc: uint32 = uint32 (b.Int32(if b.IsLegacy then BatchLayout.MessageCrcOffset else BatchLayout.CrcOffset))

    /// <summary>The CRC of the bytes.</summary>
    member b.ComputeCrc() : uint32 =
        if b.IsLegacy then
            Crc32.Compute(b.Field(0, b.size).Slice BatchLayout.MagicOffset)
        else
            b.EnsureHeader()
            Crc32C.Compute(b.Field(0, b.size).Slice BatchLayout.AttributesOffset)

    /// <summary>Whether the batch is long enough for its header and its CRC matches its bytes.</summary>
    member b.IsValid = (b.IsLegacy || b.size >= BatchLayout.RecordsOffset) && b.Crc = b.ComputeCrc()

    /// <summary>Raises InsufficientBytes or CrcMismatch unless the batch is valid.</summary>
    member b.EnsureValid() : unit =
        let computed = b.ComputeCrc()

        if b.Crc <> computed then
            raise (WireException(WireError.CrcMismatch(b.Crc, computed), int64 (b.start - b.origin)))

    /// <summary>All attribute bits.</summary>
    member b.Attributes: int16 =
        if b.IsLegacy then
            int16 (b.Field(BatchLayout.MessageAttributesOffset, 1)[0])
        else
            b.Int16 BatchLayout.AttributesOffset

    /// <summary>How the records are compressed. An unknown type is kept; reading the records then raises UnknownCompression.</summary>
    member b.Compression: CompressionType = enum (int b.Attributes &&& 7)

    /// <summary>The meaning of the timestamps.</summary>
    member b.TimestampType: TimestampType =
        if b.Magic = 0y then TimestampType.NoTimestamp
        elif b.Attributes &&& BatchLayout.AppendTimeAttribute <> 0s then TimestampType.LogAppendTime
        else TimestampType.CreateTime

    /// <summary>Whether the records belong to a transaction. Never in magic 0 and 1.</summary>
    member b.IsTransactional = not b.IsLegacy && b.Attributes &&& 0x10s <> 0s

    /// <summary>Whether the records are control records, which consumers do not see. Never in magic 0 and 1.</summary>
    member b.IsControl = not b.IsLegacy && b.Attributes &&& 0x20s <> 0s

    /// <summary>When tombstones and transaction markers in the batch may be removed, in milliseconds since 1970 UTC; null if it is not set.</summary>
    member b.DeleteHorizon: Nullable<int64> =
        if not b.IsLegacy && b.Attributes &&& 0x40s <> 0s then Nullable b.BaseTimestamp else Nullable()

    /// <summary>The base of the records' timestamps: the first record's timestamp, or the delete horizon. In magic 0 and 1 the message's own timestamp; -1 for none.</summary>
    member b.BaseTimestamp =
        match b.Magic with
        | 0y -> -1L
        | 1y -> b.Int64 BatchLayout.MessageTimestampOffset
        | _ -> b.Int64 BatchLayout.BaseTimestampOffset

    /// <summary>The largest timestamp, or the append time; in magic 0 and 1 the message's own. -1 for none.</summary>
    member b.MaxTimestamp =
        match b.Magic with
        | 0y -> -1L
        | 1y -> b.Int64 BatchLayout.MessageTimestampOffset
        | _ -> b.Int64 BatchLayout.MaxTimestampOffset

    /// <summary>The producer's id; -1 for none.</summary>
    member b.ProducerId = if b.IsLegacy then -1L else b.Int64 BatchLayout.ProducerIdOffset

    /// <summary>The producer's epoch; -1 for none.</summary>
    member b.ProducerEpoch = if b.IsLegacy then -1s else b.Int16 BatchLayout.ProducerEpochOffset

    /// <summary>The sequence number of the first record; -1 for none.</summary>
    member b.BaseSequence = if b.IsLegacy then -1 else b.Int32 BatchLayout.BaseSequenceOffset

    /// <summary>The sequence number of the last record; -1 for none. It wraps from Int32.MaxValue to 0.</summary>
    member b.LastSequence =
        let sequence = b.BaseSequence
        if sequence = -1 then -1 else BatchLayout.addSequence sequence b.LastOffsetDelta

    /// <summary>The stated number of records, not checked; -1 in magic 0 and 1, which do not state it.</summary>
    member b.Count = if b.IsLegacy then -1 else b.Int32 BatchLayout.CountOffset

    /// <summary>Whether the records are compressed.</summary>
    member b.IsCompressed = b.Compression <> CompressionType.None

    member private b.Decompress(source: Bytes, offset: int) : byte[] =
        if obj.ReferenceEquals(b.options.Codecs, null) then
            invalidOp "RecordOptions.Codecs is null. Use CompressionCodecs.None for no codecs."

        b.options.Codecs.Decompress(b.Compression, source, b.Magic, b.options.DecompressionLimit, int64 (b.start - b.origin + offset))

    // Inlined, since an enumerator is large to hand on.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private b.Enumerate(source: byte[], start: int, finish: int, origin: int, count: int) : RecordEnumerator =
        let isAppendTime = b.TimestampType = TimestampType.LogAppendTime

        RecordEnumerator(source, start, finish, origin, count, b.BaseOffset, b.BaseTimestamp, isAppendTime, b.MaxTimestamp, b.BaseSequence, false)

    member private b.OpenBatch() : RecordEnumerator =
        let at = b.start - b.origin
        let count = b.Count

        if count < 0 then
            raise (WireException(WireError.LengthOutOfRange(int64 count, int64 Int32.MaxValue), int64 (at + BatchLayout.CountOffset)))

        if not b.IsCompressed then
            b.Enumerate(b.source, b.start + BatchLayout.RecordsOffset, b.start + b.size, b.origin, count)
        elif count = 0 && b.Compression <= CompressionType.Zstd then
            Unchecked.defaultof<RecordEnumerator>
        else
            let records = b.Decompress(b.Bytes.Slice BatchLayout.RecordsOffset, BatchLayout.RecordsOffset)

            let each = b.Enumerate(records, 0, records.Length, 0, count)

            // All or nothing: a consumer must not see some of the records of a compressed batch.
            let mutable probe = each

            while probe.MoveNext() do
                ()

            each

    member private b.OpenMessage() : RecordEnumerator =
        let at = b.start - b.origin
        let isAppendTime = b.TimestampType = TimestampType.LogAppendTime

        if not b.IsCompressed then
            RecordEnumerator(b.source, b.start, b.start + b.size, b.origin, 1, 0L, 0L, isAppendTime, b.BaseTimestamp, -1, true)
        else
            if b.Compression = CompressionType.Zstd then
                raise (WireException(WireError.UnknownCompression 4, int64 at))

            let keyOffset = if b.Magic = 0y then BatchLayout.MessageTimestampOffset else BatchLayout.MessageTimestampOffset + 8
            let mutable c = CheckedCursor(b.source, b.start + keyOffset, b.start + b.size, b.origin, -1)
            c.Skip(c.Int32()) |> ignore<int>
            let length = c.Int32()

            if length < 0 then c.Fail(WireError.NullNotAllowed, c.Position - 4)

            c.Need length
            let messages = b.Decompress(Bytes(b.source, c.Position, length), c.Position - b.start)
            let mutable count = 0
            let mutable position = 0
            let mutable lastOffset = 0L
            let mutable torn = false

            while not torn && messages.Length - position >= BatchLayout.Overhead do
                let header = ReadOnlySpan<byte>(messages, position, BatchLayout.Overhead)
                let size = BinaryPrimitives.ReadInt32BigEndian(header.Slice BatchLayout.SizeOffset)

                if size < BatchLayout.MinimumSize then
                    raise (
                        WireException(
                            WireFailure(
                                WireError.InsufficientBytes(int64 BatchLayout.MinimumSize, int64 (max 0 size)),
                                int64 position,
                                CheckedCursor.Path count
                            )
                        )
                    )

                if size > messages.Length - position - BatchLayout.Overhead then
                    torn <- true
                else
                    lastOffset <- BinaryPrimitives.ReadInt64BigEndian header
                    position <- position + BatchLayout.Overhead + size
                    count <- count + 1

            if count = 0 then
                raise (WireException(WireError.InvalidRecords "A compressed message contains no message.", int64 at))

            // In magic 1 the inner offsets are relative to the first message's, and the wrapper's offset is the last message's.
            // Old versions of librdkafka wrote 0 in the wrapper, and absolute offsets inside.
            let wrapper = b.BaseOffset

            if b.Magic = 1y && wrapper <> 0L && wrapper < lastOffset then
                raise (WireException(WireError.InvalidRecords "The offset of a compressed message is less than its last inner message's.", int64 at))

            let baseOffset = if b.Magic = 1y && wrapper <> 0L then wrapper - lastOffset else 0L
            RecordEnumerator(messages, 0, position, 0, count, baseOffset, 0L, isAppendTime, b.BaseTimestamp, -1, true)

    /// <summary>Enumerates the records.</summary>
    /// <exception cref="T:KafkaWire.WireException">The batch is damaged, its compression is unknown, or its decompressed data exceeds the limit.</exception>
    member b.GetEnumerator() : RecordEnumerator =
        if not b.IsLegacy then b.EnsureHeader()

        if b.options.CheckCrc then b.EnsureValid()

        if b.IsLegacy then b.OpenMessage() else b.OpenBatch()

    /// <summary>
    /// The offset of the first record. For a wrapper of magic 0 or 1 this decompresses the messages; for any other batch it is the base offset.
    /// </summary>
    member b.FirstOffset() : int64 =
        if b.IsLegacy && b.IsCompressed then
            let mutable each = b.OpenMessage()
            each.MoveNext() |> ignore<bool>
            each.Current.Offset
        else
            b.BaseOffset

    /// <summary>The records in an array.</summary>
    member b.ToArray() : Record[] =
        let all = List<Record>()
        let mutable each = b.GetEnumerator()

        while each.MoveNext() do
            all.Add each.Current

        all.ToArray()

    /// <summary>The same batch, read with other options.</summary>
    /// <exception cref="T:System.ArgumentNullException">The options are null.</exception>
    member b.With(options: RecordOptions) : RecordBatch =
        Arguments.notNull (nameof options) options
        RecordBatch(b.source, b.start, b.size, b.origin, options)

    /// <summary>A copy of the batch as a broker appends it to a log: with its offset, the leader's epoch, and the timestamps that the topic requires.</summary>
    /// <remarks>The CRC covers neither offset nor epoch, so these are set in place. If the header already has the timestamp type and the largest timestamp, the other bytes
    /// are unchanged, as in Kafka; otherwise the CRC is recomputed, and attributes that Kafka does not know are cleared.</remarks>
    /// <param name="baseOffset">The offset of the first record.</param>
    /// <param name="leaderEpoch">The epoch of the leader.</param>
    /// <param name="timestampType">CreateTime to keep the timestamps of the records, LogAppendTime to replace all of them with <paramref name="maxTimestamp"/>.</param>
    /// <param name="maxTimestamp">The largest timestamp, or the append time, in milliseconds since 1970 UTC; null keeps the one in the header.</param>
    /// <exception cref="T:System.InvalidOperationException">The batch has magic 0 or 1: build one of magic 2 from its records.</exception>
    /// <exception cref="T:KafkaWire.WireException">The batch is shorter than its header.</exception>
    member b.Appended(baseOffset: int64, leaderEpoch: int, timestampType: TimestampType, maxTimestamp: Nullable<int64>) : Bytes =
        if b.IsLegacy then
            invalidOp "Only a batch of magic 2 can be appended. Build one from the records of this batch."

        b.EnsureHeader()
        let copy = b.Bytes.ToArray()
        BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan(), baseOffset)
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan BatchLayout.LeaderEpochOffset, leaderEpoch)
        let time = if maxTimestamp.HasValue then maxTimestamp.GetValueOrDefault() else b.MaxTimestamp

        if b.TimestampType <> timestampType || b.MaxTimestamp <> time then
            let typeBit = if timestampType = TimestampType.LogAppendTime then BatchLayout.AppendTimeAttribute else 0s
            let attributes = (b.Attributes &&& BatchLayout.KnownAttributes &&& ~~~BatchLayout.AppendTimeAttribute) ||| typeBit
            BinaryPrimitives.WriteInt16BigEndian(copy.AsSpan BatchLayout.AttributesOffset, attributes)
            BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan BatchLayout.MaxTimestampOffset, time)
            let covered = ReadOnlySpan<byte>(copy, BatchLayout.AttributesOffset, copy.Length - BatchLayout.AttributesOffset)
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan BatchLayout.CrcOffset, Crc32C.Compute covered)

        Bytes copy

    /// <summary>Whether two batches have the same bytes.</summary>
    member b.Equals(other: RecordBatch) = b.Bytes.Equals other.Bytes

    /// <inheritdoc/>
    override b.Equals(other: objnull) =
        match other with
        | :? RecordBatch as o -> b.Equals o
        | _ -> false

    /// <inheritdoc/>
    override b.GetHashCode() = b.Bytes.GetHashCode()

    /// <summary>Magic, offsets, size and compression.</summary>
    override b.ToString() =
        String.Concat(
            String.Concat("magic ", string b.Magic, ", offsets ", string b.BaseOffset),
            String.Concat(" to ", string b.LastOffset, ", ", string b.size),
            String.Concat(" bytes, ", CompressionTypes.name b.Compression)
        )

    interface IEquatable<RecordBatch> with
        member b.Equals other = b.Equals other

    interface IEnumerable<Record> with
        member b.GetEnumerator() : IEnumerator<Record> = new BoxedRecordEnumerator(b.GetEnumerator())

        member b.GetEnumerator() : IEnumerator = new BoxedRecordEnumerator(b.GetEnumerator())
