/// Which versions can carry a message, and what a message loses in those that cannot.
module KafkaWire.Tests.ProjectionTests

open System
open NUnit.Framework
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Generators
open KafkaWire.Schema
open KafkaWire.Schema.Words
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
// The conversions, which the words of schemas shadow.
open FSharp.Core.Operators

let messages = GeneratedLaws.messages

let private schemaOf message : MessageSchema =
    if message = GeneratedLaws.everything.Name then
        GeneratedLaws.everything
    else
        nonNull (Catalogue.tryFindSchema message)

/// Runs a law for generated values of every version.
let private forValues (message: string) (law: Findings -> MessageSchema -> Random -> obj -> unit) =
    let schema = schemaOf message
    let findings = Findings()
    let random = Campaign.Random()

    for version in versionsOf schema do
        for round in 1 .. Campaign.Rounds(10, 500) do
            law findings schema random (MessageGen.sample schema version (round * 7 % 100) random)

    TestContext.Out.WriteLine $"KAFKAWIRE_SEED={Campaign.Seed} repeats this."
    findings.Tell()

let private losses (projected: Projected<obj>) = String.Join("; ", projected.Losses)

[<TestCaseSource(nameof messages)>]
let ``what is projected to a version comes back from its bytes as it is`` (message: string) =
    let all = versionsOf (schemaOf message)

    forValues message (fun findings schema random value ->
        let version = all[random.Next all.Length]
        let projected = Projection.projectObject schema version value
        roundTrip findings schema version projected.Message
        let again = Projection.projectObject schema version projected.Message

        if not again.IsLossless then findings.Add $"v{version}: the projection loses {losses again}"

        if projected.IsLossless && not (obj.ReferenceEquals(projected.Message, value)) then
            findings.Add $"v{version}: nothing is lost, but it is another message"

        if not projected.IsLossless && same schema projected.Message value then
            findings.Add $"v{version}: the same, but these are lost: {losses projected}")

[<TestCaseSource(nameof messages)>]
let ``a message is written, as its projection is, where all losses are silent, and refused elsewhere`` (message: string) =
    let all = versionsOf (schemaOf message)

    forValues message (fun findings schema random value ->
        let version = all[random.Next all.Length]
        let projected = Projection.projectObject schema version value
        let loud = projected.Losses |> Seq.tryFind (fun loss -> not loss.IsSilent)

        match encode schema version value, loud with
        | Ok bytes, None ->
            let expected = schema.EncodeObject(projected.Message, version)

            if not (bytes.AsSpan().SequenceEqual(ReadOnlySpan expected)) then
                findings.Add $"v{version}: {difference expected bytes}"
        | Ok _, Some loss -> findings.Add $"v{version}: written, in spite of {loss}"
        | Error failure, None -> findings.Add $"not carried by the version: {failure.Message}"
        | Error failure, Some loss ->
            let expected = $"{schema.Name} v{version} / {loss.Path}"
            if failure.Path <> expected then findings.Add $"{failure.Message}\n    {expected}")

