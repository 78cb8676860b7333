namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// OffsetDelete (key 47): deletes the committed offsets of a group for partitions that it does not consume (KIP-496).
[<RequireQualifiedAccess>]
module OffsetDelete =

    /// A partition whose offset to delete.
    [<NoComparison>]
    type OffsetDeleteRequestPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int }

    /// The wire schema of OffsetDeleteRequestPartition.
    let offsetDeleteRequestPartition = message<OffsetDeleteRequestPartition> "OffsetDeleteRequestPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        return { PartitionIndex = partitionIndex } }

    type OffsetDeleteRequestPartition with
        /// A value with every field at its default.
        static member Default = offsetDeleteRequestPartition.Default

    /// A topic whose offsets to delete.
    [<NoComparison>]
    type OffsetDeleteRequestTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions whose offsets to delete.
          Partitions: OffsetDeleteRequestPartition[] }

    /// The wire schema of OffsetDeleteRequestTopic.
    let offsetDeleteRequestTopic = message<OffsetDeleteRequestTopic> "OffsetDeleteRequestTopic" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array offsetDeleteRequestPartition) always
        return { Name = name; Partitions = partitions } }

    type OffsetDeleteRequestTopic with
        /// A value with every field at its default.
        static member Default = offsetDeleteRequestTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The partitions whose offsets to delete, topic by topic.
          Topics: OffsetDeleteRequestTopic[] }

    /// The wire schema of Request.
    let request = message<Request> "OffsetDeleteRequest" {
        let! groupId = field "GroupId" _.GroupId string                           always
        and! topics  = field "Topics"  _.Topics  (array offsetDeleteRequestTopic) always
        return { GroupId = groupId; Topics = topics } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type OffsetDeleteResponsePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code, GroupSubscribedToTopic if a member still consumes the topic; None (0) on success.
          ErrorCode: ErrorCode }

    /// The wire schema of OffsetDeleteResponsePartition.
    let offsetDeleteResponsePartition = message<OffsetDeleteResponsePartition> "OffsetDeleteResponsePartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32     always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode } }

    type OffsetDeleteResponsePartition with
        /// A value with every field at its default.
        static member Default = offsetDeleteResponsePartition.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type OffsetDeleteResponseTopic =
        { /// The name of the topic.
          Name: string
          /// The outcome for each partition.
          Partitions: OffsetDeleteResponsePartition[] }

    /// The wire schema of OffsetDeleteResponseTopic.
    let offsetDeleteResponseTopic = message<OffsetDeleteResponseTopic> "OffsetDeleteResponseTopic" {
        let! name       = field "Name"       _.Name       string                                always
        and! partitions = field "Partitions" _.Partitions (array offsetDeleteResponsePartition) always
        return { Name = name; Partitions = partitions } }

    type OffsetDeleteResponseTopic with
        /// A value with every field at its default.
        static member Default = offsetDeleteResponseTopic.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each topic.
          Topics: OffsetDeleteResponseTopic[] }

    /// The wire schema of Response.
    let response = message<Response> "OffsetDeleteResponse" {
        let! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                         always
        and! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                             (ignorable always)
        and! topics         = field "Topics"         _.Topics         (array offsetDeleteResponseTopic) always
        return { ErrorCode = errorCode; ThrottleTimeMs = throttleTimeMs; Topics = topics } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 47 (versions 0 0) never request response
