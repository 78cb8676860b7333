namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BeginTransactionRecord (record type 23): a transaction of metadata records begins (KIP-868).
[<RequireQualifiedAccess>]
module BeginTransactionRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// What the transaction is for, for people; null if it is not said.
          Name: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "BeginTransactionRecord" {
        let! name = taggedOr 0 null "Name" _.Name (nullable 0 string) always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
