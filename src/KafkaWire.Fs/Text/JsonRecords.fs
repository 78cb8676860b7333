namespace KafkaWire

open System
open System.Collections.Generic
open System.Globalization
open System.Text.Json
open System.Text.Unicode
open KafkaWire.Schema

/// Record data as JSON: batches with their records, written and read.
module internal JsonRecords =

    let private timestampTypes =
        [ TimestampType.CreateTime, "CreateTime"; TimestampType.LogAppendTime, "LogAppendTime"; TimestampType.NoTimestamp, "NoTimestamp" ]

    let private compressions =
        [ for c in [ CompressionType.None; CompressionType.Gzip; CompressionType.Snappy; CompressionType.Lz4; CompressionType.Zstd ] ->
              c, CompressionTypes.name c ]

    /// Whether bytes can be shown as text and read back: UTF-8 without control characters, except tabs and line breaks.
    let private isText (bytes: Bytes) : bool =
        let mutable plain = Utf8.IsValid bytes.Span
        let mutable i = 0

        while plain && i < bytes.Length do
            let b = bytes[i]
            plain <- (b >= 0x20uy && b <> 0x7Fuy) || b = 0x09uy || b = 0x0Auy || b = 0x0Duy
            i <- i + 1

        plain

    let private writeBytes (json: Utf8JsonWriter) (name: string) (bytes: Nullable<Bytes>) : unit =
        json.WritePropertyName name

        if not bytes.HasValue then
            json.WriteNullValue()
        else
            let bytes = bytes.GetValueOrDefault()

            if isText bytes then
                json.WriteStringValue bytes.Span
            else
                json.WriteStartObject()
                json.WriteBase64String("base64", bytes.Span)
                json.WriteEndObject()

    let private writeRecord (json: Utf8JsonWriter) (record: Record) : unit =
        json.WriteStartObject()
        json.WriteNumber("offset", record.Offset)
        json.WriteNumber("timestamp", record.StoredTimestamp)
        writeBytes json "key" record.KeyOrNull
        writeBytes json "value" record.ValueOrNull

        if record.Headers.Count > 0 then
            json.WriteStartArray "headers"

            for header in record.Headers do
                json.WriteStartObject()
                writeBytes json "key" (Nullable header.KeyBytes)
                writeBytes json "value" header.ValueOrNull
                json.WriteEndObject()

            json.WriteEndArray()

        json.WriteEndObject()

    /// Options that do not follow from the records.
    let private writeBatch (json: Utf8JsonWriter) (batch: RecordBatch) (records: List<Record>) : unit =
        let options = RecordBatchOptions.Of batch
        let optional (name: string) (value: Nullable<int64>) = if value.HasValue then json.WriteNumber(name, value.GetValueOrDefault())
        let unless (standard: int64) (name: string) (value: int64) = if value <> standard then json.WriteNumber(name, value)
        let flag (name: string) (value: bool) = if value then json.WriteBoolean(name, true)
        json.WriteStartObject()
        json.WriteNumber("baseOffset", options.BaseOffset)

        if records.Count = 0 || options.LastOffset.GetValueOrDefault() <> records[records.Count - 1].Offset then
            optional "lastOffset" options.LastOffset

        unless -1L "partitionLeaderEpoch" (int64 options.PartitionLeaderEpoch)
        json.WriteNumber("magic", int batch.Magic)
        json.WriteString("compression", CompressionTypes.name batch.Compression)

        if options.TimestampType = TimestampType.LogAppendTime then
            json.WriteString("timestampType", "LogAppendTime")

        if records.Count = 0 || options.BaseTimestamp.GetValueOrDefault() <> records[0].StoredTimestamp then
            optional "baseTimestamp" options.BaseTimestamp

        let latest = if records.Count = 0 then Int64.MinValue else records |> Seq.map _.StoredTimestamp |> Seq.max

        if
            options.TimestampType = TimestampType.LogAppendTime
            || options.MaxTimestamp.GetValueOrDefault() <> latest
        then
            optional "maxTimestamp" options.MaxTimestamp

        optional "deleteHorizon" options.DeleteHorizon
        unless -1L "producerId" options.ProducerId
        unless -1L "producerEpoch" (int64 options.ProducerEpoch)
        unless -1L "baseSequence" (int64 options.BaseSequence)
        flag "isTransactional" options.IsTransactional
        flag "isControl" options.IsControl
        json.WriteStartArray "records"

        for record in records do
            writeRecord json record

        json.WriteEndArray()
        json.WriteEndObject()

    /// Why a batch cannot be shown with its records; empty if it can. Adds the records up to the first unreadable one to a list.
    let private trouble (batch: RecordBatch) (records: List<Record>) : string =
        try
            for record in batch do
                records.Add record

            if batch.Compression > CompressionType.Zstd then
                "The compression is unknown."
            elif records.Count > 0 && batch.Magic = 2y && batch.LastOffset < records[records.Count - 1].Offset then
                "The last offset is less than the last record's."
            else
                ""
        with :? WireException as e ->
            e.Message

    let private writeRaw (json: Utf8JsonWriter) (trouble: string) (bytes: Bytes) : unit =
        json.WriteStartObject()
        json.WriteString("error", trouble)
        json.WriteBase64String("base64", bytes.Span)
        json.WriteEndObject()

    /// Why the bytes after the last complete batch are not a batch.
    let private cutOff (each: RecordBatchEnumerator) : string =
        let are = if each.Left = 1 then " is present." else " are present."

        if each.Needed > 0 then
            let left = each.Left.ToString CultureInfo.InvariantCulture
            String.Concat("The batch is truncated: of its ", ErrorText.bytes (int64 each.Needed), ", ", left + are)
        else
            String.Concat("The batch is truncated: only ", ErrorText.bytes (int64 each.Left), are)

    /// Writes batch by batch. An unreadable batch, and bytes that form no batch, are written as base64 with the reason.
    let write (json: Utf8JsonWriter) (bytes: Bytes) : unit =
        let mutable each = (Records.batches bytes).GetEnumerator()
        let mutable rest = ""
        json.WriteStartArray()

        try
            while each.MoveNext() do
                let records = List<Record>()

                match trouble each.Current records with
                | "" -> writeBatch json each.Current records
                | trouble -> writeRaw json trouble each.Current.Bytes

            rest <- cutOff each
        with :? WireException as e ->
            rest <- e.Message

        if each.Left > 0 then writeRaw json rest (bytes.Slice each.Position)

        json.WriteEndArray()

    /// Reads JSON that was written here or by hand.
    [<Sealed>]
    type private Reading(schema: MessageSchema, version: int16) =
        inherit JsonParser(schema, version)

        /// Passes each property to its reader. An unknown name is refused, with the closest known one as a hint.
        member r.Object(json: JsonElement, place: JsonPlace | null, what: string, readers: (string * (JsonElement -> JsonPlace -> unit)) list) =
            if json.ValueKind <> JsonValueKind.Object then r.Expected(place, "An object", json)

            for property in json.EnumerateObject() do
                match readers |> List.tryFind (fun (name, _) -> name = property.Name) with
                | Some(_, reader) -> reader property.Value (JsonPlace(place, property.Name, -1))
                | None ->
                    let names = readers |> List.map fst

                    let hint =
                        match JsonNames.nearest property.Name names with
                        | null -> String.Concat(" Its fields are ", String.Join(", ", names), ".")
                        | near -> String.Concat(" Did you mean \"", near, "\"?")

                    r.Refuse(place, String.Concat("No field of ", what, " is called \"", property.Name) + String.Concat("\".", hint))

        member r.Magic(json: JsonElement, place: JsonPlace) : sbyte =
            let mutable number = 0y

            if json.ValueKind = JsonValueKind.Number && json.TryGetSByte &number && number >= 0y && number <= 2y then
                number
            else
                r.Expected(place, "0, 1 or 2", json)

        member r.OneOf<'T>(names: ('T * string) list, json: JsonElement, place: JsonPlace) : 'T =
            let text = if json.ValueKind = JsonValueKind.String then json.ToString() else ""

            match names |> List.tryFind (fun (_, name) -> name.Equals(text, StringComparison.OrdinalIgnoreCase)) with
            | Some(value, _) -> value
            | None -> r.Expected(place, "One of " + String.Join(", ", names |> List.map snd), json)

        /// A string, an object with base64, or null.
        member r.Content(json: JsonElement, place: JsonPlace) : Nullable<Bytes> =
            match json.ValueKind with
            | JsonValueKind.Null -> Nullable()
            | JsonValueKind.String -> Nullable(Bytes.OfString(r.Text(json, place)))
            | JsonValueKind.Object ->
                let content = ref Bytes.Empty
                r.Object(json, place, "an object with base64", [ "base64", (fun json place -> content.Value <- r.Base64(json, place)) ])
                Nullable content.Value
            | _ -> r.Expected(place, "A string, null, or an object with \"base64\"", json)

        member r.Items(json: JsonElement, place: JsonPlace) : (JsonElement * JsonPlace) list =
            if json.ValueKind <> JsonValueKind.Array then r.Expected(place, "An array", json)
            [ for i, item in Seq.indexed (json.EnumerateArray()) -> item, JsonPlace(place, "", i) ]

        member r.Header(json: JsonElement, place: JsonPlace) : RecordHeader =
            let key = ref (Nullable<Bytes>())
            let value = ref (Nullable<Bytes>())

            r.Object(
                json,
                place,
                "a header",
                [ "key", (fun json place -> key.Value <- r.Content(json, place))
                  "value", (fun json place -> value.Value <- r.Content(json, place)) ]
            )

            if not key.Value.HasValue then r.Refuse(place, "A header must have a key.")
            RecordHeader(key.Value.GetValueOrDefault(), value.Value)

        member r.Record(json: JsonElement, place: JsonPlace) : NewRecord =
            let record = NewRecord()

            r.Object(
                json,
                place,
                "a record",
                [ "offset", (fun json place -> record.Offset <- Nullable(r.Int64(json, place)))
                  "timestamp", (fun json place -> record.Timestamp <- r.Int64(json, place))
                  "key", (fun json place -> record.Key <- r.Content(json, place))
                  "value", (fun json place -> record.Value <- r.Content(json, place))
                  "headers", (fun json place -> record.Headers <- [| for item in r.Items(json, place) -> r.Header item |]) ]
            )

            record

        member r.Build(options: RecordBatchOptions, records: NewRecord list, place: JsonPlace | null) : Bytes =
            try
                Records.build options records
            with :? WireException as e ->
                r.Refuse(place, e.Message)

        member r.Batch(json: JsonElement, place: JsonPlace) : Bytes =
            let options = RecordBatchOptions()
            let records = ref []

            r.Object(
                json,
                place,
                "a batch",
                [ "baseOffset", (fun json place -> options.BaseOffset <- r.Int64(json, place))
                  "lastOffset", (fun json place -> options.LastOffset <- Nullable(r.Int64(json, place)))
                  "partitionLeaderEpoch", (fun json place -> options.PartitionLeaderEpoch <- r.Int32(json, place))
                  "magic", (fun json place -> options.Magic <- r.Magic(json, place))
                  "compression", (fun json place -> options.Compression <- r.OneOf(compressions, json, place))
                  "timestampType", (fun json place -> options.TimestampType <- r.OneOf(timestampTypes, json, place))
                  "baseTimestamp", (fun json place -> options.BaseTimestamp <- Nullable(r.Int64(json, place)))
                  "maxTimestamp", (fun json place -> options.MaxTimestamp <- Nullable(r.Int64(json, place)))
                  "deleteHorizon", (fun json place -> options.DeleteHorizon <- Nullable(r.Int64(json, place)))
                  "producerId", (fun json place -> options.ProducerId <- r.Int64(json, place))
                  "producerEpoch", (fun json place -> options.ProducerEpoch <- r.Int16(json, place))
                  "baseSequence", (fun json place -> options.BaseSequence <- r.Int32(json, place))
                  "isTransactional", (fun json place -> options.IsTransactional <- r.Bool(json, place))
                  "isControl", (fun json place -> options.IsControl <- r.Bool(json, place))
                  "records", (fun json place -> records.Value <- [ for item in r.Items(json, place) -> r.Record item ]) ]
            )

            r.Build(options, records.Value, place)

        member r.Raw(json: JsonElement, place: JsonPlace) : Bytes =
            let bytes = ref Bytes.Empty

            r.Object(
                json,
                place,
                "an object with base64",
                [ "error", (fun _ _ -> ()); "base64", (fun json place -> bytes.Value <- r.Base64(json, place)) ]
            )

            bytes.Value

        member r.Data(json: JsonElement, place: JsonPlace) : Bytes =
            let has (name: string) (json: JsonElement) = json.ValueKind = JsonValueKind.Object && fst (json.TryGetProperty name)
            let items = r.Items(json, place)
            let isBatch (item, _) = has "records" item || has "base64" item

            if items |> List.exists isBatch then
                let parts =
                    [ for item, place in items ->
                          if has "base64" item then r.Raw(item, place)
                          elif has "records" item then r.Batch(item, place)
                          else r.Refuse(place, "An element with \"records\" or \"base64\" is expected, like the others.") ]

                let all: byte[] = Array.zeroCreate (parts |> List.sumBy _.Length)
                let mutable at = 0

                for part in parts do
                    part.Span.CopyTo(Span<byte>(all, at, part.Length))
                    at <- at + part.Length

                Bytes all
            else
                r.Build(RecordBatchOptions(), [ for item in items -> r.Record item ], place)

    /// Reads batches, or plain records, which become one batch.
    let read (schema: MessageSchema) (version: int16) (place: JsonPlace) (json: JsonElement) : Bytes = Reading(schema, version).Data(json, place)
