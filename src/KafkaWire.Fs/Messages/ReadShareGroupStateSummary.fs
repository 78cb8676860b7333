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
          /// The epoch of the leader of the share partition; an older one than before is answered with FencedLeaderEpoch.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionData stands on the wire.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partition   = field "Partition"   _.Partition   int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { Partition = partition; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type PartitionData with
        /// Every field at its default.
        static member Default = partitionData.Default

    /// A topic with share partitions to read.
    [<NoComparison>]
    type ReadStateSummaryData =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The share partitions to read.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReadStateSummaryData stands on the wire.
    let readStateSummaryData = message<ReadStateSummaryData> "ReadStateSummaryData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateSummaryData with
        /// Every field at its default.
        static member Default = readStateSummaryData.Default

    /// What the group coordinator sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: ReadStateSummaryData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ReadShareGroupStateSummaryRequest" {
        let! groupId = field "GroupId" _.GroupId string                       always
        and! topics  = field "Topics"  _.Topics  (array readStateSummaryData) always
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
          /// The epoch of the share partition's state, which rises when the state is set up anew.
          StateEpoch: int
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// The first offset of the share partition that is not done with; -1 if it is not known.
          StartOffset: int64
          /// How many of the records from the start offset on are done with; -1 if it is not known. From v1.
          DeliveryCompleteCount: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionResult stands on the wire.
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
        /// Every field at its default.
        static member Default = partitionResult.Default

    /// What was read for a topic.
    [<NoComparison>]
    type ReadStateSummaryResult =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// What was read for each share partition.
          Partitions: PartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReadStateSummaryResult stands on the wire.
    let readStateSummaryResult = message<ReadStateSummaryResult> "ReadStateSummaryResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateSummaryResult with
        /// Every field at its default.
        static member Default = readStateSummaryResult.Default

    /// What the share coordinator answers.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: ReadStateSummaryResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ReadShareGroupStateSummaryResponse" {
        let! results = field "Results" _.Results (array readStateSummaryResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 87 (versions 0 1) always request response
