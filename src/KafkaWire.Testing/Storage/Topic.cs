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

    /// <summary>Changes when a topic is created again under the same name.</summary>
    public Uuid Id { get; } = Uuid.NewRandom();

    /// <summary>Whether Kafka keeps state of its own in a topic of this name.</summary>
    public bool IsInternal => TopicName.IsInternal(Name);

    public TopicConfigs Configs { get; }

    public PartitionLog[] Partitions { get; }

    public long MaximumBatchSize { get; }

    /// <summary>Whether records get the broker's time in place of the producer's.</summary>
    public bool TakesAppendTime { get; }

    /// <summary>By how many milliseconds a timestamp may be after the broker's.</summary>
    public long MaximumFuture { get; }

    /// <summary>By how many milliseconds a timestamp may be before the broker's.</summary>
    public long MaximumPast { get; }

    /// <summary>Whether each record needs a key. Nothing is ever compacted here.</summary>
    public bool IsCompacted { get; }

    public PartitionLog? Partition(int index) => index >= 0 && index < Partitions.Length ? Partitions[index] : null;
}
