namespace KafkaWire

open System
open System.Buffers
open System.Runtime.InteropServices

/// <summary>A message of an API or a version that this code does not know, as a newer Kafka sends it: it passes through byte for byte.</summary>
[<NoComparison>]
type RawFrame =
    {
        /// The API's key.
        ApiKey: ApiKey
        /// The version of the request.
        Version: int16
        /// All bytes behind the part of the header that every version has: behind the client id of a request, behind the correlation id of
        /// a response. Tagged fields of the header, which only flexible versions have, are the first of them.
        Body: Bytes
    }

    /// <summary>Key, version and size of the body, such as <c>API 95 v2, 31 bytes</c>.</summary>
    override raw.ToString() =
        String.Concat("API ", string (int raw.ApiKey), " v", string raw.Version)
        + String.Concat(", ", ErrorText.bytes (int64 raw.Body.Length))

    /// What a raw frame can be written as: itself.
    member internal raw.Check(version: int16) =
        if version <> raw.Version then
            raise (WireException(WireError.UnsupportedVersion(version, raw.Version, raw.Version), -1L))

/// <summary>A request of any API: what a broker, a proxy or a dissector receives.</summary>
/// <remarks>Cases are added as Kafka adds APIs: end a match with a wildcard.</remarks>
/// <example><code>
/// match frame.ToRequest() with
/// | Request.Metadata request -> Response.Metadata(describe request)
/// | Request.Produce request -> Response.Produce(append request)
/// | Request.Unrecognized raw -> forward raw
/// | request -> refuse request.ApiKey
/// </code></example>
[<RequireQualifiedAccess; NoComparison>]
type Request =
    /// A producer appends record batches to partitions that the broker leads.
    | Produce of Message: Produce.Request
    /// A consumer or a replica reads record batches from partitions.
    | Fetch of Message: Fetch.Request
    /// Looks up the offset that belongs to a timestamp, or to the start or the end of a partition.
    | ListOffsets of Message: ListOffsets.Request
    /// Asks for the brokers of the cluster, and for topics with their partitions, leaders and replicas.
    | Metadata of Message: Metadata.Request
    /// The controller tells a broker which partitions it leads or follows (ZooKeeper mode; gone in Kafka 4).
    | LeaderAndIsr of Message: LeaderAndIsr.Request
    /// The controller tells a broker to stop, or to delete, replicas (ZooKeeper mode; gone in Kafka 4).
    | StopReplica of Message: StopReplica.Request
    /// The controller sends the state of partitions and the live brokers to a broker (ZooKeeper mode; gone in Kafka 4).
    | UpdateMetadata of Message: UpdateMetadata.Request
    /// A broker that wants to stop asks the controller to move its leaders away (ZooKeeper mode; gone in Kafka 4).
    | ControlledShutdown of Message: ControlledShutdown.Request
    /// Stores the offsets up to which a group has consumed partitions.
    | OffsetCommit of Message: OffsetCommit.Request
    /// Asks for the offsets that groups have committed.
    | OffsetFetch of Message: OffsetFetch.Request
    /// Asks which broker coordinates a group, a transactional id or a share partition.
    | FindCoordinator of Message: FindCoordinator.Request
    /// A member joins a group of the classic protocol; the answer comes when the rebalance has gathered all members.
    | JoinGroup of Message: JoinGroup.Request
    /// A group member tells its coordinator that it is alive.
    | Heartbeat of Message: Heartbeat.Request
    /// Members leave a group of the classic protocol.
    | LeaveGroup of Message: LeaveGroup.Request
    /// The leader of a group hands out the assignments, each member gets its own in the answer.
    | SyncGroup of Message: SyncGroup.Request
    /// Describes groups of the classic protocol: state, members, assignments.
    | DescribeGroups of Message: DescribeGroups.Request
    /// Lists the groups that a broker coordinates.
    | ListGroups of Message: ListGroups.Request
    /// Picks the SASL mechanism of the connection.
    | SaslHandshake of Message: SaslHandshake.Request
    /// Asks which APIs, at which versions, the broker speaks, and which features the cluster has.
    | ApiVersions of Message: ApiVersions.Request
    /// Creates topics.
    | CreateTopics of Message: CreateTopics.Request
    /// Deletes topics, by name or by id.
    | DeleteTopics of Message: DeleteTopics.Request
    /// Deletes the records of partitions below an offset.
    | DeleteRecords of Message: DeleteRecords.Request
    /// Gives an idempotent or transactional producer its producer id and epoch, and fences older producers.
    | InitProducerId of Message: InitProducerId.Request
    /// Asks where a leader epoch ends in the log, to find out how far two logs agree.
    | OffsetForLeaderEpoch of Message: OffsetForLeaderEpoch.Request
    /// Adds partitions to a transaction before records are written to them; brokers also use it to verify that.
    | AddPartitionsToTxn of Message: AddPartitionsToTxn.Request
    /// Adds the offsets of a group to a transaction before they are committed in it.
    | AddOffsetsToTxn of Message: AddOffsetsToTxn.Request
    /// Commits or aborts a transaction.
    | EndTxn of Message: EndTxn.Request
    /// The transaction coordinator has the leaders of partitions write the commit or abort marker of a transaction.
    | WriteTxnMarkers of Message: WriteTxnMarkers.Request
    /// Stores offsets of a group as a part of a transaction.
    | TxnOffsetCommit of Message: TxnOffsetCommit.Request
    /// Lists the ACLs that match a filter.
    | DescribeAcls of Message: DescribeAcls.Request
    /// Creates ACLs.
    | CreateAcls of Message: CreateAcls.Request
    /// Deletes the ACLs that match filters.
    | DeleteAcls of Message: DeleteAcls.Request
    /// Reads the configuration of topics, brokers, groups and other resources.
    | DescribeConfigs of Message: DescribeConfigs.Request
    /// Replaces the whole dynamic configuration of resources. IncrementalAlterConfigs is the better one.
    | AlterConfigs of Message: AlterConfigs.Request
    /// Moves replicas from one log directory of a broker to another.
    | AlterReplicaLogDirs of Message: AlterReplicaLogDirs.Request
    /// Describes the log directories of a broker: size, replicas, lag.
    | DescribeLogDirs of Message: DescribeLogDirs.Request
    /// Carries one step of the SASL exchange.
    | SaslAuthenticate of Message: SaslAuthenticate.Request
    /// Adds partitions to topics.
    | CreatePartitions of Message: CreatePartitions.Request
    /// Creates a delegation token.
    | CreateDelegationToken of Message: CreateDelegationToken.Request
    /// Prolongs the life of a delegation token.
    | RenewDelegationToken of Message: RenewDelegationToken.Request
    /// Changes when a delegation token expires, or expires it at once.
    | ExpireDelegationToken of Message: ExpireDelegationToken.Request
    /// Lists delegation tokens.
    | DescribeDelegationToken of Message: DescribeDelegationToken.Request
    /// Deletes groups that have no members, with their offsets.
    | DeleteGroups of Message: DeleteGroups.Request
    /// Elects the preferred, or any living, replica as the leader of partitions.
    | ElectLeaders of Message: ElectLeaders.Request
    /// Sets, removes, appends to or subtracts from single configuration values.
    | IncrementalAlterConfigs of Message: IncrementalAlterConfigs.Request
    /// Moves partitions to other replicas, or calls such a move off.
    | AlterPartitionReassignments of Message: AlterPartitionReassignments.Request
    /// Lists the reassignments that are under way.
    | ListPartitionReassignments of Message: ListPartitionReassignments.Request
    /// Deletes the committed offsets of a group for partitions that it does not consume.
    | OffsetDelete of Message: OffsetDelete.Request
    /// Lists the quotas that match a filter.
    | DescribeClientQuotas of Message: DescribeClientQuotas.Request
    /// Sets or removes quotas.
    | AlterClientQuotas of Message: AlterClientQuotas.Request
    /// Lists which SCRAM mechanisms users have credentials for.
    | DescribeUserScramCredentials of Message: DescribeUserScramCredentials.Request
    /// Sets or removes SCRAM credentials of users.
    | AlterUserScramCredentials of Message: AlterUserScramCredentials.Request
    /// A candidate for the leadership of a KRaft quorum asks a voter for its vote.
    | Vote of Message: Vote.Request
    /// The new leader of a KRaft quorum tells a voter that it has won the epoch.
    | BeginQuorumEpoch of Message: BeginQuorumEpoch.Request
    /// The leader of a KRaft quorum steps down and proposes successors.
    | EndQuorumEpoch of Message: EndQuorumEpoch.Request
    /// Describes a KRaft quorum: leader, voters, observers and how far each has come.
    | DescribeQuorum of Message: DescribeQuorum.Request
    /// The leader of a partition asks the controller to change the in-sync replicas.
    | AlterPartition of Message: AlterPartition.Request
    /// Changes the levels of the features that the cluster has finalized.
    | UpdateFeatures of Message: UpdateFeatures.Request
    /// A broker forwards a client's request to the controller, with the principal of the client.
    | Envelope of Message: Envelope.Request
    /// A KRaft replica reads a part of a snapshot from the leader.
    | FetchSnapshot of Message: FetchSnapshot.Request
    /// Describes the cluster: id, controller, and brokers or controllers.
    | DescribeCluster of Message: DescribeCluster.Request
    /// Lists the producers that are known in partitions, with their open transactions.
    | DescribeProducers of Message: DescribeProducers.Request
    /// A broker registers with the controller when it starts.
    | BrokerRegistration of Message: BrokerRegistration.Request
    /// A broker tells the controller that it is alive and in which state it wants to be.
    | BrokerHeartbeat of Message: BrokerHeartbeat.Request
    /// Removes a broker that is gone for good from the cluster.
    | UnregisterBroker of Message: UnregisterBroker.Request
    /// Describes transactions: state, producer, partitions.
    | DescribeTransactions of Message: DescribeTransactions.Request
    /// Lists the transactions that a broker coordinates.
    | ListTransactions of Message: ListTransactions.Request
    /// A broker gets a block of producer ids from the controller.
    | AllocateProducerIds of Message: AllocateProducerIds.Request
    /// A member joins, stays in and leaves a group of the consumer protocol, and gets its assignment.
    | ConsumerGroupHeartbeat of Message: ConsumerGroupHeartbeat.Request
    /// Describes groups of the consumer protocol.
    | ConsumerGroupDescribe of Message: ConsumerGroupDescribe.Request
    /// A controller registers with the active controller.
    | ControllerRegistration of Message: ControllerRegistration.Request
    /// A client asks which metrics the broker wants from it.
    | GetTelemetrySubscriptions of Message: GetTelemetrySubscriptions.Request
    /// A client hands its metrics to the broker.
    | PushTelemetry of Message: PushTelemetry.Request
    /// A broker tells the controller in which log directories its replicas are.
    | AssignReplicasToDirs of Message: AssignReplicasToDirs.Request
    /// Lists the resources that can have a configuration. Up to Kafka 4.0 it was called ListClientMetricsResources.
    | ListConfigResources of Message: ListConfigResources.Request
    /// Describes topics and their partitions, page by page.
    | DescribeTopicPartitions of Message: DescribeTopicPartitions.Request
    /// A member joins, stays in and leaves a share group, and gets its assignment.
    | ShareGroupHeartbeat of Message: ShareGroupHeartbeat.Request
    /// Describes share groups.
    | ShareGroupDescribe of Message: ShareGroupDescribe.Request
    /// A member of a share group acquires records, and may acknowledge earlier ones.
    | ShareFetch of Message: ShareFetch.Request
    /// A member of a share group acknowledges records that it acquired.
    | ShareAcknowledge of Message: ShareAcknowledge.Request
    /// Adds a voter to a KRaft quorum.
    | AddRaftVoter of Message: AddRaftVoter.Request
    /// Removes a voter from a KRaft quorum.
    | RemoveRaftVoter of Message: RemoveRaftVoter.Request
    /// A voter tells the leader of its KRaft quorum its endpoints and the KRaft versions that it supports.
    | UpdateRaftVoter of Message: UpdateRaftVoter.Request
    /// The group coordinator has the share coordinator set up the state of share partitions.
    | InitializeShareGroupState of Message: InitializeShareGroupState.Request
    /// The leader of a share partition reads its state from the share coordinator.
    | ReadShareGroupState of Message: ReadShareGroupState.Request
    /// The leader of a share partition stores its state with the share coordinator.
    | WriteShareGroupState of Message: WriteShareGroupState.Request
    /// The group coordinator has the share coordinator delete the state of share partitions.
    | DeleteShareGroupState of Message: DeleteShareGroupState.Request
    /// The group coordinator reads the start offsets of share partitions from the share coordinator.
    | ReadShareGroupStateSummary of Message: ReadShareGroupStateSummary.Request
    /// A member joins, stays in and leaves a streams group, and gets its tasks.
    | StreamsGroupHeartbeat of Message: StreamsGroupHeartbeat.Request
    /// Describes streams groups: topology, members, tasks.
    | StreamsGroupDescribe of Message: StreamsGroupDescribe.Request
    /// Asks for the start offsets of share groups.
    | DescribeShareGroupOffsets of Message: DescribeShareGroupOffsets.Request
    /// Sets the start offsets of a share group without members.
    | AlterShareGroupOffsets of Message: AlterShareGroupOffsets.Request
    /// Deletes the offsets of a share group for whole topics.
    | DeleteShareGroupOffsets of Message: DeleteShareGroupOffsets.Request
    /// A member of a streams group stores a description of its topology with the broker.
    | StreamsGroupTopologyDescriptionUpdate of Message: StreamsGroupTopologyDescriptionUpdate.Request
    /// Removes the registration of a controller that is gone for good from the cluster.
    | UnregisterController of Message: UnregisterController.Request
    /// An API or a version that this code does not know.
    | Unrecognized of Frame: RawFrame

    member private request.Parts: struct (ApiKey * obj) =
        match request with
        | Produce message -> struct (ApiKey.Produce, message)
        | Fetch message -> struct (ApiKey.Fetch, message)
        | ListOffsets message -> struct (ApiKey.ListOffsets, message)
        | Metadata message -> struct (ApiKey.Metadata, message)
        | LeaderAndIsr message -> struct (ApiKey.LeaderAndIsr, message)
        | StopReplica message -> struct (ApiKey.StopReplica, message)
        | UpdateMetadata message -> struct (ApiKey.UpdateMetadata, message)
        | ControlledShutdown message -> struct (ApiKey.ControlledShutdown, message)
        | OffsetCommit message -> struct (ApiKey.OffsetCommit, message)
        | OffsetFetch message -> struct (ApiKey.OffsetFetch, message)
        | FindCoordinator message -> struct (ApiKey.FindCoordinator, message)
        | JoinGroup message -> struct (ApiKey.JoinGroup, message)
        | Heartbeat message -> struct (ApiKey.Heartbeat, message)
        | LeaveGroup message -> struct (ApiKey.LeaveGroup, message)
        | SyncGroup message -> struct (ApiKey.SyncGroup, message)
        | DescribeGroups message -> struct (ApiKey.DescribeGroups, message)
        | ListGroups message -> struct (ApiKey.ListGroups, message)
        | SaslHandshake message -> struct (ApiKey.SaslHandshake, message)
        | ApiVersions message -> struct (ApiKey.ApiVersions, message)
        | CreateTopics message -> struct (ApiKey.CreateTopics, message)
        | DeleteTopics message -> struct (ApiKey.DeleteTopics, message)
        | DeleteRecords message -> struct (ApiKey.DeleteRecords, message)
        | InitProducerId message -> struct (ApiKey.InitProducerId, message)
        | OffsetForLeaderEpoch message -> struct (ApiKey.OffsetForLeaderEpoch, message)
        | AddPartitionsToTxn message -> struct (ApiKey.AddPartitionsToTxn, message)
        | AddOffsetsToTxn message -> struct (ApiKey.AddOffsetsToTxn, message)
        | EndTxn message -> struct (ApiKey.EndTxn, message)
        | WriteTxnMarkers message -> struct (ApiKey.WriteTxnMarkers, message)
        | TxnOffsetCommit message -> struct (ApiKey.TxnOffsetCommit, message)
        | DescribeAcls message -> struct (ApiKey.DescribeAcls, message)
        | CreateAcls message -> struct (ApiKey.CreateAcls, message)
        | DeleteAcls message -> struct (ApiKey.DeleteAcls, message)
        | DescribeConfigs message -> struct (ApiKey.DescribeConfigs, message)
        | AlterConfigs message -> struct (ApiKey.AlterConfigs, message)
        | AlterReplicaLogDirs message -> struct (ApiKey.AlterReplicaLogDirs, message)
        | DescribeLogDirs message -> struct (ApiKey.DescribeLogDirs, message)
        | SaslAuthenticate message -> struct (ApiKey.SaslAuthenticate, message)
        | CreatePartitions message -> struct (ApiKey.CreatePartitions, message)
        | CreateDelegationToken message -> struct (ApiKey.CreateDelegationToken, message)
        | RenewDelegationToken message -> struct (ApiKey.RenewDelegationToken, message)
        | ExpireDelegationToken message -> struct (ApiKey.ExpireDelegationToken, message)
        | DescribeDelegationToken message -> struct (ApiKey.DescribeDelegationToken, message)
        | DeleteGroups message -> struct (ApiKey.DeleteGroups, message)
        | ElectLeaders message -> struct (ApiKey.ElectLeaders, message)
        | IncrementalAlterConfigs message -> struct (ApiKey.IncrementalAlterConfigs, message)
        | AlterPartitionReassignments message -> struct (ApiKey.AlterPartitionReassignments, message)
        | ListPartitionReassignments message -> struct (ApiKey.ListPartitionReassignments, message)
        | OffsetDelete message -> struct (ApiKey.OffsetDelete, message)
        | DescribeClientQuotas message -> struct (ApiKey.DescribeClientQuotas, message)
        | AlterClientQuotas message -> struct (ApiKey.AlterClientQuotas, message)
        | DescribeUserScramCredentials message -> struct (ApiKey.DescribeUserScramCredentials, message)
        | AlterUserScramCredentials message -> struct (ApiKey.AlterUserScramCredentials, message)
        | Vote message -> struct (ApiKey.Vote, message)
        | BeginQuorumEpoch message -> struct (ApiKey.BeginQuorumEpoch, message)
        | EndQuorumEpoch message -> struct (ApiKey.EndQuorumEpoch, message)
        | DescribeQuorum message -> struct (ApiKey.DescribeQuorum, message)
        | AlterPartition message -> struct (ApiKey.AlterPartition, message)
        | UpdateFeatures message -> struct (ApiKey.UpdateFeatures, message)
        | Envelope message -> struct (ApiKey.Envelope, message)
        | FetchSnapshot message -> struct (ApiKey.FetchSnapshot, message)
        | DescribeCluster message -> struct (ApiKey.DescribeCluster, message)
        | DescribeProducers message -> struct (ApiKey.DescribeProducers, message)
        | BrokerRegistration message -> struct (ApiKey.BrokerRegistration, message)
        | BrokerHeartbeat message -> struct (ApiKey.BrokerHeartbeat, message)
        | UnregisterBroker message -> struct (ApiKey.UnregisterBroker, message)
        | DescribeTransactions message -> struct (ApiKey.DescribeTransactions, message)
        | ListTransactions message -> struct (ApiKey.ListTransactions, message)
        | AllocateProducerIds message -> struct (ApiKey.AllocateProducerIds, message)
        | ConsumerGroupHeartbeat message -> struct (ApiKey.ConsumerGroupHeartbeat, message)
        | ConsumerGroupDescribe message -> struct (ApiKey.ConsumerGroupDescribe, message)
        | ControllerRegistration message -> struct (ApiKey.ControllerRegistration, message)
        | GetTelemetrySubscriptions message -> struct (ApiKey.GetTelemetrySubscriptions, message)
        | PushTelemetry message -> struct (ApiKey.PushTelemetry, message)
        | AssignReplicasToDirs message -> struct (ApiKey.AssignReplicasToDirs, message)
        | ListConfigResources message -> struct (ApiKey.ListConfigResources, message)
        | DescribeTopicPartitions message -> struct (ApiKey.DescribeTopicPartitions, message)
        | ShareGroupHeartbeat message -> struct (ApiKey.ShareGroupHeartbeat, message)
        | ShareGroupDescribe message -> struct (ApiKey.ShareGroupDescribe, message)
        | ShareFetch message -> struct (ApiKey.ShareFetch, message)
        | ShareAcknowledge message -> struct (ApiKey.ShareAcknowledge, message)
        | AddRaftVoter message -> struct (ApiKey.AddRaftVoter, message)
        | RemoveRaftVoter message -> struct (ApiKey.RemoveRaftVoter, message)
        | UpdateRaftVoter message -> struct (ApiKey.UpdateRaftVoter, message)
        | InitializeShareGroupState message -> struct (ApiKey.InitializeShareGroupState, message)
        | ReadShareGroupState message -> struct (ApiKey.ReadShareGroupState, message)
        | WriteShareGroupState message -> struct (ApiKey.WriteShareGroupState, message)
        | DeleteShareGroupState message -> struct (ApiKey.DeleteShareGroupState, message)
        | ReadShareGroupStateSummary message -> struct (ApiKey.ReadShareGroupStateSummary, message)
        | StreamsGroupHeartbeat message -> struct (ApiKey.StreamsGroupHeartbeat, message)
        | StreamsGroupDescribe message -> struct (ApiKey.StreamsGroupDescribe, message)
        | DescribeShareGroupOffsets message -> struct (ApiKey.DescribeShareGroupOffsets, message)
        | AlterShareGroupOffsets message -> struct (ApiKey.AlterShareGroupOffsets, message)
        | DeleteShareGroupOffsets message -> struct (ApiKey.DeleteShareGroupOffsets, message)
        | StreamsGroupTopologyDescriptionUpdate message -> struct (ApiKey.StreamsGroupTopologyDescriptionUpdate, message)
        | UnregisterController message -> struct (ApiKey.UnregisterController, message)
        | Unrecognized frame -> struct (frame.ApiKey, frame)

    /// <summary>The key of the API.</summary>
    member request.ApiKey =
        let struct (key, _) = request.Parts
        key

    /// <summary>The request record of the API, such as <c>Metadata.Request</c>; of what is not recognized, the <c>RawFrame</c>.</summary>
    member request.Message: obj =
        let struct (_, message) = request.Parts
        message

    /// The case of a record of the right type.
    static member internal Cast(key: ApiKey, message: obj) : Request =
        match key with
        | ApiKey.Produce -> Produce(unbox message)
        | ApiKey.Fetch -> Fetch(unbox message)
        | ApiKey.ListOffsets -> ListOffsets(unbox message)
        | ApiKey.Metadata -> Metadata(unbox message)
        | ApiKey.LeaderAndIsr -> LeaderAndIsr(unbox message)
        | ApiKey.StopReplica -> StopReplica(unbox message)
        | ApiKey.UpdateMetadata -> UpdateMetadata(unbox message)
        | ApiKey.ControlledShutdown -> ControlledShutdown(unbox message)
        | ApiKey.OffsetCommit -> OffsetCommit(unbox message)
        | ApiKey.OffsetFetch -> OffsetFetch(unbox message)
        | ApiKey.FindCoordinator -> FindCoordinator(unbox message)
        | ApiKey.JoinGroup -> JoinGroup(unbox message)
        | ApiKey.Heartbeat -> Heartbeat(unbox message)
        | ApiKey.LeaveGroup -> LeaveGroup(unbox message)
        | ApiKey.SyncGroup -> SyncGroup(unbox message)
        | ApiKey.DescribeGroups -> DescribeGroups(unbox message)
        | ApiKey.ListGroups -> ListGroups(unbox message)
        | ApiKey.SaslHandshake -> SaslHandshake(unbox message)
        | ApiKey.ApiVersions -> ApiVersions(unbox message)
        | ApiKey.CreateTopics -> CreateTopics(unbox message)
        | ApiKey.DeleteTopics -> DeleteTopics(unbox message)
        | ApiKey.DeleteRecords -> DeleteRecords(unbox message)
        | ApiKey.InitProducerId -> InitProducerId(unbox message)
        | ApiKey.OffsetForLeaderEpoch -> OffsetForLeaderEpoch(unbox message)
        | ApiKey.AddPartitionsToTxn -> AddPartitionsToTxn(unbox message)
        | ApiKey.AddOffsetsToTxn -> AddOffsetsToTxn(unbox message)
        | ApiKey.EndTxn -> EndTxn(unbox message)
        | ApiKey.WriteTxnMarkers -> WriteTxnMarkers(unbox message)
        | ApiKey.TxnOffsetCommit -> TxnOffsetCommit(unbox message)
        | ApiKey.DescribeAcls -> DescribeAcls(unbox message)
        | ApiKey.CreateAcls -> CreateAcls(unbox message)
        | ApiKey.DeleteAcls -> DeleteAcls(unbox message)
        | ApiKey.DescribeConfigs -> DescribeConfigs(unbox message)
        | ApiKey.AlterConfigs -> AlterConfigs(unbox message)
        | ApiKey.AlterReplicaLogDirs -> AlterReplicaLogDirs(unbox message)
        | ApiKey.DescribeLogDirs -> DescribeLogDirs(unbox message)
        | ApiKey.SaslAuthenticate -> SaslAuthenticate(unbox message)
        | ApiKey.CreatePartitions -> CreatePartitions(unbox message)
        | ApiKey.CreateDelegationToken -> CreateDelegationToken(unbox message)
        | ApiKey.RenewDelegationToken -> RenewDelegationToken(unbox message)
        | ApiKey.ExpireDelegationToken -> ExpireDelegationToken(unbox message)
        | ApiKey.DescribeDelegationToken -> DescribeDelegationToken(unbox message)
        | ApiKey.DeleteGroups -> DeleteGroups(unbox message)
        | ApiKey.ElectLeaders -> ElectLeaders(unbox message)
        | ApiKey.IncrementalAlterConfigs -> IncrementalAlterConfigs(unbox message)
        | ApiKey.AlterPartitionReassignments -> AlterPartitionReassignments(unbox message)
        | ApiKey.ListPartitionReassignments -> ListPartitionReassignments(unbox message)
        | ApiKey.OffsetDelete -> OffsetDelete(unbox message)
        | ApiKey.DescribeClientQuotas -> DescribeClientQuotas(unbox message)
        | ApiKey.AlterClientQuotas -> AlterClientQuotas(unbox message)
        | ApiKey.DescribeUserScramCredentials -> DescribeUserScramCredentials(unbox message)
        | ApiKey.AlterUserScramCredentials -> AlterUserScramCredentials(unbox message)
        | ApiKey.Vote -> Vote(unbox message)
        | ApiKey.BeginQuorumEpoch -> BeginQuorumEpoch(unbox message)
        | ApiKey.EndQuorumEpoch -> EndQuorumEpoch(unbox message)
        | ApiKey.DescribeQuorum -> DescribeQuorum(unbox message)
        | ApiKey.AlterPartition -> AlterPartition(unbox message)
        | ApiKey.UpdateFeatures -> UpdateFeatures(unbox message)
        | ApiKey.Envelope -> Envelope(unbox message)
        | ApiKey.FetchSnapshot -> FetchSnapshot(unbox message)
        | ApiKey.DescribeCluster -> DescribeCluster(unbox message)
        | ApiKey.DescribeProducers -> DescribeProducers(unbox message)
        | ApiKey.BrokerRegistration -> BrokerRegistration(unbox message)
        | ApiKey.BrokerHeartbeat -> BrokerHeartbeat(unbox message)
        | ApiKey.UnregisterBroker -> UnregisterBroker(unbox message)
        | ApiKey.DescribeTransactions -> DescribeTransactions(unbox message)
        | ApiKey.ListTransactions -> ListTransactions(unbox message)
        | ApiKey.AllocateProducerIds -> AllocateProducerIds(unbox message)
        | ApiKey.ConsumerGroupHeartbeat -> ConsumerGroupHeartbeat(unbox message)
        | ApiKey.ConsumerGroupDescribe -> ConsumerGroupDescribe(unbox message)
        | ApiKey.ControllerRegistration -> ControllerRegistration(unbox message)
        | ApiKey.GetTelemetrySubscriptions -> GetTelemetrySubscriptions(unbox message)
        | ApiKey.PushTelemetry -> PushTelemetry(unbox message)
        | ApiKey.AssignReplicasToDirs -> AssignReplicasToDirs(unbox message)
        | ApiKey.ListConfigResources -> ListConfigResources(unbox message)
        | ApiKey.DescribeTopicPartitions -> DescribeTopicPartitions(unbox message)
        | ApiKey.ShareGroupHeartbeat -> ShareGroupHeartbeat(unbox message)
        | ApiKey.ShareGroupDescribe -> ShareGroupDescribe(unbox message)
        | ApiKey.ShareFetch -> ShareFetch(unbox message)
        | ApiKey.ShareAcknowledge -> ShareAcknowledge(unbox message)
        | ApiKey.AddRaftVoter -> AddRaftVoter(unbox message)
        | ApiKey.RemoveRaftVoter -> RemoveRaftVoter(unbox message)
        | ApiKey.UpdateRaftVoter -> UpdateRaftVoter(unbox message)
        | ApiKey.InitializeShareGroupState -> InitializeShareGroupState(unbox message)
        | ApiKey.ReadShareGroupState -> ReadShareGroupState(unbox message)
        | ApiKey.WriteShareGroupState -> WriteShareGroupState(unbox message)
        | ApiKey.DeleteShareGroupState -> DeleteShareGroupState(unbox message)
        | ApiKey.ReadShareGroupStateSummary -> ReadShareGroupStateSummary(unbox message)
        | ApiKey.StreamsGroupHeartbeat -> StreamsGroupHeartbeat(unbox message)
        | ApiKey.StreamsGroupDescribe -> StreamsGroupDescribe(unbox message)
        | ApiKey.DescribeShareGroupOffsets -> DescribeShareGroupOffsets(unbox message)
        | ApiKey.AlterShareGroupOffsets -> AlterShareGroupOffsets(unbox message)
        | ApiKey.DeleteShareGroupOffsets -> DeleteShareGroupOffsets(unbox message)
        | ApiKey.StreamsGroupTopologyDescriptionUpdate -> StreamsGroupTopologyDescriptionUpdate(unbox message)
        | ApiKey.UnregisterController -> UnregisterController(unbox message)
        | key -> raise (WireException(WireError.UnknownApi(int16 key), -1L))

    /// <summary>The case of a request record.</summary>
    /// <param name="key">The key of its API.</param>
    /// <param name="message">The request record of the API, such as <c>Metadata.Request</c>.</param>
    /// <exception cref="T:System.InvalidCastException">The record is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">No API has the key.</exception>
    static member OfMessage(key: ApiKey, message: obj) : Request =
        match Catalogue.tryFindApi key with
        | null -> ()
        | api -> Schema.Typing.ensureCast (nameof message) api.RequestSchema.Shape message

        Request.Cast(key, message)

    /// <summary>Decodes a body that may have bytes behind it.</summary>
    /// <param name="key">The key of the API.</param>
    /// <param name="version">The version that the body is in.</param>
    /// <param name="body">The body; decoded slices point into it.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="consumed">The number of bytes that it takes; all of them, of what is not recognized.</param>
    /// <returns>The message; <c>Unrecognized</c> if this code does not know the key or the version.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no such request.</exception>
    static member Decode(key: ApiKey, version: int16, body: Bytes, options: DecodeOptions, [<Out>] consumed: byref<int>) : Request =
        match Catalogue.tryFindApi key with
        | NonNull api when api.Versions.Contains version -> Request.Cast(key, api.RequestSchema.DecodeObject(body, version, options, &consumed))
        | _ ->
            consumed <- body.Length
            Request.Unrecognized { ApiKey = key; Version = version; Body = body }

    /// <summary>Decodes a body.</summary>
    /// <param name="key">The key of the API.</param>
    /// <param name="version">The version that the body is in.</param>
    /// <param name="body">The body, all of it; decoded slices point into it.</param>
    /// <returns>The message; <c>Unrecognized</c> if this code does not know the key or the version.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no such request, or go on behind it.</exception>
    static member Decode(key: ApiKey, version: int16, body: Bytes) : Request =
        let mutable consumed = 0
        let request = Request.Decode(key, version, body, DecodeOptions.Standard, &consumed)

        if consumed < body.Length then
            raise (WireException(WireError.TrailingBytes(body.Length - consumed), int64 consumed))

        request

    /// <summary>Encodes the body: the bytes of the message, or the raw ones.</summary>
    /// <param name="version">The version to encode it in; of what is not recognized, its own.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the message, or there is no such version.</exception>
    member request.Encode(version: int16) : byte[] =
        match request.Parts with
        | struct (_, (:? RawFrame as raw)) ->
            raw.Check version
            raw.Body.ToArray()
        | struct (key, message) -> (Unchecked.nonNull (Catalogue.tryFindApi key)).RequestSchema.EncodeObject(message, version)

    /// <summary>The fields that are not at their default, on one line; secrets are <c>***</c>. Of what is not recognized, key, version and size.</summary>
    override request.ToString() =
        match request.Parts with
        | struct (_, (:? RawFrame as raw)) -> raw.ToString()
        | struct (key, message) -> MessageText.format (Unchecked.nonNull (Catalogue.tryFindApi key)).RequestSchema message

