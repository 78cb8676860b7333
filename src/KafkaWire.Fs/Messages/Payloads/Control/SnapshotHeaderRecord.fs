namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SnapshotHeaderRecord: the value of the control record that opens a KRaft snapshot (KIP-630).
[<RequireQualifiedAccess>]
module SnapshotHeaderRecord =

    /// What a controller or broker writes.
    [<NoComparison>]
    type Data =
        { /// The version of the message.
          Version: int16
          /// The timestamp of the last record that is in the snapshot, in milliseconds since 1970.
          LastContainedLogTimestamp: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "SnapshotHeaderRecord" {
        let! version                   = field "Version"                   _.Version                   int16 always
        and! lastContainedLogTimestamp = field "LastContainedLogTimestamp" _.LastContainedLogTimestamp int64 always
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { Version = version; LastContainedLogTimestamp = lastContainedLogTimestamp; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
