namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterBrokerRecord (record type 1): a broker has been removed.
[<RequireQualifiedAccess>]
module UnregisterBrokerRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch that the controller assigned to the broker.
          BrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "UnregisterBrokerRecord" {
        let! brokerId    = field "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = field "BrokerEpoch" _.BrokerEpoch int64 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
