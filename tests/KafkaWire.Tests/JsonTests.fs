/// JSON as people write it by hand, and message texts as people read them.
module KafkaWire.Tests.JsonTests

open System
open System.Buffers
open System.Collections.Generic
open System.Text.Json
open Expecto
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
    let tests =
        testList "Reading" [
            testCase "absent fields have their defaults" (fun () ->
                Expect.isTrue ((Json.parse schema 3s "{}").Equals Root.Default) "Default"
                let read = Json.parse schema 3s """{ "note": "hi", "branches": [ { "name": null } ], }  // by hand"""
                let expected = { Root.Default with Note = "hi"; Branches = [| { Branch.Default with Name = null } |] }
                Expect.isTrue (read.Equals expected) (show schema 3s read))

            testCase "strict reading requires every field except tagged ones" (fun () ->
                let read text = Json.parseObject JsonReading.Strict ResponseHeader.schema 1s text
                Expect.isTrue ((read """{ "correlationId": 7 }""").Equals { ResponseHeader.Data.Default with CorrelationId = 7 }) "the header"
                let failure = failureOf (fun () -> read "{}")
                Expect.equal failure.Message "ResponseHeader v1: Field \"correlationId\" is missing." "Message")

            testCase "a misspelt field is rejected with a suggestion" (fun () ->
                Expect.equal (refusal 3s """{ "noet": "" }""") "Root v3: No field of Root v3 is called \"noet\". Did you mean \"note\"?" "refusal"
                Expect.equal (refusal 3s """{ "Note": "" }""") "Root v3: No field of Root v3 is called \"Note\". Did you mean \"note\"?" "refusal"

                Expect.equal
                    (refusal 3s """{ "branches": [ {}, { "leafs": [] } ] }""")
                    "Root v3 / Branches[1]: No field of Branch in Root v3 is called \"leafs\". Did you mean \"leaves\"?"
                    "refusal")

            testCase "a misplaced field is rejected with the place where it belongs" (fun () ->
                Expect.equal
                    (refusal 3s """{ "topicId": "AAAAAAAAAAAAAAAAAAAAAA" }""")
                    "Root v3: No field of Root v3 is called \"topicId\". It is a field of branches[]."
                    "refusal"

                Expect.equal
                    (refusal 3s """{ "branches": [ { "maxBytes": 1 } ] }""")
                    "Root v3 / Branches[0]: No field of Branch in Root v3 is called \"maxBytes\". It is a field of Root itself."
                    "refusal")

            testCase "a field of another version is rejected with its versions" (fun () ->
                Expect.equal (refusal 2s """{ "maxBytes": 1 }""") "Root v2: Field \"maxBytes\" is not in Root v2; its versions are 3+." "refusal")

            testCase "a name unlike any field is rejected with the list of fields" (fun () ->
                let failure = failureOf (fun () -> Json.parse RequestHeader.schema 1s """{ "zzzzzz": 1 }""")

                Expect.equal
                    failure.Message
                    "RequestHeader v1: No field of RequestHeader v1 is called \"zzzzzz\". Its fields are requestApiKey, requestApiVersion, correlationId, clientId."
                    "Message")

            testList "an invalid value is rejected with what was expected and what was given" [
                for text, message in
                    [
                        """{ "small": 128 }""", "Root v3 / Small: An int8 is expected, not 128."
                        """{ "small": "1" }""", "Root v3 / Small: An int8 is expected, not \"1\"."
                        """{ "port": -1 }""", "Root v3 / Port: A uint16 is expected, not -1."
                        """{ "numbers": [ 1, 2.5 ] }""", "Root v3 / Numbers[1]: An int32 is expected, not 2.5."
                        """{ "numbers": 1 }""", "Root v3 / Numbers: An array is expected, not 1."
                        """{ "branches": [ 1 ] }""", "Root v3 / Branches[0]: An object is expected, not 1."
                        """{ "ids": [ "abc" ] }""", "Root v3 / Ids[0]: A UUID of 22 characters of base64url is expected, not \"abc\"."
                        """{ "data": "%%" }""", "Root v3 / Data: Base64 text is expected, not \"%%\"."
                        """{ "note": 1 }""", "Root v3 / Note: A string is expected, not 1."
                        """{ "note": "\ud800" }""", "Root v3 / Note: The string has an unpaired surrogate, which UTF-8 cannot encode."
                        """{ "note": "", "note": "" }""", "Root v3: Field \"note\" is given twice."
                        """{ "password": "***" }""",
                        "Root v3 / Password: The secret was masked when the text was written, so it cannot be read again."
                        """[]""", "Root v3: An object is expected, not []."
                        """{ "branches": [ { "error": "UNKNOWN_TOPIC_OR_PARTITON" } ] }""",
                        "Root v3 / Branches[0].Error: There is no error code named \"UNKNOWN_TOPIC_OR_PARTITON\". Did you mean UNKNOWN_TOPIC_OR_PARTITION?"
                    ] do
                    testCase text (fun () -> Expect.equal (refusal 3s text) message "refusal")
            ]

            testCase "a masked string is rejected like a masked secret" (fun () ->
                let text = """{ "resources": [{ "configs": [{ "name": "password", "value": "***" }] }] }"""

                Expect.equal
                    ((failureOf (fun () -> Json.parse AlterConfigs.api.Request 2s text)).Message)
                    "AlterConfigsRequest v2 / Resources[0].Configs[0].Value: The secret was masked when the text was written, so it cannot be read again."
                    "Message")

            testCase "null where the version does not allow it is NullNotAllowed" (fun () ->
                let failure = failureOf (fun () -> Json.parse schema 1s """{ "branches": [ { "name": null } ] }""")
                Expect.equal failure.Error WireError.NullNotAllowed "Error"
                Expect.equal failure.Path "Root v1 / Branches[0].Name" "Path")

            testCase "invalid JSON is rejected with its line number" (fun () ->
                let refusal = refusal 3s "{\n \"note\": }"
                Expect.stringStarts refusal "Root v3: The text is not JSON: " "refusal"
                Expect.stringContains refusal "LineNumber: 1" "refusal")

            testCase "error codes are read from numbers, names and objects" (fun () ->
                for error in [ "3"; "\"UNKNOWN_TOPIC_OR_PARTITION\""; """{ "code": 3 }""" ] do
                    let read = Json.parse schema 3s $$"""{ "branches": [ { "error": {{error}} } ] }"""
                    let branches = nonNull read.Branches
                    Expect.equal branches[0].Error ErrorCode.UnknownTopicOrPartition "Error")
        ]

