namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListTransactions (key 66): lists the transactions that a broker coordinates (KIP-664).
///
/// v1 adds DurationFilter to the request (KIP-994). v2 adds TransactionalIdPattern to the request (KIP-1152).
[<RequireQualifiedAccess>]
module ListTransactions =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The states of the transactions to list; empty for all.
          StateFilters: string[]
          /// The producer ids of the transactions to list; empty for all.
          ProducerIdFilters: int64[]
          /// How long a transaction must have been open to be listed, in milliseconds; -1 for all. From v1.
          DurationFilter: int64
          /// A regular expression (RE2) for the transactional ids to list; null or empty for all. The broker answers
          /// InvalidRegularExpression if it is malformed. From v2.
          TransactionalIdPattern: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ListTransactionsRequest" {
        let! stateFilters           = field        "StateFilters"           _.StateFilters           (array string)      always
        and! producerIdFilters      = field        "ProducerIdFilters"      _.ProducerIdFilters      (array int64)       always
        and! durationFilter         = fieldOr -1L  "DurationFilter"         _.DurationFilter         int64               (since 1)
        and! transactionalIdPattern = fieldOr null "TransactionalIdPattern" _.TransactionalIdPattern (nullable 2 string) (since 2)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { StateFilters = stateFilters; ProducerIdFilters = producerIdFilters; DurationFilter = durationFilter
                 TransactionalIdPattern = transactionalIdPattern; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A transactional id and its transaction.
    [<NoComparison>]
    type TransactionState =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The id of the producer.
          ProducerId: int64
          /// The state of the transaction, such as Ongoing or CompleteCommit.
          TransactionState: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TransactionState.
    let transactionState = message<TransactionState> "TransactionState" {
        let! transactionalId  = field "TransactionalId"  _.TransactionalId  string always
        and! producerId       = field "ProducerId"       _.ProducerId       int64  always
        and! transactionState = field "TransactionState" _.TransactionState string always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; TransactionState = transactionState
                 UnknownTaggedFields = tags } }

    type TransactionState with
        /// A value with every field at its default.
        static member Default = transactionState.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The requested states that the broker does not know.
          UnknownStateFilters: string[]
          /// The transactions that this broker coordinates; transactions of other brokers must be requested from those
          /// brokers.
          TransactionStates: TransactionState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ListTransactionsResponse" {
        let! throttleTimeMs      = field "ThrottleTimeMs"      _.ThrottleTimeMs      int32                    always
        and! errorCode           = field "ErrorCode"           _.ErrorCode           errorCode                always
        and! unknownStateFilters = field "UnknownStateFilters" _.UnknownStateFilters (array string)           always
        and! transactionStates   = field "TransactionStates"   _.TransactionStates   (array transactionState) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownStateFilters = unknownStateFilters
                 TransactionStates = transactionStates; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 66 (versions 0 2) always request response
