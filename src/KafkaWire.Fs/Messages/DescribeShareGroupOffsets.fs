namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeShareGroupOffsets (key 90): asks for the start offsets of share groups (KIP-932).
///
/// v1 adds Lag to the response (KIP-1226).
[<RequireQualifiedAccess>]
module DescribeShareGroupOffsets =

    /// A topic to look up.
    [<NoComparison>]
    type DescribeShareGroupOffsetsRequestTopic =
        { /// The name of the topic.
          TopicName: string
          /// The numbers of the partitions to look up.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeShareGroupOffsetsRequestTopic stands on the wire.
    let describeShareGroupOffsetsRequestTopic = message<DescribeShareGroupOffsetsRequestTopic> "DescribeShareGroupOffsetsRequestTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsRequestTopic with
        /// Every field at its default.
        static member Default = describeShareGroupOffsetsRequestTopic.Default

    /// A share group to describe.
    [<NoComparison>]
    type DescribeShareGroupOffsetsRequestGroup =
        { /// The id of the share group.
          GroupId: string
          /// The topics to look up; null for all that the group has offsets of.
          Topics: DescribeShareGroupOffsetsRequestTopic[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeShareGroupOffsetsRequestGroup stands on the wire.
    let describeShareGroupOffsetsRequestGroup = message<DescribeShareGroupOffsetsRequestGroup> "DescribeShareGroupOffsetsRequestGroup" {
        let! groupId = field "GroupId" _.GroupId string                                                     always
        and! topics  = field "Topics"  _.Topics  (nullable 0 (array describeShareGroupOffsetsRequestTopic)) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsRequestGroup with
        /// Every field at its default.
        static member Default = describeShareGroupOffsetsRequestGroup.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The share groups to describe.
          Groups: DescribeShareGroupOffsetsRequestGroup[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeShareGroupOffsetsRequest" {
        let! groups = field "Groups" _.Groups (array describeShareGroupOffsetsRequestGroup) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Groups = groups; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A share partition.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The first offset of the share partition that is not done with; -1 if it is not known.
          StartOffset: int64
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// How many records of the share partition are not done with; -1 if it is not known. From v1.
          Lag: int64
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeShareGroupOffsetsResponsePartition stands on the wire.
    let describeShareGroupOffsetsResponsePartition = message<DescribeShareGroupOffsetsResponsePartition> "DescribeShareGroupOffsetsResponsePartition" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32               always
        and! startOffset    = field        "StartOffset"    _.StartOffset    int64               always
        and! leaderEpoch    = field        "LeaderEpoch"    _.LeaderEpoch    int32               always
        and! lag            = fieldOr -1L  "Lag"            _.Lag            int64               (ignorable (since 1))
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; StartOffset = startOffset; LeaderEpoch = leaderEpoch; Lag = lag
                 ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsResponsePartition with
        /// Every field at its default.
        static member Default = describeShareGroupOffsetsResponsePartition.Default

    /// A topic that the group consumes.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The share partitions.
          Partitions: DescribeShareGroupOffsetsResponsePartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeShareGroupOffsetsResponseTopic stands on the wire.
    let describeShareGroupOffsetsResponseTopic = message<DescribeShareGroupOffsetsResponseTopic> "DescribeShareGroupOffsetsResponseTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                             always
        and! topicId    = field "TopicId"    _.TopicId    uuid                                               always
        and! partitions = field "Partitions" _.Partitions (array describeShareGroupOffsetsResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsResponseTopic with
        /// Every field at its default.
        static member Default = describeShareGroupOffsetsResponseTopic.Default

    /// A share group.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponseGroup =
        { /// The id of the share group.
          GroupId: string
          /// The topics that were asked for, or that the group has offsets of.
          Topics: DescribeShareGroupOffsetsResponseTopic[]
          /// What came of describing the group; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeShareGroupOffsetsResponseGroup stands on the wire.
    let describeShareGroupOffsetsResponseGroup = message<DescribeShareGroupOffsetsResponseGroup> "DescribeShareGroupOffsetsResponseGroup" {
        let! groupId      = field        "GroupId"      _.GroupId      string                                         always
        and! topics       = field        "Topics"       _.Topics       (array describeShareGroupOffsetsResponseTopic) always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode                                      always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string)                            always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsResponseGroup with
        /// Every field at its default.
        static member Default = describeShareGroupOffsetsResponseGroup.Default

    /// What the coordinator of the groups answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The share groups that were asked for.
          Groups: DescribeShareGroupOffsetsResponseGroup[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeShareGroupOffsetsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                          always
        and! groups         = field "Groups"         _.Groups         (array describeShareGroupOffsetsResponseGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 90 (versions 0 1) always request response
