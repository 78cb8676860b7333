namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerProtocolSubscription: what a consumer of a classic group wants to read. It is the metadata of the consumer's
/// protocol in JoinGroup, preceded by an int16 version.
///
/// v1 adds OwnedPartitions (KIP-429). v2 adds GenerationId (KIP-792). v3 adds RackId (KIP-881).
[<RequireQualifiedAccess>]
module ConsumerProtocolSubscription =

    /// Partitions of one topic. From v1.
    [<NoComparison>]
    type TopicPartition =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[] }

    /// The wire schema of TopicPartition.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topic      = field "Topic"      _.Topic      string        (since 1)
        and! partitions = field "Partitions" _.Partitions (array int32) (since 1)
        return { Topic = topic; Partitions = partitions } }

    type TopicPartition with
        /// A value with every field at its default.
        static member Default = topicPartition.Default

    /// Written by a member.
    [<NoComparison>]
    type Data =
        { /// The names of the topics that the member subscribes to.
          Topics: string[]
          /// Data from the member's assignment strategy, in a format of its own; null for none.
          UserData: Nullable<Bytes>
          /// The partitions that the member currently has. From v1.
          OwnedPartitions: TopicPartition[]
          /// The generation in which the member got these partitions; -1 if unknown. From v2.
          GenerationId: int
          /// The rack of the member; null if unknown. From v3.
          RackId: string | null }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerProtocolSubscription" {
        let! topics          = field           "Topics"          _.Topics          (array string)         always
        and! userData        = fieldOr noBytes "UserData"        _.UserData        (nullableBytes 0)      always
        and! ownedPartitions = field           "OwnedPartitions" _.OwnedPartitions (array topicPartition) (ignorable (since 1))
        and! generationId    = fieldOr -1      "GenerationId"    _.GenerationId    int32                  (ignorable (since 2))
        and! rackId          = fieldOr null    "RackId"          _.RackId          (nullable 3 string)    (ignorable (since 3))
        return { Topics = topics; UserData = userData; OwnedPartitions = ownedPartitions; GenerationId = generationId
                 RackId = rackId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) never data
