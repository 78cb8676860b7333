namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupCurrentMemberAssignmentKey (record type 14): the key of the current assignment of a share group's member.
[<RequireQualifiedAccess>]
module ShareGroupCurrentMemberAssignmentKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupCurrentMemberAssignmentKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupCurrentMemberAssignmentValue (record type 14): the current assignment of a share group's member (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupCurrentMemberAssignmentValue =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartitions.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// A value with every field at its default.
        static member Default = topicPartitions.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the member.
          MemberEpoch: int
          /// The previous epoch of the member, which it may still send if a response was lost.
          PreviousMemberEpoch: int
          /// The state of the member: 0 it has its target assignment; other values are not in use.
          State: sbyte
          /// The partitions that the member has.
          AssignedPartitions: TopicPartitions[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupCurrentMemberAssignmentValue" {
        let! memberEpoch         = field "MemberEpoch"         _.MemberEpoch         int32                   always
        and! previousMemberEpoch = field "PreviousMemberEpoch" _.PreviousMemberEpoch int32                   always
        and! state               = field "State"               _.State               int8                    always
        and! assignedPartitions  = field "AssignedPartitions"  _.AssignedPartitions  (array topicPartitions) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { MemberEpoch = memberEpoch; PreviousMemberEpoch = previousMemberEpoch; State = state
                 AssignedPartitions = assignedPartitions; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
