/// JSON for people who write it by hand, and texts for people who read them.
module KafkaWire.Tests.JsonTests

open System
open System.Buffers
open System.Collections.Generic
open System.Text.Json
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Everything
open KafkaWire.Tests.Law
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let private schema: MessageSchema<Root> = Definition.schema (versions 0 4) (since 2) root
let private metadata = Metadata.api.Request

let private refusal (version: int16) (text: string) = (failureOf (fun () -> Json.parse schema version text)).Message

module Reading =
    [<Test>]
    let ``what is absent has its default`` () =
        Assert.That((Json.parse schema 3s "{}").Equals Root.Default)
        let read = Json.parse schema 3s """{ "note": "hi", "branches": [ { "name": null } ], }  // by hand"""
        let expected = { Root.Default with Note = "hi"; Branches = [| { Branch.Default with Name = null } |] }
        Assert.That(read.Equals expected, show schema 3s read)

    [<Test>]
    let ``Kafka's way demands every field of the version but the tagged ones`` () =
        let read text = Json.parseObject JsonReading.Strict ResponseHeader.schema 1s text
        Assert.That((read """{ "correlationId": 7 }""").Equals { ResponseHeader.Data.Default with CorrelationId = 7 })
        let failure = failureOf (fun () -> read "{}")
        Assert.That(failure.Message, Is.EqualTo "ResponseHeader v1: Field \"correlationId\" is missing.")

    [<Test>]
    let ``a misspelt field is refused with its nearest neighbour`` () =
        Assert.That(refusal 3s """{ "noet": "" }""", Is.EqualTo "Root v3: No field of Root v3 is called \"noet\". Did you mean \"note\"?")
        Assert.That(refusal 3s """{ "Note": "" }""", Is.EqualTo "Root v3: No field of Root v3 is called \"Note\". Did you mean \"note\"?")

        Assert.That(
            refusal 3s """{ "branches": [ {}, { "leafs": [] } ] }""",
            Is.EqualTo "Root v3 / Branches[1]: No field of Branch in Root v3 is called \"leafs\". Did you mean \"leaves\"?"
        )

    [<Test>]
    let ``a misplaced field is refused with the place that it belongs to`` () =
        Assert.That(
            refusal 3s """{ "topicId": "AAAAAAAAAAAAAAAAAAAAAA" }""",
            Is.EqualTo "Root v3: No field of Root v3 is called \"topicId\". It is a field of branches[]."
        )

        Assert.That(
            refusal 3s """{ "branches": [ { "maxBytes": 1 } ] }""",
            Is.EqualTo "Root v3 / Branches[0]: No field of Branch in Root v3 is called \"maxBytes\". It is a field of Root itself."
        )

    [<Test>]
    let ``a field of another version is refused with its versions`` () =
        Assert.That(refusal 2s """{ "maxBytes": 1 }""", Is.EqualTo "Root v2: Field \"maxBytes\" is not in Root v2; its versions are 3+.")

    [<Test>]
    let ``what is far from any name is refused with all names`` () =
        let failure = failureOf (fun () -> Json.parse RequestHeader.schema 1s """{ "zzzzzz": 1 }""")

        Assert.That(
            failure.Message,
            Is.EqualTo
                "RequestHeader v1: No field of RequestHeader v1 is called \"zzzzzz\". Its fields are requestApiKey, requestApiVersion, correlationId, clientId."
        )

    [<TestCase("""{ "small": 128 }""", "Root v3 / Small: An int8 is expected, not 128.")>]
    [<TestCase("""{ "small": "1" }""", "Root v3 / Small: An int8 is expected, not \"1\".")>]
    [<TestCase("""{ "port": -1 }""", "Root v3 / Port: A uint16 is expected, not -1.")>]
    [<TestCase("""{ "numbers": [ 1, 2.5 ] }""", "Root v3 / Numbers[1]: An int32 is expected, not 2.5.")>]
    [<TestCase("""{ "numbers": 1 }""", "Root v3 / Numbers: An array is expected, not 1.")>]
    [<TestCase("""{ "branches": [ 1 ] }""", "Root v3 / Branches[0]: An object is expected, not 1.")>]
    [<TestCase("""{ "ids": [ "abc" ] }""", "Root v3 / Ids[0]: A UUID of 22 characters of base64url is expected, not \"abc\".")>]
    [<TestCase("""{ "data": "%%" }""", "Root v3 / Data: Base64 text is expected, not \"%%\".")>]
    [<TestCase("""{ "note": 1 }""", "Root v3 / Note: A string is expected, not 1.")>]
    [<TestCase("""{ "note": "\ud800" }""", "Root v3 / Note: The string has half of a surrogate pair, which UTF-8 cannot express.")>]
    [<TestCase("""{ "note": "", "note": "" }""", "Root v3: Field \"note\" is given twice.")>]
    [<TestCase("""{ "password": "***" }""", "Root v3 / Password: The secret was masked when the text was written, so it cannot be read again.")>]
    [<TestCase("""[]""", "Root v3: An object is expected, not [].")>]
    [<TestCase("""{ "branches": [ { "error": "UNKNOWN_TOPIC_OR_PARTITON" } ] }""",
               "Root v3 / Branches[0].Error: No error code has the name \"UNKNOWN_TOPIC_OR_PARTITON\". Did you mean UNKNOWN_TOPIC_OR_PARTITION?")>]
    let ``a value of another kind is refused with what is expected and what is there`` (text: string, message: string) =
        Assert.That(refusal 3s text, Is.EqualTo message)

    [<Test>]
    let ``a masked text is refused as a masked secret is`` () =
        let text = """{ "resources": [{ "configs": [{ "name": "password", "value": "***" }] }] }"""

        Assert.That(
            (failureOf (fun () -> Json.parse AlterConfigs.api.Request 2s text)).Message,
            Is.EqualTo
                "AlterConfigsRequest v2 / Resources[0].Configs[0].Value: The secret was masked when the text was written, so it cannot be read again."
        )

    [<Test>]
    let ``null where the version has none is NullNotAllowed`` () =
        let failure = failureOf (fun () -> Json.parse schema 1s """{ "branches": [ { "name": null } ] }""")
        Assert.That(failure.Error, Is.EqualTo WireError.NullNotAllowed)
        Assert.That(failure.Path, Is.EqualTo "Root v1 / Branches[0].Name")

    [<Test>]
    let ``text that is no JSON is refused with its line`` () =
        Assert.That(refusal 3s "{\n \"note\": }", Does.StartWith("Root v3: The text is not JSON: ").And.Contain("LineNumber: 1"))

    [<Test>]
    let ``errors are read as numbers, names and objects`` () =
        for error in [ "3"; "\"UNKNOWN_TOPIC_OR_PARTITION\""; """{ "code": 3 }""" ] do
            let read = Json.parse schema 3s $$"""{ "branches": [ { "error": {{error}} } ] }"""
            let branches = nonNull read.Branches
            Assert.That(branches[0].Error, Is.EqualTo ErrorCode.UnknownTopicOrPartition)

