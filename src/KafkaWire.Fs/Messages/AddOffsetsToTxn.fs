namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AddOffsetsToTxn (key 25): adds a group's offsets to a transaction before they are committed as part of it (KIP-98).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 has the same layout; the broker may answer
/// ProducerFenced (KIP-588). v3 is flexible. v4 has the same layout; the broker may answer TransactionAbortable (KIP-890).
[<RequireQualifiedAccess>]
module AddOffsetsToTxn =

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
          /// The id of the group whose offsets will be committed in the transaction.
          GroupId: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AddOffsetsToTxnRequest" {
        let! transactionalId = field "TransactionalId" _.TransactionalId string always
        and! producerId      = field "ProducerId"      _.ProducerId      int64  always
        and! producerEpoch   = field "ProducerEpoch"   _.ProducerEpoch   int16  always
        and! groupId         = field "GroupId"         _.GroupId         string always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; ProducerId = producerId; ProducerEpoch = producerEpoch; GroupId = groupId
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The transaction coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success. ConcurrentTransactions means that an earlier transaction is still
          /// completing: retry.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AddOffsetsToTxnResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 25 (versions 0 4) (since 3) request response
