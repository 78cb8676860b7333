// A first look at KafkaWire: `./build.sh run`. For help: `./build.sh run --help`.

#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.Fs.dll"
#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.CSharpFacade.dll"
#r "../src/KafkaWire.Testing/bin/Release/net10.0/KafkaWire.Testing.dll"

open System
open System.Buffers
open System.Threading.Tasks
open KafkaWire
open KafkaWire.Testing
open KafkaWire.Messages

let usage =
    """./build.sh run [--bootstrap HOST:PORT]
dotnet fsi scripts/quickstart.fsx [--bootstrap HOST:PORT]

Shows the bytes of a Metadata request and the answer as JSON, writes a record and reads it back.

  --bootstrap HOST:PORT   uses this Kafka and writes to the topic "kafkawire-quickstart", which is created if it does not exist.
                          Without it, the script uses an in-memory broker that ends with the script
  --help                  shows this help; with dotnet fsi, write -- --help

If you run the script directly, build the libraries first: dotnet build -c Release src/KafkaWire.Testing"""

let topic = "kafkawire-quickstart"

/// Prints a hex dump: offset, 16 bytes and their text per line.
let dump (bytes: byte[]) =
    for offset in 0..16 .. bytes.Length - 1 do
        let line = bytes.AsSpan(offset, min 16 (bytes.Length - offset)).ToArray()
        let digits = String.Join(' ', [ for b in line -> b.ToString "x2" ])
        let text = String [| for b in line -> if b >= 0x20uy && b < 0x7fuy then char b else '.' |]
        printfn "  %04x  %-47s  %s" offset digits text

/// Sends the Metadata request, which creates the topic, until the topic exists. A cluster takes a moment; an in-memory broker does not.
let rec untilCreated (client: SimpleClient) (request: MetadataRequest) =
    task {
        let! answer = client.SendAsync request

        let error =
            match answer.Topics |> Array.tryFind (fun t -> t.Name = topic) with
            | Some found -> found.ErrorCode
            | None -> ErrorCode.UnknownTopicOrPartition

        match error with
        | ErrorCode.None -> return answer
        | error when error.IsRetriable() ->
            do! Task.Delay 100
            return! untilCreated client request
        | error -> return raise (KafkaErrorException(error, "Metadata", topic))
    }

let show (host: string) (port: int) =
    task {
        let! client = SimpleClient.ConnectAsync(host, port, SimpleClientOptions(ClientId = "quickstart"))

        let request = MetadataRequest(Topics = [| MetadataRequest.Topic(Name = topic) |])
        let! answer = untilCreated client request
        let! served = client.SendAsync(ApiVersionsRequest(ClientSoftwareName = "quickstart", ClientSoftwareVersion = "1"))
        let version = PeerVersions.OfResponse(served).Choose Metadata.api

        let frame = ArrayBufferWriter()
        Frame.WriteRequest(Metadata.api, version, 1, "quickstart", request.ToMessage(), frame)
        printfn "A Metadata request in version %d, the highest that both sides know: size, header, body" version
        dump (frame.WrittenSpan.ToArray())

        printfn "\nThe answer, as JSON"
        printfn "%s" (Json.formatAs JsonForm.Friendly Metadata.api.ResponseSchema version answer)

        let record = NewRecord(Key = Bytes.OfString "greeting", Value = Bytes.OfString "Hello, Kafka!")
        let! offset = client.ProduceAsync(topic, 0, [ record ])
        printfn "\nWrote a record to %s, partition 0, at offset %d" topic offset

        let! fetched = client.FetchAsync(topic, 0, offset)

        printfn "\nRead back"

        for record in fetched.Records do
            let time = DateTimeOffset.FromUnixTimeMilliseconds record.Timestamp

            printfn
                "  offset %d, %s, key \"%s\", value \"%s\""
                record.Offset
                (time.ToString "u")
                (record.Key.ToUtf8String())
                (record.Value.ToUtf8String())

        do! client.DisposeAsync() // in dotnet fsi, `use` in a task does not dispose asynchronously
    }

let onLoopback () =
    task {
        let! broker = LoopbackBroker.StartAsync()
        printfn "Using an in-memory broker at %s (--bootstrap HOST:PORT uses your Kafka)\n" broker.BootstrapServers
        do! show "127.0.0.1" broker.Port
        do! broker.DisposeAsync()
    }

let onKafka (bootstrap: string) =
    match KafkaAddress.TryParse bootstrap with
    | true, host, port when port > 0 ->
        printfn "Using %s\n" bootstrap
        Some(show host port)
    | _ -> None

let run (running: Task<unit>) =
    try
        running.GetAwaiter().GetResult()
        0
    with e ->
        eprintfn "%s" e.Message
        1

exit (
    match List.tail (List.ofArray fsi.CommandLineArgs) with
    | [] -> run (onLoopback ())
    | [ "--bootstrap"; bootstrap ] ->
        match onKafka bootstrap with
        | Some running -> run running
        | None ->
            eprintfn "\"%s\" is not HOST:PORT." bootstrap
            1
    | [ "--help" ] ->
        printfn "%s" usage
        0
    | _ ->
        eprintfn "%s" usage
        1
)