module Writing =
    let private value = {
        Root.Default with
            Records = Nullable Bytes.Empty
            Ratio = Double.NaN
            Note = "a\"\u00e9"
            Password = Bytes.OfString "sesame"
            Branches = [| { Branch.Default with Error = ErrorCode.UnknownTopicOrPartition; Racks = [| "r" |] } |]
            UnknownTaggedFields = [| { Tag = 7; Data = Bytes.OfHex "0a" } |]
    }

    let tests =
        testList "Writing" [
            testCase "Kafka's form writes error codes as numbers, bytes as base64 and no unknown tags" (fun () ->
                Expect.equal
                    (Json.format schema 3s { value with Branches = null; Longs = [| 1L <<< 62 |] })
                    """{"small":0,"port":0,"ratio":"NaN","note":"a\"é","data":"","maybeData":"","records":"","branches":null,"numbers":[],"longs":[4611686018427387904],"ids":[],"maxBytes":2147483647,"password":"c2VzYW1l"}"""
                    "the JSON")

            testCase "the friendly form describes errors, masks secrets and shows unknown tags" (fun () ->
                let json = Json.toElementAs JsonForm.Friendly schema 3s value
                Expect.equal (json.GetProperty("password").GetString()) "***" "password"

                Expect.equal
                    (json.GetProperty("unknownTaggedFields").GetRawText().Replace("\n", "").Replace(" ", ""))
                    """[{"tag":7,"data":"Cg=="}]"""
                    "unknownTaggedFields"

                let branches = json.GetProperty "branches"
                let error = branches[0].GetProperty "error"
                Expect.equal (error.GetProperty("code").GetInt32()) 3 "code"
                Expect.equal (error.GetProperty("name").GetString()) "UNKNOWN_TOPIC_OR_PARTITION" "name"
                Expect.isTrue (error.GetProperty("retriable").GetBoolean()) "retriable"
                Expect.equal (error.GetProperty("message").GetString()) (ErrorCodes.Description ErrorCode.UnknownTopicOrPartition) "message")

            testCase "JSON rejects what the version cannot carry, as the encoder does" (fun () ->
                let failure = failureOf (fun () -> Json.format schema 2s value)
                Expect.equal failure.Error (WireError.FieldNotInVersion(2s, 3s, 32767s)) "Error"
                Expect.equal failure.Path "Root v2 / Password" "Path"
                let failure = failureOf (fun () -> Json.format schema 0s { Root.Default with Branches = null })
                Expect.equal (failure.Error, failure.Path) (WireError.NullNotAllowed, "Root v0 / Branches") "Path"
                let failure = failureOf (fun () -> Json.format schema 0s { Root.Default with Note = "a" + lone 0xd800 })
                Expect.equal (failure.Error, failure.Path) (WireError.UnpairedSurrogate 1, "Root v0 / Note") "Path")
        ]