module Writing =
    let private value =
        { Root.Default with
            Records = Nullable Bytes.Empty
            Ratio = Double.NaN
            Note = "a\"\u00e9"
            Password = Bytes.OfString "sesame"
            Branches = [| { Branch.Default with Error = ErrorCode.UnknownTopicOrPartition; Racks = [| "r" |] } |]
            UnknownTaggedFields = [| { Tag = 7; Data = Bytes.OfHex "0a" } |] }

    [<Test>]
    let ``Kafka's form has numbers for errors, base64 for bytes, and no unknown tags`` () =
        Assert.That(
            Json.format schema 3s { value with Branches = null; Longs = [| 1L <<< 62 |] },
            Is.EqualTo
                """{"small":0,"port":0,"ratio":"NaN","note":"a\"é","data":"","maybeData":"","records":"","branches":null,"numbers":[],"longs":[4611686018427387904],"ids":[],"maxBytes":2147483647,"password":"c2VzYW1l"}"""
        )

    [<Test>]
    let ``the form for people has errors told, secrets masked, unknown tags shown`` () =
        let json = Json.toElementAs JsonForm.Friendly schema 3s value
        Assert.That(json.GetProperty("password").GetString(), Is.EqualTo "***")

        Assert.That(
            json.GetProperty("unknownTaggedFields").GetRawText().Replace("\n", "").Replace(" ", ""),
            Is.EqualTo """[{"tag":7,"data":"Cg=="}]"""
        )

        let branches = json.GetProperty "branches"
        let error = branches[0].GetProperty "error"
        Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo 3)
        Assert.That(error.GetProperty("name").GetString(), Is.EqualTo "UNKNOWN_TOPIC_OR_PARTITION")
        Assert.That(error.GetProperty("retriable").GetBoolean())
        Assert.That(error.GetProperty("message").GetString(), Is.EqualTo(ErrorCodes.Description ErrorCode.UnknownTopicOrPartition))

    [<Test>]
    let ``what the version cannot carry is refused as by the encoder`` () =
        let failure = failureOf (fun () -> Json.format schema 2s value)
        Assert.That(failure.Error, Is.EqualTo(WireError.FieldNotInVersion(2s, 3s, 32767s)))
        Assert.That(failure.Path, Is.EqualTo "Root v2 / Password")
        let failure = failureOf (fun () -> Json.format schema 0s { Root.Default with Branches = null })
        Assert.That((failure.Error, failure.Path), Is.EqualTo((WireError.NullNotAllowed, "Root v0 / Branches")))
        let failure = failureOf (fun () -> Json.format schema 0s { Root.Default with Note = "a" + lone 0xd800 })
        Assert.That((failure.Error, failure.Path), Is.EqualTo((WireError.UnpairedSurrogate 1, "Root v0 / Note")))

