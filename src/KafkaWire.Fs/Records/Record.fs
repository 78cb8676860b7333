namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections
open System.Collections.Generic
open System.Globalization
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// <summary>The meaning of a batch's timestamps.</summary>
type TimestampType =
    /// Magic 0 has no timestamps.
    | NoTimestamp = -1
    /// Set by the producer, for each record.
    | CreateTime = 0
    /// Set by the broker when it appended the batch; the same for all its records.
    | LogAppendTime = 1

/// <summary>A header of a record: a key, which need not be unique, and a value, which may be null.</summary>
[<Struct; IsReadOnly; CustomEquality; NoComparison>]
type RecordHeader =
    val private text: string | null
    val private keyBytes: Bytes
    val private value: Bytes
    val private hasValue: bool

    /// <summary>Creates a header to write.</summary>
    /// <exception cref="T:System.ArgumentNullException">The key is null. Kafka allows null only for values.</exception>
    new(key: string, value: Nullable<Bytes>) =
        Arguments.notNull (nameof key) key
        { text = key; keyBytes = Bytes.Empty; value = value.GetValueOrDefault(); hasValue = value.HasValue }

    /// <summary>Creates a header from the bytes of its key, unchanged.</summary>
    new(key: Bytes, value: Nullable<Bytes>) = { text = null; keyBytes = key; value = value.GetValueOrDefault(); hasValue = value.HasValue }

    internal new(key: Bytes, value: Bytes, hasValue: bool) = { text = null; keyBytes = key; value = value; hasValue = hasValue }

    /// <summary>The key. Malformed UTF-8 is replaced as Kafka does.</summary>
    member h.Key: string =
        match h.text with
        | null -> Utf8Text.decode h.keyBytes.Span
        | text -> text

    /// <summary>The bytes of the key.</summary>
    member h.KeyBytes: Bytes =
        match h.text with
        | null -> h.keyBytes
        | text -> Bytes.OfString text

    /// <summary>The key's string if it was created from one, so that it is written without an intermediate copy; otherwise null.</summary>
    member internal h.Text: string | null = h.text

    /// <summary>The value; empty if it is null.</summary>
    member h.Value = h.value

    /// <summary>Whether the value is null.</summary>
    member h.IsValueNull = not h.hasValue

    /// <summary>The value or null.</summary>
    member h.ValueOrNull: Nullable<Bytes> = if h.hasValue then Nullable h.value else Nullable()

    /// <summary>Whether keys and values are equal.</summary>
    member h.Equals(other: RecordHeader) = h.hasValue = other.hasValue && h.value.Equals other.value && h.KeyBytes.Equals other.KeyBytes

    /// <inheritdoc/>
    override h.Equals(other: objnull) =
        match other with
        | :? RecordHeader as o -> h.Equals o
        | _ -> false

    /// <inheritdoc/>
    override h.GetHashCode() = HashCode.Combine(h.KeyBytes, h.value, h.hasValue)

    /// <summary>Key and value.</summary>
    override h.ToString() = String.Concat(h.Key, "=", (if h.hasValue then h.value.ToString() else "null"))

    interface IEquatable<RecordHeader> with
        member h.Equals other = h.Equals other

