namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnfenceBrokerRecord (record type 8): a broker has been unfenced; BrokerRegistrationChangeRecord has taken its place.
[<RequireQualifiedAccess>]
module UnfenceBrokerRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          Id: int
          /// The epoch of the broker.
          Epoch: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "UnfenceBrokerRecord" {
        let! id    = field "Id"    _.Id    int32 always
        and! epoch = field "Epoch" _.Epoch int64 always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Id = id; Epoch = epoch; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
