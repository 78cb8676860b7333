namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetFetch (key 9): asks for the offsets that groups have committed.
///
/// v1 has the same bytes; v0 read the offsets from ZooKeeper, from here on they come from Kafka. v2 adds ErrorCode to the
/// response; allows null for Topics of the request (KIP-88). v3 adds ThrottleTimeMs to the response (KIP-124). v4 has the same
/// bytes; the broker answers before it throttles (KIP-219). v5 adds CommittedLeaderEpoch to the response (KIP-320). v6 is
/// flexible. v7 adds RequireStable to the request (KIP-447). v8 asks for several groups at once: Groups takes the place of all
/// else but RequireStable and ThrottleTimeMs (KIP-709). v9 adds MemberId and MemberEpoch to the request (KIP-848). v10 names
/// topics by TopicId in place of Name (KIP-848).
[<RequireQualifiedAccess>]
module OffsetFetch =

    /// A topic to look up. Up to v7.
    [<NoComparison>]
    type OffsetFetchRequestTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchRequestTopic stands on the wire.
    let offsetFetchRequestTopic = message<OffsetFetchRequestTopic> "OffsetFetchRequestTopic" {
        let! name             = field "Name"             _.Name             string        (versions 0 7)
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (versions 0 7)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type OffsetFetchRequestTopic with
        /// Every field at its default.
        static member Default = offsetFetchRequestTopic.Default

    /// A topic to look up. From v8.
    [<NoComparison>]
    type OffsetFetchRequestTopics =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The id of the topic; a topic created again under the same name gets another. From v10.
          TopicId: Uuid
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchRequestTopics stands on the wire.
    let offsetFetchRequestTopics = message<OffsetFetchRequestTopics> "OffsetFetchRequestTopics" {
        let! name             = field "Name"             _.Name             string        (ignorable (versions 8 9))
        and! topicId          = field "TopicId"          _.TopicId          uuid          (ignorable (since 10))
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (since 8)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type OffsetFetchRequestTopics with
        /// Every field at its default.
        static member Default = offsetFetchRequestTopics.Default

    /// A group to look up. From v8.
    [<NoComparison>]
    type OffsetFetchRequestGroup =
        { /// The id of the group.
          GroupId: string
          /// The id of the member that asks; null from those who are not members, and in classic groups. From v9.
          MemberId: string | null
          /// The epoch of that member; -1 if there is none. An outdated one is answered with StaleMemberEpoch. From v9.
          MemberEpoch: int
          /// The topics to look up; null asks for all that the group has offsets of, empty for none.
          Topics: OffsetFetchRequestTopics[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchRequestGroup stands on the wire.
    let offsetFetchRequestGroup = message<OffsetFetchRequestGroup> "OffsetFetchRequestGroup" {
        let! groupId     = field        "GroupId"     _.GroupId     string                                        (since 8)
        and! memberId    = fieldOr null "MemberId"    _.MemberId    (nullable 9 string)                           (ignorable (since 9))
        and! memberEpoch = fieldOr -1   "MemberEpoch" _.MemberEpoch int32                                         (ignorable (since 9))
        and! topics      = field        "Topics"      _.Topics      (nullable 8 (array offsetFetchRequestTopics)) (since 8)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; MemberEpoch = memberEpoch; Topics = topics
                 UnknownTaggedFields = tags } }

    type OffsetFetchRequestGroup with
        /// Every field at its default.
        static member Default = offsetFetchRequestGroup.Default

    /// What a member of a group, or who else wants to know its offsets, sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group. Up to v7.
          GroupId: string
          /// The topics to look up; null asks for all that the group has offsets of, empty for none. Up to v7. Null is allowed from v2.
          Topics: OffsetFetchRequestTopic[] | null
          /// The groups to look up, in place of GroupId and Topics. From v8.
          Groups: OffsetFetchRequestGroup[]
          /// Whether the broker shall answer UnstableOffsetCommit for a partition while a transaction with offsets of it is open. From v7.
          RequireStable: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "OffsetFetchRequest" {
        let! groupId       = field "GroupId"       _.GroupId       string                                       (versions 0 7)
        and! topics        = field "Topics"        _.Topics        (nullable 2 (array offsetFetchRequestTopic)) (versions 0 7)
        and! groups        = field "Groups"        _.Groups        (array offsetFetchRequestGroup)              (since 8)
        and! requireStable = field "RequireStable" _.RequireStable bool                                         (since 7)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; Groups = groups; RequireStable = requireStable
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the group has committed for a partition. Up to v7.
    [<NoComparison>]
    type OffsetFetchResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume; -1 with an error, and if nothing has been committed.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if it is not known. From v5.
          CommittedLeaderEpoch: int
          /// The text that was committed with the offset; empty, and from some old brokers null, where there is none.
          Metadata: string | null
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchResponsePartition stands on the wire.
    let offsetFetchResponsePartition = message<OffsetFetchResponsePartition> "OffsetFetchResponsePartition" {
        let! partitionIndex       = field      "PartitionIndex"       _.PartitionIndex       int32               (versions 0 7)
        and! committedOffset      = field      "CommittedOffset"      _.CommittedOffset      int64               (versions 0 7)
        and! committedLeaderEpoch = fieldOr -1 "CommittedLeaderEpoch" _.CommittedLeaderEpoch int32               (ignorable (versions 5 7))
        and! metadata             = field      "Metadata"             _.Metadata             (nullable 0 string) (versions 0 7)
        and! errorCode            = field      "ErrorCode"            _.ErrorCode            errorCode           (versions 0 7)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CommittedOffset = committedOffset
                 CommittedLeaderEpoch = committedLeaderEpoch; Metadata = metadata; ErrorCode = errorCode
                 UnknownTaggedFields = tags } }

    type OffsetFetchResponsePartition with
        /// Every field at its default.
        static member Default = offsetFetchResponsePartition.Default

    /// What the group has committed for a topic. Up to v7.
    [<NoComparison>]
    type OffsetFetchResponseTopic =
        { /// The name of the topic.
          Name: string
          /// What the group has committed for each partition.
          Partitions: OffsetFetchResponsePartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchResponseTopic stands on the wire.
    let offsetFetchResponseTopic = message<OffsetFetchResponseTopic> "OffsetFetchResponseTopic" {
        let! name       = field "Name"       _.Name       string                               (versions 0 7)
        and! partitions = field "Partitions" _.Partitions (array offsetFetchResponsePartition) (versions 0 7)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetFetchResponseTopic with
        /// Every field at its default.
        static member Default = offsetFetchResponseTopic.Default

    /// What the group has committed for a partition. From v8.
    [<NoComparison>]
    type OffsetFetchResponsePartitions =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume; -1 with an error, and if nothing has been committed.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if it is not known.
          CommittedLeaderEpoch: int
          /// The text that was committed with the offset; empty, and from some old brokers null, where there is none.
          Metadata: string | null
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchResponsePartitions stands on the wire.
    let offsetFetchResponsePartitions = message<OffsetFetchResponsePartitions> "OffsetFetchResponsePartitions" {
        let! partitionIndex       = field      "PartitionIndex"       _.PartitionIndex       int32               (since 8)
        and! committedOffset      = field      "CommittedOffset"      _.CommittedOffset      int64               (since 8)
        and! committedLeaderEpoch = fieldOr -1 "CommittedLeaderEpoch" _.CommittedLeaderEpoch int32               (ignorable (since 8))
        and! metadata             = field      "Metadata"             _.Metadata             (nullable 8 string) (since 8)
        and! errorCode            = field      "ErrorCode"            _.ErrorCode            errorCode           (since 8)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CommittedOffset = committedOffset
                 CommittedLeaderEpoch = committedLeaderEpoch; Metadata = metadata; ErrorCode = errorCode
                 UnknownTaggedFields = tags } }

    type OffsetFetchResponsePartitions with
        /// Every field at its default.
        static member Default = offsetFetchResponsePartitions.Default

    /// What the group has committed for a topic. From v8.
    [<NoComparison>]
    type OffsetFetchResponseTopics =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The id of the topic; a topic created again under the same name gets another. From v10.
          TopicId: Uuid
          /// What the group has committed for each partition.
          Partitions: OffsetFetchResponsePartitions[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchResponseTopics stands on the wire.
    let offsetFetchResponseTopics = message<OffsetFetchResponseTopics> "OffsetFetchResponseTopics" {
        let! name       = field "Name"       _.Name       string                                (ignorable (versions 8 9))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                  (ignorable (since 10))
        and! partitions = field "Partitions" _.Partitions (array offsetFetchResponsePartitions) (since 8)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetFetchResponseTopics with
        /// Every field at its default.
        static member Default = offsetFetchResponseTopics.Default

    /// What a group has committed. From v8.
    [<NoComparison>]
    type OffsetFetchResponseGroup =
        { /// The id of the group.
          GroupId: string
          /// What the group has committed for each topic.
          Topics: OffsetFetchResponseTopics[]
          /// What came of looking up the group; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OffsetFetchResponseGroup stands on the wire.
    let offsetFetchResponseGroup = message<OffsetFetchResponseGroup> "OffsetFetchResponseGroup" {
        let! groupId   = field "GroupId"   _.GroupId   string                            (since 8)
        and! topics    = field "Topics"    _.Topics    (array offsetFetchResponseTopics) (since 8)
        and! errorCode = field "ErrorCode" _.ErrorCode errorCode                         (since 8)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type OffsetFetchResponseGroup with
        /// Every field at its default.
        static member Default = offsetFetchResponseGroup.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v3.
          ThrottleTimeMs: int
          /// What the group has committed for each topic. Up to v7.
          Topics: OffsetFetchResponseTopic[]
          /// What came of the request as a whole; None (0) if all is well. v2 to v7.
          ErrorCode: ErrorCode
          /// What each group has committed. From v8.
          Groups: OffsetFetchResponseGroup[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "OffsetFetchResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            (ignorable (since 3))
        and! topics         = field "Topics"         _.Topics         (array offsetFetchResponseTopic) (versions 0 7)
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        (ignorable (versions 2 7))
        and! groups         = field "Groups"         _.Groups         (array offsetFetchResponseGroup) (since 8)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; ErrorCode = errorCode; Groups = groups
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 9 (versions 0 10) (since 6) request response
