namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeProducers (key 61): lists the known producers of partitions, with their open transactions (KIP-664).
[<RequireQualifiedAccess>]
module DescribeProducers =

    /// A topic to describe.
    [<NoComparison>]
    type TopicRequest =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to describe.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicRequest.
    let topicRequest = message<TopicRequest> "TopicRequest" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type TopicRequest with
        /// A value with every field at its default.
        static member Default = topicRequest.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to describe.
          Topics: TopicRequest[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeProducersRequest" {
        let! topics = field "Topics" _.Topics (array topicRequest) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A producer that has written to the partition.
    [<NoComparison>]
    type ProducerState =
        { /// The id of the producer.
          ProducerId: int64
          /// The epoch of the producer id.
          ProducerEpoch: int
          /// The sequence number of the last record that the producer wrote; -1 if there is none.
          LastSequence: int
          /// The timestamp of the last batch that the producer wrote, in milliseconds since 1970; -1 if there is none.
          LastTimestamp: int64
          /// The epoch of the coordinator that wrote the producer's last marker; -1 if there is none.
          CoordinatorEpoch: int
          /// The first offset of the producer's open transaction in the partition; -1 if there is none.
          CurrentTxnStartOffset: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ProducerState.
    let producerState = message<ProducerState> "ProducerState" {
        let! producerId            = field       "ProducerId"            _.ProducerId            int64 always
        and! producerEpoch         = field       "ProducerEpoch"         _.ProducerEpoch         int32 always
        and! lastSequence          = fieldOr -1  "LastSequence"          _.LastSequence          int32 always
        and! lastTimestamp         = fieldOr -1L "LastTimestamp"         _.LastTimestamp         int64 always
        and! coordinatorEpoch      = field       "CoordinatorEpoch"      _.CoordinatorEpoch      int32 always
        and! currentTxnStartOffset = fieldOr -1L "CurrentTxnStartOffset" _.CurrentTxnStartOffset int64 always
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; ProducerEpoch = producerEpoch; LastSequence = lastSequence
                 LastTimestamp = lastTimestamp; CoordinatorEpoch = coordinatorEpoch
                 CurrentTxnStartOffset = currentTxnStartOffset; UnknownTaggedFields = tags } }

    type ProducerState with
        /// A value with every field at its default.
        static member Default = producerState.Default

    /// A partition and its producers.
    [<NoComparison>]
    type PartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The producers that have recently written to the partition.
          ActiveProducers: ProducerState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionResponse.
    let partitionResponse = message<PartitionResponse> "PartitionResponse" {
        let! partitionIndex  = field        "PartitionIndex"  _.PartitionIndex  int32                 always
        and! errorCode       = field        "ErrorCode"       _.ErrorCode       errorCode             always
        and! errorMessage    = fieldOr null "ErrorMessage"    _.ErrorMessage    (nullable 0 string)   always
        and! activeProducers = field        "ActiveProducers" _.ActiveProducers (array producerState) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 ActiveProducers = activeProducers; UnknownTaggedFields = tags } }

    type PartitionResponse with
        /// A value with every field at its default.
        static member Default = partitionResponse.Default

    /// A topic and its partitions.
    [<NoComparison>]
    type TopicResponse =
        { /// The name of the topic.
          Name: string
          /// The requested partitions, each with its producers.
          Partitions: PartitionResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicResponse.
    let topicResponse = message<TopicResponse> "TopicResponse" {
        let! name       = field "Name"       _.Name       string                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicResponse with
        /// A value with every field at its default.
        static member Default = topicResponse.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The requested topics.
          Topics: TopicResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeProducersResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                 always
        and! topics         = field "Topics"         _.Topics         (array topicResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 61 (versions 0 0) always request response
