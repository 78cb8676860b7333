namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterPartitionReassignments (key 45): moves partitions to other replicas, or calls such a move off (KIP-455).
///
/// v1 adds AllowReplicationFactorChange to both sides (KIP-860).
[<RequireQualifiedAccess>]
module AlterPartitionReassignments =

    /// A partition to move.
    [<NoComparison>]
    type ReassignablePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The brokers that shall hold the partition, the preferred leader first; null calls off the move that is under way, and is
          /// answered with NoReassignmentInProgress if there is none.
          Replicas: int[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReassignablePartition stands on the wire.
    let reassignablePartition = message<ReassignablePartition> "ReassignablePartition" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32                      always
        and! replicas       = fieldOr null "Replicas"       _.Replicas       (nullable 0 (array int32)) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; Replicas = replicas; UnknownTaggedFields = tags } }

    type ReassignablePartition with
        /// Every field at its default.
        static member Default = reassignablePartition.Default

    /// A topic with partitions to move.
    [<NoComparison>]
    type ReassignableTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to move.
          Partitions: ReassignablePartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReassignableTopic stands on the wire.
    let reassignableTopic = message<ReassignableTopic> "ReassignableTopic" {
        let! name       = field "Name"       _.Name       string                        always
        and! partitions = field "Partitions" _.Partitions (array reassignablePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReassignableTopic with
        /// Every field at its default.
        static member Default = reassignableTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// How long the controller may take before it answers, in milliseconds; 60000 by default. The moves go on after that.
          TimeoutMs: int
          /// Whether a partition may get more or fewer replicas than it has; true by default. If it may not, that is answered with
          /// InvalidReplicationFactor. From v1.
          AllowReplicationFactorChange: bool
          /// The partitions to move, topic by topic.
          Topics: ReassignableTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterPartitionReassignmentsRequest" {
        let! timeoutMs                    = fieldOr 60000 "TimeoutMs"                    _.TimeoutMs                    int32                     always
        and! allowReplicationFactorChange = fieldOr true  "AllowReplicationFactorChange" _.AllowReplicationFactorChange bool                      (since 1)
        and! topics                       = field         "Topics"                       _.Topics                       (array reassignableTopic) always
        and! tags                         = unknownTags _.UnknownTaggedFields
        return { TimeoutMs = timeoutMs; AllowReplicationFactorChange = allowReplicationFactorChange; Topics = topics
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type ReassignablePartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReassignablePartitionResponse stands on the wire.
    let reassignablePartitionResponse = message<ReassignablePartitionResponse> "ReassignablePartitionResponse" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32               always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode           always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 UnknownTaggedFields = tags } }

    type ReassignablePartitionResponse with
        /// Every field at its default.
        static member Default = reassignablePartitionResponse.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ReassignableTopicResponse =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: ReassignablePartitionResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReassignableTopicResponse stands on the wire.
    let reassignableTopicResponse = message<ReassignableTopicResponse> "ReassignableTopicResponse" {
        let! name       = field "Name"       _.Name       string                                always
        and! partitions = field "Partitions" _.Partitions (array reassignablePartitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ReassignableTopicResponse with
        /// Every field at its default.
        static member Default = reassignableTopicResponse.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The value of the request; true by default. From v1.
          AllowReplicationFactorChange: bool
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The outcome for each topic.
          Responses: ReassignableTopicResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 45 (versions 0 1) always request response
