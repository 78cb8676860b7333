/// The slow, obvious codec: it interprets the Shape over plain arrays, byte by byte, without WireReader and WireWriter.
/// The fast codecs must match its results, its errors, their offsets and paths. It also tells what each byte that it writes is for.
module internal KafkaWire.Generators.Reference

open System
open System.Collections.Generic
open System.IO
open System.Text
open KafkaWire
open KafkaWire.Schema

/// The path as errors show it, from its parts in reverse order.
let pathText (parts: string list) =
    let text = String.Concat(List.rev parts)
    if text.StartsWith '.' then text.Substring 1 else text

/// What is wrong, at which byte, in which field.
type Trouble = { Error: WireError; Offset: int; Path: string }

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

exception Troubled of WireError * offset: int * path: string list

let private fail path error offset : 'T = raise (Troubled(error, offset, path))

let private fieldOf (name: string) path = ("." + name) :: path
let private elementOf (index: int) path = $"[{index}]" :: path

/// The size of a fixed-width value.
let private width primitive =
    match primitive with
    | Primitive.Bool
    | Primitive.Int8 -> Some 1
    | Primitive.Int16
    | Primitive.UInt16
    | Primitive.ErrorCode -> Some 2
    | Primitive.Int32 -> Some 4
    | Primitive.Int64
    | Primitive.Float64 -> Some 8
    | Primitive.Uuid -> Some 16
    | _ -> None

/// The minimum size of a value over all versions. A count is checked against it.
let rec private least shape =
    match shape with
    | Shape.Primitive Primitive.ClassicString -> 2
    | Shape.Primitive primitive -> defaultArg (width primitive) 1
    | Shape.Array _ -> 1
    | Shape.Nullable(Shape.Struct _, _) -> 1
    | Shape.Nullable(inner, _) -> least inner
    | Shape.Struct s ->
        let ever =
            [ 0s .. 100s ]
            |> List.map (fun version ->
                s.Fields
                |> Seq.filter (fun f -> not f.IsTagged && f.Versions.Contains version)
                |> Seq.sumBy (fun f -> leastIn version f.Shape))

        max 1 (List.min ever)

and private leastIn version shape =
    match shape with
    | Shape.Struct s ->
        s.Fields
        |> Seq.filter (fun f -> not f.IsTagged && f.Versions.Contains version)
        |> Seq.sumBy (fun f -> leastIn version f.Shape)
    | shape -> least shape

let private leasts = System.Collections.Concurrent.ConcurrentDictionary<Shape, int>(HashIdentity.Reference)

/// The minimum size of a shape, computed once.
let private minimum shape = leasts.GetOrAdd(shape, least)

/// Java's UTF-8 decoding, byte by byte: malformed sequences become U+FFFD. An encoded surrogate, complete or not, becomes a single one.
let utf8 (bytes: byte[]) : string =
    let text = StringBuilder()
    let mutable i = 0

    let at k = if i + k < bytes.Length then int bytes[i + k] else -1
    let isNext k low high = at k >= low && at k <= high
    let isTail k = isNext k 0x80 0xBF

    let take count (rune: int) =
        text.Append(if rune < 0 then "\uFFFD" else Char.ConvertFromUtf32 rune) |> ignore
        i <- i + count

    while i < bytes.Length do
        let first = at 0

        if first < 0x80 then
            take 1 first
        elif first >= 0xC2 && first <= 0xDF then
            if isTail 1 then take 2 (((first &&& 0x1F) <<< 6) ||| (at 1 &&& 0x3F)) else take 1 -1
        elif first = 0xED && isNext 1 0xA0 0xBF then
            take (if isTail 2 then 3 else 2) -1
        elif first >= 0xE0 && first <= 0xEF then
            if not (isNext 1 (if first = 0xE0 then 0xA0 else 0x80) 0xBF) then take 1 -1
            elif not (isTail 2) then take 2 -1
            else take 3 (((first &&& 0x0F) <<< 12) ||| ((at 1 &&& 0x3F) <<< 6) ||| (at 2 &&& 0x3F))
        elif first >= 0xF0 && first <= 0xF4 then
            if not (isNext 1 (if first = 0xF0 then 0x90 else 0x80) (if first = 0xF4 then 0x8F else 0xBF)) then
                take 1 -1
            elif not (isTail 2) then
                take 2 -1
            elif not (isTail 3) then
                take 3 -1
            else
                take
                    4
                    (((first &&& 0x07) <<< 18)
                     ||| ((at 1 &&& 0x3F) <<< 12)
                     ||| ((at 2 &&& 0x3F) <<< 6)
                     ||| (at 3 &&& 0x3F))
        else
            take 1 -1

    text.ToString()

