/// The slow, obvious codec: it interprets the Shape over plain arrays, byte by byte, without WireReader and WireWriter.
/// The fast codecs must match its results, its errors, their offsets and paths. It also tells what each byte that it writes is for.
module internal KafkaWire.Generators.Reference

open System
open System.Collections.Generic
open System.IO
open System.Text
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Generators.ReferenceReader

/// What is wrong, at which byte, in which field.
type Trouble = ReferenceReader.Trouble

/// Reads a value and the number of bytes that it takes.
let decode (schema: MessageSchema) (version: int16) (bytes: byte[]) : Result<obj * int, Trouble> = ReferenceReader.decode schema version bytes

/// A range of bytes and what it is for.
type Mark =
    {
        Role: WireRole
        /// The field's path.
        Path: string list
        Start: int
        Length: int
        /// Whether it is an unsigned varint.
        IsVarint: bool
    }

    /// The path as errors show it.
    member mark.Place = pathText mark.Path

type private Output(version: int16, flexible: bool) =
    let bytes = List<byte>()
    let mutable marks: Mark list = []
    member val Version = version with get, set
    member val Flexible = flexible with get, set
    member _.At = bytes.Count
    member _.ToArray() = bytes.ToArray()
    member _.Put(more: byte seq) = bytes.AddRange more

    /// A big-endian number in <c>count</c> bytes.
    member output.Number(count: int, number: uint64) = output.Put [ for i in count - 1 .. -1 .. 0 -> byte (number >>> (8 * i)) ]

    /// A varint.
    member output.Long(number: uint64) =
        let mutable rest = number

        while rest > 0x7FUL do
            output.Put [ byte rest ||| 0x80uy ]
            rest <- rest >>> 7

        output.Put [ byte rest ]

    member output.Varint(number: int) = output.Long(uint64 (uint32 number))

    /// Marks what an action writes.
    member output.Mark path role isVarint (write: unit -> unit) =
        let start = bytes.Count
        write ()

        marks <-
            { Role = role; Path = path; Start = start; Length = bytes.Count - start; IsVarint = isVarint }
            :: marks

    /// The marks in the order of their bytes.
    member _.Marks = marks |> List.rev |> List.sortBy _.Start

    /// The length of bytes or the count of elements; -1 for null.
    member output.Length path role (length: int) =

        output.Mark path role output.Flexible (fun () ->
            if output.Flexible then output.Varint(length + 1) else output.Number(4, uint64 (int64 length)))

    /// Removes everything from a position on. The marks become relative to that position.
    member _.TakeBack(start: int) : byte[] * Mark list =
        let taken = bytes.GetRange(start, bytes.Count - start).ToArray()
        bytes.RemoveRange(start, taken.Length)
        let removed, kept = marks |> List.partition (fun mark -> mark.Start >= start)
        marks <- kept
        taken, removed |> List.map (fun mark -> { mark with Start = mark.Start - start })

    /// Puts back what was taken.
    member output.PutBack(taken: byte[], removed: Mark list) =
        marks <- (removed |> List.map (fun mark -> { mark with Start = mark.Start + bytes.Count })) @ marks
        output.Put taken

let private isDefault (field: FieldShape) (value: objnull) =
    match value, field.Default with
    | null, standard -> isNull standard
    | _, null -> false
    | (:? Array as items), (:? Array as standard) when standard.Length = 0 -> items.Length = 0
    | value, standard -> Content.same field.Shape value standard

let private writeText path (output: Output) classic (text: string) =
    let lone =
        Seq.tryFind
            (fun i ->
                Char.IsSurrogate text[i]
                && not (i + 1 < text.Length && Char.IsSurrogatePair(text[i], text[i + 1]))
                && not (i > 0 && Char.IsSurrogatePair(text[i - 1], text[i])))
            (seq { 0 .. text.Length - 1 })

    match lone with
    | Some index -> fail path (WireError.UnpairedSurrogate index) output.At
    | None -> ()

    let bytes = Encoding.UTF8.GetBytes text

    if bytes.Length > 0x7fff then
        fail path (WireError.LengthOutOfRange(int64 bytes.Length, 0x7fffL)) output.At

    output.Mark path WireRole.Length (not classic) (fun () ->
        if classic then output.Number(2, uint64 bytes.Length) else output.Varint(bytes.Length + 1))

    if bytes.Length > 0 then output.Mark path WireRole.Value false (fun () -> output.Put bytes)

