/// Requests and responses as cases of unions: every API has its case, and what the code does not know passes through.
module KafkaWire.Tests.MessageTests

open System
open System.Buffers
open NUnit.Framework
open FSharp.Reflection
open KafkaWire
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
