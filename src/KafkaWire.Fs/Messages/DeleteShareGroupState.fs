namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteShareGroupState (key 86): the group coordinator asks the share coordinator to delete the state of share partitions
/// (KIP-932).
[<RequireQualifiedAccess>]
module DeleteShareGroupState =

    /// A share partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          Partition: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partition = field "Partition" _.Partition int32 always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Partition = partition; UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// A topic with share partitions whose state is to be deleted.
    [<NoComparison>]
    type DeleteStateData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The share partitions whose state is to be deleted.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteStateData.
    let deleteStateData = message<DeleteStateData> "DeleteStateData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteStateData with
        /// A value with every field at its default.
        static member Default = deleteStateData.Default

    /// Sent by the group coordinator.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: DeleteStateData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteShareGroupStateRequest" {
        let! groupId = field "GroupId" _.GroupId string                  always
        and! topics  = field "Topics"  _.Topics  (array deleteStateData) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a share partition.
    [<NoComparison>]
    type PartitionResult =
        { /// The number of the partition within its topic.
          Partition: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionResult.
    let partitionResult = message<PartitionResult> "PartitionResult" {
        let! partition    = field        "Partition"    _.Partition    int32               always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Partition = partition; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type PartitionResult with
        /// A value with every field at its default.
        static member Default = partitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteStateResult =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The outcome for each share partition.
          Partitions: PartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteStateResult.
    let deleteStateResult = message<DeleteStateResult> "DeleteStateResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteStateResult with
        /// A value with every field at its default.
        static member Default = deleteStateResult.Default

    /// The share coordinator's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: DeleteStateResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteShareGroupStateResponse" {
        let! results = field "Results" _.Results (array deleteStateResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 86 (versions 0 0) always request response
