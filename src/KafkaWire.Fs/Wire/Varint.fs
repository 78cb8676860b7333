namespace KafkaWire

open System
open System.ComponentModel
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// <summary>Varints: 7 bits per byte, the lowest first. Every byte but the last has its top bit set.</summary>
/// <remarks>These methods check every byte. Hot paths that have already checked read the first bytes themselves: <c>WireReader.UnsignedVarint</c>,
/// <c>RecordVarint</c>.</remarks>
[<AbstractClass; Sealed; EditorBrowsable(EditorBrowsableState.Never)>]
type Varint =

    /// <summary>The maximum length of a 32-bit varint in bytes.</summary>
    static member MaxSize = 5

    /// <summary>The maximum length of a 64-bit varint in bytes.</summary>
    static member MaxLongSize = 10

    /// <summary>Reads an unsigned varint at the start of bytes, as Java does: overlong forms are accepted, and bits above 64 are dropped.</summary>
    /// <param name="bytes">The bytes, which may continue after the varint.</param>
    /// <param name="most">The maximum length of the varint in bytes.</param>
    /// <param name="value">The value; 0 if the varint is incomplete or too long.</param>
    /// <returns>The length of the varint in bytes; 0 if the bytes end before it does, -1 if it is longer than <paramref name="most"/> bytes.</returns>
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

    /// Reads an unsigned 32-bit varint at a position and moves the position past it. The offset of an error counts from the start of the bytes.
    static member internal Read(bytes: Bytes, position: byref<int>) : int =
        let mutable value = 0UL
        let size = Varint.TryRead((bytes.Slice position).Span, Varint.MaxSize, &value)

        if size < 0 then raise (WireException(WireError.MalformedVarint Varint.MaxSize, int64 position))
        elif size = 0 then raise (WireException(WireError.InsufficientBytes(1L, 0L), int64 bytes.Length))

        position <- position + size
        int value

    /// The length of an unsigned 32-bit varint in bytes: ceil(significant bits / 7), where 0 has one significant bit.
    static member internal SizeOf(n: uint32) : int = (38 - BitOperations.LeadingZeroCount(n ||| 1u)) / 7

    /// The length of an unsigned 64-bit varint in bytes.
    static member internal SizeOf(n: uint64) : int = (70 - BitOperations.LeadingZeroCount(n ||| 1UL)) / 7

    /// The zig-zag form of a signed 32-bit number: small for small numbers of either sign.
    static member inline internal Zigzag(n: int) : uint32 = uint32 ((n <<< 1) ^^^ (n >>> 31))

    /// The zig-zag form of a signed 64-bit number.
    static member inline internal Zigzag(n: int64) : uint64 = uint64 ((n <<< 1) ^^^ (n >>> 63))

    /// The signed number for a 32-bit zig-zag form.
    static member inline internal Unzigzag(n: int) : int = int (uint32 n >>> 1) ^^^ -(n &&& 1)

    /// The signed number for a 64-bit zig-zag form.
    static member inline internal Unzigzag(n: int64) : int64 = int64 (uint64 n >>> 1) ^^^ -(n &&& 1L)
