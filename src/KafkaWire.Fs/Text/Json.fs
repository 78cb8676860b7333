namespace KafkaWire

open System
open System.Buffers
open System.Collections.Generic
open System.Globalization
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open KafkaWire.Schema

/// <summary>How a message looks as JSON. Every form is read, whatever form is written.</summary>
[<Sealed>]
type JsonForm() =
    /// <summary>Whether an error code is an object of code, name, retriable and message instead of a number; default false.</summary>
    /// <remarks>The field keeps its name, and the message is a description that this library has. See <c>FoldErrors</c> for what brokers say.</remarks>
    member val ErrorObjects = false with get, set

    /// <summary>
    /// Whether an error code and the broker's text for it are one object: <c>"error": { "code": 3, "name": "UNKNOWN_TOPIC_OR_PARTITION", "retry": true, "message": null }</c>
    /// in place of <c>errorCode</c> and <c>errorMessage</c>; default false.
    /// </summary>
    /// <remarks>
    /// <para>Every field of error codes whose name ends in <c>ErrorCode</c> loses the <c>Code</c>: <c>partitionErrorCode</c> becomes <c>partitionError</c>.
    /// The field with the same name and <c>ErrorMessage</c> at its end, if the struct has one in the version, becomes the <c>message</c>; it is null where
    /// the broker says nothing. A struct without such a field shows a description that this library has, which is not read.</para>
    /// <para>The object is read again to the same values. A hand-written one may have <c>code</c> or <c>name</c> alone.</para>
    /// </remarks>
    member val FoldErrors = false with get, set

    /// <summary>Whether secrets are shown as <c>***</c>, which cannot be read again; default false.</summary>
    member val MaskSecrets = false with get, set

    /// <summary>Whether unknown tagged fields are shown, as <c>unknownTaggedFields</c>, where there are any; default false.</summary>
    member val UnknownTags = false with get, set

    /// <summary>Whether record data is shown as its batches and their records instead of base64; default false.</summary>
    /// <remarks>
    /// Keys, values and headers are texts where they are UTF-8, else objects with <c>base64</c>; so is what is no batch, with the <c>error</c>
    /// that says why. What is read again has the same records in the same batches; compressed ones need not have the same bytes.
    /// </remarks>
    member val DecodeRecords = false with get, set

    /// <summary>Whether the text has line breaks and indentation; default false.</summary>
    member val Indented = false with get, set

    /// <summary>Kafka's own form: what its classes write and its tools show. Each call gives a new object.</summary>
    static member Kafka = JsonForm()

    /// <summary>The form for people: errors told, unknown tagged fields shown, secrets not. Each call gives a new object.</summary>
    static member Friendly = JsonForm(ErrorObjects = true, MaskSecrets = true, UnknownTags = true, Indented = true)

/// <summary>How JSON is read.</summary>
[<Sealed>]
type JsonReading() =
    /// <summary>Whether every field of the version that is not tagged must be there, as Kafka demands it; default false: what is absent has its default.</summary>
    member val DemandsFields = false with get, set

    /// <summary>The way where none is given.</summary>
    static member Default = JsonReading()

    /// <summary>Kafka's way.</summary>
    static member Strict = JsonReading(DemandsFields = true)

/// What writing and reading have in common: the schema, the version and errors that say where.
[<AbstractClass>]
type internal JsonWalk(schema: MessageSchema, version: int16) =
    member _.Schema = schema
    member _.Version = version

    member _.Failure(error: WireError, place: JsonPlace | null) : WireException =
        let path =
            match place with
            | null -> ""
            | place -> place.ToString()

        WireException(WireFailure(error, -1L, schema.Place(version, path)))

    member walk.Fail<'T>(error: WireError, place: JsonPlace | null) : 'T = raise (walk.Failure(error, place))

