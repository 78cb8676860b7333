// Explores Kafka's protocol. For help: `dotnet fsi scripts/explore.fsx -- --help`.

#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.Fs.dll"
#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.CSharpFacade.dll"
#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.Testing.dll"

open System
open System.Buffers
open System.Text.Json
open KafkaWire
open KafkaWire.Testing
open KafkaWire.Messages
open KafkaWire.Schema

let usage =
    """dotnet fsi scripts/explore.fsx list [TEXT]
dotnet fsi scripts/explore.fsx show NAME [--version N]
dotnet fsi scripts/explore.fsx bytes API [JSON] [--version N]
dotnet fsi scripts/explore.fsx send API [JSON] [--version N] [--bootstrap HOST:PORT]

  list     lists the APIs, or those with TEXT in their name: key, name, versions
  show     shows the fields of a message as Kafka's protocol page does, with the names that JSON uses. NAME is an API or a
           message: Metadata, MetadataRequest, OffsetCommitValue
  bytes    shows a request as it goes over the wire: size, header, body
  send     sends a request and shows the answer. Without --bootstrap it uses an in-memory broker

JSON gives the fields that differ from their defaults. You can write records as JSON too, and answers show them as JSON:

  send Metadata '{ "topics": [{ "name": "orders" }] }'
  send Produce '{ "acks": 1, "topicData": [{ "name": "orders", "partitionData": [{ "index": 0, "records": [{ "value": "two coffees" }] }] }] }' --version 9 --bootstrap localhost:9092

  --version N             the version to use; by default the last stable one or, for send, the last that the broker serves
  --bootstrap HOST:PORT   the Kafka to send to
  -- --help               shows this help; without the -- dotnet fsi shows its own

Build the libraries first: dotnet build -c Release src/KafkaWire.Testing"""

/// Prints a sentence to stderr and exits.
let fail (sentence: string) : 'T =
    eprintfn "%s" sentence
    exit 1

let apiOf (name: string) : Api =
    match Catalogue.tryFindApiByName name with
    | null -> fail $"There is no API named \"{name}\"; list shows all."
    | api -> api

let list (text: string) =
    let isMeant (api: Api) = api.Name.Contains(text, StringComparison.OrdinalIgnoreCase)

    match Seq.toList (Seq.filter isMeant Catalogue.apis) with
    | [] -> fail $"No API name contains \"{text}\"."
    | apis ->
        for api in apis do
            printfn "%3d  %-36s %O" (int api.Key) api.Name api.Versions

/// The name of a type on Kafka's protocol page.
let typeName (isFlexible: bool) (isNullable: bool) (primitive: Primitive) =
    let sized (name: string) = String.Concat((if isFlexible then "COMPACT_" else ""), (if isNullable then "NULLABLE_" else ""), name)

    match primitive with
    | Primitive.Bool -> "BOOLEAN"
    | Primitive.String -> sized "STRING"
    | Primitive.ClassicString -> if isNullable then "NULLABLE_STRING" else "STRING"
    | Primitive.Bytes -> sized "BYTES"
    | Primitive.Records -> sized "RECORDS"
    | Primitive.ErrorCode -> "INT16"
    | primitive -> primitive.ToString().ToUpperInvariant()

let show (schema: MessageSchema) (version: int16) =
    let fieldsOf (s: StructShape) = s.Fields |> Array.filter _.Versions.Contains(version)
    let tag (field: FieldShape) = if field.IsTagged then $"<tag: {field.Tag}>" else ""

    let rec isArray shape =
        match shape with
        | Shape.Array _ -> true
        | Shape.Nullable(inner, _) -> isArray inner
        | _ -> false

    let line (s: StructShape) =
        String.Join(
            ' ',
            [ for field in fieldsOf s do
                  (if isArray field.Shape then $"[{field.JsonName}]" else field.JsonName) + tag field

              if schema.IsFlexible version then "_tagged_fields" ]
        )

    let rec write (indent: string) (head: string) (isNullable: bool) (shape: Shape) =
        match shape with
        | Shape.Nullable(inner, versions) -> write indent head (versions.Contains version) inner
        | Shape.Array element -> write indent head false element
        | Shape.Primitive primitive -> printfn "%s%s => %s" indent head (typeName (schema.IsFlexible version) isNullable primitive)
        | Shape.Struct s ->
            printfn "%s%s => %s" indent head (line s)

            for field in fieldsOf s do
                write (indent + "  ") (field.JsonName + tag field) false field.Shape
        | other -> fail $"No message of Kafka has {other}."

    write "" $"{schema.Name} (Version: {version})" false (Shape.Struct schema.Shape)

