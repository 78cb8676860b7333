/// Control records, the consumer protocol, and the records of internal topics.
module KafkaWire.Tests.PayloadTests

open System
open System.Buffers.Binary
open System.Text.Json
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

let private prefixed (prefix: int16) (body: byte[]) =
    let bytes = Array.zeroCreate<byte>(2 + body.Length)
    BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(), prefix)
    body.CopyTo(bytes, 2)
    Nullable(Bytes bytes)

/// Kafka's own bytes of every version of a message.
let private vectors =
    lazy
        (TestData.Objects "vectors/messages.jsonl.gz"
         |> Seq.map (fun line ->
             let text (name: string) = line.GetProperty(name).GetString() |> nonNull
             text "message", line.GetProperty("version").GetInt16(), Convert.FromHexString(text "hex"))
         |> Seq.groupBy (fun (message, _, _) -> message)
         |> Map.ofSeq)

let private spec (kind: string) = [
    for file in IO.Directory.GetFiles(TestData.Path "spec", "*.json") do
        let json = JsonElement.Parse(IO.File.ReadAllText file)

        if json.GetProperty("type").GetString() = kind then
            nonNull (json.GetProperty("name").GetString()), json.GetProperty("apiKey").GetInt16()
]

let private topicOf (name: string) =
    if name.StartsWith "TransactionLog" then "__transaction_state"
    elif name.StartsWith "ShareSnapshot" || name.StartsWith "ShareUpdate" then "__share_group_state"
    else "__consumer_offsets"

let private isUnknown (record: LogRecord) =
    match record with
    | LogRecord.ConsumerOffsets r -> r.IsUnknown
    | LogRecord.TransactionState r -> r.IsUnknown
    | LogRecord.ShareGroupState r -> r.IsUnknown
    | LogRecord.ClusterMetadata r -> r.IsUnknown
    | LogRecord.Control r -> r.IsUnknown
    | LogRecord.Unknown _ -> true

let private decode topic key value =
    match LogRecord.decode topic key value with
    | Ok record -> record
    | Error failure -> raise (WireException failure)

let private roundTrip topic key value =
    let record = decode topic key value
    let struct (key', value') = record.Encode()
    Expect.equal key' key $"key of {record}"
    Expect.equal value' value $"value of {record}"
    record