/// Numbers with a fraction, which only quotas of clients have.
module Floats =
    let private schemas =
        [ AlterClientQuotas.api.RequestSchema; DescribeClientQuotas.api.ResponseSchema; ClientQuotaRecord.schema ]

    let rec private hasFloat shape =
        match shape with
        | Shape.Primitive primitive -> primitive = Primitive.Float64
        | Shape.Array inner
        | Shape.Nullable(inner, _) -> hasFloat inner
        | Shape.Struct s -> s.Fields |> Array.exists (fun f -> hasFloat f.Shape)

    let private alter value : AlterClientQuotas.Request =
        let op = { AlterClientQuotas.OpData.Default with Key = "k"; Value = value }

        { AlterClientQuotas.Request.Default with
            Entries = [| { AlterClientQuotas.RequestEntryData.Default with Ops = [| op |] } |] }

    let private describe value : DescribeClientQuotas.Response =
        let entry =
            { DescribeClientQuotas.EntryData.Default with
                Values = [| { DescribeClientQuotas.ValueData.Default with Key = "k"; Value = value } |] }

        { DescribeClientQuotas.Response.Default with Entries = [| entry |] }

    let private record value : ClientQuotaRecord.Data = { ClientQuotaRecord.Data.Default with Key = "k"; Value = value }

    let private cases (value: float) : (string * MessageSchema * obj) list =
        [ "org.apache.kafka.common.message.AlterClientQuotasRequestData", schemas[0], alter value
          "org.apache.kafka.common.message.DescribeClientQuotasResponseData", schemas[1], describe value
          "org.apache.kafka.common.metadata.ClientQuotaRecord", schemas[2], record value ]

    let private written (value: float) =
        let json = Json.toElement AlterClientQuotas.api.Request 1s (alter value)
        let entries = json.GetProperty "entries"
        let ops = entries[0].GetProperty "ops"
        ops[0].GetProperty("value").GetRawText()

    [<Test>]
    let ``every message that has them is looked at`` () =
        let found =
            [ yield! Catalogue.apis |> Seq.collect (fun api -> [ api.RequestSchema; api.ResponseSchema ]); yield! Catalogue.payloads ]
            |> List.filter (fun schema -> hasFloat (Shape.Struct schema.Shape))
            |> List.map _.Name

        Assert.That(found, Is.EquivalentTo(schemas |> List.map _.Name))

    [<TestCase(1.0, "1.0")>]
    [<TestCase(0.0, "0.0")>]
    [<TestCase(-0.0, "-0.0")>]
    [<TestCase(-1.5, "-1.5")>]
    [<TestCase(10.0, "10.0")>]
    [<TestCase(0.1, "0.1")>]
    [<TestCase(0.001, "0.001")>]
    [<TestCase(0.00123, "0.00123")>]
    [<TestCase(0.000999, "9.99E-4")>]
    [<TestCase(123456.789, "123456.789")>]
    [<TestCase(1048576.0, "1048576.0")>]
    [<TestCase(9999999.0, "9999999.0")>]
    [<TestCase(1e7, "1.0E7")>]
    [<TestCase(123456789.0, "1.23456789E8")>]
    [<TestCase(1e15, "1.0E15")>]
    [<TestCase(1e23, "1.0E23")>]
    [<TestCase(-2.5e-10, "-2.5E-10")>]
    [<TestCase(4.9406564584124654E-324, "4.9E-324")>]
    [<TestCase(Double.MaxValue, "1.7976931348623157E308")>]
    [<TestCase(Double.NaN, "\"NaN\"")>]
    [<TestCase(Double.PositiveInfinity, "\"Infinity\"")>]
    [<TestCase(Double.NegativeInfinity, "\"-Infinity\"")>]
    let ``are written as Java writes them`` (value: float, expected: string) = Assert.That(written value, Is.EqualTo expected)

    [<TestCase("1", 1.0)>]
    [<TestCase("-0", -0.0)>]
    [<TestCase("1.0E15", 1e15)>]
    [<TestCase("1e400", Double.PositiveInfinity)>]
    [<TestCase("\"NaN\"", Double.NaN)>]
    [<TestCase("\"-Infinity\"", Double.NegativeInfinity)>]
    let ``are read with a fraction or without`` (text: string, expected: float) =
        let read =
            Json.parse AlterClientQuotas.api.Request 1s $$"""{ "entries": [{ "ops": [{ "key": "k", "value": {{text}} }] }] }"""

        Assert.That(BitConverter.DoubleToInt64Bits read.Entries[0].Ops[0].Value, Is.EqualTo(BitConverter.DoubleToInt64Bits expected))

    /// Whole numbers, small and large ones, and any bits.
    let private values =
        let random = Campaign.Random()

        [| 0.0
           -0.0
           1e15
           Double.Epsilon
           Double.MaxValue
           for power in -20 .. 30 do
               Math.Pow(10.0, float power)
               3.0 * Math.Pow(10.0, float power)
           for _ in 1..300 do
               float (random.Next())
               random.NextDouble()
               BitConverter.Int64BitsToDouble(random.NextInt64(0x7FEFFFFFFFFFFFFFL)) |]

    [<Test>]
    let ``are read by Kafka's converters to the same bytes, in all messages`` () =
        task {
            use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")

            let all =
                [| for value in values do
                       yield! cases value |]

            let questions =
                [| for name, schema, message in all do
                       let version = schema.Versions.Last
                       let text = Json.format schema version message
                       $"read {name} {version} {Convert.ToHexStringLower(Text.Encoding.UTF8.GetBytes text)}" |]

            let! answers = oracle.AskAsync questions

            let expected =
                [| for _, schema, message in all -> Convert.ToHexStringLower(schema.EncodeObject(message, schema.Versions.Last)) |]

            Assert.That(answers, Is.EqualTo<string> expected)
        }

    [<Test>]
    let ``NaN and infinities are written as Kafka's converters write them, in all messages`` () =
        task {
            use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")

            for value in [ Double.NaN; Double.PositiveInfinity; Double.NegativeInfinity; 0.1; 1.0; -0.0; 1e15 ] do
                for name, schema, message in cases value do
                    let version = schema.Versions.Last
                    let! theirs = oracle.AskAsync $"write {name} {version} {Convert.ToHexStringLower(schema.EncodeObject(message, version))}"
                    Assert.That(Json.format schema version message, Is.EqualTo theirs)
        }

