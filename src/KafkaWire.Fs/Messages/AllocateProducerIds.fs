namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AllocateProducerIds (key 67): a broker gets a block of producer ids from the controller (KIP-730).
[<RequireQualifiedAccess>]
module AllocateProducerIds =

    /// What a broker sends.
    [<NoComparison>]
    type Request =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch of the broker; -1 if it is not known. An outdated one is answered with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AllocateProducerIdsRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The first producer id of the block.
          ProducerIdStart: int64
          /// How many producer ids the block has.
          ProducerIdLen: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AllocateProducerIdsResponse" {
        let! throttleTimeMs  = field "ThrottleTimeMs"  _.ThrottleTimeMs  int32     always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode always
        and! producerIdStart = field "ProducerIdStart" _.ProducerIdStart int64     always
        and! producerIdLen   = field "ProducerIdLen"   _.ProducerIdLen   int32     always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProducerIdStart = producerIdStart
                 ProducerIdLen = producerIdLen; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 67 (versions 0 0) always request response