/// Floating-point numbers, which only client quotas have.
module Floats =
    let private schemas = [ AlterClientQuotas.api.RequestSchema; DescribeClientQuotas.api.ResponseSchema; ClientQuotaRecord.schema ]

    let rec private hasFloat shape =
        match shape with
        | Shape.Primitive primitive -> primitive = Primitive.Float64
        | Shape.Array inner
        | Shape.Nullable(inner, _) -> hasFloat inner
        | Shape.Struct s -> s.Fields |> Array.exists (fun f -> hasFloat f.Shape)
        | _ -> false

    let private alter value : AlterClientQuotas.Request =
        let op = { AlterClientQuotas.OpData.Default with Key = "k"; Value = value }

        {
            AlterClientQuotas.Request.Default with
                Entries = [| { AlterClientQuotas.RequestEntryData.Default with Ops = [| op |] } |]
        }

    let private describe value : DescribeClientQuotas.Response =
        let entry = {
            DescribeClientQuotas.EntryData.Default with
                Values = [| { DescribeClientQuotas.ValueData.Default with Key = "k"; Value = value } |]
        }

        { DescribeClientQuotas.Response.Default with Entries = [| entry |] }

    let private record value : ClientQuotaRecord.Data = { ClientQuotaRecord.Data.Default with Key = "k"; Value = value }

    let private cases (value: float) : (string * MessageSchema * obj) list = [
        "org.apache.kafka.common.message.AlterClientQuotasRequestData", schemas[0], alter value
        "org.apache.kafka.common.message.DescribeClientQuotasResponseData", schemas[1], describe value
        "org.apache.kafka.common.metadata.ClientQuotaRecord", schemas[2], record value
    ]

    let private written (value: float) =
        let json = Json.toElement AlterClientQuotas.api.Request 1s (alter value)
        let entries = json.GetProperty "entries"
        let ops = entries[0].GetProperty "ops"
        ops[0].GetProperty("value").GetRawText()

    /// Whole numbers, small and large ones, and any bits.
    let private values =
        let random = Campaign.Random()

        [|
            0.0
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
                BitConverter.Int64BitsToDouble(random.NextInt64(0x7FEFFFFFFFFFFFFFL))
        |]

    let tests =
        testList "Floats" [
            testCase "the tests cover every message that has floats" (fun () ->
                let found =
                    [ yield! Catalogue.apis |> Seq.collect (fun api -> [ api.RequestSchema; api.ResponseSchema ]); yield! Catalogue.payloads ]
                    |> List.filter (fun schema -> hasFloat (Shape.Struct schema.Shape))
                    |> List.map _.Name

                Expect.equal (List.sort found) (List.sort (schemas |> List.map _.Name)) "the messages")

            testList "floats are written as Java writes them" [
                for value, expected in
                    [
                        1.0, "1.0"
                        0.0, "0.0"
                        -0.0, "-0.0"
                        -1.5, "-1.5"
                        10.0, "10.0"
                        0.1, "0.1"
                        0.001, "0.001"
                        0.00123, "0.00123"
                        0.000999, "9.99E-4"
                        123456.789, "123456.789"
                        1048576.0, "1048576.0"
                        9999999.0, "9999999.0"
                        1e7, "1.0E7"
                        123456789.0, "1.23456789E8"
                        1e15, "1.0E15"
                        1e23, "1.0E23"
                        -2.5e-10, "-2.5E-10"
                        4.9406564584124654E-324, "4.9E-324"
                        Double.MaxValue, "1.7976931348623157E308"
                        Double.NaN, "\"NaN\""
                        Double.PositiveInfinity, "\"Infinity\""
                        Double.NegativeInfinity, "\"-Infinity\""
                    ] do
                    testCase expected (fun () -> Expect.equal (written value) expected "the JSON")
            ]

            testList "floats are read with or without a fraction" [
                for text, expected in
                    [
                        "1", 1.0
                        "-0", -0.0
                        "1.0E15", 1e15
                        "1e400", Double.PositiveInfinity
                        "\"NaN\"", Double.NaN
                        "\"-Infinity\"", Double.NegativeInfinity
                    ] do
                    testCase text (fun () ->
                        let read =
                            Json.parse AlterClientQuotas.api.Request 1s $$"""{ "entries": [{ "ops": [{ "key": "k", "value": {{text}} }] }] }"""

                        Expect.equal
                            (BitConverter.DoubleToInt64Bits read.Entries[0].Ops[0].Value)
                            (BitConverter.DoubleToInt64Bits expected)
                            "the bits")
            ]

            testCaseTask "Kafka's converters read our floats to the same bytes" (fun () ->
                task {
                    use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")

                    let all = [|
                        for value in values do
                            yield! cases value
                    |]

                    let questions = [|
                        for name, schema, message in all do
                            let version = schema.Versions.Last
                            let text = Json.format schema version message
                            $"read {name} {version} {Convert.ToHexStringLower(Text.Encoding.UTF8.GetBytes text)}"
                    |]

                    let! answers = oracle.AskAsync questions

                    let expected = [|
                        for _, schema, message in all -> Convert.ToHexStringLower(schema.EncodeObject(message, schema.Versions.Last))
                    |]

                    Expect.equal answers expected "the bytes"
                })

            testCaseTask "NaN and infinities are written as Kafka's converters write them" (fun () ->
                task {
                    use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")

                    for value in [ Double.NaN; Double.PositiveInfinity; Double.NegativeInfinity; 0.1; 1.0; -0.0; 1e15 ] do
                        for name, schema, message in cases value do
                            let version = schema.Versions.Last
                            let! theirs = oracle.AskAsync $"write {name} {version} {Convert.ToHexStringLower(schema.EncodeObject(message, version))}"
                            Expect.equal (Json.format schema version message) theirs name
                })
        ]

