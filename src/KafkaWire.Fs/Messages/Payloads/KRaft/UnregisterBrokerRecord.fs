namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterBrokerRecord (record type 1): a broker has been removed.
[<RequireQualifiedAccess>]
module UnregisterBrokerRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the controller gave the broker.
          BrokerEpoch: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "UnregisterBrokerRecord" {
        let! brokerId    = field "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = field "BrokerEpoch" _.BrokerEpoch int64 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