let private writeFixed (output: Output) (value: obj) =
    match value with
    | :? bool as x -> output.Number(1, (if x then 1UL else 0UL))
    | :? sbyte as x -> output.Number(1, uint64 (int64 x))
    | :? int16 as x -> output.Number(2, uint64 (int64 x))
    | :? uint16 as x -> output.Number(2, uint64 x)
    | :? int as x -> output.Number(4, uint64 (int64 x))
    | :? uint32 as x -> output.Number(4, uint64 x)
    | :? int64 as x -> output.Number(8, uint64 x)
    | :? float as x -> output.Number(8, BitConverter.DoubleToUInt64Bits x)
    | :? ErrorCode as x -> output.Number(2, uint64 (int64 (int16 x)))
    | :? Uuid as x ->
        output.Number(8, x.High)
        output.Number(8, x.Low)
    | _ -> failwith "not fixed"

let private zigzag (number: int64) : uint64 = uint64 ((number <<< 1) ^^^ (number >>> 63))

let rec private writeValue path (output: Output) (nullable: bool) (tagged: bool) shape (value: objnull) : unit =
    match shape, value with
    | Shape.Nullable(inner, versions), null when not nullable -> writeValue path output (versions.Contains output.Version) false inner null
    | _, null when not nullable -> fail path WireError.NullNotAllowed output.At
    | Shape.Primitive(Primitive.String | Primitive.ClassicString as primitive), null ->
        let classic = primitive = Primitive.ClassicString || not output.Flexible

        output.Mark path WireRole.Length (not classic) (fun () -> if classic then output.Number(2, 0xFFFFUL) else output.Varint 0)
    | (Shape.Struct _ | Shape.Union _ | Shape.Recursive _ | Shape.Opaque _), null ->
        output.Mark path WireRole.Presence tagged (fun () -> output.Number(1, (if tagged then 0UL else 0xFFUL)))
    | Shape.Payload payload, null ->
        let prefix = ValueOption.defaultValue LengthPrefix.Int32 payload.Length
        writePrefix path output prefix -1
    | Shape.Array _, null -> output.Length path WireRole.Count -1
    | _, null -> output.Length path WireRole.Length -1
    | Shape.Primitive Primitive.ClassicString, value -> writeText path output true (unbox value)
    | Shape.Primitive Primitive.String, value -> writeText path output (not output.Flexible) (unbox value)
    | Shape.Primitive(Primitive.Bytes | Primitive.Records), value ->
        let bytes = unbox<Bytes> value
        output.Length path WireRole.Length bytes.Length

        if bytes.Length > 0 then
            output.Mark path WireRole.Value false (fun () -> output.Put(bytes.ToArray()))
    | (Shape.Primitive Primitive.Rest | Shape.FixedBytes _), value ->
        let bytes = unbox<Bytes> value

        match shape with
        | Shape.FixedBytes size when bytes.Length <> size -> fail path (WireError.LengthOutOfRange(int64 bytes.Length, int64 size)) output.At
        | _ -> ()

        if bytes.Length > 0 then
            output.Mark path WireRole.Value false (fun () -> output.Put(bytes.ToArray()))
    | Shape.Primitive Primitive.Varint, value -> output.Mark path WireRole.Value true (fun () -> output.Long(zigzag (int64 (unbox<int> value))))
    | Shape.Primitive Primitive.Varlong, value -> output.Mark path WireRole.Value true (fun () -> output.Long(zigzag (unbox<int64> value)))
    | Shape.Primitive Primitive.UnsignedVarint, value -> output.Mark path WireRole.Value true (fun () -> output.Long(uint64 (unbox<uint32> value)))
    | (Shape.Union _ | Shape.Opaque _ | Shape.Recursive _), value when nullable ->
        output.Mark path WireRole.Presence tagged (fun () -> output.Number(1, 1UL))
        writeValue path output false tagged shape value
    | Shape.Recursive reference, value -> writeValue path output false tagged reference.Target value
    | Shape.Opaque o, value ->
        let bytes = o.Operations.Encode(value, output.Version, output.Flexible)

        if bytes.Length > 0 then
            output.Mark path WireRole.Value false (fun () -> output.Put(bytes.ToArray()))
    | Shape.Union u, value -> writeUnion path output u value
    | Shape.Payload payload, value -> writePayload path output payload value
    | Shape.Nullable(inner, versions), value -> writeValue path output (versions.Contains output.Version) false inner value
    | Shape.Primitive _, value -> output.Mark path WireRole.Value false (fun () -> writeFixed output value)
    | Shape.Array element, value ->
        let items = unbox<Array> value
        output.Length path WireRole.Count items.Length

        for i in 0 .. items.Length - 1 do
            writeValue (elementOf i path) output false false element (items.GetValue i)
    | Shape.Struct s, value ->
        if nullable then output.Mark path WireRole.Presence tagged (fun () -> output.Number(1, 1UL))
        writeStruct path output s value

