namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterPartition (key 56): the leader of a partition asks the controller to change the in-sync replicas (KIP-497).
///
/// v1 adds LeaderRecoveryState to both sides (KIP-704). v2 identifies topics by TopicId in place of TopicName (KIP-841). v3
/// has NewIsrWithEpochs, with the epoch of each broker, in place of NewIsr (KIP-903).
[<RequireQualifiedAccess>]
module AlterPartition =

    /// A broker and its epoch. From v3.
    [<NoComparison>]
    type BrokerState =
        { /// The id of the broker.
          BrokerId: int
          /// The epoch of the broker; -1 if unknown. An epoch from before the broker's last restart is rejected with
          /// IneligibleReplica.
          BrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of BrokerState.
    let brokerState = message<BrokerState> "BrokerState" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32 (since 3)
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64 (since 3)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type BrokerState with
        /// A value with every field at its default.
        static member Default = brokerState.Default

    /// A partition to change.
    [<NoComparison>]
    type RequestPartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the leader; an outdated epoch is rejected with FencedLeaderEpoch.
          LeaderEpoch: int
          /// The replicas that are now in sync. Up to v2.
          NewIsr: int[]
          /// The replicas that are now in sync, with the epochs of their brokers. From v3.
          NewIsrWithEpochs: BrokerState[]
          /// Whether the leader was elected from outside the in-sync replicas and is still recovering: 0 no, 1 yes. From
          /// v1.
          LeaderRecoveryState: sbyte
          /// The epoch of the partition's state that the leader knows; an outdated epoch is rejected with
          /// InvalidUpdateVersion.
          PartitionEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestPartitionData.
    let requestPartitionData = message<RequestPartitionData> "PartitionData" {
        let! partitionIndex      = field "PartitionIndex"      _.PartitionIndex      int32               always
        and! leaderEpoch         = field "LeaderEpoch"         _.LeaderEpoch         int32               always
        and! newIsr              = field "NewIsr"              _.NewIsr              (array int32)       (versions 0 2)
        and! newIsrWithEpochs    = field "NewIsrWithEpochs"    _.NewIsrWithEpochs    (array brokerState) (since 3)
        and! leaderRecoveryState = field "LeaderRecoveryState" _.LeaderRecoveryState int8                (since 1)
        and! partitionEpoch      = field "PartitionEpoch"      _.PartitionEpoch      int32               always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; LeaderEpoch = leaderEpoch; NewIsr = newIsr
                 NewIsrWithEpochs = newIsrWithEpochs; LeaderRecoveryState = leaderRecoveryState
                 PartitionEpoch = partitionEpoch; UnknownTaggedFields = tags } }

    type RequestPartitionData with
        /// A value with every field at its default.
        static member Default = requestPartitionData.Default

    /// A topic with partitions to change.
    [<NoComparison>]
    type RequestTopicData =
        { /// The name of the topic. Up to v1.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v2.
          TopicId: Uuid
          /// The partitions to change.
          Partitions: RequestPartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestTopicData.
    let requestTopicData = message<RequestTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                       (ignorable (versions 0 1))
        and! topicId    = field "TopicId"    _.TopicId    uuid                         (ignorable (since 2))
        and! partitions = field "Partitions" _.Partitions (array requestPartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type RequestTopicData with
        /// A value with every field at its default.
        static member Default = requestTopicData.Default

    /// Sent by the leader of the partitions.
    [<NoComparison>]
    type Request =
        { /// The id of the broker that leads the partitions.
          BrokerId: int
          /// The epoch of that broker; -1 if unknown. An outdated epoch is rejected with StaleBrokerEpoch.
          BrokerEpoch: int64
          /// The partitions to change, topic by topic.
          Topics: RequestTopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterPartitionRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32                    always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64                    always
        and! topics      = field       "Topics"      _.Topics      (array requestTopicData) always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type ResponsePartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The id of the broker that leads the partition; -1 if there is none or it is unknown.
          LeaderId: int
          /// The epoch of the leader.
          LeaderEpoch: int
          /// The in-sync replicas, as the controller sees them.
          Isr: int[]
          /// Whether the leader was elected from outside the in-sync replicas and is still recovering: 0 no, 1 yes. From
          /// v1.
          LeaderRecoveryState: sbyte
          /// The epoch of the partition's state, which increases with every change to it.
          PartitionEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponsePartitionData.
    let responsePartitionData = message<ResponsePartitionData> "PartitionData" {
        let! partitionIndex      = field "PartitionIndex"      _.PartitionIndex      int32         always
        and! errorCode           = field "ErrorCode"           _.ErrorCode           errorCode     always
        and! leaderId            = field "LeaderId"            _.LeaderId            int32         always
        and! leaderEpoch         = field "LeaderEpoch"         _.LeaderEpoch         int32         always
        and! isr                 = field "Isr"                 _.Isr                 (array int32) always
        and! leaderRecoveryState = field "LeaderRecoveryState" _.LeaderRecoveryState int8          (ignorable (since 1))
        and! partitionEpoch      = field "PartitionEpoch"      _.PartitionEpoch      int32         always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; LeaderId = leaderId; LeaderEpoch = leaderEpoch
                 Isr = isr; LeaderRecoveryState = leaderRecoveryState; PartitionEpoch = partitionEpoch
                 UnknownTaggedFields = tags } }

    type ResponsePartitionData with
        /// A value with every field at its default.
        static member Default = responsePartitionData.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ResponseTopicData =
        { /// The name of the topic. Up to v1.
          TopicName: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v2.
          TopicId: Uuid
          /// The outcome for each partition.
          Partitions: ResponsePartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseTopicData.
    let responseTopicData = message<ResponseTopicData> "TopicData" {
        let! topicName  = field "TopicName"  _.TopicName  string                        (ignorable (versions 0 1))
        and! topicId    = field "TopicId"    _.TopicId    uuid                          (ignorable (since 2))
        and! partitions = field "Partitions" _.Partitions (array responsePartitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ResponseTopicData with
        /// A value with every field at its default.
        static member Default = responseTopicData.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The outcome for each topic.
          Topics: ResponseTopicData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterPartitionResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                 always
        and! topics         = field "Topics"         _.Topics         (array responseTopicData) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 56 (versions 0 3) always request response
