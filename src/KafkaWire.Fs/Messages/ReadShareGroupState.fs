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
    type ReadStateData =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The share partitions to read.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReadStateData.
    let readStateData = message<ReadStateData> "ReadStateData" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateData with
        /// A value with every field at its default.
        static member Default = readStateData.Default

    /// Sent by the leader of the share partitions.
    [<NoComparison>]
    type Request =
        { /// The id of the share group.
          GroupId: string
          /// The share partitions, topic by topic.
          Topics: ReadStateData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ReadShareGroupStateRequest" {
        let! groupId = field "GroupId" _.GroupId string                always
        and! topics  = field "Topics"  _.Topics  (array readStateData) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The delivery state of a range of records.
    [<NoComparison>]
    type StateBatch =
        { /// The first offset of the range.
          FirstOffset: int64
          /// The last offset of the range, inclusive.
          LastOffset: int64
          /// The delivery state of the records: 0 available, 2 acknowledged, 4 archived; states in between are never
          /// stored.
          DeliveryState: sbyte
          /// How many times the records have been delivered.
          DeliveryCount: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StateBatch.
    let stateBatch = message<StateBatch> "StateBatch" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryState = field "DeliveryState" _.DeliveryState int8  always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryState = deliveryState
                 DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type StateBatch with
        /// A value with every field at its default.
        static member Default = stateBatch.Default

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
          /// The first offset of the share partition that is not finished; -1 if unknown.
          StartOffset: int64
          /// The delivery state of the records from the start offset on, in batches.
          StateBatches: StateBatch[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionResult.
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
        /// A value with every field at its default.
        static member Default = partitionResult.Default

    /// What was read for a topic.
    [<NoComparison>]
    type ReadStateResult =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// What was read for each share partition.
          Partitions: PartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReadStateResult.
    let readStateResult = message<ReadStateResult> "ReadStateResult" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReadStateResult with
        /// A value with every field at its default.
        static member Default = readStateResult.Default

    /// The share coordinator's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Results: ReadStateResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ReadShareGroupStateResponse" {
        let! results = field "Results" _.Results (array readStateResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 84 (versions 0 0) always request response
