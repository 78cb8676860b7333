namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnfenceBrokerRecord (record type 8): a broker has been unfenced; replaced by BrokerRegistrationChangeRecord.
[<RequireQualifiedAccess>]
module UnfenceBrokerRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the broker.
          Id: int
          /// The epoch of the broker.
          Epoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "UnfenceBrokerRecord" {
        let! id    = field "Id"    _.Id    int32 always
        and! epoch = field "Epoch" _.Epoch int64 always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Id = id; Epoch = epoch; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
