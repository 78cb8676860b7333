namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// InitializeShareGroupState (key 83): the group coordinator asks the share coordinator to initialize the state of share
/// partitions (KIP-932).
[<RequireQualifiedAccess>]
module InitializeShareGroupState =

    /// A share partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          Partition: int
          /// The epoch of the new state; the broker answers FencedStateEpoch if it is older than the current one.
          StateEpoch: int
          /// The first offset of the share partition that is not finished yet; -1 if it should not be set.
          StartOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partition   = field "Partition"   _.Partition   int32 always
        and! stateEpoch  = field "StateEpoch"  _.StateEpoch  int32 always
        and! startOffset = field "StartOffset" _.StartOffset int64 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { Partition = partition; StateEpoch = stateEpoch; StartOffset = startOffset; UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// A topic with share partitions to initialize.
    [<NoComparison>]
    type InitializeStateData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The share partitions to initialize.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of InitializeStateData.
    let initializeStateData = message<InitializeStateData> "InitializeStateData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type InitializeStateData with
        /// A value with every field at its default.
        static member Default = initializeStateData.Default

    /// Sent by the group coordinator.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: InitializeStateData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "InitializeShareGroupStateRequest" {
        let! groupId = field "GroupId" _.GroupId string                      always
        and! topics  = field "Topics"  _.Topics  (array initializeStateData) always
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
    type InitializeStateResult =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The outcome for each share partition.
          Partitions: PartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of InitializeStateResult.
    let initializeStateResult = message<InitializeStateResult> "InitializeStateResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type InitializeStateResult with
        /// A value with every field at its default.
        static member Default = initializeStateResult.Default

    /// The share coordinator's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: InitializeStateResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "InitializeShareGroupStateResponse" {
        let! results = field "Results" _.Results (array initializeStateResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 83 (versions 0 0) always request response
