// Checks the library against files of facts: vectors, damaged vectors, captured frames, record data and log segments.
// For help: `dotnet fsi scripts/check-vectors.fsx -- --help`. Without the `--`, F# Interactive prints its own help.

#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
#load "facts/RecordFacts.fs"
#load "facts/SegmentFacts.fs"

open System
open System.IO
open System.IO.Compression
open System.Text.Json
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Facts
open KafkaWire.Schema

let usage =
    """dotnet fsi scripts/check-vectors.fsx FILE...

Compares the library with the facts in files. A file has one JSON object per line (.jsonl), or is a log segment (.log) or a snapshot
(.checkpoint). Any of them may be gzipped (.gz). The fields of a line say what it states:

  message, version, json, hex[, hexWithUnknownTags]
      A value and its bytes. They are decoded, encoded again and converted to and from JSON. The bytes with unknown tagged fields are encoded
      again with and without these fields.
  message, version, hex, error
  message, version, hex, consumed, reencoded | encodeError
      A damaged body. It is refused; or it is read up to a length, and the value is written as these bytes or cannot be written.
  kind, apiKey, version, hex[, trailing][, bodyVersion]
      A frame without its size. Header and body are decoded to the last byte, except for `trailing` bytes, and encoded again. Record data in
      the frame is checked like a segment.
  name, hex, batches[, error]
      Record data and its content, up to the error.

In a segment each batch is read and built again from its records. The result has the same bytes, or the same records if the batch is
compressed. Records of internal topics are decoded and encoded to the same bytes; the name of the file or folder gives the topic
("orders-0...").

Reports the first 20 lines or batches that differ, and ends with "N checked, N wrong". The exit code is 1 if any is wrong. A message or version
that the library does not know is wrong. Two cases are reported but not counted as wrong: a batch with a wrong checksum inside a frame, since
clients may send one; and a wrong content checksum of LZ4 data, which Kafka does not verify (see docs/records.md).
Build the library first: dotnet build -c Release src/KafkaWire.Fs"""

let args = fsi.CommandLineArgs |> Array.skip 1

if args.Length = 0 || args |> Array.exists (fun a -> a = "--help" || a = "-h") then
    printfn "%s" usage
    exit (if args.Length = 0 then 2 else 0)

/// The library differs from the facts of a line.
exception Differs of string

/// Remarks on a line that do not count as wrong.
let notes = Collections.Generic.List<string>()

let differs format = Printf.ksprintf (fun text -> raise (Differs text)) format

let has (name: string) (line: JsonElement) = fst (line.TryGetProperty name)
let text (name: string) (line: JsonElement) = line.GetProperty(name).GetString()
let version (line: JsonElement) = line.GetProperty("version").GetInt16()
let hex (name: string) (line: JsonElement) = Convert.FromHexString(text name line)

/// Fails at the first byte that differs.
let sameBytes what (expected: byte[]) (found: byte[]) =
    if not (expected.AsSpan().SequenceEqual(ReadOnlySpan found)) then
        let at = Seq.zip expected found |> Seq.takeWhile (fun (a, b) -> a = b) |> Seq.length
        let show (bytes: byte[]) = if at < bytes.Length then $"0x%02x{bytes[at]}" else "the end"
        differs "%s: byte %d is %s, not %s (%d bytes, not %d)" what at (show found) (show expected) found.Length expected.Length

/// Fails at the first value that differs. The order of names and the notation of numbers do not matter.
let rec sameJson (path: string) (expected: JsonElement) (found: JsonElement) =
    let different () = differs "json %s: %s, not %s" path (found.GetRawText()) (expected.GetRawText())

    match expected.ValueKind, found.ValueKind with
    | JsonValueKind.Object, JsonValueKind.Object ->
        for property in expected.EnumerateObject() do
            match found.TryGetProperty property.Name with
            | true, other -> sameJson $"{path}.{property.Name}" property.Value other
            | _ -> differs "json %s: %s is missing" path property.Name

        for property in found.EnumerateObject() do
            if not (has property.Name expected) then differs "json %s: %s is unexpected" path property.Name
    | JsonValueKind.Array, JsonValueKind.Array ->
        if expected.GetArrayLength() <> found.GetArrayLength() then different ()

        Seq.zip (expected.EnumerateArray()) (found.EnumerateArray())
        |> Seq.iteri (fun i (a, b) -> sameJson $"{path}[{i}]" a b)
    | JsonValueKind.Number, JsonValueKind.Number ->
        match expected.TryGetInt64(), found.TryGetInt64() with
        | (true, a), (true, b) -> if a <> b then different ()
        | _ -> if not (expected.GetDouble().Equals(found.GetDouble())) then different ()
    | JsonValueKind.String, JsonValueKind.String -> if expected.GetString() <> found.GetString() then different ()
    | a, b -> if a <> b then different ()

