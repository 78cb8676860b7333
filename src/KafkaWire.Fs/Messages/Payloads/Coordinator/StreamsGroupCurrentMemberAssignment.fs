namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupCurrentMemberAssignmentKey (record type 22): the key of the tasks that a member of a streams group has.
[<RequireQualifiedAccess>]
module StreamsGroupCurrentMemberAssignmentKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupCurrentMemberAssignmentKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupCurrentMemberAssignmentValue (record type 22): the tasks that a member of a streams group has, on its way to the
/// target assignment (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupCurrentMemberAssignmentValue =

    /// Tasks of one subtopology.
    [<NoComparison>]
    type TaskIds =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The numbers of the tasks of the subtopology, which are those of the partitions that they read.
          Partitions: int[]
          /// In which epoch of the member each of them was assigned, in the same order, by which late commits are refused; null if it is
          /// not known.
          AssignmentEpochs: int[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TaskIds stands on the wire.
    let taskIds = message<TaskIds> "TaskIds" {
        let! subtopologyId    = field    "SubtopologyId"    _.SubtopologyId    string                     always
        and! partitions       = field    "Partitions"       _.Partitions       (array int32)              always
        and! assignmentEpochs = tagged 0 "AssignmentEpochs" _.AssignmentEpochs (nullable 0 (array int32)) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partitions = partitions; AssignmentEpochs = assignmentEpochs
                 UnknownTaggedFields = tags } }

    type TaskIds with
        /// Every field at its default.
        static member Default = taskIds.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch that the member has.
          MemberEpoch: int
          /// The epoch that the member had before, which it may still name if an answer got lost.
          PreviousMemberEpoch: int
          /// Where the member stands: 1 it has what it shall have, 2 it has yet to let go of tasks, 3 it waits for tasks that others have
          /// yet to let go of, 127 unknown.
          State: sbyte
          /// The active tasks that the member has.
          ActiveTasks: TaskIds[]
          /// The standby tasks that the member has.
          StandbyTasks: TaskIds[]
          /// The warm-up tasks that the member has.
          WarmupTasks: TaskIds[]
          /// The active tasks that the member has yet to let go of.
          ActiveTasksPendingRevocation: TaskIds[]
          /// The standby tasks that the member has yet to let go of.
          StandbyTasksPendingRevocation: TaskIds[]
          /// The warm-up tasks that the member has yet to let go of.
          WarmupTasksPendingRevocation: TaskIds[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
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
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
