// A program that has nothing of KafkaWire but its packages; PackageTests builds and runs it.
module Packaged

open FsCheck.FSharp
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Generators
open KafkaWire.Testing

let session = ClientSession()
let output = System.Buffers.ArrayBufferWriter()

let pending =
    session.Send(Heartbeat.api, 4s, { Heartbeat.Request.Default with GroupId = "orders"; GenerationId = 7 }, output)

printfn "%d bytes, %d pending" output.WrittenCount session.PendingCount

let heartbeats = MessageGen.values Heartbeat.api.Request 4s |> Gen.sample 10

let same =
    heartbeats
    |> Array.filter (fun one -> one.Equals(Heartbeat.api.Request.Decode(Bytes(Heartbeat.api.Request.Encode(one, 4s)), 4s)))

printfn "%d of %d heartbeats come back as they were" same.Length heartbeats.Length

let broker = LoopbackBroker.StartAsync().Result
let client = SimpleClient.ConnectAsync("127.0.0.1", broker.Port).Result
let offset = client.ProduceAsync("orders", 0, [ NewRecord(Value = Bytes.OfString "a book") ]).Result
let fetched = client.FetchAsync("orders", 0, offset).Result
printfn "%s" (fetched.Records[0].Value.ToUtf8String())
client.DisposeAsync().AsTask().Wait()
broker.DisposeAsync().AsTask().Wait()
