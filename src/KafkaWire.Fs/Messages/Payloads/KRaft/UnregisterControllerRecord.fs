namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UnregisterControllerRecord (record type 29): the registration of a controller has been removed.
[<RequireQualifiedAccess>]
module UnregisterControllerRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The id of the controller.
          ControllerId: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "UnregisterControllerRecord" {
        let! controllerId = field "ControllerId" _.ControllerId int32 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
