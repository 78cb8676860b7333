namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupCurrentMemberAssignmentKey (record type 14): the key of what a member of a share group has.
[<RequireQualifiedAccess>]
module ShareGroupCurrentMemberAssignmentKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupCurrentMemberAssignmentKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupCurrentMemberAssignmentValue (record type 14): what a member of a share group has (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupCurrentMemberAssignmentValue =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicPartitions stands on the wire.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// Every field at its default.
        static member Default = topicPartitions.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch that the member has.
          MemberEpoch: int
          /// The epoch that the member had before, which it may still name if an answer got lost.
          PreviousMemberEpoch: int
          /// Where the member stands: 0 it has what it shall have; others are not in use.
          State: sbyte
          /// The partitions that the member has.
          AssignedPartitions: TopicPartitions[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareGroupCurrentMemberAssignmentValue" {
        let! memberEpoch         = field "MemberEpoch"         _.MemberEpoch         int32                   always
        and! previousMemberEpoch = field "PreviousMemberEpoch" _.PreviousMemberEpoch int32                   always
        and! state               = field "State"               _.State               int8                    always
        and! assignedPartitions  = field "AssignedPartitions"  _.AssignedPartitions  (array topicPartitions) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { MemberEpoch = memberEpoch; PreviousMemberEpoch = previousMemberEpoch; State = state
                 AssignedPartitions = assignedPartitions; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
