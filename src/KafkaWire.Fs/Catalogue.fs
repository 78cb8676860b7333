namespace KafkaWire

open System
open System.Collections.Generic
open KafkaWire.Schema

/// <summary>All APIs and all messages, by key and by name.</summary>
[<RequireQualifiedAccess>]
module Catalogue =

    /// <summary>The APIs, in order of their keys.</summary>
    [<CompiledName "Apis">]
    let apis: IReadOnlyList<Api> =
        [| Produce.api
           Fetch.api
           ListOffsets.api
           Metadata.api
           LeaderAndIsr.api
           StopReplica.api
           UpdateMetadata.api
           ControlledShutdown.api
           OffsetCommit.api
           OffsetFetch.api
           FindCoordinator.api
           JoinGroup.api
           Heartbeat.api
           LeaveGroup.api
           SyncGroup.api
           DescribeGroups.api
           ListGroups.api
           SaslHandshake.api
           ApiVersions.api
           CreateTopics.api
           DeleteTopics.api
           DeleteRecords.api
           InitProducerId.api
           OffsetForLeaderEpoch.api
           AddPartitionsToTxn.api
           AddOffsetsToTxn.api
           EndTxn.api
           WriteTxnMarkers.api
           TxnOffsetCommit.api
           DescribeAcls.api
           CreateAcls.api
           DeleteAcls.api
           DescribeConfigs.api
           AlterConfigs.api
           AlterReplicaLogDirs.api
           DescribeLogDirs.api
           SaslAuthenticate.api
           CreatePartitions.api
           CreateDelegationToken.api
           RenewDelegationToken.api
           ExpireDelegationToken.api
           DescribeDelegationToken.api
           DeleteGroups.api
           ElectLeaders.api
           IncrementalAlterConfigs.api
           AlterPartitionReassignments.api
           ListPartitionReassignments.api
           OffsetDelete.api
           DescribeClientQuotas.api
           AlterClientQuotas.api
           DescribeUserScramCredentials.api
           AlterUserScramCredentials.api
           Vote.api
           BeginQuorumEpoch.api
           EndQuorumEpoch.api
           DescribeQuorum.api
           AlterPartition.api
           UpdateFeatures.api
           Envelope.api
           FetchSnapshot.api
           DescribeCluster.api
           DescribeProducers.api
           BrokerRegistration.api
           BrokerHeartbeat.api
           UnregisterBroker.api
           DescribeTransactions.api
           ListTransactions.api
           AllocateProducerIds.api
           ConsumerGroupHeartbeat.api
           ConsumerGroupDescribe.api
           ControllerRegistration.api
           GetTelemetrySubscriptions.api
           PushTelemetry.api
           AssignReplicasToDirs.api
           ListConfigResources.api
           DescribeTopicPartitions.api
           ShareGroupHeartbeat.api
           ShareGroupDescribe.api
           ShareFetch.api
           ShareAcknowledge.api
           AddRaftVoter.api
           RemoveRaftVoter.api
           UpdateRaftVoter.api
           InitializeShareGroupState.api
           ReadShareGroupState.api
           WriteShareGroupState.api
           DeleteShareGroupState.api
           ReadShareGroupStateSummary.api
           StreamsGroupHeartbeat.api
           StreamsGroupDescribe.api
           DescribeShareGroupOffsets.api
           AlterShareGroupOffsets.api
           DeleteShareGroupOffsets.api
           StreamsGroupTopologyDescriptionUpdate.api
           UnregisterController.api |]

    /// <summary>The messages that are no request and no response: headers, and what lies in bytes fields and logs.</summary>
    [<CompiledName "Payloads">]
    let payloads: IReadOnlyList<MessageSchema> =
        [| RequestHeader.schema
           ResponseHeader.schema
           ConsumerProtocolSubscription.schema
           ConsumerProtocolAssignment.schema
           ControlRecordTypeSchema.schema
           EndTxnMarker.schema
           LeaderChangeMessage.schema
           SnapshotHeaderRecord.schema
           SnapshotFooterRecord.schema
           KRaftVersionRecord.schema
           VotersRecord.schema
           LegacyOffsetCommitKey.schema
           LegacyOffsetCommitValue.schema
           OffsetCommitKey.schema
           OffsetCommitValue.schema
           GroupMetadataKey.schema
           GroupMetadataValue.schema
           ConsumerGroupMetadataKey.schema
           ConsumerGroupMetadataValue.schema
           ConsumerGroupPartitionMetadataKey.schema
           ConsumerGroupPartitionMetadataValue.schema
           ConsumerGroupMemberMetadataKey.schema
           ConsumerGroupMemberMetadataValue.schema
           ConsumerGroupTargetAssignmentMetadataKey.schema
           ConsumerGroupTargetAssignmentMetadataValue.schema
           ConsumerGroupTargetAssignmentMemberKey.schema
           ConsumerGroupTargetAssignmentMemberValue.schema
           ConsumerGroupCurrentMemberAssignmentKey.schema
           ConsumerGroupCurrentMemberAssignmentValue.schema
           ShareGroupMemberMetadataKey.schema
           ShareGroupMemberMetadataValue.schema
           ShareGroupMetadataKey.schema
           ShareGroupMetadataValue.schema
           ShareGroupTargetAssignmentMetadataKey.schema
           ShareGroupTargetAssignmentMetadataValue.schema
           ShareGroupTargetAssignmentMemberKey.schema
           ShareGroupTargetAssignmentMemberValue.schema
           ShareGroupCurrentMemberAssignmentKey.schema
           ShareGroupCurrentMemberAssignmentValue.schema
           ShareGroupStatePartitionMetadataKey.schema
           ShareGroupStatePartitionMetadataValue.schema
           ConsumerGroupRegularExpressionKey.schema
           ConsumerGroupRegularExpressionValue.schema
           StreamsGroupMetadataKey.schema
           StreamsGroupMetadataValue.schema
           StreamsGroupMemberMetadataKey.schema
           StreamsGroupMemberMetadataValue.schema
           StreamsGroupTargetAssignmentMetadataKey.schema
           StreamsGroupTargetAssignmentMetadataValue.schema
           StreamsGroupTargetAssignmentMemberKey.schema
           StreamsGroupTargetAssignmentMemberValue.schema
           StreamsGroupCurrentMemberAssignmentKey.schema
           StreamsGroupCurrentMemberAssignmentValue.schema
           StreamsGroupTopologyKey.schema
           StreamsGroupTopologyValue.schema
           TransactionLogKey.schema
           TransactionLogValue.schema
           ShareSnapshotKey.schema
           ShareSnapshotValue.schema
           ShareUpdateKey.schema
           ShareUpdateValue.schema
           RegisterBrokerRecord.schema
           UnregisterBrokerRecord.schema
           TopicRecord.schema
           PartitionRecord.schema
           ConfigRecord.schema
           PartitionChangeRecord.schema
           FenceBrokerRecord.schema
           UnfenceBrokerRecord.schema
           RemoveTopicRecord.schema
           DelegationTokenRecord.schema
           UserScramCredentialRecord.schema
           FeatureLevelRecord.schema
           ClientQuotaRecord.schema
           ProducerIdsRecord.schema
           BrokerRegistrationChangeRecord.schema
           AccessControlEntryRecord.schema
           RemoveAccessControlEntryRecord.schema
           NoOpRecord.schema
           ZkMigrationStateRecord.schema
           RemoveUserScramCredentialRecord.schema
           BeginTransactionRecord.schema
           EndTransactionRecord.schema
           AbortTransactionRecord.schema
           RemoveDelegationTokenRecord.schema
           RegisterControllerRecord.schema
           ClearElrRecord.schema
           UnregisterControllerRecord.schema
           AbortedTxn.schema
           DefaultPrincipal.schema
           QuorumState.schema |]

    /// <summary>All messages: the request and the response of every API, then the payloads.</summary>
    [<CompiledName "Schemas">]
    let schemas: IReadOnlyList<MessageSchema> =
        [| for api in apis do
               api.RequestSchema
               api.ResponseSchema

           yield! payloads |]

    let private apisByKey =
        let byKey = Dictionary<ApiKey, Api>()

        for api in apis do
            byKey.Add(api.Key, api)

        byKey

    let private apisByName =
        let byName = Dictionary<string, Api> StringComparer.OrdinalIgnoreCase

        for api in apis do
            byName.Add(api.Name, api)

        // What earlier releases called them: up to 2.7, 2.3, 3.1 and 4.0.
        byName.Add("ListOffset", ListOffsets.api)
        byName.Add("ElectPreferredLeaders", ElectLeaders.api)
        byName.Add("AlterIsr", AlterPartition.api)
        byName.Add("ListClientMetricsResources", ListConfigResources.api)
        byName

    let private schemasByName =
        let byName = Dictionary<string, MessageSchema> StringComparer.OrdinalIgnoreCase

        for schema in schemas do
            byName.Add(schema.Name, schema)

        byName

    /// <summary>The API with a key; null if there is none.</summary>
    [<CompiledName "FindApi">]
    let tryFindApi (key: ApiKey) : Api | null =
        match apisByKey.TryGetValue key with
        | true, api -> api
        | _ -> null

    /// <summary>The API with Kafka's name, such as <c>Metadata</c>, whatever its case; null if there is none. What an earlier release called
    /// it, such as <c>AlterIsr</c>, is one of its names.</summary>
    [<CompiledName "FindApiByName">]
    let tryFindApiByName (name: string) : Api | null =
        match apisByName.TryGetValue name with
        | true, api -> api
        | _ -> null

    /// <summary>The message with Kafka's name, such as <c>MetadataRequest</c>, whatever its case; null if there is none.</summary>
    [<CompiledName "FindSchema">]
    let tryFindSchema (name: string) : MessageSchema | null =
        match schemasByName.TryGetValue name with
        | true, schema -> schema
        | _ -> null
