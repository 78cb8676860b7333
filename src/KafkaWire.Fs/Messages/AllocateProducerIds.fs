namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AllocateProducerIds (key 67): a broker requests a block of producer ids from the controller (KIP-730).
[<RequireQualifiedAccess>]
module AllocateProducerIds =

    /// Sent by a broker.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch of the broker; -1 if unknown. An outdated epoch is rejected with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AllocateProducerIdsRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The first producer id of the block.
          ProducerIdStart: int64
          /// The number of producer ids in the block.
          ProducerIdLen: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AllocateProducerIdsResponse" {
        let! throttleTimeMs  = field "ThrottleTimeMs"  _.ThrottleTimeMs  int32     always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode always
        and! producerIdStart = field "ProducerIdStart" _.ProducerIdStart int64     always
        and! producerIdLen   = field "ProducerIdLen"   _.ProducerIdLen   int32     always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProducerIdStart = producerIdStart
                 ProducerIdLen = producerIdLen; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 67 (versions 0 0) always request response