/// Whether a field's value is its default, by which tagged fields are left out.
module internal JsonDefaults =
    let isDefault (field: FieldShape) (value: objnull) =
        match value, field.Default with
        | null, null -> true
        | null, _
        | _, null -> false
        | (:? Array as items), (:? Array as standard) -> items.Length = 0 && standard.Length = 0
        | value, standard -> value.Equals standard

[<Sealed>]
type internal JsonWriting(schema: MessageSchema, version: int16, form: JsonForm, json: Utf8JsonWriter) =
    inherit JsonWalk(schema, version)

    member private walk.Text(text: string, place: JsonPlace | null) =
        // Half of a surrogate pair has no UTF-8, nor JSON.
        let mutable i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF')

        if i >= 0 then
            while i < text.Length do
                if Char.IsSurrogatePair(text, i) then i <- i + 2
                elif Char.IsSurrogate(text, i) then walk.Fail(WireError.UnpairedSurrogate i, place)
                else i <- i + 1

        json.WriteStringValue text

    /// Begins an object about an error code.
    member private _.ErrorHead(code: ErrorCode, retry: string) : unit =
        json.WriteStartObject()
        json.WriteNumber("code", int code)
        json.WriteString("name", ErrorCodes.Name code)
        json.WriteBoolean(retry, ErrorCodes.IsRetriable code)

    member private walk.Primitive(primitive: Primitive, value: obj, place: JsonPlace | null) =
        match primitive with
        | Primitive.Bool -> json.WriteBooleanValue(unbox<bool> value)
        | Primitive.Int8 -> json.WriteNumberValue(int (unbox<sbyte> value))
        | Primitive.Int16 -> json.WriteNumberValue(int (unbox<int16> value))
        | Primitive.UInt16 -> json.WriteNumberValue(int (unbox<uint16> value))
        | Primitive.Int32 -> json.WriteNumberValue(unbox<int> value)
        | Primitive.Int64 -> json.WriteNumberValue(unbox<int64> value)
        | Primitive.Float64 ->
            let number = unbox<float> value

            // Kafka's readers want a fraction or an exponent. Its writers put NaN and infinities into strings, which its readers refuse.
            if Double.IsFinite number then
                json.WriteRawValue(JsonNumbers.float64 number, true)
            else
                json.WriteStringValue(number.ToString CultureInfo.InvariantCulture)
        | Primitive.Uuid -> json.WriteStringValue((unbox<Uuid> value).ToString())
        | Primitive.String
        | Primitive.ClassicString -> walk.Text(unbox<string> value, place)
        | Primitive.Records when form.DecodeRecords -> JsonRecords.write json (unbox<Bytes> value)
        | Primitive.Bytes
        | Primitive.Records -> json.WriteBase64StringValue((unbox<Bytes> value).Span)
        | Primitive.ErrorCode ->
            let code = unbox<ErrorCode> value

            if form.ErrorObjects then
                walk.ErrorHead(code, "retriable")
                json.WriteString("message", ErrorCodes.Description code)
                json.WriteEndObject()
            else
                json.WriteNumberValue(int code)
        | _ -> invalidOp "A primitive that JSON does not know."

    member private walk.Value(shape: Shape, value: objnull, place: JsonPlace | null) : unit =
        match shape, value with
        | Shape.Nullable(_, versions), null ->
            if not (versions.Contains version) then walk.Fail(WireError.NullNotAllowed, place)

            json.WriteNullValue()
        | Shape.Nullable(inner, _), value -> walk.Value(inner, value, place)
        | _, null -> walk.Fail(WireError.NullNotAllowed, place)
        | Shape.Primitive primitive, value -> walk.Primitive(primitive, value, place)
        | Shape.Array element, value ->
            let items = unbox<Array> value
            json.WriteStartArray()

            for i in 0 .. items.Length - 1 do
                walk.Value(element, items.GetValue i, JsonPlace(place, "", i))

            json.WriteEndArray()
        | Shape.Struct s, value -> walk.Struct(s, value, place)

    /// The object that a field of error codes and the text that belongs to it become.
    member private walk.FoldedError(s: StructShape, index: int, parts: objnull[], place: JsonPlace | null) : unit =
        let field = s.Fields[index]
        let message = JsonErrors.messageOf s version index
        let isDefault i = JsonDefaults.isDefault s.Fields[i] parts[i]

        if not (field.IsTagged && isDefault index && (message < 0 || isDefault message)) then
            let code = unbox<ErrorCode>(Unchecked.nonNull parts[index])
            json.WritePropertyName(Unchecked.nonNull (JsonErrors.objectName field))
            walk.ErrorHead(code, "retry")
            json.WritePropertyName "message"

            if message < 0 then
                json.WriteStringValue(ErrorCodes.Description code)
            else
                walk.Value(s.Fields[message].Shape, parts[message], JsonPlace(place, s.Fields[message].Name, -1))

            json.WriteEndObject()

    member private walk.Struct(s: StructShape, value: obj, place: JsonPlace | null) : unit =
        let parts = s.Operations.Explode value
        json.WriteStartObject()

        for i in 0 .. s.Fields.Length - 1 do
            let field = s.Fields[i]
            let part = parts[i]

            if not (field.Versions.Contains version) then
                if not field.IsIgnorable && not (JsonDefaults.isDefault field part) then
                    walk.Fail(WireError.FieldNotInVersion(version, field.Versions.First, field.Versions.Last), JsonPlace(place, field.Name, -1))
            elif form.FoldErrors && not (isNull (JsonErrors.objectName field)) then
                walk.FoldedError(s, i, parts, place)
            elif
                not (field.IsTagged && JsonDefaults.isDefault field part)
                && not (form.FoldErrors && JsonErrors.isMessage s version i)
            then
                json.WritePropertyName field.JsonName

                if field.IsSecret && form.MaskSecrets && not (isNull part) then
                    json.WriteStringValue "***"
                else
                    walk.Value(field.Shape, part, JsonPlace(place, field.Name, -1))

        if s.KeepsUnknownTags && form.UnknownTags then
            match parts[s.Fields.Length] with
            | :? (TaggedField[]) as tags when tags.Length > 0 ->
                json.WriteStartArray JsonNames.UnknownTaggedFields

                for tag in tags do
                    json.WriteStartObject()
                    json.WriteNumber("tag", tag.Tag)
                    json.WriteBase64String("data", tag.Data.Span)
                    json.WriteEndObject()

                json.WriteEndArray()
            | _ -> ()

        json.WriteEndObject()

    member walk.Message(value: obj) =
        schema.CheckVersion version
        walk.Struct(schema.Shape, value, null)

