namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Text
open KafkaWire.Schema

/// <summary>A cursor over one contiguous frame. Codecs read through it; every read is bounds-checked.</summary>
/// <remarks>
/// Methods take the position and return the value there; those that read a variable number of bytes store the new position in
/// <see cref="P:KafkaWire.WireReader.Position"/>. This lets the flattened codecs keep the position in a register.
/// </remarks>
[<Sealed>]
type WireReader() =
    /// The array that holds the frame.
    [<DefaultValue(false); ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable Buffer: byte[]

    /// The position after the last byte of the frame.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable End: int

    /// The position after the last variable-length read.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable Position: int

    /// The declared size of the current tagged field.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable TagSize: int

    /// Whether a known field has taken the current tagged field.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable TagTaken: bool

    /// 1 more than the position of the mapped value whose function runs now; 0 if none does. It tells where an exception of that function belongs.
    [<DefaultValue; ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    val mutable Mapping: int

    /// Whether the thread's reader is in use.
    [<DefaultValue>]
    val mutable internal Taken: bool

    [<DefaultValue>]
    val mutable private version: int

    [<DefaultValue>]
    val mutable private flexible: bool

    [<DefaultValue>]
    val mutable private start: int

    [<DefaultValue>]
    val mutable private budget: int64

    // The remaining budget.
    [<DefaultValue>]
    val mutable private left: int64

    /// The maximum depth of values that contain themselves; 0 for the default.
    [<DefaultValue>]
    val mutable internal MaximumDepth: int

    // How many values are around the current one that may contain themselves.
    [<DefaultValue>]
    val mutable private depth: int

    // How many payloads with a length are around the current value, and where the frame ends outside of them.
    [<DefaultValue>]
    val mutable private payloads: int

    [<DefaultValue>]
    val mutable private frameEnd: int

    // How many payloads in versions of their own are around the current value, and the version outside of them.
    [<DefaultValue>]
    val mutable private versions: int

    [<DefaultValue>]
    val mutable private messageVersion: int

    [<DefaultValue>]
    val mutable private isMessageFlexible: bool

    // A stack: the tagged fields of a nested struct are above those of the struct around it.
    [<DefaultValue>]
    val mutable private unknown: List<TaggedField> | null

    /// <summary>Points the reader at a body.</summary>
    /// <param name="bytes">The frame's bytes. Decoded slices point into them.</param>
    /// <param name="version">The message's version.</param>
    /// <param name="flexible">Whether that version is flexible.</param>
    /// <param name="budget">The memory that the arrays of the decoded message may take, in bytes.</param>
    member r.Reset(bytes: Bytes, version: int16, flexible: bool, budget: int64) =
        let offset = bytes.Offset
        let array = bytes.Array
        // Consecutive frames are often in the same array, and storing a reference costs more than comparing it.
        if not (obj.ReferenceEquals(r.Buffer, array)) then r.Buffer <- array
        r.start <- offset
        r.Position <- offset
        r.End <- offset + bytes.Length
        r.version <- int version
        r.flexible <- flexible
        r.budget <- budget
        r.left <- budget
        r.unknown <- null

    /// <summary>Drops the reference to the frame.</summary>
    member r.Release() =
        r.Buffer <- Unchecked.defaultof<byte[]>
        r.unknown <- null

    /// How deep a value may contain itself if the options do not say.
    static member internal DefaultMaximumDepth = 100

    /// <summary>The version of the message being read.</summary>
    member r.Version = r.version

    /// <summary>Whether that version is flexible: compact lengths and tagged fields.</summary>
    member r.Flexible = r.flexible

    /// <summary>The number of bytes read so far.</summary>
    member r.Consumed = r.Position - r.start

    /// <summary>The offset of a position from the start of the body.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.OffsetOf(position: int) = int64 (position - r.start)

    // Every routine that raises is one block that ends in the throw. The JIT then knows, without inlining it, that it never
    // returns: the code after a check keeps its values in registers, and loads buffer and end once.

    /// <summary>Raises an error at a position.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Fail(error: WireError, position: int) : unit = raise (WireException(error, r.OffsetOf position))

    member private r.FailShort(position: int, needed: int64) : unit =
        raise (WireException(WireError.InsufficientBytes(needed, int64 (r.End - position)), r.OffsetOf position))

    member private r.FailNull(position: int) : unit = raise (WireException(WireError.NullNotAllowed, r.OffsetOf position))

    member private r.FailText(length: int, position: int) : unit =
        raise (WireException(WireError.LengthOutOfRange(int64 length, 0x7fffL), r.OffsetOf position))

    member private r.FailCount(position: int, needed: int64) : unit =
        raise (WireException(WireError.InsufficientBytes(needed, int64 (r.End - r.Position)), r.OffsetOf position))

    member private r.FailBudget(position: int) : unit =
        raise (WireException(WireError.BudgetExceeded(r.budget - r.left, r.budget), r.OffsetOf position))

    /// <summary>Raises InsufficientBytes unless <paramref name="count"/> bytes are left at the position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Need(position: int, count: int) : unit = if r.End - position < count then r.FailShort(position, int64 count)

    /// <summary>The byte at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.ByteAt(position: int) : byte = Unaligned.Byte(r.Buffer, position)

    /// <summary>The int8 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Int8At(position: int) : sbyte = Unaligned.Int8(r.Buffer, position)

    /// <summary>The bool at a position that <c>Need</c> has checked: any byte but 0 is true.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.BoolAt(position: int) : bool = Unaligned.Bool(r.Buffer, position)

    /// <summary>The int16 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Int16At(position: int) : int16 = Unaligned.Int16(r.Buffer, position)

    /// <summary>The uint16 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.UInt16At(position: int) : uint16 = Unaligned.UInt16(r.Buffer, position)

    /// <summary>The int32 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Int32At(position: int) : int = Unaligned.Int32(r.Buffer, position)

    /// <summary>The int64 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Int64At(position: int) : int64 = Unaligned.Int64(r.Buffer, position)

    /// <summary>The float64 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Float64At(position: int) : float = Unaligned.Float64(r.Buffer, position)

    /// <summary>The UUID at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.UuidAt(position: int) : Uuid = Unaligned.Uuid(r.Buffer, position)

    /// Reads a varint of at most `most` bytes, as Java does (overlong forms are accepted, excess bits dropped), and moves Position past it.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private r.Base128(position: int, most: int) : uint64 =
        let mutable value = 0UL
        let size = Varint.TryRead(ReadOnlySpan<byte>(r.Buffer, position, r.End - position), most, &value)

        if size < 0 then r.Fail(WireError.MalformedVarint most, position)
        elif size = 0 then r.FailShort(r.End, 1L)

        r.Position <- position + size
        value

    // Bits above 32 are dropped, as in Java.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private r.VarintOfManyBytes(position: int) : int = int (r.Base128(position, Varint.MaxSize))

    // Most varints that are longer than a byte have two, such as the size of a small batch.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private r.VarintSlow(position: int) : int =
        if position + 1 < r.End && r.ByteAt(position + 1) < 0x80uy then
            r.Position <- position + 2
            int (r.ByteAt position &&& 0x7Fuy) ||| (int (r.ByteAt(position + 1)) <<< 7)
        else
            r.VarintOfManyBytes position

    /// <summary>Reads an unsigned varint of at most 5 bytes and moves Position past it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.UnsignedVarint(position: int) : int =
        r.Need(position, 1)
        let b = r.ByteAt position

        if b < 0x80uy then
            r.Position <- position + 1
            int b
        else
            r.VarintSlow position

    /// <summary>Reads a 32-bit zig-zag varint and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Varint(position: int) : int = Varint.Unzigzag(r.UnsignedVarint position)

    /// <summary>Reads a 64-bit zig-zag varint of at most 10 bytes and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Varlong(position: int) : int64 = Varint.Unzigzag(int64 (r.Base128(position, Varint.MaxLongSize)))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private r.ShortLength(position: int, compact: bool) : int =
        if compact then
            r.UnsignedVarint position - 1
        else
            r.Need(position, 2)
            r.Position <- position + 2
            int (r.Int16At position)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private r.LongLength(position: int) : int =
        if r.flexible then
            r.UnsignedVarint position - 1
        else
            r.Need(position, 4)
            r.Position <- position + 4
            r.Int32At position

    member private r.Text(length: int, at: int) : string =
        if length > 0x7fff then r.FailText(length, at)

        let p = r.Position
        r.Need(p, length)
        r.Position <- p + length
        Utf8Text.decode (ReadOnlySpan<byte>(r.Buffer, p, length))

    /// <summary>Reads a string and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.String(position: int) : string =
        let n = r.ShortLength(position, r.flexible)

        if n < 0 then r.FailNull position

        r.Text(n, position)

    /// <summary>Reads a string, or null for any negative length, and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullableString(position: int) : string | null =
        let n = r.ShortLength(position, r.flexible)
        if n < 0 then null else r.Text(n, position)

    /// <summary>Reads a string with a 2-byte length, also in flexible versions, and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.ClassicString(position: int) : string =
        let n = r.ShortLength(position, false)

        if n < 0 then r.FailNull position

        r.Text(n, position)

    /// <summary>Reads a string with a 2-byte length, or null, also in flexible versions, and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullableClassicString(position: int) : string | null =
        let n = r.ShortLength(position, false)
        if n < 0 then null else r.Text(n, position)

    member private r.Slice(length: int) : Bytes =
        let p = r.Position
        r.Need(p, length)
        r.Position <- p + length
        Bytes(r.Buffer, p, length)

    /// <summary>Reads bytes as a slice of the frame and moves Position past them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Bytes(position: int) : Bytes =
        let n = r.LongLength position

        if n < 0 then r.FailNull position

        r.Slice n

    /// <summary>Reads bytes as a slice of the frame, or null for any negative length, and moves Position past them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullableBytes(position: int) : Nullable<Bytes> =
        let n = r.LongLength position
        if n < 0 then Nullable() else Nullable(r.Slice n)

    /// The bytes given to the reader.
    member internal r.Frame = Bytes(r.Buffer, r.start, (if r.payloads > 0 then r.frameEnd else r.End) - r.start)

    /// Forgets where reading failed, so that the reader can be used again.
    member internal r.Recover() : unit =
        r.Mapping <- 0
        r.depth <- 0
        r.payloads <- 0

        if r.versions > 0 then
            r.version <- r.messageVersion
            r.flexible <- r.isMessageFlexible
            r.versions <- 0

    /// <summary>Enters a value that may contain itself. <c>Leave</c> must follow after it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Enter(position: int) : unit =
        r.depth <- r.depth + 1
        let most = if r.MaximumDepth > 0 then r.MaximumDepth else WireReader.DefaultMaximumDepth

        if r.depth > most || not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
            r.Fail(WireError.TooDeep most, position)

    /// <summary>Leaves a value that may contain itself.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Leave() : unit = r.depth <- r.depth - 1

    /// <summary>Reads the length of a payload, moves Position to its first byte, and lets the frame end with it; the result is for <c>EndPayload</c>, or -1 for null.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.BeginPayload(prefix: LengthPrefix, position: int) : int =
        let length =
            match prefix with
            | LengthPrefix.Varint -> r.Varint position
            | LengthPrefix.Compact -> r.UnsignedVarint position - 1
            | LengthPrefix.Flexible -> r.LongLength position
            | _ ->
                r.Need(position, 4)
                r.Position <- position + 4
                r.Int32At position

        if length < 0 then
            -1
        else
            let outer = r.End
            r.Need(r.Position, length)
            if r.payloads = 0 then r.frameEnd <- outer
            r.payloads <- r.payloads + 1
            r.End <- r.Position + length
            outer

    /// <summary>Checks that a payload was read to its end, and lets the frame end where it did before.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.EndPayload(outer: int, position: int) : unit =
        if position < r.End then r.Fail(WireError.TrailingBytes(r.End - position), position)

        r.payloads <- r.payloads - 1
        r.End <- outer

    /// <summary>Reads in another version, up to <c>EndVersion</c>.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.BeginVersion(version: int, flexible: bool) : unit =
        if r.versions = 0 then
            r.messageVersion <- r.version
            r.isMessageFlexible <- r.flexible

        r.versions <- r.versions + 1
        r.version <- version
        r.flexible <- flexible

    /// <summary>Reads in the version of before.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.EndVersion(version: int, flexible: bool) : unit =
        r.versions <- r.versions - 1
        r.version <- version
        r.flexible <- flexible

    /// <summary>Raises NullNotAllowed.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullNotAllowed(position: int) : unit = r.FailNull position

    /// <summary>Reads a fixed number of bytes as a slice of the frame and moves Position past them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.FixedBytes(position: int, size: int) : Bytes =
        r.Position <- position
        r.Slice size

    /// <summary>Admits the element count of an array: checks it against the remaining bytes and the memory budget, so that nothing is allocated for a count that the bytes cannot hold.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Admit(position: int, count: int, minimum: int, cost: int) : unit =
        let needed = int64 count * int64 minimum
        if needed > int64 (r.End - r.Position) then r.FailCount(position, needed)
        r.left <- r.left - int64 count * int64 cost
        if r.left < 0L then r.FailBudget position

    /// <summary>Reads the element count of an array without admitting it, and moves Position past it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.ArrayLength(position: int) : int =
        let n = r.LongLength position

        if n < 0 then r.FailNull position

        n

    /// <summary>Reads the element count of an array, any negative number for null, without admitting it, and moves Position past it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullableArrayLength(position: int) : int = r.LongLength position

    /// <summary>Reads and admits the element count of an array, and moves Position past it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.ArrayLength(position: int, minimum: int, cost: int) : int =
        let n = r.ArrayLength position
        r.Admit(position, n, minimum, cost)
        n

    /// <summary>Reads and admits the element count of an array, -1 for null, and moves Position past it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.NullableArrayLength(position: int, minimum: int, cost: int) : int =
        let n = r.LongLength position

        if n < 0 then
            -1
        else
            r.Admit(position, n, minimum, cost)
            n

    /// <summary>Reads the given number of int32, admitted by <c>ArrayLength</c> at 4 bytes each, and moves Position past them.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.Int32s(position: int, count: int) : int[] =
        if count = 0 then
            Array.Empty<int>()
        else
            let source = ReadOnlySpan<byte>(r.Buffer, position, count * 4)
            r.Position <- position + count * 4
            let numbers: int[] = Array.zeroCreate count

            // Replica lists mostly have one or three elements: calling the vectorised routine takes longer than 4 iterations of the loop.
            // The loop stays inside `source`, whose bounds were checked when it was created.
            if count <= 4 then
                for i = 0 to numbers.Length - 1 do
                    numbers[i] <- r.Int32At(position + i * 4)
            else
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int> source, Span<int> numbers)

            numbers

    /// <summary>Reads the number of tagged fields and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.TagCount(position: int) : int =
        let count = r.UnsignedVarint position

        if count < 0 then r.Fail(WireError.NegativeTagCount count, position)

        count

    /// <summary>Reads a tagged field's number and declared size, and moves Position to its first byte.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.BeginTag(position: int) : int =
        let tag = r.UnsignedVarint position
        r.TagSize <- r.UnsignedVarint r.Position
        r.TagTaken <- false
        tag

    /// <summary>The number of unknown tagged fields set aside so far: the mark for <c>TakeUnknownTags</c>.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.MarkUnknownTags() : int =
        match r.unknown with
        | null -> 0
        | fields -> fields.Count

    /// <summary>Sets the current tagged field aside and moves Position past it.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.KeepUnknownTag(tag: int, position: int) : unit =
        let size = r.TagSize

        if size < 0 then r.Fail(WireError.LengthOutOfRange(int64 size, int64 Int32.MaxValue), position)

        r.Position <- position
        let field = { Tag = tag; Data = r.Slice size }

        match r.unknown with
        | null ->
            let fields = List()
            fields.Add field
            r.unknown <- fields
        | fields -> fields.Add field

    /// <summary>The unknown tagged fields set aside since a mark, in order of arrival.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.TakeUnknownTags(mark: int) : TaggedField[] =
        match r.unknown with
        | null -> Array.Empty<TaggedField>()
        | fields when fields.Count = mark -> Array.Empty<TaggedField>()
        | fields ->
            let count = fields.Count - mark
            let taken: TaggedField[] = Array.zeroCreate count
            fields.CopyTo(mark, taken, 0, count)
            fields.RemoveRange(mark, count)
            taken

    /// <summary>The number of bytes left: up to the end of the payload, if the value is in one.</summary>
    member r.Remaining = r.End - r.Position

    /// <summary>Raises Refused at the current place.</summary>
    /// <param name="reason">What is wrong, in one sentence.</param>
    member r.Refuse(reason: string) : unit = r.Fail(WireError.Refused reason, r.Position)

    /// <summary>Raises TagNotInVersion for a known tag in a version where its field is not tagged.</summary>
    [<ComponentModel.EditorBrowsable(ComponentModel.EditorBrowsableState.Never)>]
    member r.TagNotInVersion(tag: int, position: int) : unit =
        raise (WireException(WireError.TagNotInVersion(tag, int16 r.version), r.OffsetOf position))
