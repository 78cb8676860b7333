namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupStatePartitionMetadataKey (record type 15): the key of the list of a share group's partitions that have state.
[<RequireQualifiedAccess>]
module ShareGroupStatePartitionMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupStatePartitionMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupStatePartitionMetadataValue (record type 15): the partitions of a share group that have state in the share
/// coordinator, or whose state is being set up or deleted there (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupStatePartitionMetadataValue =

    /// A topic with partitions that have state.
    [<NoComparison>]
    type TopicPartitionsInfo =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartitionsInfo.
    let topicPartitionsInfo = message<TopicPartitionsInfo> "TopicPartitionsInfo" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitionsInfo with
        /// A value with every field at its default.
        static member Default = topicPartitionsInfo.Default

    /// A topic.
    [<NoComparison>]
    type TopicInfo =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicInfo.
    let topicInfo = message<TopicInfo> "TopicInfo" {
        let! topicId   = field "TopicId"   _.TopicId   uuid   always
        and! topicName = field "TopicName" _.TopicName string always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; UnknownTaggedFields = tags } }

    type TopicInfo with
        /// A value with every field at its default.
        static member Default = topicInfo.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The partitions whose state is being set up, topic by topic.
          InitializingTopics: TopicPartitionsInfo[]
          /// The partitions whose state is set up, topic by topic.
          InitializedTopics: TopicPartitionsInfo[]
          /// The topics whose state is being deleted.
          DeletingTopics: TopicInfo[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupStatePartitionMetadataValue" {
        let! initializingTopics = field "InitializingTopics" _.InitializingTopics (array topicPartitionsInfo) always
        and! initializedTopics  = field "InitializedTopics"  _.InitializedTopics  (array topicPartitionsInfo) always
        and! deletingTopics     = field "DeletingTopics"     _.DeletingTopics     (array topicInfo)           always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { InitializingTopics = initializingTopics; InitializedTopics = initializedTopics
                 DeletingTopics = deletingTopics; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