[<Sealed>]
type internal JsonReader(schema: MessageSchema, version: int16, reading: JsonReading) =
    inherit JsonWalk(schema, version)

    member private walk.Refuse<'T>(place: JsonPlace | null, reason: string) : 'T = walk.Fail<'T>(WireError.InvalidJson reason, place)

    member private walk.Expected<'T>(place: JsonPlace | null, what: string, json: JsonElement) : 'T =
        walk.Refuse<'T>(place, String.Concat(what, " is expected, not ", JsonNames.found json, "."))

    member private walk.Text(json: JsonElement, place: JsonPlace | null) : string =
        if json.ValueKind <> JsonValueKind.String then
            walk.Expected(place, "A string", json)
        else
            try
                match json.GetString() with
                | null -> ""
                | text -> text
            with :? InvalidOperationException ->
                walk.Refuse(place, "The string has half of a surrogate pair, which UTF-8 cannot express.")

    /// Taken for the secret itself, a mask would be sent as the new password or setting.
    member private walk.RefuseMask(json: JsonElement, place: JsonPlace | null) : unit =
        if json.ValueKind = JsonValueKind.String && json.ValueEquals "***" then
            walk.Refuse(place, "The secret was masked when the text was written, so it cannot be read again.")

    member private walk.Number<'N>(json: JsonElement, place: JsonPlace | null, kind: string, parsed: bool, number: 'N) : obj =
        if parsed then Unchecked.nonNull (box number) else walk.Expected(place, kind, json)

    member private walk.Base64(json: JsonElement, place: JsonPlace | null) : Bytes =
        let mutable bytes: byte[] | null = null

        if json.ValueKind = JsonValueKind.String && json.TryGetBytesFromBase64(&bytes) then
            match bytes with
            | null -> Bytes.Empty
            | bytes -> Bytes bytes
        else
            walk.Expected(place, "Base64 text", json)

    /// The code of an object about an error: its number, its name, or both if they agree. All else in it follows from the code.
    member private walk.ErrorObject(json: JsonElement, place: JsonPlace | null) : ErrorCode =
        for property in json.EnumerateObject() do
            match property.Name with
            | "code"
            | "name"
            | "retry"
            | "retriable"
            | "message" -> ()
            | other ->
                walk.Refuse(place, String.Concat("An error has no \"", other, "\"; its members are code, name, retry or retriable, and message."))

        match json.TryGetProperty "code", json.TryGetProperty "name" with
        | (true, code), (true, name) ->
            let number = walk.ErrorCode(code, place)
            let mutable named = number

            // A name that is not known may be one that a newer version of this library has written.
            if
                name.ValueKind = JsonValueKind.String
                && ErrorCodes.TryParse(walk.Text(name, place), &named)
                && named <> number
            then
                let both = String.Concat("Code ", (int number).ToString CultureInfo.InvariantCulture, " is ", ErrorCodes.Name number)
                walk.Refuse(place, String.Concat(both, ", not ", walk.Text(name, place), ". Change both, or leave one out."))

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

                walk.Refuse(place, String.Concat("No error code has the name \"", name, "\".", hint))
        | JsonValueKind.Number ->
            let mutable code = 0s

            if json.TryGetInt16 &code then
                LanguagePrimitives.EnumOfValue code
            else
                walk.Expected(place, "An int16", json)
        | _ -> walk.Expected(place, "An error code, its name, or an object with \"code\" or \"name\"", json)

    member private walk.Primitive(primitive: Primitive, json: JsonElement, place: JsonPlace | null) : obj =
        let isNumber = json.ValueKind = JsonValueKind.Number

        match primitive with
        | Primitive.Bool ->
            match json.ValueKind with
            | JsonValueKind.True -> true
            | JsonValueKind.False -> false
            | _ -> walk.Expected(place, "true or false", json)
        | Primitive.Int8 ->
            let mutable number = 0y
            walk.Number(json, place, "An int8", isNumber && json.TryGetSByte &number, number)
        | Primitive.Int16 ->
            let mutable number = 0s
            walk.Number(json, place, "An int16", isNumber && json.TryGetInt16 &number, number)
        | Primitive.UInt16 ->
            let mutable number = 0us
            walk.Number(json, place, "A uint16", isNumber && json.TryGetUInt16 &number, number)
        | Primitive.Int32 ->
            let mutable number = 0
            walk.Number(json, place, "An int32", isNumber && json.TryGetInt32 &number, number)
        | Primitive.Int64 ->
            let mutable number = 0L
            walk.Number(json, place, "An int64", isNumber && json.TryGetInt64 &number, number)
        | Primitive.Float64 ->
            let mutable number = 0.0

            if isNumber then
                walk.Number(json, place, "A number", json.TryGetDouble &number, number)
            else
                match json.ValueKind = JsonValueKind.String, json.ToString() with
                | true, "NaN" -> Double.NaN
                | true, "Infinity" -> Double.PositiveInfinity
                | true, "-Infinity" -> Double.NegativeInfinity
                | _ -> walk.Expected(place, "A number", json)
        | Primitive.Uuid ->
            let mutable uuid = Uuid()

            if json.ValueKind = JsonValueKind.String && Uuid.TryParse(walk.Text(json, place), &uuid) then
                uuid
            else
                walk.Expected(place, "A UUID of 22 characters of base64url", json)
        | Primitive.String
        | Primitive.ClassicString -> walk.Text(json, place)
        | Primitive.Records when json.ValueKind = JsonValueKind.Array ->
            JsonRecords.read (fun place reason -> walk.Failure(WireError.InvalidJson reason, place)) (Unchecked.nonNull place) json
        | Primitive.Bytes
        | Primitive.Records -> walk.Base64(json, place)
        | Primitive.ErrorCode -> walk.ErrorCode(json, place)
        | _ -> invalidOp "A primitive that JSON does not know."

    member private walk.Elements<'T>(items: List<obj>) : obj =
        let typed: 'T[] = Array.zeroCreate items.Count

        for i in 0 .. items.Count - 1 do
            typed[i] <- unbox<'T> items[i]

        typed

    member private walk.Array(element: Shape, json: JsonElement, place: JsonPlace | null) : obj =
        if json.ValueKind <> JsonValueKind.Array then
            walk.Expected(place, "An array", json)
        else
            let items = List<obj>(json.GetArrayLength())

            for item in json.EnumerateArray() do
                match walk.Value(element, item, JsonPlace(place, "", items.Count)) with
                | null -> ()
                | value -> items.Add value

            match element with
            | Shape.Struct s -> s.Operations.ArrayOf items
            | Shape.Primitive primitive ->
                match primitive with
                | Primitive.Bool -> walk.Elements<bool> items
                | Primitive.Int8 -> walk.Elements<sbyte> items
                | Primitive.Int16 -> walk.Elements<int16> items
                | Primitive.UInt16 -> walk.Elements<uint16> items
                | Primitive.Int32 -> walk.Elements<int> items
                | Primitive.Int64 -> walk.Elements<int64> items
                | Primitive.Float64 -> walk.Elements<float> items
                | Primitive.Uuid -> walk.Elements<Uuid> items
                | Primitive.Bytes
                | Primitive.Records -> walk.Elements<Bytes> items
                | Primitive.ErrorCode -> walk.Elements<ErrorCode> items
                | _ -> walk.Elements<string> items
            | _ -> invalidOp "Arrays hold primitives or structs."

    member private walk.Value(shape: Shape, json: JsonElement, place: JsonPlace | null) : objnull =
        match shape with
        | Shape.Nullable(_, versions) when json.ValueKind = JsonValueKind.Null ->
            if versions.Contains version then null else walk.Fail(WireError.NullNotAllowed, place)
        | Shape.Nullable(inner, _) -> walk.Value(inner, json, place)
        | _ when json.ValueKind = JsonValueKind.Null -> walk.Fail(WireError.NullNotAllowed, place)
        | Shape.Primitive primitive -> walk.Primitive(primitive, json, place)
        | Shape.Array element -> walk.Array(element, json, place)
        | Shape.Struct s -> walk.Struct(s, json, place)

    member private walk.UnknownTags(json: JsonElement, place: JsonPlace | null) : TaggedField[] =
        if json.ValueKind <> JsonValueKind.Array then
            walk.Expected(place, "An array", json)
        else
            [| for item in json.EnumerateArray() do
                   if item.ValueKind <> JsonValueKind.Object then
                       walk.Expected(place, "An object of \"tag\" and \"data\"", item)

                   match item.TryGetProperty "tag", item.TryGetProperty "data" with
                   | (true, tag), (true, data) -> { Tag = unbox<int>(walk.Primitive(Primitive.Int32, tag, place)); Data = walk.Base64(data, place) }
                   | _ -> walk.Expected(place, "An object of \"tag\" and \"data\"", item) |]

    /// Refuses a name that the struct does not have in this version, and says what it may be.
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

    /// Marks a part of a struct as given, once.
    member private walk.Give(s: StructShape, index: int, given: bool[], place: JsonPlace | null) : unit =
        if given[index] then
            let name = if index = s.Fields.Length then JsonNames.UnknownTaggedFields else s.Fields[index].JsonName
            walk.Refuse(place, String.Concat("Field \"", name, "\" is given twice."))

        given[index] <- true

    /// The broker's text in the object that stands for a field of error codes, where the struct has a field for it.
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

            // Fields mostly come in order: the search begins behind the one found last.
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

            s.Operations.Assemble parts

    member walk.Message(json: JsonElement) : obj =
        schema.CheckVersion version
        walk.Struct(schema.Shape, json, null)

    member walk.Message(text: string) : obj =
        schema.CheckVersion version

        let document =
            try
                JsonDocument.Parse(text, JsonDocumentOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true))
            with :? JsonException as e ->
                walk.Refuse(null, String.Concat("The text is not JSON: ", e.Message))

        use document = document
        walk.Message document.RootElement

