namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// FetchSnapshot (key 59): a KRaft replica reads a part of a snapshot from the leader (KIP-630).
///
/// v1 adds ReplicaDirectoryId to the request, NodeEndpoints to the response (KIP-853).
[<RequireQualifiedAccess>]
module FetchSnapshot =

    /// The name of a snapshot: what it reaches up to.
    [<NoComparison>]
    type SnapshotId =
        { /// The offset after the last record that is in the snapshot.
          EndOffset: int64
          /// The leader epoch of the last record that is in the snapshot.
          Epoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a SnapshotId stands on the wire.
    let snapshotId = message<SnapshotId> "SnapshotId" {
        let! endOffset = field "EndOffset" _.EndOffset int64 always
        and! epoch     = field "Epoch"     _.Epoch     int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { EndOffset = endOffset; Epoch = epoch; UnknownTaggedFields = tags } }

    type SnapshotId with
        /// Every field at its default.
        static member Default = snapshotId.Default

    /// A partition to fetch a snapshot of, and from where on.
    [<NoComparison>]
    type RequestPartitionSnapshot =
        { /// The number of the partition within its topic.
          Partition: int
          /// The epoch of the leader as the replica knows it; an older one is answered with FencedLeaderEpoch, a newer one with
          /// UnknownLeaderEpoch.
          CurrentLeaderEpoch: int
          /// The snapshot to read; one that the leader does not have is answered with SnapshotNotFound.
          SnapshotId: SnapshotId
          /// The position in the snapshot to read from, in bytes; one that is not within it is answered with PositionOutOfRange.
          Position: int64
          /// The id of the directory in which the replica keeps its log; all zero if it is not known. From v1.
          ReplicaDirectoryId: Uuid
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestPartitionSnapshot stands on the wire.
    let requestPartitionSnapshot = message<RequestPartitionSnapshot> "PartitionSnapshot" {
        let! partition          = field    "Partition"          _.Partition          int32                  always
        and! currentLeaderEpoch = field    "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32                  always
        and! snapshotId         = field    "SnapshotId"         _.SnapshotId         (structure snapshotId) always
        and! position           = field    "Position"           _.Position           int64                  always
        and! replicaDirectoryId = tagged 0 "ReplicaDirectoryId" _.ReplicaDirectoryId uuid                   (ignorable (since 1))
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Partition = partition; CurrentLeaderEpoch = currentLeaderEpoch; SnapshotId = snapshotId; Position = position
                 ReplicaDirectoryId = replicaDirectoryId; UnknownTaggedFields = tags } }

    type RequestPartitionSnapshot with
        /// Every field at its default.
        static member Default = requestPartitionSnapshot.Default

    /// The log of a quorum.
    [<NoComparison>]
    type RequestTopicSnapshot =
        { /// The name of the log's topic.
          Name: string
          /// The partitions of the log, of which there is one.
          Partitions: RequestPartitionSnapshot[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestTopicSnapshot stands on the wire.
    let requestTopicSnapshot = message<RequestTopicSnapshot> "TopicSnapshot" {
        let! name       = field "Name"       _.Name       string                           always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionSnapshot) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicSnapshot with
        /// Every field at its default.
        static member Default = requestTopicSnapshot.Default

    /// What a replica sends.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that fetches; -1 if it has none.
          ReplicaId: int
          /// The most bytes that the answer should have; Int32.MaxValue by default.
          MaxBytes: int
          /// The logs to fetch a snapshot of, of which there is one: __cluster_metadata.
          Topics: RequestTopicSnapshot[]
          /// The id of the cluster that the replica believes to be in; null if it does not know. Those of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "FetchSnapshotRequest" {
        let! replicaId = fieldOr -1             "ReplicaId" _.ReplicaId int32                        always
        and! maxBytes  = fieldOr Int32.MaxValue "MaxBytes"  _.MaxBytes  int32                        always
        and! topics    = field                  "Topics"    _.Topics    (array requestTopicSnapshot) always
        and! clusterId = taggedOr 0 null        "ClusterId" _.ClusterId (nullable 0 string)          always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; MaxBytes = maxBytes; Topics = topics; ClusterId = clusterId
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The leader of the quorum, as far as the sender knows.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the leader; -1 if it is not known.
          LeaderId: int
          /// The epoch of the leader.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a LeaderIdAndEpoch stands on the wire.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = field "LeaderId"    _.LeaderId    int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// Every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// What was fetched of a partition's snapshot.
    [<NoComparison>]
    type ResponsePartitionSnapshot =
        { /// The number of the partition within its topic.
          Index: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The snapshot that was read.
          SnapshotId: SnapshotId
          /// The size of the whole snapshot, in bytes.
          Size: int64
          /// The position in the snapshot at which these bytes stand.
          Position: int64
          /// A part of the snapshot, which can begin and end in the middle of a batch.
          UnalignedRecords: Bytes
          /// The leader of the quorum, where the error is that it is another than the one asked; both parts are 0 in all other cases.
          CurrentLeader: LeaderIdAndEpoch
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponsePartitionSnapshot stands on the wire.
    let responsePartitionSnapshot = message<ResponsePartitionSnapshot> "PartitionSnapshot" {
        let! index            = field    "Index"            _.Index            int32                        always
        and! errorCode        = field    "ErrorCode"        _.ErrorCode        errorCode                    always
        and! snapshotId       = field    "SnapshotId"       _.SnapshotId       (structure snapshotId)       always
        and! size             = field    "Size"             _.Size             int64                        always
        and! position         = field    "Position"         _.Position         int64                        always
        and! unalignedRecords = field    "UnalignedRecords" _.UnalignedRecords records                      always
        and! currentLeader    = tagged 0 "CurrentLeader"    _.CurrentLeader    (structure leaderIdAndEpoch) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Index = index; ErrorCode = errorCode; SnapshotId = snapshotId; Size = size; Position = position
                 UnalignedRecords = unalignedRecords; CurrentLeader = currentLeader; UnknownTaggedFields = tags } }

    type ResponsePartitionSnapshot with
        /// Every field at its default.
        static member Default = responsePartitionSnapshot.Default

    /// The log of a quorum.
    [<NoComparison>]
    type ResponseTopicSnapshot =
        { /// The name of the log's topic.
          Name: string
          /// The partitions of the log, of which there is one.
          Partitions: ResponsePartitionSnapshot[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponseTopicSnapshot stands on the wire.
    let responseTopicSnapshot = message<ResponseTopicSnapshot> "TopicSnapshot" {
        let! name       = field "Name"       _.Name       string                            always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionSnapshot) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicSnapshot with
        /// Every field at its default.
        static member Default = responseTopicSnapshot.Default

    /// Where a leader that is named in the answer can be reached. From v1.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the leader.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a NodeEndpoint stands on the wire.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field "NodeId" _.NodeId int32  (since 1)
        and! host   = field "Host"   _.Host   string (since 1)
        and! port   = field "Port"   _.Port   uint16 (since 1)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// Every field at its default.
        static member Default = nodeEndpoint.Default

    /// What the leader of the quorum answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The logs that a snapshot was fetched of.
          Topics: ResponseTopicSnapshot[]
          /// Where the leaders that are named in the answer can be reached. From v1.
          NodeEndpoints: NodeEndpoint[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "FetchSnapshotResponse" {
        let! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                         (ignorable always)
        and! errorCode      = field    "ErrorCode"      _.ErrorCode      errorCode                     always
        and! topics         = field    "Topics"         _.Topics         (array responseTopicSnapshot) always
        and! nodeEndpoints  = tagged 0 "NodeEndpoints"  _.NodeEndpoints  (array nodeEndpoint)          (since 1)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Topics = topics; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 59 (versions 0 1) always request response