/// Varints of the record format, read without a check: the caller ensures that even the longest form is inside the array.
/// Read positions are native integers, which can be added to an address without a conversion.
module internal RecordVarint =

    let inline byteAt (bytes: byte[]) (position: nativeint) : int = int (Unsafe.AddByteOffset(&MemoryMarshal.GetArrayDataReference bytes, position))

    /// The end of a varint that continues at a position, or -1 if more than `most` bytes follow.
    let rec finish (bytes: byte[]) (position: nativeint) (most: int) : nativeint =
        if most = 0 then -1n
        elif byteAt bytes position < 0x80 then position + 1n
        else finish bytes (position + 1n) (most - 1)

    /// The bits of a varint between two positions. Bits beyond 64 are dropped, as in Java.
    let bits (bytes: byte[]) (start: nativeint) (stop: nativeint) : int64 =
        let mutable value = 0L
        let mutable p = stop

        while p > start do
            p <- p - 1n
            value <- (value <<< 7) ||| int64 (byteAt bytes p &&& 0x7f)

        value

    /// The zig-zag form of a 32-bit varint. If it is longer than 5 bytes, sets the flag; the position stays inside the input.
    let inline readZigzag (bytes: byte[]) (position: byref<nativeint>) (malformed: byref<bool>) : int =
        let first = byteAt bytes position

        if first < 0x80 then
            position <- position + 1n
            first
        else
            let second = byteAt bytes (position + 1n)

            if second < 0x80 then
                position <- position + 2n
                first - 0x80 + (second <<< 7)
            else
                let stop = finish bytes (position + 2n) 3

                if stop < 0n then
                    malformed <- true
                    0
                else
                    let value = int (bits bytes position stop)
                    position <- stop
                    value

    /// Reads a 32-bit varint.
    let inline read (bytes: byte[]) (position: byref<nativeint>) (malformed: byref<bool>) : int =
        Varint.Unzigzag(readZigzag bytes &position &malformed)

    /// Skips as many bytes as a zig-zag length says; a negative length is null. If they reach past the limit, sets the flag.
    // The next position depends on this one. A branch on the sign is predicted and costs nothing; computing the sign would take the 3 cycles of unzigzag.
    let inline pass (zigzag: int) (position: byref<nativeint>) (limit: nativeint) (malformed: byref<bool>) : int =
        if zigzag &&& 1 = 0 then
            let length = nativeint (uint32 zigzag >>> 1)

            if length > limit - position then malformed <- true else position <- position + length

            int length
        else
            Varint.Unzigzag zigzag

    /// Reads a 64-bit varint, at most 10 bytes.
    let inline readLong (bytes: byte[]) (position: byref<nativeint>) (malformed: byref<bool>) : int64 =
        let first = byteAt bytes position

        if first < 0x80 then
            position <- position + 1n
            int64 (Varint.Unzigzag first)
        else
            let second = byteAt bytes (position + 1n)

            if second < 0x80 then
                position <- position + 2n
                int64 (Varint.Unzigzag(first - 0x80 + (second <<< 7)))
            else
                let stop = finish bytes (position + 2n) 8

                if stop < 0n then
                    malformed <- true
                    0L
                else
                    let value = bits bytes position stop
                    position <- stop
                    Varint.Unzigzag value

    let writeRest (bytes: byte[]) (position: int) (x: uint64) : int =
        let mutable rest = x
        let mutable p = position

        while rest >= 0x80UL do
            bytes[p] <- byte rest ||| 0x80uy
            rest <- rest >>> 7
            p <- p + 1

        bytes[p] <- byte rest
        p + 1

    /// Writes a varint and returns the position after it.
    let inline write (bytes: byte[]) (position: int) (x: int) : int =
        let n: uint32 = Varint.Zigzag x

        if n < 0x80u then
            bytes[position] <- byte n
            position + 1
        else
            writeRest bytes position (uint64 n)

    let inline writeLong (bytes: byte[]) (position: int) (x: int64) : int =
        let n: uint64 = Varint.Zigzag x

        if n < 0x80UL then
            bytes[position] <- byte n
            position + 1
        else
            writeRest bytes position n

    let sizeOf (x: int) : int = Varint.SizeOf(Varint.Zigzag x)

    let sizeOfLong (x: int64) : int = Varint.SizeOf(Varint.Zigzag x)

/// The slow reader, which checks every step and so finds the place and kind of an error.
[<Struct; NoEquality; NoComparison>]
type internal CheckedCursor =
    val mutable Position: int
    val private bytes: byte[]
    val private finish: int
    val private origin: int
    // The index of the record in its batch, for the path of an error; -1 for none.
    val private index: int

    new(bytes, position, finish, origin, index) = { Position = position; bytes = bytes; finish = finish; origin = origin; index = index }

    static member Path(index: int) : string =
        if index < 0 then
            ""
        else
            String.Concat("Records[", index.ToString CultureInfo.InvariantCulture, "]")

    member c.Fail(error: WireError, position: int) : unit =
        raise (WireException(WireFailure(error, int64 (position - c.origin), CheckedCursor.Path c.index)))

    member c.Left = c.finish - c.Position

    member c.Need(count: int) : unit =
        if c.Left < count then
            c.Fail(WireError.InsufficientBytes(int64 count, int64 (max 0 c.Left)), c.Position)

    member c.Byte() : byte =
        c.Need 1
        let b = c.bytes[c.Position]
        c.Position <- c.Position + 1
        b

    member private c.Raw(most: int) : uint64 =
        let mutable value = 0UL
        let size = Varint.TryRead(ReadOnlySpan<byte>(c.bytes, c.Position, c.Left), most, &value)

        if size < 0 then c.Fail(WireError.MalformedVarint most, c.Position)
        elif size = 0 then c.Fail(WireError.InsufficientBytes(1L, 0L), c.finish)

        c.Position <- c.Position + size
        value

    member c.Int32() : int =
        c.Need 4
        let value = BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan<byte>(c.bytes, c.Position, 4))
        c.Position <- c.Position + 4
        value

    member c.Int64() : int64 =
        c.Need 8
        let value = BinaryPrimitives.ReadInt64BigEndian(ReadOnlySpan<byte>(c.bytes, c.Position, 8))
        c.Position <- c.Position + 8
        value

    member c.Varint() : int = Varint.Unzigzag(int (c.Raw Varint.MaxSize))
    member c.Varlong() : int64 = Varint.Unzigzag(int64 (c.Raw Varint.MaxLongSize))

    /// Skips a length and that many bytes; a negative length is null.
    member c.Skip() : int = c.Skip(c.Varint())

    member c.Skip(length: int) : int =

        if length > 0 then
            c.Need length
            c.Position <- c.Position + length

        length

