namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetDelete (key 47): deletes the committed offsets of a group for partitions that it does not consume (KIP-496).
[<RequireQualifiedAccess>]
module OffsetDelete =

    /// A partition to forget the offset of.
    [<NoComparison>]
    type OffsetDeleteRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int }

    /// How an OffsetDeleteRequestPartition stands on the wire.
    let offsetDeleteRequestPartition = message<OffsetDeleteRequestPartition> "OffsetDeleteRequestPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        return { PartitionIndex = partitionIndex } }

    type OffsetDeleteRequestPartition with
        /// Every field at its default.
        static member Default = offsetDeleteRequestPartition.Default

    /// A topic to forget offsets of.
    [<NoComparison>]
    type OffsetDeleteRequestTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to forget the offsets of.
          Partitions: OffsetDeleteRequestPartition[] }

    /// How an OffsetDeleteRequestTopic stands on the wire.
    let offsetDeleteRequestTopic = message<OffsetDeleteRequestTopic> "OffsetDeleteRequestTopic" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array offsetDeleteRequestPartition) always
        return { Name = name; Partitions = partitions } }

    type OffsetDeleteRequestTopic with
        /// Every field at its default.
        static member Default = offsetDeleteRequestTopic.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The partitions to forget the offsets of, topic by topic.
          Topics: OffsetDeleteRequestTopic[] }

    /// How a Request stands on the wire.
    let request = message<Request> "OffsetDeleteRequest" {
        let! groupId = field "GroupId" _.GroupId string                           always
        and! topics  = field "Topics"  _.Topics  (array offsetDeleteRequestTopic) always
        return { GroupId = groupId; Topics = topics } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type OffsetDeleteResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it, GroupSubscribedToTopic if a member still consumes the topic; None (0) if all is well.
          ErrorCode: ErrorCode }

    /// How an OffsetDeleteResponsePartition stands on the wire.
    let offsetDeleteResponsePartition = message<OffsetDeleteResponsePartition> "OffsetDeleteResponsePartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode } }

    type OffsetDeleteResponsePartition with
        /// Every field at its default.
        static member Default = offsetDeleteResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type OffsetDeleteResponseTopic =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: OffsetDeleteResponsePartition[] }

    /// How an OffsetDeleteResponseTopic stands on the wire.
    let offsetDeleteResponseTopic = message<OffsetDeleteResponseTopic> "OffsetDeleteResponseTopic" {
        let! name       = field "Name"       _.Name       string                                always
        and! partitions = field "Partitions" _.Partitions (array offsetDeleteResponsePartition) always
        return { Name = name; Partitions = partitions } }

    type OffsetDeleteResponseTopic with
        /// Every field at its default.
        static member Default = offsetDeleteResponseTopic.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: OffsetDeleteResponseTopic[] }

    /// How a Response stands on the wire.
    let response = message<Response> "OffsetDeleteResponse" {
        let! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                         always
        and! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                             (ignorable always)
        and! topics         = field "Topics"         _.Topics         (array offsetDeleteResponseTopic) always
        return { ErrorCode = errorCode; ThrottleTimeMs = throttleTimeMs; Topics = topics } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 47 (versions 0 0) never request response
