namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// UpdateMetadata (key 6): the controller sends the state of partitions and the live brokers to a broker (ZooKeeper mode;
/// removed in Kafka 4).
///
/// v1 gives each broker a list of Endpoints in place of one host and port. v2 adds Rack to the request (KIP-36). v3 adds Listener
/// to the request (KIP-103). v4 adds OfflineReplicas to the request (KIP-112). v5 groups the partitions by topic in TopicStates
/// and adds BrokerEpoch (KIP-380). v6 is flexible. v7 adds TopicId to the request (KIP-516). v8 adds IsKRaftController and Type
/// to the request (KIP-866).
[<RequireQualifiedAccess>]
module UpdateMetadata =

    /// A partition, its leader and its replicas.
    [<NoComparison>]
    type UpdateMetadataPartitionState =
        { /// The name of the topic; later versions have it in TopicStates. Up to v4.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the controller that last changed the partition.
          ControllerEpoch: int
          /// The id of the broker that leads the partition; -1 if there is none, -2 if the topic is being deleted.
          Leader: int
          /// The epoch of the leader, which increases with every election.
          LeaderEpoch: int
          /// The replicas that are in sync with the leader.
          Isr: int[]
          /// The version of the partition's state in ZooKeeper.
          ZkVersion: int
          /// The brokers that hold the partition, preferred leader first.
          Replicas: int[]
          /// The unavailable replicas. From v4.
          OfflineReplicas: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UpdateMetadataPartitionState.
    let updateMetadataPartitionState = message<UpdateMetadataPartitionState> "UpdateMetadataPartitionState" {
        let! topicName       = field "TopicName"       _.TopicName       string        (ignorable (versions 0 4))
        and! partitionIndex  = field "PartitionIndex"  _.PartitionIndex  int32         always
        and! controllerEpoch = field "ControllerEpoch" _.ControllerEpoch int32         always
        and! leader          = field "Leader"          _.Leader          int32         always
        and! leaderEpoch     = field "LeaderEpoch"     _.LeaderEpoch     int32         always
        and! isr             = field "Isr"             _.Isr             (array int32) always
        and! zkVersion       = field "ZkVersion"       _.ZkVersion       int32         always
        and! replicas        = field "Replicas"        _.Replicas        (array int32) always
        and! offlineReplicas = field "OfflineReplicas" _.OfflineReplicas (array int32) (ignorable (since 4))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; ControllerEpoch = controllerEpoch; Leader = leader
                 LeaderEpoch = leaderEpoch; Isr = isr; ZkVersion = zkVersion; Replicas = replicas
                 OfflineReplicas = offlineReplicas; UnknownTaggedFields = tags } }

    type UpdateMetadataPartitionState with
        /// A value with every field at its default.
        static member Default = updateMetadataPartitionState.Default

    /// A topic and its partitions. From v5.
    [<NoComparison>]
    type UpdateMetadataTopicState =
        { /// The name of the topic.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v7.
          TopicId: Uuid
          /// The partitions with their states.
          PartitionStates: UpdateMetadataPartitionState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UpdateMetadataTopicState.
    let updateMetadataTopicState = message<UpdateMetadataTopicState> "UpdateMetadataTopicState" {
        let! topicName       = field "TopicName"       _.TopicName       string                               (since 5)
        and! topicId         = field "TopicId"         _.TopicId         uuid                                 (ignorable (since 7))
        and! partitionStates = field "PartitionStates" _.PartitionStates (array updateMetadataPartitionState) (since 5)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; PartitionStates = partitionStates; UnknownTaggedFields = tags } }

    type UpdateMetadataTopicState with
        /// A value with every field at its default.
        static member Default = updateMetadataTopicState.Default

    /// A listener of a broker. From v1.
    [<NoComparison>]
    type UpdateMetadataEndpoint =
        { /// The port to connect to.
          Port: int
          /// The host name or address to connect to.
          Host: string
          /// The name of the listener. From v3.
          Listener: string
          /// The security protocol of the listener: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.
          SecurityProtocol: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UpdateMetadataEndpoint.
    let updateMetadataEndpoint = message<UpdateMetadataEndpoint> "UpdateMetadataEndpoint" {
        let! port             = field "Port"             _.Port             int32  (since 1)
        and! host             = field "Host"             _.Host             string (since 1)
        and! listener         = field "Listener"         _.Listener         string (ignorable (since 3))
        and! securityProtocol = field "SecurityProtocol" _.SecurityProtocol int16  (since 1)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Port = port; Host = host; Listener = listener; SecurityProtocol = securityProtocol
                 UnknownTaggedFields = tags } }

    type UpdateMetadataEndpoint with
        /// A value with every field at its default.
        static member Default = updateMetadataEndpoint.Default

    /// A broker and its address.
    [<NoComparison>]
    type UpdateMetadataBroker =
        { /// The id of the broker.
          Id: int
          /// The host name or address to connect to. Only v0.
          V0Host: string
          /// The port to connect to. Only v0.
          V0Port: int
          /// The address of each of the broker's listeners. From v1.
          Endpoints: UpdateMetadataEndpoint[]
          /// The rack or availability zone of the broker; null if none is configured. From v2.
          Rack: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of UpdateMetadataBroker.
    let updateMetadataBroker = message<UpdateMetadataBroker> "UpdateMetadataBroker" {
        let! id        = field "Id"        _.Id        int32                          always
        and! v0Host    = field "V0Host"    _.V0Host    string                         (ignorable (versions 0 0))
        and! v0Port    = field "V0Port"    _.V0Port    int32                          (ignorable (versions 0 0))
        and! endpoints = field "Endpoints" _.Endpoints (array updateMetadataEndpoint) (ignorable (since 1))
        and! rack      = field "Rack"      _.Rack      (nullable 2 string)            (ignorable (since 2))
        and! tags      = unknownTags _.UnknownTaggedFields
        return { Id = id; V0Host = v0Host; V0Port = v0Port; Endpoints = endpoints; Rack = rack; UnknownTaggedFields = tags } }

    type UpdateMetadataBroker with
        /// A value with every field at its default.
        static member Default = updateMetadataBroker.Default

    /// Sent by the controller.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// Whether the controller is a KRaft controller, as during a migration from ZooKeeper. From v8.
          IsKRaftController: bool
          /// The epoch of the controller.
          ControllerEpoch: int
          /// The epoch of the receiving broker, with which it detects requests meant for an earlier run; -1 if unknown.
          /// From v5.
          BrokerEpoch: int64
          /// The partitions. Up to v4.
          UngroupedPartitionStates: UpdateMetadataPartitionState[]
          /// The partitions, topic by topic. From v5.
          TopicStates: UpdateMetadataTopicState[]
          /// The live brokers.
          LiveBrokers: UpdateMetadataBroker[]
          /// Whether the request names all partitions of the cluster (2) or only the changed ones (1); 0 if unknown. From
          /// v8.
          Type: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "UpdateMetadataRequest" {
        let! controllerId             = field       "ControllerId"             _.ControllerId             int32                                always
        and! isKRaftController        = field       "isKRaftController"        _.IsKRaftController        bool                                 (since 8)
        and! controllerEpoch          = field       "ControllerEpoch"          _.ControllerEpoch          int32                                always
        and! brokerEpoch              = fieldOr -1L "BrokerEpoch"              _.BrokerEpoch              int64                                (ignorable (since 5))
        and! ungroupedPartitionStates = field       "UngroupedPartitionStates" _.UngroupedPartitionStates (array updateMetadataPartitionState) (versions 0 4)
        and! topicStates              = field       "TopicStates"              _.TopicStates              (array updateMetadataTopicState)     (since 5)
        and! liveBrokers              = field       "LiveBrokers"              _.LiveBrokers              (array updateMetadataBroker)         always
        and! type'                    = tagged 0    "Type"                     _.Type                     int8                                 (since 8)
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; IsKRaftController = isKRaftController; ControllerEpoch = controllerEpoch
                 BrokerEpoch = brokerEpoch; UngroupedPartitionStates = ungroupedPartitionStates; TopicStates = topicStates
                 LiveBrokers = liveBrokers; Type = type'; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "UpdateMetadataResponse" {
        let! errorCode = field "ErrorCode" _.ErrorCode errorCode always
        and! tags      = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 6 (versions 0 8) (since 6) request response
