namespace KafkaWire

open System
open System.Buffers
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open KafkaWire.Schema

/// <summary>Converts messages to and from JSON, in Kafka's own form and in a human-readable one.</summary>
/// <remarks>
/// The JSON is for one version: it has the fields of that version and no others. Names begin in lower case, bytes and records are base64, UUIDs are
/// in Kafka's text form, and tagged fields with their default are omitted. Kafka's form does not show unknown tagged fields.
/// A float64 is written as Java does, <c>1.0</c> or <c>1.0E15</c>, because Kafka does not read an integer there; it is read with or without a fraction.
/// NaN and infinities are the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>, which Kafka also writes but does not read.
/// Record data can also be written by hand: as records, <c>[{ "key": "a", "value": "b" }]</c>, or as batches,
/// <c>[{ "compression": "gzip", "records": [...] }]</c>, with the names that <c>DecodeRecords</c> shows.
/// </remarks>
[<RequireQualifiedAccess>]
module Json =

    let private render (form: JsonForm) (write: Utf8JsonWriter -> unit) : ReadOnlyMemory<byte> =
        let buffer = ArrayBufferWriter<byte>()

        let options =
            JsonWriterOptions(
                Indented = form.Indented,
                // The text is for people and files, not for HTML.
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
        JsonWriter(schema, version, form, json).Message value

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
    /// <exception cref="T:KafkaWire.WireException">The element is not such a message in this version, or there is no such version.</exception>
    [<CompiledName "ReadObject">]
    let readObject (reading: JsonReading) (schema: MessageSchema) (version: int16) (json: JsonElement) : obj =
        JsonReader(schema, version, reading).Message json

    /// <summary>Reads a message of any type from text. Comments and trailing commas are allowed.</summary>
    /// <exception cref="T:KafkaWire.WireException">The text is not such a message in this version, or there is no such version.</exception>
    [<CompiledName "ParseObject">]
    let parseObject (reading: JsonReading) (schema: MessageSchema) (version: int16) (text: string) : obj =
        JsonReader(schema, version, reading).Message text

    /// <summary>Reads a message from an element; absent fields have their defaults.</summary>
    /// <exception cref="T:KafkaWire.WireException">The element is not such a message in this version, or there is no such version.</exception>
    [<CompiledName "Read">]
    let read (schema: MessageSchema<'T>) (version: int16) (json: JsonElement) : 'T = unbox<'T>(readObject JsonReading.Default schema version json)

    /// <summary>Reads a message from text; absent fields have their defaults. Comments and trailing commas are allowed.</summary>
    /// <exception cref="T:KafkaWire.WireException">The text is not such a message in this version, or there is no such version.</exception>
    [<CompiledName "Parse">]
    let parse (schema: MessageSchema<'T>) (version: int16) (text: string) : 'T = unbox<'T>(parseObject JsonReading.Default schema version text)

    /// <summary>Reads a message from text; errors are results.</summary>
    [<CompiledName "ParseResult">]
    let tryParse (schema: MessageSchema<'T>) (version: int16) (text: string) : Result<'T, WireFailure> =
        try
            Ok(parse schema version text)
        with :? WireException as e ->
            Error e.Failure
