namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterShareGroupOffsets (key 91): sets the start offsets of a share group without members (KIP-932).
[<RequireQualifiedAccess>]
module AlterShareGroupOffsets =

    /// A share partition to set the offset of.
    [<NoComparison>]
    type AlterShareGroupOffsetsRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset that the group shall start from.
          StartOffset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterShareGroupOffsetsRequestPartition stands on the wire.
    let alterShareGroupOffsetsRequestPartition = message<AlterShareGroupOffsetsRequestPartition> "AlterShareGroupOffsetsRequestPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! startOffset    = field "StartOffset"    _.StartOffset    int64 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; StartOffset = startOffset; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsRequestPartition with
        /// Every field at its default.
        static member Default = alterShareGroupOffsetsRequestPartition.Default

    /// A topic to set offsets for.
    [<NoComparison>]
    type AlterShareGroupOffsetsRequestTopic =
        { /// The name of the topic.
          TopicName: string
          /// The share partitions to set offsets for.
          Partitions: AlterShareGroupOffsetsRequestPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterShareGroupOffsetsRequestTopic stands on the wire.
    let alterShareGroupOffsetsRequestTopic = message<AlterShareGroupOffsetsRequestTopic> "AlterShareGroupOffsetsRequestTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                         always
        and! partitions = field "Partitions" _.Partitions (array alterShareGroupOffsetsRequestPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsRequestTopic with
        /// Every field at its default.
        static member Default = alterShareGroupOffsetsRequestTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The topics to set offsets for.
          Topics: AlterShareGroupOffsetsRequestTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterShareGroupOffsetsRequest" {
        let! groupId = field "GroupId" _.GroupId string                                     always
        and! topics  = field "Topics"  _.Topics  (array alterShareGroupOffsetsRequestTopic) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a share partition.
    [<NoComparison>]
    type AlterShareGroupOffsetsResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterShareGroupOffsetsResponsePartition stands on the wire.
    let alterShareGroupOffsetsResponsePartition = message<AlterShareGroupOffsetsResponsePartition> "AlterShareGroupOffsetsResponsePartition" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32               always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsResponsePartition with
        /// Every field at its default.
        static member Default = alterShareGroupOffsetsResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type AlterShareGroupOffsetsResponseTopic =
        { /// The name of the topic.
          TopicName: string
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The outcome for each share partition.
          Partitions: AlterShareGroupOffsetsResponsePartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterShareGroupOffsetsResponseTopic stands on the wire.
    let alterShareGroupOffsetsResponseTopic = message<AlterShareGroupOffsetsResponseTopic> "AlterShareGroupOffsetsResponseTopic" {
        let! topicName  = field "TopicName"  _.TopicName  string                                          always
        and! topicId    = field "TopicId"    _.TopicId    uuid                                            always
        and! partitions = field "Partitions" _.Partitions (array alterShareGroupOffsetsResponsePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterShareGroupOffsetsResponseTopic with
        /// Every field at its default.
        static member Default = alterShareGroupOffsetsResponseTopic.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole, NonEmptyGroup if the group has members; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: AlterShareGroupOffsetsResponseTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AlterShareGroupOffsetsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                       always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                                   always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)                         always
        and! responses      = field        "Responses"      _.Responses      (array alterShareGroupOffsetsResponseTopic) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Responses = responses
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 91 (versions 0 0) always request response