module Names =
    let private send (name: string) (text: string) (form: JsonForm) =
        let session = ClientSession()
        let output = ArrayBufferWriter<byte>()
        let pending = session.SendJson(name, Nullable(), JsonElement.Parse text, form, output)
        session, pending, output.WrittenSpan.ToArray()

    let tests =
        testList "Names" [
            testCase "SendJson turns a name and JSON into a request, and the response into JSON" (fun () ->
                let session, pending, frame = send "metadata" """{ "topics": [{ "name": "orders" }] }""" JsonForm.Friendly
                let expected = ArrayBufferWriter<byte>()
                let topics = [| { Metadata.MetadataRequestTopic.Default with Name = "orders" } |]
                Frame.WriteRequest(Metadata.api, Metadata.api.LatestStable, 0, null, { Metadata.Request.Default with Topics = topics }, expected)
                Expect.equal frame (expected.WrittenSpan.ToArray()) "frame"
                Expect.isFalse pending.IsCompleted "IsCompleted"

                let answer = ArrayBufferWriter<byte>()

                Frame.WriteResponse(
                    Metadata.api,
                    Metadata.api.LatestStable,
                    0,
                    { Metadata.Response.Default with ErrorCode = ErrorCode.RebootstrapRequired },
                    answer
                )

                session.Receive answer.WrittenSpan
                // The task completes synchronously: a caller that reads a socket until then must not wait for more bytes.
                Expect.isTrue pending.IsCompleted "IsCompleted"
                Expect.equal (pending.Result.GetProperty("errorCode").GetProperty("name").GetString()) "REBOOTSTRAP_REQUIRED" "name")

            testCase "Produce with acks 0 completes immediately" (fun () ->
                let session, pending, frame = send "Produce" """{ "acks": 0 }""" JsonForm.Kafka
                Expect.isNonEmpty frame "frame"
                Expect.isTrue pending.IsCompletedSuccessfully "IsCompletedSuccessfully"
                Expect.equal (pending.Result.GetProperty("responses").GetArrayLength()) 0 "responses"
                Expect.equal session.PendingCount 0 "PendingCount")

            testCase "a misspelt API name is rejected with a suggestion" (fun () ->
                let refused (name: string) =
                    try
                        send name "{}" JsonForm.Kafka |> ignore
                        ""
                    with :? ArgumentException as e ->
                        e.Message

                Expect.stringStarts (refused "Metadatta") "No API is named \"Metadatta\". Did you mean Metadata?" "refused"

                Expect.stringStarts
                    (refused "zzzzzz")
                    "No API is named \"zzzzzz\". Catalogue.Apis lists Kafka's; add an API of your own to the Apis of the options."
                    "refused")

            testCase "a misspelt field writes nothing and leaves no pending call" (fun () ->
                let session = ClientSession()
                let output = ArrayBufferWriter<byte>()
                let json = JsonElement.Parse """{ "topic": [] }"""
                let failure = failureOf (fun () -> session.SendJson("Metadata", Nullable 12s, json, JsonForm.Kafka, output))
                Expect.stringEnds failure.Message "Did you mean \"topics\"?" "Message"
                Expect.equal (output.WrittenCount, session.PendingCount) (0, 0) "PendingCount")
        ]

