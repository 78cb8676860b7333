namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetCommitKey (record type 1): the key of a committed offset in __consumer_offsets.
[<RequireQualifiedAccess>]
module OffsetCommitKey =

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
    let data = message<Data> "OffsetCommitKey" {
        let! group     = field "group"     _.Group     string (versions 0 0)
        and! topic     = field "topic"     _.Topic     string (versions 0 0)
        and! partition = field "partition" _.Partition int32  (versions 0 0)
        return { Group = group; Topic = topic; Partition = partition } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// OffsetCommitValue (record type 1): a committed offset in __consumer_offsets. A tombstone (no value) deletes it.
///
/// v1 adds ExpireTimestamp to the value. v2 drops ExpireTimestamp from the value (KIP-211). v3 adds LeaderEpoch to the value
/// (KIP-320). v4 adds TopicId to the value; is flexible (KIP-848, KIP-915).
[<RequireQualifiedAccess>]
module OffsetCommitValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The offset of the next record to consume.
          Offset: int64
          /// The leader epoch of the last record consumed; -1 if unknown. From v3.
          LeaderEpoch: int
          /// The text that was committed with the offset.
          Metadata: string
          /// When the offset was committed, in milliseconds since 1970.
          CommitTimestamp: int64
          /// When the offset expires, in milliseconds since 1970; -1 if the broker's configuration decides. Only v1.
          ExpireTimestamp: int64
          /// The id of the topic; all zero if unknown. From v4.
          TopicId: Uuid
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "OffsetCommitValue" {
        let! offset          = field       "offset"          _.Offset          int64  always
        and! leaderEpoch     = fieldOr -1  "leaderEpoch"     _.LeaderEpoch     int32  (ignorable (since 3))
        and! metadata        = field       "metadata"        _.Metadata        string always
        and! commitTimestamp = field       "commitTimestamp" _.CommitTimestamp int64  always
        and! expireTimestamp = fieldOr -1L "expireTimestamp" _.ExpireTimestamp int64  (ignorable (versions 1 1))
        and! topicId         = tagged 0    "topicId"         _.TopicId         uuid   (ignorable (since 4))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Offset = offset; LeaderEpoch = leaderEpoch; Metadata = metadata; CommitTimestamp = commitTimestamp
                 ExpireTimestamp = expireTimestamp; TopicId = topicId; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 4) (since 4) data
