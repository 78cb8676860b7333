namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open System.Runtime.CompilerServices
open System.Text.Json
open KafkaWire.Schema

/// Reads a message from JSON by its shape.
[<Sealed>]
type internal JsonReader(schema: MessageSchema, version: int16, reading: JsonReading) =
    inherit JsonParser(schema, version)

    /// Refuses a mask, which would otherwise be sent as the new password or setting.
    member private walk.RefuseMask(json: JsonElement, place: JsonPlace | null) : unit =
        if json.ValueKind = JsonValueKind.String && json.ValueEquals "***" then
            walk.Refuse(place, "The secret was masked when the text was written, so it cannot be read again.")

    /// The code of an error object: its number, its name, or both if they agree. Everything else in the object follows from the code.
    member private walk.ErrorObject(json: JsonElement, place: JsonPlace | null) : ErrorCode =
        for property in json.EnumerateObject() do
            match property.Name with
            | "code"
            | "name"
            | "retry"
            | "retriable"
            | "message" -> ()
            | other ->
                walk.Refuse(place, String.Concat("An error has no \"", other, "\". Its members are code, name, retry or retriable, and message."))

        match json.TryGetProperty "code", json.TryGetProperty "name" with
        | (true, code), (true, name) ->
            let number = walk.ErrorCode(code, place)
            let mutable named = number

            // An unknown name may have been written by a newer version of this library.
            if
                name.ValueKind = JsonValueKind.String
                && ErrorCodes.TryParse(walk.Text(name, place), &named)
                && named <> number
            then
                let both = String.Concat("Code ", (int number).ToString CultureInfo.InvariantCulture, " is ", ErrorCodes.Name number)
                walk.Refuse(place, String.Concat(both, ", not ", walk.Text(name, place), ". Change both, or omit one."))

            number
        | (true, code), _ -> walk.ErrorCode(code, place)
        | _, (true, name) -> walk.ErrorCode(name, place)
        | _ -> walk.Expected(place, "An error code, its name, or an object with \"code\" or \"name\"", json)

    member private walk.ErrorCode(json: JsonElement, place: JsonPlace | null) : ErrorCode =
        match json.ValueKind with
        | JsonValueKind.Object -> walk.ErrorObject(json, place)
        | JsonValueKind.String ->
            let name = walk.Text(json, place)
            let mutable code = ErrorCode.None

            if ErrorCodes.TryParse(name, &code) then
                code
            else
                let hint =
                    match JsonNames.nearest name (Seq.map ErrorCodes.Name ErrorCodes.All) with
                    | null -> ""
                    | near -> String.Concat(" Did you mean ", near, "?")

                walk.Refuse(place, String.Concat("There is no error code named \"", name, "\".", hint))
        | JsonValueKind.Number -> LanguagePrimitives.EnumOfValue(walk.Int16(json, place))
        | _ -> walk.Expected(place, "An error code, its name, or an object with \"code\" or \"name\"", json)

    member private walk.Primitive(primitive: Primitive, json: JsonElement, place: JsonPlace | null) : obj =
        match primitive with
        | Primitive.Bool -> walk.Bool(json, place)
        | Primitive.Int8 -> walk.Int8(json, place)
        | Primitive.Int16 -> walk.Int16(json, place)
        | Primitive.UInt16 -> walk.UInt16(json, place)
        | Primitive.Int32
        | Primitive.Varint -> walk.Int32(json, place)
        | Primitive.UInt32
        | Primitive.UnsignedVarint -> walk.UInt32(json, place)
        | Primitive.Int64
        | Primitive.Varlong -> walk.Int64(json, place)
        | Primitive.Float64 -> walk.Float64(json, place)
        | Primitive.Uuid ->
            let mutable uuid = Uuid()

            if json.ValueKind = JsonValueKind.String && Uuid.TryParse(walk.Text(json, place), &uuid) then
                uuid
            else
                walk.Expected(place, "A UUID of 22 characters of base64url", json)
        | Primitive.String
        | Primitive.ClassicString -> walk.Text(json, place)
        | Primitive.Records when json.ValueKind = JsonValueKind.Array -> JsonRecords.read schema version (Unchecked.nonNull place) json
        | Primitive.Bytes
        | Primitive.Records
        | Primitive.Rest -> walk.Base64(json, place)
        | Primitive.ErrorCode -> walk.ErrorCode(json, place)
        | _ -> invalidOp "JSON does not support this primitive."

    member private walk.Array(element: Shape, json: JsonElement, place: JsonPlace | null) : obj =
        if json.ValueKind <> JsonValueKind.Array then
            walk.Expected(place, "An array", json)
        else
            let items = List<objnull>(json.GetArrayLength())

            for item in json.EnumerateArray() do
                items.Add(walk.Value(element, item, JsonPlace(place, "", items.Count)))

            element.ArrayOf items

    /// Runs functions of the schema's author, which may refuse a value.
    member private walk.Make(place: JsonPlace | null, make: unit -> obj) : obj =
        try
            make ()
        with :? WireException as e when e.Offset < 0L && not (e.Path.Contains ' ') ->
            walk.Fail(e.Error, (if e.Path = "" then place else JsonPlace(place, e.Path, -1)))

    member private walk.Union(u: UnionShape, json: JsonElement, place: JsonPlace | null) : obj =
        let names = u.Cases |> Seq.map _.JsonName

        let only =
            if json.ValueKind = JsonValueKind.Object && Seq.length (json.EnumerateObject()) = 1 then
                Seq.head (json.EnumerateObject())
            else
                walk.Expected(place, String.Concat("An object with one of ", String.Join(", ", names)), json)

        match u.Cases |> Array.tryFindIndex (fun case -> only.NameEquals case.JsonName) with
        | Some index ->
            let case = u.Cases[index]
            let inner = JsonPlace(place, case.Name, -1)
            let part = walk.Value(case.Shape, only.Value, inner)
            walk.Make(inner, (fun () -> u.Operations.Assemble(index, case.Tag, part)))
        | None ->
            match u.Discriminator with
            | ValueSome discriminator when u.KeepsUnknown && only.NameEquals JsonNames.UnknownCase ->
                let inner = JsonPlace(place, JsonNames.UnknownCase, -1)

                match only.Value.ValueKind = JsonValueKind.Object, only.Value with
                | true, value ->
                    match value.TryGetProperty "tag", value.TryGetProperty "data" with
                    | (true, tag), (true, data) ->
                        let tag = walk.Value(discriminator, tag, inner)
                        let bytes = walk.Base64(data, inner)
                        walk.Make(inner, (fun () -> u.Operations.Assemble(-1, tag, bytes)))
                    | _ -> walk.Expected(inner, "An object with \"tag\" and \"data\"", value)
                | _, value -> walk.Expected(inner, "An object with \"tag\" and \"data\"", value)
            | _ ->
                let hint =
                    match JsonNames.nearest only.Name names with
                    | null -> String.Concat(" Its cases are ", String.Join(", ", names), ".")
                    | near -> String.Concat(" Did you mean \"", near, "\"?")

                walk.Refuse(place, String.Concat(u.Name, " has no case \"", only.Name, "\"." + hint))

    member private walk.Payload(payload: PayloadShape, json: JsonElement, place: JsonPlace | null) : objnull =
        match payload.Version with
        | PayloadVersion.OfMessage -> walk.Value(payload.Shape, json, place)
        | PayloadVersion.Fixed(version, _) -> JsonReader(schema, version, reading).Value(payload.Shape, json, place)
        | PayloadVersion.Written(_, versions, _) ->
            let version, value =
                match json.ValueKind = JsonValueKind.Object, json with
                | true, json ->
                    match json.TryGetProperty "version", json.TryGetProperty "value" with
                    | (true, version), (true, value) -> walk.Int16(version, place), value
                    | _ -> walk.Expected(place, "An object with \"version\" and \"value\"", json)
                | _ -> walk.Expected(place, "An object with \"version\" and \"value\"", json)

            if not (versions.Contains version) then
                walk.Fail(WireError.UnsupportedVersion(version, versions.First, versions.Last), place)

            VersionedPart(version, JsonReader(schema, version, reading).Value(payload.Shape, value, JsonPlace(place, "Value", -1)))

    member private walk.Value(shape: Shape, json: JsonElement, place: JsonPlace | null) : objnull =
        match shape with
        | Shape.Nullable(_, versions) when json.ValueKind = JsonValueKind.Null ->
            if versions.Contains version then null else walk.Fail(WireError.NullNotAllowed, place)
        | Shape.Nullable(inner, _) -> walk.Value(inner, json, place)
        | _ when json.ValueKind = JsonValueKind.Null -> walk.Fail(WireError.NullNotAllowed, place)
        | Shape.Primitive primitive -> walk.Primitive(primitive, json, place)
        | Shape.Array element -> walk.Array(element, json, place)
        | Shape.FixedBytes size ->
            let bytes = walk.Base64(json, place)

            if bytes.Length <> size then
                walk.Fail(WireError.LengthOutOfRange(int64 bytes.Length, int64 size), place)

            bytes
        | Shape.Union u -> walk.Union(u, json, place)
        | Shape.Payload payload -> walk.Payload(payload, json, place)
        | Shape.Recursive reference ->
            if not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
                walk.Fail(WireError.TooDeep WireReader.DefaultMaximumDepth, place)

            walk.Value(reference.Target, json, place)
        | Shape.Opaque o ->
            let bytes = walk.Base64(json, place)
            walk.Make(place, (fun () -> o.Operations.Decode(bytes, version, schema.IsFlexible version)))
        | Shape.Struct s -> walk.Struct(s, json, place)

    member private walk.UnknownTags(json: JsonElement, place: JsonPlace | null) : TaggedField[] =
        if json.ValueKind <> JsonValueKind.Array then
            walk.Expected(place, "An array", json)
        else
            [| for item in json.EnumerateArray() do
                   if item.ValueKind <> JsonValueKind.Object then
                       walk.Expected(place, "An object with \"tag\" and \"data\"", item)

                   match item.TryGetProperty "tag", item.TryGetProperty "data" with
                   | (true, tag), (true, data) -> { Tag = walk.Int32(tag, place); Data = walk.Base64(data, place) }
                   | _ -> walk.Expected(place, "An object with \"tag\" and \"data\"", item) |]

    /// Refuses a name that the struct does not have in this version, and suggests the name that may be meant.
    member private walk.Unknown(s: StructShape, name: string, place: JsonPlace | null) : unit =
        let title = schema.Title version

        let owner = if obj.ReferenceEquals(s, schema.Shape) then title else String.Concat(s.Name, " in ", title)

        match s.Fields |> Array.tryFind (fun f -> f.JsonName = name) with
        | Some field ->
            walk.Refuse(
                place,
                String.Concat("Field \"", name, "\" is not in ", title)
                + String.Concat("; its versions are ", field.Versions.ToString(), ".")
            )
        | None ->
            let names = s.Fields |> Seq.filter _.Versions.Contains(version) |> Seq.map _.JsonName

            let hint =
                match JsonNames.nearest name names, JsonNames.placeOf name version schema.Shape with
                | null, null ->
                    if Seq.isEmpty names then
                        " It has no fields."
                    else
                        String.Concat(" Its fields are ", String.Join(", ", names), ".")
                | null, "" -> String.Concat(" It is a field of ", schema.Name, " itself.")
                | null, elsewhere -> String.Concat(" It is a field of ", elsewhere, ".")
                | near, (null | "") -> String.Concat(" Did you mean \"", near, "\"?")
                | near, elsewhere -> String.Concat(" Did you mean \"", near, "\", or that of ") + String.Concat(elsewhere, "?")

            walk.Refuse(place, String.Concat("No field of ", owner, " is called \"", name + "\"." + hint))

    /// Marks a part of a struct as given; refuses it if it was given before.
    member private walk.Give(s: StructShape, index: int, given: bool[], place: JsonPlace | null) : unit =
        if given[index] then
            let name = if index = s.Fields.Length then JsonNames.UnknownTaggedFields else s.Fields[index].JsonName
            walk.Refuse(place, String.Concat("Field \"", name, "\" is given twice."))

        given[index] <- true

    /// Reads the broker's text from a folded error object, if the struct has a field for it.
    member private walk.FoldedMessage(s: StructShape, code: int, json: JsonElement, given: bool[], parts: objnull[], place: JsonPlace | null) : unit =
        let index = JsonErrors.messageOf s version code

        if index >= 0 && json.ValueKind = JsonValueKind.Object then
            match json.TryGetProperty "message" with
            | true, message ->
                walk.Give(s, index, given, place)
                parts[index] <- walk.Value(s.Fields[index].Shape, message, JsonPlace(place, s.Fields[index].Name, -1))
            | _ -> ()

    member private walk.Struct(s: StructShape, json: JsonElement, place: JsonPlace | null) : obj =
        if json.ValueKind <> JsonValueKind.Object then
            walk.Expected(place, "An object", json)
        else
            let fields = s.Fields
            let parts: objnull[] = Array.zeroCreate (fields.Length + (if s.KeepsUnknownTags then 1 else 0))
            let given: bool[] = Array.zeroCreate parts.Length

            for i in 0 .. fields.Length - 1 do
                parts[i] <- fields[i].Default

            if s.KeepsUnknownTags then parts[fields.Length] <- Array.Empty<TaggedField>()

            // Fields usually come in order, so the search starts after the one found last.
            let mutable next = 0

            for property in json.EnumerateObject() do
                let mutable tries = 0
                let mutable found = -1

                while found < 0 && tries < fields.Length do
                    let i = if next >= fields.Length then 0 else next
                    next <- i + 1
                    tries <- tries + 1

                    if fields[i].Versions.Contains version && property.NameEquals fields[i].JsonName then found <- i

                if found < 0 && s.KeepsUnknownTags && property.NameEquals JsonNames.UnknownTaggedFields then
                    found <- fields.Length

                if found < 0 then
                    found <- JsonErrors.codeOf s version property.Name

                    if found >= 0 then walk.FoldedMessage(s, found, property.Value, given, parts, place)

                if found < 0 then
                    walk.Unknown(s, property.Name, place)
                else
                    walk.Give(s, found, given, place)

                    parts[found] <-
                        if found = fields.Length then
                            walk.UnknownTags(property.Value, JsonPlace(place, "UnknownTaggedFields", -1))
                        else
                            let place = JsonPlace(place, fields[found].Name, -1)
                            if fields[found].IsSecret then walk.RefuseMask(property.Value, place)
                            walk.Value(fields[found].Shape, property.Value, place)

            if reading.DemandsFields then
                for i in 0 .. fields.Length - 1 do
                    if not given[i] && not fields[i].IsTagged && fields[i].Versions.Contains version then
                        walk.Refuse(place, String.Concat("Field \"", fields[i].JsonName, "\" is missing."))

            walk.Make(place, (fun () -> s.Operations.Assemble parts))

    member walk.Message(json: JsonElement) : obj =
        schema.CheckVersion version
        walk.Struct(schema.Shape, json, null)

    member walk.Message(text: string) : obj =
        schema.CheckVersion version

        let document =
            try
                JsonDocument.Parse(text, JsonDocumentOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 1000))
            with :? JsonException as e ->
                walk.Refuse(null, String.Concat("The text is not JSON: ", e.Message))

        use document = document
        walk.Message document.RootElement
