namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ReadShareGroupState (key 84): the leader of a share partition reads its state from the share coordinator (KIP-932).
[<RequireQualifiedAccess>]
module ReadShareGroupState =

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
    type ReadStateData =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The share partitions to read.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReadStateData stands on the wire.
    let readStateData = message<ReadStateData> "ReadStateData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateData with
        /// Every field at its default.
        static member Default = readStateData.Default

    /// What the leader of the share partitions sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: ReadStateData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ReadShareGroupStateRequest" {
        let! groupId = field "GroupId" _.GroupId string                always
        and! topics  = field "Topics"  _.Topics  (array readStateData) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What became of a run of records.
    [<NoComparison>]
    type StateBatch =
        { /// The first offset of the run.
          FirstOffset: int64
          /// The last offset of the run, which belongs to it.
          LastOffset: int64
          /// What became of the records: 0 available, 2 acknowledged, 4 archived; states in between are never stored.
          DeliveryState: sbyte
          /// How often the records have been handed out.
          DeliveryCount: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StateBatch stands on the wire.
    let stateBatch = message<StateBatch> "StateBatch" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryState = field "DeliveryState" _.DeliveryState int8  always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryState = deliveryState
                 DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type StateBatch with
        /// Every field at its default.
        static member Default = stateBatch.Default

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
          /// The first offset of the share partition that is not done with; -1 if it is not known.
          StartOffset: int64
          /// What became of the records from the start offset on, in batches.
          StateBatches: StateBatch[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionResult stands on the wire.
    let partitionResult = message<PartitionResult> "PartitionResult" {
        let! partition    = field        "Partition"    _.Partition    int32               always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! stateEpoch   = field        "StateEpoch"   _.StateEpoch   int32               always
        and! startOffset  = field        "StartOffset"  _.StartOffset  int64               always
        and! stateBatches = field        "StateBatches" _.StateBatches (array stateBatch)  always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Partition = partition; ErrorCode = errorCode; ErrorMessage = errorMessage; StateEpoch = stateEpoch
                 StartOffset = startOffset; StateBatches = stateBatches; UnknownTaggedFields = tags } }

    type PartitionResult with
        /// Every field at its default.
        static member Default = partitionResult.Default

    /// What was read for a topic.
    [<NoComparison>]
    type ReadStateResult =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// What was read for each share partition.
          Partitions: PartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReadStateResult stands on the wire.
    let readStateResult = message<ReadStateResult> "ReadStateResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateResult with
        /// Every field at its default.
        static member Default = readStateResult.Default

    /// What the share coordinator answers.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: ReadStateResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ReadShareGroupStateResponse" {
        let! results = field "Results" _.Results (array readStateResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 84 (versions 0 0) always request response
