namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// NoOpRecord (record type 20): nothing has happened; it keeps the log moving (KIP-835).
[<RequireQualifiedAccess>]
module NoOpRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "NoOpRecord" {
        let! tags = unknownTags _.UnknownTaggedFields
        return { UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
