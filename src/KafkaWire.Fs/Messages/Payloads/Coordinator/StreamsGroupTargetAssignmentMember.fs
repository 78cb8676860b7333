namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupTargetAssignmentMemberKey (record type 21): the key of the target tasks of a streams group's member.
[<RequireQualifiedAccess>]
module StreamsGroupTargetAssignmentMemberKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupTargetAssignmentMemberKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupTargetAssignmentMemberValue (record type 21): the target tasks of a streams group's member (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupTargetAssignmentMemberValue =

    /// Tasks of one subtopology.
    [<NoComparison>]
    type TaskIds =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The numbers of the subtopology's tasks; a task has the number of the partitions that it reads.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TaskIds.
    let taskIds = message<TaskIds> "TaskIds" {
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string        always
        and! partitions    = field "Partitions"    _.Partitions    (array int32) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TaskIds with
        /// A value with every field at its default.
        static member Default = taskIds.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The active tasks that the member should have.
          ActiveTasks: TaskIds[]
          /// The standby tasks that the member should have.
          StandbyTasks: TaskIds[]
          /// The warm-up tasks that the member should have.
          WarmupTasks: TaskIds[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupTargetAssignmentMemberValue" {
        let! activeTasks  = field "ActiveTasks"  _.ActiveTasks  (array taskIds) always
        and! standbyTasks = field "StandbyTasks" _.StandbyTasks (array taskIds) always
        and! warmupTasks  = field "WarmupTasks"  _.WarmupTasks  (array taskIds) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ActiveTasks = activeTasks; StandbyTasks = standbyTasks; WarmupTasks = warmupTasks; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
