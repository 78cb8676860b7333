/// JSON for people who write it by hand, and texts for people who read them.
module KafkaWire.Tests.JsonTests

open System
open NUnit.Framework
open KafkaWire
open KafkaWire.Schema
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
