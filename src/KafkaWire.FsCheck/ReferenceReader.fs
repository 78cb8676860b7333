/// The slow, obvious reader: it interprets the Shape over plain arrays, byte by byte, without WireReader.
/// The fast codecs must match its results, its errors, their offsets and paths.
module internal KafkaWire.Generators.ReferenceReader

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

exception Troubled of WireError * offset: int * path: string list

let fail path error offset : 'T = raise (Troubled(error, offset, path))

let fieldOf (name: string) path = ("." + name) :: path
let elementOf (index: int) path = $"[{index}]" :: path

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

let outcome action =
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
