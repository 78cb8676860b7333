/// SimpleClient sends every version of every API that a broker offers.
module KafkaWire.Usage.Tests.EveryApiTests

open System
open System.Collections.Generic
open System.Diagnostics
open System.Text.Json
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.TestSupport

/// A batch or message in the format of a Produce version, as base64 for JSON.
let private records (version: int16) =
    let magic =
        if version < 2s then 0y
        elif version = 2s then 1y
        else 2y

    let batch = Records.build (RecordBatchOptions(Magic = magic)) [ NewRecord(Value = Bytes.OfString "a", Timestamp = 1L) ]

    Convert.ToBase64String batch.Span

/// The smallest request that a broker accepts, with the fields of all versions. $TOPIC is an existing topic, $ID its id,
/// $NEW an unused name.
let private request (api: ApiKey) (version: int16) : string =
    match api with
    | ApiKey.Produce ->
        $$"""{ "acks": -1, "timeoutMs": 10000, "topicData": [{ "name": "$TOPIC", "topicId": "$ID", "partitionData": [{ "index": 0, "records": "{{records version}}" }] }] }"""
    | ApiKey.Fetch ->
        """{ "maxBytes": 10000, "topics": [{ "topic": "$TOPIC", "topicId": "$ID", "partitions": [{ "partition": 0, "fetchOffset": 0, "partitionMaxBytes": 10000 }] }] }"""
    | ApiKey.ListOffsets -> """{ "topics": [{ "name": "$TOPIC", "partitions": [{ "partitionIndex": 0, "timestamp": -1, "maxNumOffsets": 1 }] }] }"""
    | ApiKey.Metadata -> """{ "topics": [{ "name": "$TOPIC" }] }"""
    | ApiKey.OffsetCommit ->
        """{ "groupId": "$NEW", "topics": [{ "name": "$TOPIC", "topicId": "$ID", "partitions": [{ "partitionIndex": 0, "committedOffset": 1 }] }] }"""
    | ApiKey.OffsetFetch ->
        """{ "groupId": "$NEW", "topics": [{ "name": "$TOPIC", "partitionIndexes": [0] }], "groups": [{ "groupId": "$NEW", "topics": [{ "name": "$TOPIC", "topicId": "$ID", "partitionIndexes": [0] }] }] }"""
    | ApiKey.FindCoordinator -> """{ "key": "$NEW", "coordinatorKeys": ["$NEW"] }"""
    | ApiKey.JoinGroup ->
        """{ "groupId": "$NEW", "sessionTimeoutMs": 10000, "rebalanceTimeoutMs": 10000, "protocolType": "consumer", "protocols": [{ "name": "range", "metadata": "" }] }"""
    | ApiKey.Heartbeat
    | ApiKey.LeaveGroup
    | ApiKey.SyncGroup -> """{ "groupId": "$NEW", "memberId": "nobody" }"""
    | ApiKey.DescribeGroups -> """{ "groups": ["$NEW"] }"""
    | ApiKey.SaslHandshake -> """{ "mechanism": "PLAIN" }"""
    | ApiKey.ApiVersions -> """{ "clientSoftwareName": "every-api", "clientSoftwareVersion": "1" }"""
    | ApiKey.CreateTopics ->
        """{ "topics": [{ "name": "$NEW", "numPartitions": 1, "replicationFactor": 1 }], "timeoutMs": 10000, "validateOnly": true }"""
    | ApiKey.DeleteTopics -> """{ "topics": [{ "name": "$NEW" }], "topicNames": ["$NEW"], "timeoutMs": 10000 }"""
    | ApiKey.DeleteRecords -> """{ "topics": [{ "name": "$TOPIC", "partitions": [{ "partitionIndex": 0, "offset": 0 }] }], "timeoutMs": 10000 }"""
    | ApiKey.InitProducerId -> """{ "transactionalId": null, "transactionTimeoutMs": 10000 }"""
    | ApiKey.OffsetForLeaderEpoch -> """{ "topics": [{ "topic": "$TOPIC", "partitions": [{ "partition": 0, "leaderEpoch": 0 }] }] }"""
    | ApiKey.AddPartitionsToTxn ->
        """{ "v3AndBelowTransactionalId": "$NEW", "v3AndBelowTopics": [{ "name": "$TOPIC", "partitions": [0] }], "transactions": [{ "transactionalId": "$NEW", "topics": [{ "name": "$TOPIC", "partitions": [0] }] }] }"""
    | ApiKey.AddOffsetsToTxn -> """{ "transactionalId": "$NEW", "groupId": "$NEW" }"""
    | ApiKey.EndTxn -> """{ "transactionalId": "$NEW" }"""
    | ApiKey.TxnOffsetCommit ->
        """{ "transactionalId": "$NEW", "groupId": "$NEW", "topics": [{ "name": "$TOPIC", "topicId": "$ID", "partitions": [{ "partitionIndex": 0, "committedOffset": 1 }] }] }"""
    | ApiKey.DescribeAcls -> """{ "resourceTypeFilter": 1, "patternTypeFilter": 1, "operation": 1, "permissionType": 1 }"""
    | ApiKey.DeleteAcls -> """{ "filters": [{ "resourceTypeFilter": 2, "resourceNameFilter": "$NEW", "operation": 1, "permissionType": 1 }] }"""
    | ApiKey.DescribeConfigs -> """{ "resources": [{ "resourceType": 2, "resourceName": "$TOPIC", "configurationKeys": ["retention.ms"] }] }"""
    | ApiKey.AlterConfigs
    | ApiKey.IncrementalAlterConfigs -> """{ "resources": [{ "resourceType": 2, "resourceName": "$TOPIC" }], "validateOnly": true }"""
    | ApiKey.DescribeLogDirs -> """{ "topics": [{ "topic": "$TOPIC", "partitions": [0] }] }"""
    | ApiKey.CreatePartitions -> """{ "topics": [{ "name": "$TOPIC", "count": 2, "assignments": null }], "timeoutMs": 10000, "validateOnly": true }"""
    | ApiKey.DeleteGroups -> """{ "groupsNames": ["$NEW"] }"""
    | ApiKey.ElectLeaders -> """{ "topicPartitions": [{ "topic": "$TOPIC", "partitions": [0] }], "timeoutMs": 10000 }"""
    | ApiKey.AlterPartitionReassignments -> """{ "topics": [{ "name": "$NEW", "partitions": [{ "partitionIndex": 0, "replicas": [1] }] }] }"""
    | ApiKey.OffsetDelete -> """{ "groupId": "$NEW", "topics": [{ "name": "$TOPIC", "partitions": [{ "partitionIndex": 0 }] }] }"""
    | ApiKey.AlterClientQuotas ->
        """{ "entries": [{ "entity": [{ "entityType": "client-id", "entityName": "$NEW" }], "ops": [{ "key": "producer_byte_rate", "value": 1000 }] }], "validateOnly": true }"""
    | ApiKey.AlterUserScramCredentials -> """{ "deletions": [{ "name": "$NEW", "mechanism": 1 }] }"""
    | ApiKey.DescribeQuorum -> """{ "topics": [{ "topicName": "__cluster_metadata", "partitions": [{ "partitionIndex": 0 }] }] }"""
    | ApiKey.DescribeProducers -> """{ "topics": [{ "name": "$TOPIC", "partitionIndexes": [0] }] }"""
    | ApiKey.UnregisterBroker -> """{ "brokerId": 4711 }"""
    | ApiKey.UnregisterController -> """{ "controllerId": 4711 }"""
    | ApiKey.DescribeTransactions -> """{ "transactionalIds": ["$NEW"] }"""
    | ApiKey.ConsumerGroupHeartbeat ->
        """{ "groupId": "$NEW", "memberId": "AAAAAAAAAAAAAAAAAAAAAQ", "rebalanceTimeoutMs": 10000, "subscribedTopicNames": ["$TOPIC"], "topicPartitions": [] }"""
    | ApiKey.ShareGroupHeartbeat -> """{ "groupId": "$NEW", "memberId": "AAAAAAAAAAAAAAAAAAAAAQ", "subscribedTopicNames": ["$TOPIC"] }"""
    | ApiKey.ConsumerGroupDescribe
    | ApiKey.ShareGroupDescribe
    | ApiKey.StreamsGroupDescribe -> """{ "groupIds": ["$NEW"] }"""
    | ApiKey.DescribeTopicPartitions -> """{ "topics": [{ "name": "$TOPIC" }] }"""
    | ApiKey.ShareFetch ->
        """{ "groupId": "$NEW", "memberId": "AAAAAAAAAAAAAAAAAAAAAQ", "maxBytes": 10000, "topics": [{ "topicId": "$ID", "partitions": [{ "partitionIndex": 0 }] }] }"""
    | ApiKey.ShareAcknowledge -> """{ "groupId": "$NEW", "memberId": "AAAAAAAAAAAAAAAAAAAAAQ" }"""
    | ApiKey.StreamsGroupHeartbeat ->
        """{ "groupId": "$NEW", "memberId": "AAAAAAAAAAAAAAAAAAAAAQ", "rebalanceTimeoutMs": 10000, "topology": { "epoch": 0, "subtopologies": [{ "subtopologyId": "0", "sourceTopics": ["$TOPIC"] }] }, "activeTasks": [], "standbyTasks": [], "warmupTasks": [] }"""
    | ApiKey.DescribeShareGroupOffsets -> """{ "groups": [{ "groupId": "$NEW", "topics": [{ "topicName": "$TOPIC", "partitions": [0] }] }] }"""
    | ApiKey.AlterShareGroupOffsets ->
        """{ "groupId": "$NEW", "topics": [{ "topicName": "$TOPIC", "partitions": [{ "partitionIndex": 0, "startOffset": 0 }] }] }"""
    | ApiKey.DeleteShareGroupOffsets -> """{ "groupId": "$NEW", "topics": [{ "topicName": "$TOPIC" }] }"""
    | ApiKey.InitializeShareGroupState
    | ApiKey.ReadShareGroupState
    | ApiKey.WriteShareGroupState
    | ApiKey.DeleteShareGroupState
    | ApiKey.ReadShareGroupStateSummary -> """{ "groupId": "$NEW", "topics": [{ "topicId": "$ID", "partitions": [{ "partition": 0 }] }] }"""
    | _ -> "{}" // its defaults will do

