/// Requests and responses as cases of unions: every API has its case, and what the code does not know passes through.
module KafkaWire.Tests.MessageTests

open System
open System.Buffers
open NUnit.Framework
open FSharp.Reflection
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Generators
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private written (write: IBufferWriter<byte> -> unit) : byte[] =
    let output = ArrayBufferWriter<byte>()
    write output
    output.WrittenSpan.ToArray()

/// The frame behind its size, which has to be right.
let private unframed (bytes: byte[]) : byte[] =
    Assert.That(Convert.ToHexString bytes[..3], Is.EqualTo((bytes.Length - 4).ToString "X8"))
    bytes[4..]

let private caseOf (union: Type) (value: obj) = (fst (FSharpValue.GetUnionFields(value, union))).Name

let private keyOf (number: int16) : ApiKey = LanguagePrimitives.EnumOfValue number

module Cases =
    [<Test>]
    let ``both unions have a case for each API, in order of the keys, and one for what is not recognized`` () =
        let expected = [ for api in Catalogue.apis -> api.Name ] @ [ "Unrecognized" ]

        for union in [ typeof<Request>; typeof<Response> ] do
            Assert.That([ for case in FSharpType.GetUnionCases union -> case.Name ], Is.EqualTo<string> expected)

    [<Test>]
    let ``a message becomes the case of its API, and comes out of it as it was`` () =
        for api in Catalogue.apis do
            let message = api.RequestSchema.DefaultObject
            let request = Request.OfMessage(api.Key, message)
            Assert.That(caseOf typeof<Request> request, Is.EqualTo api.Name)
            Assert.That(request.ApiKey, Is.EqualTo api.Key)
            Assert.That(request.Message, Is.SameAs message)

            let message = api.ResponseSchema.DefaultObject
            let response = Response.OfMessage(api.Key, message)
            Assert.That(caseOf typeof<Response> response, Is.EqualTo api.Name)
            Assert.That(response.ApiKey, Is.EqualTo api.Key)
            Assert.That(response.Message, Is.SameAs message)

    [<Test>]
    let ``a message of another API is refused, and a key that is not known`` () =
        let wrong = Action(fun () -> Request.OfMessage(ApiKey.Fetch, Metadata.Request.Default) |> ignore<Request>)
        Assert.That(wrong, Throws.TypeOf<InvalidCastException>())
        let unknown = failureOf (fun () -> Response.OfMessage(keyOf 1000s, Metadata.Response.Default))
        Assert.That(unknown.Error, Is.EqualTo(WireError.UnknownApi 1000s))

    [<Test>]
    let ``decode after encode gives the message back, in every version of every API`` () =
        let random = Campaign.Random()
        let findings = Findings()

        for api in Catalogue.apis do
            for version in versionsOf api.RequestSchema do
                let request = MessageGen.sample api.RequestSchema version 20 random
                let body = Request.OfMessage(api.Key, request).Encode version
                let found = Request.Decode(api.Key, version, Bytes body)

                if not (same api.RequestSchema found.Message request && found.ApiKey = api.Key) then
                    findings.Add $"{api.Name} request v{version}: {show api.RequestSchema version request}"

                let response = MessageGen.sample api.ResponseSchema version 20 random
                let body = Response.OfMessage(api.Key, response).Encode version
                let found = Response.Decode(api.Key, version, Bytes body)

                if not (same api.ResponseSchema found.Message response && found.ApiKey = api.Key) then
                    findings.Add $"{api.Name} response v{version}: {show api.ResponseSchema version response}"

        findings.Tell()

    [<Test>]
    let ``bytes behind the body are left to whoever counts them, and are an error elsewhere`` () =
        let bytes = Bytes.OfHex "000000010003666f6f00aabb"
        let mutable consumed = 0

        match Request.Decode(ApiKey.Metadata, 4s, bytes, DecodeOptions.Default, &consumed) with
        | Request.Metadata request ->
            let topics = nonNull request.Topics
            Assert.That(topics[0].Name, Is.EqualTo "foo")
            Assert.That(consumed, Is.EqualTo 10)
        | other -> Assert.Fail $"{other.ApiKey}"

        let failure = failureOf (fun () -> Request.Decode(ApiKey.Metadata, 4s, bytes))
        Assert.That(failure.Error, Is.EqualTo(WireError.TrailingBytes 2))
        Assert.That(failure.Offset, Is.EqualTo 10L)

