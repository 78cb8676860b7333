/// Finds the field at which reading or writing fails by interpreting the Shape. The fast codecs keep no path.
module internal KafkaWire.Schema.Locate

open System
open System.Collections.Generic
open System.Globalization
open System.Text
open KafkaWire

/// The path of the current field. A step allocates nothing, because a hostile message has many. Elements have an index, fields have -1.
type private Path() =
    let steps = List<struct (string * int)>()

    member _.Field(name: string) = steps.Add(struct (name, -1))
    member _.Element(index: int) = steps.Add(struct ("", index))
    member _.Leave() = steps.RemoveAt(steps.Count - 1)

    override _.ToString() =
        let text = StringBuilder()

        for struct (name, index) in steps do
            if index >= 0 then
                text.Append('[').Append(index.ToString CultureInfo.InvariantCulture).Append(']')
                |> ignore<StringBuilder>
            else
                (if text.Length > 0 then text.Append '.' else text).Append name |> ignore<StringBuilder>

        text.ToString()

let private fixedWidth primitive = ShapeRules.width primitive

let rec private read (r: WireReader) (path: Path) (shape: Shape) (tagged: bool) (pos: int) : int =
    match shape with
    | Shape.Primitive p -> readPrimitive r p pos
    | Shape.Array element ->
        let count = r.ArrayLength(pos, least element, 0)
        readElements r path element count
    | Shape.Struct s -> readStruct r path s pos
    | Shape.Nullable(inner, versions) when tagged || versions.Contains(Operators.int16 r.Version) ->
        match inner with
        | Shape.Primitive(Primitive.String) ->
            r.NullableString pos |> ignore<string | null>
            r.Position
        | Shape.Primitive(Primitive.ClassicString) ->
            r.NullableClassicString pos |> ignore<string | null>
            r.Position
        | Shape.Primitive _ ->
            r.NullableBytes pos |> ignore<Nullable<Bytes>>
            r.Position
        | Shape.Array element ->
            let count = r.NullableArrayLength(pos, least element, 0)
            readElements r path element count
        | Shape.Struct s when tagged -> if r.UnsignedVarint pos <= 0 then r.Position else readStruct r path s r.Position
        | Shape.Struct s ->
            r.Need(pos, 1)
            if r.Int8At pos < 0y then pos + 1 else readStruct r path s (pos + 1)
        | Shape.Nullable _ -> read r path inner tagged pos
    | Shape.Nullable(inner, _) -> read r path inner tagged pos

and private least element =
    match element with
    | Shape.Struct s ->
        if s.MinimumSize = 0 then s.MinimumSize <- ShapeRules.minimumSize s

        s.MinimumSize
    | element -> ShapeRules.minimum element 0s

and private readPrimitive (r: WireReader) primitive pos =
    match primitive with
    | Primitive.String ->
        r.String pos |> ignore<string>
        r.Position
    | Primitive.ClassicString ->
        r.ClassicString pos |> ignore<string>
        r.Position
    | Primitive.Bytes
    | Primitive.Records ->
        r.Bytes pos |> ignore<Bytes>
        r.Position
    | primitive ->
        let width = fixedWidth primitive
        r.Need(pos, width)
        pos + width

and private readElements r path element count =
    let mutable p = r.Position

    for i in 0 .. count - 1 do
        path.Element i
        p <- read r path element false p
        path.Leave()

    p

and private readStruct (r: WireReader) (path: Path) (s: StructShape) (pos: int) : int =
    let version = Operators.int16 r.Version
    let mutable p = pos

    for f in s.Fields do
        if not f.IsTagged && f.Versions.Contains version then
            path.Field f.Name
            p <- read r path f.Shape false p
            path.Leave()

    if r.Flexible then
        let count = r.TagCount p
        p <- r.Position

        for _ in 1..count do
            let tag = r.BeginTag p
            p <- r.Position

            match s.TryFindTagged tag with
            | Some f ->
                path.Field f.Name

                if not (f.Versions.Contains version) then r.TagNotInVersion(tag, p)

                p <- read r path f.Shape true p
                path.Leave()
            | None ->
                path.Field(String.Concat("UnknownTaggedFields[tag ", tag.ToString CultureInfo.InvariantCulture, "]"))
                r.KeepUnknownTag(tag, p)
                p <- r.Position
                path.Leave()

    r.Position <- p
    p

