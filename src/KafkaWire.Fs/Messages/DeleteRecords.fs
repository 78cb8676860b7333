namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DeleteRecords (key 21): deletes the records below a given offset from partitions (KIP-107).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module DeleteRecords =

    /// A partition to delete records from.
    [<NoComparison>]
    type DeleteRecordsPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The offset below which all records are deleted; -1 means the high watermark. An offset above the high
          /// watermark is rejected with OffsetOutOfRange.
          Offset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteRecordsPartition.
    let deleteRecordsPartition = message<DeleteRecordsPartition> "DeleteRecordsPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! offset         = field "Offset"         _.Offset         int64 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Offset = offset; UnknownTaggedFields = tags } }

    type DeleteRecordsPartition with
        /// A value with every field at its default.
        static member Default = deleteRecordsPartition.Default

    /// A topic to delete records from.
    [<NoComparison>]
    type DeleteRecordsTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to delete records from.
          Partitions: DeleteRecordsPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteRecordsTopic.
    let deleteRecordsTopic = message<DeleteRecordsTopic> "DeleteRecordsTopic" {
        let! name       = field "Name"       _.Name       string                         always
        and! partitions = field "Partitions" _.Partitions (array deleteRecordsPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteRecordsTopic with
        /// A value with every field at its default.
        static member Default = deleteRecordsTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to delete records from.
          Topics: DeleteRecordsTopic[]
          /// How long the leader may wait for the other replicas to do the same, in milliseconds; after that it answers
          /// RequestTimedOut. The protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DeleteRecordsRequest" {
        let! topics    = field "Topics"    _.Topics    (array deleteRecordsTopic) always
        and! timeoutMs = field "TimeoutMs" _.TimeoutMs int32                      always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type DeleteRecordsPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The first offset that every replica still has; -1 on error.
          LowWatermark: int64
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteRecordsPartitionResult.
    let deleteRecordsPartitionResult = message<DeleteRecordsPartitionResult> "DeleteRecordsPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! lowWatermark   = field "LowWatermark"   _.LowWatermark   int64     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; LowWatermark = lowWatermark; ErrorCode = errorCode
                 UnknownTaggedFields = tags } }

    type DeleteRecordsPartitionResult with
        /// A value with every field at its default.
        static member Default = deleteRecordsPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type DeleteRecordsTopicResult =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: DeleteRecordsPartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DeleteRecordsTopicResult.
    let deleteRecordsTopicResult = message<DeleteRecordsTopicResult> "DeleteRecordsTopicResult" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array deleteRecordsPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type DeleteRecordsTopicResult with
        /// A value with every field at its default.
        static member Default = deleteRecordsTopicResult.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: DeleteRecordsTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DeleteRecordsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! topics         = field "Topics"         _.Topics         (array deleteRecordsTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 21 (versions 0 2) (since 2) request response
