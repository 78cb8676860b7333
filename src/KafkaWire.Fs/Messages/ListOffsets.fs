namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListOffsets (key 2): looks up the offset for a timestamp, or for the start or end of a partition.
///
/// v1 has one Timestamp and Offset for each partition of the response in place of OldStyleOffsets, so MaxNumOffsets is
/// dropped (KIP-79). v2 adds IsolationLevel to the request, ThrottleTimeMs to the response (KIP-98, KIP-124). v3 has the
/// same layout; the broker answers before it throttles (KIP-219). v4 adds CurrentLeaderEpoch to the request, LeaderEpoch to
/// the response (KIP-320). v5 has the same layout; the broker may answer OffsetNotAvailable (KIP-207). v6 is flexible. v7
/// has the same layout; the timestamp can be -3 (KIP-734). v8 has the same layout; the timestamp can be -4 (KIP-405). v9
/// has the same layout; the timestamp can be -5 (KIP-1005). v10 adds TimeoutMs to the request (KIP-1075). v11 has the same
/// layout; the timestamp can be -6 (KIP-1023).
[<RequireQualifiedAccess>]
module ListOffsets =

    /// A partition to look up.
    [<NoComparison>]
    type ListOffsetsPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The leader epoch that the sender knows. The broker answers FencedLeaderEpoch if the sender is outdated,
          /// UnknownLeaderEpoch if the broker itself is; -1 disables the check. From v4.
          CurrentLeaderEpoch: int
          /// The time to look up, in milliseconds since 1970; finds the first record that is not older. Special values: -1
          /// the end, -2 the start, -3 (v7) the record with the largest timestamp, -4 (v8) the start of the data on the
          /// broker's own disk, -5 (v9) the end of the data in remote storage, -6 (v11) the start of the data that is not
          /// yet in remote storage.
          Timestamp: int64
          /// The maximum number of offsets to return, 1 by default. Only v0.
          MaxNumOffsets: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListOffsetsPartition.
    let listOffsetsPartition = message<ListOffsetsPartition> "ListOffsetsPartition" {
        let! partitionIndex     = field      "PartitionIndex"     _.PartitionIndex     int32 always
        and! currentLeaderEpoch = fieldOr -1 "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32 (ignorable (since 4))
        and! timestamp          = field      "Timestamp"          _.Timestamp          int64 always
        and! maxNumOffsets      = fieldOr 1  "MaxNumOffsets"      _.MaxNumOffsets      int32 (versions 0 0)
        and! tags               = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CurrentLeaderEpoch = currentLeaderEpoch; Timestamp = timestamp
                 MaxNumOffsets = maxNumOffsets; UnknownTaggedFields = tags } }

    type ListOffsetsPartition with
        /// A value with every field at its default.
        static member Default = listOffsetsPartition.Default

    /// A topic to look up.
    [<NoComparison>]
    type ListOffsetsTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to look up.
          Partitions: ListOffsetsPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListOffsetsTopic.
    let listOffsetsTopic = message<ListOffsetsTopic> "ListOffsetsTopic" {
        let! name       = field "Name"       _.Name       string                       always
        and! partitions = field "Partitions" _.Partitions (array listOffsetsPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ListOffsetsTopic with
        /// A value with every field at its default.
        static member Default = listOffsetsTopic.Default

    /// Sent by a client or a replica.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that sends the request; -1 from a client. A replica can look up offsets to the end of
          /// the log, a client only up to what it may see. The protocol's default, 0, is the id of a replica: Kafka then
          /// ignores IsolationLevel. A client must send -1.
          ReplicaId: int
          /// What counts as the end of the log: 0 the high watermark (read uncommitted), 1 the last stable offset (read
          /// committed). From v2.
          IsolationLevel: sbyte
          /// The topics to look up.
          Topics: ListOffsetsTopic[]
          /// How long the broker may take to search remote storage, in milliseconds. From v10.
          TimeoutMs: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ListOffsetsRequest" {
        let! replicaId      = field "ReplicaId"      _.ReplicaId      int32                    always
        and! isolationLevel = field "IsolationLevel" _.IsolationLevel int8                     (since 2)
        and! topics         = field "Topics"         _.Topics         (array listOffsetsTopic) always
        and! timeoutMs      = field "TimeoutMs"      _.TimeoutMs      int32                    (ignorable (since 10))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; IsolationLevel = isolationLevel; Topics = topics; TimeoutMs = timeoutMs
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// What was found in a partition.
    [<NoComparison>]
    type ListOffsetsPartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code, such as NotLeaderOrFollower, or (v5) OffsetNotAvailable while a new leader does not know its
          /// high watermark; None (0) on success.
          ErrorCode: ErrorCode
          /// The offsets of the segments that start before the requested time, newest first. Only v0.
          OldStyleOffsets: int64[]
          /// The timestamp of the record that was found; -1 if none was found, or if the start or the end was requested.
          /// From v1.
          Timestamp: int64
          /// The offset that was found; -1 on error or if there is none. From v1.
          Offset: int64
          /// The leader epoch of the record that was found; -1 if unknown. From v4.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListOffsetsPartitionResponse.
    let listOffsetsPartitionResponse = message<ListOffsetsPartitionResponse> "ListOffsetsPartitionResponse" {
        let! partitionIndex  = field       "PartitionIndex"  _.PartitionIndex  int32         always
        and! errorCode       = field       "ErrorCode"       _.ErrorCode       errorCode     always
        and! oldStyleOffsets = field       "OldStyleOffsets" _.OldStyleOffsets (array int64) (versions 0 0)
        and! timestamp       = fieldOr -1L "Timestamp"       _.Timestamp       int64         (since 1)
        and! offset          = fieldOr -1L "Offset"          _.Offset          int64         (since 1)
        and! leaderEpoch     = fieldOr -1  "LeaderEpoch"     _.LeaderEpoch     int32         (since 4)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; OldStyleOffsets = oldStyleOffsets
                 Timestamp = timestamp; Offset = offset; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type ListOffsetsPartitionResponse with
        /// A value with every field at its default.
        static member Default = listOffsetsPartitionResponse.Default

    /// What was found in a topic.
    [<NoComparison>]
    type ListOffsetsTopicResponse =
        { /// The name of the topic.
          Name: string
          /// What was found in each partition.
          Partitions: ListOffsetsPartitionResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ListOffsetsTopicResponse.
    let listOffsetsTopicResponse = message<ListOffsetsTopicResponse> "ListOffsetsTopicResponse" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array listOffsetsPartitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ListOffsetsTopicResponse with
        /// A value with every field at its default.
        static member Default = listOffsetsTopicResponse.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// What was found in each topic.
          Topics: ListOffsetsTopicResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ListOffsetsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array listOffsetsTopicResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 2 (versions 0 11) (since 6) request response
