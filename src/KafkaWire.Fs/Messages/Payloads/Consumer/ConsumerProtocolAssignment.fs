namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerProtocolAssignment: what a consumer of a classic group gets to read; its assignment in SyncGroup, behind an int16 with
/// the version.
///
/// v1 to v3 have the same bytes: the version goes with that of the subscription.
[<RequireQualifiedAccess>]
module ConsumerProtocolAssignment =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartition =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[] }

    /// How a TopicPartition stands on the wire.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        return { Topic = topic; Partitions = partitions } }

    type TopicPartition with
        /// Every field at its default.
        static member Default = topicPartition.Default

    /// What the leader of the group writes.
    [<NoComparison>]
    type Data =
        { /// The partitions that the member shall read.
          AssignedPartitions: TopicPartition[]
          /// What the assignment strategy has to say to the member, in a form of its own; null for nothing.
          UserData: Nullable<Bytes> }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerProtocolAssignment" {
        let! assignedPartitions = field           "AssignedPartitions" _.AssignedPartitions (array topicPartition) always
        and! userData           = fieldOr noBytes "UserData"           _.UserData           (nullableBytes 0)      always
        return { AssignedPartitions = assignedPartitions; UserData = userData } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) never data
