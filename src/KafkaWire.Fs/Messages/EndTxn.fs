namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// EndTxn (key 26): commits or aborts a transaction (KIP-98).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 has the same bytes; ProducerFenced can be an
/// answer (KIP-588). v3 is flexible. v4 has the same bytes; TransactionAbortable can be an answer (KIP-890). v5 adds ProducerId
/// and ProducerEpoch to the response: every transaction gets an epoch of its own (KIP-890).
[<RequireQualifiedAccess>]
module EndTxn =

    /// What a producer sends.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer.
          TransactionalId: string
          /// The id of the producer; one that the transactional id does not have is answered with InvalidProducerIdMapping.
          ProducerId: int64
          /// The epoch of the producer id: of two producers with the same id, the one with the higher epoch is the living one; an outdated
          /// one is answered with ProducerFenced (before v2 InvalidProducerEpoch).
          ProducerEpoch: int16
          /// Whether to commit the transaction (true) or to abort it (false); a state that does not allow that is answered with
          /// InvalidTxnState.
          Committed: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "EndTxnRequest" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string always
        and! producerId      = field "ProducerId"      _.ProducerId      int64  always
        and! producerEpoch   = field "ProducerEpoch"   _.ProducerEpoch   int16  always
        and! committed       = field "Committed"       _.Committed       bool   always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; ProducerEpoch = producerEpoch
                 Committed = committed; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the transaction coordinator answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it, ConcurrentTransactions while the transaction is being ended already: ask again; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The producer id for the next transaction; -1 with an error. From v5.
          ProducerId: int64
          /// The producer epoch for the next transaction; -1 with an error. From v5.
          ProducerEpoch: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "EndTxnResponse" {
        let! throttleTimeMs = field       "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field       "ErrorCode"      _.ErrorCode      errorCode always
        and! producerId     = fieldOr -1L "ProducerId"     _.ProducerId     int64     (ignorable (since 5))
        and! producerEpoch  = fieldOr -1s "ProducerEpoch"  _.ProducerEpoch  int16     (ignorable (since 5))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProducerId = producerId
                 ProducerEpoch = producerEpoch; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 26 (versions 0 5) (since 3) request response
