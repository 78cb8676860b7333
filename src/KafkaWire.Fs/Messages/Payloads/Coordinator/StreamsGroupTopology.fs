namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupTopologyKey (record type 23): the key of the topology of a streams group.
[<RequireQualifiedAccess>]
module StreamsGroupTopologyKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupTopologyKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupTopologyValue (record type 23): the topology of a streams group (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupTopologyValue =

    /// A configuration value.
    [<NoComparison>]
    type TopicConfig =
        { /// The name of the configuration value.
          Key: string
          /// The value as text.
          Value: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicConfig.
    let topicConfig = message<TopicConfig> "TopicConfig" {
        let! key   = field "key"   _.Key   string always
        and! value = field "value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type TopicConfig with
        /// A value with every field at its default.
        static member Default = topicConfig.Default

    /// An internal topic.
    [<NoComparison>]
    type TopicInfo =
        { /// The name of the topic.
          Name: string
          /// The number of partitions; 0 if any number is allowed, and for changelog topics.
          Partitions: int
          /// The number of replicas; 0 or -1 for the broker's default.
          ReplicationFactor: int16
          /// Configuration values of the topic.
          TopicConfigs: TopicConfig[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicInfo.
    let topicInfo = message<TopicInfo> "TopicInfo" {
        let! name              = field "Name"              _.Name              string              always
        and! partitions        = field "Partitions"        _.Partitions        int32               always
        and! replicationFactor = field "ReplicationFactor" _.ReplicationFactor int16               always
        and! topicConfigs      = field "TopicConfigs"      _.TopicConfigs      (array topicConfig) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; ReplicationFactor = replicationFactor; TopicConfigs = topicConfigs
                 UnknownTaggedFields = tags } }

    type TopicInfo with
        /// A value with every field at its default.
        static member Default = topicInfo.Default

    /// A set of topics that need the same number of partitions.
    [<NoComparison>]
    type CopartitionGroup =
        { /// The positions of the topics in the subtopology's SourceTopics.
          SourceTopics: int16[]
          /// The positions of the regular expressions in the subtopology's SourceTopicRegex.
          SourceTopicRegex: int16[]
          /// The positions of the topics in the subtopology's RepartitionSourceTopics.
          RepartitionSourceTopics: int16[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CopartitionGroup.
    let copartitionGroup = message<CopartitionGroup> "CopartitionGroup" {
        let! sourceTopics            = field "SourceTopics"            _.SourceTopics            (array int16) always
        and! sourceTopicRegex        = field "SourceTopicRegex"        _.SourceTopicRegex        (array int16) always
        and! repartitionSourceTopics = field "RepartitionSourceTopics" _.RepartitionSourceTopics (array int16) always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { SourceTopics = sourceTopics; SourceTopicRegex = sourceTopicRegex
                 RepartitionSourceTopics = repartitionSourceTopics; UnknownTaggedFields = tags } }

    type CopartitionGroup with
        /// A value with every field at its default.
        static member Default = copartitionGroup.Default

    /// A part of the topology whose tasks share nothing with those of other parts.
    [<NoComparison>]
    type Subtopology =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The topics that the subtopology reads from.
          SourceTopics: string[]
          /// The regular expressions for the topics that the subtopology reads from.
          SourceTopicRegex: string[]
          /// The changelog topics of the subtopology, which the broker creates.
          StateChangelogTopics: TopicInfo[]
          /// The repartition topics that the subtopology writes to.
          RepartitionSinkTopics: string[]
          /// The repartition topics that the subtopology reads from, which the broker creates.
          RepartitionSourceTopics: TopicInfo[]
          /// The sets of topics that need the same number of partitions.
          CopartitionGroups: CopartitionGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Subtopology.
    let subtopology = message<Subtopology> "Subtopology" {
        let! subtopologyId           = field "SubtopologyId"           _.SubtopologyId           string                   always
        and! sourceTopics            = field "SourceTopics"            _.SourceTopics            (array string)           always
        and! sourceTopicRegex        = field "SourceTopicRegex"        _.SourceTopicRegex        (array string)           always
        and! stateChangelogTopics    = field "StateChangelogTopics"    _.StateChangelogTopics    (array topicInfo)        always
        and! repartitionSinkTopics   = field "RepartitionSinkTopics"   _.RepartitionSinkTopics   (array string)           always
        and! repartitionSourceTopics = field "RepartitionSourceTopics" _.RepartitionSourceTopics (array topicInfo)        always
        and! copartitionGroups       = field "CopartitionGroups"       _.CopartitionGroups       (array copartitionGroup) always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; SourceTopics = sourceTopics; SourceTopicRegex = sourceTopicRegex
                 StateChangelogTopics = stateChangelogTopics; RepartitionSinkTopics = repartitionSinkTopics
                 RepartitionSourceTopics = repartitionSourceTopics; CopartitionGroups = copartitionGroups
                 UnknownTaggedFields = tags } }

    type Subtopology with
        /// A value with every field at its default.
        static member Default = subtopology.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the topology.
          Epoch: int
          /// The subtopologies that make up the topology.
          Subtopologies: Subtopology[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupTopologyValue" {
        let! epoch         = field "Epoch"         _.Epoch         int32               always
        and! subtopologies = field "Subtopologies" _.Subtopologies (array subtopology) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; Subtopologies = subtopologies; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
