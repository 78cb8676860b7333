namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupTargetAssignmentMemberKey (record type 7): the key of the target assignment of a consumer group's member.
[<RequireQualifiedAccess>]
module ConsumerGroupTargetAssignmentMemberKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupTargetAssignmentMemberKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupTargetAssignmentMemberValue (record type 7): the target assignment of a consumer group's member (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupTargetAssignmentMemberValue =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartition =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartition.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartition with
        /// A value with every field at its default.
        static member Default = topicPartition.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The partitions that the member should have.
          TopicPartitions: TopicPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupTargetAssignmentMemberValue" {
        let! topicPartitions = field "TopicPartitions" _.TopicPartitions (array topicPartition) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicPartitions = topicPartitions; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
