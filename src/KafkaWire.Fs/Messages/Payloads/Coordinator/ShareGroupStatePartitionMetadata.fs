namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupStatePartitionMetadataKey (record type 15): the key of which partitions of a share group have state.
[<RequireQualifiedAccess>]
module ShareGroupStatePartitionMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupStatePartitionMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupStatePartitionMetadataValue (record type 15): which partitions of a share group have state with the share
/// coordinator, or are on the way to it or from it (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupStatePartitionMetadataValue =

    /// A topic with partitions that have state.
    [<NoComparison>]
    type TopicPartitionsInfo =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicPartitionsInfo stands on the wire.
    let topicPartitionsInfo = message<TopicPartitionsInfo> "TopicPartitionsInfo" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitionsInfo with
        /// Every field at its default.
        static member Default = topicPartitionsInfo.Default

    /// A topic.
    [<NoComparison>]
    type TopicInfo =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicInfo stands on the wire.
    let topicInfo = message<TopicInfo> "TopicInfo" {
        let! topicId   = field "TopicId"   _.TopicId   uuid   always
        and! topicName = field "TopicName" _.TopicName string always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; UnknownTaggedFields = tags } }

    type TopicInfo with
        /// Every field at its default.
        static member Default = topicInfo.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The partitions whose state is being set up, topic by topic.
          InitializingTopics: TopicPartitionsInfo[]
          /// The partitions whose state is set up, topic by topic.
          InitializedTopics: TopicPartitionsInfo[]
          /// The topics whose state is being deleted.
          DeletingTopics: TopicInfo[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupStatePartitionMetadataValue" {
        let! initializingTopics = field "InitializingTopics" _.InitializingTopics (array topicPartitionsInfo) always
        and! initializedTopics  = field "InitializedTopics"  _.InitializedTopics  (array topicPartitionsInfo) always
        and! deletingTopics     = field "DeletingTopics"     _.DeletingTopics     (array topicInfo)           always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { InitializingTopics = initializingTopics; InitializedTopics = initializedTopics
                 DeletingTopics = deletingTopics; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
