namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ElectLeaders (key 43): elects the preferred replica, or any live replica, as the leader of partitions (KIP-183).
///
/// v1 adds ElectionType to the request, ErrorCode to the response (KIP-460). v2 is flexible.
[<RequireQualifiedAccess>]
module ElectLeaders =

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartitions.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// A value with every field at its default.
        static member Default = topicPartitions.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// Which replica to elect: 0 the preferred leader; 1 any live replica, even one that is not in sync, if there is
          /// no leader. From v1.
          ElectionType: sbyte
          /// The partitions to elect a leader for, topic by topic; null for all.
          TopicPartitions: TopicPartitions[] | null
          /// How long the controller may take for the elections, in milliseconds; 60000 by default.
          TimeoutMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ElectLeadersRequest" {
        let! electionType    = field         "ElectionType"    _.ElectionType    int8                                 (since 1)
        and! topicPartitions = field         "TopicPartitions" _.TopicPartitions (nullable 0 (array topicPartitions)) always
        and! timeoutMs       = fieldOr 60000 "TimeoutMs"       _.TimeoutMs       int32                                always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ElectionType = electionType; TopicPartitions = topicPartitions; TimeoutMs = timeoutMs
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type PartitionResult =
        { /// The number of the partition within its topic.
          PartitionId: int
          /// None (0) if the partition has a new leader, ElectionNotNeeded if it already had the right one.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionResult.
    let partitionResult = message<PartitionResult> "PartitionResult" {
        let! partitionId  = field "PartitionId"  _.PartitionId  int32               always
        and! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { PartitionId = partitionId; ErrorCode = errorCode; ErrorMessage = errorMessage; UnknownTaggedFields = tags } }

    type PartitionResult with
        /// A value with every field at its default.
        static member Default = partitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ReplicaElectionResult =
        { /// The name of the topic.
          Topic: string
          /// The outcome for each partition.
          PartitionResult: PartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReplicaElectionResult.
    let replicaElectionResult = message<ReplicaElectionResult> "ReplicaElectionResult" {
        let! topic           = field "Topic"           _.Topic           string                  always
        and! partitionResult = field "PartitionResult" _.PartitionResult (array partitionResult) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Topic = topic; PartitionResult = partitionResult; UnknownTaggedFields = tags } }

    type ReplicaElectionResult with
        /// A value with every field at its default.
        static member Default = replicaElectionResult.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success. From v1.
          ErrorCode: ErrorCode
          /// The outcome for each topic.
          ReplicaElectionResults: ReplicaElectionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ElectLeadersResponse" {
        let! throttleTimeMs         = field "ThrottleTimeMs"         _.ThrottleTimeMs         int32                         always
        and! errorCode              = field "ErrorCode"              _.ErrorCode              errorCode                     (since 1)
        and! replicaElectionResults = field "ReplicaElectionResults" _.ReplicaElectionResults (array replicaElectionResult) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ReplicaElectionResults = replicaElectionResults
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 43 (versions 0 2) (since 2) request response
