namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterReplicaLogDirs (key 34): moves replicas from one log directory of a broker to another (KIP-113).
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module AlterReplicaLogDirs =

    /// A topic with replicas to move.
    [<NoComparison>]
    type AlterReplicaLogDirTopic =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions whose replicas to move.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterReplicaLogDirTopic stands on the wire.
    let alterReplicaLogDirTopic = message<AlterReplicaLogDirTopic> "AlterReplicaLogDirTopic" {
        let! name       = field "Name"       _.Name       string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirTopic with
        /// Every field at its default.
        static member Default = alterReplicaLogDirTopic.Default

    /// A directory, and the replicas to move there.
    [<NoComparison>]
    type AlterReplicaLogDir =
        { /// The absolute path of the directory; one that the broker does not have is answered with LogDirNotFound.
          Path: string
          /// The replicas to move there, topic by topic.
          Topics: AlterReplicaLogDirTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterReplicaLogDir stands on the wire.
    let alterReplicaLogDir = message<AlterReplicaLogDir> "AlterReplicaLogDir" {
        let! path   = field "Path"   _.Path   string                          always
        and! topics = field "Topics" _.Topics (array alterReplicaLogDirTopic) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Path = path; Topics = topics; UnknownTaggedFields = tags } }

    type AlterReplicaLogDir with
        /// Every field at its default.
        static member Default = alterReplicaLogDir.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The directories to move replicas to.
          Dirs: AlterReplicaLogDir[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterReplicaLogDirsRequest" {
        let! dirs = field "Dirs" _.Dirs (array alterReplicaLogDir) always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Dirs = dirs; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type AlterReplicaLogDirPartitionResult =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterReplicaLogDirPartitionResult stands on the wire.
    let alterReplicaLogDirPartitionResult = message<AlterReplicaLogDirPartitionResult> "AlterReplicaLogDirPartitionResult" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirPartitionResult with
        /// Every field at its default.
        static member Default = alterReplicaLogDirPartitionResult.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type AlterReplicaLogDirTopicResult =
        { /// The name of the topic.
          TopicName: string
          /// The outcome for each partition.
          Partitions: AlterReplicaLogDirPartitionResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterReplicaLogDirTopicResult stands on the wire.
    let alterReplicaLogDirTopicResult = message<AlterReplicaLogDirTopicResult> "AlterReplicaLogDirTopicResult" {
        let! topicName  = field "TopicName"  _.TopicName  string                                    always
        and! partitions = field "Partitions" _.Partitions (array alterReplicaLogDirPartitionResult) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type AlterReplicaLogDirTopicResult with
        /// Every field at its default.
        static member Default = alterReplicaLogDirTopicResult.Default

    /// What the broker with the replicas answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Results: AlterReplicaLogDirTopicResult[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AlterReplicaLogDirsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                 always
        and! results        = field "Results"        _.Results        (array alterReplicaLogDirTopicResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 34 (versions 0 2) (since 2) request response
