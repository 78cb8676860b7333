namespace KafkaWire.Testing.Storage;

/// <summary>A topic and its partitions.</summary>
internal sealed class Topic
{
    public Topic(string name, int partitions, TopicConfigs configs, LoopbackBrokerOptions options)
    {
        Name = name;
        Configs = configs;
        MaximumBatchSize = configs.IsGiven(TopicConfigs.MaximumBatchSize)
            ? configs.Int64(TopicConfigs.MaximumBatchSize)
            : options.MaximumBatchSize;
        TakesAppendTime = configs[TopicConfigs.TimestampType] == "LogAppendTime";
        MaximumFuture = configs.Int64(TopicConfigs.MaximumFuture);
        MaximumPast = configs.Int64(TopicConfigs.MaximumPast);
        IsCompacted = configs.Has(TopicConfigs.CleanupPolicy, "compact");
        Partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionLog())];
    }

    public string Name { get; }

    /// <summary>The id. It changes if a topic is deleted and created again under the same name.</summary>
    public Uuid Id { get; } = Uuid.NewRandom();

    /// <summary>Whether Kafka uses the topic for its own state.</summary>
    public bool IsInternal => TopicName.IsInternal(Name);

    public TopicConfigs Configs { get; }

    public PartitionLog[] Partitions { get; }

    public long MaximumBatchSize { get; }

    /// <summary>Whether the broker replaces the producer's timestamps with the log append time.</summary>
    public bool TakesAppendTime { get; }

    /// <summary>The largest difference in milliseconds by which a timestamp may be ahead of the broker's time.</summary>
    public long MaximumFuture { get; }

    /// <summary>The largest difference in milliseconds by which a timestamp may be behind the broker's time.</summary>
    public long MaximumPast { get; }

    /// <summary>Whether each record needs a key. The broker never compacts the log itself.</summary>
    public bool IsCompacted { get; }

    public PartitionLog? Partition(int index) => index >= 0 && index < Partitions.Length ? Partitions[index] : null;
}
