namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterReplicaLogDirs (key 34): moves replicas from one log directory of a broker to another (KIP-113).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module AlterReplicaLogDirs =

    /// A topic with replicas to move.
    [<NoComparison>]
    type AlterReplicaLogDirTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions whose replicas are to be moved.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterReplicaLogDirTopic.
    let alterReplicaLogDirTopic = message<AlterReplicaLogDirTopic> "AlterReplicaLogDirTopic" {
        let! name       = field "Name"       _.Name       string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirTopic with
        /// A value with every field at its default.
        static member Default = alterReplicaLogDirTopic.Default

    /// A directory and the replicas to move to it.
    [<NoComparison>]
    type AlterReplicaLogDir =
        { /// The absolute path of the directory. A directory that the broker does not have is rejected with LogDirNotFound.
          Path: string
          /// The replicas to move to the directory, topic by topic.
          Topics: AlterReplicaLogDirTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterReplicaLogDir.
    let alterReplicaLogDir = message<AlterReplicaLogDir> "AlterReplicaLogDir" {
        let! path   = field "Path"   _.Path   string                          always
        and! topics = field "Topics" _.Topics (array alterReplicaLogDirTopic) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Path = path; Topics = topics; UnknownTaggedFields = tags } }

    type AlterReplicaLogDir with
        /// A value with every field at its default.
        static member Default = alterReplicaLogDir.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The directories to move replicas to.
          Dirs: AlterReplicaLogDir[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterReplicaLogDirsRequest" {
        let! dirs = field "Dirs" _.Dirs (array alterReplicaLogDir) always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Dirs = dirs; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type AlterReplicaLogDirPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterReplicaLogDirPartitionResult.
    let alterReplicaLogDirPartitionResult = message<AlterReplicaLogDirPartitionResult> "AlterReplicaLogDirPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirPartitionResult with
        /// A value with every field at its default.
        static member Default = alterReplicaLogDirPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type AlterReplicaLogDirTopicResult =
        { /// The name of the topic.
          TopicName: string
          /// The outcome for each partition.
          Partitions: AlterReplicaLogDirPartitionResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterReplicaLogDirTopicResult.
    let alterReplicaLogDirTopicResult = message<AlterReplicaLogDirTopicResult> "AlterReplicaLogDirTopicResult" {
        let! topicName  = field "TopicName"  _.TopicName  string                                    always
        and! partitions = field "Partitions" _.Partitions (array alterReplicaLogDirPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirTopicResult with
        /// A value with every field at its default.
        static member Default = alterReplicaLogDirTopicResult.Default

    /// The response of the broker that holds the replicas.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Results: AlterReplicaLogDirTopicResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterReplicaLogDirsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                 always
        and! results        = field "Results"        _.Results        (array alterReplicaLogDirTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 34 (versions 0 2) (since 2) request response
