namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// TxnOffsetCommit (key 28): stores offsets of a group as part of a transaction (KIP-98).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 adds CommittedLeaderEpoch to the request
/// (KIP-320). v3 adds GenerationIdOrMemberEpoch, MemberId and GroupInstanceId to the request, so that members of an old
/// generation are fenced; is flexible (KIP-447). v4 has the same layout; the broker may answer TransactionAbortable
/// (KIP-890). v5 has the same layout; the coordinator itself adds the offsets to the transaction (KIP-890). v6 names topics
/// by TopicId in place of Name (KIP-1319).
[<RequireQualifiedAccess>]
module TxnOffsetCommit =

    /// A partition and the offset to store for it.
    [<NoComparison>]
    type TxnOffsetCommitRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if unknown. From v2.
          CommittedLeaderEpoch: int
          /// Any text to store with the offset; null is stored as an empty text. The broker answers OffsetMetadataTooLarge
          /// if it is longer than allowed.
          CommittedMetadata: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TxnOffsetCommitRequestPartition.
    let txnOffsetCommitRequestPartition = message<TxnOffsetCommitRequestPartition> "TxnOffsetCommitRequestPartition" {
        let! partitionIndex       = field      "PartitionIndex"       _.PartitionIndex       int32               always
        and! committedOffset      = field      "CommittedOffset"      _.CommittedOffset      int64               always
        and! committedLeaderEpoch = fieldOr -1 "CommittedLeaderEpoch" _.CommittedLeaderEpoch int32               (ignorable (since 2))
        and! committedMetadata    = field      "CommittedMetadata"    _.CommittedMetadata    (nullable 0 string) always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CommittedOffset = committedOffset
                 CommittedLeaderEpoch = committedLeaderEpoch; CommittedMetadata = committedMetadata
                 UnknownTaggedFields = tags } }

    type TxnOffsetCommitRequestPartition with
        /// A value with every field at its default.
        static member Default = txnOffsetCommitRequestPartition.Default

    /// A topic to store offsets for.
    [<NoComparison>]
    type TxnOffsetCommitRequestTopic =
        { /// The name of the topic. Up to v5.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v6.
          TopicId: Uuid
          /// The partitions to store offsets for.
          Partitions: TxnOffsetCommitRequestPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TxnOffsetCommitRequestTopic.
    let txnOffsetCommitRequestTopic = message<TxnOffsetCommitRequestTopic> "TxnOffsetCommitRequestTopic" {
        let! name       = field "Name"       _.Name       string                                  (ignorable (versions 0 5))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                    (ignorable (since 6))
        and! partitions = field "Partitions" _.Partitions (array txnOffsetCommitRequestPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TxnOffsetCommitRequestTopic with
        /// A value with every field at its default.
        static member Default = txnOffsetCommitRequestTopic.Default

    /// Sent by a producer.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The id of the group.
          GroupId: string
          /// The id of the producer.
          ProducerId: int64
          /// The epoch of the producer id; of two producers with the same id, the one with the higher epoch is valid.
          ProducerEpoch: int16
          /// The generation of a member of a classic group (otherwise the broker answers IllegalGeneration), or the epoch
          /// of a member of a consumer group (StaleMemberEpoch); -1 if it is not given, which disables the check. From v3.
          GenerationIdOrMemberEpoch: int
          /// The id of the member; empty if it is not given. The broker answers UnknownMemberId if the group does not have
          /// it. From v3.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. The broker answers
          /// FencedInstanceId if the name belongs to another member id. From v3.
          GroupInstanceId: string | null
          /// The topics to store offsets for.
          Topics: TxnOffsetCommitRequestTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "TxnOffsetCommitRequest" {
        let! transactionalId           = field        "TransactionalId"           _.TransactionalId           string                              always
        and! groupId                   = field        "GroupId"                   _.GroupId                   string                              always
        and! producerId                = field        "ProducerId"                _.ProducerId                int64                               always
        and! producerEpoch             = field        "ProducerEpoch"             _.ProducerEpoch             int16                               always
        and! generationIdOrMemberEpoch = fieldOr -1   "GenerationIdOrMemberEpoch" _.GenerationIdOrMemberEpoch int32                               (since 3)
        and! memberId                  = field        "MemberId"                  _.MemberId                  string                              (since 3)
        and! groupInstanceId           = fieldOr null "GroupInstanceId"           _.GroupInstanceId           (nullable 3 string)                 (since 3)
        and! topics                    = field        "Topics"                    _.Topics                    (array txnOffsetCommitRequestTopic) always
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; GroupId = groupId; ProducerId = producerId; ProducerEpoch = producerEpoch
                 GenerationIdOrMemberEpoch = generationIdOrMemberEpoch; MemberId = memberId; GroupInstanceId = groupInstanceId
                 Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type TxnOffsetCommitResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TxnOffsetCommitResponsePartition.
    let txnOffsetCommitResponsePartition = message<TxnOffsetCommitResponsePartition> "TxnOffsetCommitResponsePartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type TxnOffsetCommitResponsePartition with
        /// A value with every field at its default.
        static member Default = txnOffsetCommitResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type TxnOffsetCommitResponseTopic =
        { /// The name of the topic. Up to v5.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v6.
          TopicId: Uuid
          /// The outcome for each partition.
          Partitions: TxnOffsetCommitResponsePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TxnOffsetCommitResponseTopic.
    let txnOffsetCommitResponseTopic = message<TxnOffsetCommitResponseTopic> "TxnOffsetCommitResponseTopic" {
        let! name       = field "Name"       _.Name       string                                   (ignorable (versions 0 5))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                     (ignorable (since 6))
        and! partitions = field "Partitions" _.Partitions (array txnOffsetCommitResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TxnOffsetCommitResponseTopic with
        /// A value with every field at its default.
        static member Default = txnOffsetCommitResponseTopic.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: TxnOffsetCommitResponseTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "TxnOffsetCommitResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                always
        and! topics         = field "Topics"         _.Topics         (array txnOffsetCommitResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 28 (versions 0 6) (since 3) request response
