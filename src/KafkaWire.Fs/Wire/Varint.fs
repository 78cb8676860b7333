namespace KafkaWire

open System
open System.ComponentModel
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// <summary>Varints: 7 bits a byte, the lowest first. Every byte but the last has its top bit set.</summary>
/// <remarks>The checked form. Where the caller has made sure of the bytes, hot paths read the first bytes themselves: <c>WireReader.UnsignedVarint</c>,
/// <c>RecordVarint</c>.</remarks>
[<AbstractClass; Sealed; EditorBrowsable(EditorBrowsableState.Never)>]
type Varint =

    /// <summary>The most bytes of a varint of 32 bits.</summary>
    static member MaxSize = 5

    /// <summary>The most bytes of a varint of 64 bits.</summary>
    static member MaxLongSize = 10

    /// <summary>Reads an unsigned varint at the start of bytes, as Java does: overlong forms are accepted, and bits above 64 are lost.</summary>
    /// <param name="bytes">The bytes, which may go on behind the varint.</param>
    /// <param name="most">The most bytes that the varint may have.</param>
    /// <param name="value">The value; 0 if there is none.</param>
    /// <returns>The number of bytes that it has; 0 if the bytes end before it does, -1 if it is longer than <paramref name="most"/> bytes.</returns>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member TryRead(bytes: ReadOnlySpan<byte>, most: int, [<Out>] value: byref<uint64>) : int =
        let mutable result = 0UL
        let mutable size = if bytes.Length < most then 0 else -1
        let mutable left = min most bytes.Length
        let mutable i = 0

        while i < left do
            let b = bytes[i]
            result <- result ||| (uint64 (b &&& 0x7Fuy) <<< (7 * i))
            i <- i + 1

            if b < 0x80uy then
                size <- i
                left <- 0

        value <- (if size > 0 then result else 0UL)
        size

    /// Reads an unsigned varint of 32 bits at a position, which moves behind it. The offset of an error is counted from the start of the bytes.
    static member internal Read(bytes: Bytes, position: byref<int>) : int =
        let mutable value = 0UL
        let size = Varint.TryRead((bytes.Slice position).Span, Varint.MaxSize, &value)

        if size < 0 then raise (WireException(WireError.MalformedVarint Varint.MaxSize, int64 position))
        elif size = 0 then raise (WireException(WireError.InsufficientBytes(1L, 0L), int64 bytes.Length))

        position <- position + size
        int value

    /// The number of bytes of an unsigned varint of 32 bits: ceil(significant bits / 7), where 0 has one significant bit.
    static member internal SizeOf(n: uint32) : int = (38 - BitOperations.LeadingZeroCount(n ||| 1u)) / 7

    /// The number of bytes of an unsigned varint of 64 bits.
    static member internal SizeOf(n: uint64) : int = (70 - BitOperations.LeadingZeroCount(n ||| 1UL)) / 7

    /// The zig-zag form of a signed number: small for small numbers of either sign.
    static member inline internal Zigzag(n: int) : uint32 = uint32 ((n <<< 1) ^^^ (n >>> 31))

    /// The zig-zag form of a signed number of 64 bits.
    static member inline internal Zigzag(n: int64) : uint64 = uint64 ((n <<< 1) ^^^ (n >>> 63))

    /// The signed number of a zig-zag form.
    static member inline internal Unzigzag(n: int) : int = int (uint32 n >>> 1) ^^^ -(n &&& 1)

    /// The signed number of a zig-zag form of 64 bits.
    static member inline internal Unzigzag(n: int64) : int64 = int64 (uint64 n >>> 1) ^^^ -(n &&& 1L)
