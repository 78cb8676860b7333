namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// NoOpRecord (record type 20): has no content; it keeps the log moving (KIP-835).
[<RequireQualifiedAccess>]
module NoOpRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "NoOpRecord" {
        let! tags = unknownTags _.UnknownTaggedFields
        return { UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
