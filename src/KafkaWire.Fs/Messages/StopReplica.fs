namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StopReplica (key 5): the controller tells a broker to stop, or to delete, replicas (ZooKeeper mode; gone in Kafka 4).
///
/// v1 groups the partitions by topic in Topics and adds BrokerEpoch (KIP-380). v2 is flexible. v3 has TopicStates in place of
/// Topics, which say for each partition whether to delete it, and add its leader epoch (KIP-570). v4 adds IsKRaftController to
/// the request (KIP-866).
[<RequireQualifiedAccess>]
module StopReplica =

    /// A partition whose replica shall stop. Only v0.
    [<NoComparison>]
    type StopReplicaPartitionV0 =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StopReplicaPartitionV0 stands on the wire.
    let stopReplicaPartitionV0 = message<StopReplicaPartitionV0> "StopReplicaPartitionV0" {
        let! topicName      = field "TopicName"      _.TopicName      string (versions 0 0)
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  (versions 0 0)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type StopReplicaPartitionV0 with
        /// Every field at its default.
        static member Default = stopReplicaPartitionV0.Default

    /// A topic with replicas that shall stop. v1 to v2.
    [<NoComparison>]
    type StopReplicaTopicV1 =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions whose replicas shall stop.
          PartitionIndexes: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StopReplicaTopicV1 stands on the wire.
    let stopReplicaTopicV1 = message<StopReplicaTopicV1> "StopReplicaTopicV1" {
        let! name             = field "Name"             _.Name             string        (versions 1 2)
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (versions 1 2)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type StopReplicaTopicV1 with
        /// Every field at its default.
        static member Default = stopReplicaTopicV1.Default

    /// A partition whose replica shall stop. From v3.
    [<NoComparison>]
    type StopReplicaPartitionState =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the leader of the partition; -1 if it is not known, -2 if the topic is being deleted.
          LeaderEpoch: int
          /// Whether to delete the replica, too.
          DeletePartition: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StopReplicaPartitionState stands on the wire.
    let stopReplicaPartitionState = message<StopReplicaPartitionState> "StopReplicaPartitionState" {
        let! partitionIndex  = field      "PartitionIndex"  _.PartitionIndex  int32 (since 3)
        and! leaderEpoch     = fieldOr -1 "LeaderEpoch"     _.LeaderEpoch     int32 (since 3)
        and! deletePartition = field      "DeletePartition" _.DeletePartition bool  (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; LeaderEpoch = leaderEpoch; DeletePartition = deletePartition
                 UnknownTaggedFields = tags } }

    type StopReplicaPartitionState with
        /// Every field at its default.
        static member Default = stopReplicaPartitionState.Default

    /// A topic with replicas that shall stop. From v3.
    [<NoComparison>]
    type StopReplicaTopicState =
        { /// The name of the topic.
          TopicName: string
          /// The partitions whose replicas shall stop.
          PartitionStates: StopReplicaPartitionState[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StopReplicaTopicState stands on the wire.
    let stopReplicaTopicState = message<StopReplicaTopicState> "StopReplicaTopicState" {
        let! topicName       = field "TopicName"       _.TopicName       string                            (since 3)
        and! partitionStates = field "PartitionStates" _.PartitionStates (array stopReplicaPartitionState) (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionStates = partitionStates; UnknownTaggedFields = tags } }

    type StopReplicaTopicState with
        /// Every field at its default.
        static member Default = stopReplicaTopicState.Default

    /// What the controller sends.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// Whether the controller is a KRaft controller, as it is during a migration from ZooKeeper. From v4.
          IsKRaftController: bool
          /// The epoch of the controller.
          ControllerEpoch: int
          /// The epoch of the broker that the request is for, by which it tells requests to an earlier run of itself; -1 if it is not
          /// known. From v1.
          BrokerEpoch: int64
          /// Whether to delete the replicas, too. Up to v2.
          DeletePartitions: bool
          /// The partitions whose replicas shall stop. Only v0.
          UngroupedPartitions: StopReplicaPartitionV0[]
          /// The partitions whose replicas shall stop, topic by topic. v1 to v2.
          Topics: StopReplicaTopicV1[]
          /// The partitions whose replicas shall stop, topic by topic. From v3.
          TopicStates: StopReplicaTopicState[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "StopReplicaRequest" {
        let! controllerId        = field       "ControllerId"        _.ControllerId        int32                          always
        and! isKRaftController   = field       "isKRaftController"   _.IsKRaftController   bool                           (since 4)
        and! controllerEpoch     = field       "ControllerEpoch"     _.ControllerEpoch     int32                          always
        and! brokerEpoch         = fieldOr -1L "BrokerEpoch"         _.BrokerEpoch         int64                          (ignorable (since 1))
        and! deletePartitions    = field       "DeletePartitions"    _.DeletePartitions    bool                           (versions 0 2)
        and! ungroupedPartitions = field       "UngroupedPartitions" _.UngroupedPartitions (array stopReplicaPartitionV0) (versions 0 0)
        and! topics              = field       "Topics"              _.Topics              (array stopReplicaTopicV1)     (versions 1 2)
        and! topicStates         = field       "TopicStates"         _.TopicStates         (array stopReplicaTopicState)  (since 3)
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ControllerId = controllerId; IsKRaftController = isKRaftController; ControllerEpoch = controllerEpoch
                 BrokerEpoch = brokerEpoch; DeletePartitions = deletePartitions; UngroupedPartitions = ungroupedPartitions
                 Topics = topics; TopicStates = topicStates; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type StopReplicaPartitionError =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StopReplicaPartitionError stands on the wire.
    let stopReplicaPartitionError = message<StopReplicaPartitionError> "StopReplicaPartitionError" {
        let! topicName      = field "TopicName"      _.TopicName      string    always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type StopReplicaPartitionError with
        /// Every field at its default.
        static member Default = stopReplicaPartitionError.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The outcome for each partition.
          PartitionErrors: StopReplicaPartitionError[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "StopReplicaResponse" {
        let! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode                         always
        and! partitionErrors = field "PartitionErrors" _.PartitionErrors (array stopReplicaPartitionError) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PartitionErrors = partitionErrors; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 5 (versions 0 4) (since 2) request response
