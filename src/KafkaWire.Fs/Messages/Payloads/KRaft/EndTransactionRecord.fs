namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// EndTransactionRecord (record type 24): a transaction of metadata records has ended; its records take effect (KIP-868).
[<RequireQualifiedAccess>]
module EndTransactionRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "EndTransactionRecord" {
        let! tags = unknownTags _.UnknownTaggedFields
        return { UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
