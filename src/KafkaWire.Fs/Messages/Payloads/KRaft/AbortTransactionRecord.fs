namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AbortTransactionRecord (record type 25): a transaction of metadata records is aborted; its records must be ignored
/// (KIP-868).
[<RequireQualifiedAccess>]
module AbortTransactionRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// Why the transaction is aborted; null if no reason is given.
          Reason: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "AbortTransactionRecord" {
        let! reason = taggedOr 0 null "Reason" _.Reason (nullable 0 string) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Reason = reason; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
