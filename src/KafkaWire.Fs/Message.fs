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
    | Produce of Message: Produce.Request
    | Fetch of Message: Fetch.Request
    | ListOffsets of Message: ListOffsets.Request
    | Metadata of Message: Metadata.Request
    | LeaderAndIsr of Message: LeaderAndIsr.Request
    | StopReplica of Message: StopReplica.Request
    | UpdateMetadata of Message: UpdateMetadata.Request
    | ControlledShutdown of Message: ControlledShutdown.Request
    | OffsetCommit of Message: OffsetCommit.Request
    | OffsetFetch of Message: OffsetFetch.Request
    | FindCoordinator of Message: FindCoordinator.Request
    | JoinGroup of Message: JoinGroup.Request
    | Heartbeat of Message: Heartbeat.Request
    | LeaveGroup of Message: LeaveGroup.Request
    | SyncGroup of Message: SyncGroup.Request
    | DescribeGroups of Message: DescribeGroups.Request
    | ListGroups of Message: ListGroups.Request
    | SaslHandshake of Message: SaslHandshake.Request
    | ApiVersions of Message: ApiVersions.Request
    | CreateTopics of Message: CreateTopics.Request
    | DeleteTopics of Message: DeleteTopics.Request
    | DeleteRecords of Message: DeleteRecords.Request
    | InitProducerId of Message: InitProducerId.Request
    | OffsetForLeaderEpoch of Message: OffsetForLeaderEpoch.Request
    | AddPartitionsToTxn of Message: AddPartitionsToTxn.Request
    | AddOffsetsToTxn of Message: AddOffsetsToTxn.Request
    | EndTxn of Message: EndTxn.Request
    | WriteTxnMarkers of Message: WriteTxnMarkers.Request
    | TxnOffsetCommit of Message: TxnOffsetCommit.Request
    | DescribeAcls of Message: DescribeAcls.Request
    | CreateAcls of Message: CreateAcls.Request
    | DeleteAcls of Message: DeleteAcls.Request
    | DescribeConfigs of Message: DescribeConfigs.Request
    | AlterConfigs of Message: AlterConfigs.Request
    | AlterReplicaLogDirs of Message: AlterReplicaLogDirs.Request
    | DescribeLogDirs of Message: DescribeLogDirs.Request
    | SaslAuthenticate of Message: SaslAuthenticate.Request
    | CreatePartitions of Message: CreatePartitions.Request
    | CreateDelegationToken of Message: CreateDelegationToken.Request
    | RenewDelegationToken of Message: RenewDelegationToken.Request
    | ExpireDelegationToken of Message: ExpireDelegationToken.Request
    | DescribeDelegationToken of Message: DescribeDelegationToken.Request
    | DeleteGroups of Message: DeleteGroups.Request
    | ElectLeaders of Message: ElectLeaders.Request
    | IncrementalAlterConfigs of Message: IncrementalAlterConfigs.Request
    | AlterPartitionReassignments of Message: AlterPartitionReassignments.Request
    | ListPartitionReassignments of Message: ListPartitionReassignments.Request
    | OffsetDelete of Message: OffsetDelete.Request
    | DescribeClientQuotas of Message: DescribeClientQuotas.Request
    | AlterClientQuotas of Message: AlterClientQuotas.Request
    | DescribeUserScramCredentials of Message: DescribeUserScramCredentials.Request
    | AlterUserScramCredentials of Message: AlterUserScramCredentials.Request
    | Vote of Message: Vote.Request
    | BeginQuorumEpoch of Message: BeginQuorumEpoch.Request
    | EndQuorumEpoch of Message: EndQuorumEpoch.Request
    | DescribeQuorum of Message: DescribeQuorum.Request
    | AlterPartition of Message: AlterPartition.Request
    | UpdateFeatures of Message: UpdateFeatures.Request
    | Envelope of Message: Envelope.Request
    | FetchSnapshot of Message: FetchSnapshot.Request
    | DescribeCluster of Message: DescribeCluster.Request
    | DescribeProducers of Message: DescribeProducers.Request
    | BrokerRegistration of Message: BrokerRegistration.Request
    | BrokerHeartbeat of Message: BrokerHeartbeat.Request
    | UnregisterBroker of Message: UnregisterBroker.Request
    | DescribeTransactions of Message: DescribeTransactions.Request
    | ListTransactions of Message: ListTransactions.Request
    | AllocateProducerIds of Message: AllocateProducerIds.Request
    | ConsumerGroupHeartbeat of Message: ConsumerGroupHeartbeat.Request
    | ConsumerGroupDescribe of Message: ConsumerGroupDescribe.Request
    | ControllerRegistration of Message: ControllerRegistration.Request
    | GetTelemetrySubscriptions of Message: GetTelemetrySubscriptions.Request
    | PushTelemetry of Message: PushTelemetry.Request
    | AssignReplicasToDirs of Message: AssignReplicasToDirs.Request
    | ListConfigResources of Message: ListConfigResources.Request
    | DescribeTopicPartitions of Message: DescribeTopicPartitions.Request
    | ShareGroupHeartbeat of Message: ShareGroupHeartbeat.Request
    | ShareGroupDescribe of Message: ShareGroupDescribe.Request
    | ShareFetch of Message: ShareFetch.Request
    | ShareAcknowledge of Message: ShareAcknowledge.Request
    | AddRaftVoter of Message: AddRaftVoter.Request
    | RemoveRaftVoter of Message: RemoveRaftVoter.Request
    | UpdateRaftVoter of Message: UpdateRaftVoter.Request
    | InitializeShareGroupState of Message: InitializeShareGroupState.Request
    | ReadShareGroupState of Message: ReadShareGroupState.Request
    | WriteShareGroupState of Message: WriteShareGroupState.Request
    | DeleteShareGroupState of Message: DeleteShareGroupState.Request
    | ReadShareGroupStateSummary of Message: ReadShareGroupStateSummary.Request
    | StreamsGroupHeartbeat of Message: StreamsGroupHeartbeat.Request
    | StreamsGroupDescribe of Message: StreamsGroupDescribe.Request
    | DescribeShareGroupOffsets of Message: DescribeShareGroupOffsets.Request
    | AlterShareGroupOffsets of Message: AlterShareGroupOffsets.Request
    | DeleteShareGroupOffsets of Message: DeleteShareGroupOffsets.Request
    | StreamsGroupTopologyDescriptionUpdate of Message: StreamsGroupTopologyDescriptionUpdate.Request
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

    /// <summary>The case of a request record.</summary>
    /// <param name="key">The key of its API.</param>
    /// <param name="message">The request record of the API, such as <c>Metadata.Request</c>.</param>
    /// <exception cref="T:System.InvalidCastException">The record is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">No API has the key.</exception>
    static member OfMessage(key: ApiKey, message: obj) : Request =
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
        | NonNull api when api.Versions.Contains version -> Request.OfMessage(key, api.RequestSchema.DecodeObject(body, version, options, &consumed))
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

