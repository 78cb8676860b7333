namespace KafkaWire.CSharpFacade.Tests.Loopback;

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

    /// <summary>Produce by name: up to version 12.</summary>
    public static ProduceRequest Produce(string topic, Bytes? records, short acks = -1, int partition = 0) =>
        new()
        {
            Acks = acks,
            TimeoutMs = 10_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = records }] }],
        };

    /// <summary>Fetch by name: up to version 12.</summary>
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

    /// <summary>Asks for the id of a producer that is only idempotent.</summary>
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

    /// <summary>OffsetCommit by name: up to version 9.</summary>
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

    /// <summary>OffsetFetch of several groups by name: versions 8 and 9. A topic of null asks for all.</summary>
    public static OffsetFetchRequest OffsetFetch(string group, string? topic, bool requireStable = false) =>
        new()
        {
            RequireStable = requireStable,
            Groups = [new() { GroupId = group, Topics = topic == null ? null : [new() { Name = topic, PartitionIndexes = [0] }] }],
        };

    /// <summary>A request that a version can carry, on the topic "topic".</summary>
    public static IKafkaRequest Sample(ApiKey api, short version, Uuid topicId) =>
        api switch
        {
            ApiKey.Produce when version < 3 => Produce(
                "topic",
                Records.Build(new() { Magic = (sbyte)(version / 2) }, [new() { Value = Bytes.OfString("a") }])
            ),
            ApiKey.Produce => Produce("topic", Batch.Of("a")) is var produce && version >= 13
                ? produce with
                {
                    TopicData = [produce.TopicData[0] with { Name = "", TopicId = topicId }],
                }
                : produce,
            ApiKey.Fetch => Fetch("topic") is var fetch && version >= 13
                ? fetch with
                {
                    Topics = [fetch.Topics[0] with { Topic = "", TopicId = topicId }],
                }
                : fetch,
            ApiKey.ListOffsets => ListOffsets("topic", -1),
            ApiKey.Metadata => Metadata("topic"),
            ApiKey.JoinGroup => Join("no-group", "no-member"),
            ApiKey.SyncGroup => new SyncGroupRequest { GroupId = "no-group", MemberId = "no-member" },
            ApiKey.Heartbeat => Heartbeat("no-group", "no-member", 1),
            ApiKey.LeaveGroup when version < 3 => new LeaveGroupRequest { GroupId = "no-group", MemberId = "no-member" },
            ApiKey.LeaveGroup => Leave("no-group", "no-member"),
            ApiKey.DescribeGroups => Describe("no-group"),
            ApiKey.ListGroups => new ListGroupsRequest(),
            ApiKey.DeleteGroups => new DeleteGroupsRequest { GroupsNames = ["no-group"] },
            ApiKey.OffsetCommit => Commit("group", "topic", 1) is var commit && version >= 10
                ? commit with
                {
                    Topics = [commit.Topics[0] with { TopicId = topicId }],
                }
                : commit,
            ApiKey.OffsetFetch when version < 8 => new OffsetFetchRequest
            {
                GroupId = "group",
                Topics = [new() { Name = "topic", PartitionIndexes = [0] }],
            },
            ApiKey.OffsetFetch => OffsetFetch("group", "topic"),
            ApiKey.AddPartitionsToTxn when version >= 4 => new AddPartitionsToTxnRequest
            {
                Transactions = [new() { TransactionalId = "no-id", Topics = [new() { Name = "topic", Partitions = [0] }] }],
            },
            ApiKey.AddPartitionsToTxn => new AddPartitionsToTxnRequest
            {
                V3AndBelowTransactionalId = "no-id",
                V3AndBelowTopics = [new() { Name = "topic", Partitions = [0] }],
            },
            ApiKey.AddOffsetsToTxn => new AddOffsetsToTxnRequest { TransactionalId = "no-id", GroupId = "group" },
            ApiKey.EndTxn => new EndTxnRequest { TransactionalId = "no-id" },
            ApiKey.TxnOffsetCommit => new TxnOffsetCommitRequest
            {
                TransactionalId = "no-id",
                GroupId = "group",
                Topics =
                [
                    new()
                    {
                        Name = "topic",
                        TopicId = topicId,
                        Partitions = [new() { CommittedMetadata = "" }],
                    },
                ],
            },
            ApiKey.FindCoordinator when version >= 4 => new FindCoordinatorRequest { CoordinatorKeys = ["key"] },
            ApiKey.FindCoordinator => new FindCoordinatorRequest { Key = "key" },
            ApiKey.ApiVersions => new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" },
            ApiKey.CreateTopics => Create($"created-{version}"),
            ApiKey.DeleteTopics when version >= 6 => Delete("no-topic"),
            ApiKey.DeleteTopics => new DeleteTopicsRequest { TopicNames = ["no-topic"] },
            ApiKey.InitProducerId => InitProducerId(),
            ApiKey.DescribeCluster => new DescribeClusterRequest(),
            _ => throw new ArgumentOutOfRangeException(nameof(api), api, "No sample."),
        };
}
