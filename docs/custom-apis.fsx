(**
---
title: APIs of your own
index: 6
---

# APIs of your own

A proxy, a broker of another vendor or a test may need an API that Kafka does not have. You define it in F#, in the words that define Kafka's
APIs, and register it. From then on it is treated like Kafka's: headers, negotiation, JSON by name, servers and proxies.
*)

(*** hide ***)
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
(** *)

open KafkaWire

(**
## Define it

`customApi` takes a key, a name, the versions, the flexible versions, and the two structs. The key must not be one of Kafka's. Kafka numbers its
APIs upwards from 0, so choose a key far above. Here v1 is flexible, and v2 adds the quantity:
*)

module PlaceOrder =
    open KafkaWire.Schema.Words

    type Request = { Item: string; Quantity: int; UnknownTaggedFields: TaggedField[] }

    let request =
        message<Request> "PlaceOrderRequest" {
            let! item = field "Item" _.Item string always
            and! quantity = fieldOr 1 "Quantity" _.Quantity int32 (since 2)
            and! tags = unknownTags _.UnknownTaggedFields
            return { Item = item; Quantity = quantity; UnknownTaggedFields = tags }
        }

    type Response = { OrderId: int64; UnknownTaggedFields: TaggedField[] }

    let response =
        message<Response> "PlaceOrderResponse" {
            let! orderId = field "OrderId" _.OrderId int64 always
            and! tags = unknownTags _.UnknownTaggedFields
            return { OrderId = orderId; UnknownTaggedFields = tags }
        }

    let api = customApi 10001s "PlaceOrder" (versions 0 2) (since 1) request response

(**
## Register it

`ApiRegistry.Kafka.With` returns a registry of Kafka's APIs and yours. It refuses a key or a name that is taken. Client, server and proxy take it in
their options. A side without it sees frames with an unknown key, which it can pass on byte for byte.
*)

let apis = ApiRegistry.Kafka.With PlaceOrder.api

let client = ClientSession(SessionOptions(Apis = apis))
let server = ServerSession(SessionOptions(Apis = apis))

(**
## Send and answer

`Request.Custom` and `Response.Custom` are the cases of all APIs that are not Kafka's:
*)

open System.Buffers

let toServer, toClient = ArrayBufferWriter<byte>(), ArrayBufferWriter<byte>()
let order = { PlaceOrder.request.Default with Item = "two coffees" }
let pending = client.Send(PlaceOrder.api, order, toServer)

let serve () =
    let mutable bytes = toServer.WrittenSpan
    let mutable frame = Unchecked.defaultof<RequestFrame>

    while server.TryReceive(&bytes, &frame) do
        match frame.ToRequest() with
        | Request.Custom(_, (:? PlaceOrder.Request as order)) ->
            printfn $"{frame}: {order.Quantity} x {order.Item}"
            server.Respond(frame, { PlaceOrder.response.Default with OrderId = 7L }, toClient)
        | request -> failwith $"{request.ApiKey} is not served here."

serve ()
client.Receive toClient.WrittenSpan
printfn $"order {pending.Result.OrderId}"
(*** include-output ***)

(**
`SendJson` finds the API by its name: `client.SendJson("PlaceOrder", ...)`.

## Versions

Before a client asks the peer for its versions, all stable versions of your API hold. Afterwards the API has the versions that both sides know. If
the peer does not list the API, sending it raises UnsupportedVersion. So a server has to list it in its ApiVersions answer:
*)

open KafkaWire.Messages

let listed =
    [| for api in apis.Apis ->
           { ApiVersions.ApiVersion.Default with
               ApiKey = int16 api.Key
               MinVersion = api.Versions.First
               MaxVersion = api.LatestStable } |]

client.Versions <- PeerVersions.OfResponse { ApiVersions.Response.Default with ApiKeys = listed }
printfn $"v{client.Versions.Choose PlaceOrder.api}"
(*** include-output ***)

(**
## In C#

Define the API in an F# project. `KafkaProtocol`, `KafkaServerProtocol`, `KafkaProxyProtocol` and `SimpleClient` have `Apis` in their options:

    var apis = ApiRegistry.Kafka.With(PlaceOrder.api);
    var protocol = new KafkaProtocol(new() { Apis = apis });
    PlaceOrder.Response placed = await protocol.SendAsync(PlaceOrder.api, new PlaceOrder.Request("two coffees", 1, []), pipe.Output);

Where an init record is expected, `RequestOf` and `ResponseOf` make one of the F# record:

    proxy.Forward(request, PlaceOrder.api.RequestOf(new PlaceOrder.Request("tea", 1, [])), toBroker);
    await server.RespondAsync(request, PlaceOrder.api.ResponseOf(new PlaceOrder.Response(7, [])), pipe.Output);
*)
