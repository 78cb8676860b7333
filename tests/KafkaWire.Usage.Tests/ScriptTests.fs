/// The scripts do what they say, and say what they do.
module KafkaWire.Usage.Tests.ScriptTests

open System
open System.Buffers
open System.IO
open System.Net
open System.Net.Sockets
open System.Text.Json
open System.Text.RegularExpressions
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport

/// Without `--` in front of them, dotnet fsi takes some arguments for its own, `--help` among them.
let private script (name: string) (arguments: string list) = Dotnet.TryRunAsync(Repository.Root, [| "fsi"; name; "--"; yield! arguments |])

let private quickstart = script "scripts/quickstart.fsx"

/// What stands between two texts.
let private between (start: string) (finish: string) (text: string) =
    let found = Regex.Match(text, $"{Regex.Escape start}(.*?){Regex.Escape finish}", RegexOptions.Singleline)
    Assert.That(found.Success, $"\"{start}\" and \"{finish}\" in:\n{text}")
    found.Groups[1].Value

/// Checks all that the quick start prints: it has to be true, whatever broker it ran on.
let private check (bootstrap: string) (version: int16) (run: DotnetRun) =
    Assert.That(run.ExitCode, Is.Zero, run.Errors + run.Output)
    let printed = run.Output.ReplaceLineEndings "\n"

    let request =
        let frame = ArrayBufferWriter<byte>()
        let topic = { Metadata.MetadataRequestTopic.Default with Name = "kafkawire-quickstart" }
        Frame.WriteRequest(Metadata.api, version, 1, "quickstart", { Metadata.Request.Default with Topics = [| topic |] }, frame)
        Convert.ToHexStringLower frame.WrittenSpan

    let dump =
        between $"A Metadata request in version {version}, the highest that both sides know: size, header, body\n" "\n\n" printed

    let digits = [ for line in dump.Split '\n' -> line.Substring(8, 47).Replace(" ", "") ]
    Assert.That(String.Concat digits, Is.EqualTo request)

    use answer = JsonDocument.Parse(between "The answer, as JSON\n" "\n\n" printed)
    let first (name: string) (json: JsonElement) = Seq.head (json.GetProperty(name).EnumerateArray())
    let broker = first "brokers" answer.RootElement
    let topic = first "topics" answer.RootElement
    Assert.That(broker.GetProperty("port").ToString(), Is.EqualTo(bootstrap.Substring(bootstrap.LastIndexOf ':' + 1)))
    Assert.That(topic.GetProperty("name").GetString(), Is.EqualTo "kafkawire-quickstart")
    Assert.That((first "partitions" topic).GetProperty("leaderId").ToString(), Is.EqualTo(broker.GetProperty("nodeId").ToString()))

    let offset = between "Written to kafkawire-quickstart, partition 0: a record, which got offset " "\n" printed
    let record = between $"Read back\n  offset {offset}, " "\n" printed
    Assert.That(record, Does.Match "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ, key \"greeting\", value \"Hello, Kafka!\"$")

[<Test>]
let ``the quick start runs on a broker of its own`` () =
    task {
        let! run = quickstart []
        let bootstrap = between "On a broker in memory, at " " " run.Output
        check bootstrap Metadata.api.LatestStable run
    }

[<TestCase("4.4.0", 13s)>]
[<TestCase("3.9.2", 12s)>]
let ``the quick start runs on a real Kafka`` (release: string, version: int16) =
    task {
        let kafka = RealKafka.Get release
        let bootstrap = $"{kafka.Host}:{kafka.Port}"
        let! run = quickstart [ "--bootstrap"; bootstrap ]
        Assert.That(run.Output, Does.StartWith $"On {bootstrap}")
        check bootstrap version run
    }

[<Test>]
let ``the quick start says in a sentence what is wrong`` () =
    task {
        let! unreadable = quickstart [ "--bootstrap"; "kafka" ]
        Assert.That(unreadable.ExitCode, Is.EqualTo 1)
        Assert.That(unreadable.Errors.Trim(), Is.EqualTo "\"kafka\" is no HOST:PORT.")

        // A port that was free a moment ago.
        use listener = new TcpListener(IPAddress.Loopback, 0)
        listener.Start()
        let port = (listener.LocalEndpoint :?> IPEndPoint).Port
        listener.Stop()
        let! unreachable = quickstart [ "--bootstrap"; $"127.0.0.1:{port}" ]
        Assert.That(unreachable.ExitCode, Is.EqualTo 1)
        Assert.That(unreachable.Errors.Trim().Split '\n', Has.Length.EqualTo 1, "a sentence and no stack trace")

        let! unknown = quickstart [ "--boot" ]
        Assert.That(unknown.ExitCode, Is.EqualTo 1)
        Assert.That(unknown.Errors, Does.Contain "scripts/quickstart.fsx")
    }

