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
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicRequest.
    let topicRequest = message<TopicRequest> "TopicRequest" {
        let! name = field "Name" _.Name string always
        and! tags = unknownTags _.UnknownTaggedFields
        return { Name = name; UnknownTaggedFields = tags } }

    type TopicRequest with
        /// A value with every field at its default.
        static member Default = topicRequest.Default

    /// The position at which the next request continues.
    [<NoComparison>]
    type Cursor =
        { /// The name of the topic to continue with.
          TopicName: string
          /// The number of the partition to continue with.
          PartitionIndex: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Cursor.
    let cursor = message<Cursor> "Cursor" {
        let! topicName      = field "TopicName"      _.TopicName      string always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type Cursor with
        /// A value with every field at its default.
        static member Default = cursor.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics to describe; empty for all.
          Topics: TopicRequest[]
          /// The maximum number of partitions in the response, 2000 by default; the broker's own limit also applies.
          ResponsePartitionLimit: int
          /// The position to continue from: NextCursor of the previous response; null to start.
          Cursor: Cursor | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeTopicPartitionsRequest" {
        let! topics                 = field        "Topics"                 _.Topics                 (array topicRequest)            always
        and! responsePartitionLimit = fieldOr 2000 "ResponsePartitionLimit" _.ResponsePartitionLimit int32                           always
        and! cursor                 = fieldOr null "Cursor"                 _.Cursor                 (nullable 0 (structure cursor)) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; ResponsePartitionLimit = responsePartitionLimit; Cursor = cursor; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A partition, its leader and its replicas.
    [<NoComparison>]
    type DescribeTopicPartitionsResponsePartition =
        { /// The error code of the partition, such as LeaderNotAvailable; None (0) if there is no error.
          ErrorCode: ErrorCode
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// The id of the broker that leads the partition; -1 if there is none or it is unknown.
          LeaderId: int
          /// The epoch of the partition's leader, which increases with every election; -1 if unknown.
          LeaderEpoch: int
          /// The brokers that hold the partition, preferred leader first.
          ReplicaNodes: int[]
          /// The replicas that are in sync with the leader.
          IsrNodes: int[]
          /// The replicas that are not in sync but still have all committed records, so they are eligible to become leader;
          /// null if unknown.
          EligibleLeaderReplicas: int[] | null
          /// The last known eligible leader replicas, from the time when the partition lost every replica that could lead
          /// it; null if unknown.
          LastKnownElr: int[] | null
          /// The unavailable replicas: their broker or its disk is down.
          OfflineReplicas: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeTopicPartitionsResponsePartition.
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
        /// A value with every field at its default.
        static member Default = describeTopicPartitionsResponsePartition.Default

    /// A topic and its partitions.
    [<NoComparison>]
    type DescribeTopicPartitionsResponseTopic =
        { /// The error code of the topic, such as UnknownTopicOrPartition; None (0) if there is no error.
          ErrorCode: ErrorCode
          /// The name of the topic; null if unknown.
          Name: string | null
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// Whether the topic is internal to Kafka, such as the one that stores committed offsets.
          IsInternal: bool
          /// The partitions, up to the limit of the response.
          Partitions: DescribeTopicPartitionsResponsePartition[]
          /// What the caller may do with the topic: one bit per ACL operation, at the position of its code; Int32.MinValue
          /// if not requested.
          TopicAuthorizedOperations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeTopicPartitionsResponseTopic.
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
        /// A value with every field at its default.
        static member Default = describeTopicPartitionsResponseTopic.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The topics, in order of their names.
          Topics: DescribeTopicPartitionsResponseTopic[]
          /// The position at which the next request must continue; null if there are no more results.
          NextCursor: Cursor | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeTopicPartitionsResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                                        (ignorable always)
        and! topics         = field        "Topics"         _.Topics         (array describeTopicPartitionsResponseTopic) always
        and! nextCursor     = fieldOr null "NextCursor"     _.NextCursor     (nullable 0 (structure cursor))              always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; NextCursor = nextCursor; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 75 (versions 0 0) always request response
