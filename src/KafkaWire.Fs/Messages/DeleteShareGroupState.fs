namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteShareGroupState (key 86): the group coordinator has the share coordinator delete the state of share partitions
/// (KIP-932).
[<RequireQualifiedAccess>]
module DeleteShareGroupState =

    /// A share partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          Partition: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionData stands on the wire.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partition = field "Partition" _.Partition int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Partition = partition; UnknownTaggedFields = tags } }

    type PartitionData with
        /// Every field at its default.
        static member Default = partitionData.Default

    /// A topic with share partitions to delete the state of.
    [<NoComparison>]
    type DeleteStateData =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The share partitions to delete the state of.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteStateData stands on the wire.
    let deleteStateData = message<DeleteStateData> "DeleteStateData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteStateData with
        /// Every field at its default.
        static member Default = deleteStateData.Default

    /// What the group coordinator sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: DeleteStateData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteShareGroupStateRequest" {
        let! groupId = field "GroupId" _.GroupId string                  always
        and! topics  = field "Topics"  _.Topics  (array deleteStateData) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a share partition.
    [<NoComparison>]
    type PartitionResult =
        { /// The number of the partition within its topic.
          Partition: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionResult stands on the wire.
    let partitionResult = message<PartitionResult> "PartitionResult" {
        let! partition    = field        "Partition"    _.Partition    int32               always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Partition = partition; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type PartitionResult with
        /// Every field at its default.
        static member Default = partitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteStateResult =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The outcome for each share partition.
          Partitions: PartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteStateResult stands on the wire.
    let deleteStateResult = message<DeleteStateResult> "DeleteStateResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteStateResult with
        /// Every field at its default.
        static member Default = deleteStateResult.Default

    /// What the share coordinator answers.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: DeleteStateResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteShareGroupStateResponse" {
        let! results = field "Results" _.Results (array deleteStateResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 86 (versions 0 0) always request response
