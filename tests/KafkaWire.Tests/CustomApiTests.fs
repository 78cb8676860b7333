/// An API that is not Kafka's: a registry makes it known; without one its frames stay raw.
module KafkaWire.Tests.CustomApiTests

open System
open System.Buffers
open System.Text.Json
open System.Threading.Tasks
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private apis = ApiRegistry.Kafka.With PlaceOrder.api
let private knowing = SessionOptions(ClientId = "web", Apis = apis)
let private key = PlaceOrder.api.Key
let private order = { PlaceOrder.Request.Default with Item = "two coffees" }
let private placed = { PlaceOrder.Response.Default with OrderId = 7L }

let private written (write: IBufferWriter<byte> -> unit) : byte[] =
    let output = ArrayBufferWriter<byte>()
    write output
    output.WrittenSpan.ToArray()

/// A frame as it is written, without its size.
let private frame (write: IBufferWriter<byte> -> unit) : Bytes = Bytes((written write)[4..])

/// The only request in the bytes.
let private receive (server: ServerSession) (bytes: byte[]) : RequestFrame =
    let mutable rest = ReadOnlySpan<byte> bytes
    let mutable request = Unchecked.defaultof<RequestFrame>
    Expect.isTrue (server.TryReceive(&rest, &request)) "a request"
    Expect.equal rest.Length 0 "nothing after it"
    request

/// What a server with the API answers to a client's request.
let private serve (version: int16) (bytes: byte[]) : byte[] =
    let server = ServerSession knowing
    let request = receive server bytes
    Expect.equal (string request) $"PlaceOrder v{version} #0 of web" "ToString"
    Expect.isTrue request.IsKnown "IsKnown"
    Expect.isTrue (obj.ReferenceEquals(request.Api, PlaceOrder.api)) "Api"
    Expect.equal (unbox<PlaceOrder.Request>(request.Decode())) order "the request"
    written (fun output -> server.Respond(request, placed, output))

