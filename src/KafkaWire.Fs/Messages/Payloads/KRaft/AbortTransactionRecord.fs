namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AbortTransactionRecord (record type 25): a transaction of metadata records is given up; its records do not count (KIP-868).
[<RequireQualifiedAccess>]
module AbortTransactionRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// Why the transaction is given up; null if it is not said.
          Reason: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "AbortTransactionRecord" {
        let! reason = taggedOr 0 null "Reason" _.Reason (nullable 0 string) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Reason = reason; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