[<TestCaseSource(nameof messages)>]
let ``the lowest version writes the message, and the one below refuses what forces it`` (message: string) =
    forValues message (fun findings schema _ value ->
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

let private texts (projected: Projected<'T>) = [ for loss in projected.Losses -> string loss ]

let private lowest schema message =
    match Projection.lowest schema message with
    | null -> "none"
    | floor -> string floor

let private id = Uuid(0UL, 1UL)

module Examples =
    let private request = Metadata.api.Request

    [<Test>]
    let ``a topic by id alone needs v10, for its name is null`` () =
        let message =
            { Metadata.Request.Default with
                Topics = [| { Metadata.MetadataRequestTopic.Default with Name = null; TopicId = id } |] }

        Assert.That(lowest request message, Is.EqualTo "v10, for Topics[0].Name = null (10+)")
        let projected = Projection.project request 9s message
        Assert.That(texts projected, Is.EqualTo<string> [ $"Topics[0].TopicId = {id} (10+)"; "Topics[0].Name = null (10+)" ])
        Assert.That([ for loss in projected.Losses -> loss.IsSilent ], Is.EqualTo<bool> [ true; false ])
        Assert.That([ for loss in projected.Losses -> string loss.Replacement ], Is.EqualTo<string> [ string Uuid.Zero; "" ])
        let topics = nonNull projected.Message.Topics
        Assert.That(topics, Is.EqualTo<Metadata.MetadataRequestTopic> [| Metadata.MetadataRequestTopic.Default |])

    [<Test>]
    let ``all topics are null from v1 on, and an empty array before`` () =
        let message = { Metadata.Request.Default with Topics = null }
        Assert.That(lowest request message, Is.EqualTo "v1, for Topics = null (1+)")
        Assert.That((Projection.project request 0s message).Message.Topics, Is.Empty)

    [<Test>]
    let ``an ignorable field does not force a version, but is lost below it`` () =
        let message = { Metadata.Response.Default with ClusterId = "c"; ControllerId = 3 }
        Assert.That(lowest Metadata.api.Response message, Is.EqualTo "v0")

        match Projection.lowestLossless Metadata.api.Response message with
        | null -> Assert.Fail "none"
        | floor -> Assert.That(string floor, Is.EqualTo "v2, for ClusterId = \"c\" (2+)")

        Assert.That(
            texts (Projection.project Metadata.api.Response 0s message),
            Is.EqualTo<string> [ "ClusterId = \"c\" (2+)"; "ControllerId = 3 (1+)" ]
        )

    [<Test>]
    let ``unknown tagged fields need a flexible version`` () =
        let message = { Metadata.Request.Default with UnknownTaggedFields = [| { Tag = 77; Data = Bytes.OfHex "00" } |] }
        Assert.That(lowest request message, Is.EqualTo "v9, for UnknownTaggedFields = tags 77 (9+)")
        Assert.That((Projection.project request 8s message).Message, Is.EqualTo Metadata.Request.Default)

[<Test>]
let ``a field that ends with a version, with one that begins later, leaves no version`` () =
    let message = { FindCoordinator.Request.Default with Key = "orders"; CoordinatorKeys = [| "payments" |] }
    Assert.That(lowest FindCoordinator.api.Request message, Is.EqualTo "none")
    Assert.That(texts (Projection.project FindCoordinator.api.Request 3s message), Is.EqualTo<string> [ "CoordinatorKeys = [ \"payments\" ] (4+)" ])
    Assert.That(texts (Projection.project FindCoordinator.api.Request 4s message), Is.EqualTo<string> [ "Key = \"orders\" (0-3)" ])

[<Test>]
let ``a secret that is lost is not told`` () =
    let config = { CreateTopics.CreatableTopicConfigs.Default with Name = "password"; Value = "hunter2" }
    let topic = { CreateTopics.CreatableTopicResult.Default with Configs = [| config |] }
    let message = { CreateTopics.Response.Default with Topics = [| topic |] }
    let text = String.Join("; ", texts (Projection.project CreateTopics.api.Response 4s message))
    Assert.That(text, Does.StartWith "Topics[0].Configs = ")
    Assert.That(text, Does.Not.Contain "hunter2")

[<Test>]
let ``a version that is none is an error`` () =
    let failure = failureOf (fun () -> Projection.project Heartbeat.api.Request 9s Heartbeat.Request.Default)
    Assert.That(failure.Error, Is.EqualTo(WireError.UnsupportedVersion(9s, 0s, 4s)))

[<Test>]
let ``a peer is asked in the highest version that can carry the request`` () =
    let byKey = { FindCoordinator.Request.Default with Key = "orders" }
    let byKeys = { FindCoordinator.Request.Default with CoordinatorKeys = [| "orders" |] }
    Assert.That(PeerVersions.Newest.Choose FindCoordinator.api, Is.EqualTo FindCoordinator.api.LatestStable)
    Assert.That(PeerVersions.Newest.Choose(FindCoordinator.api, byKey), Is.EqualTo 3s)
    Assert.That(PeerVersions.Newest.Choose(FindCoordinator.api, byKeys), Is.EqualTo FindCoordinator.api.LatestStable)

    let old = (nonNull (Releases.tryFind "2.8")).VersionsOf ServerRole.Broker
    let failure = failureOf (fun () -> old.Choose(FindCoordinator.api, byKeys))
    Assert.That(failure.Path, Is.EqualTo "FindCoordinatorRequest v3 / CoordinatorKeys")
