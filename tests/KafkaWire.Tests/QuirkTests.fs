/// Quirks of Kafka's format (docs/quirks.md) that no other test covers.
module KafkaWire.Tests.QuirkTests

open System
open System.Buffers.Binary
open System.Text
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

module Headers =
    let tests =
        testList "Headers" [
            testCase "header versions follow the body's flexibility, except for ApiVersions responses and ControlledShutdown v0" (fun () ->
                let findings = Findings()

                for api in Catalogue.apis do
                    for version in api.Versions.First .. api.Versions.Last do
                        let flexible = api.FlexibleVersions.Contains version

                        let request =
                            if api.Key = ApiKey.ControlledShutdown && version = 0s then 0s
                            elif flexible then 2s
                            else 1s

                        let response = if flexible && api.Key <> ApiKey.ApiVersions then 1s else 0s

                        if (api.RequestHeaderVersion version, api.ResponseHeaderVersion version) <> (request, response) then
                            findings.Add $"{api.Name} v{version}: {api.RequestHeaderVersion version}, {api.ResponseHeaderVersion version}"

                findings.Tell())

            testCase "the client id has an int16 length in every version that has it" (fun () ->
                let header = {
                    RequestHeader.Data.Default with
                        RequestApiKey = 3s
                        RequestApiVersion = 12s
                        CorrelationId = 7
                        ClientId = "me"
                }

                encodesTo RequestHeader.schema 1s header "0003 000c 00000007 0002 6d65"
                encodesTo RequestHeader.schema 2s header "0003 000c 00000007 0002 6d65 00"
                encodesTo RequestHeader.schema 2s { header with ClientId = null } "0003 000c 00000007 ffff 00")

            testCase "bytes after a request are ignored, but reported in strict mode" (fun () ->
                // as old librdkafka sends: ApiVersions v0, correlation id 7, no client id, four zeros
                let frame = Frame.ReadRequest(Bytes.OfHex "0012000000000007ffff00000000")
                Expect.equal (frame.Decode()) ApiVersions.Request.Default "Decode"
                let failure = failureOf (fun () -> frame.Decode(DecodeOptions(Strict = true)))
                Expect.equal failure.Error (WireError.TrailingBytes 4) "Error")
        ]

module Sizes =
    /// The frames read from consecutive chunks.
    let private read (reader: FrameReader) (chunks: byte[] seq) : Bytes list =
        let frames = Collections.Generic.List<Bytes>()

        for bytes in chunks do
            let mutable left = ReadOnlySpan bytes
            let mutable frame = Bytes.Empty

            while reader.TryRead(&left, &frame) do
                frames.Add frame

        List.ofSeq frames

    let private single (bytes: byte[]) = Seq.map Array.singleton bytes

    let tests =
        testList "Sizes" [
            testCase "a frame size of 0 is an empty frame, a size below 0 or over the limit is an error" (fun () ->
                let none = Convert.FromHexString "00000000"
                let one = Convert.FromHexString "00000001aa"

                for chunks in [ Seq.singleton (Array.concat [ none; one; none ]); single (Array.concat [ none; one; none ]) ] do
                    Expect.equal (read (FrameReader 1) chunks) [ Bytes.Empty; Bytes.OfHex "aa"; Bytes.Empty ] "read"

                for size in [ -1; Int32.MinValue; 2; Int32.MaxValue ] do
                    let prefix = Array.zeroCreate<byte> 4
                    BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(), size)
                    let failure = failureOf (fun () -> read (FrameReader 1) (single prefix))
                    Expect.equal failure.Error (WireError.FrameSizeOutOfRange(int64 size, 1L)) "Error")

            testCase "a peer that speaks TLS or HTTP is detected at its fourth byte" (fun () ->
                for first in [ "\u0015\u0003\u0003\u0000"; "\u0016\u0003\u0001\u0002"; "HTTP"; "GET "; "POST" ] do
                    let failure = failureOf (fun () -> read (FrameReader Int32.MaxValue) (single (Encoding.Latin1.GetBytes first)))
                    Expect.isTrue failure.Error.IsNotKafka failure.Message)
        ]

