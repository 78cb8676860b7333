/// Hand-written straight-line codecs: what KafkaWire's own are measured against. FROZEN: a change here moves every ratio.
///
/// They are written for speed, as one would without a schema: a reader on the stack and a writer that the caller keeps, both over
/// a byte[]; the fixed fields between two variable ones are taken in one piece, with one check of the bounds (reading) or of the
/// room (writing), and then loaded or stored unaligned; versions are branches on an argument; structs are static functions, called
/// directly; nothing is virtual. Texts go through Encoding.UTF8 and int arrays through BinaryPrimitives.ReverseEndianness, the
/// vectorised routines of .NET. The records are KafkaWire's, so both sides make and take the same objects.
module KafkaWire.Benchmarks.HandWritten

open System
open System.Buffers.Binary
open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Text
open KafkaWire

exception Malformed of string * Position: int

/// Raises. The JIT sees that it does not return, and keeps it out of line.
let malformed (what: string) (position: int) : unit = raise (Malformed(what, position))

/// A cursor over a body.
[<Struct; NoEquality; NoComparison>]
type Reader =
    val Buffer: byte[]
    val mutable Position: int
    val End: int

    new(bytes: Bytes) =
        let segment = bytes.Segment

        { Buffer = Unchecked.nonNull segment.Array; Position = segment.Offset; End = segment.Offset + segment.Count }

    /// Steps over so many bytes, which are there; returns where they begin.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Take(count: int) : int =
        let p = r.Position

        if uint32 count > uint32 (r.End - p) then malformed "the bytes end too early" p

        r.Position <- p + count
        p

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.At(p: int) : byref<byte> = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference r.Buffer, p)

    member r.Int8(p: int) : sbyte = sbyte (r.At p)
    member r.Bool(p: int) : bool = r.At p <> 0uy

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int16(p: int) : int16 = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int16> &(r.At p))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int32(p: int) : int = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int> &(r.At p))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Int64(p: int) : int64 = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int64> &(r.At p))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Uuid(p: int) : Uuid = Uuid(uint64 (r.Int64 p), uint64 (r.Int64(p + 8)))

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.ErrorCode(p: int) : ErrorCode = LanguagePrimitives.EnumOfValue<int16, ErrorCode>(r.Int16 p)

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member r.LongVarint() : int =
        let start = r.Position
        let mutable result = 0
        let mutable shift = 0
        let mutable more = true

        while more do
            let b = r.At(r.Take 1)
            result <- result ||| (int (b &&& 0x7Fuy) <<< shift)
            shift <- shift + 7
            more <- b >= 0x80uy

            if more && shift > 28 then malformed "a varint has more than 5 bytes" start

        result

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Varint() : int =
        let p = r.Position

        if p < r.End && r.At p < 0x80uy then
            r.Position <- p + 1
            int (r.At p)
        else
            r.LongVarint()

    member r.NullableString(flexible: bool) : string | null =
        let n = if flexible then r.Varint() - 1 else int (r.Int16(r.Take 2))

        if n < 0 then
            null
        else
            if n > 0x7fff then malformed "a string is too long" r.Position

            Encoding.UTF8.GetString(r.Buffer, r.Take n, n)

    member r.String(flexible: bool) : string =
        let n = if flexible then r.Varint() - 1 else int (r.Int16(r.Take 2))

        if n < 0 || n > 0x7fff then malformed "a string is null or too long" r.Position

        Encoding.UTF8.GetString(r.Buffer, r.Take n, n)

    member r.NullableBytes(flexible: bool) : Nullable<Bytes> =
        let n = if flexible then r.Varint() - 1 else r.Int32(r.Take 4)
        if n < 0 then Nullable() else Nullable(Bytes(r.Buffer, r.Take n, n))

    /// The count of an array; negative for null. The elements can be there, by the bytes that are left.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.NullableCount(flexible: bool, least: int) : int =
        let n = if flexible then r.Varint() - 1 else r.Int32(r.Take 4)

        if int64 n * int64 least > int64 (r.End - r.Position) then
            malformed "an array is longer than the bytes left" r.Position

        n

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.Count(flexible: bool, least: int) : int =
        let n = r.NullableCount(flexible, least)

        if n < 0 then malformed "an array is null" r.Position

        n

    member r.Int32s(flexible: bool) : int[] =
        let n = r.Count(flexible, 4)

        if n = 0 then
            Array.Empty<int>()
        else
            let numbers: int[] = GC.AllocateUninitializedArray<int> n
            let source = ReadOnlySpan<byte>(r.Buffer, r.Take(4 * n), 4 * n)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int> source, Span<int> numbers)
            numbers

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member r.SomeUnknownTags(count: int) : TaggedField[] =
        if count < 0 || count > (r.End - r.Position) / 2 then
            malformed "there are more tagged fields than bytes" r.Position

        let fields: TaggedField[] = Array.zeroCreate count

        for i = 0 to count - 1 do
            let tag = r.Varint()
            let size = r.Varint()
            fields[i] <- { Tag = tag; Data = Bytes(r.Buffer, r.Take size, size) }

        fields

    /// The tagged fields of a struct that has none of its own.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member r.UnknownTags(flexible: bool) : TaggedField[] =
        let count = if flexible then r.Varint() else 0

        if count = 0 then Array.Empty<TaggedField>() else r.SomeUnknownTags count

    /// The tagged field at hand, which the struct does not know, behind the ones before it.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member r.UnknownTag(tag: int, size: int, before: TaggedField[]) : TaggedField[] =
        Array.append before [| { Tag = tag; Data = Bytes(r.Buffer, r.Take size, size) } |]

