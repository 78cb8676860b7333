namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ZkMigrationStateRecord (record type 21): how far a migration from ZooKeeper has come (KIP-866).
[<RequireQualifiedAccess>]
module ZkMigrationStateRecord =

    /// What the controller writes.
    [<NoComparison>]
    type Data =
        { /// How far the migration has come: 0 none, 1 under way, 2 prepared, 3 done, 4 the cluster is in ZooKeeper mode.
          ZkMigrationState: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ZkMigrationStateRecord" {
        let! zkMigrationState = field "ZkMigrationState" _.ZkMigrationState int8 always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { ZkMigrationState = zkMigrationState; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
