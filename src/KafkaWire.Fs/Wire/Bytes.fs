namespace KafkaWire

open System
open System.Runtime.CompilerServices
open System.Text

/// <summary>An immutable slice of a byte array with equality by content: the type of <c>bytes</c> and <c>records</c> fields.</summary>
/// <remarks>
/// Decoding never copies: the slice points into the frame it came from, so the frame's memory must not be reused while the slice lives.
/// <c>default(Bytes)</c> is empty.
/// </remarks>
[<Struct; IsReadOnly; CustomEquality; NoComparison>]
type Bytes =
    val private array: byte[] | null
    val private offset: int
    val private length: int

    /// <summary>Wraps <paramref name="count"/> bytes of <paramref name="array"/> starting at <paramref name="offset"/>, without copying them.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The range is not inside the array.</exception>
    new(array: byte[], offset: int, count: int) =
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uint32 offset, uint32 array.Length, nameof offset)
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uint32 count, uint32 (array.Length - offset), nameof count)

        { array = array; offset = offset; length = count }

    /// For a range that is known to be inside the array.
    internal new(array: byte[], offset: int, count: int, _isChecked: bool) = { array = array; offset = offset; length = count }

    /// <summary>Wraps a whole array without copying it.</summary>
    new(array: byte[]) = { array = array; offset = 0; length = array.Length }

    /// <summary>No bytes.</summary>
    static member Empty = Bytes()

    /// <summary>Wraps memory: without a copy if it is backed by an array, otherwise as a copy.</summary>
    static member OfMemory(memory: ReadOnlyMemory<byte>) =
        match Runtime.InteropServices.MemoryMarshal.TryGetArray memory with
        | true, segment ->
            match segment.Array with
            | null -> Bytes()
            | array -> Bytes(array, segment.Offset, segment.Count)
        | _ -> Bytes(memory.ToArray())

    /// <summary>A string, encoded as UTF-8.</summary>
    static member OfString(text: string) = Bytes(Encoding.UTF8.GetBytes text)

    /// <summary>Parses hexadecimal digits.</summary>
    /// <exception cref="T:System.FormatException">The text is not an even number of hexadecimal digits.</exception>
    static member OfHex(digits: string) = Bytes(Convert.FromHexString digits)

    /// <summary>The number of bytes.</summary>
    member b.Length = b.length

    /// The array behind the slice; an empty array if there are no bytes.
    member internal b.Array: byte[] =
        match b.array with
        | null -> Array.Empty<byte>()
        | array -> array

    /// The offset of the slice in the array.
    member internal b.Offset = b.offset

    /// <summary>Whether there are no bytes.</summary>
    member b.IsEmpty = b.length = 0

    /// <summary>A view of the bytes.</summary>
    member b.Span: ReadOnlySpan<byte> = ReadOnlySpan<byte>(b.array, b.offset, b.length)

    /// <summary>The byte at a zero-based index.</summary>
    member b.Item
        with get (index: int) = b.Span[index]

    /// <summary>A view of the bytes that can be stored.</summary>
    member b.Memory = ReadOnlyMemory<byte>(b.array, b.offset, b.length)

    /// <summary>The array behind the slice, with offset and count; an empty array if there are no bytes. Do not write to it.</summary>
    member b.Segment =
        match b.array with
        | null -> ArraySegment<byte>.Empty
        | array -> ArraySegment<byte>(array, b.offset, b.length)

    /// <summary>The bytes from an index to the end, not copied.</summary>
    member b.Slice(start: int) : Bytes = b.Slice(start, b.length - start)

    /// <summary>Some of the bytes, not copied.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The range is not inside the slice.</exception>
    member b.Slice(start: int, count: int) : Bytes =
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uint32 start, uint32 b.length, nameof start)
        ArgumentOutOfRangeException.ThrowIfGreaterThan(uint32 count, uint32 (b.length - start), nameof count)

        match b.array with
        | null -> b
        | array -> Bytes(array, b.offset + start, count)

    /// <summary>A copy of the bytes.</summary>
    member b.ToArray() = b.Span.ToArray()

    /// <summary>The bytes, decoded as UTF-8.</summary>
    member b.ToUtf8String() = Encoding.UTF8.GetString b.Span

    /// <summary>Whether both hold the same bytes.</summary>
    member b.Equals(other: Bytes) = b.Span.SequenceEqual other.Span

    /// <inheritdoc/>
    override b.Equals(other: objnull) =
        match other with
        | :? Bytes as o -> b.Equals o
        | _ -> false

    /// <inheritdoc/>
    override b.GetHashCode() =
        let mutable hash = HashCode()
        hash.AddBytes b.Span
        hash.ToHashCode()

    /// <summary>The length and the first bytes in hexadecimal.</summary>
    override b.ToString() =
        let shown = min b.length 16
        let digits = Convert.ToHexStringLower(b.Span.Slice(0, shown))
        let more = if b.length > shown then ".." else ""
        let count = if b.length = 1 then "1 byte" else string b.length + " bytes"
        if b.length = 0 then count else String.Concat(count, " ", digits, more)

    interface IEquatable<Bytes> with
        member b.Equals other = b.Equals other

    /// <summary>Wraps a whole array without copying it.</summary>
    static member op_Implicit(array: byte[]) = Bytes array

    /// <summary>Wraps memory: without a copy if it is backed by an array, otherwise as a copy.</summary>
    static member op_Implicit(memory: ReadOnlyMemory<byte>) = Bytes.OfMemory memory

    /// <summary>A view of the bytes that can be stored.</summary>
    static member op_Implicit(bytes: Bytes) : ReadOnlyMemory<byte> = bytes.Memory

    /// <summary>Whether both hold the same bytes.</summary>
    static member op_Equality(a: Bytes, b: Bytes) = a.Equals b

    /// <summary>Whether the two differ.</summary>
    static member op_Inequality(a: Bytes, b: Bytes) = not (a.Equals b)

/// <summary>A tagged field that the schema does not know. It is kept as received and written again.</summary>
[<Struct; IsReadOnly; NoComparison>]
type TaggedField =
    {
        /// The field's number.
        Tag: int
        /// The field's data, without tag and size.
        Data: Bytes
    }