and private writePrefix path (output: Output) (prefix: LengthPrefix) (length: int) =
    match prefix with
    | LengthPrefix.Flexible -> output.Length path WireRole.Length length
    | LengthPrefix.Compact -> output.Mark path WireRole.Length true (fun () -> output.Varint(length + 1))
    | LengthPrefix.Varint -> output.Mark path WireRole.Length true (fun () -> output.Long(zigzag (int64 length)))
    | _ -> output.Mark path WireRole.Length false (fun () -> output.Number(4, uint64 (int64 length)))

and private writeIn path (output: Output) shape version flexible value =
    let outer, wasFlexible = output.Version, output.Flexible
    output.Version <- version
    output.Flexible <- flexible
    writeValue path output false false shape value
    output.Version <- outer
    output.Flexible <- wasFlexible

and private writePayload path (output: Output) (payload: PayloadShape) (value: objnull) =
    let inner () =
        match payload.Version, value with
        | PayloadVersion.Written(shape, versions, flexible), (:? VersionedPart as part) ->
            if not (versions.Contains part.Version) then
                fail path (WireError.UnsupportedVersion(part.Version, versions.First, versions.Last)) output.At

            writeValue path output false false shape part.Version
            writeIn path output payload.Shape part.Version (flexible.Contains part.Version) part.Part
        | PayloadVersion.Fixed(version, flexible), value -> writeIn path output payload.Shape version flexible value
        | _, value -> writeValue path output false false payload.Shape value

    match payload.Length with
    | ValueNone -> inner ()
    | ValueSome prefix ->
        let start = output.At
        inner ()
        let bytes, marks = output.TakeBack start
        writePrefix path output prefix bytes.Length
        output.PutBack(bytes, marks)

and private writeUnion path (output: Output) (u: UnionShape) (value: objnull) =
    match u.Operations.Explode(Unchecked.nonNull value), u.Discriminator with
    | struct (-1, tag, part), ValueSome discriminator ->
        writeValue path output false false discriminator tag
        writeValue path output false false (Shape.Primitive Primitive.Rest) part
    | struct (index, tag, part), discriminator ->
        let case = u.Cases[index]

        if not (case.Versions.Contains output.Version) then
            fail (fieldOf case.Name path) (WireError.FieldNotInVersion(output.Version, case.Versions.First, case.Versions.Last)) output.At

        match discriminator with
        | ValueSome discriminator -> writeValue path output false false discriminator tag
        | ValueNone -> ()

        writeValue (fieldOf case.Name path) output false false case.Shape part