/// Error codes and the texts that belong to them, as one object.
module FoldedErrors =
    let private form () = JsonForm(FoldErrors = true)

    let private roundTrip (schema: MessageSchema<'T>) version (value: 'T) =
        let text = Json.formatAs (form ()) schema version value
        let read = Json.parseObject JsonReading.Strict schema version text
        Assert.That(read.Equals value, text)
        text

    let rec private structs shape =
        match shape with
        | Shape.Primitive _ -> []
        | Shape.Array inner
        | Shape.Nullable(inner, _) -> structs inner
        | Shape.Struct s -> s :: (s.Fields |> List.ofArray |> List.collect (fun f -> structs f.Shape))

    [<Test>]
    let ``errorCode and errorMessage are error, with the broker's own text`` () =
        let failed =
            { DeleteTopics.DeletableTopicResult.Default with
                Name = "a"
                ErrorCode = ErrorCode.TopicAuthorizationFailed
                ErrorMessage = "Ask Ada." }

        let fine = { DeleteTopics.DeletableTopicResult.Default with Name = null; ErrorMessage = null }
        let response = { DeleteTopics.Response.Default with Responses = [| failed; fine |] }

        Assert.That(
            roundTrip DeleteTopics.api.Response 6s response,
            Is.EqualTo(
                """{"throttleTimeMs":0,"responses":["""
                + """{"name":"a","topicId":"AAAAAAAAAAAAAAAAAAAAAA","error":{"code":29,"name":"TOPIC_AUTHORIZATION_FAILED","retry":false,"message":"Ask Ada."}},"""
                + """{"name":null,"topicId":"AAAAAAAAAAAAAAAAAAAAAA","error":{"code":0,"name":"NONE","retry":false,"message":null}}]}"""
            )
        )

    [<Test>]
    let ``without a text of the broker's the message says what the code means, and is not read`` () =
        let text = roundTrip Heartbeat.api.Response 4s { Heartbeat.Response.Default with ErrorCode = ErrorCode.RebalanceInProgress }
        let description = ErrorCodes.Description ErrorCode.RebalanceInProgress

        Assert.That(
            text,
            Is.EqualTo(
                """{"throttleTimeMs":0,"error":{"code":27,"name":"REBALANCE_IN_PROGRESS","retry":false,"message":"DESCRIPTION"}}"""
                    .Replace("DESCRIPTION", description)
            )
        )

        let other = Json.parse Heartbeat.api.Response 4s (text.Replace(description, "anything"))
        Assert.That(other.ErrorCode, Is.EqualTo ErrorCode.RebalanceInProgress)

    [<Test>]
    let ``a text that the version does not have is left out, as in Kafka's form`` () =
        let response =
            { DeleteTopics.Response.Default with
                Responses = [| { DeleteTopics.DeletableTopicResult.Default with Name = "a" } |] }

        let text = roundTrip DeleteTopics.api.Response 4s response
        Assert.That(text, Does.Contain $"\"message\":\"{ErrorCodes.Description ErrorCode.None}\"")

    [<Test>]
    let ``other names keep what stands before Code, each with its own text`` () =
        let partition =
            { ShareFetch.PartitionData.Default with
                ErrorMessage = "first"
                AcknowledgeErrorCode = ErrorCode.InvalidRecordState
                AcknowledgeErrorMessage = "second"
                Records = Nullable Bytes.Empty }

        let topic = { ShareFetch.ShareFetchableTopicResponse.Default with Partitions = [| partition |] }
        let response = { ShareFetch.Response.Default with Responses = [| topic |] }
        let json = JsonElement.Parse(roundTrip ShareFetch.api.Response 1s response)
        let responses = json.GetProperty "responses"
        let partitions = responses[0].GetProperty "partitions"
        let found = partitions[0]
        Assert.That(found.GetProperty("error").GetProperty("message").GetString(), Is.EqualTo "first")
        Assert.That(found.GetProperty("acknowledgeError").GetProperty("message").GetString(), Is.EqualTo "second")
        Assert.That(found.GetProperty("acknowledgeError").GetProperty("code").GetInt32(), Is.EqualTo 121)
        Assert.That([ for p in found.EnumerateObject() -> p.Name ], Has.None.Contains "rrorMessage")

    [<Test>]
    let ``a tagged error code is left out at its default`` () =
        let topic code = { CreateTopics.CreatableTopicResult.Default with Name = "a"; TopicConfigErrorCode = code }
        let text code = roundTrip CreateTopics.api.Response 7s { CreateTopics.Response.Default with Topics = [| topic code |] }
        Assert.That(text ErrorCode.None, Does.Not.Contain "topicConfigError")
        Assert.That(text ErrorCode.TopicAuthorizationFailed, Does.Contain "\"topicConfigError\":{\"code\":29,")

    [<Test>]
    let ``no struct has two fields that become one name, and every field of error codes has another name`` () =
        for schema in [ yield! Catalogue.apis |> Seq.collect (fun api -> [ api.RequestSchema; api.ResponseSchema ]); yield! Catalogue.payloads ] do
            for s in structs (Shape.Struct schema.Shape) do
                let names = [ for f in s.Fields -> f.JsonName ]

                for field in s.Fields do
                    match field.Shape with
                    | Shape.Primitive Primitive.ErrorCode ->
                        Assert.That(field.JsonName, Does.EndWith "rrorCode", $"{schema.Name}.{s.Name}")
                        Assert.That(names, Has.No.Member(field.JsonName.Replace("Code", "")), $"{schema.Name}.{s.Name}")
                    | _ -> ()

    [<TestCase("""{ "error": 27 }""")>]
    [<TestCase("""{ "error": "REBALANCE_IN_PROGRESS" }""")>]
    [<TestCase("""{ "error": { "code": 27 } }""")>]
    [<TestCase("""{ "error": { "name": "REBALANCE_IN_PROGRESS" } }""")>]
    [<TestCase("""{ "errorCode": { "name": "REBALANCE_IN_PROGRESS" } }""")>]
    [<TestCase("""{ "error": { "code": 27, "name": "A_NAME_OF_LATER" } }""")>]
    let ``what is written by hand needs the code or the name only`` (text: string) =
        Assert.That((Json.parse Heartbeat.api.Response 4s text).ErrorCode, Is.EqualTo ErrorCode.RebalanceInProgress)

    [<TestCase("""{ "error": 27, "errorCode": 27 }""", "HeartbeatResponse v4: Field \"errorCode\" is given twice.")>]
    [<TestCase("""{ "error": {} }""",
               "HeartbeatResponse v4 / ErrorCode: An error code, its name, or an object with \"code\" or \"name\" is expected, not {}.")>]
    [<TestCase("""{ "error": { "code": 27, "name": "NONE" } }""",
               "HeartbeatResponse v4 / ErrorCode: Code 27 is REBALANCE_IN_PROGRESS, not NONE. Change both, or leave one out.")>]
    [<TestCase("""{ "error": { "cod": 27 } }""",
               "HeartbeatResponse v4 / ErrorCode: An error has no \"cod\"; its members are code, name, retry or retriable, and message.")>]
    let ``what contradicts itself is refused`` (text: string, message: string) =
        Assert.That((failureOf (fun () -> Json.parse Heartbeat.api.Response 4s text)).Message, Is.EqualTo message)

    [<Test>]
    let ``a text that is given twice is refused`` () =
        let text = """{ "responses": [{ "errorMessage": "a", "error": { "code": 3, "message": "b" } }] }"""
        let failure = failureOf (fun () -> Json.parse DeleteTopics.api.Response 6s text)
        Assert.That(failure.Message, Is.EqualTo "DeleteTopicsResponse v6 / Responses[0]: Field \"errorMessage\" is given twice.")

