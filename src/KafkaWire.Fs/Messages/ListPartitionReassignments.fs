namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListPartitionReassignments (key 46): lists the reassignments that are under way (KIP-455).
[<RequireQualifiedAccess>]
module ListPartitionReassignments =

    /// A topic to look up.
    [<NoComparison>]
    type ListPartitionReassignmentsTopics =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ListPartitionReassignmentsTopics stands on the wire.
    let listPartitionReassignmentsTopics = message<ListPartitionReassignmentsTopics> "ListPartitionReassignmentsTopics" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type ListPartitionReassignmentsTopics with
        /// Every field at its default.
        static member Default = listPartitionReassignmentsTopics.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take before it answers, in milliseconds; 60000 by default.
          TimeoutMs: int
          /// The topics to look up; null for all.
          Topics: ListPartitionReassignmentsTopics[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ListPartitionReassignmentsRequest" {
        let! timeoutMs = fieldOr 60000 "TimeoutMs" _.TimeoutMs int32                                                 always
        and! topics    = fieldOr null  "Topics"    _.Topics    (nullable 0 (array listPartitionReassignmentsTopics)) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A partition that is being moved.
    [<NoComparison>]
    type OngoingPartitionReassignment =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that hold the partition at the moment, those that come and those that go included.
          Replicas: int[]
          /// The replicas that are being added to the partition.
          AddingReplicas: int[]
          /// The replicas that are being taken from the partition.
          RemovingReplicas: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OngoingPartitionReassignment stands on the wire.
    let ongoingPartitionReassignment = message<OngoingPartitionReassignment> "OngoingPartitionReassignment" {
        let! partitionIndex   = field "PartitionIndex"   _.PartitionIndex   int32         always
        and! replicas         = field "Replicas"         _.Replicas         (array int32) always
        and! addingReplicas   = field "AddingReplicas"   _.AddingReplicas   (array int32) always
        and! removingReplicas = field "RemovingReplicas" _.RemovingReplicas (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Replicas = replicas; AddingReplicas = addingReplicas
                 RemovingReplicas = removingReplicas; UnknownTaggedFields = tags } }

    type OngoingPartitionReassignment with
        /// Every field at its default.
        static member Default = ongoingPartitionReassignment.Default

    /// A topic with partitions that are being moved.
    [<NoComparison>]
    type OngoingTopicReassignment =
        { /// The name of the topic.
          Name: string
          /// The partitions that are being moved.
          Partitions: OngoingPartitionReassignment[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OngoingTopicReassignment stands on the wire.
    let ongoingTopicReassignment = message<OngoingTopicReassignment> "OngoingTopicReassignment" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array ongoingPartitionReassignment) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type OngoingTopicReassignment with
        /// Every field at its default.
        static member Default = ongoingTopicReassignment.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The partitions that are being moved, topic by topic.
          Topics: OngoingTopicReassignment[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ListPartitionReassignmentsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)              always
        and! topics         = field "Topics"         _.Topics         (array ongoingTopicReassignment) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Topics = topics
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 46 (versions 0 0) always request response