let schemaOf (line: JsonElement) : MessageSchema =
    let name = text "message" line

    match Catalogue.tryFindSchema name with
    | null -> differs "the library does not know the message %s" name
    | schema when schema.Versions.Contains(version line) -> schema
    | schema -> differs "%s has versions %O" name schema.Versions

/// Decodes the message at the start of the bytes.
let decode (schema: MessageSchema) version (bytes: byte[]) =
    let mutable consumed = 0
    let value = schema.DecodeObject(Bytes bytes, version, DecodeOptions.Default, &consumed)
    value, consumed

let checkVector (line: JsonElement) =
    let schema = schemaOf line
    let version = version line
    let bytes = hex "hex" line
    let value, consumed = decode schema version bytes

    if consumed <> bytes.Length then differs "%d bytes are read, not %d" consumed bytes.Length

    sameBytes "encoded again" bytes (schema.EncodeObject(value, version))
    sameJson "$" (line.GetProperty "json") (Json.toElement schema version value)
    let fromJson = Json.readObject JsonReading.Strict schema version (line.GetProperty "json")

    if not (fromJson.Equals value) then differs "the JSON and the bytes give different values"

    sameBytes "encoded from json" bytes (schema.EncodeObject(fromJson, version))

    if has "hexWithUnknownTags" line then
        let bytes' = hex "hexWithUnknownTags" line
        let tagged, consumed = decode schema version bytes'

        if consumed <> bytes'.Length then
            differs "with unknown tags: %d bytes are read, not %d" consumed bytes'.Length

        sameBytes "unknown tags kept" bytes' (schema.EncodeObject(tagged, version))
        sameBytes "unknown tags dropped" bytes (schema.EncodeObject(UnknownTags.dropObject schema tagged, version))

let checkDamaged (line: JsonElement) =
    let schema = schemaOf line
    let version = version line

    let result =
        try
            Ok(decode schema version (hex "hex" line))
        with :? WireException as e ->
            Error e

    match result with
    | Ok(_, consumed) when has "error" line -> differs "%d bytes are read, but Kafka refuses them: %s" consumed (text "reason" line)
    | Error(e: WireException) when not (has "error" line) -> differs "refused, but Kafka reads it: %s" e.Message
    | Error _ -> ()
    | Ok(value, consumed) ->
        let expected = line.GetProperty("consumed").GetInt32()

        if consumed <> expected then differs "%d bytes are read, not %d" consumed expected

        let written =
            try
                Ok(schema.EncodeObject(value, version))
            with :? WireException as e ->
                Error e

        match written with
        | Ok _ when has "encodeError" line -> differs "written, but Kafka refuses to write it: %s" (text "encodeError" line)
        | Error(e: WireException) when not (has "encodeError" line) -> differs "refused when writing, but Kafka writes it: %s" e.Message
        | Ok bytes -> sameBytes "encoded again" (hex "reencoded" line) bytes
        | Error _ -> ()

let checkFrame (line: JsonElement) =
    let key = line.GetProperty("apiKey").GetInt16()

    let api: Api =
        match Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue key) with
        | null -> differs "the library does not know an API with key %d" key
        | api -> api

    let version = version line
    let frame = hex "hex" line

    if not (api.Versions.Contains version) then
        differs "%s has versions %O, not %d" api.Name api.Versions version

    let trailing = if has "trailing" line then line.GetProperty("trailing").GetInt32() else 0
    let bodyVersion = if has "bodyVersion" line then line.GetProperty("bodyVersion").GetInt16() else version

    let headerSchema, headerVersion =
        match text "kind" line with
        | "request" -> RequestHeader.schema :> MessageSchema, api.RequestHeaderVersion version
        | _ -> ResponseHeader.schema, api.ResponseHeaderVersion version

    let header, headerSize = decode headerSchema headerVersion frame
    let body = frame[headerSize..]

    let bodySchema, (value, foundVersion, consumed) =
        match header with
        | :? RequestHeader.Data as header ->
            if header.RequestApiKey <> key || header.RequestApiVersion <> version then
                differs "the header has key %d, version %d" header.RequestApiKey header.RequestApiVersion

            let value, consumed = decode api.RequestSchema version body
            api.RequestSchema, (value, version, consumed)
        | _ when api.Key = ApiKey.ApiVersions ->
            let mutable found = 0s
            let value = Negotiation.decode version (Bytes body) DecodeOptions.Default &found
            api.ResponseSchema, (value :> obj, found, body.Length)
        | _ ->
            let value, consumed = decode api.ResponseSchema version body
            api.ResponseSchema, (value, version, consumed)

    if foundVersion <> bodyVersion then
        differs "the body is read in version %d, not %d" foundVersion bodyVersion

    if body.Length - consumed <> trailing then
        differs "%d bytes are left over, not %d" (body.Length - consumed) trailing

    let written = Array.append (headerSchema.EncodeObject(header, headerVersion)) (bodySchema.EncodeObject(value, foundVersion))
    sameBytes "encoded again" frame[.. frame.Length - trailing - 1] written

    for topic, records in SegmentFacts.recordsOf value do
        // The last batch may be truncated.
        for batch in Records.batches records do
            if not batch.IsValid then
                notes.Add $"the checksum of the batch at {batch.Position} is wrong"
            else
                match SegmentFacts.problems topic batch with
                | [] -> ()
                | first :: _ -> differs "batch at %d: %s" batch.Position first