let showAll (name: string) (version: int16 option) =
    let schemas: MessageSchema list =
        match Catalogue.tryFindApiByName name, Catalogue.tryFindSchema name with
        | null, null -> fail $"There is no API or message named \"{name}\"; list shows the APIs."
        | null, schema -> [ schema ]
        | api, _ -> [ api.RequestSchema; api.ResponseSchema ]

    for schema in schemas do
        let version = defaultArg version schema.Versions.Last

        if not (schema.Versions.Contains version) then
            fail $"{schema.Name} has versions {schema.Versions}, not {version}."

        show schema version
        printfn ""

/// A request's frame, 16 bytes per line.
let bytes (api: Api) (json: string) (version: int16 option) =
    let version = defaultArg version api.LatestStable
    let request = Json.parseObject JsonReading.Default api.RequestSchema version json
    let frame = ArrayBufferWriter()
    Frame.WriteRequest(api, version, 1, "explore", request, frame)

    for line in Array.chunkBySize 16 (frame.WrittenSpan.ToArray()) do
        let text = String [| for b in line -> if b >= 0x20uy && b < 0x7fuy then char b else '.' |]
        printfn "%-47s  %s" (String.Join(' ', [ for b in line -> b.ToString "x2" ])) text

let send (api: Api) (json: string) (version: int16 option) (bootstrap: string option) =
    task {
        let form = JsonForm.Friendly
        form.DecodeRecords <- true
        let version = Option.toNullable version

        let ask (host: string) (port: int) =
            task {
                let! client = SimpleClient.ConnectAsync(host, port, SimpleClientOptions(ClientId = "explore"))

                use fields =
                    JsonDocument.Parse(json, JsonDocumentOptions(AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip))

                let! answer = client.SendAsync(api.Name, fields.RootElement, version, form)
                printfn "%s" (answer.GetRawText())
                do! client.DisposeAsync() // in dotnet fsi, `use` in a task does not dispose asynchronously
            }

        match bootstrap with
        | None ->
            let! broker = LoopbackBroker.StartAsync()
            do! ask "127.0.0.1" broker.Port
            do! broker.DisposeAsync()
        | Some address ->
            match KafkaAddress.TryParse address with
            | true, host, port -> do! ask host port
            | _ -> fail $"\"{address}\" is not HOST:PORT."
    }

/// The value after an option, and the arguments without both.
let rec option (name: string) (arguments: string list) =
    match arguments with
    | found :: value :: rest when found = name -> Some value, rest
    | first :: rest ->
        let value, rest = option name rest
        value, first :: rest
    | [] -> None, []

let versionOf (text: string) =
    match Int16.TryParse text with
    | true, version -> version
    | _ -> fail $"\"{text}\" is not a version."

let run (arguments: string list) =
    let version, arguments = option "--version" arguments
    let bootstrap, arguments = option "--bootstrap" arguments
    let version = Option.map versionOf version

    match arguments with
    | [ "list" ] -> list ""
    | [ "list"; text ] -> list text
    | [ "show"; name ] -> showAll name version
    | [ "bytes"; api ] -> bytes (apiOf api) "{}" version
    | [ "bytes"; api; json ] -> bytes (apiOf api) json version
    | [ "send"; api ] -> (send (apiOf api) "{}" version bootstrap).GetAwaiter().GetResult()
    | [ "send"; api; json ] -> (send (apiOf api) json version bootstrap).GetAwaiter().GetResult()
    | [ "--help" ] -> printfn "%s" usage
    | _ -> fail usage

try
    run (List.tail (List.ofArray fsi.CommandLineArgs))
with
| :? JsonException as e -> fail $"The text is not JSON: {e.Message}"
| e ->
    // The message names the misspelt field or the broker's error.
    fail e.Message
