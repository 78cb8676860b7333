namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BeginTransactionRecord (record type 23): a transaction of metadata records begins (KIP-868).
[<RequireQualifiedAccess>]
module BeginTransactionRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// A human-readable name of the transaction; null if none is given.
          Name: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "BeginTransactionRecord" {
        let! name = taggedOr 0 null "Name" _.Name (nullable 0 string) always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
