namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// CreatePartitions (key 37): adds partitions to topics (KIP-195).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 has the same layout; the
/// broker may answer ThrottlingQuotaExceeded (KIP-599).
[<RequireQualifiedAccess>]
module CreatePartitions =

    /// The brokers that should hold a new partition.
    [<NoComparison>]
    type CreatePartitionsAssignment =
        { /// The brokers that should hold the partition, the preferred leader first.
          BrokerIds: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatePartitionsAssignment.
    let createPartitionsAssignment = message<CreatePartitionsAssignment> "CreatePartitionsAssignment" {
        let! brokerIds = field "BrokerIds" _.BrokerIds (array int32) always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { BrokerIds = brokerIds; UnknownTaggedFields = tags } }

    type CreatePartitionsAssignment with
        /// A value with every field at its default.
        static member Default = createPartitionsAssignment.Default

    /// A topic to add partitions to.
    [<NoComparison>]
    type CreatePartitionsTopic =
        { /// The name of the topic.
          Name: string
          /// The total number of partitions that the topic should have; a number that is not higher than the current one is
          /// rejected with InvalidPartitions.
          Count: int
          /// The brokers that should hold the new partitions, one entry per new partition; null lets the controller choose.
          /// The protocol's default is an empty array, which is rejected with InvalidReplicaAssignment.
          Assignments: CreatePartitionsAssignment[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatePartitionsTopic.
    let createPartitionsTopic = message<CreatePartitionsTopic> "CreatePartitionsTopic" {
        let! name        = field "Name"        _.Name        string                                          always
        and! count       = field "Count"       _.Count       int32                                           always
        and! assignments = field "Assignments" _.Assignments (nullable 0 (array createPartitionsAssignment)) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { Name = name; Count = count; Assignments = assignments; UnknownTaggedFields = tags } }

    type CreatePartitionsTopic with
        /// A value with every field at its default.
        static member Default = createPartitionsTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to add partitions to.
          Topics: CreatePartitionsTopic[]
          /// How long the controller may take to create the partitions, in milliseconds; after that it answers RequestTimedOut. The
          /// protocol's default is 0; a KRaft controller then always answers RequestTimedOut.
          TimeoutMs: int
          /// Whether the broker should only check the request, without changing anything.
          ValidateOnly: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "CreatePartitionsRequest" {
        let! topics       = field "Topics"       _.Topics       (array createPartitionsTopic) always
        and! timeoutMs    = field "TimeoutMs"    _.TimeoutMs    int32                         always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                          always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Topics = topics; TimeoutMs = timeoutMs; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type CreatePartitionsTopicResult =
        { /// The name of the topic.
          Name: string
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of CreatePartitionsTopicResult.
    let createPartitionsTopicResult = message<CreatePartitionsTopicResult> "CreatePartitionsTopicResult" {
        let! name         = field        "Name"         _.Name         string              always
        and! errorCode    = field        "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = fieldOr null "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Name = name; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type CreatePartitionsTopicResult with
        /// A value with every field at its default.
        static member Default = createPartitionsTopicResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Results: CreatePartitionsTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "CreatePartitionsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                               always
        and! results        = field "Results"        _.Results        (array createPartitionsTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 37 (versions 0 3) (since 2) request response
