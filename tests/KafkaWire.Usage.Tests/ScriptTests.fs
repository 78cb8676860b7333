/// The scripts work, and explain themselves.
module KafkaWire.Usage.Tests.ScriptTests

open System
open System.Buffers
open System.IO
open System.Net
open System.Net.Sockets
open System.Text.Json
open System.Text.RegularExpressions
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport

/// Without `--` before them, dotnet fsi takes some arguments for its own, such as `--help`.
let private script (name: string) (arguments: string list) = Dotnet.TryRunAsync(Repository.Root, [| "fsi"; name; "--"; yield! arguments |])

let private quickstart = script "scripts/quickstart.fsx"

/// The text between two others.
let private between (start: string) (finish: string) (text: string) =
    let found = Regex.Match(text, $"{Regex.Escape start}(.*?){Regex.Escape finish}", RegexOptions.Singleline)
    Expect.isTrue found.Success $"\"{start}\" and \"{finish}\" in:\n{text}"
    found.Groups[1].Value

/// Checks the whole output of the quick start, on any broker.
let private check (bootstrap: string) (version: int16) (run: DotnetRun) =
    Expect.equal run.ExitCode 0 (run.Errors + run.Output)
    let printed = run.Output.ReplaceLineEndings "\n"

    let request =
        let frame = ArrayBufferWriter<byte>()
        let topic = { Metadata.MetadataRequestTopic.Default with Name = "kafkawire-quickstart" }
        Frame.WriteRequest(Metadata.api, version, 1, "quickstart", { Metadata.Request.Default with Topics = [| topic |] }, frame)
        Convert.ToHexStringLower frame.WrittenSpan

    let dump =
        between $"A Metadata request in version {version}, the highest that both sides know: size, header, body\n" "\n\n" printed

    let digits = [ for line in dump.Split '\n' -> line.Substring(8, 47).Replace(" ", "") ]
    Expect.equal (String.Concat digits) request "Concat"

    use answer = JsonDocument.Parse(between "The answer, as JSON\n" "\n\n" printed)
    let first (name: string) (json: JsonElement) = Seq.head (json.GetProperty(name).EnumerateArray())
    let broker = first "brokers" answer.RootElement
    let topic = first "topics" answer.RootElement
    Expect.equal (broker.GetProperty("port").ToString()) (bootstrap.Substring(bootstrap.LastIndexOf ':' + 1)) "port"
    Expect.equal (topic.GetProperty("name").GetString()) "kafkawire-quickstart" "name"
    Expect.equal ((first "partitions" topic).GetProperty("leaderId").ToString()) (broker.GetProperty("nodeId").ToString()) "leaderId"

    let offset = between "Wrote a record to kafkawire-quickstart, partition 0, at offset " "\n" printed
    let record = between $"Read back\n  offset {offset}, " "\n" printed
    Expect.isMatch record "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ, key \"greeting\", value \"Hello, Kafka!\"$" "record"

/// The output of a script that must succeed.
let private printed (name: string) (arguments: string list) =
    task {
        let! run = script $"scripts/{name}.fsx" arguments
        Expect.equal run.ExitCode 0 (run.Errors + run.Output)
        return run.Output.ReplaceLineEndings "\n"
    }

let private scripts () = [|
    yield "build/build.fsx"
    for file in Directory.GetFiles(Repository.Path "scripts", "*.fsx") do
        yield "scripts/" + Path.GetFileName file
|]

