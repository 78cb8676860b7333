namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// WriteTxnMarkers (key 27): the transaction coordinator tells the leaders of partitions to write the commit or abort
/// marker of a transaction (KIP-98).
///
/// v1 is flexible. v2 adds TransactionVersion to the request (KIP-1228).
[<RequireQualifiedAccess>]
module WriteTxnMarkers =

    /// A topic to write the marker to.
    [<NoComparison>]
    type WritableTxnMarkerTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to write the marker to.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of WritableTxnMarkerTopic.
    let writableTxnMarkerTopic = message<WritableTxnMarkerTopic> "WritableTxnMarkerTopic" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type WritableTxnMarkerTopic with
        /// A value with every field at its default.
        static member Default = writableTxnMarkerTopic.Default

    /// The marker of a transaction.
    [<NoComparison>]
    type WritableTxnMarker =
        { /// The id of the producer.
          ProducerId: int64
          /// The epoch of the producer id; of two producers with the same id, the one with the higher epoch is valid.
          ProducerEpoch: int16
          /// Whether the transaction was committed (true) or aborted (false).
          TransactionResult: bool
          /// The partitions to write the marker to, topic by topic.
          Topics: WritableTxnMarkerTopic[]
          /// The epoch of the coordinator: the leader epoch of its partition of the transaction log. The broker answers
          /// TransactionCoordinatorFenced if it is older than a previous one.
          CoordinatorEpoch: int
          /// The version of transactions in use: 2 if every transaction has its own epoch, 0 or 1 before that. From v2.
          TransactionVersion: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of WritableTxnMarker.
    let writableTxnMarker = message<WritableTxnMarker> "WritableTxnMarker" {
        let! producerId         = field "ProducerId"         _.ProducerId         int64                          always
        and! producerEpoch      = field "ProducerEpoch"      _.ProducerEpoch      int16                          always
        and! transactionResult  = field "TransactionResult"  _.TransactionResult  bool                           always
        and! topics             = field "Topics"             _.Topics             (array writableTxnMarkerTopic) always
        and! coordinatorEpoch   = field "CoordinatorEpoch"   _.CoordinatorEpoch   int32                          always
        and! transactionVersion = field "TransactionVersion" _.TransactionVersion int8                           (ignorable (since 2))
        and! tags               = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; ProducerEpoch = producerEpoch; TransactionResult = transactionResult
                 Topics = topics; CoordinatorEpoch = coordinatorEpoch; TransactionVersion = transactionVersion
                 UnknownTaggedFields = tags } }

    type WritableTxnMarker with
        /// A value with every field at its default.
        static member Default = writableTxnMarker.Default

    /// Sent by the transaction coordinator.
    [<NoComparison>]
    type Request =
        { /// The markers to write.
          Markers: WritableTxnMarker[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "WriteTxnMarkersRequest" {
        let! markers = field "Markers" _.Markers (array writableTxnMarker) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Markers = markers; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type WritableTxnMarkerPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of WritableTxnMarkerPartitionResult.
    let writableTxnMarkerPartitionResult = message<WritableTxnMarkerPartitionResult> "WritableTxnMarkerPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type WritableTxnMarkerPartitionResult with
        /// A value with every field at its default.
        static member Default = writableTxnMarkerPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type WritableTxnMarkerTopicResult =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: WritableTxnMarkerPartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of WritableTxnMarkerTopicResult.
    let writableTxnMarkerTopicResult = message<WritableTxnMarkerTopicResult> "WritableTxnMarkerTopicResult" {
        let! name       = field "Name"       _.Name       string                                   always
        and! partitions = field "Partitions" _.Partitions (array writableTxnMarkerPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type WritableTxnMarkerTopicResult with
        /// A value with every field at its default.
        static member Default = writableTxnMarkerTopicResult.Default

    /// The outcome for a marker.
    [<NoComparison>]
    type WritableTxnMarkerResult =
        { /// The id of the producer.
          ProducerId: int64
          /// The outcome for each topic.
          Topics: WritableTxnMarkerTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of WritableTxnMarkerResult.
    let writableTxnMarkerResult = message<WritableTxnMarkerResult> "WritableTxnMarkerResult" {
        let! producerId = field "ProducerId" _.ProducerId int64                                always
        and! topics     = field "Topics"     _.Topics     (array writableTxnMarkerTopicResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; Topics = topics; UnknownTaggedFields = tags } }

    type WritableTxnMarkerResult with
        /// A value with every field at its default.
        static member Default = writableTxnMarkerResult.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each marker.
          Markers: WritableTxnMarkerResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "WriteTxnMarkersResponse" {
        let! markers = field "Markers" _.Markers (array writableTxnMarkerResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Markers = markers; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 27 (versions 0 2) (since 1) request response