/// Removes the fields that a version does not have.
let rec private fit (version: int16) (shape: Shape) (json: JsonNode | null) : unit =
    match shape, json with
    | Shape.Nullable(inner, _), json -> fit version inner json
    | Shape.Array element, (:? JsonArray as items) ->
        for item in items do
            fit version element item
    | Shape.Struct s, (:? JsonObject as fields) ->
        for name in [ for field in fields -> field.Key ] do
            let field = s.Fields |> Array.find (fun field -> field.JsonName = name)

            if field.Versions.Contains version then
                fit version field.Shape fields[name]
            else
                fields.Remove name |> ignore<bool>
    | _ -> ()

/// Versions that a broker offers but that fail for a known reason, and a part of the error.
let private exceptions =
    dict [ // Offered for old librdkafka, which otherwise would not compress. The broker does not serve the version and closes the connection.
        ("4.4.0", ApiKey.Produce, 0s), "connection"
        ("4.4.0", ApiKey.Produce, 1s), "connection"
        ("4.4.0", ApiKey.Produce, 2s), "connection"
        // A preview: 4.1 changed its fields, but not its number.
        ("3.9.2", ApiKey.ReadShareGroupStateSummary, 0s), "StartOffset"
    ]

/// A coordinator takes a while to start with its first group or transaction.
let private isStarting (answer: JsonElement) =
    let text = answer.GetRawText()

    [ ErrorCode.CoordinatorLoadInProgress; ErrorCode.CoordinatorNotAvailable; ErrorCode.NotCoordinator ]
    |> List.exists (fun code -> text.Contains $"\"errorCode\":{int code}," || text.Contains $"\"errorCode\":{int code}}}")

