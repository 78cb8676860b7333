namespace KafkaWire.Schema.Words

open System.ComponentModel
open KafkaWire
open KafkaWire.Schema

/// <summary>A message with the version that is written before it.</summary>
[<Struct; NoComparison>]
type Versioned<'T> =
    {
        /// The version of the message.
        Version: int16
        /// The message.
        Value: 'T
    }

/// Describes payloads; reads and writes messages that name their version. Plain code.
[<EditorBrowsable(EditorBrowsableState.Never)>]
module PayloadCode =

    /// Makes the shape described last the shape of a payload.
    let describe (d: Describer) (length: LengthPrefix voption) (version: PayloadVersion) : unit =
        d.Shape <- Shape.Payload(PayloadShape(d.Shape, length, version))

    /// Reads a message in the version that was read before it.
    let read (schema: MessageSchema<'T>) (r: WireReader) (start: int) (pos: int) (version: int16) : 'T =
        if not (schema.Versions.Contains version) then
            r.Fail(WireError.UnsupportedVersion(version, schema.Versions.First, schema.Versions.Last), start)

        let outer, wasFlexible = r.Version, r.Flexible
        r.BeginVersion(Operators.int version, schema.IsFlexible version)
        let value = schema.Codec.Read(r, pos)
        r.EndVersion(outer, wasFlexible)
        value

    /// Fails unless the schema has the version.
    let check (schema: MessageSchema<'T>) (w: WireWriter) (pos: int) (version: int16) : unit =
        if not (schema.Versions.Contains version) then
            w.Fail(WireError.UnsupportedVersion(version, schema.Versions.First, schema.Versions.Last), pos)

    /// Writes a message in the version that was written before it.
    let write (schema: MessageSchema<'T>) (w: WireWriter) (pos: int) (version: int16) (value: 'T) : int =
        let outer, wasFlexible = w.Version, w.Flexible
        w.BeginVersion(Operators.int version, schema.IsFlexible version)
        let finish = schema.Codec.Write(w, pos, value)
        w.EndVersion(outer, wasFlexible)
        finish

/// <summary>The vocabulary of schemas, fourth part: numbers of variable length, payloads, unions, and values that contain themselves.</summary>
[<AutoOpen>]
module Compound =

    /// <summary>The code of a value of variable length: the building block for varints and the like.</summary>
    let inline variable
        (least: int)
        (primitive: Primitive)
        ([<InlineIfLambda>] read: WireReader -> int -> 'T)
        ([<InlineIfLambda>] write: WireWriter -> int -> 'T -> int)
        (standard: 'T)
        : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let value = read r pos
                pos <- r.Position
                value
            | Op.Write ->
                pos <- w.Settle(write w pos x)
                x
            | Op.Describe ->
                d.Shape <- Shape.Primitive primitive
                x
            | Op.IsDefault ->
                pos <- (if x.Equals standard then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if x.Equals y then 1 else 0)
                x
            | Op.Minimum ->
                pos <- least
                x
            | Op.IsFixed -> x
            | Op.Default -> standard
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<'T>()
            | Op.IsMapped -> x
            // The type cannot be null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary><c>varint</c> is 1 to 5 bytes: a signed 32-bit number in zig-zag form, 7 bits a byte, the least significant first.</summary>
    /// <example><code>
    /// varint
    /// // -1     01
    /// // 300    d8 04
    /// </code></example>
    let inline varint<'u> : Value<int> = variable 1 Primitive.Varint (fun r p -> r.Varint p) (fun w p x -> w.Varint(p, x)) 0

    /// <summary><c>varlong</c> is 1 to 10 bytes: a signed 64-bit number in zig-zag form, 7 bits a byte, the least significant first.</summary>
    /// <example><code>
    /// varlong
    /// // -1L    01
    /// // 300L   d8 04
    /// </code></example>
    let inline varlong<'u> : Value<int64> =
        variable 1 Primitive.Varlong (fun r p -> r.Varlong p) (fun w p x -> w.Varlong(p, x)) 0L

    /// <summary><c>unsignedVarint</c> is 1 to 5 bytes: an unsigned 32-bit number, 7 bits a byte, the least significant first.</summary>
    /// <example><code>
    /// unsignedVarint
    /// // 300u   ac 02
    /// </code></example>
    let inline unsignedVarint<'u> : Value<uint32> =
        variable
            1
            Primitive.UnsignedVarint
            (fun r p -> Operators.uint32 (r.UnsignedVarint p))
            (fun w p x -> w.UnsignedVarint(p, Operators.int (x: uint32)))
            0u

    /// <summary><c>rest</c> is the bytes up to the end of the payload or message, without a length. It is last there.</summary>
    /// <example><code>
    /// sized LengthPrefix.Int32 rest
    /// // Bytes.OfHex "0a0b"   00 00 00 02 0a 0b
    /// </code></example>
    let inline rest<'u> : Value<Bytes> =
        variable 0 Primitive.Rest (fun r p -> r.FixedBytes(p, r.End - p)) (fun w p x -> w.Rest(p, x)) Bytes.Empty

    /// <summary><c>fixedBytes n</c> is n bytes without a length, read as a slice of the frame. The default is n zeros.</summary>
    /// <example><code>
    /// fixedBytes 3
    /// // Bytes.OfHex "0a0b0c"   0a 0b 0c
    /// // Bytes.OfHex "0a"       LengthOutOfRange
    /// </code></example>
    let inline fixedBytes (size: int) : Value<Bytes> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let value = r.FixedBytes(pos, size)
                pos <- r.Position
                value
            | Op.Write ->
                pos <- w.FixedBytes(pos, x, size)
                x
            | Op.Describe ->
                d.Shape <- Shape.FixedBytes size
                x
            | Op.IsDefault ->
                pos <- (if x.Equals(Bytes(Array.zeroCreate<byte> size)) then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if x.Equals(y: Bytes) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- size
                x
            | Op.IsFixed -> x
            | Op.Default -> Bytes(Array.zeroCreate<byte> size)
            | Op.TakePart ->
                d.Part <- box x
                x
            | Op.MakePart -> d.PartAs<Bytes>()
            | Op.IsMapped -> x
            // The type cannot be null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// <summary><c>nothing</c> is no bytes: the value of a case that has none.</summary>
    let inline nothing<'u> : Value<unit> = via (fun (_: Bytes) -> ()) (fun () -> Bytes.Empty) (fixedBytes 0)

    /// <summary><c>sized prefix c</c> is <c>c</c> behind its own length. Bytes that <c>c</c> leaves are TrailingBytes.</summary>
    /// <example><code>
    /// sized LengthPrefix.Compact (structure pair)     // pair: { A: int16; B: string }, flexible from v0
    /// // { A = 1s; B = "x" }   06 00 01 02 78 00
    /// </code></example>
    let inline sized (prefix: LengthPrefix) ([<InlineIfLambda>] c: Value<'T>) : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let start = pos
                let outer = r.BeginPayload(prefix, pos)
                (if outer < 0 then r.NullNotAllowed start)
                pos <- r.Position
                let value = c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                r.EndPayload(outer, pos)
                value
            | Op.ReadNullable ->
                let outer = r.BeginPayload(prefix, pos)
                pos <- r.Position

                if outer < 0 then
                    Unchecked.defaultof<'T>
                else
                    let value = c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                    r.EndPayload(outer, pos)
                    value
            | Op.Write ->
                let start = PayloadLength.start w prefix pos
                pos <- start
                let now = w.Buffer
                c.Invoke(Op.Write, 0, r, w, d, now, x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                pos <- PayloadLength.finish w prefix start (w.Settle pos)
                x
            | Op.WriteNullable ->
                (if isNull (box x) then
                     pos <- PayloadLength.writeNull w prefix pos
                 else
                     let start = PayloadLength.start w prefix pos
                     pos <- start
                     let now = w.Buffer
                     c.Invoke(Op.Write, 0, r, w, d, now, x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                     pos <- PayloadLength.finish w prefix start (w.Settle pos))

                x
            | Op.Describe ->
                c.Invoke(Op.Describe, 0, r, w, d, b, x, y, &pos) |> ignore<'T>
                PayloadCode.describe d (ValueSome prefix) PayloadVersion.OfMessage
                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.IsDefault
            | Op.Equals
            | Op.Default
            | Op.TakePart
            | Op.MakePart
            | Op.IsMapped -> c.Invoke(op, n, r, w, d, b, x, y, &pos)
            | _ -> Op.unknown op)

    /// <summary><c>atVersion v flexible c</c> is <c>c</c> in version <c>v</c>, whatever the version of the message is.</summary>
    /// <example><code>
    /// sized LengthPrefix.Int32 (atVersion 0 false (structure pair))
    /// </code></example>
    let inline atVersion (version: int) (flexible: bool) ([<InlineIfLambda>] c: Value<'T>) : Value<'T> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let outer, wasFlexible = r.Version, r.Flexible
                r.BeginVersion(version, flexible)
                let value = c.Invoke(Op.Read, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                r.EndVersion(outer, wasFlexible)
                value
            | Op.ReadNullable ->
                let outer, wasFlexible = r.Version, r.Flexible
                r.BeginVersion(version, flexible)
                let value = c.Invoke(Op.ReadNullable, 0, r, w, d, b, Unchecked.defaultof<'T>, Unchecked.defaultof<'T>, &pos)
                r.EndVersion(outer, wasFlexible)
                value
            | Op.Write ->
                let outer, wasFlexible = w.Version, w.Flexible
                w.BeginVersion(version, flexible)
                pos <- w.Settle pos
                let now = w.Buffer
                c.Invoke(Op.Write, 0, r, w, d, now, x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                pos <- w.Settle pos
                w.EndVersion(outer, wasFlexible)
                x
            | Op.WriteNullable ->
                let outer, wasFlexible = w.Version, w.Flexible
                w.BeginVersion(version, flexible)
                pos <- w.Settle pos
                let now = w.Buffer
                c.Invoke(Op.WriteNullable, 0, r, w, d, now, x, Unchecked.defaultof<'T>, &pos) |> ignore<'T>
                pos <- w.Settle pos
                w.EndVersion(outer, wasFlexible)
                x
            | Op.Describe ->
                c.Invoke(Op.Describe, 0, r, w, d, b, x, y, &pos) |> ignore<'T>
                PayloadCode.describe d ValueNone (PayloadVersion.Fixed(Operators.int16 version, flexible))
                x
            | Op.IsFixed -> x
            | Op.Minimum
            | Op.IsDefault
            | Op.Equals
            | Op.Default
            | Op.TakePart
            | Op.MakePart
            | Op.IsMapped -> c.Invoke(op, n, r, w, d, b, x, y, &pos)
            | _ -> Op.unknown op)

    /// <summary><c>versioned number schema</c> is a version, then a message in that version.</summary>
    /// <remarks>A version that the schema does not have is UnsupportedVersion, for reader and writer.</remarks>
    /// <example><code>
    /// versioned int16 DefaultPrincipal.schema
    /// // { Version = 0s; Value = principal }   00 00 ...
    /// </code></example>
    let inline versioned ([<InlineIfLambda>] number: Value<int16>) (schema: MessageSchema<'T>) : Value<Versioned<'T>> =
        Value(fun op n r w d b x y pos ->
            match op with
            | Op.Read ->
                let start = pos
                let version = number.Invoke(Op.Read, 0, r, w, d, b, 0s, 0s, &pos)
                let value = PayloadCode.read schema r start pos version
                pos <- r.Position
                { Version = version; Value = value }
            | Op.Write ->
                PayloadCode.check schema w pos x.Version
                number.Invoke(Op.Write, 0, r, w, d, b, x.Version, 0s, &pos) |> ignore<int16>
                pos <- PayloadCode.write schema w (w.Settle pos) x.Version x.Value
                x
            | Op.Describe ->
                number.Invoke(Op.Describe, 0, r, w, d, b, 0s, 0s, &pos) |> ignore<int16>
                let version = PayloadVersion.Written(d.Shape, schema.Versions, schema.FlexibleVersions)
                d.Shape <- schema.Codec.ValueShape
                PayloadCode.describe d ValueNone version
                x
            | Op.IsDefault ->
                pos <- (if x.Version = schema.Versions.First && schema.Codec.IsDefault x.Value then 1 else 0)
                x
            | Op.Equals ->
                pos <- (if x.Version = y.Version && schema.Codec.AreEqual(x.Value, y.Value) then 1 else 0)
                x
            | Op.Minimum ->
                pos <- 1
                x
            | Op.IsFixed -> x
            | Op.Default -> { Version = schema.Versions.First; Value = schema.Default }
            | Op.TakePart ->
                d.Part <- VersionedPart(x.Version, box x.Value)
                x
            | Op.MakePart ->
                let part = d.PartAs<VersionedPart>()
                { Version = part.Version; Value = unbox<'T>(Unchecked.nonNull part.Part) }
            | Op.IsMapped ->
                pos <- 1
                x
            // The type cannot be null.
            | Op.ReadNullable
            | Op.WriteNullable
            | _ -> Op.unknown op)

    /// The code of a case in some versions of the message.
    let inline caseOf
        (tag: 'D)
        (versions: VersionRange)
        (name: string)
        ([<InlineIfLambda>] make: 'A -> 'T)
        ([<InlineIfLambda>] take: 'T -> 'A voption)
        ([<InlineIfLambda>] c: Value<'A>)
        : UnionCase<'D, 'T> =
        { new UnionCase<'D, 'T>(tag, name, versions) with
            member _.Has value = (take value).IsSome

            member _.Read(r, start) =
                let mutable pos = start
                let b = r.Buffer

                let part =
                    c.Invoke(
                        Op.Read,
                        0,
                        r,
                        Unchecked.defaultof<WireWriter>,
                        Unchecked.defaultof<Describer>,
                        b,
                        Unchecked.defaultof<'A>,
                        Unchecked.defaultof<'A>,
                        &pos
                    )

                r.Position <- pos
                make part

            member _.Write(w, start, value) =
                let mutable pos = start
                let b = w.Buffer

                match take value with
                | ValueSome part ->
                    c.Invoke(Op.Write, 0, Unchecked.defaultof<WireReader>, w, Unchecked.defaultof<Describer>, b, part, Unchecked.defaultof<'A>, &pos)
                    |> ignore<'A>
                | ValueNone -> ()

                pos

            member _.Pass(op, d, value) =
                let mutable pos = 0
                let r = Unchecked.defaultof<WireReader>
                let w = Unchecked.defaultof<WireWriter>
                let b = Unchecked.defaultof<byte[]>
                let no = Unchecked.defaultof<'A>

                match op with
                | Op.Describe ->
                    c.Invoke(Op.Describe, 0, r, w, d, b, no, no, &pos) |> ignore<'A>
                    value
                | Op.TakePart ->
                    match take value with
                    | ValueSome part -> c.Invoke(Op.TakePart, 0, r, w, d, b, part, no, &pos) |> ignore<'A>
                    | ValueNone -> d.Part <- null

                    value
                | Op.MakePart -> make (c.Invoke(Op.MakePart, 0, r, w, d, b, no, no, &pos))
                | _ -> make (c.Invoke(Op.Default, 0, r, w, d, b, no, no, &pos)) }

    /// <summary><c>case tag name make take c</c> is the case of a union with discriminator <c>tag</c>: <c>c</c> follows it.</summary>
    /// <param name="tag">The discriminator.</param>
    /// <param name="name">The case's name, in JSON and text.</param>
    /// <param name="make">Makes the case of what follows the discriminator.</param>
    /// <param name="take">What follows the discriminator, for a value of this case; ValueNone for any other.</param>
    /// <param name="c">What follows the discriminator. For a case without anything, <c>nothing</c>.</param>
    let inline case
        (tag: 'D)
        (name: string)
        ([<InlineIfLambda>] make: 'A -> 'T)
        ([<InlineIfLambda>] take: 'T -> 'A voption)
        ([<InlineIfLambda>] c: Value<'A>)
        : UnionCase<'D, 'T> =
        caseOf tag VersionRange.all name make take c

    /// <summary><c>caseIn vs name make take c</c> is the case of <c>byVersion</c> in versions <c>vs</c> of the message.</summary>
    let inline caseIn
        ([<InlineIfLambda>] vs: VersionsCode)
        (name: string)
        ([<InlineIfLambda>] make: 'A -> 'T)
        ([<InlineIfLambda>] take: 'T -> 'A voption)
        ([<InlineIfLambda>] c: Value<'A>)
        : UnionCase<int16, 'T> =
        let versions = Versions.range vs
        caseOf versions.First versions name make take c

    /// <summary><c>keepUnknown make take</c> keeps a discriminator that a union does not know, with the bytes up to the end of the payload.</summary>
    /// <param name="make">Makes a value of the discriminator and the bytes.</param>
    /// <param name="take">The discriminator and the bytes of such a value; ValueNone for any other.</param>
    let inline keepUnknown
        ([<InlineIfLambda>] make: 'D -> Bytes -> 'T)
        ([<InlineIfLambda>] take: 'T -> struct ('D * Bytes) voption)
        : UnknownCase<'D, 'T> =
        { new UnknownCase<'D, 'T>() with
            member _.Make(tag, bytes) = make tag bytes

            member _.TryTake(value, tag, bytes) =
                match take value with
                | ValueSome(struct (foundTag, foundBytes)) ->
                    tag <- foundTag
                    bytes <- foundBytes
                    true
                | ValueNone -> false }

    /// The code of a union.
    let inline unionOf
        (unknown: UnknownCase<'D, 'T> | null)
        (isByVersion: bool)
        (name: string)
        ([<InlineIfLambda>] c: Value<'D>)
        (cases: UnionCase<'D, 'T> list)
        : UnionCodec<'D, 'T> =
        { new UnionCodec<'D, 'T>(name, cases, unknown) with
            member _.IsByVersion = isByVersion

            member _.ReadTag(r, start) =
                let mutable pos = start
                let b = r.Buffer

                let tag =
                    c.Invoke(
                        Op.Read,
                        0,
                        r,
                        Unchecked.defaultof<WireWriter>,
                        Unchecked.defaultof<Describer>,
                        b,
                        Unchecked.defaultof<'D>,
                        Unchecked.defaultof<'D>,
                        &pos
                    )

                r.Position <- pos
                tag

            member _.WriteTag(w, start, tag) =
                let mutable pos = start
                let b = w.Buffer

                c.Invoke(Op.Write, 0, Unchecked.defaultof<WireReader>, w, Unchecked.defaultof<Describer>, b, tag, Unchecked.defaultof<'D>, &pos)
                |> ignore<'D>

                pos

            member _.PassTag(op, d, tag) =
                let mutable pos = 0
                let r = Unchecked.defaultof<WireReader>
                let w = Unchecked.defaultof<WireWriter>
                let b = Unchecked.defaultof<byte[]>

                match op with
                | Op.Describe -> c.Invoke(Op.Describe, 0, r, w, d, b, tag, tag, &pos)
                | Op.TakePart -> c.Invoke(Op.TakePart, 0, r, w, d, b, tag, tag, &pos)
                | _ -> c.Invoke(Op.MakePart, 0, r, w, d, b, tag, tag, &pos) }

    /// <summary><c>union name c cases</c> is a discriminator <c>c</c>, then what its case has. Another discriminator is UnknownCase.</summary>
    /// <remarks>The codec is used like a struct's: <c>structure codec</c>, <c>array codec</c>, <c>nullable n (structure codec)</c>.</remarks>
    /// <example><code>
    /// let shape = union "Shape" int8 [
    ///     case 1y "Circle" Circle (function Circle r -> ValueSome r | _ -> ValueNone) float64
    ///     case 2y "Square" Square (function Square a -> ValueSome a | _ -> ValueNone) float64 ]
    /// // Circle 1.5   01 3f f8 00 00 00 00 00 00
    /// </code></example>
    let inline union (name: string) ([<InlineIfLambda>] c: Value<'D>) (cases: UnionCase<'D, 'T> list) : UnionCodec<'D, 'T> =
        unionOf null false name c cases

    /// <summary><c>unionOr (keepUnknown make take) name c cases</c> is <c>union name c cases</c>, but unknown discriminators are kept.</summary>
    /// <remarks>An unknown case takes the bytes up to the end of the payload. So put the union last in a message that is not flexible, or in <c>sized</c>.</remarks>
    let inline unionOr
        (unknown: UnknownCase<'D, 'T>)
        (name: string)
        ([<InlineIfLambda>] c: Value<'D>)
        (cases: UnionCase<'D, 'T> list)
        : UnionCodec<'D, 'T> =
        unionOf unknown false name c cases

    /// <summary><c>byVersion name cases</c> is a union without a discriminator: the message's version decides.</summary>
    /// <example><code>
    /// let target = byVersion "Target" [
    ///     caseIn (versions 0 3) "Name" ByName (function ByName n -> ValueSome n | _ -> ValueNone) string
    ///     caseIn (since 4) "Id" ById (function ById id -> ValueSome id | _ -> ValueNone) uuid ]
    /// </code></example>
    let inline byVersion (name: string) (cases: UnionCase<int16, 'T> list) : UnionCodec<int16, 'T> = unionOf null true name int16 cases

    /// <summary><c>recursive (fun self -> codec)</c> is a codec whose schema may use itself, as <c>self</c>.</summary>
    /// <remarks>The reader refuses values deeper than <c>DecodeOptions.MaximumDepth</c>: TooDeep.</remarks>
    /// <example><code>
    /// let tree = recursive (fun tree -> message&lt;Tree&gt; "Tree" {
    ///     let! name     = field "Name"     _.Name     string       always
    ///     and! children = field "Children" _.Children (array tree) always
    ///     return { Name = name; Children = children } })
    /// </code></example>
    let inline recursive ([<InlineIfLambda>] make: ValueCodec<'T> -> 'C) : 'C :> ValueCodec<'T> =
        let self = RecursiveCodec<'T> typeof<'T>.Name
        let codec = make self
        self.StandFor codec
        codec