/// <summary>The headers of a record, in order and with duplicates. Enumerating them allocates nothing.</summary>
[<Struct; IsReadOnly; CustomEquality; NoComparison>]
type RecordHeaders =
    // Used only if there are headers.
    val private source: byte[]
    val private start: int
    val private count: int

    internal new(source: byte[], start: int, count: int) = { source = source; start = start; count = count }

    /// <summary>The number of headers.</summary>
    member h.Count = h.count

    /// <summary>Enumerates the headers.</summary>
    member h.GetEnumerator() : RecordHeaderEnumerator = RecordHeaderEnumerator(h.source, h.start, h.count)

    /// <summary>The headers in an array.</summary>
    member h.ToArray() : RecordHeader[] =
        if h.count = 0 then
            Array.Empty<RecordHeader>()
        else
            let all: RecordHeader[] = Array.zeroCreate h.count
            let mutable each = h.GetEnumerator()
            let mutable i = 0

            while each.MoveNext() do
                all[i] <- each.Current
                i <- i + 1

            all

    /// <summary>The value of the last header with a key, like Kafka's <c>lastHeader</c>; null if there is none or its value is null.</summary>
    member h.Last(key: string) : Nullable<Bytes> =
        let mutable each = h.GetEnumerator()
        let mutable found = Nullable<Bytes>()

        while each.MoveNext() do
            if String.Equals(each.Current.Key, key, StringComparison.Ordinal) then
                found <- each.Current.ValueOrNull

        found

    /// <summary>Whether the headers are equal and in the same order.</summary>
    member h.Equals(other: RecordHeaders) = h.count = other.Count && h.ToArray().AsSpan().SequenceEqual(ReadOnlySpan(other.ToArray()))

    /// <inheritdoc/>
    override h.Equals(other: objnull) =
        match other with
        | :? RecordHeaders as o -> h.Equals o
        | _ -> false

    /// <inheritdoc/>
    override h.GetHashCode() =
        let mutable hash = HashCode()

        for header in h.ToArray() do
            hash.Add header

        hash.ToHashCode()

    /// <summary>Key and value of each header, such as <c>[ trace=3 bytes 616263 ]</c>.</summary>
    override h.ToString() = if h.count = 0 then "[]" else String.Concat("[ ", String.Join(", ", h.ToArray()), " ]")

    interface IEquatable<RecordHeaders> with
        member h.Equals other = h.Equals other

    interface IEnumerable<RecordHeader> with
        member h.GetEnumerator() : IEnumerator<RecordHeader> = (h.ToArray() :> IEnumerable<RecordHeader>).GetEnumerator()

        member h.GetEnumerator() : IEnumerator = h.ToArray().GetEnumerator()

/// <summary>Enumerates the headers of a record.</summary>
and [<Struct; NoEquality; NoComparison>] RecordHeaderEnumerator =
    val private source: byte[]
    val mutable private position: int
    val mutable private left: int
    val mutable private keyStart: int
    val mutable private keyLength: int
    val mutable private valueStart: int
    val mutable private valueLength: int

    internal new(source: byte[], start: int, count: int) =
        { source = source
          position = start
          left = count
          keyStart = 0
          keyLength = 0
          valueStart = 0
          valueLength = 0 }

    // The record was checked when it was read. The checks here catch arrays that were changed since.
    member private e.MoveNextChecked() : bool =
        let mutable cursor = CheckedCursor(e.source, e.position, e.source.Length, 0, -1)
        e.keyLength <- max 0 (cursor.Skip())
        e.keyStart <- cursor.Position - e.keyLength
        e.valueLength <- cursor.Skip()
        e.valueStart <- cursor.Position - max 0 e.valueLength
        e.position <- cursor.Position
        true

    member private e.MoveNextFast() : bool =
        let bytes = e.source
        let mutable p = nativeint e.position
        // After this position there is no room for a length of 5 bytes.
        let last = nativeint (bytes.Length - 5)

        if p > last then
            false
        else
            let mutable malformed = false
            let key = RecordVarint.readZigzag bytes &p &malformed
            e.keyStart <- int p
            let keyLength = RecordVarint.pass key &p last &malformed
            e.keyLength <- keyLength

            if keyLength < 0 || malformed then
                false
            else
                let value = RecordVarint.readZigzag bytes &p &malformed
                e.valueStart <- int p
                e.valueLength <- RecordVarint.pass value &p (nativeint bytes.Length) &malformed

                if malformed then
                    false
                else
                    e.position <- int p
                    true

    /// <summary>Moves to the next header, if there is one.</summary>
    member e.MoveNext() : bool =
        if e.left = 0 then
            false
        else
            e.left <- e.left - 1
            e.MoveNextFast() || e.MoveNextChecked()

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private e.Make() : RecordHeader =
        let key = Bytes(e.source, e.keyStart, e.keyLength, true)

        if e.valueLength < 0 then
            RecordHeader(key, Bytes.Empty, false)
        else
            RecordHeader(key, Bytes(e.source, e.valueStart, e.valueLength, true), true)

    /// <summary>The current header.</summary>
    member e.Current: RecordHeader = e.Make()

