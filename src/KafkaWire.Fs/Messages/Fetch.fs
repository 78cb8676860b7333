namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Fetch (key 1): a consumer or a replica reads record batches from partitions.
///
/// v1 adds ThrottleTimeMs to the response (KIP-13). v2 has the same layout; record sets of magic 1 (KIP-32). v3 adds
/// MaxBytes to the request; the broker fills the response in the order of the requested partitions (KIP-74). v4 adds
/// IsolationLevel to the request, LastStableOffset and AbortedTransactions to the response; record batches of magic 2
/// (KIP-98). v5 adds LogStartOffset to both sides (KIP-107). v6 has the same layout; the broker may answer
/// KafkaStorageError (KIP-112). v7 adds SessionId, SessionEpoch and ForgottenTopicsData to the request, ErrorCode and
/// SessionId to the response: fetch sessions (KIP-227). v8 has the same layout; the broker answers before it throttles
/// (KIP-219). v9 adds CurrentLeaderEpoch to the request (KIP-320). v10 has the same layout; zstd is allowed (KIP-110). v11
/// adds RackId to the request, PreferredReadReplica to the response (KIP-392). v12 adds LastFetchedEpoch and ClusterId to
/// the request, DivergingEpoch, CurrentLeader and SnapshotId to the response; is flexible; KRaft replicas fetch with it
/// (KIP-595). v13 names topics by TopicId in place of Topic (KIP-516). v14 has the same layout; the broker may answer
/// OffsetMovedToTieredStorage (KIP-405). v15 moves ReplicaId into ReplicaState, which also has the epoch of the broker
/// (KIP-903). v16 adds NodeEndpoints to the response, and sets CurrentLeader for consumers, too (KIP-951). v17 adds
/// ReplicaDirectoryId to the request (KIP-853). v18 adds HighWatermark to the request (KIP-1166).
[<RequireQualifiedAccess>]
module Fetch =

    /// A partition to read from, and the offset to start at.
    [<NoComparison>]
    type FetchPartition =
        { /// The number of the partition within its topic.
          Partition: int
          /// The leader epoch that the sender knows. The broker answers FencedLeaderEpoch if the sender is outdated,
          /// UnknownLeaderEpoch if the broker itself is; -1 disables the check. From v9.
          CurrentLeaderEpoch: int
          /// The offset to read from; the broker answers OffsetOutOfRange if it is outside the log.
          FetchOffset: int64
          /// The leader epoch of the last record that the sender has; the leader uses it to detect diverging logs. -1 if
          /// there is none, or if the sender does not use this check. From v12.
          LastFetchedEpoch: int
          /// The first offset in the replica's log; -1 from a consumer. From v5.
          LogStartOffset: int64
          /// The maximum number of bytes to read from this partition; from v3 on, the first batch of a response is complete
          /// even if it is larger.
          PartitionMaxBytes: int
          /// The id of the directory in which the fetching KRaft replica keeps the log; all zero if the sender is not a
          /// KRaft replica. From v17.
          ReplicaDirectoryId: Uuid
          /// The high watermark that the fetching KRaft replica knows; if it equals the leader's, the leader may delay the
          /// response. Int64.MaxValue, the default, if the replica does not send one; -1 if it knows none. From v18.
          HighWatermark: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FetchPartition.
    let fetchPartition = message<FetchPartition> "FetchPartition" {
        let! partition          = field                     "Partition"          _.Partition          int32 always
        and! currentLeaderEpoch = fieldOr -1                "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32 (ignorable (since 9))
        and! fetchOffset        = field                     "FetchOffset"        _.FetchOffset        int64 always
        and! lastFetchedEpoch   = fieldOr -1                "LastFetchedEpoch"   _.LastFetchedEpoch   int32 (since 12)
        and! logStartOffset     = fieldOr -1L               "LogStartOffset"     _.LogStartOffset     int64 (ignorable (since 5))
        and! partitionMaxBytes  = field                     "PartitionMaxBytes"  _.PartitionMaxBytes  int32 always
        and! replicaDirectoryId = tagged 0                  "ReplicaDirectoryId" _.ReplicaDirectoryId uuid  (ignorable (since 17))
        and! highWatermark      = taggedOr 1 Int64.MaxValue "HighWatermark"      _.HighWatermark      int64 (ignorable (since 18))
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Partition = partition; CurrentLeaderEpoch = currentLeaderEpoch; FetchOffset = fetchOffset
                 LastFetchedEpoch = lastFetchedEpoch; LogStartOffset = logStartOffset; PartitionMaxBytes = partitionMaxBytes
                 ReplicaDirectoryId = replicaDirectoryId; HighWatermark = highWatermark; UnknownTaggedFields = tags } }

    type FetchPartition with
        /// A value with every field at its default.
        static member Default = fetchPartition.Default

    /// A topic to read from.
    [<NoComparison>]
    type FetchTopic =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v13.
          TopicId: Uuid
          /// The partitions to read from.
          Partitions: FetchPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FetchTopic.
    let fetchTopic = message<FetchTopic> "FetchTopic" {
        let! topic      = field "Topic"      _.Topic      string                 (ignorable (versions 0 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid                   (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array fetchPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchTopic with
        /// A value with every field at its default.
        static member Default = fetchTopic.Default

    /// A topic whose partitions leave the fetch session. From v7.
    [<NoComparison>]
    type ForgottenTopic =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v13.
          TopicId: Uuid
          /// The numbers of the partitions to drop.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ForgottenTopic.
    let forgottenTopic = message<ForgottenTopic> "ForgottenTopic" {
        let! topic      = field "Topic"      _.Topic      string        (ignorable (versions 7 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid          (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array int32) (since 7)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ForgottenTopic with
        /// A value with every field at its default.
        static member Default = forgottenTopic.Default

    /// The replica that fetches. From v15.
    [<NoComparison>]
    type ReplicaState =
        { /// The id of the replica that fetches; -1 from a consumer.
          ReplicaId: int
          /// The epoch of the broker that has the replica; -1 from a consumer or if unknown.
          ReplicaEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReplicaState.
    let replicaState = message<ReplicaState> "ReplicaState" {
        let! replicaId    = fieldOr -1  "ReplicaId"    _.ReplicaId    int32 (since 15)
        and! replicaEpoch = fieldOr -1L "ReplicaEpoch" _.ReplicaEpoch int64 (since 15)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; ReplicaEpoch = replicaEpoch; UnknownTaggedFields = tags } }

    type ReplicaState with
        /// A value with every field at its default.
        static member Default = replicaState.Default

    /// Sent by a consumer or a replica.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that fetches; -1 from a consumer. Later versions have it in ReplicaState. Up to v14.
          ReplicaId: int
          /// How long the broker may wait for MinBytes of records, in milliseconds.
          MaxWaitMs: int
          /// How many bytes of records the broker should collect before it answers; 0 to answer at once.
          MinBytes: int
          /// The maximum number of bytes of records in the response; the first batch is complete even if it is larger.
          /// Int32.MaxValue by default. From v3.
          MaxBytes: int
          /// Which transactional records are visible: 0 all (read uncommitted), 1 only committed ones (read committed).
          /// From v4.
          IsolationLevel: sbyte
          /// The fetch session that this request continues, from an earlier response; 0 if there is none yet. The broker
          /// answers FetchSessionIdNotFound if it has dropped the session. From v7.
          SessionId: int
          /// The number of the request within its fetch session. 0 requests a new session and names all partitions; the
          /// following requests count up from 1; -1 requests no session, or ends the given one. The broker answers
          /// InvalidFetchSessionEpoch if the number is out of sequence. From v7.
          SessionEpoch: int
          /// The topics to read from; in a fetch session, only the new or changed ones.
          Topics: FetchTopic[]
          /// The partitions to drop from the fetch session. From v7.
          ForgottenTopicsData: ForgottenTopic[]
          /// The rack of the consumer, so that the leader can refer it to a nearby replica; empty if it does not matter.
          /// From v11.
          RackId: string
          /// The id of the cluster that a KRaft replica believes it belongs to; null if it does not know, and from all
          /// other senders. From v12.
          ClusterId: string | null
          /// The replica that fetches, if the sender is one. From v15.
          ReplicaState: ReplicaState
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "FetchRequest" {
        let! replicaId           = fieldOr -1             "ReplicaId"           _.ReplicaId           int32                    (versions 0 14)
        and! maxWaitMs           = field                  "MaxWaitMs"           _.MaxWaitMs           int32                    always
        and! minBytes            = field                  "MinBytes"            _.MinBytes            int32                    always
        and! maxBytes            = fieldOr Int32.MaxValue "MaxBytes"            _.MaxBytes            int32                    (ignorable (since 3))
        and! isolationLevel      = field                  "IsolationLevel"      _.IsolationLevel      int8                     (ignorable (since 4))
        and! sessionId           = field                  "SessionId"           _.SessionId           int32                    (ignorable (since 7))
        and! sessionEpoch        = fieldOr -1             "SessionEpoch"        _.SessionEpoch        int32                    (ignorable (since 7))
        and! topics              = field                  "Topics"              _.Topics              (array fetchTopic)       always
        and! forgottenTopicsData = field                  "ForgottenTopicsData" _.ForgottenTopicsData (array forgottenTopic)   (since 7)
        and! rackId              = field                  "RackId"              _.RackId              string                   (ignorable (since 11))
        and! clusterId           = taggedOr 0 null        "ClusterId"           _.ClusterId           (nullable 12 string)     (ignorable (since 12))
        and! replicaState        = tagged 1               "ReplicaState"        _.ReplicaState        (structure replicaState) (since 15)
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; MaxWaitMs = maxWaitMs; MinBytes = minBytes; MaxBytes = maxBytes
                 IsolationLevel = isolationLevel; SessionId = sessionId; SessionEpoch = sessionEpoch; Topics = topics
                 ForgottenTopicsData = forgottenTopicsData; RackId = rackId; ClusterId = clusterId
                 ReplicaState = replicaState; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A transaction that was aborted. From v4.
    [<NoComparison>]
    type AbortedTransaction =
        { /// The id of the producer whose transaction was aborted.
          ProducerId: int64
          /// The first offset of the transaction in this partition; the producer's records from there up to its next marker
          /// are to be ignored.
          FirstOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AbortedTransaction.
    let abortedTransaction = message<AbortedTransaction> "AbortedTransaction" {
        let! producerId  = field "ProducerId"  _.ProducerId  int64 (since 4)
        and! firstOffset = field "FirstOffset" _.FirstOffset int64 (since 4)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; FirstOffset = firstOffset; UnknownTaggedFields = tags } }

    type AbortedTransaction with
        /// A value with every field at its default.
        static member Default = abortedTransaction.Default

    /// The end of a leader epoch in the log of the leader. From v12.
    [<NoComparison>]
    type EpochEndOffset =
        { /// The largest leader epoch up to which the logs can agree; -1 if they have not diverged.
          Epoch: int
          /// The offset after the last record of that epoch; -1 if the logs have not diverged.
          EndOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of EpochEndOffset.
    let epochEndOffset = message<EpochEndOffset> "EpochEndOffset" {
        let! epoch     = fieldOr -1  "Epoch"     _.Epoch     int32 (since 12)
        and! endOffset = fieldOr -1L "EndOffset" _.EndOffset int64 (since 12)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; EndOffset = endOffset; UnknownTaggedFields = tags } }

    type EpochEndOffset with
        /// A value with every field at its default.
        static member Default = epochEndOffset.Default

    /// The leader of a partition, as far as the broker knows. From v12.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition; -1 if unknown.
          LeaderId: int
          /// The epoch of that leader; -1 if unknown.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderIdAndEpoch.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32 (since 12)
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32 (since 12)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// A value with every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// Identifies a snapshot by the offset and the epoch at which it ends. From v12.
    [<NoComparison>]
    type SnapshotId =
        { /// The offset after the last record in the snapshot; -1 if there is no snapshot to fetch.
          EndOffset: int64
          /// The leader epoch of the last record in the snapshot; -1 if there is no snapshot to fetch.
          Epoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of SnapshotId.
    let snapshotId = message<SnapshotId> "SnapshotId" {
        let! endOffset = fieldOr -1L "EndOffset" _.EndOffset int64 always
        and! epoch     = fieldOr -1  "Epoch"     _.Epoch     int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { EndOffset = endOffset; Epoch = epoch; UnknownTaggedFields = tags } }

    type SnapshotId with
        /// A value with every field at its default.
        static member Default = snapshotId.Default

    /// What was read from a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code of the partition, such as OffsetOutOfRange or NotLeaderOrFollower; None (0) on success.
          ErrorCode: ErrorCode
          /// The offset up to which all in-sync replicas have the records; consumers see nothing at or above it. -1 on
          /// error.
          HighWatermark: int64
          /// The offset below which all transactions have ended; consumers that read only committed records see nothing at
          /// or above it. -1 on error or if unknown. From v4.
          LastStableOffset: int64
          /// The first offset that is still in the log; -1 on error or if unknown. From v5.
          LogStartOffset: int64
          /// The aborted transactions that have records in the response, for consumers that read only committed records;
          /// null for all others. From v4.
          AbortedTransactions: AbortedTransaction[] | null
          /// The broker from which the consumer should read this partition instead; -1 if it should not switch. From v11.
          PreferredReadReplica: int
          /// The record batches. The first can start before the requested offset, and the last can be truncated. Null and
          /// empty both mean that there are none.
          Records: Nullable<Bytes>
          /// The point up to which the logs of the replica and the leader agree, if they have diverged; the replica must
          /// truncate its log there. From v12.
          DivergingEpoch: EpochEndOffset
          /// The leader of the partition, if the error is that the broker no longer leads it. Set for consumers from v16 on
          /// and for KRaft replicas from v12 on. Otherwise, both fields are -1. From v12.
          CurrentLeader: LeaderIdAndEpoch
          /// The snapshot that a KRaft replica must fetch first, because the log no longer goes back far enough. From v12.
          SnapshotId: SnapshotId
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partitionIndex       = field       "PartitionIndex"       _.PartitionIndex       int32                                   always
        and! errorCode            = field       "ErrorCode"            _.ErrorCode            errorCode                               always
        and! highWatermark        = field       "HighWatermark"        _.HighWatermark        int64                                   always
        and! lastStableOffset     = fieldOr -1L "LastStableOffset"     _.LastStableOffset     int64                                   (ignorable (since 4))
        and! logStartOffset       = fieldOr -1L "LogStartOffset"       _.LogStartOffset       int64                                   (ignorable (since 5))
        and! abortedTransactions  = field       "AbortedTransactions"  _.AbortedTransactions  (nullable 4 (array abortedTransaction)) (ignorable (since 4))
        and! preferredReadReplica = fieldOr -1  "PreferredReadReplica" _.PreferredReadReplica int32                                   (since 11)
        and! records              = field       "Records"              _.Records              (nullableRecords 0)                     always
        and! divergingEpoch       = tagged 0    "DivergingEpoch"       _.DivergingEpoch       (structure epochEndOffset)              (since 12)
        and! currentLeader        = tagged 1    "CurrentLeader"        _.CurrentLeader        (structure leaderIdAndEpoch)            (since 12)
        and! snapshotId           = tagged 2    "SnapshotId"           _.SnapshotId           (structure snapshotId)                  (since 12)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; HighWatermark = highWatermark
                 LastStableOffset = lastStableOffset; LogStartOffset = logStartOffset
                 AbortedTransactions = abortedTransactions; PreferredReadReplica = preferredReadReplica; Records = records
                 DivergingEpoch = divergingEpoch; CurrentLeader = currentLeader; SnapshotId = snapshotId
                 UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// What was read from a topic.
    [<NoComparison>]
    type FetchableTopicResponse =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v13.
          TopicId: Uuid
          /// What was read from each partition.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FetchableTopicResponse.
    let fetchableTopicResponse = message<FetchableTopicResponse> "FetchableTopicResponse" {
        let! topic      = field "Topic"      _.Topic      string                (ignorable (versions 0 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid                  (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchableTopicResponse with
        /// A value with every field at its default.
        static member Default = fetchableTopicResponse.Default

    /// The address of a broker named in the response. From v16.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the broker.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack, or availability zone, of the broker; null if none is configured.
          Rack: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of NodeEndpoint.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field        "NodeId" _.NodeId int32                (since 16)
        and! host   = field        "Host"   _.Host   string               (since 16)
        and! port   = field        "Port"   _.Port   int32                (since 16)
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 16 string) (since 16)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// A value with every field at its default.
        static member Default = nodeEndpoint.Default

    /// The response of the broker that holds the partitions.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The error code of the request as a whole, usually about its fetch session, such as FetchSessionIdNotFound;
          /// None (0) on success. From v7.
          ErrorCode: ErrorCode
          /// The fetch session that this response belongs to; 0 if there is none. From v7.
          SessionId: int
          /// What was read from each topic; in a fetch session, only the topics with something new.
          Responses: FetchableTopicResponse[]
          /// The addresses of the leaders named in CurrentLeader. From v16.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "FetchResponse" {
        let! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                          (ignorable (since 1))
        and! errorCode      = field    "ErrorCode"      _.ErrorCode      errorCode                      (ignorable (since 7))
        and! sessionId      = field    "SessionId"      _.SessionId      int32                          (since 7)
        and! responses      = field    "Responses"      _.Responses      (array fetchableTopicResponse) always
        and! nodeEndpoints  = tagged 0 "NodeEndpoints"  _.NodeEndpoints  (array nodeEndpoint)           (since 16)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; SessionId = sessionId; Responses = responses
                 NodeEndpoints = nodeEndpoints; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 1 (versions 0 18) (since 12) request response
