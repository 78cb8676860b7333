namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Metadata (key 3): requests the brokers of the cluster, and topics with their partitions, leaders and replicas.
///
/// v1 adds Rack, ControllerId and IsInternal to the response; allows null for Topics of the request, which requests all
/// topics (KIP-4, KIP-36). v2 adds ClusterId to the response (KIP-78). v3 adds ThrottleTimeMs to the response (KIP-124). v4
/// adds AllowAutoTopicCreation to the request. v5 adds OfflineReplicas to the response (KIP-112). v6 has the same layout;
/// the broker answers before it throttles (KIP-219). v7 adds LeaderEpoch to the response (KIP-320). v8 adds
/// IncludeClusterAuthorizedOperations and IncludeTopicAuthorizedOperations to the request, TopicAuthorizedOperations and
/// ClusterAuthorizedOperations to the response (KIP-430). v9 is flexible. v10 adds TopicId to both sides; allows null for
/// Name of the request (KIP-516). v11 drops IncludeClusterAuthorizedOperations from the request,
/// ClusterAuthorizedOperations from the response: DescribeCluster has them (KIP-700). v12 allows null for Name of the
/// response; from this version on, brokers support topic ids (KIP-516). v13 adds ErrorCode to the response (KIP-1102).
[<RequireQualifiedAccess>]
module Metadata =

    /// A topic to describe, by name or by id.
    [<NoComparison>]
    type MetadataRequestTopic =
        { /// The topic's id; all zero if it is requested by name. Brokers support ids from v12 on. From v10.
          TopicId: Uuid
          /// The name of the topic; null if it is requested by id. Null is allowed from v10.
          Name: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MetadataRequestTopic.
    let metadataRequestTopic = message<MetadataRequestTopic> "MetadataRequestTopic" {
        let! topicId = field "TopicId" _.TopicId uuid                 (ignorable (since 10))
        and! name    = field "Name"    _.Name    (nullable 10 string) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Name = name; UnknownTaggedFields = tags } }

    type MetadataRequestTopic with
        /// A value with every field at its default.
        static member Default = metadataRequestTopic.Default

    /// Sent by a client.
    [<NoComparison>]
    type Request =
        { /// The topics to describe. Null requests all topics and empty requests none; in v0, empty requests all.
          Topics: MetadataRequestTopic[] | null
          /// Whether the broker may create a topic that does not exist, if its configuration allows that; true by default.
          /// From v4.
          AllowAutoTopicCreation: bool
          /// Whether to include what the caller may do with the cluster. v8 to v10.
          IncludeClusterAuthorizedOperations: bool
          /// Whether to include what the caller may do with each topic. From v8.
          IncludeTopicAuthorizedOperations: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "MetadataRequest" {
        let! topics                             = field        "Topics"                             _.Topics                             (nullable 1 (array metadataRequestTopic)) always
        and! allowAutoTopicCreation             = fieldOr true "AllowAutoTopicCreation"             _.AllowAutoTopicCreation             bool                                      (since 4)
        and! includeClusterAuthorizedOperations = field        "IncludeClusterAuthorizedOperations" _.IncludeClusterAuthorizedOperations bool                                      (versions 8 10)
        and! includeTopicAuthorizedOperations   = field        "IncludeTopicAuthorizedOperations"   _.IncludeTopicAuthorizedOperations   bool                                      (since 8)
        and! tags                               = unknownTags _.UnknownTaggedFields
        return { Topics = topics; AllowAutoTopicCreation = allowAutoTopicCreation
                 IncludeClusterAuthorizedOperations = includeClusterAuthorizedOperations
                 IncludeTopicAuthorizedOperations = includeTopicAuthorizedOperations; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A broker and its address.
    [<NoComparison>]
    type MetadataResponseBroker =
        { /// The id of the broker.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack or availability zone of the broker; null if none is configured. From v1.
          Rack: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MetadataResponseBroker.
    let metadataResponseBroker = message<MetadataResponseBroker> "MetadataResponseBroker" {
        let! nodeId = field        "NodeId" _.NodeId int32               always
        and! host   = field        "Host"   _.Host   string              always
        and! port   = field        "Port"   _.Port   int32               always
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 1 string) (ignorable (since 1))
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type MetadataResponseBroker with
        /// A value with every field at its default.
        static member Default = metadataResponseBroker.Default

    /// A partition, its leader and its replicas.
    [<NoComparison>]
    type MetadataResponsePartition =
        { /// The error code of the partition, such as LeaderNotAvailable; None (0) if there is no error.
          ErrorCode: ErrorCode
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The id of the broker that leads the partition; -1 if there is currently none (LeaderNotAvailable).
          LeaderId: int
          /// The epoch of the partition's leader, which increases with every election; -1 if unknown. From v7.
          LeaderEpoch: int
          /// The brokers that hold the partition, preferred leader first.
          ReplicaNodes: int[]
          /// The replicas that are in sync with the leader.
          IsrNodes: int[]
          /// The unavailable replicas: their broker or its disk is down. From v5.
          OfflineReplicas: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MetadataResponsePartition.
    let metadataResponsePartition = message<MetadataResponsePartition> "MetadataResponsePartition" {
        let! errorCode       = field      "ErrorCode"       _.ErrorCode       errorCode     always
        and! partitionIndex  = field      "PartitionIndex"  _.PartitionIndex  int32         always
        and! leaderId        = field      "LeaderId"        _.LeaderId        int32         always
        and! leaderEpoch     = fieldOr -1 "LeaderEpoch"     _.LeaderEpoch     int32         (ignorable (since 7))
        and! replicaNodes    = field      "ReplicaNodes"    _.ReplicaNodes    (array int32) always
        and! isrNodes        = field      "IsrNodes"        _.IsrNodes        (array int32) always
        and! offlineReplicas = field      "OfflineReplicas" _.OfflineReplicas (array int32) (ignorable (since 5))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PartitionIndex = partitionIndex; LeaderId = leaderId; LeaderEpoch = leaderEpoch
                 ReplicaNodes = replicaNodes; IsrNodes = isrNodes; OfflineReplicas = offlineReplicas
                 UnknownTaggedFields = tags } }

    type MetadataResponsePartition with
        /// A value with every field at its default.
        static member Default = metadataResponsePartition.Default

    /// A topic and its partitions.
    [<NoComparison>]
    type MetadataResponseTopic =
        { /// The error code of the topic, such as UnknownTopicOrPartition; None (0) if there is no error.
          ErrorCode: ErrorCode
          /// The name of the topic; null if it was requested by an id that the broker does not know, or by the id of a
          /// topic that the caller may not see. Null is allowed from v12.
          Name: string | null
          /// The topic's id; all zero if the topic has none or the broker does not know it. From v10.
          TopicId: Uuid
          /// Whether the topic is internal to Kafka, such as the one that stores committed offsets. From v1.
          IsInternal: bool
          /// The partitions, in no particular order.
          Partitions: MetadataResponsePartition[]
          /// What the caller may do with the topic: one bit per ACL operation, at the position of its code; Int32.MinValue
          /// if not requested. From v8.
          TopicAuthorizedOperations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MetadataResponseTopic.
    let metadataResponseTopic = message<MetadataResponseTopic> "MetadataResponseTopic" {
        let! errorCode                 = field                  "ErrorCode"                 _.ErrorCode                 errorCode                         always
        and! name                      = field                  "Name"                      _.Name                      (nullable 12 string)              always
        and! topicId                   = field                  "TopicId"                   _.TopicId                   uuid                              (ignorable (since 10))
        and! isInternal                = field                  "IsInternal"                _.IsInternal                bool                              (ignorable (since 1))
        and! partitions                = field                  "Partitions"                _.Partitions                (array metadataResponsePartition) always
        and! topicAuthorizedOperations = fieldOr Int32.MinValue "TopicAuthorizedOperations" _.TopicAuthorizedOperations int32                             (since 8)
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Name = name; TopicId = topicId; IsInternal = isInternal; Partitions = partitions
                 TopicAuthorizedOperations = topicAuthorizedOperations; UnknownTaggedFields = tags } }

    type MetadataResponseTopic with
        /// A value with every field at its default.
        static member Default = metadataResponseTopic.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v3.
          ThrottleTimeMs: int
          /// The live brokers of the cluster.
          Brokers: MetadataResponseBroker[]
          /// The id of the cluster; null if the broker does not know it. From v2.
          ClusterId: string | null
          /// The id of the broker to which clients should send requests for the controller; -1 if there is none. KRaft
          /// brokers return the id of any broker. From v1.
          ControllerId: int
          /// The requested topics; if all were requested, those that the caller may see.
          Topics: MetadataResponseTopic[]
          /// What the caller may do with the cluster: one bit per ACL operation, at the position of its code;
          /// Int32.MinValue if not requested. v8 to v10.
          ClusterAuthorizedOperations: int
          /// The error code of the response as a whole, such as RebootstrapRequired; None (0) on success. From v13.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "MetadataResponse" {
        let! throttleTimeMs              = field                  "ThrottleTimeMs"              _.ThrottleTimeMs              int32                          (ignorable (since 3))
        and! brokers                     = field                  "Brokers"                     _.Brokers                     (array metadataResponseBroker) always
        and! clusterId                   = fieldOr null           "ClusterId"                   _.ClusterId                   (nullable 2 string)            (ignorable (since 2))
        and! controllerId                = fieldOr -1             "ControllerId"                _.ControllerId                int32                          (ignorable (since 1))
        and! topics                      = field                  "Topics"                      _.Topics                      (array metadataResponseTopic)  always
        and! clusterAuthorizedOperations = fieldOr Int32.MinValue "ClusterAuthorizedOperations" _.ClusterAuthorizedOperations int32                          (versions 8 10)
        and! errorCode                   = field                  "ErrorCode"                   _.ErrorCode                   errorCode                      (ignorable (since 13))
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Brokers = brokers; ClusterId = clusterId; ControllerId = controllerId
                 Topics = topics; ClusterAuthorizedOperations = clusterAuthorizedOperations; ErrorCode = errorCode
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 3 (versions 0 13) (since 9) request response
