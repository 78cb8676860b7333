namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupCurrentMemberAssignmentKey (record type 22): the key of the current tasks of a streams group's member.
[<RequireQualifiedAccess>]
module StreamsGroupCurrentMemberAssignmentKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupCurrentMemberAssignmentKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupCurrentMemberAssignmentValue (record type 22): the current tasks of a streams group's member, while it moves
/// to the target assignment (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupCurrentMemberAssignmentValue =

    /// Tasks of one subtopology.
    [<NoComparison>]
    type TaskIds =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The numbers of the subtopology's tasks; a task has the number of the partitions that it reads.
          Partitions: int[]
          /// The member epoch in which each of these partitions was assigned, in the same order; null if unknown. It is
          /// used to reject late commits.
          AssignmentEpochs: int[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TaskIds.
    let taskIds = message<TaskIds> "TaskIds" {
        let! subtopologyId    = field    "SubtopologyId"    _.SubtopologyId    string                     always
        and! partitions       = field    "Partitions"       _.Partitions       (array int32)              always
        and! assignmentEpochs = tagged 0 "AssignmentEpochs" _.AssignmentEpochs (nullable 0 (array int32)) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partitions = partitions; AssignmentEpochs = assignmentEpochs
                 UnknownTaggedFields = tags } }

    type TaskIds with
        /// A value with every field at its default.
        static member Default = taskIds.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the member.
          MemberEpoch: int
          /// The previous epoch of the member, which it may still send if a response was lost.
          PreviousMemberEpoch: int
          /// The state of the member: 1 it has its target assignment, 2 it has yet to release tasks, 3 it waits for tasks
          /// that others have yet to release, 127 unknown.
          State: sbyte
          /// The active tasks that the member has.
          ActiveTasks: TaskIds[]
          /// The standby tasks that the member has.
          StandbyTasks: TaskIds[]
          /// The warm-up tasks that the member has.
          WarmupTasks: TaskIds[]
          /// The active tasks that the member has yet to release.
          ActiveTasksPendingRevocation: TaskIds[]
          /// The standby tasks that the member has yet to release.
          StandbyTasksPendingRevocation: TaskIds[]
          /// The warm-up tasks that the member has yet to release.
          WarmupTasksPendingRevocation: TaskIds[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupCurrentMemberAssignmentValue" {
        let! memberEpoch                   = field "MemberEpoch"                   _.MemberEpoch                   int32           always
        and! previousMemberEpoch           = field "PreviousMemberEpoch"           _.PreviousMemberEpoch           int32           always
        and! state                         = field "State"                         _.State                         int8            always
        and! activeTasks                   = field "ActiveTasks"                   _.ActiveTasks                   (array taskIds) always
        and! standbyTasks                  = field "StandbyTasks"                  _.StandbyTasks                  (array taskIds) always
        and! warmupTasks                   = field "WarmupTasks"                   _.WarmupTasks                   (array taskIds) always
        and! activeTasksPendingRevocation  = field "ActiveTasksPendingRevocation"  _.ActiveTasksPendingRevocation  (array taskIds) always
        and! standbyTasksPendingRevocation = field "StandbyTasksPendingRevocation" _.StandbyTasksPendingRevocation (array taskIds) always
        and! warmupTasksPendingRevocation  = field "WarmupTasksPendingRevocation"  _.WarmupTasksPendingRevocation  (array taskIds) always
        and! tags                          = unknownTags _.UnknownTaggedFields
        return { MemberEpoch = memberEpoch; PreviousMemberEpoch = previousMemberEpoch; State = state
                 ActiveTasks = activeTasks; StandbyTasks = standbyTasks; WarmupTasks = warmupTasks
                 ActiveTasksPendingRevocation = activeTasksPendingRevocation
                 StandbyTasksPendingRevocation = standbyTasksPendingRevocation
                 WarmupTasksPendingRevocation = warmupTasksPendingRevocation; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
