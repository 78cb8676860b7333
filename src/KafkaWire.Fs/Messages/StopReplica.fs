namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StopReplica (key 5): the controller tells a broker to stop or delete replicas (ZooKeeper mode; removed in Kafka 4).
///
/// v1 groups the partitions by topic in Topics and adds BrokerEpoch (KIP-380). v2 is flexible. v3 has TopicStates in place
/// of Topics; they say for each partition whether to delete it, and have its leader epoch (KIP-570). v4 adds
/// IsKRaftController to the request (KIP-866).
[<RequireQualifiedAccess>]
module StopReplica =

    /// A partition whose replica the broker must stop. Only v0.
    [<NoComparison>]
    type StopReplicaPartitionV0 =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StopReplicaPartitionV0.
    let stopReplicaPartitionV0 = message<StopReplicaPartitionV0> "StopReplicaPartitionV0" {
        let! topicName      = field "TopicName"      _.TopicName      string (versions 0 0)
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  (versions 0 0)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type StopReplicaPartitionV0 with
        /// A value with every field at its default.
        static member Default = stopReplicaPartitionV0.Default

    /// A topic with replicas that the broker must stop. v1 to v2.
    [<NoComparison>]
    type StopReplicaTopicV1 =
        { /// The name of the topic.
          Name: string
          /// The numbers of the partitions whose replicas the broker must stop.
          PartitionIndexes: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StopReplicaTopicV1.
    let stopReplicaTopicV1 = message<StopReplicaTopicV1> "StopReplicaTopicV1" {
        let! name             = field "Name"             _.Name             string        (versions 1 2)
        and! partitionIndexes = field "PartitionIndexes" _.PartitionIndexes (array int32) (versions 1 2)
        and! tags             = unknownTags _.UnknownTaggedFields
        return { Name = name; PartitionIndexes = partitionIndexes; UnknownTaggedFields = tags } }

    type StopReplicaTopicV1 with
        /// A value with every field at its default.
        static member Default = stopReplicaTopicV1.Default

    /// A partition whose replica the broker must stop. From v3.
    [<NoComparison>]
    type StopReplicaPartitionState =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the partition's leader; -1 if unknown, -2 if the topic is being deleted.
          LeaderEpoch: int
          /// Whether to delete the replica as well.
          DeletePartition: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StopReplicaPartitionState.
    let stopReplicaPartitionState = message<StopReplicaPartitionState> "StopReplicaPartitionState" {
        let! partitionIndex  = field      "PartitionIndex"  _.PartitionIndex  int32 (since 3)
        and! leaderEpoch     = fieldOr -1 "LeaderEpoch"     _.LeaderEpoch     int32 (since 3)
        and! deletePartition = field      "DeletePartition" _.DeletePartition bool  (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; LeaderEpoch = leaderEpoch; DeletePartition = deletePartition
                 UnknownTaggedFields = tags } }

    type StopReplicaPartitionState with
        /// A value with every field at its default.
        static member Default = stopReplicaPartitionState.Default

    /// A topic with replicas that the broker must stop. From v3.
    [<NoComparison>]
    type StopReplicaTopicState =
        { /// The name of the topic.
          TopicName: string
          /// The partitions whose replicas the broker must stop.
          PartitionStates: StopReplicaPartitionState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StopReplicaTopicState.
    let stopReplicaTopicState = message<StopReplicaTopicState> "StopReplicaTopicState" {
        let! topicName       = field "TopicName"       _.TopicName       string                            (since 3)
        and! partitionStates = field "PartitionStates" _.PartitionStates (array stopReplicaPartitionState) (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionStates = partitionStates; UnknownTaggedFields = tags } }

    type StopReplicaTopicState with
        /// A value with every field at its default.
        static member Default = stopReplicaTopicState.Default

    /// Sent by the controller.
    [<NoComparison>]
    type Request =
        { /// The id of the controller.
          ControllerId: int
          /// Whether the controller is a KRaft controller, as during a migration from ZooKeeper. From v4.
          IsKRaftController: bool
          /// The epoch of the controller.
          ControllerEpoch: int
          /// The epoch of the receiving broker, with which it detects requests meant for an earlier run; -1 if unknown.
          /// From v1.
          BrokerEpoch: int64
          /// Whether to delete the replicas as well. Up to v2.
          DeletePartitions: bool
          /// The partitions whose replicas the broker must stop. Only v0.
          UngroupedPartitions: StopReplicaPartitionV0[]
          /// The partitions whose replicas the broker must stop, topic by topic. v1 to v2.
          Topics: StopReplicaTopicV1[]
          /// The partitions whose replicas the broker must stop, topic by topic. From v3.
          TopicStates: StopReplicaTopicState[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type StopReplicaPartitionError =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StopReplicaPartitionError.
    let stopReplicaPartitionError = message<StopReplicaPartitionError> "StopReplicaPartitionError" {
        let! topicName      = field "TopicName"      _.TopicName      string    always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type StopReplicaPartitionError with
        /// A value with every field at its default.
        static member Default = stopReplicaPartitionError.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The outcome for each partition.
          PartitionErrors: StopReplicaPartitionError[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "StopReplicaResponse" {
        let! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode                         always
        and! partitionErrors = field "PartitionErrors" _.PartitionErrors (array stopReplicaPartitionError) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PartitionErrors = partitionErrors; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 5 (versions 0 4) (since 2) request response