/// The path of the field at which reading fails, with the error; an empty path and null if reading succeeds.
let readFailure (shape: StructShape) (bytes: Bytes) (version: int16) (flexible: bool) : struct (string * (WireException | null)) =
    let r = WireReader()
    r.Reset(bytes, version, flexible, Int64.MaxValue)
    let path = Path()

    try
        readStruct r path shape r.Position |> ignore<int>
        struct ("", null)
    with :? WireException as e ->
        struct (path.ToString(), e)

/// The path of the last field that begins at or before an offset.
let fieldAt (shape: StructShape) (bytes: Bytes) (offset: int) (version: int16) (flexible: bool) : string =
    // A reader whose frame ends at the offset fails in the field that contains the offset.
    let struct (path, _) = readFailure shape (bytes.Slice(0, min offset bytes.Length)) version flexible
    path

/// Raised with the fast writer's error in full detail.
exception private Found of WireError

let rec private check (path: Path) (shape: Shape) (value: objnull) (version: int16) (flexible: bool) : unit =
    match shape, value with
    | Shape.Nullable(inner, versions), null -> if not (versions.Contains version) then raise (Found WireError.NullNotAllowed)
    | Shape.Nullable(inner, _), value -> check path inner value version flexible
    | _, null -> raise (Found WireError.NullNotAllowed)
    | Shape.Primitive(Primitive.String | Primitive.ClassicString), (:? string as text) ->
        let at = Utf16Text.indexOfLoneSurrogate text

        if at >= 0 then raise (Found(WireError.UnpairedSurrogate at))

        let size = Encoding.UTF8.GetByteCount text

        if size > 0x7fff then raise (Found(WireError.LengthOutOfRange(Operators.int64 size, 0x7fffL)))
    | Shape.Primitive _, _ -> ()
    | Shape.Array element, (:? Array as items) ->
        for i in 0 .. items.Length - 1 do
            path.Element i
            check path element (items.GetValue i) version flexible
            path.Leave()
    | Shape.Struct s, value -> checkStruct path s value version flexible
    | Shape.Array _, _ -> ()

and private checkStruct path (s: StructShape) (value: obj) version flexible =
    let parts = s.Operations.Explode value

    let field i action =
        path.Field s.Fields[i].Name
        action s.Fields[i] parts[i]
        path.Leave()

    // In the writer's order, so that the first error found is the one that the writer met.
    for i in 0 .. s.Fields.Length - 1 do
        field i (fun f part ->
            if f.Versions.Contains version then
                if not f.IsTagged then check path f.Shape part version flexible
            elif not f.IsIgnorable && not (f.IsDefault part) then
                raise (Found(WireError.FieldNotInVersion(version, f.Versions.First, f.Versions.Last))))

    if s.KeepsUnknownTags then
        path.Field "UnknownTaggedFields"

        match parts[s.Fields.Length] with
        | :? (TaggedField[]) as tags when tags.Length > 0 && not flexible -> raise (Found(WireError.TagsNotAllowed version))
        | null -> raise (Found WireError.NullNotAllowed)
        | _ -> ()

        path.Leave()

    for i in 0 .. s.Fields.Length - 1 do
        field i (fun f part ->
            if f.IsTagged && f.Versions.Contains version && not (f.IsDefault part) then
                check path f.Shape part version flexible)

    if s.KeepsUnknownTags then
        path.Field "UnknownTaggedFields"

        match parts[s.Fields.Length] with
        | :? (TaggedField[]) as tags ->
            let mutable previous = -1

            for t in tags do
                if t.Tag <= previous then raise (Found(WireError.TagOutOfOrder(t.Tag, previous)))

                if t.Tag = Int32.MaxValue || (s.TryFindTagged t.Tag).IsSome then
                    raise (Found(WireError.TagOutOfOrder(t.Tag, t.Tag)))

                previous <- t.Tag
        | _ -> ()

        path.Leave()

/// The path of the field at which writing fails, and the error with the details that the fast writer lacks. If no field is found, an empty path and the error unchanged.
let writeFailure (shape: StructShape) (value: obj) (version: int16) (flexible: bool) (error: WireError) : struct (string * WireError) =
    let path = Path()

    try
        checkStruct path shape value version flexible
        struct ("", error)
    with Found precise ->
        struct (path.ToString(), precise)

/// Name and version of a message, as error messages show them.
let title (name: string) (version: int16) : string = String.Concat(name, " v", version.ToString CultureInfo.InvariantCulture)

/// The place of an error: name and version of the message, and the path of the field.
let place (name: string) (version: int16) (path: string) : string =
    if path = "" then title name version else String.Concat(title name version, " / ", path)
