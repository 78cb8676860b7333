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
    | Primitive.Int32
    | Primitive.UInt32 -> Some 4
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
    | Shape.FixedBytes size -> max 1 size
    | Shape.Opaque o -> max 1 o.MinimumSize
    | Shape.Recursive reference -> least reference.Target
    | Shape.Payload payload ->
        match payload.Length, payload.Version with
        | ValueSome LengthPrefix.Int32, _ -> 4
        | ValueSome _, _ -> 1
        | ValueNone, PayloadVersion.Written(shape, _, _) -> least shape
        | ValueNone, _ -> least payload.Shape
    | Shape.Union u ->
        let cases = u.Cases |> Seq.map (fun case -> leastIn 0s case.Shape) |> Seq.min

        match u.Discriminator with
        | ValueNone -> max 1 cases
        | ValueSome discriminator -> least discriminator + (if u.KeepsUnknown then 0 else cases)
    | Shape.Nullable((Shape.Struct _ | Shape.Union _ | Shape.Recursive _ | Shape.Opaque _), _) -> 1
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
    | Shape.FixedBytes 0
    | Shape.Primitive Primitive.Rest -> 0
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
    member val Version = version with get, set
    member val Flexible = flexible with get, set
    /// Where the payload around the value ends.
    member val End = bytes.Length with get, set
    /// How many values that may contain themselves are around the current one.
    member val Depth = 0 with get, set
    member input.Left = input.End - input.At
    member _.All = bytes

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

    member private input.Base128 path (most: int) : uint64 =
        let start = input.At
        let mutable number = 0UL
        let mutable shift = 0
        let mutable more = true

        while more do
            let b = input.Unsigned path 1
            number <- number ||| ((b &&& 0x7FUL) <<< shift)

            if b < 0x80UL then more <- false
            elif shift = 7 * (most - 1) then fail path (WireError.MalformedVarint most) start
            else shift <- shift + 7

        number

    /// A varint of at most 5 bytes. Bits above 32 are dropped.
    member input.Varint path : int = int (uint32 (input.Base128 path 5))

    /// A zig-zag varint of 32 bits.
    member input.Zigzag path : int =
        let n = input.Varint path
        int (uint32 n >>> 1) ^^^ -(n &&& 1)

    /// A zig-zag varint of 64 bits.
    member input.ZigzagLong path : int64 =
        let n = input.Base128 path 10
        int64 (n >>> 1) ^^^ -(int64 (n &&& 1UL))

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
    | Primitive.UInt32 -> uint32 (input.Unsigned path 4)
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

            // The elements of an array of values that may contain themselves are one level deeper, all together.
            Some(element.ArrayOf [| for i in 0 .. count - 1 -> readElement (elementOf i path) input element |])
    | Shape.Payload payload -> readPayload path input payload
    | shape when tagged -> if input.Varint path <= 0 then None else Some(readValue path input shape)
    | shape -> if sbyte (byte (input.Unsigned path 1)) < 0y then None else Some(readValue path input shape)

and private readElement path (input: Input) shape : objnull =
    match shape with
    | Shape.Nullable(inner, versions) when versions.Contains input.Version -> readMaybe path input false inner |> Option.toObj
    | Shape.Nullable(inner, _) -> readValue path input inner
    | shape -> readValue path input shape

and private readIn path (input: Input) shape version flexible : obj =
    let outer, wasFlexible = input.Version, input.Flexible
    input.Version <- version
    input.Flexible <- flexible
    let value = readValue path input shape
    input.Version <- outer
    input.Flexible <- wasFlexible
    value

and private readPayload path (input: Input) (payload: PayloadShape) : obj option =
    let inner () : obj =
        match payload.Version with
        | PayloadVersion.OfMessage -> readValue path input payload.Shape
        | PayloadVersion.Fixed(version, flexible) -> readIn path input payload.Shape version flexible
        | PayloadVersion.Written(shape, versions, flexible) ->
            let start = input.At
            let version = int16 (Convert.ToInt64(readValue path input shape))

            if not (versions.Contains version) then
                fail path (WireError.UnsupportedVersion(version, versions.First, versions.Last)) start

            VersionedPart(version, readIn path input payload.Shape version (flexible.Contains version))

    match payload.Length with
    | ValueNone -> Some(inner ())
    | ValueSome prefix ->
        let length =
            match prefix with
            | LengthPrefix.Varint -> input.Zigzag path
            | LengthPrefix.Compact -> input.Varint path - 1
            | LengthPrefix.Flexible -> readLength path input
            | _ -> input.Int32 path

        if length < 0 then
            None
        else
            input.Need path (int64 length)
            let outer = input.End
            input.End <- input.At + length
            let value = inner ()

            if input.Left > 0 then fail path (WireError.TrailingBytes input.Left) input.At

            input.End <- outer
            Some value