/// <summary>A response of any API: what a broker answers, and a proxy or a dissector receives.</summary>
/// <remarks>Cases are added as Kafka adds APIs: end a match with a wildcard.</remarks>
/// <example><code>
/// match answer.ToResponse() with
/// | Response.Metadata response -> Response.Metadata { response with Brokers = [| proxy |] }
/// | response -> response
/// </code></example>
[<RequireQualifiedAccess; NoComparison>]
type Response =
    /// The answer to Produce.
    | Produce of Message: Produce.Response
    /// The answer to Fetch.
    | Fetch of Message: Fetch.Response
    /// The answer to ListOffsets.
    | ListOffsets of Message: ListOffsets.Response
    /// The answer to Metadata.
    | Metadata of Message: Metadata.Response
    /// The answer to LeaderAndIsr.
    | LeaderAndIsr of Message: LeaderAndIsr.Response
    /// The answer to StopReplica.
    | StopReplica of Message: StopReplica.Response
    /// The answer to UpdateMetadata.
    | UpdateMetadata of Message: UpdateMetadata.Response
    /// The answer to ControlledShutdown.
    | ControlledShutdown of Message: ControlledShutdown.Response
    /// The answer to OffsetCommit.
    | OffsetCommit of Message: OffsetCommit.Response
    /// The answer to OffsetFetch.
    | OffsetFetch of Message: OffsetFetch.Response
    /// The answer to FindCoordinator.
    | FindCoordinator of Message: FindCoordinator.Response
    /// The answer to JoinGroup.
    | JoinGroup of Message: JoinGroup.Response
    /// The answer to Heartbeat.
    | Heartbeat of Message: Heartbeat.Response
    /// The answer to LeaveGroup.
    | LeaveGroup of Message: LeaveGroup.Response
    /// The answer to SyncGroup.
    | SyncGroup of Message: SyncGroup.Response
    /// The answer to DescribeGroups.
    | DescribeGroups of Message: DescribeGroups.Response
    /// The answer to ListGroups.
    | ListGroups of Message: ListGroups.Response
    /// The answer to SaslHandshake.
    | SaslHandshake of Message: SaslHandshake.Response
    /// The answer to ApiVersions.
    | ApiVersions of Message: ApiVersions.Response
    /// The answer to CreateTopics.
    | CreateTopics of Message: CreateTopics.Response
    /// The answer to DeleteTopics.
    | DeleteTopics of Message: DeleteTopics.Response
    /// The answer to DeleteRecords.
    | DeleteRecords of Message: DeleteRecords.Response
    /// The answer to InitProducerId.
    | InitProducerId of Message: InitProducerId.Response
    /// The answer to OffsetForLeaderEpoch.
    | OffsetForLeaderEpoch of Message: OffsetForLeaderEpoch.Response
    /// The answer to AddPartitionsToTxn.
    | AddPartitionsToTxn of Message: AddPartitionsToTxn.Response
    /// The answer to AddOffsetsToTxn.
    | AddOffsetsToTxn of Message: AddOffsetsToTxn.Response
    /// The answer to EndTxn.
    | EndTxn of Message: EndTxn.Response
    /// The answer to WriteTxnMarkers.
    | WriteTxnMarkers of Message: WriteTxnMarkers.Response
    /// The answer to TxnOffsetCommit.
    | TxnOffsetCommit of Message: TxnOffsetCommit.Response
    /// The answer to DescribeAcls.
    | DescribeAcls of Message: DescribeAcls.Response
    /// The answer to CreateAcls.
    | CreateAcls of Message: CreateAcls.Response
    /// The answer to DeleteAcls.
    | DeleteAcls of Message: DeleteAcls.Response
    /// The answer to DescribeConfigs.
    | DescribeConfigs of Message: DescribeConfigs.Response
    /// The answer to AlterConfigs.
    | AlterConfigs of Message: AlterConfigs.Response
    /// The answer to AlterReplicaLogDirs.
    | AlterReplicaLogDirs of Message: AlterReplicaLogDirs.Response
    /// The answer to DescribeLogDirs.
    | DescribeLogDirs of Message: DescribeLogDirs.Response
    /// The answer to SaslAuthenticate.
    | SaslAuthenticate of Message: SaslAuthenticate.Response
    /// The answer to CreatePartitions.
    | CreatePartitions of Message: CreatePartitions.Response
    /// The answer to CreateDelegationToken.
    | CreateDelegationToken of Message: CreateDelegationToken.Response
    /// The answer to RenewDelegationToken.
    | RenewDelegationToken of Message: RenewDelegationToken.Response
    /// The answer to ExpireDelegationToken.
    | ExpireDelegationToken of Message: ExpireDelegationToken.Response
    /// The answer to DescribeDelegationToken.
    | DescribeDelegationToken of Message: DescribeDelegationToken.Response
    /// The answer to DeleteGroups.
    | DeleteGroups of Message: DeleteGroups.Response
    /// The answer to ElectLeaders.
    | ElectLeaders of Message: ElectLeaders.Response
    /// The answer to IncrementalAlterConfigs.
    | IncrementalAlterConfigs of Message: IncrementalAlterConfigs.Response
    /// The answer to AlterPartitionReassignments.
    | AlterPartitionReassignments of Message: AlterPartitionReassignments.Response
    /// The answer to ListPartitionReassignments.
    | ListPartitionReassignments of Message: ListPartitionReassignments.Response
    /// The answer to OffsetDelete.
    | OffsetDelete of Message: OffsetDelete.Response
    /// The answer to DescribeClientQuotas.
    | DescribeClientQuotas of Message: DescribeClientQuotas.Response
    /// The answer to AlterClientQuotas.
    | AlterClientQuotas of Message: AlterClientQuotas.Response
    /// The answer to DescribeUserScramCredentials.
    | DescribeUserScramCredentials of Message: DescribeUserScramCredentials.Response
    /// The answer to AlterUserScramCredentials.
    | AlterUserScramCredentials of Message: AlterUserScramCredentials.Response
    /// The answer to Vote.
    | Vote of Message: Vote.Response
    /// The answer to BeginQuorumEpoch.
    | BeginQuorumEpoch of Message: BeginQuorumEpoch.Response
    /// The answer to EndQuorumEpoch.
    | EndQuorumEpoch of Message: EndQuorumEpoch.Response
    /// The answer to DescribeQuorum.
    | DescribeQuorum of Message: DescribeQuorum.Response
    /// The answer to AlterPartition.
    | AlterPartition of Message: AlterPartition.Response
    /// The answer to UpdateFeatures.
    | UpdateFeatures of Message: UpdateFeatures.Response
    /// The answer to Envelope.
    | Envelope of Message: Envelope.Response
    /// The answer to FetchSnapshot.
    | FetchSnapshot of Message: FetchSnapshot.Response
    /// The answer to DescribeCluster.
    | DescribeCluster of Message: DescribeCluster.Response
    /// The answer to DescribeProducers.
    | DescribeProducers of Message: DescribeProducers.Response
    /// The answer to BrokerRegistration.
    | BrokerRegistration of Message: BrokerRegistration.Response
    /// The answer to BrokerHeartbeat.
    | BrokerHeartbeat of Message: BrokerHeartbeat.Response
    /// The answer to UnregisterBroker.
    | UnregisterBroker of Message: UnregisterBroker.Response
    /// The answer to DescribeTransactions.
    | DescribeTransactions of Message: DescribeTransactions.Response
    /// The answer to ListTransactions.
    | ListTransactions of Message: ListTransactions.Response
    /// The answer to AllocateProducerIds.
    | AllocateProducerIds of Message: AllocateProducerIds.Response
    /// The answer to ConsumerGroupHeartbeat.
    | ConsumerGroupHeartbeat of Message: ConsumerGroupHeartbeat.Response
    /// The answer to ConsumerGroupDescribe.
    | ConsumerGroupDescribe of Message: ConsumerGroupDescribe.Response
    /// The answer to ControllerRegistration.
    | ControllerRegistration of Message: ControllerRegistration.Response
    /// The answer to GetTelemetrySubscriptions.
    | GetTelemetrySubscriptions of Message: GetTelemetrySubscriptions.Response
    /// The answer to PushTelemetry.
    | PushTelemetry of Message: PushTelemetry.Response
    /// The answer to AssignReplicasToDirs.
    | AssignReplicasToDirs of Message: AssignReplicasToDirs.Response
    /// The answer to ListConfigResources.
    | ListConfigResources of Message: ListConfigResources.Response
    /// The answer to DescribeTopicPartitions.
    | DescribeTopicPartitions of Message: DescribeTopicPartitions.Response
    /// The answer to ShareGroupHeartbeat.
    | ShareGroupHeartbeat of Message: ShareGroupHeartbeat.Response
    /// The answer to ShareGroupDescribe.
    | ShareGroupDescribe of Message: ShareGroupDescribe.Response
    /// The answer to ShareFetch.
    | ShareFetch of Message: ShareFetch.Response
    /// The answer to ShareAcknowledge.
    | ShareAcknowledge of Message: ShareAcknowledge.Response
    /// The answer to AddRaftVoter.
    | AddRaftVoter of Message: AddRaftVoter.Response
    /// The answer to RemoveRaftVoter.
    | RemoveRaftVoter of Message: RemoveRaftVoter.Response
    /// The answer to UpdateRaftVoter.
    | UpdateRaftVoter of Message: UpdateRaftVoter.Response
    /// The answer to InitializeShareGroupState.
    | InitializeShareGroupState of Message: InitializeShareGroupState.Response
    /// The answer to ReadShareGroupState.
    | ReadShareGroupState of Message: ReadShareGroupState.Response
    /// The answer to WriteShareGroupState.
    | WriteShareGroupState of Message: WriteShareGroupState.Response
    /// The answer to DeleteShareGroupState.
    | DeleteShareGroupState of Message: DeleteShareGroupState.Response
    /// The answer to ReadShareGroupStateSummary.
    | ReadShareGroupStateSummary of Message: ReadShareGroupStateSummary.Response
    /// The answer to StreamsGroupHeartbeat.
    | StreamsGroupHeartbeat of Message: StreamsGroupHeartbeat.Response
    /// The answer to StreamsGroupDescribe.
    | StreamsGroupDescribe of Message: StreamsGroupDescribe.Response
    /// The answer to DescribeShareGroupOffsets.
    | DescribeShareGroupOffsets of Message: DescribeShareGroupOffsets.Response
    /// The answer to AlterShareGroupOffsets.
    | AlterShareGroupOffsets of Message: AlterShareGroupOffsets.Response
    /// The answer to DeleteShareGroupOffsets.
    | DeleteShareGroupOffsets of Message: DeleteShareGroupOffsets.Response
    /// The answer to StreamsGroupTopologyDescriptionUpdate.
    | StreamsGroupTopologyDescriptionUpdate of Message: StreamsGroupTopologyDescriptionUpdate.Response
    /// The answer to UnregisterController.
    | UnregisterController of Message: UnregisterController.Response
    /// An API or a version that this code does not know.
    | Unrecognized of Frame: RawFrame

    member private response.Parts: struct (ApiKey * obj) =
        match response with
        | Produce message -> struct (ApiKey.Produce, message)
        | Fetch message -> struct (ApiKey.Fetch, message)
        | ListOffsets message -> struct (ApiKey.ListOffsets, message)
        | Metadata message -> struct (ApiKey.Metadata, message)
        | LeaderAndIsr message -> struct (ApiKey.LeaderAndIsr, message)
        | StopReplica message -> struct (ApiKey.StopReplica, message)
        | UpdateMetadata message -> struct (ApiKey.UpdateMetadata, message)
        | ControlledShutdown message -> struct (ApiKey.ControlledShutdown, message)
        | OffsetCommit message -> struct (ApiKey.OffsetCommit, message)
        | OffsetFetch message -> struct (ApiKey.OffsetFetch, message)
        | FindCoordinator message -> struct (ApiKey.FindCoordinator, message)
        | JoinGroup message -> struct (ApiKey.JoinGroup, message)
        | Heartbeat message -> struct (ApiKey.Heartbeat, message)
        | LeaveGroup message -> struct (ApiKey.LeaveGroup, message)
        | SyncGroup message -> struct (ApiKey.SyncGroup, message)
        | DescribeGroups message -> struct (ApiKey.DescribeGroups, message)
        | ListGroups message -> struct (ApiKey.ListGroups, message)
        | SaslHandshake message -> struct (ApiKey.SaslHandshake, message)
        | ApiVersions message -> struct (ApiKey.ApiVersions, message)
        | CreateTopics message -> struct (ApiKey.CreateTopics, message)
        | DeleteTopics message -> struct (ApiKey.DeleteTopics, message)
        | DeleteRecords message -> struct (ApiKey.DeleteRecords, message)
        | InitProducerId message -> struct (ApiKey.InitProducerId, message)
        | OffsetForLeaderEpoch message -> struct (ApiKey.OffsetForLeaderEpoch, message)
        | AddPartitionsToTxn message -> struct (ApiKey.AddPartitionsToTxn, message)
        | AddOffsetsToTxn message -> struct (ApiKey.AddOffsetsToTxn, message)
        | EndTxn message -> struct (ApiKey.EndTxn, message)
        | WriteTxnMarkers message -> struct (ApiKey.WriteTxnMarkers, message)
        | TxnOffsetCommit message -> struct (ApiKey.TxnOffsetCommit, message)
        | DescribeAcls message -> struct (ApiKey.DescribeAcls, message)
        | CreateAcls message -> struct (ApiKey.CreateAcls, message)
        | DeleteAcls message -> struct (ApiKey.DeleteAcls, message)
        | DescribeConfigs message -> struct (ApiKey.DescribeConfigs, message)
        | AlterConfigs message -> struct (ApiKey.AlterConfigs, message)
        | AlterReplicaLogDirs message -> struct (ApiKey.AlterReplicaLogDirs, message)
        | DescribeLogDirs message -> struct (ApiKey.DescribeLogDirs, message)
        | SaslAuthenticate message -> struct (ApiKey.SaslAuthenticate, message)
        | CreatePartitions message -> struct (ApiKey.CreatePartitions, message)
        | CreateDelegationToken message -> struct (ApiKey.CreateDelegationToken, message)
        | RenewDelegationToken message -> struct (ApiKey.RenewDelegationToken, message)
        | ExpireDelegationToken message -> struct (ApiKey.ExpireDelegationToken, message)
        | DescribeDelegationToken message -> struct (ApiKey.DescribeDelegationToken, message)
        | DeleteGroups message -> struct (ApiKey.DeleteGroups, message)
        | ElectLeaders message -> struct (ApiKey.ElectLeaders, message)
        | IncrementalAlterConfigs message -> struct (ApiKey.IncrementalAlterConfigs, message)
        | AlterPartitionReassignments message -> struct (ApiKey.AlterPartitionReassignments, message)
        | ListPartitionReassignments message -> struct (ApiKey.ListPartitionReassignments, message)
        | OffsetDelete message -> struct (ApiKey.OffsetDelete, message)
        | DescribeClientQuotas message -> struct (ApiKey.DescribeClientQuotas, message)
        | AlterClientQuotas message -> struct (ApiKey.AlterClientQuotas, message)
        | DescribeUserScramCredentials message -> struct (ApiKey.DescribeUserScramCredentials, message)
        | AlterUserScramCredentials message -> struct (ApiKey.AlterUserScramCredentials, message)
        | Vote message -> struct (ApiKey.Vote, message)
        | BeginQuorumEpoch message -> struct (ApiKey.BeginQuorumEpoch, message)
        | EndQuorumEpoch message -> struct (ApiKey.EndQuorumEpoch, message)
        | DescribeQuorum message -> struct (ApiKey.DescribeQuorum, message)
        | AlterPartition message -> struct (ApiKey.AlterPartition, message)
        | UpdateFeatures message -> struct (ApiKey.UpdateFeatures, message)
        | Envelope message -> struct (ApiKey.Envelope, message)
        | FetchSnapshot message -> struct (ApiKey.FetchSnapshot, message)
        | DescribeCluster message -> struct (ApiKey.DescribeCluster, message)
        | DescribeProducers message -> struct (ApiKey.DescribeProducers, message)
        | BrokerRegistration message -> struct (ApiKey.BrokerRegistration, message)
        | BrokerHeartbeat message -> struct (ApiKey.BrokerHeartbeat, message)
        | UnregisterBroker message -> struct (ApiKey.UnregisterBroker, message)
        | DescribeTransactions message -> struct (ApiKey.DescribeTransactions, message)
        | ListTransactions message -> struct (ApiKey.ListTransactions, message)
        | AllocateProducerIds message -> struct (ApiKey.AllocateProducerIds, message)
        | ConsumerGroupHeartbeat message -> struct (ApiKey.ConsumerGroupHeartbeat, message)
        | ConsumerGroupDescribe message -> struct (ApiKey.ConsumerGroupDescribe, message)
        | ControllerRegistration message -> struct (ApiKey.ControllerRegistration, message)
        | GetTelemetrySubscriptions message -> struct (ApiKey.GetTelemetrySubscriptions, message)
        | PushTelemetry message -> struct (ApiKey.PushTelemetry, message)
        | AssignReplicasToDirs message -> struct (ApiKey.AssignReplicasToDirs, message)
        | ListConfigResources message -> struct (ApiKey.ListConfigResources, message)
        | DescribeTopicPartitions message -> struct (ApiKey.DescribeTopicPartitions, message)
        | ShareGroupHeartbeat message -> struct (ApiKey.ShareGroupHeartbeat, message)
        | ShareGroupDescribe message -> struct (ApiKey.ShareGroupDescribe, message)
        | ShareFetch message -> struct (ApiKey.ShareFetch, message)
        | ShareAcknowledge message -> struct (ApiKey.ShareAcknowledge, message)
        | AddRaftVoter message -> struct (ApiKey.AddRaftVoter, message)
        | RemoveRaftVoter message -> struct (ApiKey.RemoveRaftVoter, message)
        | UpdateRaftVoter message -> struct (ApiKey.UpdateRaftVoter, message)
        | InitializeShareGroupState message -> struct (ApiKey.InitializeShareGroupState, message)
        | ReadShareGroupState message -> struct (ApiKey.ReadShareGroupState, message)
        | WriteShareGroupState message -> struct (ApiKey.WriteShareGroupState, message)
        | DeleteShareGroupState message -> struct (ApiKey.DeleteShareGroupState, message)
        | ReadShareGroupStateSummary message -> struct (ApiKey.ReadShareGroupStateSummary, message)
        | StreamsGroupHeartbeat message -> struct (ApiKey.StreamsGroupHeartbeat, message)
        | StreamsGroupDescribe message -> struct (ApiKey.StreamsGroupDescribe, message)
        | DescribeShareGroupOffsets message -> struct (ApiKey.DescribeShareGroupOffsets, message)
        | AlterShareGroupOffsets message -> struct (ApiKey.AlterShareGroupOffsets, message)
        | DeleteShareGroupOffsets message -> struct (ApiKey.DeleteShareGroupOffsets, message)
        | StreamsGroupTopologyDescriptionUpdate message -> struct (ApiKey.StreamsGroupTopologyDescriptionUpdate, message)
        | UnregisterController message -> struct (ApiKey.UnregisterController, message)
        | Unrecognized frame -> struct (frame.ApiKey, frame)

    /// <summary>The key of the API.</summary>
    member response.ApiKey =
        let struct (key, _) = response.Parts
        key

    /// <summary>The response record of the API, such as <c>Metadata.Response</c>; of what is not recognized, the <c>RawFrame</c>.</summary>
    member response.Message: obj =
        let struct (_, message) = response.Parts
        message

    /// The case of a record of the right type.
    static member internal Cast(key: ApiKey, message: obj) : Response =
        match key with
        | ApiKey.Produce -> Produce(unbox message)
        | ApiKey.Fetch -> Fetch(unbox message)
        | ApiKey.ListOffsets -> ListOffsets(unbox message)
        | ApiKey.Metadata -> Metadata(unbox message)
        | ApiKey.LeaderAndIsr -> LeaderAndIsr(unbox message)
        | ApiKey.StopReplica -> StopReplica(unbox message)
        | ApiKey.UpdateMetadata -> UpdateMetadata(unbox message)
        | ApiKey.ControlledShutdown -> ControlledShutdown(unbox message)
        | ApiKey.OffsetCommit -> OffsetCommit(unbox message)
        | ApiKey.OffsetFetch -> OffsetFetch(unbox message)
        | ApiKey.FindCoordinator -> FindCoordinator(unbox message)
        | ApiKey.JoinGroup -> JoinGroup(unbox message)
        | ApiKey.Heartbeat -> Heartbeat(unbox message)
        | ApiKey.LeaveGroup -> LeaveGroup(unbox message)
        | ApiKey.SyncGroup -> SyncGroup(unbox message)
        | ApiKey.DescribeGroups -> DescribeGroups(unbox message)
        | ApiKey.ListGroups -> ListGroups(unbox message)
        | ApiKey.SaslHandshake -> SaslHandshake(unbox message)
        | ApiKey.ApiVersions -> ApiVersions(unbox message)
        | ApiKey.CreateTopics -> CreateTopics(unbox message)
        | ApiKey.DeleteTopics -> DeleteTopics(unbox message)
        | ApiKey.DeleteRecords -> DeleteRecords(unbox message)
        | ApiKey.InitProducerId -> InitProducerId(unbox message)
        | ApiKey.OffsetForLeaderEpoch -> OffsetForLeaderEpoch(unbox message)
        | ApiKey.AddPartitionsToTxn -> AddPartitionsToTxn(unbox message)
        | ApiKey.AddOffsetsToTxn -> AddOffsetsToTxn(unbox message)
        | ApiKey.EndTxn -> EndTxn(unbox message)
        | ApiKey.WriteTxnMarkers -> WriteTxnMarkers(unbox message)
        | ApiKey.TxnOffsetCommit -> TxnOffsetCommit(unbox message)
        | ApiKey.DescribeAcls -> DescribeAcls(unbox message)
        | ApiKey.CreateAcls -> CreateAcls(unbox message)
        | ApiKey.DeleteAcls -> DeleteAcls(unbox message)
        | ApiKey.DescribeConfigs -> DescribeConfigs(unbox message)
        | ApiKey.AlterConfigs -> AlterConfigs(unbox message)
        | ApiKey.AlterReplicaLogDirs -> AlterReplicaLogDirs(unbox message)
        | ApiKey.DescribeLogDirs -> DescribeLogDirs(unbox message)
        | ApiKey.SaslAuthenticate -> SaslAuthenticate(unbox message)
        | ApiKey.CreatePartitions -> CreatePartitions(unbox message)
        | ApiKey.CreateDelegationToken -> CreateDelegationToken(unbox message)
        | ApiKey.RenewDelegationToken -> RenewDelegationToken(unbox message)
        | ApiKey.ExpireDelegationToken -> ExpireDelegationToken(unbox message)
        | ApiKey.DescribeDelegationToken -> DescribeDelegationToken(unbox message)
        | ApiKey.DeleteGroups -> DeleteGroups(unbox message)
        | ApiKey.ElectLeaders -> ElectLeaders(unbox message)
        | ApiKey.IncrementalAlterConfigs -> IncrementalAlterConfigs(unbox message)
        | ApiKey.AlterPartitionReassignments -> AlterPartitionReassignments(unbox message)
        | ApiKey.ListPartitionReassignments -> ListPartitionReassignments(unbox message)
        | ApiKey.OffsetDelete -> OffsetDelete(unbox message)
        | ApiKey.DescribeClientQuotas -> DescribeClientQuotas(unbox message)
        | ApiKey.AlterClientQuotas -> AlterClientQuotas(unbox message)
        | ApiKey.DescribeUserScramCredentials -> DescribeUserScramCredentials(unbox message)
        | ApiKey.AlterUserScramCredentials -> AlterUserScramCredentials(unbox message)
        | ApiKey.Vote -> Vote(unbox message)
        | ApiKey.BeginQuorumEpoch -> BeginQuorumEpoch(unbox message)
        | ApiKey.EndQuorumEpoch -> EndQuorumEpoch(unbox message)
        | ApiKey.DescribeQuorum -> DescribeQuorum(unbox message)
        | ApiKey.AlterPartition -> AlterPartition(unbox message)
        | ApiKey.UpdateFeatures -> UpdateFeatures(unbox message)
        | ApiKey.Envelope -> Envelope(unbox message)
        | ApiKey.FetchSnapshot -> FetchSnapshot(unbox message)
        | ApiKey.DescribeCluster -> DescribeCluster(unbox message)
        | ApiKey.DescribeProducers -> DescribeProducers(unbox message)
        | ApiKey.BrokerRegistration -> BrokerRegistration(unbox message)
        | ApiKey.BrokerHeartbeat -> BrokerHeartbeat(unbox message)
        | ApiKey.UnregisterBroker -> UnregisterBroker(unbox message)
        | ApiKey.DescribeTransactions -> DescribeTransactions(unbox message)
        | ApiKey.ListTransactions -> ListTransactions(unbox message)
        | ApiKey.AllocateProducerIds -> AllocateProducerIds(unbox message)
        | ApiKey.ConsumerGroupHeartbeat -> ConsumerGroupHeartbeat(unbox message)
        | ApiKey.ConsumerGroupDescribe -> ConsumerGroupDescribe(unbox message)
        | ApiKey.ControllerRegistration -> ControllerRegistration(unbox message)
        | ApiKey.GetTelemetrySubscriptions -> GetTelemetrySubscriptions(unbox message)
        | ApiKey.PushTelemetry -> PushTelemetry(unbox message)
        | ApiKey.AssignReplicasToDirs -> AssignReplicasToDirs(unbox message)
        | ApiKey.ListConfigResources -> ListConfigResources(unbox message)
        | ApiKey.DescribeTopicPartitions -> DescribeTopicPartitions(unbox message)
        | ApiKey.ShareGroupHeartbeat -> ShareGroupHeartbeat(unbox message)
        | ApiKey.ShareGroupDescribe -> ShareGroupDescribe(unbox message)
        | ApiKey.ShareFetch -> ShareFetch(unbox message)
        | ApiKey.ShareAcknowledge -> ShareAcknowledge(unbox message)
        | ApiKey.AddRaftVoter -> AddRaftVoter(unbox message)
        | ApiKey.RemoveRaftVoter -> RemoveRaftVoter(unbox message)
        | ApiKey.UpdateRaftVoter -> UpdateRaftVoter(unbox message)
        | ApiKey.InitializeShareGroupState -> InitializeShareGroupState(unbox message)
        | ApiKey.ReadShareGroupState -> ReadShareGroupState(unbox message)
        | ApiKey.WriteShareGroupState -> WriteShareGroupState(unbox message)
        | ApiKey.DeleteShareGroupState -> DeleteShareGroupState(unbox message)
        | ApiKey.ReadShareGroupStateSummary -> ReadShareGroupStateSummary(unbox message)
        | ApiKey.StreamsGroupHeartbeat -> StreamsGroupHeartbeat(unbox message)
        | ApiKey.StreamsGroupDescribe -> StreamsGroupDescribe(unbox message)
        | ApiKey.DescribeShareGroupOffsets -> DescribeShareGroupOffsets(unbox message)
        | ApiKey.AlterShareGroupOffsets -> AlterShareGroupOffsets(unbox message)
        | ApiKey.DeleteShareGroupOffsets -> DeleteShareGroupOffsets(unbox message)
        | ApiKey.StreamsGroupTopologyDescriptionUpdate -> StreamsGroupTopologyDescriptionUpdate(unbox message)
        | ApiKey.UnregisterController -> UnregisterController(unbox message)
        | key -> raise (WireException(WireError.UnknownApi(int16 key), -1L))

    /// <summary>The case of a response record.</summary>
    /// <param name="key">The key of its API.</param>
    /// <param name="message">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <exception cref="T:System.InvalidCastException">The record is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">No API has the key.</exception>
    static member OfMessage(key: ApiKey, message: obj) : Response =
        match Catalogue.tryFindApi key with
        | null -> ()
        | api -> Schema.Typing.ensureCast (nameof message) api.ResponseSchema.Shape message

        Response.Cast(key, message)

    /// <summary>Decodes a body that may have bytes behind it.</summary>
    /// <param name="key">The key of the API.</param>
    /// <param name="version">The version that the body is in.</param>
    /// <param name="body">The body; decoded slices point into it.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <param name="consumed">The number of bytes that it takes; all of them, of what is not recognized.</param>
    /// <returns>The message; <c>Unrecognized</c> if this code does not know the key or the version.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no such response.</exception>
    static member Decode(key: ApiKey, version: int16, body: Bytes, options: DecodeOptions, [<Out>] consumed: byref<int>) : Response =
        match Catalogue.tryFindApi key with
        | NonNull api when api.Versions.Contains version -> Response.Cast(key, api.ResponseSchema.DecodeObject(body, version, options, &consumed))
        | _ ->
            consumed <- body.Length
            Response.Unrecognized { ApiKey = key; Version = version; Body = body }

    /// <summary>Decodes a body.</summary>
    /// <param name="key">The key of the API.</param>
    /// <param name="version">The version that the body is in.</param>
    /// <param name="body">The body, all of it; decoded slices point into it.</param>
    /// <returns>The message; <c>Unrecognized</c> if this code does not know the key or the version.</returns>
    /// <exception cref="T:KafkaWire.WireException">The bytes are no such response, or go on behind it.</exception>
    static member Decode(key: ApiKey, version: int16, body: Bytes) : Response =
        let mutable consumed = 0
        let response = Response.Decode(key, version, body, DecodeOptions.Standard, &consumed)

        if consumed < body.Length then
            raise (WireException(WireError.TrailingBytes(body.Length - consumed), int64 consumed))

        response

    /// <summary>Encodes the body: the bytes of the message, or the raw ones.</summary>
    /// <param name="version">The version to encode it in; of what is not recognized, its own.</param>
    /// <exception cref="T:KafkaWire.WireException">The version cannot carry the message, or there is no such version.</exception>
    member response.Encode(version: int16) : byte[] =
        match response.Parts with
        | struct (_, (:? RawFrame as raw)) ->
            raw.Check version
            raw.Body.ToArray()
        | struct (key, message) -> (Unchecked.nonNull (Catalogue.tryFindApi key)).ResponseSchema.EncodeObject(message, version)

    /// <summary>The fields that are not at their default, on one line; secrets are <c>***</c>. Of what is not recognized, key, version and size.</summary>
    override response.ToString() =
        match response.Parts with
        | struct (_, (:? RawFrame as raw)) -> raw.ToString()
        | struct (key, message) -> MessageText.format (Unchecked.nonNull (Catalogue.tryFindApi key)).ResponseSchema message
