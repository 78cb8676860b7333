using KafkaWire.Loopback.Storage;

namespace KafkaWire.Loopback;

/// <summary>What all connections share.</summary>
internal sealed class Cluster(LoopbackBrokerOptions options, int port)
{
    private long lastProducerId = -1;

    public LoopbackBrokerOptions Options => options;

    /// <summary>The port that the broker listens on.</summary>
    public int Port => port;

    public TopicTable Topics { get; } = new(options);

    /// <summary>Raised whenever a log has grown or a topic has gone.</summary>
    public Signal LogsChanged { get; } = new();

    /// <summary>The time, in milliseconds since 1970.</summary>
    public long Now => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NewProducerId() => Interlocked.Increment(ref lastProducerId);
}