module Texts =
    let private request = {
        Metadata.Request.Default with
            Topics = [| { Metadata.MetadataRequestTopic.Default with Name = "orders" } |]
            AllowAutoTopicCreation = false
    }

    let tests =
        testList "Texts" [
            testCase "format shows the fields that differ from their defaults" (fun () ->
                let expected = """MetadataRequest { Topics = [ { Name = "orders" } ]; AllowAutoTopicCreation = false }"""
                Expect.equal (MessageText.format metadata request) expected "the text")

            testCase "formatVersion shows all fields of the version" (fun () ->
                let expected =
                    """MetadataRequest v12 { Topics = [ { TopicId = AAAAAAAAAAAAAAAAAAAAAA; Name = "orders" } ]; AllowAutoTopicCreation = false; IncludeTopicAuthorizedOperations = false }"""

                Expect.equal (MessageText.formatVersion metadata 12s request) expected "the text")

            testCase "formatIndented breaks long lines" (fun () ->
                let expected =
                    """MetadataRequest v12 {
  Topics = [ { TopicId = AAAAAAAAAAAAAAAAAAAAAA; Name = "orders" } ]
  AllowAutoTopicCreation = false
  IncludeTopicAuthorizedOperations = false
}"""

                Expect.equal (MessageText.formatIndented metadata 12s request) expected "the text")

            testCase "format masks secrets and shows bytes, errors and unknown tags" (fun () ->
                let value = {
                    Root.Default with
                        Data = Bytes.OfHex "0a0b"
                        MaybeData = Nullable(Bytes(Array.zeroCreate 100))
                        Password = Bytes.OfString "sesame"
                        Branches = [| { Branch.Default with Error = ErrorCode.NotLeaderOrFollower; Name = "a\n\"" + lone 0xd800 + "\U0001F600" } |]
                        UnknownTaggedFields = [| { Tag = 7; Data = Bytes.OfHex "0a" } |]
                }

                let expected =
                    "Root { Data = 0a0b; MaybeData = 100 bytes 00000000000000000000000000000000..; "
                    + "Branches = [ { Error = NOT_LEADER_OR_FOLLOWER; Name = \"a\\n\\\"\\ud800\U0001F600\" } ]; Password = ***; tag 7 = 0a }"

                Expect.equal (MessageText.format schema value) expected "the text")
        ]

[<Tests>]
let tests =
    testList "JsonTests" [
        Reading.tests
        Writing.tests
        Floats.tests
        JsonFormTests.FoldedErrors.tests
        JsonFormTests.RecordData.tests
        Names.tests
        Texts.tests
    ]