module Control =
    let private endpoint: VotersRecord.Endpoint = { VotersRecord.Endpoint.Default with Name = "CONTROLLER"; Host = "localhost"; Port = 9093us }

    let private all: (ControlRecord * string) list = [
        ControlRecord.Abort 5, "00000000 000000000005"
        ControlRecord.Commit 6, "00000001 000000000006"
        ControlRecord.LeaderChange {
            LeaderChangeMessage.Data.Default with
                LeaderId = 1
                Voters = [| { LeaderChangeMessage.Voter.Default with VoterId = 1 } |]
        },
        "00000002 00000000000102000000010001 00"
        ControlRecord.SnapshotHeader { SnapshotHeaderRecord.Data.Default with LastContainedLogTimestamp = 9L }, "00000003 0000000000000000000900"
        ControlRecord.SnapshotFooter SnapshotFooterRecord.Data.Default, "00000004 000000"
        ControlRecord.KRaftVersion { KRaftVersionRecord.Data.Default with KRaftVersion = 1s }, "00000005 0000000100"
        ControlRecord.KRaftVoters {
            VotersRecord.Data.Default with
                Voters = [| { VotersRecord.Voter.Default with VoterId = 1; Endpoints = [| endpoint |] } |]
        },
        "00000006 00000200000001000000000000000000000000000000000"
        + "20b434f4e54524f4c4c45520a6c6f63616c686f737423850000000000000000"
        ControlRecord.Unknown(Bytes.OfHex "00000009ff", Nullable(Bytes.OfHex "0102")), "00000009ff 0102"
        ControlRecord.Unknown(Bytes.OfHex "00000007", Nullable()), "00000007 null"
    ]

    let private hex (bytes: Nullable<Bytes>) = if bytes.HasValue then Convert.ToHexStringLower bytes.Value.Span else "null"

    let tests =
        testList "Control" [
            testCase "each control record encodes to Kafka's bytes and decodes from them" (fun () ->
                for record, expected in all do
                    let struct (key, value) = record.Encode()
                    Expect.equal ((hex key + hex value).Replace(" ", "")) (expected.Replace(" ", "")) (string record)
                    Expect.equal (ControlRecord.Decode(key, value)) record "Decode")

            testCase "a control batch is built, and read record by record" (fun () ->
                let options =
                    RecordBatchOptions(IsControl = true, IsTransactional = true, ProducerId = 7L, ProducerEpoch = 1s, BaseOffset = 100L)

                let bytes = Records.build options [ for record, _ in all -> record.ToNewRecord() ]

                for batch in Records.batches bytes do
                    Expect.isTrue batch.IsControl "IsControl"
                    let found = [ for record in batch -> ControlRecord.Decode record ]
                    Expect.equal found (List.map fst all) "found"

                    for record in batch do
                        match LogRecord.Decode("orders", batch, record) with
                        | LogRecord.Control _ -> ()
                        | other -> failtest $"{other}")

            testCase "a marker of a future version is read as the highest known version" (fun () ->
                let decode key value = ControlRecord.Decode(Nullable(Bytes.OfHex key), Nullable(Bytes.OfHex value))
                Expect.equal (decode "00030001" "0009000000110011") (ControlRecord.Commit 17) "decode"
                Expect.equal ((decode "00000001" "000900000011").Type) ControlRecordType.Commit "Type")

            testCase "an invalid control record is an error" (fun () ->
                let error (key: Nullable<Bytes>) value = (refused (fun () -> ControlRecord.Decode(key, value))).Error
                let some (hex: string) = Nullable(Bytes.OfHex hex)
                Expect.equal (error (Nullable()) (Nullable())) (WireError.InsufficientBytes(4L, 0L)) "error"
                Expect.equal (error (some "0000") (Nullable())) (WireError.InsufficientBytes(4L, 2L)) "error"
                Expect.equal (error (some "00000001") (Nullable())) (WireError.InsufficientBytes(2L, 0L)) "error"
                Expect.isTrue ((error (some "00000001") (some "0000000000")).IsInsufficientBytes) "IsInsufficientBytes"
                Expect.isTrue ((error (some "ffff0001") (some "000000000000")).IsUnsupportedVersion) "IsUnsupportedVersion"
                Expect.isTrue ((error (some "00000001") (some "ffff00000000")).IsUnsupportedVersion) "IsUnsupportedVersion")
        ]

module Versioned =
    let private entry: AbortedTxn.Data = { ProducerId = 9L; FirstOffset = 10L; LastOffset = 20L; LastStableOffset = 21L }

    let tests =
        testList "Versioned" [
            testCase "a versioned payload starts with its version" (fun () ->
                let bytes = VersionedPayload.Encode(AbortedTxn.schema, entry, 0s)
                Expect.equal bytes (Bytes.OfHex "00000000000000000009000000000000000a00000000000000140000000000000015") "bytes"
                let mutable version = -1s

                Expect.equal
                    (VersionedPayload.Decode(AbortedTxn.schema, Bytes(Array.append (bytes.ToArray()) [| 7uy |]), &version))
                    entry
                    "the entry, ignoring trailing bytes"

                Expect.equal version 0s "version")

            testCase "an unknown version and truncated bytes are errors" (fun () ->
                let error (hex: string) = (refused (fun () -> VersionedPayload.Decode(AbortedTxn.schema, Bytes.OfHex hex))).Error
                Expect.equal (error "00") (WireError.InsufficientBytes(2L, 1L)) "error"
                Expect.equal (error "0001") (WireError.UnsupportedVersion(1s, 0s, 0s)) "error"
                Expect.equal (error "0000ffff") (WireError.InsufficientBytes(8L, 2L)) "error"
                let beyond () = VersionedPayload.Encode(AbortedTxn.schema, entry, 1s)
                Expect.equal ((refused beyond).Error) (WireError.UnsupportedVersion(1s, 0s, 0s)) "Error")
        ]