module Lengths =
    let tests =
        testList "Lengths" [
            testCase "any negative length is null in a nullable field" (fun () ->
                for length in [ "ffffffff"; "fffffffe"; "80000000" ] do
                    decodesTo Metadata.api.Request 1s length { Metadata.Request.Default with Topics = null }
                    let data = { Produce.PartitionProduceData.Default with Records = Nullable() }
                    let topic = { Produce.TopicProduceData.Default with PartitionData = [| data |] }

                    decodesTo Produce.api.Request 2s $"0000 00000000 00000001 0000 00000001 00000000 {length}" {
                        Produce.Request.Default with
                            TopicData = [| topic |]
                    }

                for length in [ "ffff"; "fffe"; "8000" ] do
                    decodesTo Heartbeat.api.Request 3s $"0000 00000000 0000 {length}" { Heartbeat.Request.Default with GroupInstanceId = null })

            testCase "an array element is never null" (fun () ->
                decodeError DescribeGroups.api.Request 0s "00000001 ffff" WireError.NullNotAllowed 4 " / Groups[0]"
                decodeError DescribeGroups.api.Request 5s "02 00 00 00" WireError.NullNotAllowed 1 " / Groups[0]")

            testSequenced (
                testCase "a huge count in a short body does not allocate its elements, however small they are" (fun () ->
                    let findings = Findings()

                    for api in Catalogue.apis do
                        for schema in [ api.RequestSchema; api.ResponseSchema ] do
                            for version in versionsOf schema do
                                match encode schema version schema.DefaultObject with
                                | Error _ -> ()
                                | Ok body ->
                                    // Write 2,147,483,646 at every position, as an int32 and as a varint, so that each count is hit.
                                    for count in [ "7ffffffe"; "ffffffff07" ] do
                                        for at in 0 .. min 100 (body.Length - 1) do
                                            let bytes = Array.concat [ body[.. at - 1]; Convert.FromHexString count; body[at + 1 ..] ]
                                            let before = GC.GetAllocatedBytesForCurrentThread()
                                            decode schema version bytes |> ignore
                                            let allocated = GC.GetAllocatedBytesForCurrentThread() - before

                                            if allocated > 100_000L then
                                                findings.Add $"{schema.Name} v{version}: {allocated} bytes for {hex bytes}"

                    findings.Tell())
            )
        ]

module Fields =
    let tests =
        testList "Fields" [
            testCase "absent fields have their schema defaults, even if those are not zero" (fun () ->
                let partition = { Fetch.FetchPartition.Default with CurrentLeaderEpoch = -1; LastFetchedEpoch = -1; LogStartOffset = -1L }
                Expect.equal partition Fetch.FetchPartition.Default "partition"
                Expect.equal partition.HighWatermark Int64.MaxValue "HighWatermark"
                let topic = { Fetch.FetchTopic.Default with Topic = "a"; Partitions = [| partition |] }
                let request = { Fetch.Request.Default with Topics = [| topic |] }
                Expect.equal request.MaxBytes 0x7fffffff "MaxBytes"
                decodesTo Fetch.api.Request 0s "ffffffff 00000000 00000000 00000001 0001 61 00000001 00000000 0000000000000000 00000000" request)

            testCase "null is written in a tagged field whose default is not null" (fun () ->
                let assigned (epochs: int[] | null) =
                    let topic = { ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions.Default with AssignmentEpochs = epochs }

                    { ConsumerGroupCurrentMemberAssignmentValue.Data.Default with AssignedPartitions = [| topic |] }

                let head = $"""00000000 00000000 00 02 {String('0', 32)} 01"""
                encodesTo ConsumerGroupCurrentMemberAssignmentValue.schema 0s (assigned null) $"{head} 01 00 01 00 01 00"
                encodesTo ConsumerGroupCurrentMemberAssignmentValue.schema 0s (assigned [||]) $"{head} 00 01 00"
                encodesTo ConsumerGroupCurrentMemberAssignmentValue.schema 0s (assigned [| 5 |]) $"{head} 01 00 05 02 00000005 01 00")

            testCase "known tags are read in any order, the last duplicate wins, and their sizes are ignored" (fun () ->
                // v3: error 0, no versions, throttle time 0, then tags
                let head = "0000 01 00000000"
                let expected = { ApiVersions.Response.Default with FinalizedFeaturesEpoch = 5L; ZkMigrationReady = true }
                decodesTo ApiVersions.api.Response 3s $"{head} 02 03 01 01 01 08 0000000000000005" expected
                decodesTo ApiVersions.api.Response 3s $"{head} 03 01 08 0000000000000009 03 01 01 01 08 0000000000000005" expected
                decodesTo ApiVersions.api.Response 3s $"{head} 02 01 7f 0000000000000005 03 00 01" expected
                encodesTo ApiVersions.api.Response 3s expected $"{head} 02 01 08 0000000000000005 03 01 01")

            testCase "a negative tag count is rejected" (fun () ->
                decodeError ApiVersions.api.Response 3s "0000 01 00000000 ffffffff0f" (WireError.NegativeTagCount -1) 7 "")

            testCase "duplicate topics are kept in order" (fun () ->
                let topic name number = {
                    Fetch.FetchTopic.Default with
                        Topic = name
                        Partitions = [| { Fetch.FetchPartition.Default with Partition = number } |]
                }

                let request = { Fetch.Request.Default with Topics = [| topic "b" 0; topic "a" 1; topic "b" 0; topic "b" 2 |] }

                for version in 5s .. 12s do
                    decodesTo Fetch.api.Request version (Convert.ToHexString(Fetch.api.Request.Encode(request, version))) request)
        ]