/// <summary>A response of any API: what a broker answers, and a proxy or a dissector receives.</summary>
/// <remarks>Cases are added as Kafka adds APIs: end a match with a wildcard.</remarks>
/// <example><code>
/// match answer.ToResponse() with
/// | Response.Metadata response -> Response.Metadata { response with Brokers = [| proxy |] }
/// | response -> response
/// </code></example>
[<RequireQualifiedAccess; NoComparison>]
type Response =
    | Produce of Message: Produce.Response
    | Fetch of Message: Fetch.Response
    | ListOffsets of Message: ListOffsets.Response
    | Metadata of Message: Metadata.Response
    | LeaderAndIsr of Message: LeaderAndIsr.Response
    | StopReplica of Message: StopReplica.Response
    | UpdateMetadata of Message: UpdateMetadata.Response
    | ControlledShutdown of Message: ControlledShutdown.Response
    | OffsetCommit of Message: OffsetCommit.Response
    | OffsetFetch of Message: OffsetFetch.Response
    | FindCoordinator of Message: FindCoordinator.Response
    | JoinGroup of Message: JoinGroup.Response
    | Heartbeat of Message: Heartbeat.Response
    | LeaveGroup of Message: LeaveGroup.Response
    | SyncGroup of Message: SyncGroup.Response
    | DescribeGroups of Message: DescribeGroups.Response
    | ListGroups of Message: ListGroups.Response
    | SaslHandshake of Message: SaslHandshake.Response
    | ApiVersions of Message: ApiVersions.Response
    | CreateTopics of Message: CreateTopics.Response
    | DeleteTopics of Message: DeleteTopics.Response
    | DeleteRecords of Message: DeleteRecords.Response
    | InitProducerId of Message: InitProducerId.Response
    | OffsetForLeaderEpoch of Message: OffsetForLeaderEpoch.Response
    | AddPartitionsToTxn of Message: AddPartitionsToTxn.Response
    | AddOffsetsToTxn of Message: AddOffsetsToTxn.Response
    | EndTxn of Message: EndTxn.Response
    | WriteTxnMarkers of Message: WriteTxnMarkers.Response
    | TxnOffsetCommit of Message: TxnOffsetCommit.Response
    | DescribeAcls of Message: DescribeAcls.Response
    | CreateAcls of Message: CreateAcls.Response
    | DeleteAcls of Message: DeleteAcls.Response
    | DescribeConfigs of Message: DescribeConfigs.Response
    | AlterConfigs of Message: AlterConfigs.Response
    | AlterReplicaLogDirs of Message: AlterReplicaLogDirs.Response
    | DescribeLogDirs of Message: DescribeLogDirs.Response
    | SaslAuthenticate of Message: SaslAuthenticate.Response
    | CreatePartitions of Message: CreatePartitions.Response
    | CreateDelegationToken of Message: CreateDelegationToken.Response
    | RenewDelegationToken of Message: RenewDelegationToken.Response
    | ExpireDelegationToken of Message: ExpireDelegationToken.Response
    | DescribeDelegationToken of Message: DescribeDelegationToken.Response
    | DeleteGroups of Message: DeleteGroups.Response
    | ElectLeaders of Message: ElectLeaders.Response
    | IncrementalAlterConfigs of Message: IncrementalAlterConfigs.Response
    | AlterPartitionReassignments of Message: AlterPartitionReassignments.Response
    | ListPartitionReassignments of Message: ListPartitionReassignments.Response
    | OffsetDelete of Message: OffsetDelete.Response
    | DescribeClientQuotas of Message: DescribeClientQuotas.Response
    | AlterClientQuotas of Message: AlterClientQuotas.Response
    | DescribeUserScramCredentials of Message: DescribeUserScramCredentials.Response
    | AlterUserScramCredentials of Message: AlterUserScramCredentials.Response
    | Vote of Message: Vote.Response
    | BeginQuorumEpoch of Message: BeginQuorumEpoch.Response
    | EndQuorumEpoch of Message: EndQuorumEpoch.Response
    | DescribeQuorum of Message: DescribeQuorum.Response
    | AlterPartition of Message: AlterPartition.Response
    | UpdateFeatures of Message: UpdateFeatures.Response
    | Envelope of Message: Envelope.Response
    | FetchSnapshot of Message: FetchSnapshot.Response
    | DescribeCluster of Message: DescribeCluster.Response
    | DescribeProducers of Message: DescribeProducers.Response
    | BrokerRegistration of Message: BrokerRegistration.Response
    | BrokerHeartbeat of Message: BrokerHeartbeat.Response
    | UnregisterBroker of Message: UnregisterBroker.Response
    | DescribeTransactions of Message: DescribeTransactions.Response
    | ListTransactions of Message: ListTransactions.Response
    | AllocateProducerIds of Message: AllocateProducerIds.Response
    | ConsumerGroupHeartbeat of Message: ConsumerGroupHeartbeat.Response
    | ConsumerGroupDescribe of Message: ConsumerGroupDescribe.Response
    | ControllerRegistration of Message: ControllerRegistration.Response
    | GetTelemetrySubscriptions of Message: GetTelemetrySubscriptions.Response
    | PushTelemetry of Message: PushTelemetry.Response
    | AssignReplicasToDirs of Message: AssignReplicasToDirs.Response
    | ListConfigResources of Message: ListConfigResources.Response
    | DescribeTopicPartitions of Message: DescribeTopicPartitions.Response
    | ShareGroupHeartbeat of Message: ShareGroupHeartbeat.Response
    | ShareGroupDescribe of Message: ShareGroupDescribe.Response
    | ShareFetch of Message: ShareFetch.Response
    | ShareAcknowledge of Message: ShareAcknowledge.Response
    | AddRaftVoter of Message: AddRaftVoter.Response
    | RemoveRaftVoter of Message: RemoveRaftVoter.Response
    | UpdateRaftVoter of Message: UpdateRaftVoter.Response
    | InitializeShareGroupState of Message: InitializeShareGroupState.Response
    | ReadShareGroupState of Message: ReadShareGroupState.Response
    | WriteShareGroupState of Message: WriteShareGroupState.Response
    | DeleteShareGroupState of Message: DeleteShareGroupState.Response
    | ReadShareGroupStateSummary of Message: ReadShareGroupStateSummary.Response
    | StreamsGroupHeartbeat of Message: StreamsGroupHeartbeat.Response
    | StreamsGroupDescribe of Message: StreamsGroupDescribe.Response
    | DescribeShareGroupOffsets of Message: DescribeShareGroupOffsets.Response
    | AlterShareGroupOffsets of Message: AlterShareGroupOffsets.Response
    | DeleteShareGroupOffsets of Message: DeleteShareGroupOffsets.Response
    | StreamsGroupTopologyDescriptionUpdate of Message: StreamsGroupTopologyDescriptionUpdate.Response
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

    /// <summary>The case of a response record.</summary>
    /// <param name="key">The key of its API.</param>
    /// <param name="message">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <exception cref="T:System.InvalidCastException">The record is of another API.</exception>
    /// <exception cref="T:KafkaWire.WireException">No API has the key.</exception>
    static member OfMessage(key: ApiKey, message: obj) : Response =
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
        | NonNull api when api.Versions.Contains version ->
            Response.OfMessage(key, api.ResponseSchema.DecodeObject(body, version, options, &consumed))
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
