(**
---
title: Versions and releases
index: 2
---

# Versions and releases

Every API has versions, and a client speaks with a broker in one that both know. This page is about the questions that come with it:
which version can carry a message, what is lost in another, which Kafka serves which versions, and what kind of server a peer is.
*)

(*** hide ***)
#r "../src/KafkaWire.Fs/bin/Release/net10.0/KafkaWire.Fs.dll"
(** *)

open KafkaWire
open KafkaWire.Messages

(**
## Any message: a case of a union

A broker, a proxy or a dissector gets requests of any API. `ToRequest` makes the case of its API out of a frame, ready for a match;
an API or a version that is newer than this code is `Unrecognized` and keeps its bytes.
*)

let answer (frame: RequestFrame) =
    match frame.ToRequest() with
    | Request.Heartbeat _ -> Response.Heartbeat Heartbeat.Response.Default
    | Request.Metadata request -> Response.Metadata { Metadata.Response.Default with ClusterId = "proxied" }
    | Request.Unrecognized raw -> failwith $"Version {raw.Version} of key {int raw.ApiKey} has to be passed on as it is."
    | request -> failwith $"{request.ApiKey} is not served here."

(**
`Frame.WriteRequest` and `Frame.WriteResponse` take the unions, too, and write what is `Unrecognized` byte for byte as it came.

## The lowest version of a message

`Projection.lowest` names the lowest version in which a message can be encoded, and the value that forces it. A topic that is asked for
by its id alone has no name, and null is allowed from v10 on:
*)

let topic = { Metadata.MetadataRequestTopic.Default with Name = null; TopicId = Uuid(0UL, 1UL) }

let byId = { Metadata.Request.Default with Topics = [| topic |] }

printfn $"{Projection.lowest Metadata.api.Request byId}"
(*** include-output ***)

(**
Some fields are *ignorable*: in a version without the field encoding leaves the value out, and says nothing. `Projection.lowestLossless`
is strict about these, too. A field can also end with a version, so not every version above the lowest carries a message;
`PeerVersions.Choose` finds the highest that does:
*)

let coordinator = { FindCoordinator.Request.Default with Key = "orders" }

printfn $"v{PeerVersions.Newest.Choose(FindCoordinator.api, coordinator)}"
(*** include-output ***)

(**
## What another version loses

`Projection.project` makes a message that a version can carry, and lists what it has lost: path, value, and the versions that have a
place for it.
*)

let projected = Projection.project Metadata.api.Request 9s byId

for loss in projected.Losses do
    printfn $"{loss}"
(*** include-output ***)

(**
## Releases

`Releases` knows which versions each Kafka release from 0.9.0 to 4.4 serves: brokers with ZooKeeper, brokers of a KRaft cluster, and
controllers.
*)

let release = Releases.tryFind "2.8.1" |> nonNull

printfn $"Kafka {release} serves Fetch {(nonNull (release.FindApi ApiKey.Fetch)).Versions}"
printfn $"""Fetch v12 with Metadata v12: from Kafka {Releases.lowest [ struct (ApiKey.Fetch, 12s); struct (ApiKey.Metadata, 12s) ]} on"""
(*** include-output ***)

(**
Given an ApiVersions answer, `Releases.fit` says what kind of server of which release gives it. Here the peer is a broker of 4.4 that
has one version more:
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
Where a server deviates for a reason that is known, the fit is exact and `Remarks` has the reason: versions that are not final and were
switched on, telemetry that no plug-in takes, records in the format of before 0.11.

## In C#

The same names, as methods; messages to send have them as extensions:

    var request = new MetadataRequest { Topics = [new() { Name = null, TopicId = id }] };
    Console.WriteLine(request.LowestVersion());                           // v10, for Topics[0].Name = null (10+)
    foreach (var loss in request.LossesIn(9)) Console.WriteLine(loss);
    var version = protocol.Versions.Choose(request);

    foreach (var fit in Releases.Fit(protocol.Versions)) Console.WriteLine(fit);
    KafkaRelease? lowest = Releases.Lowest([(ApiKey.Fetch, 12), (ApiKey.Metadata, 12)]);

An unknown API or version is a `RequestFrame` whose `IsKnown` is false; `Frame.WriteRaw(frame.Frame, output)` passes it on.
*)