module InMessages =
    let tests =
        testList "InMessages" [
            testCase "record data of any magic is the same in flexible and older Fetch versions" (fun () ->
                let batch magic =
                    Records.build (RecordBatchOptions(Magic = magic)) [ NewRecord(Key = Bytes.OfString "k", Value = Bytes.OfString "v") ]

                let data = Array.concat [ for magic in [ 0y; 1y; 2y ] -> (batch magic).ToArray() ]

                for version in Fetch.api.Versions.First .. Fetch.api.Versions.Last do
                    for records in [ Nullable(Bytes data); Nullable Bytes.Empty; Nullable() ] do
                        let partition = { Fetch.PartitionData.Default with Records = records }
                        let topic = { Fetch.FetchableTopicResponse.Default with Partitions = [| partition |] }
                        let bytes = Fetch.api.Response.Encode({ Fetch.Response.Default with Responses = [| topic |] }, version)
                        let again = (Fetch.api.Response.Decode(Bytes bytes, version)).Responses[0].Partitions[0].Records
                        Expect.equal again records $"v{version}"

                        if again.HasValue && not again.Value.IsEmpty then
                            Expect.equal [ for batch in Records.batches again.Value -> batch.Magic ] [ 0y; 1y; 2y ] "Magic"

                            for batch in Records.batches again.Value do
                                Expect.equal [ for record in batch -> record.Value.ToUtf8String() ] [ "v" ] "Value")

            testCase "OffsetFetch moves from topics to groups at v8" (fun () ->
                let byTopic = { OffsetFetch.Request.Default with GroupId = "g"; Topics = [||] }

                let byGroup = {
                    OffsetFetch.Request.Default with
                        Groups = [| { OffsetFetch.OffsetFetchRequestGroup.Default with GroupId = "g" } |]
                }

                Expect.equal (PeerVersions.Newest.Choose(OffsetFetch.api, byTopic)) 7s "by topic"
                Expect.equal (PeerVersions.Newest.Choose(OffsetFetch.api, byGroup)) OffsetFetch.api.LatestStable "by group"

                match Projection.lowest OffsetFetch.api.Request byGroup with
                | null -> failtest "none"
                | floor -> Expect.equal floor.Version 8s "Version")
        ]

[<Tests>]
let tests = testList "QuirkTests" [ Headers.tests; Sizes.tests; Lengths.tests; Fields.tests; InMessages.tests ]
