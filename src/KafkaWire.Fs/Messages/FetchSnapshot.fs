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

    /// Identifies a snapshot by the offset and the epoch at which it ends.
    [<NoComparison>]
    type SnapshotId =
        { /// The offset after the last record in the snapshot.
          EndOffset: int64
          /// The leader epoch of the last record in the snapshot.
          Epoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of SnapshotId.
    let snapshotId = message<SnapshotId> "SnapshotId" {
        let! endOffset = field "EndOffset" _.EndOffset int64 always
        and! epoch     = field "Epoch"     _.Epoch     int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { EndOffset = endOffset; Epoch = epoch; UnknownTaggedFields = tags } }

    type SnapshotId with
        /// A value with every field at its default.
        static member Default = snapshotId.Default

    /// A partition to fetch a snapshot of, and the position to start at.
    [<NoComparison>]
    type RequestPartitionSnapshot =
        { /// The number of the partition within its topic.
          Partition: int
          /// The leader epoch that the replica knows; the broker answers FencedLeaderEpoch if it is too old,
          /// UnknownLeaderEpoch if it is too new.
          CurrentLeaderEpoch: int
          /// The snapshot to read; the leader answers SnapshotNotFound if it does not have it.
          SnapshotId: SnapshotId
          /// The position in the snapshot to read from, in bytes; the broker answers PositionOutOfRange if it is outside
          /// the snapshot.
          Position: int64
          /// The id of the directory in which the replica keeps its log; all zero if unknown. From v1.
          ReplicaDirectoryId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestPartitionSnapshot.
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
        /// A value with every field at its default.
        static member Default = requestPartitionSnapshot.Default

    /// The log of a quorum.
    [<NoComparison>]
    type RequestTopicSnapshot =
        { /// The name of the log's topic.
          Name: string
          /// The partitions of the log; there is only one.
          Partitions: RequestPartitionSnapshot[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestTopicSnapshot.
    let requestTopicSnapshot = message<RequestTopicSnapshot> "TopicSnapshot" {
        let! name       = field "Name"       _.Name       string                           always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionSnapshot) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicSnapshot with
        /// A value with every field at its default.
        static member Default = requestTopicSnapshot.Default

    /// Sent by a replica.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that fetches; -1 if it has none.
          ReplicaId: int
          /// The maximum number of bytes in the response; Int32.MaxValue by default.
          MaxBytes: int
          /// The logs to fetch a snapshot of. The only one is __cluster_metadata.
          Topics: RequestTopicSnapshot[]
          /// The id of the cluster that the replica believes it belongs to; null if it does not know. The broker answers
          /// InconsistentClusterId if it belongs to another cluster.
          ClusterId: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "FetchSnapshotRequest" {
        let! replicaId = fieldOr -1             "ReplicaId" _.ReplicaId int32                        always
        and! maxBytes  = fieldOr Int32.MaxValue "MaxBytes"  _.MaxBytes  int32                        always
        and! topics    = field                  "Topics"    _.Topics    (array requestTopicSnapshot) always
        and! clusterId = taggedOr 0 null        "ClusterId" _.ClusterId (nullable 0 string)          always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; MaxBytes = maxBytes; Topics = topics; ClusterId = clusterId
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The leader of the quorum, as far as the sender knows.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the leader; -1 if unknown.
          LeaderId: int
          /// The epoch of the leader.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderIdAndEpoch.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = field "LeaderId"    _.LeaderId    int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// A value with every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// What was fetched of a partition's snapshot.
    [<NoComparison>]
    type ResponsePartitionSnapshot =
        { /// The number of the partition within its topic.
          Index: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The snapshot that was read.
          SnapshotId: SnapshotId
          /// The size of the whole snapshot, in bytes.
          Size: int64
          /// The position in the snapshot at which these bytes start.
          Position: int64
          /// A part of the snapshot, which can start and end in the middle of a batch.
          UnalignedRecords: Bytes
          /// The leader of the quorum, if the error is that the broker is not the leader; otherwise, both fields are 0.
          CurrentLeader: LeaderIdAndEpoch
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponsePartitionSnapshot.
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
        /// A value with every field at its default.
        static member Default = responsePartitionSnapshot.Default

    /// The log of a quorum.
    [<NoComparison>]
    type ResponseTopicSnapshot =
        { /// The name of the log's topic.
          Name: string
          /// The partitions of the log; there is only one.
          Partitions: ResponsePartitionSnapshot[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseTopicSnapshot.
    let responseTopicSnapshot = message<ResponseTopicSnapshot> "TopicSnapshot" {
        let! name       = field "Name"       _.Name       string                            always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionSnapshot) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicSnapshot with
        /// A value with every field at its default.
        static member Default = responseTopicSnapshot.Default

    /// The address of a leader named in the response. From v1.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the leader.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of NodeEndpoint.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field "NodeId" _.NodeId int32  (since 1)
        and! host   = field "Host"   _.Host   string (since 1)
        and! port   = field "Port"   _.Port   uint16 (since 1)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// A value with every field at its default.
        static member Default = nodeEndpoint.Default

    /// The quorum leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The logs whose snapshots were fetched.
          Topics: ResponseTopicSnapshot[]
          /// The addresses of the leaders named in the response. From v1.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "FetchSnapshotResponse" {
        let! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                         (ignorable always)
        and! errorCode      = field    "ErrorCode"      _.ErrorCode      errorCode                     always
        and! topics         = field    "Topics"         _.Topics         (array responseTopicSnapshot) always
        and! nodeEndpoints  = tagged 0 "NodeEndpoints"  _.NodeEndpoints  (array nodeEndpoint)          (since 1)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Topics = topics; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 59 (versions 0 1) always request response