/// A growing array, written from the start; the caller keeps it for the next message.
[<Sealed>]
type Writer() =
    [<DefaultValue>]
    val mutable Position: int

    member val Buffer: byte[] = Array.zeroCreate 4096 with get, set

    member w.Written = ReadOnlySpan<byte>(w.Buffer, 0, w.Position)

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member w.Grow(count: int) : unit =
        let larger: byte[] = Array.zeroCreate (max (2 * w.Buffer.Length) (w.Position + count))
        Buffer.BlockCopy(w.Buffer, 0, larger, 0, w.Position)
        w.Buffer <- larger

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Reserve(count: int) : unit = if w.Buffer.Length - w.Position < count then w.Grow count

    /// Steps over so many bytes, for which there is room; returns where they begin.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Take(count: int) : int =
        w.Reserve count
        let p = w.Position
        w.Position <- p + count
        p

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.At(p: int) : byref<byte> = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference w.Buffer, p)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Int8(p: int, x: sbyte) : unit =
        let at = &w.At p
        at <- byte x

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Bool(p: int, x: bool) : unit =
        let at = &w.At p
        at <- (if x then 1uy else 0uy)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Int16(p: int, x: int16) : unit = Unsafe.WriteUnaligned(&w.At p, BinaryPrimitives.ReverseEndianness x)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Int32(p: int, x: int) : unit = Unsafe.WriteUnaligned(&w.At p, BinaryPrimitives.ReverseEndianness x)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Int64(p: int, x: int64) : unit = Unsafe.WriteUnaligned(&w.At p, BinaryPrimitives.ReverseEndianness x)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Uuid(p: int, x: Uuid) : unit =
        w.Int64(p, int64 x.High)
        w.Int64(p + 8, int64 x.Low)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.ErrorCode(p: int, x: ErrorCode) : unit = w.Int16(p, LanguagePrimitives.EnumToValue x)

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member w.LongVarint(x: int) : unit =
        w.Reserve 5
        let mutable p = w.Position
        let mutable rest = uint32 x

        while rest >= 0x80u do
            w.Int8(p, sbyte (rest ||| 0x80u))
            rest <- rest >>> 7
            p <- p + 1

        w.Int8(p, sbyte rest)
        w.Position <- p + 1

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Varint(x: int) : unit = if uint32 x < 0x80u then w.Int8(w.Take 1, sbyte x) else w.LongVarint x

    member w.String(flexible: bool, text: string) : unit =
        if flexible && text.Length <= 42 then
            // 42 chars are at most 126 bytes, and 127 is the largest varint of one byte: the length is put in afterwards.
            w.Reserve 127
            let p = w.Position
            let n = Encoding.UTF8.GetBytes(text, 0, text.Length, w.Buffer, p + 1)
            w.Int8(p, sbyte (n + 1))
            w.Position <- p + 1 + n
        else
            let n = Encoding.UTF8.GetByteCount text

            if n > 0x7fff then malformed "a string is too long" w.Position

            if flexible then w.Varint(n + 1) else w.Int16(w.Take 2, int16 n)

            w.Reserve n
            w.Position <- w.Position + Encoding.UTF8.GetBytes(text, 0, text.Length, w.Buffer, w.Position)

    member w.NullableString(flexible: bool, text: string | null) : unit =
        match text with
        | null -> if flexible then w.Int8(w.Take 1, 0y) else w.Int16(w.Take 2, -1s)
        | text -> w.String(flexible, text)

    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.Count(flexible: bool, n: int) : unit = if flexible then w.Varint(n + 1) else w.Int32(w.Take 4, n)

    member w.NullableBytes(flexible: bool, bytes: Nullable<Bytes>) : unit =
        if bytes.HasValue then
            let span = bytes.GetValueOrDefault().Span
            w.Count(flexible, span.Length)
            let p = w.Take span.Length
            span.CopyTo(Span<byte>(w.Buffer, p, span.Length))
        else
            w.Count(flexible, -1)

    member w.Int32s(flexible: bool, numbers: int[]) : unit =
        w.Count(flexible, numbers.Length)
        let size = 4 * numbers.Length
        let p = w.Take size
        let destination = Span<byte>(w.Buffer, p, size)
        BinaryPrimitives.ReverseEndianness(ReadOnlySpan<int> numbers, MemoryMarshal.Cast<byte, int> destination)

    /// The unknown tagged fields that stand before a tag, from the next one on; returns the one after them.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member w.UnknownTagsBefore(limit: int, fields: TaggedField[], next: int) : int =
        let mutable i = next

        while i < fields.Length && fields[i].Tag < limit do
            let data = fields[i].Data
            w.Varint fields[i].Tag
            w.Varint data.Length
            let p = w.Take data.Length
            data.Span.CopyTo(Span<byte>(w.Buffer, p, data.Length))
            i <- i + 1

        if i < fields.Length && fields[i].Tag = limit then
            malformed "an unknown tagged field has the tag of a known one" w.Position

        i

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member w.SomeUnknownTags(flexible: bool, fields: TaggedField[]) : unit =
        if not flexible then malformed "the version has no tagged fields" w.Position

        w.Varint fields.Length
        w.UnknownTagsBefore(Int32.MaxValue, fields, 0) |> ignore<int>

    /// The tagged fields of a struct that has none of its own.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member w.UnknownTags(flexible: bool, fields: TaggedField[]) : unit =
        if fields.Length > 0 then w.SomeUnknownTags(flexible, fields)
        elif flexible then w.Int8(w.Take 1, 0y)

    /// The number and the size of a tagged field.
    member w.Tag(tag: int, size: int) : unit =
        w.Varint tag
        w.Varint size

    /// The number of a tagged field, and one byte for its size; returns where it begins.
    member w.BeginTag(tag: int) : int =
        w.Varint tag
        w.Take 1 + 1

    /// Puts in the size of a tagged field, which moves if that takes more than a byte.
    member w.EndTag(start: int) : unit =
        let size = w.Position - start

        if size < 0x80 then
            w.Int8(start - 1, sbyte size)
        else
            let prefix = (38 - BitOperations.LeadingZeroCount(uint32 size)) / 7
            w.Take(prefix - 1) |> ignore<int>
            Buffer.BlockCopy(w.Buffer, start, w.Buffer, start + prefix - 1, size)
            let finish = w.Position
            w.Position <- start - 1
            w.Varint size
            w.Position <- finish

/// A field whose value the version cannot carry.
[<MethodImpl(MethodImplOptions.NoInlining)>]
let notInVersion (name: string) (w: Writer) : unit = malformed (name + " is not in this version") w.Position
