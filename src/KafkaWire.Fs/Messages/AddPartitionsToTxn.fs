namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AddPartitionsToTxn (key 24): adds partitions to a transaction before records are written to them; brokers also use it to
/// verify that this was done (KIP-98).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 has the same layout; the broker may answer
/// ProducerFenced (KIP-588). v3 is flexible. v4 is for brokers only: it takes several Transactions in place of the
/// V3AndBelow fields, and can verify them without adding partitions (KIP-890). v5 has the same layout; the broker may
/// answer TransactionAbortable (KIP-890).
[<RequireQualifiedAccess>]
module AddPartitionsToTxn =

    /// A topic with partitions to add.
    [<NoComparison>]
    type AddPartitionsToTxnTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to add.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AddPartitionsToTxnTopic.
    let addPartitionsToTxnTopic = message<AddPartitionsToTxnTopic> "AddPartitionsToTxnTopic" {
        let! name       = field "Name"       _.Name       string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type AddPartitionsToTxnTopic with
        /// A value with every field at its default.
        static member Default = addPartitionsToTxnTopic.Default

    /// A transaction to add partitions to. From v4.
    [<NoComparison>]
    type AddPartitionsToTxnTransaction =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The id of the producer. An id that does not belong to the transactional id is rejected with
          /// InvalidProducerIdMapping.
          ProducerId: int64
          /// The epoch of the producer id. If two producers use the same id, the one with the higher epoch is the current
          /// one. An outdated epoch is rejected with ProducerFenced.
          ProducerEpoch: int16
          /// Whether to add nothing and only verify that the partitions belong to the transaction. Partitions that do not
          /// belong to it are rejected with TransactionAbortable, by older brokers with InvalidTxnState.
          VerifyOnly: bool
          /// The partitions to add, topic by topic.
          Topics: AddPartitionsToTxnTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AddPartitionsToTxnTransaction.
    let addPartitionsToTxnTransaction = message<AddPartitionsToTxnTransaction> "AddPartitionsToTxnTransaction" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string                          (since 4)
        and! producerId      = field "ProducerId"      _.ProducerId      int64                           (since 4)
        and! producerEpoch   = field "ProducerEpoch"   _.ProducerEpoch   int16                           (since 4)
        and! verifyOnly      = field "VerifyOnly"      _.VerifyOnly      bool                            (since 4)
        and! topics          = field "Topics"          _.Topics          (array addPartitionsToTxnTopic) (since 4)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; ProducerEpoch = producerEpoch
                 VerifyOnly = verifyOnly; Topics = topics; UnknownTaggedFields = tags } }

    type AddPartitionsToTxnTransaction with
        /// A value with every field at its default.
        static member Default = addPartitionsToTxnTransaction.Default

    /// Sent by a producer or, from v4 on, by a broker.
    [<NoComparison>]
    type Request =
        { /// The transactions to add partitions to. From v4.
          Transactions: AddPartitionsToTxnTransaction[]
          /// The transactional id of the producer. Up to v3.
          V3AndBelowTransactionalId: string
          /// The id of the producer. An id that does not belong to the transactional id is rejected with
          /// InvalidProducerIdMapping. Up to v3.
          V3AndBelowProducerId: int64
          /// The epoch of the producer id. An outdated epoch is rejected with ProducerFenced (before v2, with
          /// InvalidProducerEpoch). Up to v3.
          V3AndBelowProducerEpoch: int16
          /// The partitions to add, topic by topic. Up to v3.
          V3AndBelowTopics: AddPartitionsToTxnTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AddPartitionsToTxnRequest" {
        let! transactions              = field "Transactions"              _.Transactions              (array addPartitionsToTxnTransaction) (since 4)
        and! v3AndBelowTransactionalId = field "V3AndBelowTransactionalId" _.V3AndBelowTransactionalId string                                (versions 0 3)
        and! v3AndBelowProducerId      = field "V3AndBelowProducerId"      _.V3AndBelowProducerId      int64                                 (versions 0 3)
        and! v3AndBelowProducerEpoch   = field "V3AndBelowProducerEpoch"   _.V3AndBelowProducerEpoch   int16                                 (versions 0 3)
        and! v3AndBelowTopics          = field "V3AndBelowTopics"          _.V3AndBelowTopics          (array addPartitionsToTxnTopic)       (versions 0 3)
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { Transactions = transactions; V3AndBelowTransactionalId = v3AndBelowTransactionalId
                 V3AndBelowProducerId = v3AndBelowProducerId; V3AndBelowProducerEpoch = v3AndBelowProducerEpoch
                 V3AndBelowTopics = v3AndBelowTopics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type AddPartitionsToTxnPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success. ConcurrentTransactions means that an earlier transaction is still
          /// completing: retry.
          PartitionErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AddPartitionsToTxnPartitionResult.
    let addPartitionsToTxnPartitionResult = message<AddPartitionsToTxnPartitionResult> "AddPartitionsToTxnPartitionResult" {
        let! partitionIndex     = field "PartitionIndex"     _.PartitionIndex     int32     always
        and! partitionErrorCode = field "PartitionErrorCode" _.PartitionErrorCode errorCode always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; PartitionErrorCode = partitionErrorCode; UnknownTaggedFields = tags } }

    type AddPartitionsToTxnPartitionResult with
        /// A value with every field at its default.
        static member Default = addPartitionsToTxnPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type AddPartitionsToTxnTopicResult =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          ResultsByPartition: AddPartitionsToTxnPartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AddPartitionsToTxnTopicResult.
    let addPartitionsToTxnTopicResult = message<AddPartitionsToTxnTopicResult> "AddPartitionsToTxnTopicResult" {
        let! name               = field "Name"               _.Name               string                                    always
        and! resultsByPartition = field "ResultsByPartition" _.ResultsByPartition (array addPartitionsToTxnPartitionResult) always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Name = name; ResultsByPartition = resultsByPartition; UnknownTaggedFields = tags } }

    type AddPartitionsToTxnTopicResult with
        /// A value with every field at its default.
        static member Default = addPartitionsToTxnTopicResult.Default

    /// The outcome for a transaction. From v4.
    [<NoComparison>]
    type AddPartitionsToTxnResult =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The outcome for each topic.
          TopicResults: AddPartitionsToTxnTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AddPartitionsToTxnResult.
    let addPartitionsToTxnResult = message<AddPartitionsToTxnResult> "AddPartitionsToTxnResult" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string                                (since 4)
        and! topicResults    = field "TopicResults"    _.TopicResults    (array addPartitionsToTxnTopicResult) (since 4)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; TopicResults = topicResults; UnknownTaggedFields = tags } }

    type AddPartitionsToTxnResult with
        /// A value with every field at its default.
        static member Default = addPartitionsToTxnResult.Default

    /// The transaction coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success. From v4.
          ErrorCode: ErrorCode
          /// The outcome for each transaction. From v4.
          ResultsByTransaction: AddPartitionsToTxnResult[]
          /// The outcome for each topic. Up to v3.
          ResultsByTopicV3AndBelow: AddPartitionsToTxnTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AddPartitionsToTxnResponse" {
        let! throttleTimeMs           = field "ThrottleTimeMs"           _.ThrottleTimeMs           int32                                 always
        and! errorCode                = field "ErrorCode"                _.ErrorCode                errorCode                             (ignorable (since 4))
        and! resultsByTransaction     = field "ResultsByTransaction"     _.ResultsByTransaction     (array addPartitionsToTxnResult)      (since 4)
        and! resultsByTopicV3AndBelow = field "ResultsByTopicV3AndBelow" _.ResultsByTopicV3AndBelow (array addPartitionsToTxnTopicResult) (versions 0 3)
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ResultsByTransaction = resultsByTransaction
                 ResultsByTopicV3AndBelow = resultsByTopicV3AndBelow; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 24 (versions 0 5) (since 3) request response