module RecordData =
    let private decoded = JsonForm(DecodeRecords = true)
    let private produce = Produce.api.Request

    let private requestOf (data: Bytes) =
        let partition = { Produce.PartitionProduceData.Default with Records = Nullable data }

        { Produce.Request.Default with
            TopicData = [| { Produce.TopicProduceData.Default with PartitionData = [| partition |] } |] }

    let private dataOf (request: Produce.Request) = request.TopicData[0].PartitionData[0].Records.GetValueOrDefault()

    let private jsonOf (data: Bytes) = Json.toElementAs decoded produce 9s (requestOf data)

    let private batchesOf (json: JsonElement) =
        let first (name: string) (json: JsonElement) = Seq.head (json.GetProperty(name).EnumerateArray())
        (json |> first "topicData" |> first "partitionData").GetProperty "records"

    let private readBack (data: Bytes) = dataOf (Json.read produce 9s (jsonOf data))

    /// What a batch says of itself and its records, but for how well it is compressed, and for the offset of a message that holds others,
    /// which theirs follow from.
    let private content (batch: RecordBatch) =
        let offset (value: int64) = if batch.Magic < 2y then -1L else value

        let header =
            [ int64 batch.Magic
              int64 batch.Compression
              int64 batch.TimestampType
              offset batch.BaseOffset
              offset batch.LastOffset
              int64 batch.PartitionLeaderEpoch
              batch.BaseTimestamp
              batch.MaxTimestamp
              batch.DeleteHorizon.GetValueOrDefault -1L
              batch.ProducerId
              int64 batch.ProducerEpoch
              int64 batch.BaseSequence
              (if batch.IsTransactional then 1L else 0L)
              (if batch.IsControl then 1L else 0L) ]

        let records =
            [ for record in batch do
                  record.Offset, record.StoredTimestamp, record.KeyOrNull, record.ValueOrNull, List.ofSeq record.Headers ]

        header, records

    /// What the batches say, or their bytes where they cannot be read; and what is behind them.
    let private contents (data: Bytes) =
        let found = List()
        let mutable each = (Records.batches data).GetEnumerator()

        try
            while each.MoveNext() do
                found.Add(
                    try
                        Ok(content each.Current)
                    with :? WireException ->
                        Error each.Current.Bytes
                )
        with :? WireException ->
            ()

        List.ofSeq found, data.Slice each.Position

    [<TestCase "records">]
    [<TestCase "records-damaged">]
    let ``batches read back with the same records, and what is none as it was`` (file: string) =
        let findings = Findings()

        for line in TestData.Objects $"vectors/{file}.jsonl.gz" do
            let data = Bytes.OfHex(line.GetProperty("hex").GetString() |> nonNull)

            try
                let back = readBack data
                let batches, rest = contents data
                let batchesBack, restBack = contents back

                if batches <> batchesBack then findings.Add $"{jsonOf data}\n  comes back as {jsonOf back}"
                elif rest <> restBack then findings.Add $"the rest of {data} comes back as {restBack}"
            with :? WireException as e ->
                findings.Add $"{e.Message}\n  {jsonOf data}"

        findings.Tell()

    [<Test>]
    let ``records put down by hand are a batch`` () =
        let request =
            Json.parse
                produce
                9s
                """{ "topicData": [{ "partitionData": [{ "records": [
                     { "key": "a", "value": "two coffees", "timestamp": 5, "headers": [{ "key": "h", "value": null }] },
                     { "value": { "base64": "/wA=" } } ] }] }] }"""

        let expected =
            Records.build
                (RecordBatchOptions())
                [ NewRecord(
                      Key = Bytes.OfString "a",
                      Value = Bytes.OfString "two coffees",
                      Timestamp = 5L,
                      Headers = [| RecordHeader("h", Nullable()) |]
                  )
                  NewRecord(Value = Bytes.OfHex "ff00") ]

        Assert.That(dataOf request, Is.EqualTo expected)

    [<Test>]
    let ``batches put down by hand have their codec and offsets`` () =
        let request =
            Json.parse
                produce
                9s
                """{ "topicData": [{ "partitionData": [{ "records": [
                     { "compression": "gzip", "baseOffset": 7, "records": [{ "value": "a" }, { "value": "b", "offset": 9 }] },
                     { "magic": 1, "records": [{ "value": "c" }] } ] }] }] }"""

        let batches = dataOf request |> Records.batches |> List.ofSeq
        Assert.That([ for batch in batches -> batch.Magic ], Is.EqualTo<sbyte> [ 2y; 1y ])
        Assert.That(batches[0].Compression, Is.EqualTo CompressionType.Gzip)
        Assert.That([ for record in batches[0] -> record.Offset ], Is.EqualTo<int64> [ 7L; 9L ])
        Assert.That([ for record in batches[1] -> record.Value.ToUtf8String() ], Is.EqualTo<string> [ "c" ])

    [<Test>]
    let ``people see texts as texts, bytes as base64, and only what is not as usual`` () =
        let data =
            Records.build
                (RecordBatchOptions(BaseOffset = 7L))
                [ NewRecord(Key = Bytes.OfHex "00", Value = Bytes.OfString "two\tcoffees", Timestamp = 5L) ]

        Assert.That(
            (batchesOf (jsonOf data)).GetRawText(),
            Is.EqualTo
                """[{"baseOffset":7,"magic":2,"compression":"none","records":[{"offset":7,"timestamp":5,"key":{"base64":"AA=="},"value":"two\tcoffees"}]}]"""
        )

    [<Test>]
    let ``a batch that is cut off is shown with the reason`` () =
        let whole = Records.build (RecordBatchOptions()) [ NewRecord(Value = Bytes.OfString "a", Timestamp = 5L) ]
        let json = batchesOf (jsonOf (whole.Slice(0, whole.Length - 1)))
        Assert.That(json.GetArrayLength(), Is.EqualTo 1)

        Assert.That(
            json[0].GetProperty("error").GetString(),
            Is.EqualTo $"The batch is cut off: it has {whole.Length} bytes, {whole.Length - 1} are there."
        )

        let error (bytes: Bytes) =
            let json = batchesOf (jsonOf bytes)
            json[0].GetProperty("error").GetString()

        Assert.That((error (whole.Slice(0, 1))), Is.EqualTo "The batch is cut off: only 1 byte is there.")
        Assert.That((error (whole.Slice(0, 2))), Is.EqualTo "The batch is cut off: only 2 bytes are there.")

    [<TestCase("""[{ "vlaue": "" }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0]: No field of a record is called \"vlaue\". Did you mean \"value\"?")>]
    [<TestCase("""[{ "records": [], "compresion": "gzip" }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0]: No field of a batch is called \"compresion\". Did you mean \"compression\"?")>]
    [<TestCase("""[{ "records": [], "compression": "brotli" }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].compression: none, gzip, snappy, lz4, zstd is expected, not \"brotli\".")>]
    [<TestCase("""[{ "records": [{ "offset": "1" }] }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].records[0].offset: An int64 is expected, not \"1\".")>]
    [<TestCase("""[{ "value": 1 }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].value: A text, null, or an object with \"base64\" is expected, not 1.")>]
    [<TestCase("""[{ "records": [] }, { "value": "" }]""",
               "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[1]: A batch is expected, with its \"records\", as beside it.")>]
    [<TestCase("""{}""", "ProduceRequest v9 / TopicData[0].PartitionData[0].Records: Base64 text is expected, not {}.")>]
    let ``what is wrong in records is refused with its place`` (records: string, message: string) =
        let text = $$"""{ "topicData": [{ "partitionData": [{ "records": {{records}} }] }] }"""
        Assert.That((failureOf (fun () -> Json.parse produce 9s text)).Message, Is.EqualTo message)

module Names =
    let private send (name: string) (text: string) (form: JsonForm) =
        let session = ClientSession()
        let output = ArrayBufferWriter<byte>()
        let pending = session.SendJson(name, Nullable(), JsonElement.Parse text, form, output)
        session, pending, output.WrittenSpan.ToArray()

    [<Test>]
    let ``a name and JSON become a request, and the answer becomes JSON`` () =
        let session, pending, frame = send "metadata" """{ "topics": [{ "name": "orders" }] }""" JsonForm.Friendly
        let expected = ArrayBufferWriter<byte>()
        let topics = [| { Metadata.MetadataRequestTopic.Default with Name = "orders" } |]
        Frame.WriteRequest(Metadata.api, Metadata.api.LatestStable, 0, null, { Metadata.Request.Default with Topics = topics }, expected)
        Assert.That(frame, Is.EqualTo<byte>(expected.WrittenSpan.ToArray()))
        Assert.That(pending.IsCompleted, Is.False)

        let answer = ArrayBufferWriter<byte>()

        Frame.WriteResponse(
            Metadata.api,
            Metadata.api.LatestStable,
            0,
            { Metadata.Response.Default with ErrorCode = ErrorCode.RebootstrapRequired },
            answer
        )

        session.Receive answer.WrittenSpan
        // At once: whoever reads a socket until the task is complete must not wait for more.
        Assert.That(pending.IsCompleted)
        Assert.That(pending.Result.GetProperty("errorCode").GetProperty("name").GetString(), Is.EqualTo "REBOOTSTRAP_REQUIRED")

    [<Test>]
    let ``Produce with acks 0 is complete at once`` () =
        let session, pending, frame = send "Produce" """{ "acks": 0 }""" JsonForm.Kafka
        Assert.That(frame, Is.Not.Empty)
        Assert.That(pending.IsCompletedSuccessfully)
        Assert.That(pending.Result.GetProperty("responses").GetArrayLength(), Is.Zero)
        Assert.That(session.PendingCount, Is.Zero)

    [<Test>]
    let ``a misspelt API is refused with its nearest neighbour`` () =
        let refused (name: string) =
            try
                send name "{}" JsonForm.Kafka |> ignore
                ""
            with :? ArgumentException as e ->
                e.Message

        Assert.That(refused "Metadatta", Does.StartWith "No API has the name \"Metadatta\". Did you mean Metadata?")
        Assert.That(refused "zzzzzz", Does.StartWith "No API has the name \"zzzzzz\". Catalogue.Apis lists all.")

    [<Test>]
    let ``a misspelt field leaves nothing behind`` () =
        let session = ClientSession()
        let output = ArrayBufferWriter<byte>()
        let json = JsonElement.Parse """{ "topic": [] }"""
        let failure = failureOf (fun () -> session.SendJson("Metadata", Nullable 12s, json, JsonForm.Kafka, output))
        Assert.That(failure.Message, Does.EndWith "Did you mean \"topics\"?")
        Assert.That((output.WrittenCount, session.PendingCount), Is.EqualTo((0, 0)))

module Texts =
    let private request =
        { Metadata.Request.Default with
            Topics = [| { Metadata.MetadataRequestTopic.Default with Name = "orders" } |]
            AllowAutoTopicCreation = false }

    [<Test>]
    let ``one line shows what is not at its default`` () =
        Assert.That(
            MessageText.format metadata request,
            Is.EqualTo """MetadataRequest { Topics = [ { Name = "orders" } ]; AllowAutoTopicCreation = false }"""
        )

    [<Test>]
    let ``one line of a version shows its fields`` () =
        Assert.That(
            MessageText.formatVersion metadata 12s request,
            Is.EqualTo
                """MetadataRequest v12 { Topics = [ { TopicId = AAAAAAAAAAAAAAAAAAAAAA; Name = "orders" } ]; AllowAutoTopicCreation = false; IncludeTopicAuthorizedOperations = false }"""
        )

    [<Test>]
    let ``indented lines break where a line would be long`` () =
        Assert.That(
            MessageText.formatIndented metadata 12s request,
            Is.EqualTo
                """MetadataRequest v12 {
  Topics = [ { TopicId = AAAAAAAAAAAAAAAAAAAAAA; Name = "orders" } ]
  AllowAutoTopicCreation = false
  IncludeTopicAuthorizedOperations = false
}"""
        )

    [<Test>]
    let ``secrets, bytes, errors and unknown tags have their form`` () =
        let value =
            { Root.Default with
                Data = Bytes.OfHex "0a0b"
                MaybeData = Nullable(Bytes(Array.zeroCreate 100))
                Password = Bytes.OfString "sesame"
                Branches = [| { Branch.Default with Error = ErrorCode.NotLeaderOrFollower; Name = "a\n\"" + lone 0xd800 + "\U0001F600" } |]
                UnknownTaggedFields = [| { Tag = 7; Data = Bytes.OfHex "0a" } |] }

        Assert.That(
            MessageText.format schema value,
            Is.EqualTo(
                "Root { Data = 0a0b; MaybeData = 100 bytes 00000000000000000000000000000000..; "
                + "Branches = [ { Error = NOT_LEADER_OR_FOLLOWER; Name = \"a\\n\\\"\\ud800\U0001F600\" } ]; Password = ***; tag 7 = 0a }"
            )
        )
