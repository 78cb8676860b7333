namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeTransactions (key 65): describes transactions: their state, producer and partitions (KIP-664).
[<RequireQualifiedAccess>]
module DescribeTransactions =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The transactional ids to describe; the broker answers TransactionalIdNotFound for an id that the coordinator
          /// does not know.
          TransactionalIds: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeTransactionsRequest" {
        let! transactionalIds = field "TransactionalIds" _.TransactionalIds (array string) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { TransactionalIds = transactionalIds; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A topic in the transaction.
    [<NoComparison>]
    type TopicData =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicData.
    let topicData = message<TopicData> "TopicData" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicData with
        /// A value with every field at its default.
        static member Default = topicData.Default

    /// A transactional id and its transaction.
    [<NoComparison>]
    type TransactionState =
        { /// The error code of the transactional id; None (0) on success.
          ErrorCode: ErrorCode
          /// The transactional id of the producer.
          TransactionalId: string
          /// The state of the transaction, such as Ongoing or CompleteCommit; empty on error.
          TransactionState: string
          /// The time after which the coordinator aborts an open transaction, in milliseconds; 0 on error.
          TransactionTimeoutMs: int
          /// When the transaction started, in milliseconds since 1970; -1 if none is open, 0 on error.
          TransactionStartTimeMs: int64
          /// The id of the producer; 0 on error.
          ProducerId: int64
          /// The epoch of the producer id; 0 on error.
          ProducerEpoch: int16
          /// The partitions in the transaction, topic by topic.
          Topics: TopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TransactionState.
    let transactionState = message<TransactionState> "TransactionState" {
        let! errorCode              = field "ErrorCode"              _.ErrorCode              errorCode         always
        and! transactionalId        = field "TransactionalId"        _.TransactionalId        string            always
        and! transactionState       = field "TransactionState"       _.TransactionState       string            always
        and! transactionTimeoutMs   = field "TransactionTimeoutMs"   _.TransactionTimeoutMs   int32             always
        and! transactionStartTimeMs = field "TransactionStartTimeMs" _.TransactionStartTimeMs int64             always
        and! producerId             = field "ProducerId"             _.ProducerId             int64             always
        and! producerEpoch          = field "ProducerEpoch"          _.ProducerEpoch          int16             always
        and! topics                 = field "Topics"                 _.Topics                 (array topicData) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; TransactionalId = transactionalId; TransactionState = transactionState
                 TransactionTimeoutMs = transactionTimeoutMs; TransactionStartTimeMs = transactionStartTimeMs
                 ProducerId = producerId; ProducerEpoch = producerEpoch; Topics = topics; UnknownTaggedFields = tags } }

    type TransactionState with
        /// A value with every field at its default.
        static member Default = transactionState.Default

    /// The transaction coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The transactional ids and their transactions.
          TransactionStates: TransactionState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeTransactionsResponse" {
        let! throttleTimeMs    = field "ThrottleTimeMs"    _.ThrottleTimeMs    int32                    always
        and! transactionStates = field "TransactionStates" _.TransactionStates (array transactionState) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; TransactionStates = transactionStates; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 65 (versions 0 0) always request response