module Frames =
    /// A header and a body that a newer Kafka might send: flexible, with tagged fields in the header.
    let private rest = "02 00 01 aa 07 00 c0ffee".Replace(" ", "")

    let unknown =
        [| for api in Catalogue.apis do
               [| int16 api.Key; api.Versions.Last + 1s |]
           [| 1000s; 0s |]
           [| -1s; 3s |]
           [| int16 ApiKey.Metadata; -1s |]
           [| Int16.MaxValue; Int16.MaxValue |] |]
        |> Array.map (Array.map box)

    [<TestCaseSource(nameof unknown)>]
    let ``a request that is not known passes through byte for byte`` (key: int16, version: int16) =
        let frame = key.ToString "x4" + version.ToString "x4" + "00000007" + "0003616263" + rest
        let received = Frame.ReadRequest(Bytes.OfHex frame)
        let request = received.ToRequest()

        match request with
        | Request.Unrecognized raw ->
            Assert.That(raw.ApiKey, Is.EqualTo(keyOf key))
            Assert.That(raw.Version, Is.EqualTo version)
            Assert.That(Convert.ToHexStringLower raw.Body.Span, Is.EqualTo rest)
        | other -> Assert.Fail $"{caseOf typeof<Request> other}"

        let again = unframed (written (fun output -> Frame.WriteRequest(received.Header, request, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo frame)

        let renumbered = { received.Header with CorrelationId = 9; ClientId = null }
        let again = unframed (written (fun output -> Frame.WriteRequest(renumbered, request, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo(key.ToString "x4" + version.ToString "x4" + "00000009" + "ffff" + rest))

    [<TestCaseSource(nameof unknown)>]
    let ``a response that is not known passes through byte for byte`` (key: int16, version: int16) =
        let frame = "00000007" + rest
        let received = Frame.ReadResponse(keyOf key, version, Bytes.OfHex frame)
        Assert.That(received.IsKnown, Is.False)
        let response = received.ToResponse()

        match response with
        | Response.Unrecognized raw -> Assert.That(Convert.ToHexStringLower raw.Body.Span, Is.EqualTo rest)
        | other -> Assert.Fail $"{caseOf typeof<Response> other}"

        let again = unframed (written (fun output -> Frame.WriteResponse(version, received.CorrelationId, response, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo frame)
        Assert.That(Convert.ToHexStringLower(response.Encode version), Is.EqualTo rest)

    [<Test>]
    let ``what is not recognized cannot be written in another version than its own`` () =
        let raw = { ApiKey = ApiKey.Fetch; Version = 99s; Body = Bytes.OfHex "00" }
        let refused = WireError.UnsupportedVersion(3s, 99s, 99s)
        let header = { RequestHeader.Data.Default with RequestApiKey = 1s; RequestApiVersion = 3s }
        let output = ArrayBufferWriter<byte>()
        Assert.That((failureOf (fun () -> (Request.Unrecognized raw).Encode 3s)).Error, Is.EqualTo refused)
        let write () = Frame.WriteRequest(header, Request.Unrecognized raw, output)
        Assert.That((failureOf write).Error, Is.EqualTo refused)
        let write () = Frame.WriteResponse(3s, 1, Response.Unrecognized raw, output)
        Assert.That((failureOf write).Error, Is.EqualTo refused)
        Assert.That(output.WrittenCount, Is.Zero)

    [<Test>]
    let ``a header of another API is refused`` () =
        let header = { RequestHeader.Data.Default with RequestApiKey = int16 ApiKey.Fetch; RequestApiVersion = 4s }

        let write =
            Action(fun () -> Frame.WriteRequest(header, Request.Metadata Metadata.Request.Default, ArrayBufferWriter<byte>()))

        Assert.That(write, Throws.ArgumentException)

    [<Test>]
    let ``captured frames go through the unions as they came`` () =
        let findings = Findings()

        for line in TestData.Objects "captures/frames.jsonl.gz" do
            let number (name: string) otherwise =
                match line.TryGetProperty name with
                | true, value -> value.GetInt16()
                | _ -> otherwise

            let key = keyOf (number "apiKey" 0s)
            let version = number "version" 0s
            let frame = Convert.FromHexString(nonNull (line.GetProperty("hex").GetString()))
            let expected = frame[.. frame.Length - 1 - int (number "trailing" 0s)]
            let isRequest = line.GetProperty("kind").GetString() = "request"

            let again, case =
                if isRequest then
                    let received = Frame.ReadRequest(Bytes frame)
                    let request = received.ToRequest()
                    unframed (written (fun output -> Frame.WriteRequest(received.Header, request, output))), request.ApiKey
                else
                    let received = Frame.ReadResponse(key, version, Bytes frame)
                    let mutable bodyVersion = 0s
                    let response = received.ToResponse(DecodeOptions.Default, &bodyVersion)

                    if bodyVersion <> number "bodyVersion" version then
                        findings.Add $"{key} v{version}: read in v{bodyVersion}"

                    let write output = Frame.WriteResponse(bodyVersion, received.CorrelationId, response, output)
                    unframed (written write), response.ApiKey

            if case <> key then findings.Add $"{key} v{version} becomes a {case}"

            if not (again.AsSpan().SequenceEqual(ReadOnlySpan expected)) then
                findings.Add $"""{line.GetProperty "kind"} {key} v{version}: {difference expected again}"""

        findings.Tell()

    [<Test>]
    let ``a broker matches what it receives, and answers`` () =
        let client = ClientSession()
        client.Versions <- PeerVersions.Newest
        let output = ArrayBufferWriter<byte>()
        let pending = client.Send(Heartbeat.api, { Heartbeat.Request.Default with GroupId = "orders" }, output)
        let server = ServerSession()
        let mutable received = ReadOnlySpan<byte>(output.WrittenSpan.ToArray())
        let mutable frame = Unchecked.defaultof<RequestFrame>
        Assert.That(server.TryReceive(&received, &frame))

        let answer =
            match frame.ToRequest() with
            | Request.Heartbeat request when request.GroupId = "orders" ->
                Response.Heartbeat { Heartbeat.Response.Default with ErrorCode = ErrorCode.RebalanceInProgress }
            | other -> failwith $"{other.ApiKey}"

        client.Receive(ReadOnlySpan<byte>(written (fun output -> server.Respond(frame, answer, output))))
        Assert.That(pending.Result.ErrorCode, Is.EqualTo ErrorCode.RebalanceInProgress)

    [<Test>]
    let ``a request that a proxy changes keeps the bytes of its header`` () =
        // Heartbeat v4 with a client id that is an encoded surrogate, and a tagged field that nobody knows.
        let header = "000c0004" + "00000007" + "0003eda080" + "01" + "1e" + "03" + "c0ffee"
        let received = Frame.ReadRequest(Bytes.OfHex(header + "02610000000003016d0000"))
        let changed = Request.Heartbeat { Heartbeat.Request.Default with GroupId = "b"; MemberId = "m" }
        let again = unframed (written (fun output -> Frame.WriteRequest(received, 9, changed, output)))
        let expected = header.Replace("00000007", "00000009") + Convert.ToHexStringLower(changed.Encode 4s)
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo expected)
        Assert.That(received.HeaderBytes, Is.EqualTo(Bytes.OfHex header))

        // A raw request begins with the tagged fields of its header.
        let raw = Request.Unrecognized { ApiKey = ApiKey.Heartbeat; Version = 4s; Body = Bytes.OfHex "00abcd" }
        let again = unframed (written (fun output -> Frame.WriteRequest(received, 9, raw, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo("000c0004" + "00000009" + "0003eda080" + "00abcd"))

        let write () = Frame.WriteRequest(received, 9, Request.Metadata Metadata.Request.Default, ArrayBufferWriter<byte>())
        Assert.That(Action write, Throws.ArgumentException)

    [<Test>]
    let ``a response that a proxy changes keeps the bytes of its header`` () =
        let header = "00000007" + "01" + "1e" + "03" + "c0ffee"
        let received = Frame.ReadResponse(Heartbeat.api, 4s, Bytes.OfHex(header + "00000000000000"))
        let changed = Response.Heartbeat { Heartbeat.Response.Default with ThrottleTimeMs = 5 }
        let again = unframed (written (fun output -> Frame.WriteResponse(received, 4s, 9, changed, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo(header.Replace("00000007", "00000009") + "00000005000000"))
        Assert.That((received.HeaderBytes, received.Frame.Length), Is.EqualTo((Bytes.OfHex header, 17)))

        let raw = Response.Unrecognized { ApiKey = ApiKey.Heartbeat; Version = 4s; Body = Bytes.OfHex "00abcd" }
        let again = unframed (written (fun output -> Frame.WriteResponse(received, 4s, 9, raw, output)))
        Assert.That(Convert.ToHexStringLower again, Is.EqualTo("0000000900abcd"))

        let write () = Frame.WriteResponse(received, 4s, 9, Response.Metadata Metadata.Response.Default, ArrayBufferWriter<byte>())
        Assert.That(Action write, Throws.ArgumentException)

    [<Test>]
    let ``captured requests and responses keep their headers when they are written in place of themselves`` () =
        let findings = Findings()

        for line in TestData.Objects "captures/frames.jsonl.gz" do
            let number (name: string) otherwise =
                match line.TryGetProperty name with
                | true, value -> value.GetInt16()
                | _ -> otherwise

            let frame = Convert.FromHexString(nonNull (line.GetProperty("hex").GetString()))
            let expected = frame[.. frame.Length - 1 - int (number "trailing" 0s)]

            let again =
                if line.GetProperty("kind").GetString() = "request" then
                    let received = Frame.ReadRequest(Bytes frame)
                    let request = received.ToRequest()
                    unframed (written (fun output -> Frame.WriteRequest(received, received.CorrelationId, request, output)))
                else
                    let received = Frame.ReadResponse(keyOf (number "apiKey" 0s), number "version" 0s, Bytes frame)
                    let mutable bodyVersion = 0s
                    let response = received.ToResponse(DecodeOptions.Default, &bodyVersion)
                    let version = bodyVersion
                    unframed (written (fun output -> Frame.WriteResponse(received, version, received.CorrelationId, response, output)))

            if not (again.AsSpan().SequenceEqual(ReadOnlySpan expected)) then
                findings.Add $"""{line.GetProperty "kind"} {line.GetProperty "hex"}: {difference expected again}"""

        findings.Tell()

/// What Kafka's ApiVersionsResponse.parse does: the version asked, else version 0, and in both no look at what is behind the body.
module ApiVersionsAnswers =
    let private refused = { ApiVersions.Response.Default with ErrorCode = ErrorCode.UnsupportedVersion }

    let private naming18 =
        { refused with ApiKeys = [| { ApiVersions.ApiVersion.Default with ApiKey = 18s; MaxVersion = 3s } |] }

    let private all = { ApiVersions.Response.Default with FinalizedFeaturesEpoch = 5L }

    /// Version asked, body, the version that the body is in, the answer.
    let bodies =
        [| for asked in [| 3s; 4s; 5s; 6s |] do
               // Azure Event Hubs: version 0, and four bytes behind it.
               asked, "0023" + "00000000" + "00000000", 0s, refused
               asked, "0023" + "00000000", 0s, refused
               asked, "0023" + "00000001" + "001200000003", 0s, naming18
               asked, "0023" + "00000001" + "001200000003" + "00000000", 0s, naming18
               asked, "0023" + "00000001" + "001200000003" + "c0ffee", 0s, naming18
           // Version 1 has four bytes more than version 0.
           1s, "0023" + "00000000" + "00000000", 1s, refused
           2s, "0023" + "00000000", 0s, refused
           2s, "0023" + "00000001" + "001200000003" + "c0ffee", 0s, naming18
           0s, "0023" + "00000000" + "00000000", 0s, refused
           4s, "0000" + "01" + "00000000" + "01" + "0108" + "0000000000000005" + "c0ffee", 4s, all |]
        |> Array.map (fun (asked, body, found, answer) -> [| box asked; body; found; answer |])

    [<TestCaseSource(nameof bodies)>]
    let ``an answer is read in the version asked, else in version 0, and what is behind it is passed over``
        (asked: int16, body: string, expectedVersion: int16, expected: ApiVersions.Response)
        =
        let mutable found = -1s
        Assert.That(Negotiation.decode asked (Bytes.OfHex body) DecodeOptions.Default &found, Is.EqualTo expected)
        Assert.That(found, Is.EqualTo expectedVersion)

        let frame = Bytes.OfHex("00000000" + body)
        let received = Frame.ReadResponse(ApiVersions.api, asked, frame)
        found <- -1s
        Assert.That(received.Decode(DecodeOptions.Default, &found), Is.EqualTo expected)
        Assert.That(found, Is.EqualTo expectedVersion)
        found <- -1s
        Assert.That(received.ToResponse(DecodeOptions.Default, &found), Is.EqualTo(Response.ApiVersions expected))
        Assert.That(found, Is.EqualTo expectedVersion)
        found <- -1s
        Assert.That(Frame.DecodeResponse(ApiVersions.api, asked, frame, DecodeOptions.Default, &found), Is.EqualTo expected)
        Assert.That(found, Is.EqualTo expectedVersion)

        if ApiVersions.api.Versions.Contains asked then
            let session = ClientSession()
            let pending = session.Send(ApiVersions.api, asked, ApiVersions.Request.Default, ArrayBufferWriter<byte>())
            session.Receive(ReadOnlySpan<byte>(written (fun output -> Frame.WriteRaw(frame, output))))
            Assert.That(pending.Result, Is.EqualTo expected)

    [<Test>]
    let ``in strict mode bytes behind an answer are told`` () =
        let decode asked (body: string) =
            failureOf (fun () ->
                let mutable found = 0s
                Negotiation.decode asked (Bytes.OfHex body) (DecodeOptions(Strict = true)) &found)

        let failure = decode 4s ("0023" + "00000000" + "00000000")
        Assert.That((failure.Error, failure.Offset, failure.Path), Is.EqualTo((WireError.TrailingBytes 4, 6L, "ApiVersionsResponse v0")))
        let failure = decode 4s ("0000" + "01" + "00000000" + "00" + "c0ff")
        Assert.That((failure.Error, failure.Offset, failure.Path), Is.EqualTo((WireError.TrailingBytes 2, 8L, "ApiVersionsResponse v4")))

    [<TestCase(4, "0000", "ApiVersionsResponse v4 / ApiKeys")>]
    [<TestCase(4, "0000ffffffffff0f", "ApiVersionsResponse v4 / ApiKeys")>]
    [<TestCase(4, "002300000001", "ApiVersionsResponse v0 / ApiKeys")>]
    [<TestCase(0, "0000", "ApiVersionsResponse v0 / ApiKeys")>]
    [<TestCase(6, "00000100000000", "ApiVersionsResponse v6")>]
    let ``an answer in neither version is told in the version asked, but a refusal in version 0`` (asked: int, body: string, path: string) =
        let failure =
            failureOf (fun () ->
                let mutable found = 0s
                Negotiation.decode (int16 asked) (Bytes.OfHex body) DecodeOptions.Default &found)

        Assert.That(failure.Path, Is.EqualTo path)
        let received = Frame.ReadResponse(ApiVersions.api, 6s, Bytes.OfHex("00000007" + body))
        Assert.That(received.ToResponse().IsUnrecognized, "not known, and not in version 0")

    [<Test>]
    let ``as JSON a refusal has the fields of version 0`` () =
        let session = ClientSession()
        use empty = System.Text.Json.JsonDocument.Parse "{}"

        let pending = session.SendJson("ApiVersions", Nullable 4s, empty.RootElement, JsonForm.Kafka, ArrayBufferWriter<byte>())

        let refusal = Bytes.OfHex("00000000" + "0023" + "00000000" + "00000000")
        session.Receive(ReadOnlySpan<byte>(written (fun output -> Frame.WriteRaw(refusal, output))))
        Assert.That(pending.Result.GetRawText(), Is.EqualTo """{"errorCode":35,"apiKeys":[]}""")

    [<TestCase 4>]
    [<TestCase 6>]
    let ``a broker's refusal is written in version 0`` (version: int) =
        let frame = Frame.ReadRequest(Bytes.OfHex("0012" + version.ToString "x4" + "00000007" + "ffff" + "00"))
        let server = ServerSession()
        let expected = "00000007" + "0023" + "00000001" + "001200000003"
        let answer = unframed (written (fun output -> server.Respond(frame, (naming18 :> obj), output)))
        Assert.That(Convert.ToHexStringLower answer, Is.EqualTo expected)
        let answer = unframed (written (fun output -> server.Respond(frame, Response.ApiVersions naming18, output)))
        Assert.That(Convert.ToHexStringLower answer, Is.EqualTo expected)
