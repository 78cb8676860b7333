namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeShareGroupOffsets (key 90): gets the start offsets of share groups (KIP-932).
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
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeShareGroupOffsetsRequestTopic.
    let describeShareGroupOffsetsRequestTopic = message<DescribeShareGroupOffsetsRequestTopic> "DescribeShareGroupOffsetsRequestTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsRequestTopic with
        /// A value with every field at its default.
        static member Default = describeShareGroupOffsetsRequestTopic.Default

    /// A share group to describe.
    [<NoComparison>]
    type DescribeShareGroupOffsetsRequestGroup =
        { /// The id of the share group.
          GroupId: string
          /// The topics to look up; null for all that the group has offsets for.
          Topics: DescribeShareGroupOffsetsRequestTopic[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeShareGroupOffsetsRequestGroup.
    let describeShareGroupOffsetsRequestGroup = message<DescribeShareGroupOffsetsRequestGroup> "DescribeShareGroupOffsetsRequestGroup" {
        let! groupId = field "GroupId" _.GroupId string                                                     always
        and! topics  = field "Topics"  _.Topics  (nullable 0 (array describeShareGroupOffsetsRequestTopic)) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsRequestGroup with
        /// A value with every field at its default.
        static member Default = describeShareGroupOffsetsRequestGroup.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The share groups to describe.
          Groups: DescribeShareGroupOffsetsRequestGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeShareGroupOffsetsRequest" {
        let! groups = field "Groups" _.Groups (array describeShareGroupOffsetsRequestGroup) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Groups = groups; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A share partition.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The first offset of the share partition that is not finished; -1 if unknown.
          StartOffset: int64
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// How many records of the share partition are not finished; -1 if unknown. From v1.
          Lag: int64
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeShareGroupOffsetsResponsePartition.
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
        /// A value with every field at its default.
        static member Default = describeShareGroupOffsetsResponsePartition.Default

    /// A topic that the group consumes.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The share partitions.
          Partitions: DescribeShareGroupOffsetsResponsePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeShareGroupOffsetsResponseTopic.
    let describeShareGroupOffsetsResponseTopic = message<DescribeShareGroupOffsetsResponseTopic> "DescribeShareGroupOffsetsResponseTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                             always
        and! topicId    = field "TopicId"    _.TopicId    uuid                                               always
        and! partitions = field "Partitions" _.Partitions (array describeShareGroupOffsetsResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsResponseTopic with
        /// A value with every field at its default.
        static member Default = describeShareGroupOffsetsResponseTopic.Default

    /// A share group.
    [<NoComparison>]
    type DescribeShareGroupOffsetsResponseGroup =
        { /// The id of the share group.
          GroupId: string
          /// The requested topics, or those that the group has offsets for.
          Topics: DescribeShareGroupOffsetsResponseTopic[]
          /// The error code of the group; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeShareGroupOffsetsResponseGroup.
    let describeShareGroupOffsetsResponseGroup = message<DescribeShareGroupOffsetsResponseGroup> "DescribeShareGroupOffsetsResponseGroup" {
        let! groupId      = field        "GroupId"      _.GroupId      string                                         always
        and! topics       = field        "Topics"       _.Topics       (array describeShareGroupOffsetsResponseTopic) always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode                                      always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string)                            always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type DescribeShareGroupOffsetsResponseGroup with
        /// A value with every field at its default.
        static member Default = describeShareGroupOffsetsResponseGroup.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The requested share groups.
          Groups: DescribeShareGroupOffsetsResponseGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeShareGroupOffsetsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                          always
        and! groups         = field "Groups"         _.Groups         (array describeShareGroupOffsetsResponseGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 90 (versions 0 1) always request response
