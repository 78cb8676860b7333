namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AddOffsetsToTxn (key 25): adds the offsets of a group to a transaction before they are committed in it (KIP-98).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 has the same bytes; ProducerFenced can be an
/// answer (KIP-588). v3 is flexible. v4 has the same bytes; TransactionAbortable can be an answer (KIP-890).
[<RequireQualifiedAccess>]
module AddOffsetsToTxn =

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
          /// The id of the group whose offsets will be committed in the transaction.
          GroupId: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AddOffsetsToTxnRequest" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string always
        and! producerId      = field "ProducerId"      _.ProducerId      int64  always
        and! producerEpoch   = field "ProducerEpoch"   _.ProducerEpoch   int16  always
        and! groupId         = field "GroupId"         _.GroupId         string always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; ProducerEpoch = producerEpoch; GroupId = groupId
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the transaction coordinator answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it, ConcurrentTransactions while an earlier transaction is being ended: ask again; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AddOffsetsToTxnResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 25 (versions 0 4) (since 3) request response
