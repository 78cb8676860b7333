namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetForLeaderEpoch (key 23): asks where a leader epoch ends in the log, to find out how far two logs agree (KIP-101).
///
/// v1 adds LeaderEpoch to the response (KIP-279). v2 adds CurrentLeaderEpoch to the request, ThrottleTimeMs to the response
/// (KIP-320). v3 adds ReplicaId to the request (KIP-392). v4 is flexible.
[<RequireQualifiedAccess>]
module OffsetForLeaderEpoch =

    /// A partition to look up, and the epoch that is asked for.
    [<NoComparison>]
    type OffsetForLeaderPartition =
        { /// The number of the partition within its topic.
          Partition: int
          /// The epoch of the leader as the sender knows it, by which the broker tells an outdated sender (FencedLeaderEpoch) from an
          /// outdated broker (UnknownLeaderEpoch); -1 switches that check off. From v2.
          CurrentLeaderEpoch: int
          /// The leader epoch whose end is asked for.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetForLeaderPartition stands on the wire.
    let offsetForLeaderPartition = message<OffsetForLeaderPartition> "OffsetForLeaderPartition" {
        let! partition          = field      "Partition"          _.Partition          int32 always
        and! currentLeaderEpoch = fieldOr -1 "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32 (ignorable (since 2))
        and! leaderEpoch        = field      "LeaderEpoch"        _.LeaderEpoch        int32 always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Partition = partition; CurrentLeaderEpoch = currentLeaderEpoch; LeaderEpoch = leaderEpoch
                 UnknownTaggedFields = tags } }

    type OffsetForLeaderPartition with
        /// Every field at its default.
        static member Default = offsetForLeaderPartition.Default

    /// A topic to look up.
    [<NoComparison>]
    type OffsetForLeaderTopic =
        { /// The name of the topic.
          Topic: string
          /// The partitions to look up.
          Partitions: OffsetForLeaderPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetForLeaderTopic stands on the wire.
    let offsetForLeaderTopic = message<OffsetForLeaderTopic> "OffsetForLeaderTopic" {
        let! topic      = field "Topic"      _.Topic      string                           always
        and! partitions = field "Partitions" _.Partitions (array offsetForLeaderPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetForLeaderTopic with
        /// Every field at its default.
        static member Default = offsetForLeaderTopic.Default

    /// What a replica or a consumer sends.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that asks; -1 from a consumer, -2, the default, from a tool that may see what is not committed yet. From
          /// v3.
          ReplicaId: int
          /// The topics to look up.
          Topics: OffsetForLeaderTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "OffsetForLeaderEpochRequest" {
        let! replicaId = fieldOr -2 "ReplicaId" _.ReplicaId int32                        (ignorable (since 3))
        and! topics    = field      "Topics"    _.Topics    (array offsetForLeaderTopic) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What was found in a partition.
    [<NoComparison>]
    type EpochEndOffset =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The number of the partition within its topic.
          Partition: int
          /// The largest leader epoch in the log that is not above the one asked for; -1 if there is none. From v1.
          LeaderEpoch: int
          /// The offset after the last record of that epoch; -1 if there is none.
          EndOffset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an EpochEndOffset stands on the wire.
    let epochEndOffset = message<EpochEndOffset> "EpochEndOffset" {
        let! errorCode   = field       "ErrorCode"   _.ErrorCode   errorCode always
        and! partition   = field       "Partition"   _.Partition   int32     always
        and! leaderEpoch = fieldOr -1  "LeaderEpoch" _.LeaderEpoch int32     (ignorable (since 1))
        and! endOffset   = fieldOr -1L "EndOffset"   _.EndOffset   int64     always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Partition = partition; LeaderEpoch = leaderEpoch; EndOffset = endOffset
                 UnknownTaggedFields = tags } }

    type EpochEndOffset with
        /// Every field at its default.
        static member Default = epochEndOffset.Default

    /// What was found in a topic.
    [<NoComparison>]
    type OffsetForLeaderTopicResult =
        { /// The name of the topic.
          Topic: string
          /// What was found in each partition.
          Partitions: EpochEndOffset[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetForLeaderTopicResult stands on the wire.
    let offsetForLeaderTopicResult = message<OffsetForLeaderTopicResult> "OffsetForLeaderTopicResult" {
        let! topic      = field "Topic"      _.Topic      string                 always
        and! partitions = field "Partitions" _.Partitions (array epochEndOffset) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetForLeaderTopicResult with
        /// Every field at its default.
        static member Default = offsetForLeaderTopicResult.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// What was found in each topic.
          Topics: OffsetForLeaderTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "OffsetForLeaderEpochResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                              (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array offsetForLeaderTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 23 (versions 0 4) (since 4) request response
