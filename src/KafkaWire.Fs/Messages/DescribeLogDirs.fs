namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeLogDirs (key 35): describes the log directories of a broker: size, replicas, lag (KIP-113).
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible. v3 adds ErrorCode to the
/// response (KIP-784). v4 adds TotalBytes and UsableBytes to the response (KIP-827). v5 adds IsCordoned to the response
/// (KIP-1066).
[<RequireQualifiedAccess>]
module DescribeLogDirs =

    /// A topic whose replicas are to be described.
    [<NoComparison>]
    type DescribableLogDirTopic =
        { /// The name of the topic.
          Topic: string
          /// The numbers of the partitions whose replicas are to be described.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribableLogDirTopic.
    let describableLogDirTopic = message<DescribableLogDirTopic> "DescribableLogDirTopic" {
        let! topic      = field "Topic"      _.Topic      string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Topic = topic; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribableLogDirTopic with
        /// A value with every field at its default.
        static member Default = describableLogDirTopic.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The topics whose replicas are to be described; null for all, empty for none.
          Topics: DescribableLogDirTopic[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeLogDirsRequest" {
        let! topics = field "Topics" _.Topics (nullable 0 (array describableLogDirTopic)) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Topics = topics; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A replica in the directory.
    [<NoComparison>]
    type DescribeLogDirsPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The size of the replica's log segments, in bytes.
          PartitionSize: int64
          /// How many offsets the replica lags behind the high watermark or, while it is being moved, behind the replica
          /// that it will replace.
          OffsetLag: int64
          /// Whether the replica is being moved to this directory and will replace the one in use.
          IsFutureKey: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeLogDirsPartition.
    let describeLogDirsPartition = message<DescribeLogDirsPartition> "DescribeLogDirsPartition" {
        let! partitionIndex = field "PartitionIndex" _.PartitionIndex int32 always
        and! partitionSize  = field "PartitionSize"  _.PartitionSize  int64 always
        and! offsetLag      = field "OffsetLag"      _.OffsetLag      int64 always
        and! isFutureKey    = field "IsFutureKey"    _.IsFutureKey    bool  always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; PartitionSize = partitionSize; OffsetLag = offsetLag
                 IsFutureKey = isFutureKey; UnknownTaggedFields = tags } }

    type DescribeLogDirsPartition with
        /// A value with every field at its default.
        static member Default = describeLogDirsPartition.Default

    /// A topic with replicas in the directory.
    [<NoComparison>]
    type DescribeLogDirsTopic =
        { /// The name of the topic.
          Name: string
          /// The replicas in the directory.
          Partitions: DescribeLogDirsPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeLogDirsTopic.
    let describeLogDirsTopic = message<DescribeLogDirsTopic> "DescribeLogDirsTopic" {
        let! name       = field "Name"       _.Name       string                           always
        and! partitions = field "Partitions" _.Partitions (array describeLogDirsPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Name = name; Partitions = partitions; UnknownTaggedFields = tags } }

    type DescribeLogDirsTopic with
        /// A value with every field at its default.
        static member Default = describeLogDirsTopic.Default

    /// A log directory.
    [<NoComparison>]
    type DescribeLogDirsResult =
        { /// The error code of the directory; None (0) if nothing is wrong with it.
          ErrorCode: ErrorCode
          /// The absolute path of the directory.
          LogDir: string
          /// The topics with replicas in the directory.
          Topics: DescribeLogDirsTopic[]
          /// The size of the volume that the directory is on, in bytes; -1 if unknown. From v4.
          TotalBytes: int64
          /// How much space on that volume is usable, in bytes; -1 if unknown. From v4.
          UsableBytes: int64
          /// Whether the directory should get no new replicas. From v5.
          IsCordoned: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeLogDirsResult.
    let describeLogDirsResult = message<DescribeLogDirsResult> "DescribeLogDirsResult" {
        let! errorCode   = field       "ErrorCode"   _.ErrorCode   errorCode                    always
        and! logDir      = field       "LogDir"      _.LogDir      string                       always
        and! topics      = field       "Topics"      _.Topics      (array describeLogDirsTopic) always
        and! totalBytes  = fieldOr -1L "TotalBytes"  _.TotalBytes  int64                        (ignorable (since 4))
        and! usableBytes = fieldOr -1L "UsableBytes" _.UsableBytes int64                        (ignorable (since 4))
        and! isCordoned  = field       "IsCordoned"  _.IsCordoned  bool                         (ignorable (since 5))
        and! tags        = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; LogDir = logDir; Topics = topics; TotalBytes = totalBytes; UsableBytes = usableBytes
                 IsCordoned = isCordoned; UnknownTaggedFields = tags } }

    type DescribeLogDirsResult with
        /// A value with every field at its default.
        static member Default = describeLogDirsResult.Default

    /// The response of the broker that has the directories.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success. From v3.
          ErrorCode: ErrorCode
          /// The log directories of the broker.
          Results: DescribeLogDirsResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeLogDirsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                         always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                     (ignorable (since 3))
        and! results        = field "Results"        _.Results        (array describeLogDirsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 35 (versions 0 5) (since 2) request response
