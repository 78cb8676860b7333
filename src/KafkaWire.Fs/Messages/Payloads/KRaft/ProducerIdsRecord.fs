namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ProducerIdsRecord (record type 15): a block of producer ids has been allocated.
[<RequireQualifiedAccess>]
module ProducerIdsRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the broker that got the block.
          BrokerId: int
          /// The epoch of the broker that got the block; -1 if unknown.
          BrokerEpoch: int64
          /// The first producer id of the next block.
          NextProducerId: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ProducerIdsRecord" {
        let! brokerId       = field       "BrokerId"       _.BrokerId       int32 always
        and! brokerEpoch    = fieldOr -1L "BrokerEpoch"    _.BrokerEpoch    int64 always
        and! nextProducerId = field       "NextProducerId" _.NextProducerId int64 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; NextProducerId = nextProducerId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
