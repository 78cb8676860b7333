namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// WriteTxnMarkers (key 27): the transaction coordinator has the leaders of partitions write the commit or abort marker of a
/// transaction (KIP-98).
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
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a WritableTxnMarkerTopic stands on the wire.
    let writableTxnMarkerTopic = message<WritableTxnMarkerTopic> "WritableTxnMarkerTopic" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type WritableTxnMarkerTopic with
        /// Every field at its default.
        static member Default = writableTxnMarkerTopic.Default

    /// The marker of a transaction.
    [<NoComparison>]
    type WritableTxnMarker =
        { /// The id of the producer.
          ProducerId: int64
          /// The epoch of the producer id: of two producers with the same id, the one with the higher epoch is the living one.
          ProducerEpoch: int16
          /// Whether the transaction was committed (true) or aborted (false).
          TransactionResult: bool
          /// The partitions to write the marker to, topic by topic.
          Topics: WritableTxnMarkerTopic[]
          /// The epoch of the coordinator, which is the leader epoch of its partition of the transaction log; an older one than before is
          /// answered with TransactionCoordinatorFenced.
          CoordinatorEpoch: int
          /// The version of transactions in use: 2 where every transaction has an epoch of its own, 0 and 1 before that. From v2.
          TransactionVersion: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a WritableTxnMarker stands on the wire.
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
        /// Every field at its default.
        static member Default = writableTxnMarker.Default

    /// What the transaction coordinator sends.
    [<NoComparison>]
    type Request =
        { /// The markers to write.
          Markers: WritableTxnMarker[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "WriteTxnMarkersRequest" {
        let! markers = field "Markers" _.Markers (array writableTxnMarker) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Markers = markers; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type WritableTxnMarkerPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a WritableTxnMarkerPartitionResult stands on the wire.
    let writableTxnMarkerPartitionResult = message<WritableTxnMarkerPartitionResult> "WritableTxnMarkerPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type WritableTxnMarkerPartitionResult with
        /// Every field at its default.
        static member Default = writableTxnMarkerPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type WritableTxnMarkerTopicResult =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: WritableTxnMarkerPartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a WritableTxnMarkerTopicResult stands on the wire.
    let writableTxnMarkerTopicResult = message<WritableTxnMarkerTopicResult> "WritableTxnMarkerTopicResult" {
        let! name       = field "Name"       _.Name       string                                   always
        and! partitions = field "Partitions" _.Partitions (array writableTxnMarkerPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type WritableTxnMarkerTopicResult with
        /// Every field at its default.
        static member Default = writableTxnMarkerTopicResult.Default

    /// The outcome for a marker.
    [<NoComparison>]
    type WritableTxnMarkerResult =
        { /// The id of the producer.
          ProducerId: int64
          /// The outcome for each topic.
          Topics: WritableTxnMarkerTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a WritableTxnMarkerResult stands on the wire.
    let writableTxnMarkerResult = message<WritableTxnMarkerResult> "WritableTxnMarkerResult" {
        let! producerId = field "ProducerId" _.ProducerId int64                                always
        and! topics     = field "Topics"     _.Topics     (array writableTxnMarkerTopicResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { ProducerId = producerId; Topics = topics; UnknownTaggedFields = tags } }

    type WritableTxnMarkerResult with
        /// Every field at its default.
        static member Default = writableTxnMarkerResult.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// The outcome for each marker.
          Markers: WritableTxnMarkerResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "WriteTxnMarkersResponse" {
        let! markers = field "Markers" _.Markers (array writableTxnMarkerResult) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Markers = markers; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 27 (versions 0 2) (since 1) request response
