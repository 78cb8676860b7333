namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.Runtime.CompilerServices

/// Where the fields of a batch lie. Magic stands at the same place in all formats.
module internal BatchLayout =

    [<Literal>]
    let SizeOffset = 8

    /// Base offset and size, which the size does not count.
    [<Literal>]
    let Overhead = 12

    [<Literal>]
    let MagicOffset = 16

    [<Literal>]
    let UpToMagic = 17

    /// CRC, magic, attributes and the sizes of key and value: the least that the size of magic 0 counts.
    [<Literal>]
    let LeastSize = 14

    [<Literal>]
    let LeaderEpochOffset = 12

    [<Literal>]
    let CrcOffset = 17

    /// The first byte that the CRC of magic 2 covers.
    [<Literal>]
    let AttributesOffset = 21

    [<Literal>]
    let LastOffsetDeltaOffset = 23

    [<Literal>]
    let BaseTimestampOffset = 27

    [<Literal>]
    let MaxTimestampOffset = 35

    [<Literal>]
    let ProducerIdOffset = 43

    [<Literal>]
    let ProducerEpochOffset = 51

    [<Literal>]
    let BaseSequenceOffset = 53

    [<Literal>]
    let CountOffset = 57

    [<Literal>]
    let RecordsOffset = 61

    [<Literal>]
    let MessageCrcOffset = 12

    [<Literal>]
    let MessageAttributesOffset = 17

    [<Literal>]
    let MessageTimestampOffset = 18

    /// The sequence number so many records on; it wraps at Int32.MaxValue.
    let addSequence (sequence: int) (increment: int) : int =
        if sequence > Int32.MaxValue - increment then
            increment - (Int32.MaxValue - sequence) - 1
        else
            sequence + increment

    let defaults = RecordOptions()

