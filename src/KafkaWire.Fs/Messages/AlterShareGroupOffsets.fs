namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterShareGroupOffsets (key 91): sets the start offsets of a share group that has no members (KIP-932).
[<RequireQualifiedAccess>]
module AlterShareGroupOffsets =

    /// A share partition and its new start offset.
    [<NoComparison>]
    type AlterShareGroupOffsetsRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset that the group should start from.
          StartOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterShareGroupOffsetsRequestPartition.
    let alterShareGroupOffsetsRequestPartition = message<AlterShareGroupOffsetsRequestPartition> "AlterShareGroupOffsetsRequestPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! startOffset    = field "StartOffset"    _.StartOffset    int64 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; StartOffset = startOffset; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsRequestPartition with
        /// A value with every field at its default.
        static member Default = alterShareGroupOffsetsRequestPartition.Default

    /// A topic to set offsets for.
    [<NoComparison>]
    type AlterShareGroupOffsetsRequestTopic =
        { /// The name of the topic.
          TopicName: string
          /// The share partitions to set offsets for.
          Partitions: AlterShareGroupOffsetsRequestPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterShareGroupOffsetsRequestTopic.
    let alterShareGroupOffsetsRequestTopic = message<AlterShareGroupOffsetsRequestTopic> "AlterShareGroupOffsetsRequestTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                         always
        and! partitions = field "Partitions" _.Partitions (array alterShareGroupOffsetsRequestPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsRequestTopic with
        /// A value with every field at its default.
        static member Default = alterShareGroupOffsetsRequestTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The topics to set offsets for.
          Topics: AlterShareGroupOffsetsRequestTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterShareGroupOffsetsRequest" {
        let! groupId = field "GroupId" _.GroupId string                                     always
        and! topics  = field "Topics"  _.Topics  (array alterShareGroupOffsetsRequestTopic) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a share partition.
    [<NoComparison>]
    type AlterShareGroupOffsetsResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterShareGroupOffsetsResponsePartition.
    let alterShareGroupOffsetsResponsePartition = message<AlterShareGroupOffsetsResponsePartition> "AlterShareGroupOffsetsResponsePartition" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32               always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsResponsePartition with
        /// A value with every field at its default.
        static member Default = alterShareGroupOffsetsResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type AlterShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The outcome for each share partition.
          Partitions: AlterShareGroupOffsetsResponsePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterShareGroupOffsetsResponseTopic.
    let alterShareGroupOffsetsResponseTopic = message<AlterShareGroupOffsetsResponseTopic> "AlterShareGroupOffsetsResponseTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                          always
        and! topicId    = field "TopicId"    _.TopicId    uuid                                            always
        and! partitions = field "Partitions" _.Partitions (array alterShareGroupOffsetsResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsResponseTopic with
        /// A value with every field at its default.
        static member Default = alterShareGroupOffsetsResponseTopic.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole, NonEmptyGroup if the group has members; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: AlterShareGroupOffsetsResponseTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterShareGroupOffsetsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                       always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                                   always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                         always
        and! responses      = field        "Responses"      _.Responses      (array alterShareGroupOffsetsResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Responses = responses
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 91 (versions 0 0) always request response
