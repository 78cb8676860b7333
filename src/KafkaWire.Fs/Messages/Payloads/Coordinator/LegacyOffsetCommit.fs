namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// LegacyOffsetCommitKey (record type 0): the key of a committed offset in __consumer_offsets, in the format that Kafka
/// wrote before 0.9.
[<RequireQualifiedAccess>]
module LegacyOffsetCommitKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          Group: string
          /// The name of the topic.
          Topic: string
          /// The number of the partition within its topic.
          Partition: int }

    /// The wire schema of Data.
    let data = message<Data> "LegacyOffsetCommitKey" {
        let! group     = field "group"     _.Group     string (versions 0 0)
        and! topic     = field "topic"     _.Topic     string (versions 0 0)
        and! partition = field "partition" _.Partition int32  (versions 0 0)
        return { Group = group; Topic = topic; Partition = partition } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// LegacyOffsetCommitValue (record type 0): a committed offset in __consumer_offsets, in the format that Kafka wrote before
/// 0.9.
[<RequireQualifiedAccess>]
module LegacyOffsetCommitValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The offset of the next record to consume.
          Offset: int64
          /// The text that was committed with the offset.
          Metadata: string
          /// When the offset was committed, in milliseconds since 1970.
          CommitTimestamp: int64 }

    /// The wire schema of Data.
    let data = message<Data> "LegacyOffsetCommitValue" {
        let! offset          = field "offset"          _.Offset          int64  (versions 0 0)
        and! metadata        = field "metadata"        _.Metadata        string (versions 0 0)
        and! commitTimestamp = field "commitTimestamp" _.CommitTimestamp int64  (versions 0 0)
        return { Offset = offset; Metadata = metadata; CommitTimestamp = commitTimestamp } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data
