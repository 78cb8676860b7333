namespace KafkaWire.TestSupport;

/// <summary>Requests that tests send.</summary>
internal static class Requests
{
    public static MetadataRequest Metadata(params string[] topics) =>
        new() { Topics = [.. topics.Select(name => new MetadataRequest.Topic { Name = name })] };

    public static CreateTopicsRequest Create(string topic, int partitions = 1, params (string Name, string? Value)[] configs) =>
        new()
        {
            Topics =
            [
                new()
                {
                    Name = topic,
                    NumPartitions = partitions,
                    ReplicationFactor = 1,
                    Configs =
                    [
                        .. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig
                        {
                            Name = config.Name,
                            Value = config.Value,
                        }),
                    ],
                },
            ],
        };

    public static DeleteTopicsRequest Delete(params string[] topics) =>
        new() { TimeoutMs = 30_000, Topics = [.. topics.Select(name => new DeleteTopicsRequest.DeleteTopicState { Name = name })] };

    /// <summary>Produce by topic name: up to version 12.</summary>
    public static ProduceRequest Produce(string topic, Bytes? records, short acks = -1, int partition = 0) =>
        new()
        {
            Acks = acks,
            TimeoutMs = 10_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = records }] }],
        };

    /// <summary>Fetch by topic name: up to version 12.</summary>
    public static FetchRequest Fetch(
        string topic,
        long offset = 0,
        int maxWaitMs = 0,
        int minBytes = 1,
        int maxBytes = int.MaxValue,
        int partition = 0
    ) =>
        new()
        {
            MaxWaitMs = maxWaitMs,
            MinBytes = minBytes,
            MaxBytes = maxBytes,
            Topics =
            [
                new()
                {
                    Topic = topic,
                    Partitions =
                    [
                        new()
                        {
                            Partition = partition,
                            FetchOffset = offset,
                            PartitionMaxBytes = maxBytes,
                        },
                    ],
                },
            ],
        };

    public static ListOffsetsRequest ListOffsets(string topic, long timestamp, int partition = 0) =>
        new()
        {
            ReplicaId = -1,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = timestamp }] }],
        };

    /// <summary>Requests an id for a producer that is idempotent, but not transactional.</summary>
    public static InitProducerIdRequest InitProducerId() => new() { TransactionalId = null, TransactionTimeoutMs = 60_000 };

    public static InitProducerIdRequest InitTransactions(string transactionalId, long producerId = -1, short epoch = -1) =>
        new()
        {
            TransactionalId = transactionalId,
            TransactionTimeoutMs = 60_000,
            ProducerId = producerId,
            ProducerEpoch = epoch,
        };

    public static JoinGroupRequest Join(
        string group,
        string member,
        string? instance = null,
        string protocol = "range",
        string metadata = "",
        int sessionTimeoutMs = 10_000
    ) =>
        new()
        {
            GroupId = group,
            MemberId = member,
            GroupInstanceId = instance,
            SessionTimeoutMs = sessionTimeoutMs,
            RebalanceTimeoutMs = 60_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = protocol, Metadata = Bytes.OfString(metadata) }],
        };

    public static SyncGroupRequest Sync(string group, JoinGroup.Response joined, params (string Member, string Assignment)[] assignments) =>
        new()
        {
            GroupId = group,
            MemberId = joined.MemberId,
            GenerationId = joined.GenerationId,
            ProtocolType = joined.ProtocolType,
            ProtocolName = joined.ProtocolName,
            Assignments =
            [
                .. assignments.Select(each => new SyncGroupRequest.AssignmentData
                {
                    MemberId = each.Member,
                    Assignment = Bytes.OfString(each.Assignment),
                }),
            ],
        };

    public static HeartbeatRequest Heartbeat(string group, string member, int generation, string? instance = null) =>
        new()
        {
            GroupId = group,
            MemberId = member,
            GenerationId = generation,
            GroupInstanceId = instance,
        };

    public static LeaveGroupRequest Leave(string group, string member, string? instance = null) =>
        new() { GroupId = group, Members = [new() { MemberId = member, GroupInstanceId = instance }] };

    public static DescribeGroupsRequest Describe(params string[] groups) => new() { Groups = groups };

    /// <summary>OffsetCommit by topic name: up to version 9.</summary>
    public static OffsetCommitRequest Commit(
        string group,
        string topic,
        long offset,
        string member = "",
        int generation = -1,
        int partition = 0,
        string? metadata = ""
    ) =>
        new()
        {
            GroupId = group,
            MemberId = member,
            GenerationIdOrMemberEpoch = generation,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions =
                    [
                        new()
                        {
                            PartitionIndex = partition,
                            CommittedOffset = offset,
                            CommittedLeaderEpoch = 0,
                            CommittedMetadata = metadata,
                        },
                    ],
                },
            ],
        };

    /// <summary>OffsetFetch by topic name: versions 8 and 9. A null topic asks for all topics.</summary>
    public static OffsetFetchRequest OffsetFetch(string group, string? topic, bool requireStable = false) =>
        new()
        {
            RequireStable = requireStable,
            Groups = [new() { GroupId = group, Topics = topic == null ? null : [new() { Name = topic, PartitionIndexes = [0] }] }],
        };
}
