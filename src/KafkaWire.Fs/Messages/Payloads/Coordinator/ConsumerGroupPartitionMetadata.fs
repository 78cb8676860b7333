namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupPartitionMetadataKey (record type 4): the key of what a consumer group knew of its topics, up to Kafka 4.0.
[<RequireQualifiedAccess>]
module ConsumerGroupPartitionMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupPartitionMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupPartitionMetadataValue (record type 4): what a consumer group knew of its topics, up to Kafka 4.0; from 4.1 on a
/// hash stands for it (KIP-1101).
[<RequireQualifiedAccess>]
module ConsumerGroupPartitionMetadataValue =

    /// What was known of a partition.
    [<NoComparison>]
    type PartitionMetadata =
        { /// The number of the partition within its topic.
          Partition: int
          /// The racks of the brokers that hold the partition.
          Racks: string[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionMetadata stands on the wire.
    let partitionMetadata = message<PartitionMetadata> "PartitionMetadata" {
        let! partition = field "Partition" _.Partition int32          always
        and! racks     = field "Racks"     _.Racks     (array string) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Partition = partition; Racks = racks; UnknownTaggedFields = tags } }

    type PartitionMetadata with
        /// Every field at its default.
        static member Default = partitionMetadata.Default

    /// A topic that the group subscribes to.
    [<NoComparison>]
    type TopicMetadata =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// How many partitions the topic has.
          NumPartitions: int
          /// What was known of the partitions.
          PartitionMetadata: PartitionMetadata[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicMetadata stands on the wire.
    let topicMetadata = message<TopicMetadata> "TopicMetadata" {
        let! topicId           = field "TopicId"           _.TopicId           uuid                      always
        and! topicName         = field "TopicName"         _.TopicName         string                    always
        and! numPartitions     = field "NumPartitions"     _.NumPartitions     int32                     always
        and! partitionMetadata = field "PartitionMetadata" _.PartitionMetadata (array partitionMetadata) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; NumPartitions = numPartitions
                 PartitionMetadata = partitionMetadata; UnknownTaggedFields = tags } }

    type TopicMetadata with
        /// Every field at its default.
        static member Default = topicMetadata.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The topics that the group subscribes to.
          Topics: TopicMetadata[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupPartitionMetadataValue" {
        let! topics = field "Topics" _.Topics (array topicMetadata) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
