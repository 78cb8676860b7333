namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterPartitionReassignments (key 45): moves partitions to other brokers, or cancels such a move (KIP-455).
///
/// v1 adds AllowReplicationFactorChange to both sides (KIP-860).
[<RequireQualifiedAccess>]
module AlterPartitionReassignments =

    /// A partition to move.
    [<NoComparison>]
    type ReassignablePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that should hold the partition, the preferred leader first; null cancels the move in progress, and
          /// is rejected with NoReassignmentInProgress if there is none.
          Replicas: int[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReassignablePartition.
    let reassignablePartition = message<ReassignablePartition> "ReassignablePartition" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32                      always
        and! replicas       = fieldOr null "Replicas"       _.Replicas       (nullable 0 (array int32)) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Replicas = replicas; UnknownTaggedFields = tags } }

    type ReassignablePartition with
        /// A value with every field at its default.
        static member Default = reassignablePartition.Default

    /// A topic with partitions to move.
    [<NoComparison>]
    type ReassignableTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to move.
          Partitions: ReassignablePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReassignableTopic.
    let reassignableTopic = message<ReassignableTopic> "ReassignableTopic" {
        let! name       = field "Name"       _.Name       string                        always
        and! partitions = field "Partitions" _.Partitions (array reassignablePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReassignableTopic with
        /// A value with every field at its default.
        static member Default = reassignableTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take to answer, in milliseconds; 60000 by default. The moves continue after that.
          TimeoutMs: int
          /// Whether the number of replicas of a partition may change; true by default. If false, such a change is rejected
          /// with InvalidReplicationFactor. From v1.
          AllowReplicationFactorChange: bool
          /// The partitions to move, topic by topic.
          Topics: ReassignableTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterPartitionReassignmentsRequest" {
        let! timeoutMs                    = fieldOr 60000 "TimeoutMs"                    _.TimeoutMs                    int32                     always
        and! allowReplicationFactorChange = fieldOr true  "AllowReplicationFactorChange" _.AllowReplicationFactorChange bool                      (since 1)
        and! topics                       = field         "Topics"                       _.Topics                       (array reassignableTopic) always
        and! tags                         = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; AllowReplicationFactorChange = allowReplicationFactorChange; Topics = topics
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type ReassignablePartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReassignablePartitionResponse.
    let reassignablePartitionResponse = message<ReassignablePartitionResponse> "ReassignablePartitionResponse" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type ReassignablePartitionResponse with
        /// A value with every field at its default.
        static member Default = reassignablePartitionResponse.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ReassignableTopicResponse =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: ReassignablePartitionResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReassignableTopicResponse.
    let reassignableTopicResponse = message<ReassignableTopicResponse> "ReassignableTopicResponse" {
        let! name       = field "Name"       _.Name       string                                always
        and! partitions = field "Partitions" _.Partitions (array reassignablePartitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReassignableTopicResponse with
        /// A value with every field at its default.
        static member Default = reassignableTopicResponse.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The value from the request; true by default. From v1.
          AllowReplicationFactorChange: bool
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: ReassignableTopicResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterPartitionReassignmentsResponse" {
        let! throttleTimeMs               = field        "ThrottleTimeMs"               _.ThrottleTimeMs               int32                             always
        and! allowReplicationFactorChange = fieldOr true "AllowReplicationFactorChange" _.AllowReplicationFactorChange bool                              (ignorable (since 1))
        and! errorCode                    = field        "ErrorCode"                    _.ErrorCode                    errorCode                         always
        and! errorMessage                 = field        "ErrorMessage"                 _.ErrorMessage                 (nullable 0 string)               always
        and! responses                    = field        "Responses"                    _.Responses                    (array reassignableTopicResponse) always
        and! tags                         = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; AllowReplicationFactorChange = allowReplicationFactorChange
                 ErrorCode = errorCode; ErrorMessage = errorMessage; Responses = responses; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 45 (versions 0 1) always request response
