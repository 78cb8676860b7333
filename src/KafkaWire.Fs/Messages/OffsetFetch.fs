namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetFetch (key 9): requests the offsets that groups have committed.
///
/// v1 has the same layout; v0 reads the offsets from ZooKeeper, later versions read them from Kafka. v2 adds ErrorCode to
/// the response; allows null for Topics of the request (KIP-88). v3 adds ThrottleTimeMs to the response (KIP-124). v4 has
/// the same layout; the broker answers before it throttles (KIP-219). v5 adds CommittedLeaderEpoch to the response
/// (KIP-320). v6 is flexible. v7 adds RequireStable to the request (KIP-447). v8 looks up several groups at once: Groups
/// replaces all fields except RequireStable and ThrottleTimeMs (KIP-709). v9 adds MemberId and MemberEpoch to the request
/// (KIP-848). v10 names topics by TopicId in place of Name (KIP-848).
[<RequireQualifiedAccess>]
module OffsetFetch =

    /// A topic to look up. Up to v7.
    [<NoComparison>]
    type OffsetFetchRequestTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchRequestTopic.
    let offsetFetchRequestTopic = message<OffsetFetchRequestTopic> "OffsetFetchRequestTopic" {
        let! name             = field "Name"             _.Name             string        (versions 0 7)
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (versions 0 7)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type OffsetFetchRequestTopic with
        /// A value with every field at its default.
        static member Default = offsetFetchRequestTopic.Default

    /// A topic to look up. From v8.
    [<NoComparison>]
    type OffsetFetchRequestTopics =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v10.
          TopicId: Uuid
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchRequestTopics.
    let offsetFetchRequestTopics = message<OffsetFetchRequestTopics> "OffsetFetchRequestTopics" {
        let! name             = field "Name"             _.Name             string        (ignorable (versions 8 9))
        and! topicId          = field "TopicId"          _.TopicId          uuid          (ignorable (since 10))
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (since 8)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type OffsetFetchRequestTopics with
        /// A value with every field at its default.
        static member Default = offsetFetchRequestTopics.Default

    /// A group to look up. From v8.
    [<NoComparison>]
    type OffsetFetchRequestGroup =
        { /// The id of the group.
          GroupId: string
          /// The id of the member that sends the request; null from non-members and in classic groups. From v9.
          MemberId: string | null
          /// The epoch of that member; -1 if there is none. The broker answers StaleMemberEpoch if it is outdated. From v9.
          MemberEpoch: int
          /// The topics to look up; null requests all topics that the group has offsets of, empty requests none.
          Topics: OffsetFetchRequestTopics[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchRequestGroup.
    let offsetFetchRequestGroup = message<OffsetFetchRequestGroup> "OffsetFetchRequestGroup" {
        let! groupId     = field        "GroupId"     _.GroupId     string                                        (since 8)
        and! memberId    = fieldOr null "MemberId"    _.MemberId    (nullable 9 string)                           (ignorable (since 9))
        and! memberEpoch = fieldOr -1   "MemberEpoch" _.MemberEpoch int32                                         (ignorable (since 9))
        and! topics      = field        "Topics"      _.Topics      (nullable 8 (array offsetFetchRequestTopics)) (since 8)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; MemberEpoch = memberEpoch; Topics = topics
                 UnknownTaggedFields = tags } }

    type OffsetFetchRequestGroup with
        /// A value with every field at its default.
        static member Default = offsetFetchRequestGroup.Default

    /// Sent by group members and other clients that need the group's offsets.
    [<NoComparison>]
    type Request =
        { /// The id of the group. Up to v7.
          GroupId: string
          /// The topics to look up; null requests all topics that the group has offsets of, empty requests none. Up to v7.
          /// Null is allowed from v2.
          Topics: OffsetFetchRequestTopic[] | null
          /// The groups to look up, in place of GroupId and Topics. From v8.
          Groups: OffsetFetchRequestGroup[]
          /// Whether the broker should answer UnstableOffsetCommit for a partition while a transaction with offsets of it
          /// is open. From v7.
          RequireStable: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "OffsetFetchRequest" {
        let! groupId       = field "GroupId"       _.GroupId       string                                       (versions 0 7)
        and! topics        = field "Topics"        _.Topics        (nullable 2 (array offsetFetchRequestTopic)) (versions 0 7)
        and! groups        = field "Groups"        _.Groups        (array offsetFetchRequestGroup)              (since 8)
        and! requireStable = field "RequireStable" _.RequireStable bool                                         (since 7)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; Groups = groups; RequireStable = requireStable
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// What the group has committed for a partition. Up to v7.
    [<NoComparison>]
    type OffsetFetchResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume; -1 on error or if nothing has been committed.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if unknown. From v5.
          CommittedLeaderEpoch: int
          /// The text that was committed with the offset; if there is none, it is empty, or null from some old brokers.
          Metadata: string | null
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchResponsePartition.
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
        /// A value with every field at its default.
        static member Default = offsetFetchResponsePartition.Default

    /// What the group has committed for a topic. Up to v7.
    [<NoComparison>]
    type OffsetFetchResponseTopic =
        { /// The name of the topic.
          Name: string
          /// What the group has committed for each partition.
          Partitions: OffsetFetchResponsePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchResponseTopic.
    let offsetFetchResponseTopic = message<OffsetFetchResponseTopic> "OffsetFetchResponseTopic" {
        let! name       = field "Name"       _.Name       string                               (versions 0 7)
        and! partitions = field "Partitions" _.Partitions (array offsetFetchResponsePartition) (versions 0 7)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetFetchResponseTopic with
        /// A value with every field at its default.
        static member Default = offsetFetchResponseTopic.Default

    /// What the group has committed for a partition. From v8.
    [<NoComparison>]
    type OffsetFetchResponsePartitions =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset of the next record to consume; -1 on error or if nothing has been committed.
          CommittedOffset: int64
          /// The leader epoch of the last record consumed; -1 if unknown.
          CommittedLeaderEpoch: int
          /// The text that was committed with the offset; if there is none, it is empty, or null from some old brokers.
          Metadata: string | null
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchResponsePartitions.
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
        /// A value with every field at its default.
        static member Default = offsetFetchResponsePartitions.Default

    /// What the group has committed for a topic. From v8.
    [<NoComparison>]
    type OffsetFetchResponseTopics =
        { /// The name of the topic. Up to v9.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v10.
          TopicId: Uuid
          /// What the group has committed for each partition.
          Partitions: OffsetFetchResponsePartitions[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchResponseTopics.
    let offsetFetchResponseTopics = message<OffsetFetchResponseTopics> "OffsetFetchResponseTopics" {
        let! name       = field "Name"       _.Name       string                                (ignorable (versions 8 9))
        and! topicId    = field "TopicId"    _.TopicId    uuid                                  (ignorable (since 10))
        and! partitions = field "Partitions" _.Partitions (array offsetFetchResponsePartitions) (since 8)
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type OffsetFetchResponseTopics with
        /// A value with every field at its default.
        static member Default = offsetFetchResponseTopics.Default

    /// What a group has committed. From v8.
    [<NoComparison>]
    type OffsetFetchResponseGroup =
        { /// The id of the group.
          GroupId: string
          /// What the group has committed for each topic.
          Topics: OffsetFetchResponseTopics[]
          /// The error code of the group; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OffsetFetchResponseGroup.
    let offsetFetchResponseGroup = message<OffsetFetchResponseGroup> "OffsetFetchResponseGroup" {
        let! groupId   = field "GroupId"   _.GroupId   string                            (since 8)
        and! topics    = field "Topics"    _.Topics    (array offsetFetchResponseTopics) (since 8)
        and! errorCode = field "ErrorCode" _.ErrorCode errorCode                         (since 8)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type OffsetFetchResponseGroup with
        /// A value with every field at its default.
        static member Default = offsetFetchResponseGroup.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v3.
          ThrottleTimeMs: int
          /// What the group has committed for each topic. Up to v7.
          Topics: OffsetFetchResponseTopic[]
          /// The error code of the request as a whole; None (0) on success. v2 to v7.
          ErrorCode: ErrorCode
          /// What each group has committed. From v8.
          Groups: OffsetFetchResponseGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "OffsetFetchResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            (ignorable (since 3))
        and! topics         = field "Topics"         _.Topics         (array offsetFetchResponseTopic) (versions 0 7)
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        (ignorable (versions 2 7))
        and! groups         = field "Groups"         _.Groups         (array offsetFetchResponseGroup) (since 8)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; ErrorCode = errorCode; Groups = groups
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 9 (versions 0 10) (since 6) request response