[<Tests>]
let tests =
    testList "ScriptTests" [
        testCaseTask "the quick start runs on a broker of its own" (fun () ->
            task {
                let! run = quickstart []
                let bootstrap = between "Using an in-memory broker at " " " run.Output
                check bootstrap Metadata.api.LatestStable run
            })

        testList "the quick start runs on a real Kafka" [
            for release, version in [ "4.4.0", 13s; "3.9.2", 12s ] do
                testCaseTask release (fun () ->
                    task {
                        let kafka = RealKafka.Get release
                        let bootstrap = $"{kafka.Host}:{kafka.Port}"
                        let! run = quickstart [ "--bootstrap"; bootstrap ]
                        Expect.stringStarts run.Output $"Using {bootstrap}" "Output"
                        check bootstrap version run
                    })
        ]

        testCaseTask "the quick start explains an error in one sentence" (fun () ->
            task {
                let! unreadable = quickstart [ "--bootstrap"; "kafka" ]
                Expect.equal unreadable.ExitCode 1 "ExitCode"
                Expect.equal (unreadable.Errors.Trim()) "\"kafka\" is not HOST:PORT." "Errors"

                // A port that nobody listens on.
                use listener = new TcpListener(IPAddress.Loopback, 0)
                listener.Start()
                let port = (listener.LocalEndpoint :?> IPEndPoint).Port
                listener.Stop()
                let! unreachable = quickstart [ "--bootstrap"; $"127.0.0.1:{port}" ]
                Expect.equal unreachable.ExitCode 1 "ExitCode"
                Expect.hasLength (unreachable.Errors.Trim().Split '\n') 1 "one sentence, no stack trace"

                let! unknown = quickstart [ "--boot" ]
                Expect.equal unknown.ExitCode 1 "ExitCode"
                Expect.stringContains unknown.Errors "scripts/quickstart.fsx" "Errors"
            })

        testCaseTask "explore shows a message as Kafka's protocol page does" (fun () ->
            task {
                let! shown = printed "explore" [ "show"; "DescribeGroups"; "--version"; "5" ]

                Expect.equal
                    shown
                    """DescribeGroupsRequest (Version: 5) => [groups] includeAuthorizedOperations _tagged_fields
  groups => COMPACT_STRING
  includeAuthorizedOperations => BOOLEAN

DescribeGroupsResponse (Version: 5) => throttleTimeMs [groups] _tagged_fields
  throttleTimeMs => INT32
  groups => errorCode groupId groupState protocolType protocolData [members] authorizedOperations _tagged_fields
    errorCode => INT16
    groupId => COMPACT_STRING
    groupState => COMPACT_STRING
    protocolType => COMPACT_STRING
    protocolData => COMPACT_STRING
    members => memberId groupInstanceId clientId clientHost memberMetadata memberAssignment _tagged_fields
      memberId => COMPACT_STRING
      groupInstanceId => COMPACT_NULLABLE_STRING
      clientId => COMPACT_STRING
      clientHost => COMPACT_STRING
      memberMetadata => COMPACT_BYTES
      memberAssignment => COMPACT_BYTES
    authorizedOperations => INT32

"""
                    "shown"
            })

        testCaseTask "explore shows a request's bytes, and suggests a name for a misspelt field" (fun () ->
            task {
                let! bytes = printed "explore" [ "bytes"; "Heartbeat"; """{ "groupId": "g" }"""; "--version"; "0" ]

                Expect.equal
                    bytes
                    "00 00 00 1a 00 0c 00 00 00 00 00 01 00 07 65 78  ..............ex\n70 6c 6f 72 65 00 01 67 00 00 00 00 00 00        plore..g......\n"
                    "bytes"

                let! misspelt = script "scripts/explore.fsx" [ "bytes"; "Heartbeat"; """{ "grupId": "g" }"""; "--version"; "0" ]
                Expect.equal misspelt.ExitCode 1 "ExitCode"

                Expect.equal
                    (misspelt.Errors.Trim())
                    "HeartbeatRequest v0: No field of HeartbeatRequest v0 is called \"grupId\". Did you mean \"groupId\"?"
                    "Errors"
            })

        testCaseTask "explore sends a request to a real Kafka, and shows the response with its records" (fun () ->
            task {
                let kafka = RealKafka.Get "4.4.0"
                let send api json = printed "explore" [ "send"; api; json; "--version"; "12"; "--bootstrap"; $"{kafka.Host}:{kafka.Port}" ]
                let! client = SimpleClient.ConnectAsync(kafka.Host, kafka.Port)
                let topic = $"explore-{Guid.NewGuid():N}"
                let! _ = client.ProduceAsync(topic, 0, [ NewRecord(Value = Bytes.OfString "first") ])

                let! produced =
                    send
                        "Produce"
                        $$"""{ "acks": -1, "timeoutMs": 10000, "topicData": [{ "name": "{{topic}}", "partitionData": [{ "index": 0, "records": [{ "value": "two coffees" }] }] }] }"""

                use answer = JsonDocument.Parse produced
                let first (name: string) (json: JsonElement) = Seq.head (json.GetProperty(name).EnumerateArray())
                let partition = answer.RootElement |> first "responses" |> first "partitionResponses"
                Expect.equal (partition.GetProperty("errorCode").GetProperty("name").GetString()) "NONE" "name"
                Expect.equal (partition.GetProperty("baseOffset").GetInt64()) 1L "baseOffset"

                let! fetched =
                    send
                        "Fetch"
                        $$"""{ "maxBytes": 10000, "topics": [{ "topic": "{{topic}}", "partitions": [{ "partition": 0, "fetchOffset": 1, "partitionMaxBytes": 10000 }] }] }"""

                use answer = JsonDocument.Parse fetched

                let record = answer.RootElement |> first "responses" |> first "partitions" |> first "records" |> first "records"

                Expect.equal (record.GetProperty("value").GetString()) "two coffees" "value"
                do! client.DisposeAsync()
            })

        testCaseTask "fuzz finds no errors, and prints the seed that repeats the run" (fun () ->
            task {
                let! all = printed "fuzz" [ "--count"; "2"; "--seed"; "5" ]

                let values =
                    2
                    * (Catalogue.schemas
                       |> Seq.sumBy (fun schema -> int schema.Versions.Last - int schema.Versions.First + 1))

                Expect.equal all $"--seed 5 repeats this run.\n{values} values, {values} damaged, 0 findings\n" "all"
            })

        testCaseTask "the protocol table has a line for each API" (fun () ->
            task {
                let! table = printed "protocol-table" [ "--releases"; "2.8,4.4" ]
                let lines = table.TrimEnd().Split '\n'
                Expect.hasLength lines (Catalogue.apis.Count + 1) "lines"

                Expect.equal [ for line in lines -> line.Split(' ')[0] ] [ yield "key"; for api in Catalogue.apis -> string (int16 api.Key) ] "keys"

                Expect.stringEnds lines[0] "2.8   4.4" "lines"
                Expect.isMatch lines[2] @"^1 +Fetch +0-18 +12\+ +0-12 +4-18$" "lines"
                let! each = printed "protocol-table" [ "SaslHandshake"; "--each" ]

                Expect.equal
                    each
                    """key  API            version  flexible  first   last
17   SaslHandshake  0        no        0.10.0  4.4
17   SaslHandshake  1        no        1.0     4.4
"""
                    "each"
            })

        /// `--help` exits with 0 and names the script.
        testList "each script prints its usage" [
            for name in scripts () do
                testCaseTask name (fun () ->
                    task {
                        let! run = script name [ "--help" ]
                        Expect.equal run.ExitCode 0 run.Errors
                        Expect.stringContains run.Output (if name = "build/build.fsx" then "build TARGET" else "dotnet fsi " + name) "Output"
                    })
        ]
    ]