/// <summary>Enumerates the records of a batch. Nothing is allocated for a record.</summary>
[<Struct; NoEquality; NoComparison>]
type RecordEnumerator =
    val private source: byte[]
    val private finish: int
    val private origin: int
    val private count: int
    val private baseOffset: int64
    val private baseTimestamp: int64
    val private appendTime: int64
    val private baseSequence: int
    // magic 0 or 1
    val private isLegacy: bool
    val private isAppendTime: bool
    val mutable private position: int
    val mutable private index: int
    val mutable private attributes: sbyte
    val mutable private keyStart: int
    val mutable private keyLength: int
    val mutable private valueStart: int
    val mutable private valueLength: int
    val mutable private headerStart: int
    val mutable private headerCount: int
    val mutable private offset: int64
    val mutable private stored: int64
    val mutable private timestamp: int64
    val mutable private sequence: int

    internal new(source, start, finish, origin, count, baseOffset, baseTimestamp, isAppendTime, appendTime, baseSequence, isLegacy) =
        { source = source
          finish = finish
          origin = origin
          count = count
          baseOffset = baseOffset
          baseTimestamp = baseTimestamp
          appendTime = appendTime
          baseSequence = baseSequence
          isLegacy = isLegacy
          isAppendTime = isAppendTime
          position = start
          index = 0
          attributes = 0y
          keyStart = 0
          keyLength = -1
          valueStart = 0
          valueLength = -1
          headerStart = 0
          headerCount = 0
          offset = 0L
          stored = 0L
          timestamp = 0L
          sequence = -1 }

    /// The record at a position, every step checked: for the last record of an array, and to tell errors.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private e.MoveNextChecked(start: int) : bool =
        e.position <- start
        let mutable outer = CheckedCursor(e.source, start, e.finish, e.origin, e.index)
        let size = outer.Varint()

        if size < 0 then outer.Fail(WireError.LengthOutOfRange(int64 size, int64 outer.Left), start)

        outer.Need size
        let bodyEnd = outer.Position + size
        let mutable c = CheckedCursor(e.source, outer.Position, bodyEnd, e.origin, e.index)
        e.attributes <- sbyte (c.Byte())
        e.stored <- e.baseTimestamp + c.Varlong()
        e.timestamp <- if e.isAppendTime then e.appendTime else e.stored
        let delta = c.Varint()
        e.offset <- e.baseOffset + int64 delta
        e.sequence <- if e.baseSequence >= 0 then BatchLayout.addSequence e.baseSequence delta else -1
        e.keyLength <- c.Skip()
        e.keyStart <- c.Position - max 0 e.keyLength
        e.valueLength <- c.Skip()
        e.valueStart <- c.Position - max 0 e.valueLength
        let at = c.Position
        e.headerCount <- c.Varint()

        // A header takes two bytes at least.
        if e.headerCount < 0 then
            c.Fail(WireError.LengthOutOfRange(int64 e.headerCount, int64 c.Left), at)
        elif int64 e.headerCount * 2L > int64 c.Left then
            c.Fail(WireError.InsufficientBytes(int64 e.headerCount * 2L, int64 c.Left), at)

        e.headerStart <- c.Position

        for _ in 1 .. e.headerCount do
            let at = c.Position
            let keyLength = c.Skip()

            if keyLength < 0 then c.Fail(WireError.LengthOutOfRange(int64 keyLength, int64 c.Left), at)

            c.Skip() |> ignore<int>

        if c.Left > 0 then c.Fail(WireError.TrailingBytes c.Left, c.Position)

        if e.index + 1 = e.count && bodyEnd < e.finish then
            c.Fail(WireError.TrailingBytes(e.finish - bodyEnd), bodyEnd)

        e.position <- bodyEnd
        e.index <- e.index + 1
        true

    /// Whether the headers, which begin with their count, are well-formed and end with the record. Sets where they lie.
    member private e.PassHeaders(start: nativeint, bodyEnd: nativeint) : bool =
        let bytes = e.source
        // behind it there is no room for a length of 5 bytes
        let last = nativeint e.finish - 5n
        let mutable p = start
        let mutable malformed = p > last

        if not malformed then
            let count = RecordVarint.read bytes &p &malformed
            e.headerStart <- int p
            e.headerCount <- count
            let mutable left = count

            if left < 0 || nativeint left > bodyEnd - p then malformed <- true

            while left > 0 && not malformed do
                left <- left - 1

                if p > last then
                    malformed <- true
                else
                    let key = RecordVarint.readZigzag bytes &p &malformed

                    if RecordVarint.pass key &p last &malformed < 0 || malformed then
                        malformed <- true
                    else
                        let value = RecordVarint.readZigzag bytes &p &malformed
                        RecordVarint.pass value &p bodyEnd &malformed |> ignore<int>

        not malformed && p = bodyEnd

    /// The record at the position; false where it is not plainly well-formed. Fields, the position too, are set as they are read: MoveNextChecked
    /// sets them all again.
    member private e.MoveNextFast() : bool =
        let bytes = e.source
        let finish = nativeint e.finish
        let mutable p = nativeint e.position

        // Size 5, attributes 1, timestamp 10, offset 5, key length 5: as long as they can get.
        if finish - p < 26n then
            false
        else
            let mutable malformed = false
            let body = RecordVarint.readZigzag bytes &p &malformed
            // too long, if it is negative
            let size = nativeint (uint32 body >>> 1)

            if body &&& 1 <> 0 || size > finish - p then
                false
            else
                let bodyEnd = p + size
                // As soon as it is known: the next record waits for it.
                e.position <- int bodyEnd
                e.attributes <- sbyte (RecordVarint.byteAt bytes p)
                p <- p + 1n
                let timestampDelta = RecordVarint.readLong bytes &p &malformed
                let stored = e.baseTimestamp + timestampDelta
                e.stored <- stored
                e.timestamp <- if e.isAppendTime then e.appendTime else stored
                let offsetDelta = RecordVarint.read bytes &p &malformed
                e.offset <- e.baseOffset + int64 offsetDelta

                if e.baseSequence >= 0 then e.sequence <- BatchLayout.addSequence e.baseSequence offsetDelta

                let key = RecordVarint.readZigzag bytes &p &malformed
                e.keyStart <- int p
                e.keyLength <- RecordVarint.pass key &p bodyEnd &malformed

                if finish - p < 5n then
                    false
                else
                    let value = RecordVarint.readZigzag bytes &p &malformed
                    e.valueStart <- int p
                    e.valueLength <- RecordVarint.pass value &p bodyEnd &malformed

                    // Mostly a zero is left: there are no headers.
                    let isWhole =
                        if p + 1n = bodyEnd && RecordVarint.byteAt bytes p = 0 then
                            e.headerCount <- 0
                            true
                        else
                            e.PassHeaders(p, bodyEnd)

                    if not isWhole || malformed || (bodyEnd <> finish && e.index + 1 = e.count) then
                        false
                    else
                        e.index <- e.index + 1
                        true

    /// The message at the position. One inside of a wrapper is not checked by its own CRC, as in Kafka: the wrapper's covers it.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private e.MoveNextMessage() : bool =
        let mutable c = CheckedCursor(e.source, e.position, e.finish, e.origin, e.index)
        e.offset <- e.baseOffset + c.Int64()
        let size = c.Int32()
        let bodyEnd = c.Position + size
        c <- CheckedCursor(e.source, e.position + BatchLayout.MagicOffset, bodyEnd, e.origin, e.index)
        let magic = c.Byte()
        e.attributes <- sbyte (c.Byte())

        if int e.attributes &&& 7 <> 0 then
            c.Fail(WireError.InvalidRecords "A compressed message stands inside of a compressed message.", e.position)

        // Kafka reads any magic but 0 as if it were 1.
        e.stored <- if magic = 0uy then -1L else c.Int64()
        e.timestamp <- if e.isAppendTime && magic = 1uy then e.appendTime else e.stored
        e.keyLength <- c.Skip(c.Int32())
        e.keyStart <- c.Position - max 0 e.keyLength
        e.valueLength <- c.Skip(c.Int32())
        e.valueStart <- c.Position - max 0 e.valueLength
        e.position <- bodyEnd
        e.index <- e.index + 1
        true

    /// <summary>Goes to the next record, if there is one.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be read.</exception>
    member e.MoveNext() : bool =
        if e.index >= e.count then
            false
        elif e.isLegacy then
            e.MoveNextMessage()
        else
            let start = e.position
            e.MoveNextFast() || e.MoveNextChecked start

    // Inlined, so that what the caller does not ask for is not copied.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private e.Make() : Record =
        Record(
            e.source,
            e.keyStart,
            e.keyLength,
            e.valueStart,
            e.valueLength,
            e.headerStart,
            e.headerCount,
            e.offset,
            e.timestamp,
            e.stored,
            e.sequence,
            e.attributes
        )

    /// <summary>The record at hand.</summary>
    member e.Current: Record = e.Make()

