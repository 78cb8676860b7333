/// Which versions can carry a message, and what a message loses in those that cannot.
module KafkaWire.Tests.ProjectionTests

open System
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
open KafkaWire.Tests.Property
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let private rounds = Campaign.Rounds(10, 500)
let private schemas = GeneratedLaws.schemas

let private losses (projected: Projected<obj>) = String.Join("; ", projected.Losses)

let private texts (projected: Projected<'T>) = [ for loss in projected.Losses -> string loss ]

let private lowest schema message =
    match Projection.lowest schema message with
    | null -> "none"
    | floor -> string floor

let private id = Uuid(0UL, 1UL)

module Examples =
    let private request = Metadata.api.Request

    let tests =
        testList "Examples" [
            testCase "a topic with only an id needs v10, because its name is null" (fun () ->
                let message = {
                    Metadata.Request.Default with
                        Topics = [| { Metadata.MetadataRequestTopic.Default with Name = null; TopicId = id } |]
                }

                Expect.equal (lowest request message) "v10, for Topics[0].Name = null (10+)" "lowest"
                let projected = Projection.project request 9s message
                Expect.equal (texts projected) [ $"Topics[0].TopicId = {id} (10+)"; "Topics[0].Name = null (10+)" ] "texts"
                Expect.equal [ for loss in projected.Losses -> loss.IsSilent ] [ true; false ] "IsSilent"
                Expect.equal [ for loss in projected.Losses -> string loss.Replacement ] [ string Uuid.Zero; "" ] "Replacement"
                let topics = nonNull projected.Message.Topics
                Expect.equal topics [| Metadata.MetadataRequestTopic.Default |] "topics")

            testCase "a request for all topics is null from v1, an empty array in v0" (fun () ->
                let message = { Metadata.Request.Default with Topics = null }
                Expect.equal (lowest request message) "v1, for Topics = null (1+)" "lowest"
                Expect.isEmpty ((Projection.project request 0s message).Message.Topics) "Topics")

            testCase "an ignorable field does not force a version, but is lost in older ones" (fun () ->
                let message = { Metadata.Response.Default with ClusterId = "c"; ControllerId = 3 }
                Expect.equal (lowest Metadata.api.Response message) "v0" "lowest"

                match Projection.lowestLossless Metadata.api.Response message with
                | null -> failtest "none"
                | floor -> Expect.equal (string floor) "v2, for ClusterId = \"c\" (2+)" "floor"

                Expect.equal
                    (texts (Projection.project Metadata.api.Response 0s message))
                    [ "ClusterId = \"c\" (2+)"; "ControllerId = 3 (1+)" ]
                    "texts")

            testCase "unknown tagged fields need a flexible version" (fun () ->
                let message = { Metadata.Request.Default with UnknownTaggedFields = [| { Tag = 77; Data = Bytes.OfHex "00" } |] }
                Expect.equal (lowest request message) "v9, for UnknownTaggedFields = tags 77 (9+)" "lowest"
                Expect.equal ((Projection.project request 8s message).Message) Metadata.Request.Default "Message")
        ]

[<Tests>]
let tests =
    testList "ProjectionTests" [
        forValues "the lowest version is the first that can write the message" schemas rounds (fun findings schema _ _ value ->
            match Projection.lowestObject schema value with
            | null -> findings.Add $"no version: {show schema schema.Versions.Last value}"
            | floor ->
                match encode schema floor.Version value with
                | Ok _ -> ()
                | Error failure -> findings.Add $"{floor}: {failure.Message}"

                match floor.ForcedBy with
                | null -> if floor.Version <> schema.Versions.First then findings.Add $"{floor}, but nothing forces it"
                | loss ->
                    match encode schema (floor.Version - 1s) value with
                    | Ok _ -> findings.Add $"{floor}, but the version below writes it, too"
                    | Error failure ->
                        let expected = $"{schema.Name} v{floor.Version - 1s} / {loss.Path}"
                        if failure.Path <> expected then findings.Add $"{failure.Message}\n    {expected}"

            match Projection.lowestLosslessObject schema value with
            | null -> findings.Add $"loses something in every version: {show schema schema.Versions.Last value}"
            | floor ->
                let bytes = schema.EncodeObject(value, floor.Version)

                match decode schema floor.Version bytes with
                | Ok(found, _) when same schema found value -> ()
                | _ -> findings.Add $"{floor} loses something: {show schema floor.Version value}"

                if
                    floor.Version > schema.Versions.First
                    && (Projection.projectObject schema (floor.Version - 1s) value).IsLossless
                then
                    findings.Add $"{floor}, but the version below loses nothing")

        Examples.tests
        testCase "two fields without a common version leave no version" (fun () ->
            let message = { FindCoordinator.Request.Default with Key = "orders"; CoordinatorKeys = [| "payments" |] }
            Expect.equal (lowest FindCoordinator.api.Request message) "none" "lowest"
            Expect.equal (texts (Projection.project FindCoordinator.api.Request 3s message)) [ "CoordinatorKeys = [ \"payments\" ] (4+)" ] "Request"
            Expect.equal (texts (Projection.project FindCoordinator.api.Request 4s message)) [ "Key = \"orders\" (0-3)" ] "Request")

        testCase "a lost secret is not shown" (fun () ->
            let config = { CreateTopics.CreatableTopicConfigs.Default with Name = "password"; Value = "hunter2" }
            let topic = { CreateTopics.CreatableTopicResult.Default with Configs = [| config |] }
            let message = { CreateTopics.Response.Default with Topics = [| topic |] }
            let text = String.Join("; ", texts (Projection.project CreateTopics.api.Response 4s message))
            Expect.stringStarts text "Topics[0].Configs = " "text"
            Expect.isFalse (text.Contains "hunter2") "text")

        testCase "an unsupported version is an error" (fun () ->
            let failure = failureOf (fun () -> Projection.project Heartbeat.api.Request 9s Heartbeat.Request.Default)
            Expect.equal failure.Error (WireError.UnsupportedVersion(9s, 0s, 4s)) "Error")

        testCase "Choose picks the highest version that can carry the request" (fun () ->
            let byKey = { FindCoordinator.Request.Default with Key = "orders" }
            let byKeys = { FindCoordinator.Request.Default with CoordinatorKeys = [| "orders" |] }
            Expect.equal (PeerVersions.Newest.Choose FindCoordinator.api) FindCoordinator.api.LatestStable "without a request"
            Expect.equal (PeerVersions.Newest.Choose(FindCoordinator.api, byKey)) 3s "by key"
            Expect.equal (PeerVersions.Newest.Choose(FindCoordinator.api, byKeys)) FindCoordinator.api.LatestStable "by keys"

            let old = (nonNull (Releases.tryFind "2.8")).VersionsOf ServerRole.Broker
            let failure = failureOf (fun () -> old.Choose(FindCoordinator.api, byKeys))
            Expect.equal failure.Path "FindCoordinatorRequest v3 / CoordinatorKeys" "Path")
    ]
