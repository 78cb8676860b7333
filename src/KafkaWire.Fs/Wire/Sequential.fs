namespace KafkaWire

open System
open System.Runtime.CompilerServices

/// <summary>Reads one value after the other, each checked: for codecs written by hand.</summary>
[<Extension; AbstractClass; Sealed>]
type Reading =

    static member private Take(r: WireReader, width: int) : int =
        let position = r.Position
        r.Need(position, width)
        r.Position <- position + width
        position

    /// <summary>Reads one byte: any value but 0 is true.</summary>
    [<Extension>]
    static member ReadBool(r: WireReader) : bool = r.BoolAt(Reading.Take(r, 1))

    /// <summary>Reads one signed byte.</summary>
    [<Extension>]
    static member ReadInt8(r: WireReader) : sbyte = r.Int8At(Reading.Take(r, 1))

    /// <summary>Reads 2 bytes.</summary>
    [<Extension>]
    static member ReadInt16(r: WireReader) : int16 = r.Int16At(Reading.Take(r, 2))

    /// <summary>Reads 2 bytes, unsigned.</summary>
    [<Extension>]
    static member ReadUInt16(r: WireReader) : uint16 = r.UInt16At(Reading.Take(r, 2))

    /// <summary>Reads 4 bytes.</summary>
    [<Extension>]
    static member ReadInt32(r: WireReader) : int = r.Int32At(Reading.Take(r, 4))

    /// <summary>Reads 4 bytes, unsigned.</summary>
    [<Extension>]
    static member ReadUInt32(r: WireReader) : uint32 = uint32 (r.Int32At(Reading.Take(r, 4)))

    /// <summary>Reads 8 bytes.</summary>
    [<Extension>]
    static member ReadInt64(r: WireReader) : int64 = r.Int64At(Reading.Take(r, 8))

    /// <summary>Reads 8 bytes, IEEE 754.</summary>
    [<Extension>]
    static member ReadFloat64(r: WireReader) : float = r.Float64At(Reading.Take(r, 8))

    /// <summary>Reads 16 bytes.</summary>
    [<Extension>]
    static member ReadUuid(r: WireReader) : Uuid = r.UuidAt(Reading.Take(r, 16))

    /// <summary>Reads a zig-zag varint of 32 bits.</summary>
    [<Extension>]
    static member ReadVarint(r: WireReader) : int = r.Varint r.Position

    /// <summary>Reads a zig-zag varint of 64 bits.</summary>
    [<Extension>]
    static member ReadVarlong(r: WireReader) : int64 = r.Varlong r.Position

    /// <summary>Reads an unsigned varint of 32 bits.</summary>
    [<Extension>]
    static member ReadUnsignedVarint(r: WireReader) : uint32 = uint32 (r.UnsignedVarint r.Position)

    /// <summary>Reads a string with its length, which is compact in flexible versions.</summary>
    [<Extension>]
    static member ReadString(r: WireReader) : string = r.String r.Position

    /// <summary>Reads bytes with their length, which is compact in flexible versions, as a slice of the frame.</summary>
    [<Extension>]
    static member ReadBytes(r: WireReader) : Bytes = r.Bytes r.Position

    /// <summary>Reads the given number of bytes as a slice of the frame.</summary>
    /// <exception cref="T:KafkaWire.WireException">Fewer are left.</exception>
    [<Extension>]
    static member ReadRaw(r: WireReader, size: int) : Bytes =
        if size < 0 then r.Fail(WireError.LengthOutOfRange(int64 size, int64 Int32.MaxValue), r.Position)

        r.FixedBytes(r.Position, size)

    /// <summary>Reads an element count, compact in flexible versions, and checks that the bytes can hold so many elements.</summary>
    /// <param name="minimumSize">The minimum size of an element in bytes, at least 1.</param>
    /// <exception cref="T:KafkaWire.WireException">The count is negative, or the bytes or the memory budget cannot hold it.</exception>
    [<Extension>]
    static member ReadCount(r: WireReader, minimumSize: int) : int = r.ArrayLength(r.Position, max 1 minimumSize, minimumSize)