type private Input(bytes: byte[], version: int16, flexible: bool) =
    member val At = 0 with get, set
    member _.Version = version
    member _.Flexible = flexible
    member input.Left = bytes.Length - input.At

    member input.Need path (count: int64) =
        if int64 input.Left < count then
            fail path (WireError.InsufficientBytes(count, int64 input.Left)) input.At

    member input.Take path (count: int) : byte[] =
        input.Need path (int64 count)
        let taken = bytes[input.At .. input.At + count - 1]
        input.At <- input.At + count
        taken

    /// A big-endian number of <c>count</c> bytes.
    member input.Unsigned path (count: int) : uint64 = input.Take path count |> Array.fold (fun number b -> (number <<< 8) ||| uint64 b) 0UL

    member input.Int16 path = int16 (uint16 (input.Unsigned path 2))
    member input.Int32 path = int32 (uint32 (input.Unsigned path 4))

    /// A varint of at most 5 bytes. Bits above 32 are dropped.
    member input.Varint path : int =
        let start = input.At
        let mutable number = 0UL
        let mutable shift = 0
        let mutable more = true

        while more do
            let b = input.Unsigned path 1
            number <- number ||| ((b &&& 0x7FUL) <<< shift)

            if b < 0x80UL then more <- false
            elif shift = 28 then fail path (WireError.MalformedVarint 5) start
            else shift <- shift + 7

        int (uint32 number)

let private readText path (input: Input) classic =
    let start = input.At
    let length = if classic then int (input.Int16 path) else input.Varint path - 1

    if length < 0 then
        None
    else
        if length > 0x7fff then fail path (WireError.LengthOutOfRange(int64 length, 0x7fffL)) start
        Some(utf8 (input.Take path length))

let private readLength path (input: Input) = if input.Flexible then input.Varint path - 1 else input.Int32 path

let private readFixed path (input: Input) primitive : obj =
    match primitive with
    | Primitive.Bool -> input.Unsigned path 1 <> 0UL
    | Primitive.Int8 -> sbyte (byte (input.Unsigned path 1))
    | Primitive.Int16 -> input.Int16 path
    | Primitive.UInt16 -> uint16 (input.Unsigned path 2)
    | Primitive.Int32 -> input.Int32 path
    | Primitive.Int64 -> int64 (input.Unsigned path 8)
    | Primitive.Float64 -> BitConverter.UInt64BitsToDouble(input.Unsigned path 8)
    | Primitive.ErrorCode -> LanguagePrimitives.EnumOfValue<int16, ErrorCode>(input.Int16 path)
    | Primitive.Uuid ->
        input.Need path 16L
        let high = input.Unsigned path 8
        Uuid(high, input.Unsigned path 8)
    | _ -> failwith "not fixed"

/// Reads a value; None is null.
let rec private readMaybe path (input: Input) (tagged: bool) shape : obj option =
    match shape with
    | Shape.Primitive(Primitive.String | Primitive.ClassicString as primitive) ->
        readText path input (primitive = Primitive.ClassicString || not input.Flexible)
        |> Option.map (fun text -> text :> obj)
    | Shape.Primitive(Primitive.Bytes | Primitive.Records) ->
        let length = readLength path input
        if length < 0 then None else Some(Bytes(input.Take path length) :> obj)
    | Shape.Array element ->
        let start = input.At
        let count = readLength path input

        if count < 0 then
            None
        else
            let needed = int64 count * int64 (minimum element)

            if needed > int64 input.Left then
                fail path (WireError.InsufficientBytes(needed, int64 input.Left)) start

            Some(element.ArrayOf [| for i in 0 .. count - 1 -> readValue (elementOf i path) input element |])
    | Shape.Struct s when tagged -> if input.Varint path <= 0 then None else Some(readStruct path input s)
    | Shape.Struct s -> if sbyte (byte (input.Unsigned path 1)) < 0y then None else Some(readStruct path input s)
    | Shape.Primitive _
    | Shape.Nullable _ -> failwith "never null"

/// Reads a value that is not null.
and private readValue path (input: Input) shape : obj =
    let start = input.At

    match shape with
    | Shape.Struct s -> readStruct path input s
    | Shape.Primitive primitive when (width primitive).IsSome ->
        input.Need path (int64 (width primitive).Value)
        readFixed path input primitive
    | shape ->
        match readMaybe path input false shape with
        | Some value -> value
        | None -> fail path WireError.NullNotAllowed start

and private readField path (input: Input) (field: FieldShape) : objnull =
    let path = fieldOf field.Name path

    match field.Shape with
    | Shape.Nullable(Shape.Struct _ as inner, _) when field.IsTagged -> readMaybe path input true inner |> Option.toObj
    | Shape.Nullable(inner, versions) when versions.Contains input.Version -> readMaybe path input false inner |> Option.toObj
    | Shape.Nullable(inner, _) -> readValue path input inner
    | shape -> readValue path input shape

