namespace KafkaWire

open System
open System.Buffers
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Text.Unicode
open KafkaWire.Schema

/// <summary>The counterpart of <see cref="T:KafkaWire.WireReader"/>: one growing, pooled array, written in a single pass.</summary>
/// <remarks>
/// Methods take the position and return the position after what they wrote. At every position that a method returns there are at least
/// <c>Slack</c> bytes of room, so that the codecs write fixed-width fields without a check. When a codec is first used, its Shape is checked
/// to prove that no run of such fields exceeds the slack.
/// </remarks>
[<Sealed>]
type WireWriter() =
    [<DefaultValue(false)>]
    val mutable private buffer: byte[]

    /// At positions below it there is slack; 0 as long as there is no array. It is derived from the array's length, and read more often than
    /// anything else.
    [<DefaultValue>]
    val mutable private room: int

    /// Whether the thread's writer is in use.
    [<DefaultValue>]
    val mutable internal Taken: bool

    /// Where the next value goes that a codec written by hand writes.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable Position: int

    // How many payloads in versions of their own are around the current value, and the version outside of them.
    [<DefaultValue>]
    val mutable private versions: int

    [<DefaultValue>]
    val mutable private messageVersion: int

    [<DefaultValue>]
    val mutable private isMessageFlexible: bool

    [<DefaultValue>]
    val mutable private version: int

    [<DefaultValue>]
    val mutable private flexible: bool

    /// The tags of the known fields of the struct whose unknown tagged fields are merged next.
    [<DefaultValue(false); ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable KnownTags: int[]

    /// <summary>The room at a position that a variable-length write returns.</summary>
    // A run of fixed fields takes at most Slack - ShortTextRoom, and a short string after it at most ShortTextRoom.
    static member Slack = 512

    /// <summary>The room that a string of at most <c>ShortTextChars</c> characters takes with its prefix.</summary>
    static member internal ShortTextRoom = 128

    /// <summary>The longest string whose compact prefix is one byte, whatever its characters.</summary>
    // 42 chars are at most 126 bytes, and 126 + 1 = 127 is the largest 1-byte varint: the prefix can be patched afterwards.
    static member internal ShortTextChars = 42

    /// The longest ASCII string with such a prefix. A prefix that is not compact is 2 bytes: with it, the string still fits ShortTextRoom.
    static member private ShortAsciiChars = 126

    /// <summary>The array. Growing replaces it, so code that keeps it in a local reloads it after every call that may grow it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Buffer: byte[] = w.buffer

    member private w.Use(array: byte[]) : unit =
        w.buffer <- array
        w.room <- array.Length - WireWriter.Slack + 1

    member private w.Acquire() : unit = w.Use(ArrayPool<byte>.Shared.Rent 4096)

    /// Sets the version of what is written next.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member internal w.Begin(version: int, flexible: bool) : unit =
        w.version <- version
        w.flexible <- flexible

    /// <summary>Prepares the writer for a message; what was written before is discarded.</summary>
    member w.Reset(version: int16, flexible: bool) =
        if isNull (box w.Buffer) then w.Acquire()

        w.Begin(int version, flexible)

    /// <summary>Gives the array back to the pool.</summary>
    member w.Release() =
        if not (isNull (box w.Buffer)) then
            ArrayPool<byte>.Shared.Return w.Buffer
            w.buffer <- Unchecked.defaultof<_>
            w.room <- 0

    /// <summary>The size of the array. A long-lived writer may want to give a large one back to the pool.</summary>
    member internal w.Capacity = if isNull (box w.Buffer) then 0 else w.Buffer.Length

    /// <summary>The version of the message being written.</summary>
    member w.Version = w.version

    /// <summary>Whether that version is flexible.</summary>
    member w.Flexible = w.flexible

    /// <summary>A view of what was written between two positions; valid until the next write.</summary>
    member w.Written(start: int, finish: int) = ReadOnlySpan<byte>(w.Buffer, start, finish - start)

    // Every routine that raises is one block that ends in the throw: the JIT then knows that it never returns (see WireReader).

    /// <summary>Raises an error at a position.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member _.Fail(error: WireError, position: int) : unit = raise (WireException(error, int64 position))

    /// <summary>Raises FieldNotInVersion for a field with a value that the version cannot carry.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.FieldNotInVersion(position: int) : unit =
        // Locate, which finds the path, fills in the field's versions.
        raise (WireException(WireError.FieldNotInVersion(int16 w.version, 0s, 0s), int64 position))

    /// <summary>Raises NullNotAllowed.</summary>
    // The failure is spelt out because F# inlines anything shorter, and a codec that creates an exception itself must save registers for it.
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member _.NullNotAllowed(position: int) : unit = raise (WireException(WireFailure(WireError.NullNotAllowed, int64 position, "")))

    /// <summary>Raises TagsNotAllowed for unknown tagged fields in a version that is not flexible.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.TagsNotAllowed(position: int) : unit = raise (WireException(WireError.TagsNotAllowed(int16 w.version), int64 position))

    member private _.FailLength(length: int, position: int) : unit =
        raise (WireException(WireError.LengthOutOfRange(int64 length, 0x7fffL), int64 position))

    /// Grows the array so that count bytes and the slack after them fit.
    member private w.Grow(position: int, count: int) : unit =
        let needed = int64 position + int64 count + int64 WireWriter.Slack

        if needed > int64 Array.MaxLength then
            w.Fail(WireError.LengthOutOfRange(needed, int64 Array.MaxLength), position)

        w.Use(PooledArray.grow w.Buffer position needed)

    /// Grows, and returns the position, so that the call is a tail call and the caller has no registers to save.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.GrowAt(position: int) : int =
        w.Grow(position, 0)
        position

    /// <summary>Makes room for count bytes and the slack after them.</summary>
    // The sum of two non-negative ints fits a uint32.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Reserve(position: int, count: int) : unit = if uint32 (position + count) >= uint32 w.room then w.Grow(position, count)

    /// <summary>Ensures the slack at a position, and returns the position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Settle(position: int) : int = if position >= w.room then w.GrowAt position else position

    /// Whether there is slack at this (possibly negative) position.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member internal w.HasSlack(position: int) : bool = uint32 position < uint32 w.room

    /// Ensures the slack at the position where a message begins. Refuses a position that is negative or past the end of the array.
    member internal w.Start(position: int) : unit =
        if isNull (box w.Buffer) then w.Acquire()

        ArgumentOutOfRangeException.ThrowIfGreaterThan(uint32 position, uint32 w.Buffer.Length, nameof position)
        w.Settle position |> ignore<int>

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private w.At(position: int) : byref<byte> = &Unaligned.At(w.Buffer, position)

    /// <summary>Writes an int8 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Int8At(position: int, x: sbyte) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes a bool, 0 or 1, into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.BoolAt(position: int, x: bool) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes an int16 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Int16At(position: int, x: int16) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes a uint16 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.UInt16At(position: int, x: uint16) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes an int32 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Int32At(position: int, x: int) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes an int64 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Int64At(position: int, x: int64) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes a float64 into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Float64At(position: int, x: float) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>Writes a UUID into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.UuidAt(position: int, x: Uuid) : unit = Unaligned.Put(w.Buffer, position, x)

    /// <summary>The number of bytes of an unsigned varint.</summary>
    static member SizeOfUnsignedVarint(x: int) : int = Varint.SizeOf(uint32 x)

    /// Writes 7 bits a byte, the lowest first; the top bit of each byte but the last says that another follows.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private w.Base128(position: int, x: uint64) : int =
        let mutable rest = x
        let mutable p = position

        while rest >= 0x80UL do
            w.Int8At(p, sbyte (byte rest ||| 0x80uy))
            rest <- rest >>> 7
            p <- p + 1

        w.Int8At(p, sbyte (byte rest))
        p + 1

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.VarintSlow(position: int, x: int) : int = w.Base128(position, uint64 (uint32 x))

    /// <summary>Writes an unsigned varint, at most 5 bytes, into the slack.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.UnsignedVarint(position: int, x: int) : int =
        if uint32 x < 0x80u then
            w.Int8At(position, sbyte x)
            position + 1
        else
            w.VarintSlow(position, x)

    /// <summary>Writes a 32-bit zig-zag varint, at most 5 bytes, into the slack.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Varint(position: int, x: int) : int = w.UnsignedVarint(position, int (Varint.Zigzag x))

    /// <summary>Writes a 64-bit zig-zag varint, at most 10 bytes, into the slack.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Varlong(position: int, x: int64) : int = w.Base128(position, Varint.Zigzag x)

    member private w.FailText(text: string, position: int) : unit = w.Fail(WireError.UnpairedSurrogate(Utf16Text.indexOfLoneSurrogate text), position)

    /// Transcodes into enough room; returns the number of bytes.
    member private w.Transcode(position: int, room: int, text: string, start: int) : int =
        let mutable read = 0
        let mutable written = 0

        if
            Utf8.FromUtf16(text.AsSpan(), MemoryMarshal.CreateSpan(&w.At position, room), &read, &written, false, true)
            <> OperationStatus.Done
        then
            w.FailText(text, start)

        written

    member private w.LongText(position: int, compact: bool, text: string) : int =
        if text.Length > 0x7fff then w.FailLength(text.Length, position)

        // The prefix for an ASCII string, as most are; the bytes move if that guess was too short.
        let guess = if compact then WireWriter.SizeOfUnsignedVarint(text.Length + 1) else 2
        let room = text.Length * 3
        w.Reserve(position, guess + 1 + room)
        let n = w.Transcode(position + guess, room, text, position)

        if n > 0x7fff then w.FailLength(n, position)

        if compact then
            let prefix = WireWriter.SizeOfUnsignedVarint(n + 1)

            if prefix <> guess then Buffer.BlockCopy(w.Buffer, position + guess, w.Buffer, position + prefix, n)

            w.UnsignedVarint(position, n + 1) + n
        else
            w.Int16At(position, int16 n)
            position + 2 + n

    /// Where a string of at most 126 bytes begins, after its prefix.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private BehindPrefix(position: int, compact: bool) : int = if compact then position + 1 else position + 2

    /// Puts the prefix in front of a string of n bytes, at most 126; returns the position after the string.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private w.EndShortText(position: int, compact: bool, start: int, n: int) : int =
        if compact then w.Int8At(position, sbyte (n + 1)) else w.Int16At(position, int16 n)

        w.Settle(start + n)

    /// Writes a string that is long or not ASCII.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.OtherText(position: int, compact: bool, text: string) : int =
        if text.Length <= WireWriter.ShortTextChars then
            let start = WireWriter.BehindPrefix(position, compact)
            w.EndShortText(position, compact, start, w.Transcode(start, WireWriter.ShortTextRoom - 2, text, position))
        else
            w.Settle(w.LongText(position, compact, text))

    // Only inlined calls and tail calls here: no registers to save. If the string turns out not to be ASCII, what was written is in the slack
    // and is overwritten.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.Text(position: int, compact: bool, text: string) : int =
        let n = text.Length
        let start = WireWriter.BehindPrefix(position, compact)

        if n <= WireWriter.ShortAsciiChars && AsciiText.tryNarrow text &(w.At start) then
            w.EndShortText(position, compact, start, n)
        else
            w.OtherText(position, compact, text)

    /// <summary>Writes a string.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.String(position: int, text: string) : int =
        if isNull (box text) then w.NullNotAllowed position

        w.Text(position, w.flexible, text)

    /// <summary>Writes a string or null.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.NullableString(position: int, text: string | null) : int =
        match text with
        | null ->
            if w.flexible then
                w.Int8At(position, 0y)
                w.Settle(position + 1)
            else
                w.Int16At(position, -1s)
                w.Settle(position + 2)
        | text -> w.Text(position, w.flexible, text)

    /// <summary>Writes a string with a 2-byte length, also in flexible versions.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.ClassicString(position: int, text: string) : int =
        if isNull (box text) then w.NullNotAllowed position

        w.Text(position, false, text)

    /// <summary>Writes a string with a 2-byte length, or null, also in flexible versions.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.NullableClassicString(position: int, text: string | null) : int =
        match text with
        | null ->
            w.Int16At(position, -1s)
            w.Settle(position + 2)
        | text -> w.Text(position, false, text)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private w.LongLength(position: int, n: int) : int =
        if w.flexible then
            w.UnsignedVarint(position, n + 1)
        else
            w.Int32At(position, n)
            position + 4

    /// <summary>Copies bytes.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Raw(position: int, bytes: ReadOnlySpan<byte>) : int =
        w.Reserve(position, bytes.Length)
        bytes.CopyTo(Span<byte>(w.Buffer, position, bytes.Length))
        position + bytes.Length

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.SizedFarther(position: int, bytes: ReadOnlySpan<byte>) : int =
        w.Grow(position, 5 + bytes.Length)
        w.Sized(position, bytes)

    // Not inlined, and the rare case is a method of its own, so that neither the codec nor this method has many registers to save.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private w.Sized(position: int, bytes: ReadOnlySpan<byte>) : int =
        let n = bytes.Length

        if uint32 (position + 5 + n) >= uint32 w.room then
            w.SizedFarther(position, bytes)
        else
            // LongLength, but without a call for a varint of several bytes, which most record data needs.
            let p =
                if w.flexible then
                    w.Base128(position, uint64 n + 1UL)
                else
                    w.Int32At(position, n)
                    position + 4

            // There is room, so no bounds check is needed.
            bytes.CopyTo(MemoryMarshal.CreateSpan(&w.At p, n))
            p + n

    member private w.NullLength(position: int) : int = w.Settle(w.LongLength(position, -1))

    // The two below are inlined because a span is passed in registers, but Bytes, being larger than 16 bytes, on the stack.

    /// <summary>Writes bytes with their length.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Bytes(position: int, bytes: Bytes) : int = w.Sized(position, bytes.Span)

    /// <summary>Writes bytes with their length, or null.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.NullableBytes(position: int, bytes: Nullable<Bytes>) : int =
        if bytes.HasValue then w.Sized(position, bytes.GetValueOrDefault().Span) else w.NullLength position

    /// <summary>Writes the element count of an array, -1 for null, into the slack: at most 5 bytes.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.ArrayLength(position: int, count: int) : int = w.LongLength(position, count)

    /// <summary>Writes int32 elements.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Int32s(position: int, numbers: int[]) : int =
        let size = numbers.Length * 4
        w.Reserve(position, size)
        BinaryPrimitives.ReverseEndianness(ReadOnlySpan<int> numbers, MemoryMarshal.Cast<byte, int>(Span<byte>(w.Buffer, position, size)))
        position + size

    /// <summary>Up to this many int32 elements, writing them without a call is faster.</summary>
    static member internal FewInt32s = 4

    /// Two elements as one int64, the first in the upper half.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member private Pair(numbers: int[], index: int) : int64 =
        let first = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference numbers, index)
        BitOperations.RotateLeft(Unsafe.ReadUnaligned<uint64>(&Unsafe.As<int, byte>(&first)), 32) |> int64

    /// Writes the count and the elements, at most FewInt32s of them. At most 20 bytes: less than a short string, for which there is room after fixed fields.
    member internal w.Int32sWithCount(position: int, numbers: int[]) : int =
        let n = numbers.Length
        let buffer = w.Buffer
        let mutable p = position

        if w.flexible then
            Unaligned.Put(buffer, p, sbyte (n + 1))
            p <- p + 1
        else
            Unaligned.Put(buffer, p, n)
            p <- p + 4

        if n >= 2 then
            // Two at a time. The last two may overlap the first two.
            Unaligned.Put(buffer, p, WireWriter.Pair(numbers, 0))
            Unaligned.Put(buffer, p + 4 * n - 8, WireWriter.Pair(numbers, n - 2))
        elif n = 1 then
            Unaligned.Put(buffer, p, numbers[0])

        w.Settle(p + 4 * n)

    /// <summary>Writes a tagged field's number and reserves one byte for its size; returns the position of the value.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.BeginTag(position: int, tag: int) : int = w.Settle(w.UnsignedVarint(position, tag) + 1)

    /// <summary>Puts the size in front of a tagged field's value, which moves if it is 128 bytes or longer.</summary>
    /// <param name="start">What <c>BeginTag</c> returned.</param>
    /// <param name="position">The position after the value.</param>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.EndTag(start: int, position: int) : int =
        let size = position - start

        if size < 0x80 then
            w.Int8At(start - 1, sbyte size)
            w.Settle position
        else
            let shift = WireWriter.SizeOfUnsignedVarint size - 1
            w.Reserve(position, shift)
            Buffer.BlockCopy(w.Buffer, start, w.Buffer, start + shift, size)
            w.UnsignedVarint(start - 1, size) |> ignore<int>
            w.Settle(position + shift)

    /// Reads back a varint that was written here.
    static member private VarintIn(bytes: byte[], start: int, value: byref<int>) : int =
        let mutable read = 0UL
        let size = Varint.TryRead(ReadOnlySpan<byte>(bytes, start, bytes.Length - start), Varint.MaxSize, &read)
        value <- int read
        start + size

    /// The size in bytes of unknown tagged fields with their tags and sizes.
    static member private SizeOf(fields: TaggedField[]) : int64 =
        let mutable sum = 0L

        for i = 0 to fields.Length - 1 do
            let length = fields[i].Data.Length

            sum <-
                sum
                + int64 (WireWriter.SizeOfUnsignedVarint fields[i].Tag + WireWriter.SizeOfUnsignedVarint length)
                + int64 length

        sum

    member private w.Merge(start: int, position: int, fields: TaggedField[]) : int =
        // The known fields are moved past the end of the merged ones, so that merging never overwrites them.
        let size = position - start
        let unknown = WireWriter.SizeOf fields

        if int64 position + unknown + int64 size > int64 Array.MaxLength then
            w.Fail(WireError.LengthOutOfRange(int64 position + unknown, int64 Array.MaxLength), position)

        w.Reserve(position, int unknown + size)
        let mutable at = position + int unknown
        let finish = at + size
        Buffer.BlockCopy(w.Buffer, start, w.Buffer, at, size)
        let mutable p = start
        let mutable next = 0
        let mutable previous = -1

        while at < finish || next < fields.Length do
            // The tag of the next known field limits which unknown ones go before it.
            let mutable limit = Int32.MaxValue
            let mutable length = 0
            let mutable behind = at

            if at < finish then
                let body = WireWriter.VarintIn(w.Buffer, WireWriter.VarintIn(w.Buffer, at, &limit), &length)
                behind <- body + length

            if next < fields.Length && fields[next].Tag < limit then
                let field = fields[next]

                if field.Tag <= previous then w.Fail(WireError.TagOutOfOrder(field.Tag, previous), p)

                if Array.IndexOf(w.KnownTags, field.Tag) >= 0 then
                    w.Fail(WireError.TagOutOfOrder(field.Tag, field.Tag), p)

                p <- w.Raw(w.UnsignedVarint(w.UnsignedVarint(p, field.Tag), field.Data.Length), field.Data.Span)
                previous <- field.Tag
                next <- next + 1
            elif at = finish then
                w.Fail(WireError.TagOutOfOrder(fields[next].Tag, limit), p)
            else
                Buffer.BlockCopy(w.Buffer, at, w.Buffer, p, behind - at)
                p <- p + (behind - at)
                at <- behind

        p

    /// <summary>Merges unknown tagged fields, in their order, into the known ones just written.</summary>
    /// <param name="start">Where the known tagged fields begin, after their count.</param>
    /// <param name="position">Where they end.</param>
    /// <param name="fields">The unknown ones. Their tags must be strictly ascending and differ from the tags written.</param>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.MergeUnknownTags(start: int, position: int, fields: TaggedField[]) : int =
        if fields.Length = 0 then position else w.Merge(start, position, fields)

    /// <summary>Writes a fixed number of bytes without a length; returns the position after them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.FixedBytes(position: int, bytes: Bytes, size: int) : int =
        if bytes.Length <> size then
            w.Fail(WireError.LengthOutOfRange(int64 bytes.Length, int64 size), position)

        w.Settle(w.Raw(position, bytes.Span))

    /// <summary>Writes bytes without a length; returns the position after them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.Rest(position: int, bytes: Bytes) : int = w.Settle(w.Raw(position, bytes.Span))

    /// Raises TooDeep: the stack ends before the value does.
    member internal w.TooDeep(position: int) : unit = w.Fail(WireError.TooDeep WireReader.DefaultMaximumDepth, position)

    /// <summary>Writes in another version, up to <c>EndVersion</c>.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.BeginVersion(version: int, flexible: bool) : unit =
        if w.versions = 0 then
            w.messageVersion <- w.version
            w.isMessageFlexible <- w.flexible

        w.versions <- w.versions + 1
        w.Begin(version, flexible)

    /// <summary>Writes in the version of before.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member w.EndVersion(version: int, flexible: bool) : unit =
        w.versions <- w.versions - 1
        w.Begin(version, flexible)

    /// Forgets where writing failed.
    member internal w.Recover() : unit =
        if w.versions > 0 then
            w.versions <- 0
            w.Begin(w.messageVersion, w.isMessageFlexible)

    /// <summary>Raises Refused at the current place.</summary>
    /// <param name="reason">What is wrong, in one sentence.</param>
    member w.Refuse(reason: string) : unit = w.Fail(WireError.Refused reason, w.Position)
