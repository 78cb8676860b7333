namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerProtocolAssignment: the partitions that a consumer of a classic group should read. It is the assignment in
/// SyncGroup, preceded by an int16 version.
///
/// v1 to v3 have the same layout; the version follows that of the subscription.
[<RequireQualifiedAccess>]
module ConsumerProtocolAssignment =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartition =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[] }

    /// The wire schema of TopicPartition.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        return { Topic = topic; Partitions = partitions } }

    type TopicPartition with
        /// A value with every field at its default.
        static member Default = topicPartition.Default

    /// Written by the group leader.
    [<NoComparison>]
    type Data =
        { /// The partitions that the member should read.
          AssignedPartitions: TopicPartition[]
          /// Data from the assignment strategy for the member, in a format of its own; null for none.
          UserData: Nullable<Bytes> }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerProtocolAssignment" {
        let! assignedPartitions = field           "AssignedPartitions" _.AssignedPartitions (array topicPartition) always
        and! userData           = fieldOr noBytes "UserData"           _.UserData           (nullableBytes 0)      always
        return { AssignedPartitions = assignedPartitions; UserData = userData } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) never data