/// <summary>Messages to and from JSON, in Kafka's own form and in one for people.</summary>
/// <remarks>
/// JSON is a value of one version: it has the fields of that version and no others. Names begin with a small letter, bytes and records
/// are base64, UUIDs are their text, tagged fields at their default are left out. Kafka's form does not show unknown tagged fields.
/// A float64 is written as Java writes it, <c>1.0</c> or <c>1.0E15</c>, since Kafka reads no integer there; it is read with a fraction or without. NaN
/// and infinities are the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>, which Kafka writes too but does not read.
/// Record data may also be written by hand, as its records, <c>[{ "key": "a", "value": "b" }]</c>, or as batches of them,
/// <c>[{ "compression": "gzip", "records": [...] }]</c>, with the names that <c>DecodeRecords</c> shows.
/// </remarks>
[<RequireQualifiedAccess>]
module Json =

    let private render (form: JsonForm) (write: Utf8JsonWriter -> unit) : ReadOnlyMemory<byte> =
        let buffer = ArrayBufferWriter<byte>()

        let options =
            JsonWriterOptions(
                Indented = form.Indented,
                // The text goes to people and files, not into HTML.
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            )

        let json = new Utf8JsonWriter(buffer, options)

        try
            write json
            json.Flush()
        finally
            json.Dispose()

        buffer.WrittenMemory

    /// <summary>Writes a message in a form.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "WriteAs">]
    let writeAs (form: JsonForm) (schema: MessageSchema) (version: int16) (value: obj) (json: Utf8JsonWriter) : unit =
        Typing.ensureArgument (nameof value) schema.Shape value
        JsonWriting(schema, version, form, json).Message value

    /// <summary>Writes a message in Kafka's form.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "Write">]
    let write (schema: MessageSchema) (version: int16) (value: obj) (json: Utf8JsonWriter) : unit = writeAs JsonForm.Kafka schema version value json

    /// <summary>A message as text in a form.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "FormatAs">]
    let formatAs (form: JsonForm) (schema: MessageSchema) (version: int16) (value: obj) : string =
        Encoding.UTF8.GetString((render form (writeAs form schema version value)).Span)

    /// <summary>A message as text in Kafka's form, on one line.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "Format">]
    let format (schema: MessageSchema) (version: int16) (value: obj) : string = formatAs JsonForm.Kafka schema version value

    /// <summary>A message as an element in a form.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "ToElementAs">]
    let toElementAs (form: JsonForm) (schema: MessageSchema) (version: int16) (value: obj) : JsonElement =
        let text = render form (writeAs form schema version value)
        use document = JsonDocument.Parse text
        document.RootElement.Clone()

    /// <summary>A message as an element in Kafka's form.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the value, or there is no such version.</exception>
    [<CompiledName "ToElement">]
    let toElement (schema: MessageSchema) (version: int16) (value: obj) : JsonElement = toElementAs JsonForm.Kafka schema version value

    /// <summary>Reads a message of any type from an element.</summary>
    /// <exception cref="T:KafkaWire.WireException">The element is no such message in this version, or there is no such version.</exception>
    [<CompiledName "ReadObject">]
    let readObject (reading: JsonReading) (schema: MessageSchema) (version: int16) (json: JsonElement) : obj =
        JsonReader(schema, version, reading).Message json

    /// <summary>Reads a message of any type from text. Comments and trailing commas are allowed.</summary>
    /// <exception cref="T:KafkaWire.WireException">The text is no such message in this version, or there is no such version.</exception>
    [<CompiledName "ParseObject">]
    let parseObject (reading: JsonReading) (schema: MessageSchema) (version: int16) (text: string) : obj =
        JsonReader(schema, version, reading).Message text

    /// <summary>Reads a message from an element; absent fields have their defaults.</summary>
    /// <exception cref="T:KafkaWire.WireException">The element is no such message in this version, or there is no such version.</exception>
    [<CompiledName "Read">]
    let read (schema: MessageSchema<'T>) (version: int16) (json: JsonElement) : 'T = unbox<'T>(readObject JsonReading.Default schema version json)

    /// <summary>Reads a message from text; absent fields have their defaults. Comments and trailing commas are allowed.</summary>
    /// <exception cref="T:KafkaWire.WireException">The text is no such message in this version, or there is no such version.</exception>
    [<CompiledName "Parse">]
    let parse (schema: MessageSchema<'T>) (version: int16) (text: string) : 'T = unbox<'T>(parseObject JsonReading.Default schema version text)

    /// <summary>Reads a message from text; errors are results.</summary>
    [<CompiledName "ParseResult">]
    let tryParse (schema: MessageSchema<'T>) (version: int16) (text: string) : Result<'T, WireFailure> =
        try
            Ok(parse schema version text)
        with :? WireException as e ->
            Error e.Failure

/// <summary>The text of any message: what test runners, debuggers and logs show. Secrets are <c>***</c>.</summary>
[<RequireQualifiedAccess>]
module MessageText =

    let private quote (text: string) =
        let builder = StringBuilder(text.Length + 2)
        builder.Append '"' |> ignore<StringBuilder>

        for i in 0 .. text.Length - 1 do
            let isLone =
                Char.IsSurrogate text[i]
                && not (i > 0 && Char.IsSurrogatePair(text[i - 1], text[i]))
                && not (i + 1 < text.Length && Char.IsSurrogatePair(text[i], text[i + 1]))

            match text[i] with
            | '"'
            | '\\' -> builder.Append('\\').Append(text[i]) |> ignore<StringBuilder>
            | '\n' -> builder.Append "\\n" |> ignore<StringBuilder>
            | '\r' -> builder.Append "\\r" |> ignore<StringBuilder>
            | '\t' -> builder.Append "\\t" |> ignore<StringBuilder>
            | c when Char.IsControl c || isLone -> builder.Append("\\u").Append((int c).ToString "x4") |> ignore<StringBuilder>
            | c -> builder.Append c |> ignore<StringBuilder>

        builder.Append('"').ToString()

    let private primitive (kind: Primitive) (value: obj) : string =
        match value with
        | :? string as text -> quote text
        | :? bool as flag -> if flag then "true" else "false"
        | :? ErrorCode as code -> ErrorCodes.Name code
        | :? Bytes as bytes when bytes.Length <= 16 -> if bytes.IsEmpty then "0 bytes" else Convert.ToHexStringLower bytes.Span
        | :? IFormattable as number -> number.ToString(null, CultureInfo.InvariantCulture)
        | other ->
            match other.ToString() with
            | null -> kind.ToString()
            | text -> text

    /// The number of characters that an array or struct may take to stay on one line of an indented text.
    [<Literal>]
    let private LineWidth = 100

    let private join (indented: bool) (indent: int) (opening: string) (closing: string) (items: List<string>) : string =
        if items.Count = 0 then
            opening + closing
        else
            let width = items |> Seq.sumBy (fun item -> item.Length + 2)
            let broken = indented && (width > LineWidth - indent || items |> Seq.exists _.Contains('\n'))

            if broken then
                let margin = String(' ', indent + 2)
                let lines = items |> Seq.map (fun item -> String.Concat(margin, item))

                String.Concat(opening, "\n", String.Join("\n", lines))
                + String.Concat("\n", String(' ', indent), closing)
            else
                String.Concat(opening, " ", String.Join((if opening = "[" then ", " else "; "), items), " " + closing)

    let rec private value indented indent (version: int16 voption) (shape: Shape) (part: objnull) : string =
        match shape, part with
        | _, null -> "null"
        | Shape.Nullable(inner, _), part -> value indented indent version inner part
        | Shape.Primitive kind, part -> primitive kind part
        | Shape.Array element, part ->
            let items = List<string>()

            for item in unbox<Array> part do
                items.Add(value indented (indent + 2) version element item)

            join indented indent "[" "]" items
        | Shape.Struct s, part -> structure indented indent version s part

    and private structure indented indent (version: int16 voption) (s: StructShape) (part: obj) : string =
        let parts = s.Operations.Explode part
        let items = List<string>()

        for i in 0 .. s.Fields.Length - 1 do
            let field = s.Fields[i]
            let isDefault = JsonDefaults.isDefault field parts[i]

            let shown =
                match version with
                | ValueSome version when field.Versions.Contains version -> not (field.IsTagged && isDefault)
                | _ -> not isDefault

            if shown then
                let text =
                    if field.IsSecret && not (isNull parts[i]) then
                        "***"
                    else
                        value indented (indent + 2) version field.Shape parts[i]

                items.Add(String.Concat(field.Name, " = ", text))

        if s.KeepsUnknownTags then
            match parts[s.Fields.Length] with
            | :? (TaggedField[]) as tags ->
                for tag in tags do
                    items.Add(String.Concat("tag ", tag.Tag.ToString CultureInfo.InvariantCulture, " = ", primitive Primitive.Bytes tag.Data))
            | _ -> ()

        join indented indent "{" "}" items

    /// The value of a field on one line.
    let internal formatField (field: FieldShape) (part: objnull) : string =
        if field.IsSecret && not (isNull part) then "***" else value false 0 ValueNone field.Shape part

    /// <summary>A message on one line: the fields that are not at their default.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "Format">]
    let format (schema: MessageSchema) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Name, " ", structure false 0 ValueNone schema.Shape message)

    /// <summary>A struct, which need not be a message, on one line: the fields that are not at their default.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the struct's type.</exception>
    [<CompiledName "FormatStruct">]
    let formatStruct (shape: StructShape) (value: obj) : string =
        Typing.ensureArgument (nameof value) shape value
        String.Concat(shape.Name, " ", structure false 0 ValueNone shape value)

    /// <summary>A message on one line: all fields of a version, and what it cannot carry.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "FormatVersion">]
    let formatVersion (schema: MessageSchema) (version: int16) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Title version, " ", structure false 0 (ValueSome version) schema.Shape message)

    /// <summary>A message on indented lines: all fields of a version, and what it cannot carry.</summary>
    /// <exception cref="T:System.ArgumentException">The value is not of the message's type.</exception>
    [<CompiledName "FormatIndented">]
    let formatIndented (schema: MessageSchema) (version: int16) (message: obj) : string =
        Typing.ensureArgument (nameof message) schema.Shape message
        String.Concat(schema.Title version, " ", structure true 0 (ValueSome version) schema.Shape message)
