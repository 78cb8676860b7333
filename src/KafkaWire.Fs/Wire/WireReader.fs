namespace KafkaWire

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Text

/// Decoding of texts: fast where they are valid UTF-8, by Kafka's rule where they are not.
module internal Utf8Text =

    /// Java's replacement of malformed UTF-8 (docs/quirks.md, 22): an encoded surrogate is one U+FFFD, cut off or whole, where .NET makes one of each byte;
    /// all else is replaced as .NET does it.
    let private replaceMalformed (bytes: ReadOnlySpan<byte>) =
        let text = StringBuilder bytes.Length
        let mutable rest = bytes

        while not rest.IsEmpty do
            let surrogate = rest.Length >= 2 && rest[0] = 0xEDuy && rest[1] >= 0xA0uy && rest[1] <= 0xBFuy

            if surrogate then
                text.Append '\uFFFD' |> ignore<StringBuilder>
                let continued = rest.Length >= 3 && (rest[2] &&& 0xC0uy) = 0x80uy
                rest <- rest.Slice(if continued then 3 else 2)
            else
                let mutable rune = Unchecked.defaultof<Rune>
                let mutable used = 0
                Rune.DecodeFromUtf8(rest, &rune, &used) |> ignore<Buffers.OperationStatus>
                text.Append(rune.ToString()) |> ignore<StringBuilder>
                rest <- rest.Slice used

        text.ToString()

    let private decodeAny (bytes: ReadOnlySpan<byte>) =
        let text = Encoding.UTF8.GetString bytes
        // A replacement character is either in the bytes or the trace of malformed ones; the slow routine tells.
        if text.Contains '\uFFFD' then replaceMalformed bytes else text

    let decode (bytes: ReadOnlySpan<byte>) =
        // Nearly every text is short and ASCII, which Latin-1 widens in one pass; UTF-8 would count the characters first.
        if Ascii.IsValid bytes then Encoding.Latin1.GetString bytes else decodeAny bytes