and private readStruct path (input: Input) (s: StructShape) : obj =
    let parts: objnull[] = [| for field in s.Fields -> field.Default |]

    s.Fields
    |> Array.iteri (fun i field ->
        if not field.IsTagged && field.Versions.Contains input.Version then
            parts[i] <- readField path input field)

    let unknown = List<TaggedField>()

    if input.Flexible then
        let start = input.At
        let count = input.Varint path

        if count < 0 then fail path (WireError.NegativeTagCount count) start

        for _ in 1..count do
            let tag = input.Varint path
            let size = input.Varint path

            match s.Fields |> Array.tryFindIndex (fun field -> field.Tag = tag && field.IsTagged) with
            | Some i when s.Fields[i].Versions.Contains input.Version -> parts[i] <- readField path input s.Fields[i]
            | Some i -> fail (fieldOf s.Fields[i].Name path) (WireError.TagNotInVersion(tag, input.Version)) input.At
            | None ->
                let path = fieldOf $"UnknownTaggedFields[tag {tag}]" path
                if size < 0 then fail path (WireError.LengthOutOfRange(int64 size, int64 Int32.MaxValue)) input.At
                unknown.Add { Tag = tag; Data = Bytes(input.Take path size) }

    s.Operations.Assemble(if s.KeepsUnknownTags then Array.append parts [| unknown.ToArray() |] else parts)

let private outcome action =
    try
        Ok(action ())
    with Troubled(error, offset, path) ->
        Error { Error = error; Offset = offset; Path = pathText path }

/// Reads a value and the number of bytes that it takes.
let decode (schema: MessageSchema) (version: int16) (bytes: byte[]) : Result<obj * int, Trouble> =
    outcome (fun () ->
        let input = Input(bytes, version, schema.IsFlexible version)
        let value = readStruct [] input schema.Shape
        value, input.At)

type private Output(version: int16, flexible: bool) =
    let bytes = List<byte>()
    let mutable marks: Mark list = []
    member _.Version = version
    member _.Flexible = flexible
    member _.At = bytes.Count
    member _.ToArray() = bytes.ToArray()
    member _.Put(more: byte seq) = bytes.AddRange more

    /// A big-endian number in <c>count</c> bytes.
    member output.Number(count: int, number: uint64) = output.Put [ for i in count - 1 .. -1 .. 0 -> byte (number >>> (8 * i)) ]

    member output.Varint(number: int) =
        let mutable rest = uint32 number

        while rest > 0x7Fu do
            output.Put [ byte rest ||| 0x80uy ]
            rest <- rest >>> 7

        output.Put [ byte rest ]

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
        output.Mark path role flexible (fun () -> if flexible then output.Varint(length + 1) else output.Number(4, uint64 (int64 length)))

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
    | (:? Array as items), _ -> items.Length = 0
    | value, standard -> value.Equals standard

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
    | :? int64 as x -> output.Number(8, uint64 x)
    | :? float as x -> output.Number(8, BitConverter.DoubleToUInt64Bits x)
    | :? ErrorCode as x -> output.Number(2, uint64 (int64 (int16 x)))
    | :? Uuid as x ->
        output.Number(8, x.High)
        output.Number(8, x.Low)
    | _ -> failwith "not fixed"

let rec private writeValue path (output: Output) (nullable: bool) (tagged: bool) shape (value: objnull) : unit =
    match shape, value with
    | _, null when not nullable -> fail path WireError.NullNotAllowed output.At
    | Shape.Primitive(Primitive.String | Primitive.ClassicString as primitive), null ->
        let classic = primitive = Primitive.ClassicString || not output.Flexible

        output.Mark path WireRole.Length (not classic) (fun () -> if classic then output.Number(2, 0xFFFFUL) else output.Varint 0)
    | Shape.Struct _, null -> output.Mark path WireRole.Presence tagged (fun () -> output.Number(1, (if tagged then 0UL else 0xFFUL)))
    | Shape.Array _, null -> output.Length path WireRole.Count -1
    | _, null -> output.Length path WireRole.Length -1
    | Shape.Primitive Primitive.ClassicString, value -> writeText path output true (unbox value)
    | Shape.Primitive Primitive.String, value -> writeText path output (not output.Flexible) (unbox value)
    | Shape.Primitive(Primitive.Bytes | Primitive.Records), value ->
        let bytes = unbox<Bytes> value
        output.Length path WireRole.Length bytes.Length

        if bytes.Length > 0 then
            output.Mark path WireRole.Value false (fun () -> output.Put(bytes.ToArray()))
    | Shape.Primitive _, value -> output.Mark path WireRole.Value false (fun () -> writeFixed output value)
    | Shape.Array element, value ->
        let items = unbox<Array> value
        output.Length path WireRole.Count items.Length

        for i in 0 .. items.Length - 1 do
            writeValue (elementOf i path) output false false element (items.GetValue i)
    | Shape.Struct s, value ->
        if nullable then output.Mark path WireRole.Presence tagged (fun () -> output.Number(1, 1UL))
        writeStruct path output s value
    | Shape.Nullable _, _ -> failwith "null in null"

and private writeField path (output: Output) (field: FieldShape) (value: objnull) =
    let path = fieldOf field.Name path

    match field.Shape with
    | Shape.Nullable(Shape.Struct _ as inner, _) when field.IsTagged -> writeValue path output true true inner value
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