and private readUnion path (input: Input) (u: UnionShape) : obj =
    let start = input.At

    match u.Discriminator with
    | ValueNone ->
        match u.CaseIn input.Version with
        | -1 -> fail path (WireError.UnknownCase(u.Name, "in this version")) start
        | index ->
            let case = u.Cases[index]
            u.Operations.Assemble(index, null, readValue (fieldOf case.Name path) input case.Shape)
    | ValueSome discriminator ->
        let tag = readValue path input discriminator

        match u.Cases |> Array.tryFindIndex (fun case -> Object.Equals(case.Tag, tag)) with
        | Some index ->
            let case = u.Cases[index]
            u.Operations.Assemble(index, tag, readValue (fieldOf case.Name path) input case.Shape)
        | None when u.KeepsUnknown -> u.Operations.Assemble(-1, tag, Bytes(input.Take path input.Left))
        | None -> fail path (WireError.UnknownCase(u.Name, String.Format(Globalization.CultureInfo.InvariantCulture, "{0}", tag))) start

and private readOpaque path (input: Input) (o: OpaqueShape) : obj =
    let start = input.At
    let reader = WireReader()
    reader.Reset(Bytes(input.All, start, input.Left), input.Version, input.Flexible, Int64.MaxValue)

    try
        let value = o.Operations.Read reader
        input.At <- start + reader.Consumed
        value
    with :? WireException as e ->
        fail path e.Error (start + int e.Offset)

/// Reads a value that is not null.
and private readValue path (input: Input) shape : obj =
    let start = input.At

    match shape with
    | Shape.Struct s -> readStruct path input s
    | Shape.Primitive primitive when (width primitive).IsSome ->
        input.Need path (int64 (width primitive).Value)
        readFixed path input primitive
    | Shape.Primitive Primitive.Varint -> input.Zigzag path
    | Shape.Primitive Primitive.UnsignedVarint -> uint32 (input.Varint path)
    | Shape.Primitive Primitive.Varlong -> input.ZigzagLong path
    | Shape.Primitive Primitive.Rest -> Bytes(input.Take path input.Left)
    | Shape.FixedBytes size -> Bytes(input.Take path size)
    | Shape.Union u -> readUnion path input u
    | Shape.Opaque o -> readOpaque path input o
    | Shape.Recursive reference ->
        input.Depth <- input.Depth + 1
        if input.Depth > 100 then fail path (WireError.TooDeep 100) start
        let value = readValue path input reference.Target
        input.Depth <- input.Depth - 1
        value
    | shape ->
        match readMaybe path input false shape with
        | Some value -> value
        | None -> fail path WireError.NullNotAllowed start

and private readField path (input: Input) (field: FieldShape) : objnull =
    let path = fieldOf field.Name path

    match field.Shape with
    | Shape.Nullable((Shape.Struct _ | Shape.Union _ | Shape.Recursive _ | Shape.Opaque _ as inner), _) when field.IsTagged ->
        readMaybe path input true inner |> Option.toObj
    | shape -> readElement path input shape

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
    with
    | Troubled(error, offset, path) -> Error { Error = error; Offset = offset; Path = pathText path }
    // A function of a mapping. It knows no place.
    | :? WireException as e -> Error { Error = e.Error; Offset = -1; Path = e.Path }

/// Reads a value and the number of bytes that it takes.
let decode (schema: MessageSchema) (version: int16) (bytes: byte[]) : Result<obj * int, Trouble> =
    outcome (fun () ->
        let input = Input(bytes, version, schema.IsFlexible version)
        let value = readStruct [] input schema.Shape
        value, input.At)

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
