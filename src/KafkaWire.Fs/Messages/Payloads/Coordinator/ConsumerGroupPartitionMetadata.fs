namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupPartitionMetadataKey (record type 4): the key of the topic metadata of a consumer group, up to Kafka 4.0.
[<RequireQualifiedAccess>]
module ConsumerGroupPartitionMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupPartitionMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupPartitionMetadataValue (record type 4): the topic metadata of a consumer group, up to Kafka 4.0; from 4.1
/// on, a hash replaces it (KIP-1101).
[<RequireQualifiedAccess>]
module ConsumerGroupPartitionMetadataValue =

    /// The metadata of a partition.
    [<NoComparison>]
    type PartitionMetadata =
        { /// The number of the partition within its topic.
          Partition: int
          /// The racks of the brokers that hold the partition.
          Racks: string[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionMetadata.
    let partitionMetadata = message<PartitionMetadata> "PartitionMetadata" {
        let! partition = field "Partition" _.Partition int32          always
        and! racks     = field "Racks"     _.Racks     (array string) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Partition = partition; Racks = racks; UnknownTaggedFields = tags } }

    type PartitionMetadata with
        /// A value with every field at its default.
        static member Default = partitionMetadata.Default

    /// A topic that the group subscribes to.
    [<NoComparison>]
    type TopicMetadata =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// The number of partitions of the topic.
          NumPartitions: int
          /// The metadata of the partitions.
          PartitionMetadata: PartitionMetadata[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicMetadata.
    let topicMetadata = message<TopicMetadata> "TopicMetadata" {
        let! topicId           = field "TopicId"           _.TopicId           uuid                      always
        and! topicName         = field "TopicName"         _.TopicName         string                    always
        and! numPartitions     = field "NumPartitions"     _.NumPartitions     int32                     always
        and! partitionMetadata = field "PartitionMetadata" _.PartitionMetadata (array partitionMetadata) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; NumPartitions = numPartitions
                 PartitionMetadata = partitionMetadata; UnknownTaggedFields = tags } }

    type TopicMetadata with
        /// A value with every field at its default.
        static member Default = topicMetadata.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The topics that the group subscribes to.
          Topics: TopicMetadata[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupPartitionMetadataValue" {
        let! topics = field "Topics" _.Topics (array topicMetadata) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
