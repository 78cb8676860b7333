namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// EndTxn (key 26): commits or aborts a transaction (KIP-98).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 has the same layout; the broker may answer
/// ProducerFenced (KIP-588). v3 is flexible. v4 has the same layout; the broker may answer TransactionAbortable (KIP-890).
/// v5 adds ProducerId and ProducerEpoch to the response: every transaction gets its own epoch (KIP-890).
[<RequireQualifiedAccess>]
module EndTxn =

    /// Sent by a producer.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The id of the producer. An id that does not belong to the transactional id is rejected with
          /// InvalidProducerIdMapping.
          ProducerId: int64
          /// The epoch of the producer id. If two producers use the same id, the one with the higher epoch is the current
          /// one. An outdated epoch is rejected with ProducerFenced (before v2, with InvalidProducerEpoch).
          ProducerEpoch: int16
          /// Whether to commit the transaction (true) or abort it (false); the broker answers InvalidTxnState if the
          /// transaction's state does not allow that.
          Committed: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "EndTxnRequest" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string always
        and! producerId      = field "ProducerId"      _.ProducerId      int64  always
        and! producerEpoch   = field "ProducerEpoch"   _.ProducerEpoch   int16  always
        and! committed       = field "Committed"       _.Committed       bool   always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; ProducerEpoch = producerEpoch
                 Committed = committed; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The transaction coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code, ConcurrentTransactions if the transaction is already being ended: retry; None (0) on success.
          ErrorCode: ErrorCode
          /// The producer id for the next transaction; -1 on error. From v5.
          ProducerId: int64
          /// The producer epoch for the next transaction; -1 on error. From v5.
          ProducerEpoch: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "EndTxnResponse" {
        let! throttleTimeMs = field       "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field       "ErrorCode"      _.ErrorCode      errorCode always
        and! producerId     = fieldOr -1L "ProducerId"     _.ProducerId     int64     (ignorable (since 5))
        and! producerEpoch  = fieldOr -1s "ProducerEpoch"  _.ProducerEpoch  int16     (ignorable (since 5))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProducerId = producerId
                 ProducerEpoch = producerEpoch; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 26 (versions 0 5) (since 3) request response
