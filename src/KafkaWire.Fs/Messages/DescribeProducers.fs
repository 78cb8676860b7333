namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeProducers (key 61): lists the producers that are known in partitions, with their open transactions (KIP-664).
[<RequireQualifiedAccess>]
module DescribeProducers =

    /// A topic to describe.
    [<NoComparison>]
    type TopicRequest =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to describe.
          PartitionIndexes: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicRequest stands on the wire.
    let topicRequest = message<TopicRequest> "TopicRequest" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type TopicRequest with
        /// Every field at its default.
        static member Default = topicRequest.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to describe.
          Topics: TopicRequest[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeProducersRequest" {
        let! topics = field "Topics" _.Topics (array topicRequest) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
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
          /// The first offset of the transaction that the producer has open in the partition; -1 if there is none.
          CurrentTxnStartOffset: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ProducerState stands on the wire.
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
        /// Every field at its default.
        static member Default = producerState.Default

    /// A partition and its producers.
    [<NoComparison>]
    type PartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The producers that have lately written to the partition.
          ActiveProducers: ProducerState[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionResponse stands on the wire.
    let partitionResponse = message<PartitionResponse> "PartitionResponse" {
        let! partitionIndex  = field        "PartitionIndex"  _.PartitionIndex  int32                 always
        and! errorCode       = field        "ErrorCode"       _.ErrorCode       errorCode             always
        and! errorMessage    = fieldOr null "ErrorMessage"    _.ErrorMessage    (nullable 0 string)   always
        and! activeProducers = field        "ActiveProducers" _.ActiveProducers (array producerState) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 ActiveProducers = activeProducers; UnknownTaggedFields = tags } }

    type PartitionResponse with
        /// Every field at its default.
        static member Default = partitionResponse.Default

    /// A topic and its partitions.
    [<NoComparison>]
    type TopicResponse =
        { /// The name of the topic.
          Name: string
          /// The partitions that were asked for, each with its producers.
          Partitions: PartitionResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicResponse stands on the wire.
    let topicResponse = message<TopicResponse> "TopicResponse" {
        let! name       = field "Name"       _.Name       string                    always
        and! partitions = field "Partitions" _.Partitions (array partitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicResponse with
        /// Every field at its default.
        static member Default = topicResponse.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The topics that were asked for.
          Topics: TopicResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeProducersResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                 always
        and! topics         = field "Topics"         _.Topics         (array topicResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 61 (versions 0 0) always request response
