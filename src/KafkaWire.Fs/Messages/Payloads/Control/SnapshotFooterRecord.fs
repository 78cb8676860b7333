namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SnapshotFooterRecord: the value of the control record that ends a KRaft snapshot (KIP-630).
[<RequireQualifiedAccess>]
module SnapshotFooterRecord =

    /// Written by a controller or broker.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "SnapshotFooterRecord" {
        let! version = field "Version" _.Version int16 always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Version = version; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
