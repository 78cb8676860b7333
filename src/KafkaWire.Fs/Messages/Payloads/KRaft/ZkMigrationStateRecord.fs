namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ZkMigrationStateRecord (record type 21): the progress of a migration from ZooKeeper (KIP-866).
[<RequireQualifiedAccess>]
module ZkMigrationStateRecord =

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The progress of the migration: 0 none, 1 in progress, 2 in preparation, 3 done, 4 the cluster is in ZooKeeper
          /// mode.
          ZkMigrationState: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ZkMigrationStateRecord" {
        let! zkMigrationState = field "ZkMigrationState" _.ZkMigrationState int8 always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ZkMigrationState = zkMigrationState; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
