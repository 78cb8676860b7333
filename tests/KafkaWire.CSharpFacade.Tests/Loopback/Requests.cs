namespace KafkaWire.CSharpFacade.Tests.Loopback;

/// <summary>Requests that tests send.</summary>
internal static class Requests
{
    public static MetadataRequest Metadata(params string[] topics) => new() { Topics = [.. topics.Select(name => new MetadataRequest.Topic { Name = name })] };

    public static CreateTopicsRequest Create(string topic, int partitions = 1, params (string Name, string? Value)[] configs) => new()
    {
        Topics =
        [
            new()
            {
                Name = topic,
                NumPartitions = partitions,
                ReplicationFactor = 1,
                Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Name, Value = config.Value })],
            }
        ],
    };

    public static DeleteTopicsRequest Delete(params string[] topics) => new() { TimeoutMs = 30_000, Topics = [.. topics.Select(name => new DeleteTopicsRequest.DeleteTopicState { Name = name })] };

    /// <summary>Produce by name: up to version 12.</summary>
    public static ProduceRequest Produce(string topic, Bytes? records, short acks = -1, int partition = 0) => new()
    {
        Acks = acks,
        TimeoutMs = 10_000,
        TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = records }] }],
    };

    /// <summary>Fetch by name: up to version 12.</summary>
    public static FetchRequest Fetch(string topic, long offset = 0, int maxWaitMs = 0, int minBytes = 1, int maxBytes = int.MaxValue, int partition = 0) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = minBytes,
        MaxBytes = maxBytes,
        Topics = [new() { Topic = topic, Partitions = [new() { Partition = partition, FetchOffset = offset, PartitionMaxBytes = maxBytes }] }],
    };

    public static ListOffsetsRequest ListOffsets(string topic, long timestamp, int partition = 0) => new()
    {
        ReplicaId = -1,
        Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = timestamp }] }],
    };

    /// <summary>Asks for the id of a producer that is only idempotent.</summary>
    public static InitProducerIdRequest InitProducerId() => new() { TransactionalId = null, TransactionTimeoutMs = 60_000 };

    /// <summary>A request that a version can carry, on the topic "topic".</summary>
    public static IKafkaRequest Sample(ApiKey api, short version, Uuid topicId) => api switch
    {
        ApiKey.Produce when version < 3 => Produce("topic", Records.Build(new() { Magic = (sbyte)(version / 2) }, [new() { Value = Bytes.OfString("a") }])),
        ApiKey.Produce => Produce("topic", Batch.Of("a")) is var produce && version >= 13 ? produce with { TopicData = [produce.TopicData[0] with { Name = "", TopicId = topicId }] } : produce,
        ApiKey.Fetch => Fetch("topic") is var fetch && version >= 13 ? fetch with { Topics = [fetch.Topics[0] with { Topic = "", TopicId = topicId }] } : fetch,
        ApiKey.ListOffsets => ListOffsets("topic", -1),
        ApiKey.Metadata => Metadata("topic"),
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
