/// Requests and responses as union cases: every API has a case, and unknown messages pass through.
module KafkaWire.Tests.MessageTests

open System
open System.Buffers
open Expecto
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

/// The frame after its size, which must be correct.
let private unframed (bytes: byte[]) : byte[] =
    Expect.equal (Convert.ToHexString bytes[..3]) ((bytes.Length - 4).ToString "X8") "bytes"
    bytes[4..]

let private caseOf (union: Type) (value: obj) = (fst (FSharpValue.GetUnionFields(value, union))).Name

let private keyOf (number: int16) : ApiKey = LanguagePrimitives.EnumOfValue number

module Cases =
    let tests =
        testList "Cases" [
            testCase "both unions have a case for each API, in key order, Custom and Unrecognized" (fun () ->
                let expected = [ for api in Catalogue.apis -> api.Name ] @ [ "Custom"; "Unrecognized" ]

                for union in [ typeof<Request>; typeof<Response> ] do
                    Expect.equal [ for case in FSharpType.GetUnionCases union -> case.Name ] expected "Name")

            testCase "OfMessage wraps a message in the case of its API, and Message returns it" (fun () ->
                for api in Catalogue.apis do
                    let message = api.RequestSchema.DefaultObject
                    let request = Request.OfMessage(api.Key, message)
                    Expect.equal (caseOf typeof<Request> request) api.Name "the case"
                    Expect.equal request.ApiKey api.Key "ApiKey"
                    Expect.isTrue (obj.ReferenceEquals(request.Message, message)) "Message"

                    let message = api.ResponseSchema.DefaultObject
                    let response = Response.OfMessage(api.Key, message)
                    Expect.equal (caseOf typeof<Response> response) api.Name "the case"
                    Expect.equal response.ApiKey api.Key "ApiKey"
                    Expect.isTrue (obj.ReferenceEquals(response.Message, message)) "Message")

            testCase "OfMessage rejects another API's message and an unknown key" (fun () ->
                let wrong () = Request.OfMessage(ApiKey.Fetch, Metadata.Request.Default) |> ignore<Request>
                Expect.throwsT<InvalidCastException> wrong "another API"
                let unknown = failureOf (fun () -> Response.OfMessage(keyOf 1000s, Metadata.Response.Default))
                Expect.equal unknown.Error (WireError.UnknownApi 1000s) "Error")

            testCase "decode after encode gives the message back, in every version of every API" (fun () ->
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

                findings.Tell())

            testCase "bytes after the body are an error, unless the caller asks for the consumed length" (fun () ->
                let bytes = Bytes.OfHex "000000010003666f6f00aabb"
                let mutable consumed = 0

                match Request.Decode(ApiKey.Metadata, 4s, bytes, DecodeOptions.Default, &consumed) with
                | Request.Metadata request ->
                    let topics = nonNull request.Topics
                    Expect.equal topics[0].Name "foo" "Name"
                    Expect.equal consumed 10 "consumed"
                | other -> failtest $"{other.ApiKey}"

                let failure = failureOf (fun () -> Request.Decode(ApiKey.Metadata, 4s, bytes))
                Expect.equal failure.Error (WireError.TrailingBytes 2) "Error"
                Expect.equal failure.Offset 10L "Offset")
        ]

