namespace KafkaWire.Schema.Words

open System
open System.Runtime.CompilerServices
open KafkaWire
open KafkaWire.Schema

/// <summary>The vocabulary of schemas, first part: version ranges and values.</summary>
[<AutoOpen>]
module Values =

    /// <summary><c>since n</c> is version n and all later versions.</summary>
    /// <example><code>
    /// since 3    // 3+
    /// </code></example>
    let inline since (first: int) : VersionsCode =
        VersionsCode(fun op v d ->
            match op with
            | VersionsOp.Contains -> v >= first
            | VersionsOp.IsIgnorable -> false
            | VersionsOp.Describe -> d.Range(first, 32767)
            | _ -> VersionsOp.unknown op)

    /// <summary><c>versions a b</c> is version a to version b, both included.</summary>
    /// <example><code>
    /// versions 0 12    // 0-12
    /// versions 4 4     // 4
    /// </code></example>
    let inline versions (first: int) (last: int) : VersionsCode =
        VersionsCode(fun op v d ->
            match op with
            | VersionsOp.Contains -> v >= first && v <= last
            | VersionsOp.IsIgnorable -> false
            | VersionsOp.Describe -> d.Range(first, last)
            | _ -> VersionsOp.unknown op)

    /// <summary><c>always</c> is <c>since 0</c>.</summary>
    /// <example><code>
    /// always    // 0+
    /// </code></example>
    let inline always<'u> : VersionsCode =
        VersionsCode(fun op _ d ->
            match op with
            | VersionsOp.Contains -> true
            | VersionsOp.IsIgnorable -> false
            | VersionsOp.Describe -> d.Range(0, 32767)
            | _ -> VersionsOp.unknown op)

    /// <summary><c>never</c> is no versions: the flexible versions of a message that has none.</summary>
    /// <example><code>
    /// never    // none
    /// </code></example>
    let inline never<'u> : VersionsCode =
        VersionsCode(fun op _ d ->
            match op with
            | VersionsOp.Contains
            | VersionsOp.IsIgnorable -> false
            | VersionsOp.Describe -> d.Range(0, -1)
            | _ -> VersionsOp.unknown op)

    /// <summary><c>ignorable vs</c> is <c>vs</c>, but in other versions the writer omits the field, whatever its value.</summary>
    /// <remarks>Without it, a value other than the default is FieldNotInVersion in a version without the field.</remarks>
    /// <example><code>
    /// let! epoch = field "Epoch" _.Epoch int16 (ignorable (since 3))
    /// // v3, 5s      00 05
    /// // v2, 5s      no bytes
    /// </code></example>
    let inline ignorable ([<InlineIfLambda>] vs: VersionsCode) : VersionsCode =
        VersionsCode(fun op v d ->
            match op with
            | VersionsOp.Contains -> vs.Invoke(VersionsOp.Contains, v, d)
            | VersionsOp.IsIgnorable -> true
            | VersionsOp.Describe ->
                vs.Invoke(VersionsOp.Describe, v, d) |> ignore<bool>
                d.Ignorable <- true
                true
            | _ -> VersionsOp.unknown op)

    /// <summary>The code of a fixed-width value, read from and written to the array directly: the basis of the primitives.</summary>
    let inline fixedIn
        (width: int)
        (primitive: Primitive)
        ([<InlineIfLambda>] read: WireReader -> byte[] -> int -> 'T)
        ([<InlineIfLambda>] write: WireWriter -> byte[] -> int -> 'T -> unit)
        ([<InlineIfLambda>] equal: 'T -> 'T -> bool)
        : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                (match n with
                 | 1 -> ()
                 | _ -> r.Need(pos, width))

                pos <- pos + width
                read r b (pos - width)
            | Op.Write ->
                write w b pos x
                pos <- pos + width
                x
            | Op.Describe ->
                d.Shape <- Shape.Primitive primitive
                x
            | Op.IsDefault ->
                pos <- (if equal x Unchecked.defaultof<'T> then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if equal x y then 1 else 0)
                x
            | Op.Minimum ->
                pos <- width
                x
            | Op.IsFixed ->
                pos <- 1
                x
            | Op.Default -> Unchecked.defaultof<'T>
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<'T>()
            | Op.IsMapped -> x
            // The type cannot be null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary>The code of a fixed-width value: the building block for custom values.</summary>
    /// <param name="width">The number of bytes.</param>
    /// <param name="primitive">The type in the shape.</param>
    /// <param name="read">Reads at a position that has been checked.</param>
    /// <param name="write">Writes at a position that has room.</param>
    /// <param name="equal">Compares two values.</param>
    let inline fixedWidth
        (width: int)
        (primitive: Primitive)
        ([<InlineIfLambda>] read: WireReader -> int -> 'T)
        ([<InlineIfLambda>] write: WireWriter -> int -> 'T -> unit)
        ([<InlineIfLambda>] equal: 'T -> 'T -> bool)
        : Value<'T> =
        fixedIn width primitive (fun r _ p -> read r p) (fun w _ p x -> write w p x) equal

    /// <summary><c>bool</c> is one byte: 0 is false, any other value is true; true is written as 1.</summary>
    /// <example><code>
    /// bool
    /// // true     01
    /// // false    00
    /// // 05       reads as true
    /// </code></example>
    let inline bool<'u> : Value<bool> =
        fixedIn 1 Primitive.Bool (fun _ b p -> Unaligned.Bool(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: bool))) (fun x y -> x = y)

    /// <summary><c>int8</c> is one byte, signed.</summary>
    /// <example><code>
    /// int8
    /// // -2y   fe
    /// </code></example>
    let inline int8<'u> : Value<sbyte> =
        fixedIn 1 Primitive.Int8 (fun _ b p -> Unaligned.Int8(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: sbyte))) (fun x y -> x = y)

    /// <summary><c>int16</c> is 2 bytes, signed, the most significant first.</summary>
    /// <example><code>
    /// int16
    /// // -2s   ff fe
    /// </code></example>
    let inline int16<'u> : Value<int16> =
        fixedIn 2 Primitive.Int16 (fun _ b p -> Unaligned.Int16(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: int16))) (fun x y -> x = y)

    /// <summary><c>uint16</c> is 2 bytes, unsigned, the most significant first.</summary>
    /// <example><code>
    /// uint16
    /// // 65534us   ff fe
    /// </code></example>
    let inline uint16<'u> : Value<uint16> =
        fixedIn 2 Primitive.UInt16 (fun _ b p -> Unaligned.UInt16(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: uint16))) (fun x y -> x = y)

    /// <summary><c>int32</c> is 4 bytes, signed, the most significant first.</summary>
    /// <example><code>
    /// int32
    /// // -2   ff ff ff fe
    /// </code></example>
    let inline int32<'u> : Value<int> =
        fixedIn 4 Primitive.Int32 (fun _ b p -> Unaligned.Int32(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: int))) (fun x y -> x = y)

    /// <summary><c>uint32</c> is 4 bytes, unsigned, the most significant first.</summary>
    /// <example><code>
    /// uint32
    /// // 4294967294u   ff ff ff fe
    /// </code></example>
    let inline uint32<'u> : Value<uint32> =
        fixedIn
            4
            Primitive.UInt32
            (fun _ b p -> Operators.uint32 (Unaligned.Int32(b, p)))
            (fun _ b p x -> Unaligned.Put(b, p, Operators.int (x: uint32)))
            (fun x y -> x = y)

    /// <summary><c>int64</c> is 8 bytes, signed, the most significant first.</summary>
    /// <example><code>
    /// int64
    /// // -2L   ff ff ff ff ff ff ff fe
    /// </code></example>
    let inline int64<'u> : Value<int64> =
        fixedIn 8 Primitive.Int64 (fun _ b p -> Unaligned.Int64(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: int64))) (fun x y -> x = y)

    /// <summary><c>float64</c> is 8 bytes: IEEE 754, the most significant first.</summary>
    /// <example><code>
    /// float64
    /// // 1.5   3f f8 00 00 00 00 00 00
    /// </code></example>
    let inline float64<'u> : Value<float> =
        fixedIn 8 Primitive.Float64 (fun _ b p -> Unaligned.Float64(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: float))) (fun x y -> x.Equals y)

    /// <summary><c>uuid</c> is 16 bytes, the most significant first.</summary>
    /// <example><code>
    /// uuid
    /// // Uuid.Parse "AAAAAAAAAAAAAAAAAAABAg"   00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 02
    /// </code></example>
    let inline uuid<'u> : Value<Uuid> =
        fixedIn 16 Primitive.Uuid (fun _ b p -> Unaligned.Uuid(b, p)) (fun _ b p x -> Unaligned.Put(b, p, (x: Uuid))) (fun x y -> x.Equals(y: Uuid))

    /// <summary><c>errorCode</c> is an int16, the error code; unknown codes survive.</summary>
    /// <example><code>
    /// errorCode
    /// // ErrorCode.NotLeaderOrFollower          00 06
    /// // LanguagePrimitives.EnumOfValue 999s    03 e7
    /// </code></example>
    let inline errorCode<'u> : Value<ErrorCode> =
        fixedIn
            2
            Primitive.ErrorCode
            (fun _ b p -> LanguagePrimitives.EnumOfValue<int16, ErrorCode>(Unaligned.Int16(b, p)))
            (fun _ b p x -> Unaligned.Put(b, p, LanguagePrimitives.EnumToValue x))
            (fun x y -> LanguagePrimitives.EnumToValue x = LanguagePrimitives.EnumToValue y)

    /// <summary><c>string</c> is a length and UTF-8 of at most 32767 bytes. The length is an int16, compact in flexible versions.</summary>
    /// <example><code>
    /// string     // flexible from v2
    /// // v1, "abc"                00 03 61 62 63
    /// // v2, "abc"                04 61 62 63
    /// // v1, null                 NullNotAllowed
    /// // v1, String('\ud83d', 1)   UnpairedSurrogate
    /// // v1, ff ff                reads as NullNotAllowed
    /// // v2, 03 61 ff             reads as "a\ufffd"
    /// </code></example>
    let inline string<'u> : Value<string> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let text = r.String pos
                pos <- r.Position
                text
            | Op.Write ->
                pos <- w.String(pos, x)
                x
            | Op.Describe ->
                d.Shape <- Shape.Primitive Primitive.String
                x
            | Op.ReadNullable ->
                let text = r.NullableString pos
                pos <- r.Position
                Unchecked.nonNull text
            | Op.WriteNullable ->
                pos <- w.NullableString(pos, x)
                x
            | Op.IsDefault ->
                pos <- (if String.Equals(x, "") then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if String.Equals(x, y) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.Default -> ""
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<string>()
            | Op.IsMapped -> x
            | _ -> Op.unknown op)

    /// <summary><c>classicString</c> is a <c>string</c> whose length is an int16 in every version, like the client id in a header.</summary>
    /// <example><code>
    /// classicString     // flexible from v2
    /// // v1, "abc"          00 03 61 62 63
    /// // v2, "abc"          00 03 61 62 63
    /// </code></example>
    let inline classicString<'u> : Value<string> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let text = r.ClassicString pos
                pos <- r.Position
                text
            | Op.Write ->
                pos <- w.ClassicString(pos, x)
                x
            | Op.Describe ->
                d.Shape <- Shape.Primitive Primitive.ClassicString
                x
            | Op.ReadNullable ->
                let text = r.NullableClassicString pos
                pos <- r.Position
                Unchecked.nonNull text
            | Op.WriteNullable ->
                pos <- w.NullableClassicString(pos, x)
                x
            | Op.IsDefault ->
                pos <- (if String.Equals(x, "") then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if String.Equals(x, y) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- 2
                x
            | Op.IsFixed -> x
            | Op.Default -> ""
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<string>()
            | Op.IsMapped -> x
            | _ -> Op.unknown op)

    /// <summary>The code behind <c>bytes</c> and <c>records</c>.</summary>
    let inline bytesOf (primitive: Primitive) : Value<Bytes> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let slice = r.Bytes pos
                pos <- r.Position
                slice
            | Op.Write ->
                pos <- w.Bytes(pos, x)
                x
            | Op.Describe ->
                d.Shape <- Shape.Primitive primitive
                x
            | Op.IsDefault ->
                pos <- (if (x: Bytes).Length = 0 then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if x.Equals(y: Bytes) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.Default -> Unchecked.defaultof<Bytes>
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<Bytes>()
            | Op.IsMapped -> x
            // Nullable bytes have a type of their own: see nullableBytes.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary><c>bytes</c> is a length and bytes, read as a slice of the frame. The length is an int32, compact in flexible versions.</summary>
    /// <example><code>
    /// bytes     // flexible from v2
    /// // v1, Bytes.OfHex "0a0b"   00 00 00 02 0a 0b
    /// // v2, Bytes.OfHex "0a0b"   03 0a 0b
    /// </code></example>
    let inline bytes<'u> : Value<Bytes> = bytesOf Primitive.Bytes

    /// <summary><c>records</c> is <c>bytes</c> with record data.</summary>
    /// <example><code>
    /// records     // flexible from v2
    /// // v1, Bytes.Empty   00 00 00 00
    /// // v2, Bytes.Empty   01
    /// </code></example>
    let inline records<'u> : Value<Bytes> = bytesOf Primitive.Records

    /// <summary>The code behind <c>nullableBytes</c> and <c>nullableRecords</c>. The default is null for records, otherwise no bytes.</summary>
    let inline nullableBytesOf (primitive: Primitive) ([<InlineIfLambda>] vs: VersionsCode) : Value<Nullable<Bytes>> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                if vs.Invoke(VersionsOp.Contains, r.Version, d) then
                    let slice = r.NullableBytes pos
                    pos <- r.Position
                    slice
                else
                    let slice = r.Bytes pos
                    pos <- r.Position
                    Nullable slice
            | Op.Write ->
                (if not x.HasValue && not (vs.Invoke(VersionsOp.Contains, w.Version, d)) then w.NullNotAllowed pos)

                pos <- w.NullableBytes(pos, x)
                x
            | Op.Describe ->
                let versions = d.Versions
                let ignorable = d.Ignorable
                vs.Invoke(VersionsOp.Describe, 0, d) |> ignore<bool>
                d.Shape <- Shape.Nullable(Shape.Primitive primitive, d.Versions)
                d.Versions <- versions
                d.Ignorable <- ignorable
                x
            | Op.IsDefault ->
                pos <-
                    (match primitive with
                     | Primitive.Records -> if x.HasValue then 0 else 1
                     | _ -> if x.HasValue && x.GetValueOrDefault().Length = 0 then 1 else 0)

                x
            | Op.Equals ->
                pos <-
                    (if x.HasValue <> y.HasValue then 0
                     elif x.GetValueOrDefault().Equals(y.GetValueOrDefault(): Bytes) then 1
                     else 0)

                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.Default ->
                match primitive with
                | Primitive.Records -> Nullable()
                | _ -> Nullable(Unchecked.defaultof<Bytes>)
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<Nullable<Bytes>>()
            | Op.IsMapped -> x
            // The type already includes null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary><c>nullableBytes n</c> is <c>bytes</c>, or null from version n.</summary>
    /// <example><code>
    /// nullableBytes 1     // flexible from v2
    /// // v0, Nullable()   NullNotAllowed
    /// // v1, Nullable()   ff ff ff ff
    /// // v2, Nullable()   00
    /// </code></example>
    let inline nullableBytes (first: int) : Value<Nullable<Bytes>> = nullableBytesOf Primitive.Bytes (since first)

    /// <summary>Null, to make it the default of <c>nullableBytes</c>: <c>fieldOr noBytes</c>. Otherwise the default is no bytes.</summary>
    /// <example><code>
    /// let! key = fieldOr noBytes "Key" _.Key (nullableBytes 1) (since 1)
    /// // v0, Nullable()              no bytes
    /// // v0, Nullable Bytes.Empty    FieldNotInVersion
    /// // v1, Nullable Bytes.Empty    00 00 00 00
    /// </code></example>
    let noBytes: Nullable<Bytes> = Nullable()

    /// <summary><c>nullableRecords n</c> is <c>records</c>, or null from version n. Its default is null.</summary>
    /// <example><code>
    /// nullableRecords 1     // flexible from v2
    /// // v0, Nullable()              NullNotAllowed
    /// // v1, Nullable()              ff ff ff ff
    /// // v2, Nullable Bytes.Empty    01
    /// </code></example>
    let inline nullableRecords (first: int) : Value<Nullable<Bytes>> = nullableBytesOf Primitive.Records (since first)

    /// <summary><c>nullableRecordsIn a b</c> is <c>records</c>, or null in versions a to b. Its default is null.</summary>
    /// <example><code>
    /// nullableRecordsIn 0 1     // flexible from v0
    /// // v1, Nullable()   00
    /// // v2, Nullable()   NullNotAllowed
    /// </code></example>
    let inline nullableRecordsIn (first: int) (last: int) : Value<Nullable<Bytes>> = nullableBytesOf Primitive.Records (versions first last)

    /// <summary><c>nullableFor vs c</c> is <c>c</c>, or null in versions <c>vs</c>. Elsewhere null is NullNotAllowed, for reader and writer.</summary>
    /// <remarks>Its default is the default of <c>c</c>, not null; for null, use <c>fieldOr null</c>.</remarks>
    /// <example><code>
    /// nullableFor (versions 2 7) string
    /// // v1, null    NullNotAllowed
    /// // v2, null    ff ff
    /// // v8, null    NullNotAllowed
    /// // v8, ff ff   reads as NullNotAllowed
    /// </code></example>
    let inline nullableFor ([<InlineIfLambda>] vs: VersionsCode) ([<InlineIfLambda>] c: Value<'T>) : Value<'T | null> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                if vs.Invoke(VersionsOp.Contains, r.Version, d) then
                    c.Invoke(Op.ReadNullable, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
                else
                    c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.Write ->
                if vs.Invoke(VersionsOp.Contains, w.Version, d) then
                    c.Invoke(Op.WriteNullable, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
                else
                    c.Invoke(Op.Write, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.Describe ->
                c.Invoke(Op.Describe, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos) |> ignore<'T>

                let versions = d.Versions
                let ignorable = d.Ignorable
                vs.Invoke(VersionsOp.Describe, 0, d) |> ignore<bool>
                d.Shape <- Shape.Nullable(d.Shape, d.Versions)
                d.Versions <- versions
                d.Ignorable <- ignorable
                x
            | Op.IsDefault -> c.Invoke(Op.IsDefault, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.Equals -> c.Invoke(Op.Equals, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.Minimum -> c.Invoke(Op.Minimum, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            // Null may have a different size than a value, so the size is not fixed.
            | Op.IsFixed -> x
            | Op.Default -> c.Invoke(Op.Default, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.TakePart ->
                (if isNull (box x) then
                     d.Part <- null
                 else
                     c.Invoke(Op.TakePart, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos) |> ignore<'T>)

                x
            | Op.MakePart ->
                if isNull d.Part then
                    Unchecked.defaultof<'T>
                else
                    c.Invoke(Op.MakePart, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            | Op.IsMapped -> c.Invoke(Op.IsMapped, 0, r, w, d, b, Unchecked.nonNull x, Unchecked.nonNull y, &pos)
            // The type already includes null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary><c>nullable n c</c> is <c>nullableFor (since n) c</c>: null is allowed from version n.</summary>
    /// <example><code>
    /// let! name = field "Name" _.Name (nullable 12 string) always     // flexible from v9
    /// // v11, null   NullNotAllowed
    /// // v12, null   00
    /// // v12, ""     01
    /// </code></example>
    let inline nullable (first: int) ([<InlineIfLambda>] c: Value<'T>) : Value<'T | null> = nullableFor (since first) c

    /// <summary><c>nullableIn a b c</c> is <c>nullableFor (versions a b) c</c>: null is allowed in versions a to b.</summary>
    /// <example><code>
    /// nullableIn 2 7 string     // flexible from v6
    /// // v2, null   ff ff
    /// // v7, null   00
    /// // v8, null   NullNotAllowed
    /// </code></example>
    let inline nullableIn (first: int) (last: int) ([<InlineIfLambda>] c: Value<'T>) : Value<'T | null> = nullableFor (versions first last) c

    /// <summary><c>structure codec</c> is a struct. If it is nullable, one byte comes first: -1 for null, otherwise 1.</summary>
    /// <example><code>
    /// structure pair     // pair: { A: int16; B: string }, flexible from v2
    /// // v1, { A = 1s; B = "x" }   00 01 00 01 78
    /// // v2, { A = 1s; B = "x" }   00 01 02 78 00
    /// nullable 1 (structure pair)
    /// // v0, null                  NullNotAllowed
    /// // v1, null                  ff
    /// // v1, { A = 1s; B = "x" }   01 00 01 00 01 78
    /// </code></example>
    let inline structure (codec: #ValueCodec<'T>) : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let value = codec.Read(r, pos)
                pos <- r.Position
                value
            | Op.Write ->
                pos <- Structs.write codec w pos x
                x
            | Op.Describe ->
                d.Shape <- codec.ValueShape
                x
            | Op.ReadNullable ->
                let value = Structs.readNullable codec r pos
                pos <- r.Position
                value
            | Op.WriteNullable ->
                pos <- Structs.writeNullable codec w pos x
                x
            | Op.IsDefault ->
                pos <- (if codec.IsDefault x then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if Structs.equals codec x y then 1 else 0)
                x
            | Op.Minimum ->
                pos <- codec.MinimumSize
                x
            | Op.IsFixed -> x
            | Op.Default -> codec.Default
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<'T>()
            | Op.IsMapped -> x
            | _ -> Op.unknown op)

    /// <summary><c>optional n codec</c> is a struct in a tagged field that may be null from version n: a varint comes first, 0 for null, otherwise 1.</summary>
    /// <example><code>
    /// let! pair = taggedOr 0 null "Pair" _.Pair (optional 0 pair) always     // pair: { A: int16; B: string }, flexible from v0
    /// // v0, null                  00
    /// // v0, { A = 1s; B = "x" }   01 00 06 01 00 01 02 78 00
    /// </code></example>
    let inline optional (first: int) (codec: #ValueCodec<'T>) : Value<'T | null> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let value = Structs.readOptional codec r pos
                pos <- r.Position
                value
            | Op.Write ->
                pos <- Structs.writeOptional codec w pos (Unchecked.nonNull x)
                x
            | Op.Describe ->
                d.Shape <- Shape.Nullable(codec.ValueShape, { First = Checked.int16 first; Last = 32767s })
                d.IsOptional <- true
                x
            | Op.IsDefault ->
                pos <- (if codec.IsDefault(Unchecked.nonNull x) then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if Structs.equals codec (Unchecked.nonNull x) (Unchecked.nonNull y) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.Default -> codec.Default
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<'T | null>()
            | Op.IsMapped -> x
            // The type already includes null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary>The code of an array whose elements are given by code. <c>array</c> picks it for primitives.</summary>
    let inline arrayOf ([<InlineIfLambda>] c: Value<'T>) : Value<'T[]> =
        Value(fun op n r w d b xs ys pos ->
            match op with
            | Op.Read ->
                let mutable least = 0

                c.Invoke(Op.Minimum, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &least)
                |> ignore<'T>

                let count = r.ArrayLength(pos, least, Unsafe.SizeOf<'T>())
                pos <- r.Position
                let items: 'T[] = Array.zeroCreate count

                for i = 0 to items.Length - 1 do
                    items[i] <- c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                items
            | Op.Write ->
                (if isNull (box xs) then w.NullNotAllowed pos)

                pos <- w.Settle(w.ArrayLength(pos, xs.Length))

                for i = 0 to xs.Length - 1 do
                    let now = w.Buffer
                    c.Invoke(Op.Write, 0, r, w, d, now, xs[i], Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                    pos <- w.Settle pos

                xs
            | Op.Describe ->
                c.Invoke(Op.Describe, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                |> ignore<'T>

                d.Shape <- Shape.Array d.Shape
                xs
            | Op.ReadNullable ->
                let mutable least = 0

                c.Invoke(Op.Minimum, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &least)
                |> ignore<'T>

                let count = r.NullableArrayLength(pos, least, Unsafe.SizeOf<'T>())
                pos <- r.Position

                if count < 0 then
                    Unchecked.defaultof<'T[]>
                else
                    let items: 'T[] = Array.zeroCreate count

                    for i = 0 to items.Length - 1 do
                        items[i] <- c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                    items
            | Op.WriteNullable ->
                (if isNull (box xs) then
                     pos <- w.ArrayLength(pos, -1)
                 else
                     pos <- w.Settle(w.ArrayLength(pos, xs.Length))

                     for i = 0 to xs.Length - 1 do
                         let now = w.Buffer
                         c.Invoke(Op.Write, 0, r, w, d, now, xs[i], Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                         pos <- w.Settle pos)

                xs
            | Op.IsDefault ->
                pos <- (if Arrays.isEmpty xs then 1 else 0)
                xs
            | Op.Equals ->
                pos <- (if Arrays.equals xs ys then 1 else 0)
                xs
            | Op.Minimum ->
                pos <- 1
                xs
            | Op.IsFixed -> xs
            | Op.Default -> Array.Empty<'T>()
            | Op.TakePart ->
                let mutable mapped = 0

                c.Invoke(Op.IsMapped, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &mapped)
                |> ignore<'T>

                (if mapped = 0 || isNull (box xs) then
                     d.Part <- box xs
                 else
                     let parts: objnull[] = Array.zeroCreate xs.Length

                     for i = 0 to xs.Length - 1 do
                         c.Invoke(Op.TakePart, 0, r, w, d, b, xs[i], Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                         parts[i] <- d.Part

                     d.Part <- parts)

                xs
            | Op.MakePart ->
                let mutable mapped = 0

                c.Invoke(Op.IsMapped, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &mapped)
                |> ignore<'T>

                if Arrays.isTyped<'T> d mapped then
                    d.PartAs<'T[]>()
                else
                    let parts = d.PartAs<Array>()
                    let items: 'T[] = Array.zeroCreate parts.Length

                    for i = 0 to items.Length - 1 do
                        d.Part <- parts.GetValue i
                        items[i] <- c.Invoke(Op.MakePart, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)

                    items
            | Op.IsMapped ->
                c.Invoke(Op.IsMapped, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                |> ignore<'T>

                xs
            | _ -> Op.unknown op)

    /// <summary>The code of an array of int32, whose byte order is converted all at once. <c>array int32</c> picks it.</summary>
    let inline int32s<'u> : Value<int[]> =
        Value(fun op n r w d b xs ys pos ->
            match op with
            | Op.Read ->
                let items = Arrays.readInt32s r pos
                pos <- r.Position
                items
            | Op.Write ->
                pos <- Arrays.writeInt32s w pos xs
                xs
            | Op.Describe ->
                d.Shape <- Shape.Array(Shape.Primitive Primitive.Int32)
                xs
            | Op.ReadNullable ->
                let items = Arrays.readNullableInt32s r pos
                pos <- r.Position
                items
            | Op.WriteNullable ->
                pos <- Arrays.writeNullableInt32s w pos xs
                xs
            | Op.IsDefault ->
                pos <- (if Arrays.isEmpty xs then 1 else 0)
                xs
            | Op.Equals ->
                pos <- (if Arrays.equals xs ys then 1 else 0)
                xs
            | Op.Minimum ->
                pos <- 1
                xs
            | Op.IsFixed -> xs
            | Op.Default -> Array.Empty<int>()
            | Op.TakePart ->
                d.Part <- box xs
                xs
            | Op.MakePart -> d.PartAs<int[]>()
            | Op.IsMapped -> xs
            | _ -> Op.unknown op)

    /// <summary>The code of an array of structs. <c>array</c> picks it for codecs.</summary>
    let inline arrayOfStructs (codec: #ValueCodec<'T>) : Value<'T[]> =
        Value(fun op n r w d b xs ys pos ->
            match op with
            | Op.Read ->
                let items = Structs.readArray codec r pos
                pos <- r.Position
                items
            | Op.Write ->
                pos <- Structs.writeArray codec w pos xs
                xs
            | Op.Describe ->
                d.Shape <- Shape.Array codec.ValueShape
                xs
            | Op.ReadNullable ->
                let items = Structs.readNullableArray codec r pos
                pos <- r.Position
                items
            | Op.WriteNullable ->
                pos <- Structs.writeNullableArray codec w pos xs
                xs
            | Op.IsDefault ->
                pos <- (if Arrays.isEmpty xs then 1 else 0)
                xs
            | Op.Equals ->
                pos <- (if Arrays.equals xs ys then 1 else 0)
                xs
            | Op.Minimum ->
                pos <- 1
                xs
            | Op.IsFixed -> xs
            | Op.Default -> Array.Empty<'T>()
            | Op.TakePart ->
                d.Part <- box xs
                xs
            | Op.MakePart -> d.PartAs<'T[]>()
            | Op.IsMapped -> xs
            | _ -> Op.unknown op)

    /// <summary><c>secret c</c> is <c>c</c>, but text forms do not show the value: a password, a token, a key.</summary>
    /// <example><code>
    /// let! password = field "Password" _.Password (secret string) always
    /// // "open sesame"   00 0b 6f 70 65 6e 20 73 65 73 61 6d 65
    /// // "open sesame"   is shown as Example { Password = *** }
    /// </code></example>
    let inline secret ([<InlineIfLambda>] c: Value<'T>) : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Describe ->
                c.Invoke(Op.Describe, 0, r, w, d, b, x, y, &pos) |> ignore<'T>
                d.Secret <- true
                x
            // Every other op, also a future one, is passed to the inner value.
            | op -> c.Invoke(op, n, r, w, d, b, x, y, &pos))

    /// <summary><c>withDefault value c</c> is <c>c</c> with another default.</summary>
    /// <param name="value">The default. A literal or a module-level name: anything else stops the flattening of the field.</param>
    /// <example><code>
    /// let! epoch = field "LeaderEpoch" _.LeaderEpoch (withDefault -1 int32) (since 7)
    /// // v6, -1    no bytes
    /// // v6, 0     FieldNotInVersion
    /// </code></example>
    let inline withDefault (value: 'T) ([<InlineIfLambda>] c: Value<'T>) : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Default -> value
            | Op.IsDefault -> c.Invoke(Op.Equals, n, r, w, d, b, x, value, &pos)
            // Every other op, also a future one, is passed to the inner value.
            | op -> c.Invoke(op, n, r, w, d, b, x, y, &pos))

/// <summary>The words whose meaning depends on the type of their argument.</summary>
[<AbstractClass; Sealed; AutoOpen>]
type ValueWords =
    /// <summary><c>array int32</c> is a count and that many int32.</summary>
    /// <example><code>
    /// array int32     // flexible from v2
    /// // v1, [| 1; -1 |]   00 00 00 02 00 00 00 01 ff ff ff ff
    /// // v2, [| 1; -1 |]   03 00 00 00 01 ff ff ff ff
    /// </code></example>
    static member inline array([<InlineIfLambda>] _c: Value<int>) : Value<int[]> = int32s

    /// <summary><c>array c</c> is a count and that many <c>c</c>. The count is an int32, compact in flexible versions.</summary>
    /// <example><code>
    /// array string     // flexible from v2
    /// // v1, [| "a"; "" |]        00 00 00 02 00 01 61 00 00
    /// // v2, [| "a"; "" |]        03 02 61 01
    /// // v1, ff ff ff ff          reads as NullNotAllowed
    /// // v1, 7f ff ff ff 00 00    reads as InsufficientBytes
    /// nullable 1 (array string)
    /// // v1, null                 ff ff ff ff
    /// </code></example>
    static member inline array([<InlineIfLambda>] c: Value<'T>) : Value<'T[]> = arrayOf c

    /// <summary><c>array codec</c> is a count and that many structs.</summary>
    /// <example><code>
    /// array pair     // pair: { A: int16; B: string }
    /// // [| { A = 1s; B = "x" } |]   00 00 00 01 00 01 00 01 78
    /// // [||]                        00 00 00 00
    /// </code></example>
    static member inline array(codec: #ValueCodec<'T>) : Value<'T[]> = arrayOfStructs codec
