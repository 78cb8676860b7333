namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// BeginQuorumEpoch (key 53): the new leader of a KRaft quorum tells a voter that it has won the election for the epoch
/// (KIP-595).
///
/// v1 adds VoterId, VoterDirectoryId and LeaderEndpoints to the request, NodeEndpoints to the response; is flexible (KIP-853).
[<RequireQualifiedAccess>]
module BeginQuorumEpoch =

    /// The partition of the log.
    [<NoComparison>]
    type RequestPartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The id of the directory in which the voter keeps its log; all zero if unknown. From v1.
          VoterDirectoryId: Uuid
          /// The id of the leader, which sends the request.
          LeaderId: int
          /// The epoch that the leader was elected for.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestPartitionData.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex   = field "PartitionIndex"   _.PartitionIndex   int32 always
        and! voterDirectoryId = field "VoterDirectoryId" _.VoterDirectoryId uuid  (ignorable (since 1))
        and! leaderId         = field "LeaderId"         _.LeaderId         int32 always
        and! leaderEpoch      = field "LeaderEpoch"      _.LeaderEpoch      int32 always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; VoterDirectoryId = voterDirectoryId; LeaderId = leaderId
                 LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

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

    /// A listener of the leader and its address. From v1.
    [<NoComparison>]
    type LeaderEndpoint =
        { /// The name of the listener.
          Name: string
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderEndpoint.
    let leaderEndpoint = message<LeaderEndpoint> "LeaderEndpoint" {
        let! name = field "Name" _.Name string (since 1)
        and! host = field "Host" _.Host string (since 1)
        and! port = field "Port" _.Port uint16 (since 1)
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; Host = host; Port = port; UnknownTaggedFields = tags } }

    type LeaderEndpoint with
        /// A value with every field at its default.
        static member Default = leaderEndpoint.Default

    /// Sent by the new leader.
    [<NoComparison>]
    type Request =
        { /// The id of the cluster that the sender believes it is in; null if unknown. Nodes of any other cluster answer
          /// InconsistentClusterId.
          ClusterId: string | null
          /// The id of the voter that the request is for; -1 if not given. Any other replica answers InvalidVoterKey. From
          /// v1.
          VoterId: int
          /// The quorum logs; there is only one: __cluster_metadata.
          Topics: RequestTopicData[]
          /// The address of each listener of the leader. From v1.
          LeaderEndpoints: LeaderEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "BeginQuorumEpochRequest" {
        let! clusterId       = fieldOr null "ClusterId"       _.ClusterId       (nullable 0 string)      always
        and! voterId         = fieldOr -1   "VoterId"         _.VoterId         int32                    (ignorable (since 1))
        and! topics          = field        "Topics"          _.Topics          (array requestTopicData) always
        and! leaderEndpoints = field        "LeaderEndpoints" _.LeaderEndpoints (array leaderEndpoint)   (ignorable (since 1))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ClusterId = clusterId; VoterId = voterId; Topics = topics; LeaderEndpoints = leaderEndpoints
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The partition of the log.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The id of the leader that the voter knows; -1 if it knows none.
          LeaderId: int
          /// The epoch that the voter is in.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponsePartitionData.
    let responsePartitionData = message<ResponsePartitionData> "PartitionData" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! leaderId       = field "LeaderId"       _.LeaderId       int32     always
        and! leaderEpoch    = field "LeaderEpoch"    _.LeaderEpoch    int32     always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; LeaderId = leaderId; LeaderEpoch = leaderEpoch
                 UnknownTaggedFields = tags } }

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

    /// The address of a leader named in the response. From v1.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the leader.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: uint16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of NodeEndpoint.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field "NodeId" _.NodeId int32  (since 1)
        and! host   = field "Host"   _.Host   string (since 1)
        and! port   = field "Port"   _.Port   uint16 (since 1)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// A value with every field at its default.
        static member Default = nodeEndpoint.Default

    /// The voter's response.
    [<NoComparison>]
    type Response =
        { /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The quorum logs; there is only one: __cluster_metadata.
          Topics: ResponseTopicData[]
          /// The addresses of the leaders named in the response. From v1.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "BeginQuorumEpochResponse" {
        let! errorCode     = field    "ErrorCode"     _.ErrorCode     errorCode                 always
        and! topics        = field    "Topics"        _.Topics        (array responseTopicData) always
        and! nodeEndpoints = tagged 0 "NodeEndpoints" _.NodeEndpoints (array nodeEndpoint)      (since 1)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Topics = topics; NodeEndpoints = nodeEndpoints; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 53 (versions 0 1) (since 1) request response