/// What a script prints when all goes well.
let private printed (name: string) (arguments: string list) =
    task {
        let! run = script $"scripts/{name}.fsx" arguments
        Assert.That(run.ExitCode, Is.Zero, run.Errors + run.Output)
        return run.Output.ReplaceLineEndings "\n"
    }

[<Test>]
let ``explore shows a message as the protocol page does`` () =
    task {
        let! shown = printed "explore" [ "show"; "DescribeGroups"; "--version"; "5" ]

        Assert.That(
            shown,
            Is.EqualTo
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
        )
    }

[<Test>]
let ``explore shows a request's bytes, and names what is misspelt`` () =
    task {
        let! bytes = printed "explore" [ "bytes"; "Heartbeat"; """{ "groupId": "g" }"""; "--version"; "0" ]

        Assert.That(
            bytes,
            Is.EqualTo
                "00 00 00 1a 00 0c 00 00 00 00 00 01 00 07 65 78  ..............ex\n70 6c 6f 72 65 00 01 67 00 00 00 00 00 00        plore..g......\n"
        )

        let! misspelt = script "scripts/explore.fsx" [ "bytes"; "Heartbeat"; """{ "grupId": "g" }"""; "--version"; "0" ]
        Assert.That(misspelt.ExitCode, Is.EqualTo 1)

        Assert.That(
            misspelt.Errors.Trim(),
            Is.EqualTo "HeartbeatRequest v0: No field of HeartbeatRequest v0 is called \"grupId\". Did you mean \"groupId\"?"
        )
    }

[<Test>]
let ``explore sends a request to a real Kafka, and shows the answer with its records`` () =
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
        Assert.That(partition.GetProperty("errorCode").GetProperty("name").GetString(), Is.EqualTo "NONE")
        Assert.That(partition.GetProperty("baseOffset").GetInt64(), Is.EqualTo 1L)

        let! fetched =
            send
                "Fetch"
                $$"""{ "maxBytes": 10000, "topics": [{ "topic": "{{topic}}", "partitions": [{ "partition": 0, "fetchOffset": 1, "partitionMaxBytes": 10000 }] }] }"""

        use answer = JsonDocument.Parse fetched

        let record = answer.RootElement |> first "responses" |> first "partitions" |> first "records" |> first "records"

        Assert.That(record.GetProperty("value").GetString(), Is.EqualTo "two coffees")
        do! client.DisposeAsync()
    }

[<Test>]
let ``fuzz finds nothing, and prints the seed that repeats it`` () =
    task {
        let! all = printed "fuzz" [ "--count"; "2"; "--seed"; "5" ]

        let values =
            2
            * (Catalogue.schemas
               |> Seq.sumBy (fun schema -> int schema.Versions.Last - int schema.Versions.First + 1))

        Assert.That(all, Is.EqualTo $"--seed 5 repeats this.\n{values} values, {values} damaged, 0 findings\n")
    }

[<Test>]
let ``the protocol table has a line for each API`` () =
    task {
        let! table = printed "protocol-table" [ "--releases"; "2.8,4.4" ]
        let lines = table.TrimEnd().Split '\n'
        Assert.That(lines, Has.Length.EqualTo(Catalogue.apis.Count + 1))

        Assert.That(
            [ for line in lines -> line.Split(' ')[0] ],
            Is.EqualTo<string> [ yield "key"; for api in Catalogue.apis -> string (int16 api.Key) ]
        )

        Assert.That(lines[0], Does.EndWith "2.8   4.4")
        Assert.That(lines[2], Does.Match @"^1 +Fetch +0-18 +12\+ +0-12 +4-18$")
        let! each = printed "protocol-table" [ "SaslHandshake"; "--each" ]

        Assert.That(
            each,
            Is.EqualTo
                """key  API            version  flexible  first   last
17   SaslHandshake  0        no        0.10.0  4.4
17   SaslHandshake  1        no        1.0     4.4
"""
        )
    }

let private scripts () =
    [| yield "build/build.fsx"
       for file in Directory.GetFiles(Repository.Path "scripts", "*.fsx") do
           yield "scripts/" + Path.GetFileName file |]

/// `--help` of each ends with 0, names the script (of the build, `build`) and lists its options.
[<TestCaseSource(nameof scripts)>]
let ``each script tells how to call it`` (name: string) =
    task {
        let! run = script name [ "--help" ]
        Assert.That(run.ExitCode, Is.Zero, run.Errors)
        Assert.That(run.Output, Does.Contain(if name = "build/build.fsx" then "build TARGET" else "dotnet fsi " + name))
    }