module Protocol =
    let private subscription: ConsumerProtocolSubscription.Data = {
        Topics = [| "orders" |]
        UserData = Nullable(Bytes.OfString "u")
        OwnedPartitions = [| { Topic = "orders"; Partitions = [| 0; 2 |] } |]
        GenerationId = 4
        RackId = "a"
    }

    let private assignment: ConsumerProtocolAssignment.Data = {
        AssignedPartitions = [| { Topic = "orders"; Partitions = [| 0; 1 |] } |]
        UserData = Nullable()
    }

    let tests =
        testList "Protocol" [
            testCase "a subscription keeps the fields of its version" (fun () ->
                for version in 0s .. 3s do
                    let bytes = ConsumerProtocol.Encode(subscription, version)
                    let mutable found = -1s
                    let again = ConsumerProtocol.DecodeSubscription(bytes, &found)
                    Expect.equal found version "found"

                    let expected = {
                        subscription with
                            OwnedPartitions = (if version < 1s then [||] else subscription.OwnedPartitions)
                            GenerationId = (if version < 2s then -1 else 4)
                            RackId = (if version < 3s then null else "a")
                    }

                    Expect.equal again expected "again")

            testCase "a future version is read as the highest known, and trailing bytes are ignored" (fun () ->
                let bytes = (ConsumerProtocol.Encode(subscription, 3s)).ToArray()
                bytes[1] <- 9uy
                let mutable version = 0s
                let again = ConsumerProtocol.DecodeSubscription(Bytes(Array.append bytes [| 1uy; 2uy; 3uy |]), &version)
                Expect.equal version 9s "version"
                Expect.equal again subscription "again"
                let bytes = (ConsumerProtocol.Encode(assignment, 0s)).ToArray()
                bytes[0] <- 0x7fuy

                Expect.equal
                    (ConsumerProtocol.DecodeAssignment(Bytes(Array.append bytes [| 0uy |])))
                    assignment
                    "the assignment, ignoring trailing bytes")

            testCase "no bytes are an empty assignment, but not a subscription" (fun () ->
                let mutable version = 0s
                let nothing = ConsumerProtocol.DecodeAssignment(Bytes.Empty, &version)
                Expect.isEmpty nothing.AssignedPartitions "AssignedPartitions"
                Expect.equal version (-1s) "version"

                Expect.equal
                    ((refused (fun () -> ConsumerProtocol.DecodeSubscription Bytes.Empty)).Error)
                    (WireError.InsufficientBytes(2L, 0L))
                    "Error"

                Expect.isTrue
                    ((refused (fun () -> ConsumerProtocol.DecodeSubscription(Bytes.OfHex "ffff"))).Error.IsUnsupportedVersion)
                    "IsUnsupportedVersion")

            testCase "captured subscriptions and assignments decode and encode to the same bytes" (fun () ->
                let mutable subscriptions = 0
                let mutable assignments = 0

                for frame in TestData.Objects "captures/frames.jsonl.gz" do
                    let isRequest = frame.GetProperty("kind").GetString() = "request"
                    let version = frame.GetProperty("version").GetInt16()

                    let body (api: Api) =
                        let bytes = Bytes.OfHex(nonNull (frame.GetProperty("hex").GetString()))
                        let mutable size = 0

                        RequestHeader.schema.Decode(bytes, api.RequestHeaderVersion version, DecodeOptions.Default, &size)
                        |> ignore

                        bytes.Slice size

                    // These are test senders, which send invalid content.
                    let isReal =
                        match frame.TryGetProperty "client" with
                        | true, client ->
                            let name = nonNull (client.GetString())
                            not (Seq.exists (fun (sender: string) -> name.StartsWith sender) [ "raw"; "ops"; "sweep"; "cycle" ])
                        | _ -> false

                    if isReal && isRequest && frame.GetProperty("apiKey").GetInt16() = 11s then
                        let request = JoinGroup.api.Request.Decode(body JoinGroup.api, version)

                        if request.ProtocolType = "consumer" then
                            for protocol in request.Protocols do
                                let mutable version = 0s
                                let read = ConsumerProtocol.DecodeSubscription(protocol.Metadata, &version)

                                // Some clients write more fields than their version has.
                                if version <= 3s then
                                    let again = ConsumerProtocol.Encode(read, version)
                                    Expect.equal again (protocol.Metadata.Slice(0, again.Length)) "again"

                                subscriptions <- subscriptions + 1
                    elif isReal && isRequest && frame.GetProperty("apiKey").GetInt16() = 14s then
                        let request = SyncGroup.api.Request.Decode(body SyncGroup.api, version)

                        for each in request.Assignments do
                            // Groups of other types use the same envelope, or none.
                            try
                                let mutable version = 0s
                                let read = ConsumerProtocol.DecodeAssignment(each.Assignment, &version)

                                if version >= 0s && version <= 3s then
                                    let again = ConsumerProtocol.Encode(read, version)
                                    if again = each.Assignment then assignments <- assignments + 1
                            with :? WireException ->
                                ()

                Expect.isGreaterThan subscriptions 50 "subscriptions"
                Expect.isGreaterThan assignments 20 "assignments")
        ]

