namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeTopicPartitions (key 75): describes topics and their partitions, page by page (KIP-966).
[<RequireQualifiedAccess>]
module DescribeTopicPartitions =

    /// A topic to describe.
    [<NoComparison>]
    type TopicRequest =
        { /// The name of the topic.
          Name: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicRequest stands on the wire.
    let topicRequest = message<TopicRequest> "TopicRequest" {
        let! name = field "Name" _.Name string always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type TopicRequest with
        /// Every field at its default.
        static member Default = topicRequest.Default

    /// Where to go on in the next request.
    [<NoComparison>]
    type Cursor =
        { /// The name of the topic to go on with.
          TopicName: string
          /// The number of the partition to go on with.
          PartitionIndex: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Cursor stands on the wire.
    let cursor = message<Cursor> "Cursor" {
        let! topicName      = field "TopicName"      _.TopicName      string always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type Cursor with
        /// Every field at its default.
        static member Default = cursor.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The topics to describe; empty for all.
          Topics: TopicRequest[]
          /// How many partitions the answer may have, 2000 by default; the broker's own limit holds, too.
          ResponsePartitionLimit: int
          /// Where to go on: NextCursor of the answer before; null to begin.
          Cursor: Cursor | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeTopicPartitionsRequest" {
        let! topics                 = field        "Topics"                 _.Topics                 (array topicRequest)            always
        and! responsePartitionLimit = fieldOr 2000 "ResponsePartitionLimit" _.ResponsePartitionLimit int32                           always
        and! cursor                 = fieldOr null "Cursor"                 _.Cursor                 (nullable 0 (structure cursor)) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; ResponsePartitionLimit = responsePartitionLimit; Cursor = cursor; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A partition, its leader and its replicas.
    [<NoComparison>]
    type DescribeTopicPartitionsResponsePartition =
        { /// What is wrong with the partition, such as LeaderNotAvailable; None (0) if nothing is.
          ErrorCode: ErrorCode
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The id of the broker that leads the partition; -1 if there is none, or if it is not known.
          LeaderId: int
          /// The epoch of the leader of the partition, which rises with every election; -1 if it is not known.
          LeaderEpoch: int
          /// The brokers that hold the partition, the preferred leader first.
          ReplicaNodes: int[]
          /// The replicas that are in sync with the leader.
          IsrNodes: int[]
          /// The replicas that are not in sync but still have all committed records, so that they may become leader; null if it is not
          /// known.
          EligibleLeaderReplicas: int[] | null
          /// The last known eligible leader replicas, from a time when the partition lost all that could lead it; null if it is not known.
          LastKnownElr: int[] | null
          /// The replicas that are not available: their broker, or its disk, is down.
          OfflineReplicas: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeTopicPartitionsResponsePartition stands on the wire.
    let describeTopicPartitionsResponsePartition = message<DescribeTopicPartitionsResponsePartition> "DescribeTopicPartitionsResponsePartition" {
        let! errorCode              = field        "ErrorCode"              _.ErrorCode              errorCode                  always
        and! partitionIndex         = field        "PartitionIndex"         _.PartitionIndex         int32                      always
        and! leaderId               = field        "LeaderId"               _.LeaderId               int32                      always
        and! leaderEpoch            = fieldOr -1   "LeaderEpoch"            _.LeaderEpoch            int32                      (ignorable always)
        and! replicaNodes           = field        "ReplicaNodes"           _.ReplicaNodes           (array int32)              always
        and! isrNodes               = field        "IsrNodes"               _.IsrNodes               (array int32)              always
        and! eligibleLeaderReplicas = fieldOr null "EligibleLeaderReplicas" _.EligibleLeaderReplicas (nullable 0 (array int32)) always
        and! lastKnownElr           = fieldOr null "LastKnownElr"           _.LastKnownElr           (nullable 0 (array int32)) always
        and! offlineReplicas        = field        "OfflineReplicas"        _.OfflineReplicas        (array int32)              (ignorable always)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; PartitionIndex = partitionIndex; LeaderId = leaderId; LeaderEpoch = leaderEpoch
                 ReplicaNodes = replicaNodes; IsrNodes = isrNodes; EligibleLeaderReplicas = eligibleLeaderReplicas
                 LastKnownElr = lastKnownElr; OfflineReplicas = offlineReplicas; UnknownTaggedFields = tags } }

    type DescribeTopicPartitionsResponsePartition with
        /// Every field at its default.
        static member Default = describeTopicPartitionsResponsePartition.Default

    /// A topic and its partitions.
    [<NoComparison>]
    type DescribeTopicPartitionsResponseTopic =
        { /// What is wrong with the topic, such as UnknownTopicOrPartition; None (0) if nothing is.
          ErrorCode: ErrorCode
          /// The name of the topic; null if it is not known.
          Name: string | null
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// Whether the topic is one of Kafka's own, such as the one with the committed offsets.
          IsInternal: bool
          /// The partitions, up to the limit of the answer.
          Partitions: DescribeTopicPartitionsResponsePartition[]
          /// What the caller may do with the topic: a bit for each ACL operation, at the position of its code; Int32.MinValue where it was
          /// not asked for.
          TopicAuthorizedOperations: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribeTopicPartitionsResponseTopic stands on the wire.
    let describeTopicPartitionsResponseTopic = message<DescribeTopicPartitionsResponseTopic> "DescribeTopicPartitionsResponseTopic" {
        let! errorCode                 = field                  "ErrorCode"                 _.ErrorCode                 errorCode                                        always
        and! name                      = field                  "Name"                      _.Name                      (nullable 0 string)                              always
        and! topicId                   = field                  "TopicId"                   _.TopicId                   uuid                                             (ignorable always)
        and! isInternal                = field                  "IsInternal"                _.IsInternal                bool                                             (ignorable always)
        and! partitions                = field                  "Partitions"                _.Partitions                (array describeTopicPartitionsResponsePartition) always
        and! topicAuthorizedOperations = fieldOr Int32.MinValue "TopicAuthorizedOperations" _.TopicAuthorizedOperations int32                                            always
        and! tags                      = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; Name = name; TopicId = topicId; IsInternal = isInternal; Partitions = partitions
                 TopicAuthorizedOperations = topicAuthorizedOperations; UnknownTaggedFields = tags } }

    type DescribeTopicPartitionsResponseTopic with
        /// Every field at its default.
        static member Default = describeTopicPartitionsResponseTopic.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The topics, in order of their names.
          Topics: DescribeTopicPartitionsResponseTopic[]
          /// Where the next request has to go on; null if this is the end.
          NextCursor: Cursor | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeTopicPartitionsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                        (ignorable always)
        and! topics         = field        "Topics"         _.Topics         (array describeTopicPartitionsResponseTopic) always
        and! nextCursor     = fieldOr null "NextCursor"     _.NextCursor     (nullable 0 (structure cursor))              always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; NextCursor = nextCursor; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 75 (versions 0 0) always request response
