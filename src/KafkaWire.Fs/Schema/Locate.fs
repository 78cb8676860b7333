/// Finds the field at which reading or writing fails by interpreting the Shape. The fast codecs keep no path.
module internal KafkaWire.Schema.Locate

open System
open System.Collections.Generic
open System.Globalization
open System.Runtime.CompilerServices
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

/// Reads single values of simple types.
module private ShapeReader =

    /// Passes over a primitive.
    let skip (r: WireReader) primitive pos =
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
        | Primitive.Varint
        | Primitive.UnsignedVarint ->
            r.UnsignedVarint pos |> ignore<int>
            r.Position
        | Primitive.Varlong ->
            r.Varlong pos |> ignore<int64>
            r.Position
        | Primitive.Rest -> r.End
        | primitive ->
            let width = ShapeRules.width primitive
            r.Need(pos, width)
            pos + width

    /// A value that is a discriminator or a version, and the position after it.
    let value (r: WireReader) (shape: Shape) (pos: int) : struct (objnull * int) =
        match shape with
        | Shape.Primitive primitive ->
            let finish = skip r primitive pos

            let value: objnull =
                match primitive with
                | Primitive.Bool -> r.BoolAt pos
                | Primitive.Int8 -> r.Int8At pos
                | Primitive.Int16 -> r.Int16At pos
                | Primitive.UInt16 -> r.UInt16At pos
                | Primitive.Int32 -> r.Int32At pos
                | Primitive.UInt32 -> uint32 (r.Int32At pos)
                | Primitive.Int64 -> r.Int64At pos
                | Primitive.Varint -> r.Varint pos
                | Primitive.UnsignedVarint -> uint32 (r.UnsignedVarint pos)
                | Primitive.Varlong -> r.Varlong pos
                | Primitive.ErrorCode -> LanguagePrimitives.EnumOfValue<int16, ErrorCode>(r.Int16At pos)
                | Primitive.Uuid -> r.UuidAt pos
                | Primitive.String -> r.String pos
                | Primitive.ClassicString -> r.ClassicString pos
                | _ -> null

            struct (value, finish)
        | _ -> struct (null, pos)

    /// The version that a number names.
    let version (number: objnull) : int16 =
        match number with
        | null -> 0s
        | number -> Operators.int16 (Convert.ToInt64(number, CultureInfo.InvariantCulture))

/// Called after each struct, with the path and the position of its end.
type private Watch = Path -> int -> unit

let rec private read (watch: Watch) (r: WireReader) (path: Path) (shape: Shape) (tagged: bool) (pos: int) : int =
    match shape with
    | Shape.Primitive p -> ShapeReader.skip r p pos
    | Shape.FixedBytes size ->
        r.FixedBytes(pos, size) |> ignore<Bytes>
        r.Position
    | Shape.Array element ->
        let count = r.ArrayLength(pos, ShapeRules.least element, 0)
        readElements watch r path element count
    | Shape.Struct s -> readStruct watch r path s pos
    | Shape.Union u -> readUnion watch r path u pos
    | Shape.Payload payload -> readPayload watch r path payload false pos
    | Shape.Opaque o ->
        r.Position <- pos
        o.Operations.Read r |> ignore<obj>
        r.Position
    | Shape.Recursive reference ->
        r.Enter pos
        let finish = read watch r path reference.Target tagged pos
        r.Leave()
        finish
    | Shape.Nullable(inner, versions) when tagged || versions.Contains(Operators.int16 r.Version) ->
        match inner with
        | Shape.Primitive(Primitive.String) ->
            r.NullableString pos |> ignore<string | null>
            r.Position
        | Shape.Primitive(Primitive.ClassicString) ->
            r.NullableClassicString pos |> ignore<string | null>
            r.Position
        | Shape.Primitive _
        | Shape.FixedBytes _ ->
            r.NullableBytes pos |> ignore<Nullable<Bytes>>
            r.Position
        | Shape.Array element ->
            let count = r.NullableArrayLength(pos, ShapeRules.least element, 0)
            readElements watch r path element count
        | Shape.Payload payload -> readPayload watch r path payload true pos
        | Shape.Nullable _ -> read watch r path inner tagged pos
        | inner when tagged -> if r.UnsignedVarint pos <= 0 then r.Position else read watch r path inner false r.Position
        | inner ->
            r.Need(pos, 1)
            if r.Int8At pos < 0y then pos + 1 else read watch r path inner false (pos + 1)
    | Shape.Nullable(inner, _) -> read watch r path inner tagged pos

and private readUnion watch (r: WireReader) path (u: UnionShape) pos =
    match u.Discriminator with
    | ValueNone ->
        match u.CaseIn(Operators.int16 r.Version) with
        | -1 ->
            r.Fail(WireError.UnknownCase(u.Name, "in this version"), pos)
            pos
        | index ->
            path.Field u.Cases[index].Name
            let finish = read watch r path u.Cases[index].Shape false pos
            path.Leave()
            finish
    | ValueSome discriminator ->
        let struct (tag, body) = ShapeReader.value r discriminator pos

        match u.Cases |> Array.tryFind (fun case -> obj.Equals(case.Tag, tag)) with
        | Some case ->
            path.Field case.Name
            let finish = read watch r path case.Shape false body
            path.Leave()
            finish
        | None when u.KeepsUnknown -> r.End
        | None ->
            r.Fail(WireError.UnknownCase(u.Name, String.Format(CultureInfo.InvariantCulture, "{0}", tag)), pos)
            body