module Frames =
    /// A header and a body that a newer Kafka might send: flexible, with tagged fields in the header.
    let private rest = "02 00 01 aa 07 00 c0ffee".Replace(" ", "")

    let private unknown = [
        for api in Catalogue.apis do
            int16 api.Key, api.Versions.Last + 1s
        1000s, 0s
        -1s, 3s
        int16 ApiKey.Metadata, -1s
        Int16.MaxValue, Int16.MaxValue
    ]

    let tests =
        testList "Frames" [
            testList "an unknown request passes through byte for byte" [
                for key, version in unknown do
                    testCase $"key {key}, v{version}" (fun () ->
                        let frame = key.ToString "x4" + version.ToString "x4" + "00000007" + "0003616263" + rest
                        let received = Frame.ReadRequest(Bytes.OfHex frame)
                        let request = received.ToRequest()

                        match request with
                        | Request.Unrecognized raw ->
                            Expect.equal raw.ApiKey (keyOf key) "ApiKey"
                            Expect.equal raw.Version version "Version"
                            Expect.equal (Convert.ToHexStringLower raw.Body.Span) rest "Body"
                        | other -> failtest $"{caseOf typeof<Request> other}"

                        let again = unframed (written (fun output -> Frame.WriteRequest(received.Header, request, output)))
                        Expect.equal (Convert.ToHexStringLower again) frame "again"

                        let renumbered = { received.Header with CorrelationId = 9; ClientId = null }
                        let again = unframed (written (fun output -> Frame.WriteRequest(renumbered, request, output)))

                        Expect.equal
                            (Convert.ToHexStringLower again)
                            (key.ToString "x4" + version.ToString "x4" + "00000009" + "ffff" + rest)
                            "again")
            ]

            testList "an unknown response passes through byte for byte" [
                for key, version in unknown do
                    testCase $"key {key}, v{version}" (fun () ->
                        let frame = "00000007" + rest
                        let received = Frame.ReadResponse(keyOf key, version, Bytes.OfHex frame)
                        Expect.isFalse received.IsKnown "IsKnown"
                        let response = received.ToResponse()

                        match response with
                        | Response.Unrecognized raw -> Expect.equal (Convert.ToHexStringLower raw.Body.Span) rest "Body"
                        | other -> failtest $"{caseOf typeof<Response> other}"

                        let again = unframed (written (fun output -> Frame.WriteResponse(version, received.CorrelationId, response, output)))
                        Expect.equal (Convert.ToHexStringLower again) frame "again"
                        Expect.equal (Convert.ToHexStringLower(response.Encode version)) rest "Encode")
            ]

            testCase "an unrecognized message can be written only in its own version" (fun () ->
                let raw = { ApiKey = ApiKey.Fetch; Version = 99s; Body = Bytes.OfHex "00" }
                let refused = WireError.UnsupportedVersion(3s, 99s, 99s)
                let header = { RequestHeader.Data.Default with RequestApiKey = 1s; RequestApiVersion = 3s }
                let output = ArrayBufferWriter<byte>()
                Expect.equal ((failureOf (fun () -> (Request.Unrecognized raw).Encode 3s)).Error) refused "Error"
                let write () = Frame.WriteRequest(header, Request.Unrecognized raw, output)
                Expect.equal ((failureOf write).Error) refused "Error"
                let write () = Frame.WriteResponse(3s, 1, Response.Unrecognized raw, output)
                Expect.equal ((failureOf write).Error) refused "Error"
                Expect.equal output.WrittenCount 0 "WrittenCount")

            testCase "WriteRequest rejects the header of another API" (fun () ->
                let header = { RequestHeader.Data.Default with RequestApiKey = int16 ApiKey.Fetch; RequestApiVersion = 4s }

                let write () = Frame.WriteRequest(header, Request.Metadata Metadata.Request.Default, ArrayBufferWriter<byte>())
                Expect.throwsT<ArgumentException> write "another API")

            testCase "captured frames pass through the unions unchanged" (fun () ->
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

                findings.Tell())

            testCase "a broker matches on a request and responds" (fun () ->
                let client = ClientSession()
                client.Versions <- PeerVersions.Newest
                let output = ArrayBufferWriter<byte>()
                let pending = client.Send(Heartbeat.api, { Heartbeat.Request.Default with GroupId = "orders" }, output)
                let server = ServerSession()
                let mutable received = ReadOnlySpan<byte>(output.WrittenSpan.ToArray())
                let mutable frame = Unchecked.defaultof<RequestFrame>
                Expect.isTrue (server.TryReceive(&received, &frame)) "TryReceive"

                let answer =
                    match frame.ToRequest() with
                    | Request.Heartbeat request when request.GroupId = "orders" ->
                        Response.Heartbeat { Heartbeat.Response.Default with ErrorCode = ErrorCode.RebalanceInProgress }
                    | other -> failwith $"{other.ApiKey}"

                client.Receive(ReadOnlySpan<byte>(written (fun output -> server.Respond(frame, answer, output))))
                Expect.equal pending.Result.ErrorCode ErrorCode.RebalanceInProgress "ErrorCode")

            testCase "a request changed by a proxy keeps its header bytes" (fun () ->
                // Heartbeat v4 with a client id that is an encoded surrogate, and an unknown tagged field.
                let header = "000c0004" + "00000007" + "0003eda080" + "01" + "1e" + "03" + "c0ffee"
                let received = Frame.ReadRequest(Bytes.OfHex(header + "02610000000003016d0000"))
                let changed = Request.Heartbeat { Heartbeat.Request.Default with GroupId = "b"; MemberId = "m" }
                let again = unframed (written (fun output -> Frame.WriteRequest(received, 9, changed, output)))
                let expected = header.Replace("00000007", "00000009") + Convert.ToHexStringLower(changed.Encode 4s)
                Expect.equal (Convert.ToHexStringLower again) expected "again"
                Expect.equal received.HeaderBytes (Bytes.OfHex header) "HeaderBytes"

                // A raw request begins with the tagged fields of its header.
                let raw = Request.Unrecognized { ApiKey = ApiKey.Heartbeat; Version = 4s; Body = Bytes.OfHex "00abcd" }
                let again = unframed (written (fun output -> Frame.WriteRequest(received, 9, raw, output)))
                Expect.equal (Convert.ToHexStringLower again) ("000c0004" + "00000009" + "0003eda080" + "00abcd") "a raw one"

                let write () = Frame.WriteRequest(received, 9, Request.Metadata Metadata.Request.Default, ArrayBufferWriter<byte>())
                Expect.throwsT<ArgumentException> write "another API")

            testCase "a response changed by a proxy keeps its header bytes" (fun () ->
                let header = "00000007" + "01" + "1e" + "03" + "c0ffee"
                let received = Frame.ReadResponse(Heartbeat.api, 4s, Bytes.OfHex(header + "00000000000000"))
                let changed = Response.Heartbeat { Heartbeat.Response.Default with ThrottleTimeMs = 5 }
                let again = unframed (written (fun output -> Frame.WriteResponse(received, 4s, 9, changed, output)))
                Expect.equal (Convert.ToHexStringLower again) (header.Replace("00000007", "00000009") + "00000005000000") "again"
                Expect.equal received.HeaderBytes (Bytes.OfHex header) "HeaderBytes"
                Expect.equal received.Frame.Length 17 "Length"

                let raw = Response.Unrecognized { ApiKey = ApiKey.Heartbeat; Version = 4s; Body = Bytes.OfHex "00abcd" }
                let again = unframed (written (fun output -> Frame.WriteResponse(received, 4s, 9, raw, output)))
                Expect.equal (Convert.ToHexStringLower again) "0000000900abcd" "a raw one"

                let write () = Frame.WriteResponse(received, 4s, 9, Response.Metadata Metadata.Response.Default, ArrayBufferWriter<byte>())
                Expect.throwsT<ArgumentException> write "another API")

            testCase "captured frames keep their header bytes when they are rewritten" (fun () ->
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

                findings.Tell())
        ]

