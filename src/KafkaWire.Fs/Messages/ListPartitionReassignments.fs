namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListPartitionReassignments (key 46): lists the reassignments that are in progress (KIP-455).
[<RequireQualifiedAccess>]
module ListPartitionReassignments =

    /// A topic to look up.
    [<NoComparison>]
    type ListPartitionReassignmentsTopics =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions to look up.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListPartitionReassignmentsTopics.
    let listPartitionReassignmentsTopics = message<ListPartitionReassignmentsTopics> "ListPartitionReassignmentsTopics" {
        let! name             = field "Name"             _.Name             string        always
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type ListPartitionReassignmentsTopics with
        /// A value with every field at its default.
        static member Default = listPartitionReassignmentsTopics.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take to answer, in milliseconds; 60000 by default.
          TimeoutMs: int
          /// The topics to look up; null for all.
          Topics: ListPartitionReassignmentsTopics[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ListPartitionReassignmentsRequest" {
        let! timeoutMs = fieldOr 60000 "TimeoutMs" _.TimeoutMs int32                                                 always
        and! topics    = fieldOr null  "Topics"    _.Topics    (nullable 0 (array listPartitionReassignmentsTopics)) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A partition that is being moved.
    [<NoComparison>]
    type OngoingPartitionReassignment =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that currently hold the partition, including those being added and removed.
          Replicas: int[]
          /// The replicas that are being added to the partition.
          AddingReplicas: int[]
          /// The replicas that are being removed from the partition.
          RemovingReplicas: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OngoingPartitionReassignment.
    let ongoingPartitionReassignment = message<OngoingPartitionReassignment> "OngoingPartitionReassignment" {
        let! partitionIndex   = field "PartitionIndex"   _.PartitionIndex   int32         always
        and! replicas         = field "Replicas"         _.Replicas         (array int32) always
        and! addingReplicas   = field "AddingReplicas"   _.AddingReplicas   (array int32) always
        and! removingReplicas = field "RemovingReplicas" _.RemovingReplicas (array int32) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Replicas = replicas; AddingReplicas = addingReplicas
                 RemovingReplicas = removingReplicas; UnknownTaggedFields = tags } }

    type OngoingPartitionReassignment with
        /// A value with every field at its default.
        static member Default = ongoingPartitionReassignment.Default

    /// A topic with partitions that are being moved.
    [<NoComparison>]
    type OngoingTopicReassignment =
        { /// The name of the topic.
          Name: string
          /// The partitions that are being moved.
          Partitions: OngoingPartitionReassignment[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OngoingTopicReassignment.
    let ongoingTopicReassignment = message<OngoingTopicReassignment> "OngoingTopicReassignment" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array ongoingPartitionReassignment) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type OngoingTopicReassignment with
        /// A value with every field at its default.
        static member Default = ongoingTopicReassignment.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The partitions that are being moved, topic by topic.
          Topics: OngoingTopicReassignment[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ListPartitionReassignmentsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                        always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)              always
        and! topics         = field "Topics"         _.Topics         (array ongoingTopicReassignment) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Topics = topics
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 46 (versions 0 0) always request response