/// <summary>Writes one value after the other: for codecs written by hand.</summary>
[<Extension; AbstractClass; Sealed>]
type Writing =

    /// <summary>Writes one byte: 1 for true, 0 for false.</summary>
    [<Extension>]
    static member WriteBool(w: WireWriter, x: bool) : unit =
        w.BoolAt(w.Position, x)
        w.Position <- w.Settle(w.Position + 1)

    /// <summary>Writes one signed byte.</summary>
    [<Extension>]
    static member WriteInt8(w: WireWriter, x: sbyte) : unit =
        w.Int8At(w.Position, x)
        w.Position <- w.Settle(w.Position + 1)

    /// <summary>Writes 2 bytes.</summary>
    [<Extension>]
    static member WriteInt16(w: WireWriter, x: int16) : unit =
        w.Int16At(w.Position, x)
        w.Position <- w.Settle(w.Position + 2)

    /// <summary>Writes 2 bytes, unsigned.</summary>
    [<Extension>]
    static member WriteUInt16(w: WireWriter, x: uint16) : unit = Writing.WriteInt16(w, int16 x)

    /// <summary>Writes 4 bytes.</summary>
    [<Extension>]
    static member WriteInt32(w: WireWriter, x: int) : unit =
        w.Int32At(w.Position, x)
        w.Position <- w.Settle(w.Position + 4)

    /// <summary>Writes 4 bytes, unsigned.</summary>
    [<Extension>]
    static member WriteUInt32(w: WireWriter, x: uint32) : unit = Writing.WriteInt32(w, int x)

    /// <summary>Writes 8 bytes.</summary>
    [<Extension>]
    static member WriteInt64(w: WireWriter, x: int64) : unit =
        w.Int64At(w.Position, x)
        w.Position <- w.Settle(w.Position + 8)

    /// <summary>Writes 8 bytes, IEEE 754.</summary>
    [<Extension>]
    static member WriteFloat64(w: WireWriter, x: float) : unit = Writing.WriteInt64(w, BitConverter.DoubleToInt64Bits x)

    /// <summary>Writes 16 bytes.</summary>
    [<Extension>]
    static member WriteUuid(w: WireWriter, x: Uuid) : unit =
        w.UuidAt(w.Position, x)
        w.Position <- w.Settle(w.Position + 16)

    /// <summary>Writes a zig-zag varint of 32 bits.</summary>
    [<Extension>]
    static member WriteVarint(w: WireWriter, x: int) : unit = w.Position <- w.Settle(w.Varint(w.Position, x))

    /// <summary>Writes a zig-zag varint of 64 bits.</summary>
    [<Extension>]
    static member WriteVarlong(w: WireWriter, x: int64) : unit = w.Position <- w.Settle(w.Varlong(w.Position, x))

    /// <summary>Writes an unsigned varint of 32 bits.</summary>
    [<Extension>]
    static member WriteUnsignedVarint(w: WireWriter, x: uint32) : unit = w.Position <- w.Settle(w.UnsignedVarint(w.Position, int x))

    /// <summary>Writes a string with its length, which is compact in flexible versions.</summary>
    [<Extension>]
    static member WriteString(w: WireWriter, text: string) : unit = w.Position <- w.String(w.Position, text)

    /// <summary>Writes bytes with their length, which is compact in flexible versions.</summary>
    [<Extension>]
    static member WriteBytes(w: WireWriter, bytes: Bytes) : unit = w.Position <- w.Bytes(w.Position, bytes)

    /// <summary>Writes bytes without a length.</summary>
    [<Extension>]
    static member WriteRaw(w: WireWriter, bytes: ReadOnlySpan<byte>) : unit = w.Position <- w.Settle(w.Raw(w.Position, bytes))

    /// <summary>Writes an element count, compact in flexible versions.</summary>
    [<Extension>]
    static member WriteCount(w: WireWriter, count: int) : unit = w.Position <- w.Settle(w.ArrayLength(w.Position, count))