/// Enumerates for callers that want an interface.
[<Sealed>]
type internal BoxedRecordEnumerator(start: RecordEnumerator) =
    let mutable each = start

    interface IEnumerator<Record> with
        member _.Current: Record = each.Current
        member _.Current: objnull = box each.Current
        member _.MoveNext() = each.MoveNext()
        member _.Reset() = raise (NotSupportedException())
        member _.Dispose() = ()

/// <summary>
/// A batch of magic 2, or a message of magic 0 or 1, which may be the wrapper of others: a view of its bytes. Every property reads them;
/// no record is read before the batch is enumerated.
/// </summary>
/// <remarks>
/// Enumerating checks the CRC first, unless the options say otherwise. The records of an uncompressed batch come one by one, to the first that cannot be
/// read; a compressed batch of magic 2 is all or nothing. All members raise WireException where the bytes are not those of a batch.
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

    /// <summary>Where the batch begins in the bytes that it was read from.</summary>
    member b.Position = b.start - b.origin

    /// <summary>The number of bytes, base offset and size included.</summary>
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
    /// The offset that the batch begins with: in magic 2 that of its first record (also where compaction removed it), in magic 0 and 1 that of the message, which for a
    /// wrapper is the last one inside. See <c>FirstOffset</c>.
    /// </summary>
    member b.BaseOffset = b.Int64 0

    /// <summary>The offset of the last record, also where compaction removed it.</summary>
    member b.LastOffset = if b.IsLegacy then b.BaseOffset else b.BaseOffset + int64 b.LastOffsetDelta

    /// <summary>The last offset less the base offset; 0 in magic 0 and 1.</summary>
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

    /// <summary>Whether the batch is long enough for its header, and its CRC that of its bytes.</summary>
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

    /// <summary>How the records are compressed. A type that no Kafka has is kept; reading the records then raises UnknownCompression.</summary>
    member b.Compression: CompressionType = enum (int b.Attributes &&& 7)

    /// <summary>What the timestamps are.</summary>
    member b.TimestampType: TimestampType =
        if b.Magic = 0y then TimestampType.NoTimestamp
        elif b.Attributes &&& 8s <> 0s then TimestampType.LogAppendTime
        else TimestampType.CreateTime

    /// <summary>Whether the records belong to a transaction. Never in magic 0 and 1.</summary>
    member b.IsTransactional = not b.IsLegacy && b.Attributes &&& 0x10s <> 0s

    /// <summary>Whether the records are control records, which consumers do not see. Never in magic 0 and 1.</summary>
    member b.IsControl = not b.IsLegacy && b.Attributes &&& 0x20s <> 0s

    /// <summary>When tombstones and transaction markers in the batch may be removed, in milliseconds since 1970 UTC; null where it is not set.</summary>
    member b.DeleteHorizon: Nullable<int64> =
        if not b.IsLegacy && b.Attributes &&& 0x40s <> 0s then Nullable b.BaseTimestamp else Nullable()

    /// <summary>What the timestamps of the records count from: that of the first record, or the delete horizon. In magic 0 and 1 the message's own timestamp; -1 for none.</summary>
    member b.BaseTimestamp =
        match b.Magic with
        | 0y -> -1L
        | 1y -> b.Int64 BatchLayout.MessageTimestampOffset
        | _ -> b.Int64 BatchLayout.BaseTimestampOffset

    /// <summary>The largest timestamp, or the time of the append; in magic 0 and 1 the message's own. -1 for none.</summary>
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

    /// <summary>The number of records as stated, which is not checked; -1 in magic 0 and 1, which do not state it.</summary>
    member b.Count = if b.IsLegacy then -1 else b.Int32 BatchLayout.CountOffset

    /// <summary>Whether the records are compressed.</summary>
    member b.IsCompressed = b.Compression <> CompressionType.None

    member private b.Decompress(source: Bytes, offset: int) : byte[] =
        if obj.ReferenceEquals(b.options.Codecs, null) then
            invalidOp "RecordOptions.Codecs is null. CompressionCodecs.None stands for no codecs."

        b.options.Codecs.Decompress(b.Compression, source, b.Magic, b.options.DecompressionLimit, int64 (b.start - b.origin + offset))

    member private b.OpenBatch() : RecordEnumerator =
        let at = b.start - b.origin
        let count = b.Count

        if count < 0 then
            raise (WireException(WireError.LengthOutOfRange(int64 count, int64 Int32.MaxValue), int64 (at + BatchLayout.CountOffset)))

        let isAppendTime = b.TimestampType = TimestampType.LogAppendTime

        if not b.IsCompressed then
            RecordEnumerator(
                b.source,
                b.start + BatchLayout.RecordsOffset,
                b.start + b.size,
                b.origin,
                count,
                b.BaseOffset,
                b.BaseTimestamp,
                isAppendTime,
                b.MaxTimestamp,
                b.BaseSequence,
                false
            )
        elif count = 0 && b.Compression <= CompressionType.Zstd then
            Unchecked.defaultof<RecordEnumerator>
        else
            let records = b.Decompress(b.Bytes.Slice BatchLayout.RecordsOffset, BatchLayout.RecordsOffset)

            let each =
                RecordEnumerator(
                    records,
                    0,
                    records.Length,
                    0,
                    count,
                    b.BaseOffset,
                    b.BaseTimestamp,
                    isAppendTime,
                    b.MaxTimestamp,
                    b.BaseSequence,
                    false
                )

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

                if size < BatchLayout.LeastSize then
                    raise (
                        WireException(
                            WireFailure(
                                WireError.InsufficientBytes(int64 BatchLayout.LeastSize, int64 size),
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
                raise (WireException(WireError.InvalidRecords "A compressed message holds no message.", int64 at))

            // Offsets inside of magic 1 are relative to that of the first message, and the wrapper's is that of the last.
            // Old librdkafka wrote 0 there, with absolute offsets inside.
            let wrapper = b.BaseOffset

            if b.Magic = 1y && wrapper <> 0L && wrapper < lastOffset then
                raise (WireException(WireError.InvalidRecords "A compressed message has an offset less than that of its last message.", int64 at))

            let baseOffset = if b.Magic = 1y && wrapper <> 0L then wrapper - lastOffset else 0L
            RecordEnumerator(messages, 0, position, 0, count, baseOffset, 0L, isAppendTime, b.BaseTimestamp, -1, true)

    /// <summary>Enumerates the records.</summary>
    /// <exception cref="T:KafkaWire.WireException">The batch is damaged; its records are compressed with a codec that is not known, or beyond the limit.</exception>
    member b.GetEnumerator() : RecordEnumerator =
        if not b.IsLegacy then b.EnsureHeader()

        if b.options.CheckCrc then b.EnsureValid()

        if b.IsLegacy then b.OpenMessage() else b.OpenBatch()

    /// <summary>
    /// The offset of the first record. A wrapper of magic 0 or 1 is decompressed for it; of any other batch it is the base offset.
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

    /// <summary>Whether both are the same bytes.</summary>
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
