namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// LeaderAndIsr (key 4): the controller tells a broker which partitions it leads or follows (ZooKeeper mode; removed in
/// Kafka 4).
///
/// v1 adds IsNew to the request. v2 groups the partitions by topic in TopicStates and adds BrokerEpoch (KIP-380). v3 adds
/// AddingReplicas and RemovingReplicas to the request (KIP-455). v4 is flexible. v5 adds Type and TopicId to the request, Topics
/// to the response; drops PartitionErrors from the response; the response groups the errors by TopicId (KIP-516). v6 adds
/// LeaderRecoveryState to the request (KIP-704). v7 adds IsKRaftController to the request (KIP-866).
[<RequireQualifiedAccess>]
module LeaderAndIsr =

    /// A partition, its leader and its replicas.
    [<NoComparison>]
    type LeaderAndIsrPartitionState =
        { /// The name of the topic; later versions have it in TopicStates. Up to v1.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the controller that last changed the partition.
          ControllerEpoch: int
          /// The id of the broker that leads the partition; -1 if there is none.
          Leader: int
          /// The epoch of the leader, which increases with every election.
          LeaderEpoch: int
          /// The replicas that are in sync with the leader.
          Isr: int[]
          /// The version of the partition's state in ZooKeeper, or its epoch with a KRaft controller.
          PartitionEpoch: int
          /// The brokers that hold the partition, preferred leader first.
          Replicas: int[]
          /// The replicas that are being added to the partition. From v3.
          AddingReplicas: int[]
          /// The replicas that are being removed from the partition. From v3.
          RemovingReplicas: int[]
          /// Whether the broker may create the replicas, because the partition is new. From v1.
          IsNew: bool
          /// Whether the leader was elected from outside the in-sync replicas and is still recovering: 0 no, 1 yes. From
          /// v6.
          LeaderRecoveryState: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderAndIsrPartitionState.
    let leaderAndIsrPartitionState = message<LeaderAndIsrPartitionState> "LeaderAndIsrPartitionState" {
        let! topicName           = field "TopicName"           _.TopicName           string        (ignorable (versions 0 1))
        and! partitionIndex      = field "PartitionIndex"      _.PartitionIndex      int32         always
        and! controllerEpoch     = field "ControllerEpoch"     _.ControllerEpoch     int32         always
        and! leader              = field "Leader"              _.Leader              int32         always
        and! leaderEpoch         = field "LeaderEpoch"         _.LeaderEpoch         int32         always
        and! isr                 = field "Isr"                 _.Isr                 (array int32) always
        and! partitionEpoch      = field "PartitionEpoch"      _.PartitionEpoch      int32         always
        and! replicas            = field "Replicas"            _.Replicas            (array int32) always
        and! addingReplicas      = field "AddingReplicas"      _.AddingReplicas      (array int32) (ignorable (since 3))
        and! removingReplicas    = field "RemovingReplicas"    _.RemovingReplicas    (array int32) (ignorable (since 3))
        and! isNew               = field "IsNew"               _.IsNew               bool          (ignorable (since 1))
        and! leaderRecoveryState = field "LeaderRecoveryState" _.LeaderRecoveryState int8          (since 6)
        and! tags                = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; ControllerEpoch = controllerEpoch; Leader = leader
                 LeaderEpoch = leaderEpoch; Isr = isr; PartitionEpoch = partitionEpoch; Replicas = replicas
                 AddingReplicas = addingReplicas; RemovingReplicas = removingReplicas; IsNew = isNew
                 LeaderRecoveryState = leaderRecoveryState; UnknownTaggedFields = tags } }

    type LeaderAndIsrPartitionState with
        /// A value with every field at its default.
        static member Default = leaderAndIsrPartitionState.Default

    /// A topic and its partitions. From v2.
    [<NoComparison>]
    type LeaderAndIsrTopicState =
        { /// The name of the topic.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v5.
          TopicId: Uuid
          /// The partitions with their states.
          PartitionStates: LeaderAndIsrPartitionState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderAndIsrTopicState.
    let leaderAndIsrTopicState = message<LeaderAndIsrTopicState> "LeaderAndIsrTopicState" {
        let! topicName       = field "TopicName"       _.TopicName       string                             (since 2)
        and! topicId         = field "TopicId"         _.TopicId         uuid                               (ignorable (since 5))
        and! partitionStates = field "PartitionStates" _.PartitionStates (array leaderAndIsrPartitionState) (since 2)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; PartitionStates = partitionStates; UnknownTaggedFields = tags } }

    type LeaderAndIsrTopicState with
        /// A value with every field at its default.
        static member Default = leaderAndIsrTopicState.Default

    /// A broker and its address.
    [<NoComparison>]
    type LeaderAndIsrLiveLeader =
        { /// The id of the broker.
          BrokerId: int
          /// The host name or address to connect to.
          HostName: string
          /// The port to connect to.
          Port: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderAndIsrLiveLeader.
    let leaderAndIsrLiveLeader = message<LeaderAndIsrLiveLeader> "LeaderAndIsrLiveLeader" {
        let! brokerId = field "BrokerId" _.BrokerId int32  always
        and! hostName = field "HostName" _.HostName string always
        and! port     = field "Port"     _.Port     int32  always
        and! tags     = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; HostName = hostName; Port = port; UnknownTaggedFields = tags } }

    type LeaderAndIsrLiveLeader with
        /// A value with every field at its default.
        static member Default = leaderAndIsrLiveLeader.Default

    /// Sent by the controller.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// Whether the controller is a KRaft controller, as during a migration from ZooKeeper. From v7.
          IsKRaftController: bool
          /// The epoch of the controller.
          ControllerEpoch: int
          /// The epoch of the receiving broker, with which it detects requests meant for an earlier run; -1 if unknown.
          /// From v2.
          BrokerEpoch: int64
          /// Whether the request names all replicas of the broker (2) or only the changed ones (1); 0 if unknown. From v5.
          Type: sbyte
          /// The partitions. Up to v1.
          UngroupedPartitionStates: LeaderAndIsrPartitionState[]
          /// The partitions, topic by topic. From v2.
          TopicStates: LeaderAndIsrTopicState[]
          /// The brokers that lead these partitions, with their addresses.
          LiveLeaders: LeaderAndIsrLiveLeader[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "LeaderAndIsrRequest" {
        let! controllerId             = field       "ControllerId"             _.ControllerId             int32                              always
        and! isKRaftController        = field       "isKRaftController"        _.IsKRaftController        bool                               (since 7)
        and! controllerEpoch          = field       "ControllerEpoch"          _.ControllerEpoch          int32                              always
        and! brokerEpoch              = fieldOr -1L "BrokerEpoch"              _.BrokerEpoch              int64                              (ignorable (since 2))
        and! type'                    = field       "Type"                     _.Type                     int8                               (since 5)
        and! ungroupedPartitionStates = field       "UngroupedPartitionStates" _.UngroupedPartitionStates (array leaderAndIsrPartitionState) (versions 0 1)
        and! topicStates              = field       "TopicStates"              _.TopicStates              (array leaderAndIsrTopicState)     (since 2)
        and! liveLeaders              = field       "LiveLeaders"              _.LiveLeaders              (array leaderAndIsrLiveLeader)     always
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; IsKRaftController = isKRaftController; ControllerEpoch = controllerEpoch
                 BrokerEpoch = brokerEpoch; Type = type'; UngroupedPartitionStates = ungroupedPartitionStates
                 TopicStates = topicStates; LiveLeaders = liveLeaders; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type LeaderAndIsrPartitionError =
        { /// The name of the topic. Up to v4.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderAndIsrPartitionError.
    let leaderAndIsrPartitionError = message<LeaderAndIsrPartitionError> "LeaderAndIsrPartitionError" {
        let! topicName      = field "TopicName"      _.TopicName      string    (ignorable (versions 0 4))
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type LeaderAndIsrPartitionError with
        /// A value with every field at its default.
        static member Default = leaderAndIsrPartitionError.Default

    /// The outcome for a topic. From v5.
    [<NoComparison>]
    type LeaderAndIsrTopicError =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The outcome for each partition.
          PartitionErrors: LeaderAndIsrPartitionError[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderAndIsrTopicError.
    let leaderAndIsrTopicError = message<LeaderAndIsrTopicError> "LeaderAndIsrTopicError" {
        let! topicId         = field "TopicId"         _.TopicId         uuid                               (since 5)
        and! partitionErrors = field "PartitionErrors" _.PartitionErrors (array leaderAndIsrPartitionError) (since 5)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; PartitionErrors = partitionErrors; UnknownTaggedFields = tags } }

    type LeaderAndIsrTopicError with
        /// A value with every field at its default.
        static member Default = leaderAndIsrTopicError.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The outcome for each partition. Up to v4.
          PartitionErrors: LeaderAndIsrPartitionError[]
          /// The outcome for each topic. From v5.
          Topics: LeaderAndIsrTopicError[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "LeaderAndIsrResponse" {
        let! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode                          always
        and! partitionErrors = field "PartitionErrors" _.PartitionErrors (array leaderAndIsrPartitionError) (versions 0 4)
        and! topics          = field "Topics"          _.Topics          (array leaderAndIsrTopicError)     (since 5)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PartitionErrors = partitionErrors; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 4 (versions 0 7) (since 4) request response
