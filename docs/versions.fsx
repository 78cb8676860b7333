(**
---
title: Versions and releases
index: 2
---

# Versions and releases

Every API has versions, and a client and a broker use one that both know. This page answers four questions: which version can carry a
message, what another version would lose, which Kafka release serves which versions, and what kind of server a peer is.
*)

(*** hide ***)
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
(** *)

open KafkaWire
open KafkaWire.Messages

(**
## Any message as a case of a union

A broker, a proxy or a dissector receives requests of any API. `ToRequest` decodes a frame into the case of its API, ready for a match. An
API or a version that is newer than this code becomes `Unrecognized`, which keeps the bytes.
*)

let answer (frame: RequestFrame) =
    match frame.ToRequest() with
    | Request.Heartbeat _ -> Response.Heartbeat Heartbeat.Response.Default
    | Request.Metadata request -> Response.Metadata { Metadata.Response.Default with ClusterId = "proxied" }
    | Request.Unrecognized raw -> failwith $"Pass on version {raw.Version} of key {int raw.ApiKey} as it is."
    | request -> failwith $"{request.ApiKey} is not served here."

(**
`Frame.WriteRequest` and `Frame.WriteResponse` also take the unions. They write an `Unrecognized` message byte for byte as it arrived.

## The lowest version of a message

`Projection.lowest` names the lowest version in which a message can be encoded, and the value that forces it. If you ask for a topic only by
its id, its name is null, which is allowed from v10:
*)

let topic = { Metadata.MetadataRequestTopic.Default with Name = null; TopicId = Uuid(0UL, 1UL) }

let byId = { Metadata.Request.Default with Topics = [| topic |] }

printfn $"{Projection.lowest Metadata.api.Request byId}"
(*** include-output ***)

(**
Some fields are *ignorable*: in a version without the field, the encoder silently leaves the value out. `Projection.lowestLossless` counts
these as losses too. A field can also end with a version, so a version above the lowest may not be able to carry the message.
`PeerVersions.Choose` finds the highest version that can:
*)

let coordinator = { FindCoordinator.Request.Default with Key = "orders" }

printfn $"v{PeerVersions.Newest.Choose(FindCoordinator.api, coordinator)}"
(*** include-output ***)

(**
## What another version loses

`Projection.project` changes a message so that a version can carry it, and lists what was lost: the path, the value, and the versions that
can carry the value.
*)

let projected = Projection.project Metadata.api.Request 9s byId

for loss in projected.Losses do
    printfn $"{loss}"
(*** include-output ***)

(**
## Releases

`Releases` knows which versions each Kafka release from 0.9.0 to 4.4 serves, for brokers with ZooKeeper, brokers of a KRaft cluster, and
KRaft controllers.
*)

let release = Releases.tryFind "2.8.1" |> nonNull

printfn $"Kafka {release} serves Fetch {(nonNull (release.FindApi ApiKey.Fetch)).Versions}"
printfn $"""Fetch v12 with Metadata v12: from Kafka {Releases.lowest [ struct (ApiKey.Fetch, 12s); struct (ApiKey.Metadata, 12s) ]} on"""
(*** include-output ***)

(**
Given an ApiVersions answer, `Releases.fit` says which kind of server, of which release, would send it. Here the peer is a broker of 4.4
with one extra version:
*)

let announced =
    [| for range in (nonNull (Releases.tryFind "4.4")).VersionsOf(ServerRole.Broker).Ranges do
           let last = if range.Key = ApiKey.Metadata then range.Value.Last + 1s else range.Value.Last

           { ApiVersions.ApiVersion.Default with
               ApiKey = int16 range.Key
               MinVersion = range.Value.First
               MaxVersion = last } |]

for fit in Releases.fit (PeerVersions.OfResponse { ApiVersions.Response.Default with ApiKeys = announced }) do
    printfn $"{fit}"
(*** include-output ***)

(**
If a server deviates for a known reason, the fit is still exact, and `Remarks` gives the reason. Examples: unstable
versions that were enabled, no plug-in that receives client telemetry, a record format from before 0.11.

## In C#

The functions are methods with the same names. Init records have them as extension methods:

    var request = new MetadataRequest { Topics = [new() { Name = null, TopicId = id }] };
    Console.WriteLine(request.LowestVersion());                           // v10, for Topics[0].Name = null (10+)
    foreach (var loss in request.LossesIn(9)) Console.WriteLine(loss);
    var version = protocol.Versions.Choose(request);

    foreach (var fit in Releases.Fit(protocol.Versions)) Console.WriteLine(fit);
    KafkaRelease? lowest = Releases.Lowest([(ApiKey.Fetch, 12), (ApiKey.Metadata, 12)]);

For an unknown API or version, `IsKnown` of the `RequestFrame` is false; `Frame.WriteRaw(frame.Frame, output)` passes it on.
*)
