using System.Globalization;

namespace KafkaWire.Loopback.Storage;

/// <summary>A topic and its partitions.</summary>
internal sealed class Topic
{
    public Topic(string name, int partitions, IReadOnlyDictionary<string, string> configs, LoopbackBrokerOptions options)
    {
        Name = name;
        Configs = configs;
        MaximumBatchSize = configs.TryGetValue("max.message.bytes", out var size) ? int.Parse(size, CultureInfo.InvariantCulture) : options.MaximumBatchSize;
        TakesAppendTime = configs.TryGetValue("message.timestamp.type", out var type) && type == "LogAppendTime";
        IsCompacted = configs.TryGetValue("cleanup.policy", out var policy) && policy.Split(',').Contains("compact");
        Partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionLog())];
    }

    public string Name { get; }

    /// <summary>Changes when a topic is created again under the same name.</summary>
    public Uuid Id { get; } = Uuid.NewRandom();

    /// <summary>The configuration values that whoever created the topic gave.</summary>
    public IReadOnlyDictionary<string, string> Configs { get; }

    public PartitionLog[] Partitions { get; }

    public int MaximumBatchSize { get; }

    /// <summary>Whether records get the broker's time in place of the producer's.</summary>
    public bool TakesAppendTime { get; }

    /// <summary>Whether each record needs a key. Nothing is ever compacted here.</summary>
    public bool IsCompacted { get; }

    public PartitionLog? Partition(int index) => index >= 0 && index < Partitions.Length ? Partitions[index] : null;
}