let private messageOf (call: unit -> 'T) : string =
    try
        call () |> ignore<'T>
        failtest "It is not refused."
    with :? ArgumentException as e ->
        e.Message

/// Definitions. The words of schemas are open only here.
module private Define =
    open KafkaWire.Schema.Words

    /// An API of the same structs, with another key and name.
    let another key name = customApi key name (versions 0 2) (since 1) PlaceOrder.request PlaceOrder.response

    /// An API with a request of its own.
    let withRequest key name requestName =
        let request =
            message<PlaceOrder.Request> requestName {
                let! item = field "Item" _.Item string always
                and! tags = unknownTags _.UnknownTaggedFields
                return { Item = item; Quantity = 1; UnknownTaggedFields = tags }
            }

        customApi key name (versions 0 0) never request PlaceOrder.response

    let secondMetadata () = api 3 (versions 0 1) never Metadata.request Metadata.response

    let unstable = unstableLatest PlaceOrder.api

module Definition =
    let tests =
        testList "Definition" [
            testCase "the name is the given one, whatever the structs are called" (fun () ->
                Expect.equal (string PlaceOrder.api) "PlaceOrder (10001)" "ToString"
                Expect.equal PlaceOrder.api.RequestSchema.Name "OrderToPlace" "the request's name"
                Expect.equal (string Define.unstable) "PlaceOrder (10001)" "unstableLatest")

            testCase "a key of Kafka and an empty name are refused" (fun () ->
                Expect.equal
                    (messageOf (fun () -> Define.another 3s "PlaceOrder"))
                    "Key 3 belongs to Kafka's Metadata. Give PlaceOrder a key far above Kafka's, such as 10001. (Parameter 'key')"
                    "a key"

                Expect.equal
                    (messageOf (fun () -> Define.another 10001s " "))
                    "An API needs a name, such as \"PlaceOrder\". (Parameter 'name')"
                    "a name")

            testCase "a registry finds Kafka's APIs and the added ones by key, name and message" (fun () ->
                let cancel = Define.another 10002s "CancelOrder"
                let both = apis.With [ cancel :> Api ]
                Expect.equal [ for api in both.Apis -> api.Name ] [ yield! Catalogue.apis |> Seq.map _.Name; "PlaceOrder"; "CancelOrder" ] "Apis"
                Expect.isTrue (obj.ReferenceEquals(both.FindApi key, PlaceOrder.api)) "FindApi"
                Expect.isTrue (obj.ReferenceEquals(both.FindApi cancel.Key, cancel)) "FindApi of the last one"
                Expect.isTrue (obj.ReferenceEquals(both.FindApi ApiKey.Metadata, Metadata.api)) "FindApi of Kafka's"
                Expect.isTrue (obj.ReferenceEquals(both.FindApiByName "placeORDER", PlaceOrder.api)) "FindApiByName"
                Expect.isTrue (obj.ReferenceEquals(both.FindApiByName "AlterIsr", AlterPartition.api)) "FindApiByName of an earlier name"
                Expect.isTrue (obj.ReferenceEquals(both.FindSchema "ordertoplace", PlaceOrder.api.Request)) "FindSchema of a shared struct"
                Expect.isTrue (obj.ReferenceEquals(both.FindSchema "MetadataRequest", Metadata.api.Request)) "FindSchema of Kafka's"
                Expect.isTrue (obj.ReferenceEquals(both.FindSchema QuorumState.schema.Name, QuorumState.schema)) "FindSchema of a payload"

                Expect.isNull (apis.FindApi cancel.Key) "the registry that it was made from has not changed"
                Expect.isNull (ApiRegistry.Kafka.FindApi key) "nor has Kafka's"
                Expect.isNull (Catalogue.tryFindApiByName "PlaceOrder") "nor has the catalogue")

            testCase "a key, a name or a message name that is taken is refused" (fun () ->
                let refuses (expected: string) (added: Api) =
                    Expect.equal (messageOf (fun () -> apis.With added)) (expected + " (Parameter 'apis')") "Message"

                refuses
                    "Metadata (3) cannot be added: its key belongs to Metadata (3). Give it another key, such as 10001."
                    (Define.secondMetadata ())

                refuses
                    "CancelOrder (10001) cannot be added: its key belongs to PlaceOrder (10001). Give it another key, such as 10001."
                    (Define.another 10001s "CancelOrder")

                refuses
                    "placeorder (10002) cannot be added: its name belongs to PlaceOrder (10001). Give it another name."
                    (Define.another 10002s "placeorder")

                refuses
                    "AlterIsr (10002) cannot be added: its name belongs to AlterPartition (56). Give it another name."
                    (Define.another 10002s "AlterIsr")

                refuses
                    "CancelOrder (10002) cannot be added: there is another message named FetchRequest. Give the struct another name."
                    (Define.withRequest 10002s "CancelOrder" "FetchRequest")

                refuses
                    "CancelOrder (10002) cannot be added: there is another message named OrderToPlace. Give the struct another name."
                    (Define.withRequest 10002s "CancelOrder" "OrderToPlace"))
        ]

module Sessions =
    let private ask = JsonElement.Parse """{ "item": "two coffees" }"""

    /// An ApiVersions response that lists the API in some versions.
    let private listing (versions: (int16 * int16) list) =
        PeerVersions.OfResponse {
            ApiVersions.Response.Default with
                ApiKeys = [|
                    for first, last in versions do
                        { ApiVersions.ApiVersion.Default with ApiKey = int16 key; MinVersion = first; MaxVersion = last }
                |]
        }

    /// The version that a session chooses for the API.
    let private chosen (session: ClientSession) : int16 =
        let bytes = written (fun output -> session.Send(PlaceOrder.api, order, output) |> ignore<Task<PlaceOrder.Response>>)
        (receive (ServerSession knowing) bytes).Version

    let tests =
        testList "Sessions" [
            testCase "a client and a server exchange messages in every version" (fun () ->
                for version in 0s .. 2s do
                    let client = ClientSession knowing
                    let output = ArrayBufferWriter<byte>()
                    let answer = client.Send(PlaceOrder.api, version, order, output)
                    client.Receive(serve version (output.WrittenSpan.ToArray()))
                    Expect.equal (answer.GetAwaiter().GetResult()) placed $"v{version}")

            testCase "a request by name is JSON in both directions, in every version" (fun () ->
                for version in 0s .. 2s do
                    let client = ClientSession knowing
                    let output = ArrayBufferWriter<byte>()
                    let answer = client.SendJson("placeOrder", Nullable version, ask, JsonForm.Kafka, output)
                    client.Receive(serve version (output.WrittenSpan.ToArray()))
                    Expect.equal (answer.GetAwaiter().GetResult().GetRawText()) """{"orderId":7}""" $"v{version}")

            testCase "a misspelt name gets a suggestion, and an unregistered API is not found" (fun () ->
                let send (session: ClientSession) (name: string) =
                    messageOf (fun () -> session.SendJson(name, Nullable(), ask, JsonForm.Kafka, ArrayBufferWriter<byte>()))

                Expect.stringStarts (send (ClientSession knowing) "PlaceOrdr") "No API is named \"PlaceOrdr\". Did you mean PlaceOrder?" "misspelt"
                Expect.stringStarts (send (ClientSession()) "PlaceOrder") "No API is named \"PlaceOrder\". " "unregistered")

            testCase "before the peer is asked, the API's own versions hold, even if it is not registered" (fun () ->
                let client = ClientSession knowing
                Expect.equal client.Versions.Ranges[key] { First = 0s; Last = 2s } "Ranges"
                Expect.equal (chosen client) 2s "registered"
                Expect.equal (PeerVersions.Newest.Choose(PlaceOrder.api, order)) 2s "for a request"
                Expect.isFalse (PeerVersions.Newest.Ranges.ContainsKey key) "Newest lists Kafka's"
                let unregistered = ClientSession(SessionOptions(ClientId = "web"))
                Expect.equal (chosen unregistered) 2s "unregistered"
                Expect.equal (PeerVersions.Newest.Choose Define.unstable) 1s "without the unstable one")

            testCase "after the peer lists the API, the common versions hold" (fun () ->
                let client = ClientSession knowing
                client.Versions <- listing [ 0s, 1s ]
                Expect.equal (chosen client) 1s "below"
                client.Versions <- listing [ 1s, 9s ]
                Expect.equal (chosen client) 2s "above")

            testCase "a peer that does not list the API does not serve it" (fun () ->
                let client = ClientSession knowing

                for served, lowest, highest in [ [], 0s, -1s; [ 3s, 4s ], 3s, 4s ] do
                    client.Versions <- listing served
                    let failure = failureOf (fun () -> client.Send(PlaceOrder.api, order, ArrayBufferWriter<byte>()))
                    Expect.equal failure.Error (WireError.UnsupportedVersion(2s, lowest, highest)) "Error"
                    Expect.equal failure.Path "PlaceOrder on the peer" "Path"

                Expect.equal client.PendingCount 0 "PendingCount")

            testCase "a server that does not know the API receives an unknown frame" (fun () ->
                let client = ClientSession knowing
                let output = ArrayBufferWriter<byte>()
                client.Send(PlaceOrder.api, 2s, order, output) |> ignore<Task<PlaceOrder.Response>>
                let server = ServerSession()
                let request = receive server (output.WrittenSpan.ToArray())
                Expect.isFalse request.IsKnown "IsKnown"
                Expect.isNull request.Api "Api"
                let failure = failureOf (fun () -> request.Decode())
                Expect.equal failure.Error (WireError.UnknownApi 10001s) "Error"

                match request.ToRequest() with
                | Request.Unrecognized raw ->
                    // The tagged fields of the header are in front of the body.
                    let body = Array.append [| 0uy |] (PlaceOrder.api.Request.Encode(order, 2s))
                    Expect.equal raw { ApiKey = key; Version = 2s; Body = Bytes body } "the raw frame"
                | other -> failtest $"{other}")

            testCase "a version above the known ones is an unknown frame" (fun () ->
                let bytes = Bytes.OfHex("2711" + "0003" + "00000007" + "0002" + "6d65" + "010203")
                let request = Frame.ReadRequest(apis, bytes)
                Expect.isFalse request.IsKnown "IsKnown"

                match request.ToRequest() with
                | Request.Unrecognized raw -> Expect.equal raw.Body (Bytes.OfHex "010203") "Body"
                | other -> failtest $"{other}")
        ]

module Frames =
    let private request version = frame (fun output -> Frame.WriteRequest(PlaceOrder.api, version, 7, "me", order, output))

    let private response version = frame (fun output -> Frame.WriteResponse(PlaceOrder.api, version, 7, placed, output))

    let tests =
        testList "Frames" [
            testCase "ReadRequest reads the header of an API and of a registry" (fun () ->
                for version in 0s .. 2s do
                    for read in [ Frame.ReadRequest(PlaceOrder.api, request version); Frame.ReadRequest(apis, request version) ] do
                        Expect.equal (string read) $"PlaceOrder v{version} #7 of me" "ToString"
                        Expect.equal read.Body (Bytes(PlaceOrder.api.Request.Encode(order, version))) "Body"
                        Expect.equal (unbox<PlaceOrder.Request>(read.Decode())) order "Decode")

            testCase "ReadRequest of an API refuses the frame of another" (fun () ->
                Expect.equal
                    (messageOf (fun () -> Frame.ReadRequest(Metadata.api, request 0s)))
                    "The frame has key 10001, but the API is Metadata (3). Frame.ReadRequest with an ApiRegistry reads requests of many APIs. (Parameter 'frame')"
                    "Message"

                let failure = failureOf (fun () -> Frame.ReadRequest(PlaceOrder.api, Bytes.OfHex "271100"))
                Expect.equal failure.Error (WireError.InsufficientBytes(4L, 3L)) "a truncated frame")

            testCase "ReadResponse honours the API, and finds only Kafka's by key" (fun () ->
                for version in 0s .. 2s do
                    let read = Frame.ReadResponse(PlaceOrder.api, version, response version)
                    Expect.equal (string read) $"PlaceOrder v{version} #7" "ToString"
                    Expect.equal (read.IsKnown, read.CorrelationId) (true, 7) "IsKnown, CorrelationId"
                    Expect.equal read.Body (Bytes(PlaceOrder.api.Response.Encode(placed, version))) "Body"
                    Expect.equal (unbox<PlaceOrder.Response>(read.Decode())) placed "Decode"
                    let unknown = Frame.ReadResponse(key, version, response version)
                    Expect.isFalse unknown.IsKnown "by key"
                    Expect.equal unknown.Body ((response version).Slice 4) "everything after the correlation id")

            testCase "a request is the case Custom, which is written again to the byte" (fun () ->
                // The header has a tagged field that nobody knows.
                let body = Convert.ToHexString(PlaceOrder.api.Request.Encode(order, 2s))
                let received = Bytes.OfHex("2711" + "0002" + "00000007" + "0002" + "6d65" + "01630155" + body)
                let original = Frame.ReadRequest(apis, received)

                match original.ToRequest() with
                | Request.Custom(api, (:? PlaceOrder.Request as found)) as request ->
                    Expect.isTrue (obj.ReferenceEquals(api, PlaceOrder.api)) "Api"
                    Expect.equal found order "the message"
                    Expect.equal (request.ApiKey, unbox<PlaceOrder.Request> request.Message) (key, order) "ApiKey, Message"
                    Expect.equal (string request) """OrderToPlace { Item = "two coffees" }""" "ToString"
                    Expect.equal request (Request.OfMessage(PlaceOrder.api, order)) "OfMessage"
                    Expect.equal (frame (fun output -> Frame.WriteRequest(original, 7, request, output))) received "with the received header"

                    Expect.equal (frame (fun output -> Frame.WriteRequest(original.Header, request, output))) received "with the header's fields"
                | other -> failtest $"{other}")

            testCase "a response is the case Custom, which is written again to the byte" (fun () ->
                let body = Convert.ToHexString(PlaceOrder.api.Response.Encode({ placed with Comment = "soon" }, 2s))
                let received = Bytes.OfHex("00000007" + "01630155" + body)
                let original = Frame.ReadResponse(PlaceOrder.api, 2s, received)

                match original.ToResponse() with
                | Response.Custom(_, (:? PlaceOrder.Response as found)) as response ->
                    Expect.equal found.Comment "soon" "the message"
                    Expect.equal (string response) """PlacedOrder { OrderId = 7; Comment = "soon" }""" "ToString"
                    Expect.equal (frame (fun output -> Frame.WriteResponse(original, 2s, 7, response, output))) received "the received header"

                    Expect.equal
                        (frame (fun output -> Frame.WriteResponse(2s, 7, response, output)))
                        (Bytes.OfHex("00000007" + "00" + body))
                        "a header of its own"
                | other -> failtest $"{other}")

            testCase "OfMessage refuses the message of another API" (fun () ->
                Expect.throwsT<InvalidCastException> (fun () -> Request.OfMessage(PlaceOrder.api, placed) |> ignore<Request>) "a response"
                let unknown = failureOf (fun () -> Request.OfMessage(key, order))
                Expect.equal unknown.Error (WireError.UnknownApi 10001s) "by key")
        ]

[<Tests>]
let tests = testList "CustomApiTests" [ Definition.tests; Sessions.tests; Frames.tests ]
