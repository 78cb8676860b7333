namespace KafkaWire

open System
open System.Buffers.Binary
open System.ComponentModel
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// <summary>Loads and stores the protocol's primitives, big-endian, at any position of an array.</summary>
/// <remarks>
/// UNCHECKED. A reader loads only bytes that it has checked (<c>WireReader.Need</c>); a writer stores only into its slack
/// (<c>WireWriter.Settle</c>). The array is an argument, not a field of reader or writer, so that a codec keeps it in a register: the JIT
/// would load a field again after every store to memory.
/// </remarks>
[<AbstractClass; Sealed; EditorBrowsable(EditorBrowsableState.Never)>]
type Unaligned =
    /// <summary>The byte at a position.</summary>
    // Positions are never negative. An unsigned number is widened without an extra instruction.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member At(array: byte[], position: int) : byref<byte> =
        &Unsafe.Add(&MemoryMarshal.GetArrayDataReference array, unativeint (uint32 position))

    /// <summary>The byte at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Byte(array: byte[], position: int) : byte = Unaligned.At(array, position)

    /// <summary>The int8 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Int8(array: byte[], position: int) : sbyte = sbyte (Unaligned.At(array, position))

    /// <summary>The bool at a position: any byte but 0 is true.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Bool(array: byte[], position: int) : bool = Unaligned.At(array, position) <> 0uy

    /// <summary>The int16 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Int16(array: byte[], position: int) : int16 =
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int16>(&Unaligned.At(array, position)))

    /// <summary>The uint16 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member UInt16(array: byte[], position: int) : uint16 =
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint16>(&Unaligned.At(array, position)))

    /// <summary>The int32 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Int32(array: byte[], position: int) : int =
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(&Unaligned.At(array, position)))

    /// <summary>The int64 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Int64(array: byte[], position: int) : int64 =
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int64>(&Unaligned.At(array, position)))

    /// <summary>The float64 at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Float64(array: byte[], position: int) : float = BitConverter.Int64BitsToDouble(Unaligned.Int64(array, position))

    /// <summary>The UUID at a position.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Uuid(array: byte[], position: int) : Uuid =
        Uuid(uint64 (Unaligned.Int64(array, position)), uint64 (Unaligned.Int64(array, position + 8)))

    /// <summary>Stores an int8.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: sbyte) : unit =
        let at = &Unaligned.At(array, position)
        at <- byte x

    /// <summary>Stores a bool: 0 or 1.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: bool) : unit =
        let at = &Unaligned.At(array, position)
        at <- (if x then 1uy else 0uy)

    /// <summary>Stores an int16.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: int16) : unit =
        Unsafe.WriteUnaligned(&Unaligned.At(array, position), BinaryPrimitives.ReverseEndianness x)

    /// <summary>Stores a uint16.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: uint16) : unit =
        Unsafe.WriteUnaligned(&Unaligned.At(array, position), BinaryPrimitives.ReverseEndianness x)

    /// <summary>Stores an int32.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: int) : unit =
        Unsafe.WriteUnaligned(&Unaligned.At(array, position), BinaryPrimitives.ReverseEndianness x)

    /// <summary>Stores an int64.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: int64) : unit =
        Unsafe.WriteUnaligned(&Unaligned.At(array, position), BinaryPrimitives.ReverseEndianness x)

    /// <summary>Stores a float64.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: float) : unit = Unaligned.Put(array, position, BitConverter.DoubleToInt64Bits x)

    /// <summary>Stores a UUID.</summary>
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    static member Put(array: byte[], position: int, x: Uuid) : unit =
        Unaligned.Put(array, position, int64 x.High)
        Unaligned.Put(array, position + 8, int64 x.Low)
