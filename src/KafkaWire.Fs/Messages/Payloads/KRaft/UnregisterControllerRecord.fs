namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterControllerRecord (record type 29): the registration of a controller has been removed.
[<RequireQualifiedAccess>]
module UnregisterControllerRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// The id of the controller.
          ControllerId: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "UnregisterControllerRecord" {
        let! controllerId = field "ControllerId" _.ControllerId int32 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
