namespace KafkaWire

open KafkaWire.Schema

/// DeleteRecords (key 21): deletes the records of partitions below an offset (KIP-107).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module DeleteRecords =

    /// A partition to delete records from.
    [<NoComparison>]
    type DeleteRecordsPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset below which all records are deleted; -1 stands for the high watermark. One above the high watermark is answered
          /// with OffsetOutOfRange.
          Offset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteRecordsPartition stands on the wire.
    let deleteRecordsPartition = message<DeleteRecordsPartition> "DeleteRecordsPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! offset         = field "Offset"         _.Offset         int64 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Offset = offset; UnknownTaggedFields = tags } }

    type DeleteRecordsPartition with
        /// Every field at its default.
        static member Default = deleteRecordsPartition.Default

    /// A topic to delete records from.
    [<NoComparison>]
    type DeleteRecordsTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to delete records from.
          Partitions: DeleteRecordsPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteRecordsTopic stands on the wire.
    let deleteRecordsTopic = message<DeleteRecordsTopic> "DeleteRecordsTopic" {
        let! name       = field "Name"       _.Name       string                         always
        and! partitions = field "Partitions" _.Partitions (array deleteRecordsPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteRecordsTopic with
        /// Every field at its default.
        static member Default = deleteRecordsTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to delete records from.
          Topics: DeleteRecordsTopic[]
          /// How long the leader may wait until the other replicas have done the same, in milliseconds; after that it answers
          /// RequestTimedOut. The protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DeleteRecordsRequest" {
        let! topics    = field "Topics"    _.Topics    (array deleteRecordsTopic) always
        and! timeoutMs = field "TimeoutMs" _.TimeoutMs int32                      always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type DeleteRecordsPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The first offset that every replica still has; -1 with an error.
          LowWatermark: int64
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteRecordsPartitionResult stands on the wire.
    let deleteRecordsPartitionResult = message<DeleteRecordsPartitionResult> "DeleteRecordsPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! lowWatermark   = field "LowWatermark"   _.LowWatermark   int64     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; LowWatermark = lowWatermark; ErrorCode = errorCode
                 UnknownTaggedFields = tags } }

    type DeleteRecordsPartitionResult with
        /// Every field at its default.
        static member Default = deleteRecordsPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteRecordsTopicResult =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: DeleteRecordsPartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DeleteRecordsTopicResult stands on the wire.
    let deleteRecordsTopicResult = message<DeleteRecordsTopicResult> "DeleteRecordsTopicResult" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array deleteRecordsPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteRecordsTopicResult with
        /// Every field at its default.
        static member Default = deleteRecordsTopicResult.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: DeleteRecordsTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DeleteRecordsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! topics         = field "Topics"         _.Topics         (array deleteRecordsTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.DeleteRecords (versions 0 2) (since 2) request response
