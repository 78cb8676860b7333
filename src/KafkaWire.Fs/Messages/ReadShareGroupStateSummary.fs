namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ReadShareGroupStateSummary (key 87): the group coordinator reads the start offsets of share partitions from the share
/// coordinator (KIP-932).
///
/// v1 adds DeliveryCompleteCount to the response (KIP-1226).
[<RequireQualifiedAccess>]
module ReadShareGroupStateSummary =

    /// A share partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          Partition: int
          /// The leader epoch of the share partition; the broker answers FencedLeaderEpoch if it is older than the current
          /// one.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partition   = field "Partition"   _.Partition   int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { Partition = partition; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// A topic with share partitions to read.
    [<NoComparison>]
    type ReadStateSummaryData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The share partitions to read.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReadStateSummaryData.
    let readStateSummaryData = message<ReadStateSummaryData> "ReadStateSummaryData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateSummaryData with
        /// A value with every field at its default.
        static member Default = readStateSummaryData.Default

    /// Sent by the group coordinator.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: ReadStateSummaryData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ReadShareGroupStateSummaryRequest" {
        let! groupId = field "GroupId" _.GroupId string                       always
        and! topics  = field "Topics"  _.Topics  (array readStateSummaryData) always
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
          /// The epoch of the share partition's state, which increases when the state is set up again.
          StateEpoch: int
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// The first offset of the share partition that is not finished; -1 if unknown.
          StartOffset: int64
          /// How many of the records from the start offset on are finished; -1 if unknown. From v1.
          DeliveryCompleteCount: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionResult.
    let partitionResult = message<PartitionResult> "PartitionResult" {
        let! partition             = field        "Partition"             _.Partition             int32               always
        and! errorCode             = field        "ErrorCode"             _.ErrorCode             errorCode           always
        and! errorMessage          = fieldOr null "ErrorMessage"          _.ErrorMessage          (nullable 0 string) always
        and! stateEpoch            = field        "StateEpoch"            _.StateEpoch            int32               always
        and! leaderEpoch           = field        "LeaderEpoch"           _.LeaderEpoch           int32               always
        and! startOffset           = field        "StartOffset"           _.StartOffset           int64               always
        and! deliveryCompleteCount = fieldOr -1   "DeliveryCompleteCount" _.DeliveryCompleteCount int32               (ignorable (since 1))
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { Partition = partition; ErrorCode = errorCode; ErrorMessage = errorMessage; StateEpoch = stateEpoch
                 LeaderEpoch = leaderEpoch; StartOffset = startOffset; DeliveryCompleteCount = deliveryCompleteCount
                 UnknownTaggedFields = tags } }

    type PartitionResult with
        /// A value with every field at its default.
        static member Default = partitionResult.Default

    /// What was read for a topic.
    [<NoComparison>]
    type ReadStateSummaryResult =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// What was read for each share partition.
          Partitions: PartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReadStateSummaryResult.
    let readStateSummaryResult = message<ReadStateSummaryResult> "ReadStateSummaryResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateSummaryResult with
        /// A value with every field at its default.
        static member Default = readStateSummaryResult.Default

    /// The share coordinator's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: ReadStateSummaryResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ReadShareGroupStateSummaryResponse" {
        let! results = field "Results" _.Results (array readStateSummaryResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 87 (versions 0 1) always request response