and private readPayload watch (r: WireReader) path (payload: PayloadShape) nullable pos =
    let inner pos =
        match payload.Version with
        | PayloadVersion.OfMessage -> read watch r path payload.Shape false pos
        | PayloadVersion.Fixed(version, flexible) -> readIn watch r path payload.Shape version flexible pos
        | PayloadVersion.Written(shape, versions, flexible) ->
            let struct (number, body) = ShapeReader.value r shape pos
            let version = ShapeReader.version number

            if not (versions.Contains version) then
                r.Fail(WireError.UnsupportedVersion(version, versions.First, versions.Last), pos)

            readIn watch r path payload.Shape version (flexible.Contains version) body

    match payload.Length with
    | ValueNone -> inner pos
    | ValueSome prefix ->
        let outer = r.BeginPayload(prefix, pos)

        if outer >= 0 then
            let finish = inner r.Position
            r.EndPayload(outer, finish)
            finish
        else
            if not nullable then r.NullNotAllowed pos
            r.Position

and private readIn watch (r: WireReader) path shape version flexible pos =
    let outer, wasFlexible = r.Version, r.Flexible
    r.BeginVersion(Operators.int version, flexible)
    let finish = read watch r path shape false pos
    r.EndVersion(outer, wasFlexible)
    finish

and private readElements watch r path element count =
    let mutable p = r.Position

    for i in 0 .. count - 1 do
        path.Element i
        p <- read watch r path element false p
        path.Leave()

    p

and private readStruct (watch: Watch) (r: WireReader) (path: Path) (s: StructShape) (pos: int) : int =
    let version = Operators.int16 r.Version
    let mutable p = pos

    for f in s.Fields do
        if not f.IsTagged && f.Versions.Contains version then
            path.Field f.Name
            p <- read watch r path f.Shape false p
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

                p <- read watch r path f.Shape true p
                path.Leave()
            | None ->
                path.Field(String.Concat("UnknownTaggedFields[tag ", tag.ToString CultureInfo.InvariantCulture, "]"))
                r.KeepUnknownTag(tag, p)
                p <- r.Position
                path.Leave()

    r.Position <- p
    watch path p
    p

let private readAll watch shape bytes version flexible (maximumDepth: int) : struct (string * (WireException | null)) =
    let r = WireReader()
    r.Reset(bytes, version, flexible, Int64.MaxValue)
    r.MaximumDepth <- maximumDepth
    let path = Path()

    try
        readStruct watch r path shape r.Position |> ignore<int>
        struct ("", null)
    with
    | :? WireException as e -> struct (path.ToString(), e)
    // A function of a codec written by hand.
    | _ -> struct (path.ToString(), null)

/// The path of the field at which reading fails, with the error; an empty path and null if reading succeeds.
let readFailure (shape: StructShape) (bytes: Bytes) (version: int16) (flexible: bool) (maximumDepth: int) : struct (string * (WireException | null)) =
    readAll (fun _ _ -> ()) shape bytes version flexible maximumDepth

/// The path of the last field that begins at or before an offset.
let fieldAt (shape: StructShape) (bytes: Bytes) (offset: int) (version: int16) (flexible: bool) : string =
    // A reader whose frame ends at the offset fails in the field that contains the offset.
    let struct (path, _) = readFailure shape (bytes.Slice(0, min offset bytes.Length)) version flexible Int32.MaxValue
    path

/// The path of the first struct that ends at an offset: of those that end there, the innermost.
let structBefore (shape: StructShape) (bytes: Bytes) (offset: int) (version: int16) (flexible: bool) : string =
    let mutable found: string | null = null
    let mutable isFound = false

    let watch (path: Path) (finish: int) =
        if not isFound && finish - bytes.Offset = offset then
            isFound <- true
            found <- path.ToString()

    readAll watch shape bytes version flexible Int32.MaxValue
    |> ignore<struct (string * (WireException | null))>

    match found with
    | null -> ""
    | path -> path

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
    | Shape.Primitive _, _
    | Shape.Opaque _, _ -> ()
    | Shape.FixedBytes size, (:? Bytes as bytes) ->
        if bytes.Length <> size then
            raise (Found(WireError.LengthOutOfRange(Operators.int64 bytes.Length, Operators.int64 size)))
    | Shape.FixedBytes _, _ -> ()
    | Shape.Recursive reference, value ->
        if not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
            raise (Found(WireError.TooDeep WireReader.DefaultMaximumDepth))

        check path reference.Target value version flexible
    | Shape.Union u, value ->
        match u.Operations.Explode value with
        | struct (-1, _, _) -> ()
        | struct (index, _, part) ->
            let case = u.Cases[index]
            path.Field case.Name

            if not (case.Versions.Contains version) then
                raise (Found(WireError.FieldNotInVersion(version, case.Versions.First, case.Versions.Last)))

            check path case.Shape part version flexible
            path.Leave()
    | Shape.Payload payload, value ->
        match payload.Version, value with
        | PayloadVersion.Written(_, versions, flexible), (:? VersionedPart as part) ->
            if not (versions.Contains part.Version) then
                raise (Found(WireError.UnsupportedVersion(part.Version, versions.First, versions.Last)))

            check path payload.Shape part.Part part.Version (flexible.Contains part.Version)
        | PayloadVersion.Fixed(version, flexible), value -> check path payload.Shape value version flexible
        | _, value -> check path payload.Shape value version flexible
    | Shape.Array element, (:? Array as items) ->
        for i in 0 .. items.Length - 1 do
            path.Element i
            check path element (items.GetValue i) version flexible
            path.Leave()
    | Shape.Struct s, value -> checkStruct path s value version flexible
    | Shape.Array _, _ -> ()

and private checkStruct path (s: StructShape) (value: obj) version flexible =
    let parts =
        try
            s.Operations.Explode value
        with :? WireException as e ->
            // A function of a mapping or a getter, which fails at the field that the error names.
            if e.Path <> "" then path.Field e.Path
            raise (Found e.Error)

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
