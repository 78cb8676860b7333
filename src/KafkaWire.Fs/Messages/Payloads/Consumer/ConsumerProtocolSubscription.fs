namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerProtocolSubscription: what a consumer of a classic group wants to read; the metadata of its protocol in JoinGroup,
/// behind an int16 with the version.
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

    /// How a TopicPartition stands on the wire.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topic      = field "Topic"      _.Topic      string        (since 1)
        and! partitions = field "Partitions" _.Partitions (array int32) (since 1)
        return { Topic = topic; Partitions = partitions } }

    type TopicPartition with
        /// Every field at its default.
        static member Default = topicPartition.Default

    /// What a member writes.
    [<NoComparison>]
    type Data =
        { /// The names of the topics that the member subscribes to.
          Topics: string[]
          /// What the assignment strategy of the member has to say, in a form of its own; null for nothing.
          UserData: Nullable<Bytes>
          /// The partitions that the member has at the moment. From v1.
          OwnedPartitions: TopicPartition[]
          /// The generation in which the member got these partitions; -1 if it is not known. From v2.
          GenerationId: int
          /// The rack of the member; null if it is not known. From v3.
          RackId: string | null }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerProtocolSubscription" {
        let! topics          = field           "Topics"          _.Topics          (array string)         always
        and! userData        = fieldOr noBytes "UserData"        _.UserData        (nullableBytes 0)      always
        and! ownedPartitions = field           "OwnedPartitions" _.OwnedPartitions (array topicPartition) (ignorable (since 1))
        and! generationId    = fieldOr -1      "GenerationId"    _.GenerationId    int32                  (ignorable (since 2))
        and! rackId          = fieldOr null    "RackId"          _.RackId          (nullable 3 string)    (ignorable (since 3))
        return { Topics = topics; UserData = userData; OwnedPartitions = ownedPartitions; GenerationId = generationId
                 RackId = rackId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 3) never data