/// Sends a request, and repeats it for a while if the coordinator is starting.
let rec private send (client: SimpleClient) (patience: Stopwatch) (id: string) (api: Api) (version: int16) : Task<JsonElement> =
    task {
        let text =
            (request api.Key version).Replace("$TOPIC", "every-api").Replace("$ID", id).Replace("$NEW", $"every-api-{Guid.NewGuid():N}")

        let json = nonNull (JsonNode.Parse text)
        fit version (Shape.Struct api.RequestSchema.Shape) json
        let! answer = client.SendAsync(api.Name, JsonElement.Parse(json.ToJsonString()), Nullable version)

        if isStarting answer && patience.Elapsed < TimeSpan.FromSeconds 10. then
            do! Task.Delay 100
            return! send client patience id api version
        else
            return answer
    }

[<Tests>]
let tests =
    testList "EveryApiTests" [
        testList "a real Kafka answers every version that it offers, and each response decodes completely" [
            for release in [ "4.4.0"; "3.9.2" ] do
                testCaseTask release (fun () ->
                    task {
                        let kafka = RealKafka.Get release
                        // Strict: trailing bytes are an error, and so is a body that is not canonical.
                        let options = SimpleClientOptions(ClientId = "every-api", Decoding = DecodeOptions(Strict = true))
                        let! client = SimpleClient.ConnectAsync(kafka.Host, kafka.Port, options)
                        let! _ = client.ProduceAsync("every-api", 0, [ NewRecord(Value = Bytes.OfString "a") ])
                        let! metadata = client.SendAsync(MetadataRequest(Topics = [| MetadataRequest.Topic(Name = "every-api") |]))
                        let id = metadata.Topics[0].TopicId.ToString()
                        let! offered = client.SendAsync(ApiVersionsRequest(ClientSoftwareName = "every-api", ClientSoftwareVersion = "1"))
                        let patience = Stopwatch.StartNew()

                        // The transaction coordinator starts when it is looked up, the group coordinator at its first request.
                        let! _ = client.SendAsync(FindCoordinatorRequest(Key = "every-api", KeyType = 1y), Nullable 1s)
                        let findings = List<string>()
                        let mutable answers = 0

                        for range in offered.ApiKeys do
                            match Catalogue.tryFindApi (LanguagePrimitives.EnumOfValue range.ApiKey) with
                            | null -> findings.Add $"key {range.ApiKey} is unknown"
                            | api ->
                                if range.MaxVersion > api.Versions.Last then
                                    findings.Add $"{api.Name}: v{range.MaxVersion} is unknown"

                                for version in range.MinVersion .. range.MaxVersion do
                                    let! outcome =
                                        task {
                                            try
                                                let! answer = send client patience id api version
                                                return Ok answer
                                            with e ->
                                                return Error e.Message
                                        }

                                    match outcome, exceptions.TryGetValue((release, api.Key, version)) with
                                    | Ok answer, (false, _) when api.Key = ApiKey.ApiVersions ->
                                        // A response read in the wrong version would not be complete.
                                        if answer.GetProperty("apiKeys").GetArrayLength() <> offered.ApiKeys.Length then
                                            findings.Add $"ApiVersions v{version}: {answer}"

                                        answers <- answers + 1
                                    | Ok _, (false, _) -> answers <- answers + 1
                                    | Ok _, (true, _) -> findings.Add $"{api.Name} v{version}: is answered: remove it from the exceptions"
                                    | Error trouble, (true, expected) when trouble.Contains expected -> ()
                                    | Error trouble, _ -> findings.Add $"{api.Name} v{version}: {trouble}"

                        do! client.DisposeAsync()
                        Expect.isEmpty findings "findings"
                        Expect.isGreaterThanOrEqual answers 200 "answers"
                    })
        ]
    ]
