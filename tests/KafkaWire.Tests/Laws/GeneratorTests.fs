/// What the generators make: damage that hurts, readable batches, values of one's own, conversations.
module KafkaWire.Tests.GeneratorTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open KafkaWire
open KafkaWire.Generators
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law
open KafkaWire.Tests.Property

let private samples (count: int) (gen: Gen<'T>) : 'T[] = Gen.sampleWithSeed (Rnd(uint64 Campaign.Seed)) 50 count gen

/// The smallest value that shrinking finds of those with a property.
let private smallest (arbitrary: Arbitrary<'T>) (holds: 'T -> bool) (value: 'T) : 'T =
    let rec descend value =
        match arbitrary.Shrinker value |> Seq.tryFind holds with
        | Some smaller -> descend smaller
        | None -> value

    descend value

module DamagedBodies =
    let private request = Metadata.api.Request

    let tests =
        testList "DamagedBodies" [
            testCase "at least a third of the damage states a far too large length or count" (fun () ->
                let bodies = [
                    for schema in Catalogue.schemas do
                        yield! samples 20 (MessageGen.damagedBodies schema schema.Versions.Last)
                ]

                let isHuge (body: DamagedBody) = body.Kind = DamageKind.Huge && (body.Role = WireRole.Length || body.Role = WireRole.Count)

                let share = float (bodies |> List.filter isHuge |> List.length) / float bodies.Length
                Expect.isGreaterThanOrEqual share 0.333 "share"

                for kind in Enum.GetValues<DamageKind>() do
                    Expect.isTrue (bodies |> List.exists (fun body -> body.Kind = kind)) $"{kind} occurs")

            testCase "a damaged body differs from the original from its offset on" (fun () ->
                for schema in Catalogue.schemas do
                    for body in samples 5 (MessageGen.damagedBodies schema schema.Versions.Last) do
                        let common = body.Original.Span.CommonPrefixLength body.Bytes.Span
                        Expect.equal common body.Offset (string body))

            testCase "a damaged body shrinks to the same damage of a smaller value" (fun () ->
                let arbitrary = MessageGen.damagedArbitrary request 12s
                let isHugeName (body: DamagedBody) = body.Kind = DamageKind.Huge && body.Path.EndsWith "].Name"
                let first = samples 500 arbitrary.Generator |> Array.find isHugeName
                let least = smallest arbitrary isHugeName first
                Expect.equal least.Path "Topics[0].Name" "Path"
                Expect.equal least.Kind DamageKind.Huge "Kind"

                Expect.isTrue
                    (same request least.Value { Metadata.Request.Default with Topics = [| Metadata.MetadataRequestTopic.Default |] })
                    "Value"

                Expect.stringStarts (string least) "MetadataRequest v12, Huge Length at byte 17, Topics[0].Name: " "ToString")

            property "damaged bodies are read or refused with a WireException" 200 (MessageGen.damagedArbitrary Fetch.api.Response 12s) (fun body ->
                decode Fetch.api.Response 12s (body.Bytes.ToArray()) |> ignore<Result<obj * int, WireFailure>>)
        ]

module Batches =
    let private batchesOf (bytes: Bytes) = [ for batch in Records.batches bytes -> batch ]

    let private isReadable (bytes: Bytes) =
        try
            let batches = batchesOf bytes

            for batch in batches do
                batch.EnsureValid()
                batch.ToArray() |> ignore<Record[]>

            not batches.IsEmpty && (batches |> List.sumBy _.SizeInBytes) = bytes.Length
        with :? WireException ->
            false

    let tests =
        testList "Batches" [
            testCase "batches are readable and of every kind" (fun () ->
                let all = samples 400 RecordGen.batches

                for bytes in all do
                    Expect.isTrue (isReadable bytes) (hex (bytes.ToArray()))

                let batches = all |> Seq.collect batchesOf |> List.ofSeq

                for magic in [ 0y; 1y; 2y ] do
                    Expect.isTrue (batches |> List.exists (fun batch -> batch.Magic = magic)) $"magic {magic}"

                for codec in Enum.GetValues<CompressionType>() do
                    Expect.isTrue (batches |> List.exists (fun batch -> batch.Compression = codec)) $"{codec}"

                Expect.isTrue (batches |> List.exists _.IsTransactional) "IsTransactional"
                Expect.isTrue (batches |> List.exists _.IsControl) "IsControl"
                Expect.isTrue (batches |> List.exists (fun batch -> batch.TimestampType = TimestampType.LogAppendTime)) "LogAppendTime")

            testCase "most records of generated Produce requests are readable batches" (fun () ->
                let records = [
                    for version in Produce.api.Versions.First .. Produce.api.Versions.Last do
                        for request in samples 30 (MessageGen.values Produce.api.Request version) do
                            for topic in request.TopicData do
                                for partition in topic.PartitionData do
                                    if partition.Records.HasValue then partition.Records.GetValueOrDefault()
                ]

                let readable = records |> List.filter isReadable
                Expect.isGreaterThan (2 * readable.Length) records.Length "readable")

            testCase "several batches shrink to one" (fun () ->
                let several = samples 100 RecordGen.batches |> Array.find (fun bytes -> (batchesOf bytes).Length > 2)
                let least = smallest RecordGen.arbitrary (fun _ -> true) several
                Expect.equal (batchesOf least).Length 1 "batches")
        ]

module Fields =
    let private names = FieldGens.none |> FieldGens.field "Topics[].Name" (Gen.elements [ "orders"; "payments" ])

    let private namesOf (request: Metadata.Request) =
        match request.Topics with
        | null -> []
        | topics -> [ for topic in topics -> Option.defaultValue "null" (Option.ofObj topic.Name) ]

    let tests =
        testList "Fields" [
            testCase "a field has values of its own generator, also when it shrinks" (fun () ->
                let arbitrary = MessageGen.arbitraryWith names Metadata.api.Request 12s
                let requests = samples 100 arbitrary.Generator
                let found = requests |> Seq.collect namesOf |> Set.ofSeq
                Expect.equal found (set [ "orders"; "payments" ]) "names"
                let first = requests |> Array.find (fun request -> (namesOf request).Length > 2)
                let least = smallest arbitrary (fun request -> not (namesOf request).IsEmpty) first
                Expect.equal (namesOf least).Length 1 "topics"
                Expect.isTrue (found.Contains (namesOf least).Head) "name")

            testCase "a wrong path is refused, with the nearest fields" (fun () ->
                let wrong = FieldGens.none |> FieldGens.field "Topics.Nam" (Gen.constant "a")
                let e = raisedBy<ArgumentException>(fun () -> MessageGen.valuesWith wrong Metadata.api.Request 12s |> ignore)

                Expect.stringStarts e.Message "MetadataRequest has no field Topics.Nam. The nearest are Topics[].Name, " "Message")

            testCase "texts shrink to a" (fun () ->
                let arbitrary = MessageGen.arbitrary Heartbeat.api.Request 4s
                let hasMember (request: Heartbeat.Request) = request.MemberId <> ""
                let least = smallest arbitrary hasMember (samples 50 arbitrary.Generator |> Array.find hasMember)
                Expect.equal least { Heartbeat.Request.Default with MemberId = "a" } "least")
        ]

module Conversations =
    let private apis: Api list = [ Metadata.api; Produce.api; Fetch.api; Heartbeat.api ]

    let private check (talk: Conversation) =
        let exchanges = List.ofSeq talk.Exchanges
        Expect.equal exchanges.Head.Api.Key ApiKey.ApiVersions "the first request"

        let ids = [ for e in exchanges -> e.CorrelationId ]
        Expect.equal ids (List.sort (List.distinct ids)) "correlation ids"
        let mutable pending: Exchange list = []

        let offered =
            exchanges
            |> List.pick (fun e ->
                match e.Response with
                | :? ApiVersions.Response as response when response.ErrorCode = ErrorCode.None -> Some response.ApiKeys
                | _ -> None)

        for step in talk.Steps do
            let exchange = step.Exchange

            if step.IsRequest then
                if not (isNull exchange.Response) then pending <- pending @ [ exchange ]
                Expect.isLessThanOrEqual pending.Length talk.InFlight "unanswered"
                let mutable size = 0
                let body = step.Frame.Slice 4

                RequestHeader.schema.Decode(body, exchange.Api.RequestHeaderVersion exchange.Version, DecodeOptions.Default, &size)
                |> ignore

                let found = exchange.Api.RequestSchema.DecodeObject(body.Slice size, exchange.Version, DecodeOptions.Default, &size)
                Expect.isTrue (same exchange.Api.RequestSchema found exchange.Request) (string step)

                if exchange.Api.Key <> ApiKey.ApiVersions then
                    let range = offered |> Array.find (fun range -> range.ApiKey = int16 exchange.Api.Key)
                    Expect.isTrue (exchange.Version >= range.MinVersion && exchange.Version <= range.MaxVersion) "version"
            else
                Expect.isTrue (obj.ReferenceEquals(pending.Head, exchange)) "responses in order"
                pending <- pending.Tail
                let mutable size = 0
                let body = step.Frame.Slice 4

                let header =
                    ResponseHeader.schema.Decode(body, exchange.Api.ResponseHeaderVersion exchange.Version, DecodeOptions.Default, &size)

                Expect.equal header.CorrelationId exchange.CorrelationId "CorrelationId"

                let found =
                    exchange.Api.ResponseSchema.DecodeObject(body.Slice size, exchange.ResponseVersion, DecodeOptions.Default, &size)

                Expect.isTrue (same exchange.Api.ResponseSchema found (nonNull exchange.Response)) (string step)

        Expect.isEmpty pending "unanswered at the end"

    let tests =
        testList "Conversations" [
            property "a conversation negotiates, keeps the order and the number of unanswered requests" 100 (ConversationGen.arbitrary apis) check

            testCase "a conversation shrinks to one exchange after the negotiation" (fun () ->
                let arbitrary = ConversationGen.arbitrary apis
                let hasTalk (talk: Conversation) = talk.Exchanges |> Seq.exists (fun e -> e.Api.Key <> ApiKey.ApiVersions)
                let least = smallest arbitrary hasTalk (samples 20 arbitrary.Generator |> Array.maxBy _.Exchanges.Count)
                check least
                Expect.equal least.InFlight 1 "InFlight"
                Expect.equal (least.Exchanges |> Seq.filter (fun e -> e.Api.Key <> ApiKey.ApiVersions) |> Seq.length) 1 "exchanges")
        ]

[<Tests>]
let tests = testList "GeneratorTests" [ DamagedBodies.tests; Batches.tests; Fields.tests; Conversations.tests ]
