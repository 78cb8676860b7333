namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Fetch (key 1): a consumer or a replica reads record batches from partitions.
///
/// v1 adds ThrottleTimeMs to the response (KIP-13). v2 has the same bytes; record sets of magic 1 (KIP-32). v3 adds MaxBytes to
/// the request; the broker fills the answer in the order of the partitions asked for (KIP-74). v4 adds IsolationLevel to the
/// request, LastStableOffset and AbortedTransactions to the response; record batches of magic 2 (KIP-98). v5 adds LogStartOffset
/// to both sides (KIP-107). v6 has the same bytes; KafkaStorageError can be an answer (KIP-112). v7 adds SessionId, SessionEpoch
/// and ForgottenTopicsData to the request, ErrorCode and SessionId to the response: fetch sessions (KIP-227). v8 has the same
/// bytes; the broker answers before it throttles (KIP-219). v9 adds CurrentLeaderEpoch to the request (KIP-320). v10 has the same
/// bytes; zstd is allowed (KIP-110). v11 adds RackId to the request, PreferredReadReplica to the response (KIP-392). v12 adds
/// LastFetchedEpoch and ClusterId to the request, DivergingEpoch, CurrentLeader and SnapshotId to the response; is flexible;
/// KRaft replicas fetch with it (KIP-595). v13 names topics by TopicId in place of Topic (KIP-516). v14 has the same bytes;
/// OffsetMovedToTieredStorage can be an answer (KIP-405). v15 moves ReplicaId into ReplicaState, which has the epoch of the
/// broker, too (KIP-903). v16 adds NodeEndpoints to the response, and CurrentLeader is set for consumers, too (KIP-951). v17 adds
/// ReplicaDirectoryId to the request (KIP-853). v18 adds HighWatermark to the request (KIP-1166).
[<RequireQualifiedAccess>]
module Fetch =

    /// A partition to read from, and from where on.
    [<NoComparison>]
    type FetchPartition =
        { /// The number of the partition within its topic.
          Partition: int
          /// The epoch of the leader as the sender knows it, by which the broker tells an outdated sender (FencedLeaderEpoch) from an
          /// outdated broker (UnknownLeaderEpoch); -1 switches that check off. From v9.
          CurrentLeaderEpoch: int
          /// The offset to read from; one outside of the log is answered with OffsetOutOfRange.
          FetchOffset: int64
          /// The leader epoch of the last record that the sender has, by which the leader finds out whether their logs have parted; -1 if
          /// there is none, and from those who do not ask for that. From v12.
          LastFetchedEpoch: int
          /// The first offset that the log of the replica has; -1 from a consumer. From v5.
          LogStartOffset: int64
          /// The most bytes to read from this partition; from v3 on the first batch of an answer comes whole, even if it is larger.
          PartitionMaxBytes: int
          /// The id of the directory that the fetching KRaft replica keeps the log in; all zero if it is not one. From v17.
          ReplicaDirectoryId: Uuid
          /// The high watermark that the fetching KRaft replica knows: if it is the leader's too, the answer may wait. Int64.MaxValue, the
          /// default, if the replica does not say; -1 if it knows none. From v18.
          HighWatermark: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FetchPartition stands on the wire.
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
        /// Every field at its default.
        static member Default = fetchPartition.Default

    /// A topic to read from.
    [<NoComparison>]
    type FetchTopic =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The id of the topic; a topic created again under the same name gets another. From v13.
          TopicId: Uuid
          /// The partitions to read from.
          Partitions: FetchPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FetchTopic stands on the wire.
    let fetchTopic = message<FetchTopic> "FetchTopic" {
        let! topic      = field "Topic"      _.Topic      string                 (ignorable (versions 0 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid                   (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array fetchPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchTopic with
        /// Every field at its default.
        static member Default = fetchTopic.Default

    /// A topic whose partitions leave the fetch session. From v7.
    [<NoComparison>]
    type ForgottenTopic =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The id of the topic; a topic created again under the same name gets another. From v13.
          TopicId: Uuid
          /// The numbers of the partitions to drop.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ForgottenTopic stands on the wire.
    let forgottenTopic = message<ForgottenTopic> "ForgottenTopic" {
        let! topic      = field "Topic"      _.Topic      string        (ignorable (versions 7 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid          (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array int32) (since 7)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ForgottenTopic with
        /// Every field at its default.
        static member Default = forgottenTopic.Default

    /// The replica that fetches. From v15.
    [<NoComparison>]
    type ReplicaState =
        { /// The id of the replica that fetches; -1 from a consumer.
          ReplicaId: int
          /// The epoch of the broker with that replica; -1 from a consumer, and if it is not known.
          ReplicaEpoch: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReplicaState stands on the wire.
    let replicaState = message<ReplicaState> "ReplicaState" {
        let! replicaId    = fieldOr -1  "ReplicaId"    _.ReplicaId    int32 (since 15)
        and! replicaEpoch = fieldOr -1L "ReplicaEpoch" _.ReplicaEpoch int64 (since 15)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; ReplicaEpoch = replicaEpoch; UnknownTaggedFields = tags } }

    type ReplicaState with
        /// Every field at its default.
        static member Default = replicaState.Default

    /// What a consumer or a replica sends.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that fetches; -1 from a consumer. Later versions have it in ReplicaState. Up to v14.
          ReplicaId: int
          /// How long the broker may wait until it has MinBytes of records, in milliseconds.
          MaxWaitMs: int
          /// How many bytes of records the answer should have before the broker sends it; 0 has it answer at once.
          MinBytes: int
          /// The most bytes of records that the answer should have; the first batch comes whole, even if it is larger. Int32.MaxValue by
          /// default. From v3.
          MaxBytes: int
          /// What of transactions is visible: 0 everything (read uncommitted), 1 only what has been committed (read committed). From v4.
          IsolationLevel: sbyte
          /// The fetch session that this request continues, from the answer to an earlier one; 0 if there is none yet. One that the broker
          /// has dropped is answered with FetchSessionIdNotFound. From v7.
          SessionId: int
          /// The number of the request within its fetch session: 0 asks for a session and names all partitions, the next ones count up from
          /// 1, -1 asks for no session or ends the one that is given. One out of turn is answered with InvalidFetchSessionEpoch. From v7.
          SessionEpoch: int
          /// The topics to read from; in a fetch session only those that are new or changed.
          Topics: FetchTopic[]
          /// The partitions to drop from the fetch session. From v7.
          ForgottenTopicsData: ForgottenTopic[]
          /// The rack of the consumer, so that the leader can send it to a replica nearby; empty if it does not matter. From v11.
          RackId: string
          /// The id of the cluster that a KRaft replica believes to be in; null if it does not know, and from all others. From v12.
          ClusterId: string | null
          /// Which replica fetches, where it is one. From v15.
          ReplicaState: ReplicaState
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// A transaction that was aborted. From v4.
    [<NoComparison>]
    type AbortedTransaction =
        { /// The id of the producer whose transaction was aborted.
          ProducerId: int64
          /// The first offset of the transaction in this partition: from there on the producer's records up to its next marker do not
          /// count.
          FirstOffset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AbortedTransaction stands on the wire.
    let abortedTransaction = message<AbortedTransaction> "AbortedTransaction" {
        let! producerId  = field "ProducerId"  _.ProducerId  int64 (since 4)
        and! firstOffset = field "FirstOffset" _.FirstOffset int64 (since 4)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; FirstOffset = firstOffset; UnknownTaggedFields = tags } }

    type AbortedTransaction with
        /// Every field at its default.
        static member Default = abortedTransaction.Default

    /// The end of a leader epoch in the log of the leader. From v12.
    [<NoComparison>]
    type EpochEndOffset =
        { /// The largest leader epoch up to which the logs can agree; -1 if they have not parted.
          Epoch: int
          /// The offset after the last record of that epoch; -1 if the logs have not parted.
          EndOffset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an EpochEndOffset stands on the wire.
    let epochEndOffset = message<EpochEndOffset> "EpochEndOffset" {
        let! epoch     = fieldOr -1  "Epoch"     _.Epoch     int32 (since 12)
        and! endOffset = fieldOr -1L "EndOffset" _.EndOffset int64 (since 12)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; EndOffset = endOffset; UnknownTaggedFields = tags } }

    type EpochEndOffset with
        /// Every field at its default.
        static member Default = epochEndOffset.Default

    /// The leader of a partition, as far as the broker knows. From v12.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition; -1 if it is not known.
          LeaderId: int
          /// The epoch of that leader; -1 if it is not known.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a LeaderIdAndEpoch stands on the wire.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32 (since 12)
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32 (since 12)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// Every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// The name of a snapshot: what it reaches up to. From v12.
    [<NoComparison>]
    type SnapshotId =
        { /// The offset after the last record that is in the snapshot; -1 if there is no snapshot to fetch.
          EndOffset: int64
          /// The leader epoch of the last record that is in the snapshot; -1 if there is no snapshot to fetch.
          Epoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a SnapshotId stands on the wire.
    let snapshotId = message<SnapshotId> "SnapshotId" {
        let! endOffset = fieldOr -1L "EndOffset" _.EndOffset int64 always
        and! epoch     = fieldOr -1  "Epoch"     _.Epoch     int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { EndOffset = endOffset; Epoch = epoch; UnknownTaggedFields = tags } }

    type SnapshotId with
        /// Every field at its default.
        static member Default = snapshotId.Default

    /// What was read from a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of reading the partition, such as OffsetOutOfRange or NotLeaderOrFollower; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The offset up to which all replicas in sync have the records: consumers see nothing at or above it; -1 with an error.
          HighWatermark: int64
          /// The offset below which every transaction has ended: consumers that read only what is committed see nothing at or above it; -1
          /// with an error, and if it is not known. From v4.
          LastStableOffset: int64
          /// The first offset that the log still has; -1 with an error, and if it is not known. From v5.
          LogStartOffset: int64
          /// The aborted transactions whose records are among those read, for consumers that read only what is committed; null for all
          /// others. From v4.
          AbortedTransactions: AbortedTransaction[] | null
          /// The broker that the consumer should rather read this partition from; -1 if it should stay. From v11.
          PreferredReadReplica: int
          /// The record batches, the first of which can start before the offset asked for, and the last of which can be cut off; null and
          /// empty both mean that there are none.
          Records: Nullable<Bytes>
          /// Up to where the log of the replica agrees with the leader's, where they have parted; the replica has to cut its log there.
          /// From v12.
          DivergingEpoch: EpochEndOffset
          /// The leader of the partition, where the error is that it is no longer the broker that was asked; consumers get it from v16 on,
          /// KRaft replicas from v12 on. Both parts are -1 in all other cases. From v12.
          CurrentLeader: LeaderIdAndEpoch
          /// The snapshot that a KRaft replica has to fetch first, since the log no longer starts early enough for it. From v12.
          SnapshotId: SnapshotId
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionData stands on the wire.
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
        /// Every field at its default.
        static member Default = partitionData.Default

    /// What was read from a topic.
    [<NoComparison>]
    type FetchableTopicResponse =
        { /// The name of the topic. Up to v12.
          Topic: string
          /// The id of the topic; a topic created again under the same name gets another. From v13.
          TopicId: Uuid
          /// What was read from each partition.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FetchableTopicResponse stands on the wire.
    let fetchableTopicResponse = message<FetchableTopicResponse> "FetchableTopicResponse" {
        let! topic      = field "Topic"      _.Topic      string                (ignorable (versions 0 12))
        and! topicId    = field "TopicId"    _.TopicId    uuid                  (ignorable (since 13))
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchableTopicResponse with
        /// Every field at its default.
        static member Default = fetchableTopicResponse.Default

    /// Where a broker that is named in the answer can be reached. From v16.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the broker.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack, or availability zone, of the broker; null if none is set up.
          Rack: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a NodeEndpoint stands on the wire.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field        "NodeId" _.NodeId int32                (since 16)
        and! host   = field        "Host"   _.Host   string               (since 16)
        and! port   = field        "Port"   _.Port   int32                (since 16)
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 16 string) (since 16)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// Every field at its default.
        static member Default = nodeEndpoint.Default

    /// What the broker with the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// An error of the request as a whole, mostly of its fetch session, such as FetchSessionIdNotFound; None (0) if there is none.
          /// From v7.
          ErrorCode: ErrorCode
          /// The fetch session that this answer belongs to; 0 if there is none. From v7.
          SessionId: int
          /// What was read from each topic; in a fetch session only what there is news of.
          Responses: FetchableTopicResponse[]
          /// Where the leaders that are named in CurrentLeader can be reached. From v16.
          NodeEndpoints: NodeEndpoint[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 1 (versions 0 18) (since 12) request response
