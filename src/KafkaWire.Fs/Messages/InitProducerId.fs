namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// InitProducerId (key 22): gives an idempotent or transactional producer its producer id and epoch, and fences older producers
/// (KIP-98).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds ProducerId and
/// ProducerEpoch to the request: a producer can continue after an error (KIP-360). v4 has the same layout; the broker may
/// answer ProducerFenced (KIP-588). v5 has the same layout; the broker may answer TransactionAbortable (KIP-890). v6 adds
/// Enable2Pc and KeepPreparedTxn to the request, OngoingTxnProducerId and OngoingTxnProducerEpoch to the response:
/// two-phase commit (KIP-939). Kafka 4.4 does not serve it unless configured to.
[<RequireQualifiedAccess>]
module InitProducerId =

    /// Sent by a producer.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer; null if it is only idempotent.
          TransactionalId: string | null
          /// The time after which the coordinator aborts a transaction that the producer leaves open, in milliseconds;
          /// ignored without a transactional id. The broker answers InvalidTransactionTimeout if it is more than the broker
          /// allows.
          TransactionTimeoutMs: int
          /// The producer id that the producer already has and wants to keep using; -1 if it has none. From v3.
          ProducerId: int64
          /// The epoch of that producer id; -1 if there is none. The broker answers ProducerFenced (before v4
          /// InvalidProducerEpoch) if it is outdated. From v3.
          ProducerEpoch: int16
          /// Whether an external coordinator decides on the producer's transactions (two-phase commit), so that they never
          /// time out. From v6.
          Enable2Pc: bool
          /// Whether to keep an open transaction of an earlier producer, so that it can still be committed or aborted. From v6.
          KeepPreparedTxn: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "InitProducerIdRequest" {
        let! transactionalId      = field       "TransactionalId"      _.TransactionalId      (nullable 0 string) always
        and! transactionTimeoutMs = field       "TransactionTimeoutMs" _.TransactionTimeoutMs int32               always
        and! producerId           = fieldOr -1L "ProducerId"           _.ProducerId           int64               (since 3)
        and! producerEpoch        = fieldOr -1s "ProducerEpoch"        _.ProducerEpoch        int16               (since 3)
        and! enable2Pc            = field       "Enable2Pc"            _.Enable2Pc            bool                (since 6)
        and! keepPreparedTxn      = field       "KeepPreparedTxn"      _.KeepPreparedTxn      bool                (since 6)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; TransactionTimeoutMs = transactionTimeoutMs; ProducerId = producerId
                 ProducerEpoch = producerEpoch; Enable2Pc = enable2Pc; KeepPreparedTxn = keepPreparedTxn
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The response of the transaction coordinator or, for an idempotent producer, of any broker.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success. ConcurrentTransactions means that an earlier transaction is still
          /// completing: retry.
          ErrorCode: ErrorCode
          /// The id assigned to the producer; -1 on error.
          ProducerId: int64
          /// The epoch of the producer id; -1 on error.
          ProducerEpoch: int16
          /// The producer id of the transaction that was kept open; -1 if there is none. From v6.
          OngoingTxnProducerId: int64
          /// The epoch of the transaction that was kept open; -1 if there is none. From v6.
          OngoingTxnProducerEpoch: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "InitProducerIdResponse" {
        let! throttleTimeMs          = field       "ThrottleTimeMs"          _.ThrottleTimeMs          int32     (ignorable always)
        and! errorCode               = field       "ErrorCode"               _.ErrorCode               errorCode always
        and! producerId              = fieldOr -1L "ProducerId"              _.ProducerId              int64     always
        and! producerEpoch           = field       "ProducerEpoch"           _.ProducerEpoch           int16     always
        and! ongoingTxnProducerId    = fieldOr -1L "OngoingTxnProducerId"    _.OngoingTxnProducerId    int64     (since 6)
        and! ongoingTxnProducerEpoch = fieldOr -1s "OngoingTxnProducerEpoch" _.OngoingTxnProducerEpoch int16     (since 6)
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProducerId = producerId
                 ProducerEpoch = producerEpoch; OngoingTxnProducerId = ongoingTxnProducerId
                 OngoingTxnProducerEpoch = ongoingTxnProducerEpoch; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 22 (versions 0 6) (since 2) request response |> unstableLatest