let checkRecords (line: JsonElement) =
    match RecordFacts.differences line with
    | [] -> ()
    | first :: _ when RecordFacts.isDeliberate first -> notes.Add first
    | first :: _ -> differs "%s" first

let check (line: JsonElement) =
    if has "message" line && has "json" line then checkVector line
    elif has "message" line && (has "error" line || has "consumed" line) then checkDamaged line
    elif has "kind" line && has "apiKey" line then checkFrame line
    elif has "batches" line then checkRecords line
    else differs "the fields of the line match no known kind of fact"

/// A human-readable description of a line.
let subject (line: JsonElement) =
    if has "message" line then
        sprintf "%s v%d" (text "message" line) (version line)
    elif has "kind" line then
        sprintf "%s of key %O v%d" (text "kind" line) (line.GetProperty "apiKey") (version line)
    elif has "name" line then
        text "name" line
    else
        "?"

/// The bytes of a file, decompressed if they are gzipped.
let openFile (path: string) : Stream =
    let file = File.OpenRead path
    let packed = file.ReadByte() = 0x1f && file.ReadByte() = 0x8b
    file.Position <- 0L
    if packed then new GZipStream(file, CompressionMode.Decompress) else file

let lines (path: string) =
    seq {
        use reader = new StreamReader(openFile path)

        while not reader.EndOfStream do
            reader.ReadLine()
    }

let mutable checkedItems = 0
let mutable wrong = 0

/// Counts a line or batch, and reports what is wrong with it.
let count (path: string) (place: string) (check: unit -> unit) =
    let name = Path.GetFileName path
    checkedItems <- checkedItems + 1

    try
        check ()
    with e ->
        wrong <- wrong + 1

        if wrong <= 20 then
            let what =
                match e with
                | Differs text -> text
                | e -> $"{e.GetType().Name}: {e.Message}"

            printfn "%s:%s: %s" name place what

    for note in notes do
        printfn "%s:%s: %s (not counted as wrong)" name place note

    notes.Clear()

let checkLines (path: string) =
    let mutable number = 0

    for line in lines path do
        number <- number + 1

        if line <> "" then
            count path $"{number}" (fun () ->
                let line = JsonElement.Parse line
                let about = subject line

                try
                    check line
                with
                | Differs text -> differs "%s: %s" about text
                | e -> differs "%s: %s: %s" about (e.GetType().Name) e.Message)

let checkSegment (path: string) =
    let topic = SegmentFacts.topicOf path
    use stream = openFile path
    use segment = LogSegment.Read stream

    for each in segment do
        count path $"{each.Position}" (fun () ->
            match each.Damage with
            | null ->
                match SegmentFacts.problems topic each.Batch with
                | [] -> ()
                | first :: _ -> differs "%s" first
            | damage -> differs "%s" damage.Message)

    match segment.Damage with
    | null -> ()
    | damage -> count path $"{segment.Position}" (fun () -> differs "%s" damage.Message)

let isSegment (path: string) =
    let name = if path.EndsWith ".gz" then path[.. path.Length - 4] else path
    name.EndsWith ".log" || name.EndsWith ".checkpoint"

for path in args do
    if not (File.Exists path) then
        eprintfn "There is no file %s." path
        exit 2

    if isSegment path then checkSegment path else checkLines path

printfn "%d checked, %d wrong" checkedItems wrong
exit (if wrong = 0 then 0 else 1)
