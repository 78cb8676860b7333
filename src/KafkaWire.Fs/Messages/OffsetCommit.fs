namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetCommit (key 8): stores the offsets up to which a group has consumed partitions.
///
/// v1 adds GenerationIdOrMemberEpoch, MemberId and CommitTimestamp to the request; v0 stores the offsets in ZooKeeper,
/// later versions store them in Kafka. v2 has one RetentionTimeMs for all partitions in place of the CommitTimestamp of
/// each. v3 adds ThrottleTimeMs to the response (KIP-124). v4 has the same layout; the broker answers before it throttles
/// (KIP-219). v5 drops RetentionTimeMs from the request: the broker's configuration decides (KIP-211). v6 adds
/// CommittedLeaderEpoch to the request (KIP-320). v7 adds GroupInstanceId to the request (KIP-345). v8 is flexible. v9 has
/// the same layout; members of consumer groups may commit with their epoch (KIP-848). v10 names topics by TopicId in place
/// of Name (KIP-848).
[<RequireQualifiedAccess>]
module OffsetCommit =

    /// A partition and the offset to store for it.
    [<NoComparison>]
    type OffsetCommitRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if unknown. From v6.
          CommittedLeaderEpoch: int
          /// When the commit took place, in milliseconds since 1970; -1 for the broker's current time. Only v1.
          CommitTimestamp: int64
          /// Any text to store with the offset; null is stored as an empty text. The broker answers OffsetMetadataTooLarge
          /// if it is longer than allowed.
          CommittedMetadata: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetCommitRequestPartition.
    let offsetCommitRequestPartition = message<OffsetCommitRequestPartition> "OffsetCommitRequestPartition" {
        let! partitionIndex       = field       "PartitionIndex"       _.PartitionIndex       int32               always
        and! committedOffset      = field       "CommittedOffset"      _.CommittedOffset      int64               always
        and! committedLeaderEpoch = fieldOr -1  "CommittedLeaderEpoch" _.CommittedLeaderEpoch int32               (ignorable (since 6))
        and! commitTimestamp      = fieldOr -1L "CommitTimestamp"      _.CommitTimestamp      int64               (versions 1 1)
        and! committedMetadata    = field       "CommittedMetadata"    _.CommittedMetadata    (nullable 0 string) always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CommittedOffset = committedOffset
                 CommittedLeaderEpoch = committedLeaderEpoch; CommitTimestamp = commitTimestamp
                 CommittedMetadata = committedMetadata; UnknownTaggedFields = tags } }

    type OffsetCommitRequestPartition with
        /// A value with every field at its default.
        static member Default = offsetCommitRequestPartition.Default

    /// A topic to store offsets for.
    [<NoComparison>]
    type OffsetCommitRequestTopic =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The id of the topic; the broker answers UnknownTopicId if it does not know it. From v10.
          TopicId: Uuid
          /// The partitions to store offsets for.
          Partitions: OffsetCommitRequestPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetCommitRequestTopic.
    let offsetCommitRequestTopic = message<OffsetCommitRequestTopic> "OffsetCommitRequestTopic" {
        let! name       = field "Name"       _.Name       string                               (ignorable (versions 0 9))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                 (ignorable (since 10))
        and! partitions = field "Partitions" _.Partitions (array offsetCommitRequestPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetCommitRequestTopic with
        /// A value with every field at its default.
        static member Default = offsetCommitRequestTopic.Default

    /// Sent by group members and other clients that store offsets in Kafka.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The generation of a member of a classic group (otherwise the broker answers IllegalGeneration), or the epoch
          /// of a member of a consumer group (v9; StaleMemberEpoch); -1 from clients that only store offsets, without being
          /// members. From v1.
          GenerationIdOrMemberEpoch: int
          /// The id of the member; empty from clients that only store offsets. The broker answers UnknownMemberId if the
          /// group does not have it. From v1.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. The broker answers
          /// FencedInstanceId if the name belongs to another member id. From v7.
          GroupInstanceId: string | null
          /// How long the broker should keep the offsets, in milliseconds; -1 for the time in the broker's configuration.
          /// v2 to v4.
          RetentionTimeMs: int64
          /// The topics to store offsets for.
          Topics: OffsetCommitRequestTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "OffsetCommitRequest" {
        let! groupId                   = field        "GroupId"                   _.GroupId                   string                           always
        and! generationIdOrMemberEpoch = fieldOr -1   "GenerationIdOrMemberEpoch" _.GenerationIdOrMemberEpoch int32                            (ignorable (since 1))
        and! memberId                  = field        "MemberId"                  _.MemberId                  string                           (ignorable (since 1))
        and! groupInstanceId           = fieldOr null "GroupInstanceId"           _.GroupInstanceId           (nullable 7 string)              (since 7)
        and! retentionTimeMs           = fieldOr -1L  "RetentionTimeMs"           _.RetentionTimeMs           int64                            (ignorable (versions 2 4))
        and! topics                    = field        "Topics"                    _.Topics                    (array offsetCommitRequestTopic) always
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; GenerationIdOrMemberEpoch = generationIdOrMemberEpoch; MemberId = memberId
                 GroupInstanceId = groupInstanceId; RetentionTimeMs = retentionTimeMs; Topics = topics
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type OffsetCommitResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code, such as RebalanceInProgress or IllegalGeneration, after which the member must join again; None
          /// (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetCommitResponsePartition.
    let offsetCommitResponsePartition = message<OffsetCommitResponsePartition> "OffsetCommitResponsePartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type OffsetCommitResponsePartition with
        /// A value with every field at its default.
        static member Default = offsetCommitResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type OffsetCommitResponseTopic =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v10.
          TopicId: Uuid
          /// The outcome for each partition.
          Partitions: OffsetCommitResponsePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetCommitResponseTopic.
    let offsetCommitResponseTopic = message<OffsetCommitResponseTopic> "OffsetCommitResponseTopic" {
        let! name       = field "Name"       _.Name       string                                (ignorable (versions 0 9))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                  (ignorable (since 10))
        and! partitions = field "Partitions" _.Partitions (array offsetCommitResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetCommitResponseTopic with
        /// A value with every field at its default.
        static member Default = offsetCommitResponseTopic.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v3.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: OffsetCommitResponseTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "OffsetCommitResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                             (ignorable (since 3))
        and! topics         = field "Topics"         _.Topics         (array offsetCommitResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 8 (versions 0 10) (since 8) request response
