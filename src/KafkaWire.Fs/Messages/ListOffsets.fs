namespace KafkaWire

open KafkaWire.Schema

/// ListOffsets (key 2): looks up the offset that belongs to a timestamp, or to the start or the end of a partition.
///
/// v1 answers with one Timestamp and Offset for each partition in place of OldStyleOffsets, so MaxNumOffsets is gone (KIP-79). v2
/// adds IsolationLevel to the request, ThrottleTimeMs to the response (KIP-98, KIP-124). v3 has the same bytes; the broker
/// answers before it throttles (KIP-219). v4 adds CurrentLeaderEpoch to the request, LeaderEpoch to the response (KIP-320). v5
/// has the same bytes; OffsetNotAvailable can be an answer (KIP-207). v6 is flexible. v7 has the same bytes; the timestamp can be
/// -3 (KIP-734). v8 has the same bytes; the timestamp can be -4 (KIP-405). v9 has the same bytes; the timestamp can be -5
/// (KIP-1005). v10 adds TimeoutMs to the request (KIP-1075). v11 has the same bytes; the timestamp can be -6 (KIP-1023).
[<RequireQualifiedAccess>]
module ListOffsets =

    /// A partition to look up.
    [<NoComparison>]
    type ListOffsetsPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The epoch of the leader as the sender knows it, by which the broker tells an outdated sender (FencedLeaderEpoch) from an
          /// outdated broker (UnknownLeaderEpoch); -1 switches that check off. From v4.
          CurrentLeaderEpoch: int
          /// Asks for the first record that is not older than this time, in milliseconds since 1970; or -1 the end, -2 the start, -3 (v7)
          /// the record with the largest timestamp, -4 (v8) the start of what is on the broker's own disk, -5 (v9) the end of what is in
          /// remote storage, -6 (v11) the start of what is not yet in remote storage.
          Timestamp: int64
          /// How many offsets to answer with, 1 by default. Only v0.
          MaxNumOffsets: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ListOffsetsPartition stands on the wire.
    let listOffsetsPartition = message<ListOffsetsPartition> "ListOffsetsPartition" {
        let! partitionIndex     = field      "PartitionIndex"     _.PartitionIndex     int32 always
        and! currentLeaderEpoch = fieldOr -1 "CurrentLeaderEpoch" _.CurrentLeaderEpoch int32 (ignorable (since 4))
        and! timestamp          = field      "Timestamp"          _.Timestamp          int64 always
        and! maxNumOffsets      = fieldOr 1  "MaxNumOffsets"      _.MaxNumOffsets      int32 (versions 0 0)
        and! tags               = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; CurrentLeaderEpoch = currentLeaderEpoch; Timestamp = timestamp
                 MaxNumOffsets = maxNumOffsets; UnknownTaggedFields = tags } }

    type ListOffsetsPartition with
        /// Every field at its default.
        static member Default = listOffsetsPartition.Default

    /// A topic to look up.
    [<NoComparison>]
    type ListOffsetsTopic =
        { /// The name of the topic.
          Name: string
          /// The partitions to look up.
          Partitions: ListOffsetsPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ListOffsetsTopic stands on the wire.
    let listOffsetsTopic = message<ListOffsetsTopic> "ListOffsetsTopic" {
        let! name       = field "Name"       _.Name       string                       always
        and! partitions = field "Partitions" _.Partitions (array listOffsetsPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ListOffsetsTopic with
        /// Every field at its default.
        static member Default = listOffsetsTopic.Default

    /// What a client or a replica sends.
    [<NoComparison>]
    type Request =
        { /// The id of the replica that asks; a client must send -1. The protocol's default, 0, is the id of a replica: Kafka answers a
          /// replica up to the end of the log whatever IsolationLevel says, and a client up to what it may see.
          ReplicaId: int
          /// What the end of the log is: 0 the high watermark (read uncommitted), 1 the last stable offset (read committed). From v2.
          IsolationLevel: sbyte
          /// The topics to look up.
          Topics: ListOffsetsTopic[]
          /// How long the broker may take to look into remote storage, in milliseconds. From v10.
          TimeoutMs: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ListOffsetsRequest" {
        let! replicaId      = field "ReplicaId"      _.ReplicaId      int32                    always
        and! isolationLevel = field "IsolationLevel" _.IsolationLevel int8                     (since 2)
        and! topics         = field "Topics"         _.Topics         (array listOffsetsTopic) always
        and! timeoutMs      = field "TimeoutMs"      _.TimeoutMs      int32                    (ignorable (since 10))
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ReplicaId = replicaId; IsolationLevel = isolationLevel; Topics = topics; TimeoutMs = timeoutMs
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What was found in a partition.
    [<NoComparison>]
    type ListOffsetsPartitionResponse =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it, such as NotLeaderOrFollower, or (v5) OffsetNotAvailable while a new leader does not know its high watermark;
          /// None (0) if all is well.
          ErrorCode: ErrorCode
          /// The offsets of the segments that start before the time asked for, the newest first. Only v0.
          OldStyleOffsets: int64[]
          /// The timestamp of the record that was found; -1 if none was, or if the start or the end was asked for. From v1.
          Timestamp: int64
          /// The offset that was found; -1 with an error, and if there is none. From v1.
          Offset: int64
          /// The leader epoch of the record that was found; -1 if it is not known. From v4.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ListOffsetsPartitionResponse stands on the wire.
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
        /// Every field at its default.
        static member Default = listOffsetsPartitionResponse.Default

    /// What was found in a topic.
    [<NoComparison>]
    type ListOffsetsTopicResponse =
        { /// The name of the topic.
          Name: string
          /// What was found in each partition.
          Partitions: ListOffsetsPartitionResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ListOffsetsTopicResponse stands on the wire.
    let listOffsetsTopicResponse = message<ListOffsetsTopicResponse> "ListOffsetsTopicResponse" {
        let! name       = field "Name"       _.Name       string                               always
        and! partitions = field "Partitions" _.Partitions (array listOffsetsPartitionResponse) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type ListOffsetsTopicResponse with
        /// Every field at its default.
        static member Default = listOffsetsTopicResponse.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// What was found in each topic.
          Topics: ListOffsetsTopicResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ListOffsetsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                            (ignorable (since 2))
        and! topics         = field "Topics"         _.Topics         (array listOffsetsTopicResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Topics = topics; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.ListOffsets (versions 0 11) (since 6) request response