and private writeField path (output: Output) (field: FieldShape) (value: objnull) =
    let path = fieldOf field.Name path

    match field.Shape with
    | Shape.Nullable((Shape.Struct _ | Shape.Union _ | Shape.Recursive _ | Shape.Opaque _ as inner), _) when field.IsTagged ->
        writeValue path output true true inner value
    | Shape.Nullable(inner, versions) -> writeValue path output (versions.Contains output.Version) false inner value
    | shape -> writeValue path output false false shape value

and private writeStruct path (output: Output) (s: StructShape) (value: obj) =
    let parts = s.Operations.Explode value
    let here = Array.zip s.Fields parts[.. s.Fields.Length - 1]

    for field, part in here do
        if not (field.Versions.Contains output.Version) then
            if not field.IsIgnorable && not (isDefault field part) then
                let error = WireError.FieldNotInVersion(output.Version, field.Versions.First, field.Versions.Last)
                fail (fieldOf field.Name path) error output.At
        elif not field.IsTagged then
            writeField path output field part

    let tagsPath = fieldOf "UnknownTaggedFields" path

    let unknown =
        if not s.KeepsUnknownTags then
            [||]
        else
            match parts[s.Fields.Length] with
            | null -> fail tagsPath WireError.NullNotAllowed output.At
            | tags -> unbox<TaggedField[]> tags

    if not output.Flexible then
        if unknown.Length > 0 then fail tagsPath (WireError.TagsNotAllowed output.Version) output.At
    else
        let known =
            here
            |> Array.filter (fun (field, part) -> field.IsTagged && field.Versions.Contains output.Version && not (isDefault field part))

        output.Mark path WireRole.TagCount true (fun () -> output.Varint(known.Length + unknown.Length))
        let start = output.At

        // The known ones first: tag, a placeholder byte for the size, value.
        let written =
            [ for field, part in known do
                  output.Varint field.Tag
                  output.Number(1, 0UL)
                  let from = output.At
                  writeField path output field part
                  let bytes, marks = output.TakeBack from
                  output.TakeBack(from - 1) |> ignore
                  output.Varint bytes.Length
                  output.Put bytes
                  field, bytes, marks ]

        output.TakeBack start |> ignore

        let put path tag (bytes: byte[]) marks =
            output.Mark path WireRole.Tag true (fun () -> output.Varint tag)
            output.Mark path WireRole.TagSize true (fun () -> output.Varint bytes.Length)
            output.PutBack(bytes, marks)

        let rec merge previous (known: (FieldShape * byte[] * Mark list) list) (unknown: TaggedField list) =
            match known, unknown with
            | (field, bytes, marks) :: rest, _ when unknown.IsEmpty || unknown.Head.Tag >= field.Tag ->
                put (fieldOf field.Name path) field.Tag bytes marks
                merge previous rest unknown
            | _, field :: rest ->
                if field.Tag <= previous then fail tagsPath (WireError.TagOutOfOrder(field.Tag, previous)) output.At

                if s.Fields |> Array.exists (fun f -> f.IsTagged && f.Tag = field.Tag) || field.Tag = Int32.MaxValue then
                    fail tagsPath (WireError.TagOutOfOrder(field.Tag, field.Tag)) output.At

                put (fieldOf $"UnknownTaggedFields[tag {field.Tag}]" path) field.Tag (field.Data.ToArray()) []
                merge field.Tag known rest
            | _, [] -> ()

        merge -1 written (List.ofArray unknown)

/// Writes a value, and tells what its bytes are for.
let encodeMarked (schema: MessageSchema) (version: int16) (value: obj) : Result<byte[] * Mark list, Trouble> =
    outcome (fun () ->
        let output = Output(version, schema.IsFlexible version)
        writeStruct [] output schema.Shape value
        output.ToArray(), output.Marks)

/// Writes a value.
let encode (schema: MessageSchema) (version: int16) (value: obj) : Result<byte[], Trouble> = encodeMarked schema version value |> Result.map fst