/// <summary>A record, or a message of magic 0 or 1. It is a view of the bytes from which it was read.</summary>
[<Struct; IsReadOnly; CustomEquality; NoComparison>]
type Record =
    val private source: byte[]
    val private keyStart: int
    val private keyLength: int
    val private valueStart: int
    val private valueLength: int
    val private headerStart: int
    val private headerCount: int
    val private offset: int64
    val private timestamp: int64
    val private stored: int64
    val private sequence: int
    val private attributes: sbyte

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    internal new(source, keyStart, keyLength, valueStart, valueLength, headerStart, headerCount, offset, timestamp, stored, sequence, attributes) =
        { source = source
          keyStart = keyStart
          keyLength = keyLength
          valueStart = valueStart
          valueLength = valueLength
          headerStart = headerStart
          headerCount = headerCount
          offset = offset
          timestamp = timestamp
          stored = stored
          sequence = sequence
          attributes = attributes }

    /// <summary>The offset in the partition.</summary>
    member r.Offset = r.offset

    /// <summary>Milliseconds since 1970 UTC, -1 for none; the append time if the batch's timestamp type is LogAppendTime.</summary>
    member r.Timestamp = r.timestamp

    /// <summary>The timestamp stored with the record itself, whatever the batch's timestamp type; -1 for none.</summary>
    member r.StoredTimestamp = r.stored

    /// <summary>The producer's sequence number; -1 for none.</summary>
    member r.Sequence = r.sequence

    /// <summary>The attributes of the record itself: unused in magic 2.</summary>
    member r.Attributes = r.attributes

    /// <summary>Whether the key is null.</summary>
    member r.IsKeyNull = r.keyLength < 0

    /// <summary>The key; empty if it is null.</summary>
    member r.Key: Bytes = if r.keyLength <= 0 then Bytes.Empty else Bytes(r.source, r.keyStart, r.keyLength, true)

    /// <summary>The key or null.</summary>
    member r.KeyOrNull: Nullable<Bytes> = if r.keyLength < 0 then Nullable() else Nullable r.Key

    /// <summary>Whether the value is null: a tombstone in a compacted topic.</summary>
    member r.IsValueNull = r.valueLength < 0

    /// <summary>The value; empty if it is null.</summary>
    member r.Value: Bytes = if r.valueLength <= 0 then Bytes.Empty else Bytes(r.source, r.valueStart, r.valueLength, true)

    /// <summary>The value or null.</summary>
    member r.ValueOrNull: Nullable<Bytes> = if r.valueLength < 0 then Nullable() else Nullable r.Value

    /// <summary>The headers; none in magic 0 and 1.</summary>
    member r.Headers: RecordHeaders = RecordHeaders(r.source, r.headerStart, r.headerCount)

    /// <summary>Whether two records have the same content.</summary>
    member r.Equals(other: Record) =
        r.offset = other.Offset
        && r.timestamp = other.Timestamp
        && r.stored = other.StoredTimestamp
        && r.sequence = other.Sequence
        && r.attributes = other.Attributes
        && r.IsKeyNull = other.IsKeyNull
        && r.IsValueNull = other.IsValueNull
        && r.Key.Equals other.Key
        && r.Value.Equals other.Value
        && r.Headers.Equals other.Headers

    /// <inheritdoc/>
    override r.Equals(other: objnull) =
        match other with
        | :? Record as o -> r.Equals o
        | _ -> false

    /// <inheritdoc/>
    override r.GetHashCode() = HashCode.Combine(r.offset, r.timestamp, r.Key, r.Value)

    /// <summary>Offset, timestamp, key and value.</summary>
    override r.ToString() =
        let text (bytes: Nullable<Bytes>) = if bytes.HasValue then bytes.GetValueOrDefault().ToString() else "null"

        String.Concat(
            String.Concat("offset ", r.offset.ToString CultureInfo.InvariantCulture, ", timestamp "),
            r.timestamp.ToString CultureInfo.InvariantCulture,
            String.Concat(", key ", text r.KeyOrNull),
            String.Concat(", value ", text r.ValueOrNull)
        )

    interface IEquatable<Record> with
        member r.Equals other = r.Equals other
