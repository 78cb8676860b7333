namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SnapshotHeaderRecord: the value of the control record that begins a KRaft snapshot (KIP-630).
[<RequireQualifiedAccess>]
module SnapshotHeaderRecord =

    /// Written by a controller or broker.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The timestamp of the last record in the snapshot, in milliseconds since 1970.
          LastContainedLogTimestamp: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "SnapshotHeaderRecord" {
        let! version                   = field "Version"                   _.Version                   int16 always
        and! lastContainedLogTimestamp = field "LastContainedLogTimestamp" _.LastContainedLogTimestamp int64 always
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { Version = version; LastContainedLogTimestamp = lastContainedLogTimestamp; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
