namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetForLeaderEpoch (key 23): looks up where a leader epoch ends in the log, to find out up to where two logs agree
/// (KIP-101).
///
/// v1 adds LeaderEpoch to the response (KIP-279). v2 adds CurrentLeaderEpoch to the request, ThrottleTimeMs to the response
/// (KIP-320). v3 adds ReplicaId to the request (KIP-392). v4 is flexible.
[<RequireQualifiedAccess>]
module OffsetForLeaderEpoch =

    /// A partition to look up, and the requested epoch.
    [<NoComparison>]
    type OffsetForLeaderPartition =
        { /// The number of the partition within its topic.
          Partition: int
          /// The leader epoch that the sender knows. The broker answers FencedLeaderEpoch if the sender is outdated,
          /// UnknownLeaderEpoch if the broker itself is; -1 disables the check. From v2.
          CurrentLeaderEpoch: int
          /// The leader epoch whose end is requested.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetForLeaderPartition.
    let offsetForLeaderPartition = message<OffsetForLeaderPartition> "OffsetForLeaderPartition" {
        let! partition          = field      "Partition"          _.Partition          int32 always
        and! currentLeaderEpoch = fieldOr -1 "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32 (ignorable (since 2))
        and! leaderEpoch        = field      "LeaderEpoch"        _.LeaderEpoch        int32 always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Partition = partition; CurrentLeaderEpoch = currentLeaderEpoch; LeaderEpoch = leaderEpoch
                 UnknownTaggedFields = tags } }

    type OffsetForLeaderPartition with
        /// A value with every field at its default.
        static member Default = offsetForLeaderPartition.Default

    /// A topic to look up.
    [<NoComparison>]
    type OffsetForLeaderTopic =
        { /// The name of the topic.
          Topic: string
          /// The partitions to look up.
          Partitions: OffsetForLeaderPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetForLeaderTopic.
    let offsetForLeaderTopic = message<OffsetForLeaderTopic> "OffsetForLeaderTopic" {
        let! topic      = field "Topic"      _.Topic      string                           always
        and! partitions = field "Partitions" _.Partitions (array offsetForLeaderPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetForLeaderTopic with
        /// A value with every field at its default.
        static member Default = offsetForLeaderTopic.Default

    /// Sent by a replica or a consumer.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that sends the request; -1 from a consumer, -2, the default, from a tool that may see
          /// uncommitted records. From v3.
          ReplicaId: int
          /// The topics to look up.
          Topics: OffsetForLeaderTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "OffsetForLeaderEpochRequest" {
        let! replicaId = fieldOr -2 "ReplicaId" _.ReplicaId int32                        (ignorable (since 3))
        and! topics    = field      "Topics"    _.Topics    (array offsetForLeaderTopic) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// What was found in a partition.
    [<NoComparison>]
    type EpochEndOffset =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The number of the partition within its topic.
          Partition: int
          /// The largest leader epoch in the log that is not above the requested one; -1 if there is none. From v1.
          LeaderEpoch: int
          /// The offset after the last record of that epoch; -1 if there is none.
          EndOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of EpochEndOffset.
    let epochEndOffset = message<EpochEndOffset> "EpochEndOffset" {
        let! errorCode   = field       "ErrorCode"   _.ErrorCode   errorCode always
        and! partition   = field       "Partition"   _.Partition   int32     always
        and! leaderEpoch = fieldOr -1  "LeaderEpoch" _.LeaderEpoch int32     (ignorable (since 1))
        and! endOffset   = fieldOr -1L "EndOffset"   _.EndOffset   int64     always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Partition = partition; LeaderEpoch = leaderEpoch; EndOffset = endOffset
                 UnknownTaggedFields = tags } }

    type EpochEndOffset with
        /// A value with every field at its default.
        static member Default = epochEndOffset.Default

    /// What was found in a topic.
    [<NoComparison>]
    type OffsetForLeaderTopicResult =
        { /// The name of the topic.
          Topic: string
          /// What was found in each partition.
          Partitions: EpochEndOffset[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetForLeaderTopicResult.
    let offsetForLeaderTopicResult = message<OffsetForLeaderTopicResult> "OffsetForLeaderTopicResult" {
        let! topic      = field "Topic"      _.Topic      string                 always
        and! partitions = field "Partitions" _.Partitions (array epochEndOffset) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetForLeaderTopicResult with
        /// A value with every field at its default.
        static member Default = offsetForLeaderTopicResult.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// What was found in each topic.
          Topics: OffsetForLeaderTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "OffsetForLeaderEpochResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                              (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array offsetForLeaderTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 23 (versions 0 4) (since 4) request response
