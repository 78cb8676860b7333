namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupTargetAssignmentMemberKey (record type 21): the key of the tasks that a member of a streams group shall get.
[<RequireQualifiedAccess>]
module StreamsGroupTargetAssignmentMemberKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string
          /// The id of the member within its group.
          MemberId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupTargetAssignmentMemberKey" {
        let! groupId  = field "GroupId"  _.GroupId  string (versions 0 0)
        and! memberId = field "MemberId" _.MemberId string (versions 0 0)
        return { GroupId = groupId; MemberId = memberId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupTargetAssignmentMemberValue (record type 21): the tasks that a member of a streams group shall get (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupTargetAssignmentMemberValue =

    /// Tasks of one subtopology.
    [<NoComparison>]
    type TaskIds =
        { /// The id of the subtopology.
          SubtopologyId: string
          /// The numbers of the tasks of the subtopology, which are those of the partitions that they read.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TaskIds stands on the wire.
    let taskIds = message<TaskIds> "TaskIds" {
        let! subtopologyId = field "SubtopologyId" _.SubtopologyId string        always
        and! partitions    = field "Partitions"    _.Partitions    (array int32) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { SubtopologyId = subtopologyId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TaskIds with
        /// Every field at its default.
        static member Default = taskIds.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The active tasks that the member shall have.
          ActiveTasks: TaskIds[]
          /// The standby tasks that the member shall have.
          StandbyTasks: TaskIds[]
          /// The warm-up tasks that the member shall have.
          WarmupTasks: TaskIds[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupTargetAssignmentMemberValue" {
        let! activeTasks  = field "ActiveTasks"  _.ActiveTasks  (array taskIds) always
        and! standbyTasks = field "StandbyTasks" _.StandbyTasks (array taskIds) always
        and! warmupTasks  = field "WarmupTasks"  _.WarmupTasks  (array taskIds) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ActiveTasks = activeTasks; StandbyTasks = standbyTasks; WarmupTasks = warmupTasks; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