/// <summary>A cursor over one contiguous frame. Codecs read through it; every read is checked against the end.</summary>
/// <remarks>
/// Methods take the position and return what is there; those that read a variable number of bytes leave the new position in
/// <see cref="P:KafkaWire.WireReader.Position"/>. So the flattened codecs keep the position in a register.
/// </remarks>
[<Sealed>]
type WireReader() =
    /// The array under the frame.
    [<DefaultValue(false); System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
    val mutable Buffer: byte[]

    /// The position behind the last byte of the frame.
    [<DefaultValue; System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
    val mutable End: int

    /// The position that a variable-length read leaves behind.
    [<DefaultValue; System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
    val mutable Position: int

    /// The size that the tagged field at hand declares.
    [<DefaultValue; System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
    val mutable TagSize: int

    /// Whether a known field has taken the tagged field at hand.
    [<DefaultValue; System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
    val mutable TagTaken: bool

    /// Whether somebody has taken the thread's reader.
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

    // What is left of the budget.
    [<DefaultValue>]
    val mutable private left: int64

    // Tagged fields inside a tagged field lie above those of the struct around it, as on a stack.
    [<DefaultValue>]
    val mutable private unknown: List<TaggedField> | null

    /// <summary>Points the reader at a body.</summary>
    /// <param name="bytes">The frame's bytes, which decoded slices point into.</param>
    /// <param name="version">The message's version.</param>
    /// <param name="flexible">Whether that version is flexible.</param>
    /// <param name="budget">The bytes of memory that the arrays of the decoded message may take.</param>
    member r.Reset(bytes: Bytes, version: int16, flexible: bool, budget: int64) =
        let offset = bytes.Offset
        let array = bytes.Array
        // Frame by frame comes in the same array, and to store a reference costs more than to compare it.
        if not (obj.ReferenceEquals(r.Buffer, array)) then r.Buffer <- array
        r.start <- offset
        r.Position <- offset
        r.End <- offset + bytes.Length
        r.version <- int version
        r.flexible <- flexible
        r.budget <- budget
        r.left <- budget
        r.unknown <- null

    /// <summary>Lets go of the frame.</summary>
    member r.Release() =
        r.Buffer <- Unchecked.defaultof<byte[]>
        r.unknown <- null

    /// <summary>The version of the message that is read.</summary>
    member r.Version = r.version

    /// <summary>Whether that version is flexible: compact lengths and tagged fields.</summary>
    member r.Flexible = r.flexible

    /// <summary>The number of bytes read so far.</summary>
    member r.Consumed = r.Position - r.start

    /// <summary>The offset of a position from the start of the body.</summary>
    member r.OffsetOf(position: int) = int64 (position - r.start)

    // Every routine that raises is one block that ends in the throw. So the JIT knows, without inlining it, that it does not
    // return: the code behind a check then keeps its values in registers, and loads buffer and end once.

    /// <summary>Raises an error at a position.</summary>
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

    /// <summary>Raises InsufficientBytes unless <paramref name="count"/> bytes stand at the position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Need(position: int, count: int) : unit = if r.End - position < count then r.FailShort(position, int64 count)

    /// <summary>The byte at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.ByteAt(position: int) : byte = Unaligned.Byte(r.Buffer, position)

    /// <summary>The int8 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int8At(position: int) : sbyte = Unaligned.Int8(r.Buffer, position)

    /// <summary>The bool at a position that <c>Need</c> has checked: any byte but 0 is true.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.BoolAt(position: int) : bool = Unaligned.Bool(r.Buffer, position)

    /// <summary>The int16 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int16At(position: int) : int16 = Unaligned.Int16(r.Buffer, position)

    /// <summary>The uint16 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.UInt16At(position: int) : uint16 = Unaligned.UInt16(r.Buffer, position)

    /// <summary>The int32 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int32At(position: int) : int = Unaligned.Int32(r.Buffer, position)

    /// <summary>The int64 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int64At(position: int) : int64 = Unaligned.Int64(r.Buffer, position)

    /// <summary>The float64 at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Float64At(position: int) : float = Unaligned.Float64(r.Buffer, position)

    /// <summary>The UUID at a position that <c>Need</c> has checked.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.UuidAt(position: int) : Uuid = Unaligned.Uuid(r.Buffer, position)

    /// Reads a varint of at most so many bytes; leaves the position behind it.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private r.Base128(position: int, most: int) : uint64 =
        let mutable value = 0UL
        let size = Varint.TryRead(ReadOnlySpan<byte>(r.Buffer, position, r.End - position), most, &value)

        if size < 0 then r.Fail(WireError.MalformedVarint most, position)
        elif size = 0 then r.FailShort(r.End, 1L)

        r.Position <- position + size
        value

    // The bits above 32 are lost, as in Java.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private r.VarintSlow(position: int) : int = int (r.Base128(position, Varint.MaxSize))

    /// <summary>Reads an unsigned varint, which may have up to 5 bytes; leaves the position behind it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.UnsignedVarint(position: int) : int =
        r.Need(position, 1)
        let b = r.ByteAt position

        if b < 0x80uy then
            r.Position <- position + 1
            int b
        else
            r.VarintSlow position

    /// <summary>Reads a zig-zag varint of 32 bits; leaves the position behind it.</summary>
    member r.Varint(position: int) : int = Varint.Unzigzag(r.UnsignedVarint position)

    /// <summary>Reads a zig-zag varint of 64 bits, which may have up to 10 bytes; leaves the position behind it.</summary>
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

    /// <summary>Reads a string; leaves the position behind it.</summary>
    member r.String(position: int) : string =
        let n = r.ShortLength(position, r.flexible)

        if n < 0 then r.FailNull position

        r.Text(n, position)

    /// <summary>Reads a string or null (any negative length); leaves the position behind it.</summary>
    member r.NullableString(position: int) : string | null =
        let n = r.ShortLength(position, r.flexible)
        if n < 0 then null else r.Text(n, position)

    /// <summary>Reads a string with a length of 2 bytes, also in a flexible version; leaves the position behind it.</summary>
    member r.ClassicString(position: int) : string =
        let n = r.ShortLength(position, false)

        if n < 0 then r.FailNull position

        r.Text(n, position)

    /// <summary>Reads a string with a length of 2 bytes or null, also in a flexible version; leaves the position behind it.</summary>
    member r.NullableClassicString(position: int) : string | null =
        let n = r.ShortLength(position, false)
        if n < 0 then null else r.Text(n, position)

    member private r.Slice(length: int) : Bytes =
        let p = r.Position
        r.Need(p, length)
        r.Position <- p + length
        Bytes(r.Buffer, p, length)

    /// <summary>Reads bytes as a slice of the frame; leaves the position behind them.</summary>
    member r.Bytes(position: int) : Bytes =
        let n = r.LongLength position

        if n < 0 then r.FailNull position

        r.Slice n

    /// <summary>Reads bytes as a slice of the frame, or null (any negative length); leaves the position behind them.</summary>
    member r.NullableBytes(position: int) : Nullable<Bytes> =
        let n = r.LongLength position
        if n < 0 then Nullable() else Nullable(r.Slice n)

    /// The bytes that the reader was pointed at.
    member internal r.Frame = Bytes(r.Buffer, r.start, r.End - r.start)

    /// <summary>Checks the count of an array's elements against the bytes left and the memory budget: nothing is allocated for a count that the bytes cannot hold.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Admit(position: int, count: int, minimum: int, cost: int) : unit =
        let needed = int64 count * int64 minimum
        if needed > int64 (r.End - r.Position) then r.FailCount(position, needed)
        r.left <- r.left - int64 count * int64 cost
        if r.left < 0L then r.FailBudget position

    /// <summary>Reads the count of an array's elements, which is still to be admitted; leaves the position behind it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.ArrayLength(position: int) : int =
        let n = r.LongLength position

        if n < 0 then r.FailNull position

        n

    /// <summary>Reads the count of an array's elements, any negative number for null, which is still to be admitted; leaves the position behind it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.NullableArrayLength(position: int) : int = r.LongLength position

    /// <summary>Reads and admits the count of an array's elements; leaves the position behind it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.ArrayLength(position: int, minimum: int, cost: int) : int =
        let n = r.ArrayLength position
        r.Admit(position, n, minimum, cost)
        n

    /// <summary>Reads and admits the count of an array's elements, -1 for null; leaves the position behind it.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.NullableArrayLength(position: int, minimum: int, cost: int) : int =
        let n = r.LongLength position

        if n < 0 then
            -1
        else
            r.Admit(position, n, minimum, cost)
            n

    /// <summary>Reads so many int32, which <c>ArrayLength</c> has admitted at 4 bytes each; leaves the position behind them.</summary>
    member r.Int32s(position: int, count: int) : int[] =
        if count = 0 then
            Array.Empty<int>()
        else
            let source = ReadOnlySpan<byte>(r.Buffer, position, count * 4)
            r.Position <- position + count * 4
            let numbers: int[] = Array.zeroCreate count

            // Replicas come by ones and threes: the vectorised routine takes longer to call than 4 turns of the loop.
            // The loop reads inside of `source`, whose making has checked both ends.
            if count <= 4 then
                for i = 0 to numbers.Length - 1 do
                    numbers[i] <- r.Int32At(position + i * 4)
            else
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int> source, Span<int> numbers)

            numbers

    /// <summary>Reads the count of tagged fields; leaves the position behind it.</summary>
    member r.TagCount(position: int) : int =
        let count = r.UnsignedVarint position

        if count < 0 then r.Fail(WireError.NegativeTagCount count, position)

        count

    /// <summary>Reads a tagged field's number and declared size; leaves the position at its first byte.</summary>
    member r.BeginTag(position: int) : int =
        let tag = r.UnsignedVarint position
        r.TagSize <- r.UnsignedVarint r.Position
        r.TagTaken <- false
        tag

    /// <summary>The number of unknown tagged fields set aside, to be handed to <c>TakeUnknownTags</c>.</summary>
    member r.MarkUnknownTags() : int =
        match r.unknown with
        | null -> 0
        | fields -> fields.Count

    /// <summary>Sets the tagged field at hand aside; leaves the position behind it.</summary>
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

    /// <summary>Raises TagNotInVersion for a known tag in a version where its field is not tagged.</summary>
    member r.TagNotInVersion(tag: int, position: int) : unit =
        raise (WireException(WireError.TagNotInVersion(tag, int16 r.version), r.OffsetOf position))