/// Like Kafka's ApiVersionsResponse.parse: tries the requested version, then version 0, and ignores trailing bytes in both.
module ApiVersionsAnswers =
    let private refused = { ApiVersions.Response.Default with ErrorCode = ErrorCode.UnsupportedVersion }

    let private naming18 = { refused with ApiKeys = [| { ApiVersions.ApiVersion.Default with ApiKey = 18s; MaxVersion = 3s } |] }

    let private all = { ApiVersions.Response.Default with FinalizedFeaturesEpoch = 5L }

    /// Requested version, body, version of the body, expected response.
    let private bodies: (int16 * string * int16 * ApiVersions.Response) list = [
        for asked in [ 3s; 4s; 5s; 6s ] do
            // Azure Event Hubs: version 0, followed by four bytes.
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
        4s, "0000" + "01" + "00000000" + "01" + "0108" + "0000000000000005" + "c0ffee", 4s, all
    ]

    let tests =
        testList "ApiVersionsAnswers" [
            testList "a response is read in the requested version or in version 0, ignoring trailing bytes" [
                for asked, body, expectedVersion, expected in bodies do
                    testCase $"v{asked}, {body}" (fun () ->
                        let mutable found = -1s
                        let answer = Negotiation.decode asked (Bytes.OfHex body) DecodeOptions.Default &found
                        Expect.equal (answer, found) (expected, expectedVersion) "Negotiation.decode"

                        let frame = Bytes.OfHex("00000000" + body)
                        let received = Frame.ReadResponse(ApiVersions.api, asked, frame)
                        found <- -1s
                        let answer = received.Decode(DecodeOptions.Default, &found)
                        Expect.isTrue (answer.Equals expected) "Decode"
                        Expect.equal found expectedVersion "the version of Decode"
                        found <- -1s
                        let answer = received.ToResponse(DecodeOptions.Default, &found)
                        Expect.equal (answer, found) (Response.ApiVersions expected, expectedVersion) "ToResponse"
                        found <- -1s
                        let answer = Frame.DecodeResponse(ApiVersions.api, asked, frame, DecodeOptions.Default, &found)
                        Expect.isTrue (answer.Equals expected) "DecodeResponse"
                        Expect.equal found expectedVersion "the version of DecodeResponse"

                        if ApiVersions.api.Versions.Contains asked then
                            let session = ClientSession()
                            let pending = session.Send(ApiVersions.api, asked, ApiVersions.Request.Default, ArrayBufferWriter<byte>())
                            session.Receive(ReadOnlySpan<byte>(written (fun output -> Frame.WriteRaw(frame, output))))
                            Expect.equal pending.Result expected "Result")
            ]

            testCase "strict mode reports bytes after a response" (fun () ->
                let decode asked (body: string) =
                    failureOf (fun () ->
                        let mutable found = 0s
                        Negotiation.decode asked (Bytes.OfHex body) (DecodeOptions(Strict = true)) &found)

                let failure = decode 4s ("0023" + "00000000" + "00000000")
                Expect.equal (failure.Error, failure.Offset, failure.Path) (WireError.TrailingBytes 4, 6L, "ApiVersionsResponse v0") "version 0"
                let failure = decode 4s ("0000" + "01" + "00000000" + "00" + "c0ff")
                Expect.equal (failure.Error, failure.Offset, failure.Path) (WireError.TrailingBytes 2, 8L, "ApiVersionsResponse v4") "version 4")

            testList "an unreadable response fails in the requested version, an unreadable refusal in version 0" [
                for asked, body, path in
                    [
                        4s, "0000", "ApiVersionsResponse v4 / ApiKeys"
                        4s, "0000ffffffffff0f", "ApiVersionsResponse v4 / ApiKeys"
                        4s, "002300000001", "ApiVersionsResponse v0 / ApiKeys"
                        0s, "0000", "ApiVersionsResponse v0 / ApiKeys"
                        6s, "00000100000000", "ApiVersionsResponse v6"
                    ] do
                    testCase $"v{asked}, {body}" (fun () ->
                        let failure =
                            failureOf (fun () ->
                                let mutable found = 0s
                                Negotiation.decode asked (Bytes.OfHex body) DecodeOptions.Default &found)

                        Expect.equal failure.Path path "Path"
                        let received = Frame.ReadResponse(ApiVersions.api, 6s, Bytes.OfHex("00000007" + body))
                        Expect.isTrue (received.ToResponse().IsUnrecognized) "not known, and not in version 0")
            ]

            testCase "a refusal as JSON has the fields of version 0" (fun () ->
                let session = ClientSession()
                use empty = System.Text.Json.JsonDocument.Parse "{}"

                let pending = session.SendJson("ApiVersions", Nullable 4s, empty.RootElement, JsonForm.Kafka, ArrayBufferWriter<byte>())

                let refusal = Bytes.OfHex("00000000" + "0023" + "00000000" + "00000000")
                session.Receive(ReadOnlySpan<byte>(written (fun output -> Frame.WriteRaw(refusal, output))))
                Expect.equal (pending.Result.GetRawText()) """{"errorCode":35,"apiKeys":[]}""" "the JSON")

            testList "a broker's refusal is written in version 0" [
                for version in [ 4; 6 ] do
                    testCase $"v{version}" (fun () ->
                        let frame = Frame.ReadRequest(Bytes.OfHex("0012" + version.ToString "x4" + "00000007" + "ffff" + "00"))
                        let server = ServerSession()
                        let expected = "00000007" + "0023" + "00000001" + "001200000003"
                        let answer = unframed (written (fun output -> server.Respond(frame, (naming18 :> obj), output)))
                        Expect.equal (Convert.ToHexStringLower answer) expected "the record"
                        let answer = unframed (written (fun output -> server.Respond(frame, Response.ApiVersions naming18, output)))
                        Expect.equal (Convert.ToHexStringLower answer) expected "the case")
            ]
        ]

[<Tests>]
let tests = testList "MessageTests" [ Cases.tests; Frames.tests; ApiVersionsAnswers.tests ]