[<Tests>]
let tests =
    testList "PayloadTests" [
        testCase "every coordinator record is known in every version and encodes to Kafka's bytes" (fun () ->
            for keyName, recordType in spec "coordinator-key" do
                let name = keyName.Substring(0, keyName.Length - 3)
                let topic = topicOf name

                for _, _, keyBody in vectors.Value[keyName] do
                    let record = roundTrip topic (prefixed recordType keyBody) (Nullable())
                    Expect.isFalse (isUnknown record) name

                let _, _, keyBody = Seq.head vectors.Value[keyName]

                for _, version, body in vectors.Value[name + "Value"] do
                    let record = roundTrip topic (prefixed recordType keyBody) (prefixed version body)
                    Expect.isFalse (isUnknown record) $"{name} v{version}")

        testCase "every KRaft record is known in every version and encodes to Kafka's bytes" (fun () ->
            for name, recordType in spec "metadata" do
                for _, version, body in vectors.Value[name] do
                    let value = Nullable(Bytes(Array.append [| 1uy; byte recordType; byte version |] body))
                    let record = roundTrip "__cluster_metadata" (Nullable()) value
                    Expect.isFalse (isUnknown record) $"{name} v{version}"

                    match record with
                    | LogRecord.ClusterMetadata record -> Expect.equal record.RecordType (int recordType) "RecordType"
                    | other -> failtest $"{other}")

        testCase "a committed offset is shown, encoded, and decoded by its topic name" (fun () ->
            let key: OffsetCommitKey.Data = { Group = "billing"; Topic = "orders"; Partition = 3 }

            let value: OffsetCommitValue.Data = {
                OffsetCommitValue.Data.Default with
                    Offset = 42L
                    LeaderEpoch = 7
                    Metadata = "m"
                    CommitTimestamp = 1_700_000_000_000L
            }

            let record = (ConsumerOffsetsRecord.OffsetCommit(key, value, 3s)).ToString()

            Expect.equal
                record
                ("OffsetCommitKey { group = \"billing\"; topic = \"orders\"; partition = 3 } = OffsetCommitValue { offset = 42; leaderEpoch = 7; "
                 + "metadata = \"m\"; commitTimestamp = 1700000000000 }")
                "record"

            let written = (LogRecord.ConsumerOffsets(ConsumerOffsetsRecord.OffsetCommit(key, value, 3s))).ToNewRecord()

            Expect.equal (Convert.ToHexStringLower written.Key.Value.Span) "0001000762696c6c696e6700066f726465727300000003" "Value"

            Expect.equal (Convert.ToHexStringLower written.Value.Value.Span) "0003000000000000002a0000000700016d0000018bcfe56800" "Value"

            match decode "__consumer_offsets" written.Key written.Value with
            | LogRecord.ConsumerOffsets(ConsumerOffsetsRecord.OffsetCommit(k, v, 3s)) ->
                Expect.equal k key "k"
                Expect.equal v value "v"
            | other -> failtest $"{other}")

        testCase "unknown types and versions keep their bytes" (fun () ->
            let some (hex: string) = Nullable(Bytes.OfHex hex)

            for topic, key, value in
                [
                    "__consumer_offsets", some "7fff0102", some "000001"
                    "__consumer_offsets", some "0009", Nullable()
                    // a committed offset of a future version
                    "__consumer_offsets", some "00010001610001620000000c", some "0063ff"
                    "__transaction_state", some "0001aa", some "0000"
                    "__share_group_state", some "0002", some ""
                    // a future type, version and frame
                    "__cluster_metadata", Nullable(), some "01637f0102"
                    "__cluster_metadata", Nullable(), some "01020aff"
                    "__cluster_metadata", Nullable(), some "02ffffff"
                    "orders", some "00", Nullable()
                ] do
                let record = roundTrip topic key value
                Expect.isTrue (isUnknown record) $"{topic}: {record}")

        testCase "an invalid record of an internal topic is an error with its position" (fun () ->
            let some (hex: string) = Nullable(Bytes.OfHex hex)
            let error topic key value = (refused (fun () -> decode topic key value)).Failure

            let short = error "__consumer_offsets" (some "00") (Nullable())
            Expect.equal short (WireFailure(WireError.InsufficientBytes(2L, 1L), 0L, "Key")) "short"
            Expect.isTrue ((error "__consumer_offsets" (Nullable()) (Nullable())).Error.IsInsufficientBytes) "IsInsufficientBytes"

            // The group name is longer than the rest. The offset counts from the start of the key.
            let cut = error "__consumer_offsets" (some "0002000561") (Nullable())
            Expect.equal cut (WireFailure(WireError.InsufficientBytes(5L, 1L), 4L, "GroupMetadataKey v0 / group")) "cut"

            Expect.equal ((error "__cluster_metadata" (Nullable()) (Nullable())).Error) WireError.NullNotAllowed "Error"
            Expect.isTrue ((error "__cluster_metadata" (Nullable()) (some "")).Error.IsInsufficientBytes) "IsInsufficientBytes"
            Expect.equal ((error "__cluster_metadata" (Nullable()) (some "01ffffffffff0f")).Error) (WireError.MalformedVarint 5) "Error"
            // trailing bytes are not allowed
            Expect.equal ((error "__cluster_metadata" (Nullable()) (some "01140000ff")).Error) (WireError.TrailingBytes 1) "Error")

        testCase "damaged keys and values raise only WireException" (fun () ->
            let random = Campaign.Random()

            let seeds = [|
                for topic, name in
                    [
                        "__consumer_offsets", "__consumer_offsets-0.00000000000000000000.segment.log.gz"
                        "__transaction_state", "__transaction_state-0.00000000000000000000.segment.log.gz"
                        "__share_group_state", "__share_group_state-2.00000000000000000000.segment.log.gz"
                        "__cluster_metadata", "__cluster_metadata-0.node4.00000000000000006922.segment.log.gz"
                    ] do
                    use stream = TestData.Open("segments/" + name)
                    use segment = LogSegment.Read stream

                    for each in segment do
                        for record in each.Batch do
                            struct (topic, each.Batch.IsControl, record.Key.ToArray(), record.Value.ToArray())
            |]

            let damaged (bytes: byte[]) =
                let bytes = Array.copy bytes

                if bytes.Length > 0 then bytes[random.Next bytes.Length] <- byte (random.Next 256)

                if random.Next 4 = 0 then Array.truncate (random.Next(bytes.Length + 1)) bytes else bytes

            for _ in 1 .. Campaign.Rounds(20_000, 1_000_000) do
                let struct (topic, isControl, key, value) = seeds[random.Next seeds.Length]
                let key = Nullable(Bytes(if random.Next 2 = 0 then key else damaged key))
                let value = Nullable(Bytes(damaged value))

                try
                    if isControl then
                        ControlRecord.Decode(key, value).ToString() |> ignore
                    else
                        LogRecord.Decode(topic, key, value).ToString() |> ignore
                with :? WireException as e ->
                    Expect.isNonEmpty e.Message "Message")

        Control.tests
        Versioned.tests
        Protocol.tests
    ]
