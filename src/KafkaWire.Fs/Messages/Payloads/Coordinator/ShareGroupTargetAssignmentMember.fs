namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupTargetAssignmentMemberKey (record type 13): the key of what a member of a share group shall get.
[<RequireQualifiedAccess>]
module ShareGroupTargetAssignmentMemberKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupTargetAssignmentMemberKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupTargetAssignmentMemberValue (record type 13): what a member of a share group shall get (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupTargetAssignmentMemberValue =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartition =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicPartition stands on the wire.
    let topicPartition = message<TopicPartition> "TopicPartition" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartition with
        /// Every field at its default.
        static member Default = topicPartition.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The partitions that the member shall have.
          TopicPartitions: TopicPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupTargetAssignmentMemberValue" {
        let! topicPartitions = field "TopicPartitions" _.TopicPartitions (array topicPartition) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicPartitions = topicPartitions; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
