namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeQuorum (key 55): describes a KRaft quorum: leader, voters, observers and how far each has come (KIP-595).
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
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestPartitionData stands on the wire.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RequestPartitionData with
        /// Every field at its default.
        static member Default = requestPartitionData.Default

    /// The log of a quorum.
    [<NoComparison>]
    type RequestTopicData =
        { /// The name of the log's topic.
          TopicName: string
          /// The partitions of the log, of which there is one.
          Partitions: RequestPartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestTopicData stands on the wire.
    let requestTopicData = message<RequestTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                       always
        and! partitions = field "Partitions" _.Partitions (array requestPartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicData with
        /// Every field at its default.
        static member Default = requestTopicData.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The logs of quorums to describe, of which there is one: __cluster_metadata.
          Topics: RequestTopicData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeQuorumRequest" {
        let! topics = field "Topics" _.Topics (array requestTopicData) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A replica, and how far it has come.
    [<NoComparison>]
    type ReplicaState =
        { /// The id of the replica.
          ReplicaId: int
          /// The id of the directory in which the replica keeps its log; all zero if it is not known. From v2.
          ReplicaDirectoryId: Uuid
          /// The offset after the last record that the replica has; -1 if it is not known.
          LogEndOffset: int64
          /// When the replica last fetched, by the clock of the leader, in milliseconds since 1970; -1 if it is not known. From v1.
          LastFetchTimestamp: int64
          /// When the replica last had all that the leader had, by the clock of the leader, in milliseconds since 1970; -1 if it is not
          /// known. From v1.
          LastCaughtUpTimestamp: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ReplicaState stands on the wire.
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
        /// Every field at its default.
        static member Default = replicaState.Default

    /// The partition of the log.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v2.
          ErrorMessage: string | null
          /// The id of the leader; -1 if there is none.
          LeaderId: int
          /// The epoch of the leader.
          LeaderEpoch: int
          /// The offset up to which the log is committed; -1 if it is not known.
          HighWatermark: int64
          /// The voters, and how far they have come.
          CurrentVoters: ReplicaState[]
          /// The replicas that have no vote, and how far they have come.
          Observers: ReplicaState[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponsePartitionData stands on the wire.
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
        /// Every field at its default.
        static member Default = responsePartitionData.Default

    /// The log of a quorum.
    [<NoComparison>]
    type ResponseTopicData =
        { /// The name of the log's topic.
          TopicName: string
          /// The partitions of the log, of which there is one.
          Partitions: ResponsePartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponseTopicData stands on the wire.
    let responseTopicData = message<ResponseTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                        always
        and! partitions = field "Partitions" _.Partitions (array responsePartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicData with
        /// Every field at its default.
        static member Default = responseTopicData.Default

    /// A listener, and where it can be reached. From v2.
    [<NoComparison>]
    type Listener =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Listener stands on the wire.
    let listener = message<Listener> "Listener" {
        let! name = field "Name" _.Name string (since 2)
        and! host = field "Host" _.Host string (since 2)
        and! port = field "Port" _.Port uint16 (since 2)
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type Listener with
        /// Every field at its default.
        static member Default = listener.Default

    /// A voter, and where it can be reached. From v2.
    [<NoComparison>]
    type Node =
        { /// The id of the voter.
          NodeId: int
          /// The listeners of the voter.
          Listeners: Listener[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Node stands on the wire.
    let node = message<Node> "Node" {
        let! nodeId    = field "NodeId"    _.NodeId    int32            (since 2)
        and! listeners = field "Listeners" _.Listeners (array listener) (since 2)
        and! tags      = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Listeners = listeners; UnknownTaggedFields = tags } }

    type Node with
        /// Every field at its default.
        static member Default = node.Default

    /// What the leader of the quorum answers.
    [<NoComparison>]
    type Response =
        { /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v2.
          ErrorMessage: string | null
          /// The logs of quorums that were asked for.
          Topics: ResponseTopicData[]
          /// Where the voters can be reached. From v2.
          Nodes: Node[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeQuorumResponse" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode                 always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 2 string)       (ignorable (since 2))
        and! topics       = field "Topics"       _.Topics       (array responseTopicData) always
        and! nodes        = field "Nodes"        _.Nodes        (array node)              (since 2)
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; Topics = topics; Nodes = nodes
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 55 (versions 0 2) always request response
