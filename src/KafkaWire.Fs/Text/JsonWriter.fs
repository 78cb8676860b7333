namespace KafkaWire

open System
open System.Globalization
open System.Runtime.CompilerServices
open System.Text.Json
open KafkaWire.Schema

/// Writes a message as JSON by its shape.
[<Sealed>]
type internal JsonWriter(schema: MessageSchema, version: int16, form: JsonForm, json: Utf8JsonWriter) =
    inherit JsonWalk(schema, version)

    member private walk.Text(text: string, place: JsonPlace | null) =
        // A lone surrogate can be expressed neither in UTF-8 nor in JSON.
        let lone = Utf16Text.indexOfLoneSurrogate text

        if lone >= 0 then walk.Fail(WireError.UnpairedSurrogate lone, place)

        json.WriteStringValue text

    /// Begins an error object.
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
        | Primitive.Int32
        | Primitive.Varint -> json.WriteNumberValue(unbox<int> value)
        | Primitive.UInt32
        | Primitive.UnsignedVarint -> json.WriteNumberValue(unbox<uint32> value)
        | Primitive.Int64
        | Primitive.Varlong -> json.WriteNumberValue(unbox<int64> value)
        | Primitive.Float64 ->
            let number = unbox<float> value

            // Kafka's readers require a fraction or an exponent. Its writers write NaN and infinities as strings, which its readers refuse.
            if Double.IsFinite number then
                json.WriteRawValue(JsonNumbers.float64 number, true)
            else
                json.WriteStringValue(number.ToString CultureInfo.InvariantCulture)
        | Primitive.Uuid -> json.WriteStringValue((unbox<Uuid> value).ToString())
        | Primitive.String
        | Primitive.ClassicString -> walk.Text(unbox<string> value, place)
        | Primitive.Records when form.DecodeRecords -> JsonRecords.write json (unbox<Bytes> value)
        | Primitive.Bytes
        | Primitive.Records
        | Primitive.Rest -> json.WriteBase64StringValue((unbox<Bytes> value).Span)
        | Primitive.ErrorCode ->
            let code = unbox<ErrorCode> value

            if form.ErrorObjects then
                walk.ErrorHead(code, "retriable")
                json.WriteString("message", ErrorCodes.Description code)
                json.WriteEndObject()
            else
                json.WriteNumberValue(int code)
        | _ -> invalidOp "JSON does not support this primitive."

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
        | Shape.FixedBytes _, value -> json.WriteBase64StringValue((unbox<Bytes> value).Span)
        | Shape.Recursive reference, value ->
            if not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
                walk.Fail(WireError.TooDeep WireReader.DefaultMaximumDepth, place)

            walk.Value(reference.Target, value, place)
        | Shape.Opaque o, value -> json.WriteBase64StringValue((o.Operations.Encode(value, version, schema.IsFlexible version)).Span)
        | Shape.Union u, value -> walk.Union(u, value, place)
        | Shape.Payload payload, value -> walk.Payload(payload, value, place)
        | Shape.Struct s, value -> walk.Struct(s, value, place)

    /// Writes an object whose only member is named after the case.
    member private walk.Union(u: UnionShape, value: obj, place: JsonPlace | null) : unit =
        json.WriteStartObject()

        match u.Operations.Explode value, u.Discriminator with
        | struct (-1, tag, part), ValueSome discriminator ->
            json.WriteStartObject JsonNames.UnknownCase
            json.WritePropertyName "tag"
            walk.Value(discriminator, tag, place)
            json.WriteBase64String("data", (unbox<Bytes>(Unchecked.nonNull part)).Span)
            json.WriteEndObject()
        | struct (index, _, part), _ ->
            let case = u.Cases[index]
            let inner = JsonPlace(place, case.Name, -1)

            if not (case.Versions.Contains version) then
                walk.Fail(WireError.FieldNotInVersion(version, case.Versions.First, case.Versions.Last), inner)

            json.WritePropertyName case.JsonName
            walk.Value(case.Shape, part, inner)

        json.WriteEndObject()

    member private walk.Payload(payload: PayloadShape, value: obj, place: JsonPlace | null) : unit =
        match payload.Version, value with
        | PayloadVersion.Written _, (:? VersionedPart as part) ->
            json.WriteStartObject()
            json.WriteNumber("version", int part.Version)
            json.WritePropertyName "value"
            JsonWriter(schema, part.Version, form, json).Value(payload.Shape, part.Part, JsonPlace(place, "Value", -1))
            json.WriteEndObject()
        | PayloadVersion.Fixed(version, _), value -> JsonWriter(schema, version, form, json).Value(payload.Shape, value, place)
        | _, value -> walk.Value(payload.Shape, value, place)

    /// Writes an error code field and its text field as one object.
    member private walk.FoldedError(s: StructShape, index: int, parts: objnull[], place: JsonPlace | null) : unit =
        let field = s.Fields[index]
        let message = JsonErrors.messageOf s version index
        let isDefault i = s.Fields[i].IsDefault parts[i]

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
                if not field.IsIgnorable && not (field.IsDefault part) then
                    walk.Fail(WireError.FieldNotInVersion(version, field.Versions.First, field.Versions.Last), JsonPlace(place, field.Name, -1))
            elif form.FoldErrors && not (isNull (JsonErrors.objectName field)) then
                walk.FoldedError(s, i, parts, place)
            elif
                not (field.IsTagged && field.IsDefault part)
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
