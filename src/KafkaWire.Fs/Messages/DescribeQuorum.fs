namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeQuorum (key 55): describes a KRaft quorum: leader, voters, observers, and the progress of each (KIP-595).
///
/// v1 adds LastFetchTimestamp and LastCaughtUpTimestamp to the response (KIP-836). v2 adds ErrorMessage, ReplicaDirectoryId and
/// Nodes to the response (KIP-853).
[<RequireQualifiedAccess>]
module DescribeQuorum =

    /// The partition of the log.
    [<NoComparison>]
    type RequestPartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestPartitionData.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RequestPartitionData with
        /// A value with every field at its default.
        static member Default = requestPartitionData.Default

    /// The log of a quorum.
    [<NoComparison>]
    type RequestTopicData =
        { /// The name of the log's topic.
          TopicName: string
          /// The partitions of the log; there is only one.
          Partitions: RequestPartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestTopicData.
    let requestTopicData = message<RequestTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                       always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicData with
        /// A value with every field at its default.
        static member Default = requestTopicData.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The quorum logs to describe; there is only one: __cluster_metadata.
          Topics: RequestTopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeQuorumRequest" {
        let! topics = field "Topics" _.Topics (array requestTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A replica and its progress.
    [<NoComparison>]
    type ReplicaState =
        { /// The id of the replica.
          ReplicaId: int
          /// The id of the directory in which the replica keeps its log; all zero if unknown. From v2.
          ReplicaDirectoryId: Uuid
          /// The offset after the last record that the replica has; -1 if unknown.
          LogEndOffset: int64
          /// When the replica last fetched, by the leader's clock, in milliseconds since 1970; -1 if unknown. From v1.
          LastFetchTimestamp: int64
          /// When the replica last had everything that the leader had, by the leader's clock, in milliseconds since 1970;
          /// -1 if unknown. From v1.
          LastCaughtUpTimestamp: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ReplicaState.
    let replicaState = message<ReplicaState> "ReplicaState" {
        let! replicaId             = field       "ReplicaId"             _.ReplicaId             int32 always
        and! replicaDirectoryId    = field       "ReplicaDirectoryId"    _.ReplicaDirectoryId    uuid  (since 2)
        and! logEndOffset          = field       "LogEndOffset"          _.LogEndOffset          int64 always
        and! lastFetchTimestamp    = fieldOr -1L "LastFetchTimestamp"    _.LastFetchTimestamp    int64 (ignorable (since 1))
        and! lastCaughtUpTimestamp = fieldOr -1L "LastCaughtUpTimestamp" _.LastCaughtUpTimestamp int64 (ignorable (since 1))
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; ReplicaDirectoryId = replicaDirectoryId; LogEndOffset = logEndOffset
                 LastFetchTimestamp = lastFetchTimestamp; LastCaughtUpTimestamp = lastCaughtUpTimestamp
                 UnknownTaggedFields = tags } }

    type ReplicaState with
        /// A value with every field at its default.
        static member Default = replicaState.Default

    /// The partition of the log.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v2.
          ErrorMessage: string | null
          /// The id of the leader; -1 if there is none.
          LeaderId: int
          /// The epoch of the leader.
          LeaderEpoch: int
          /// The offset up to which the log is committed; -1 if unknown.
          HighWatermark: int64
          /// The voters and their progress.
          CurrentVoters: ReplicaState[]
          /// The observers, which have no vote, and their progress.
          Observers: ReplicaState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponsePartitionData.
    let responsePartitionData = message<ResponsePartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32                always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode            always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 2 string)  (ignorable (since 2))
        and! leaderId       = field "LeaderId"       _.LeaderId       int32                always
        and! leaderEpoch    = field "LeaderEpoch"    _.LeaderEpoch    int32                always
        and! highWatermark  = field "HighWatermark"  _.HighWatermark  int64                always
        and! currentVoters  = field "CurrentVoters"  _.CurrentVoters  (array replicaState) always
        and! observers      = field "Observers"      _.Observers      (array replicaState) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage; LeaderId = leaderId
                 LeaderEpoch = leaderEpoch; HighWatermark = highWatermark; CurrentVoters = currentVoters
                 Observers = observers; UnknownTaggedFields = tags } }

    type ResponsePartitionData with
        /// A value with every field at its default.
        static member Default = responsePartitionData.Default

    /// The log of a quorum.
    [<NoComparison>]
    type ResponseTopicData =
        { /// The name of the log's topic.
          TopicName: string
          /// The partitions of the log; there is only one.
          Partitions: ResponsePartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseTopicData.
    let responseTopicData = message<ResponseTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                        always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicData with
        /// A value with every field at its default.
        static member Default = responseTopicData.Default

    /// A listener and its address. From v2.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Listener.
    let listener = message<Listener> "Listener" {
        let! name = field "Name" _.Name string (since 2)
        and! host = field "Host" _.Host string (since 2)
        and! port = field "Port" _.Port uint16 (since 2)
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type Listener with
        /// A value with every field at its default.
        static member Default = listener.Default

    /// A voter and its addresses. From v2.
    [<NoComparison>]
    type Node =
        { /// The id of the voter.
          NodeId: int
          /// The listeners of the voter.
          Listeners: Listener[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Node.
    let node = message<Node> "Node" {
        let! nodeId    = field "NodeId"    _.NodeId    int32            (since 2)
        and! listeners = field "Listeners" _.Listeners (array listener) (since 2)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Listeners = listeners; UnknownTaggedFields = tags } }

    type Node with
        /// A value with every field at its default.
        static member Default = node.Default

    /// The quorum leader's response.
    [<NoComparison>]
    type Response =
        { /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v2.
          ErrorMessage: string | null
          /// The requested quorum logs.
          Topics: ResponseTopicData[]
          /// The addresses of the voters. From v2.
          Nodes: Node[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeQuorumResponse" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode                 always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 2 string)       (ignorable (since 2))
        and! topics       = field "Topics"       _.Topics       (array responseTopicData) always
        and! nodes        = field "Nodes"        _.Nodes        (array node)              (since 2)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; Topics = topics; Nodes = nodes
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 55 (versions 0 2) always request response
