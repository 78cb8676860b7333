using KafkaWire.Testing.Groups;
using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing;

/// <summary>What all connections share.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly LoopbackBrokerOptions options;
    private long lastProducerId = -1;

    public Cluster(LoopbackBrokerOptions options, int port)
    {
        this.options = options;
        Port = port;
        Topics = new(options);
        Groups = new(options);
        Transactions = new(this);
    }

    public LoopbackBrokerOptions Options => options;

    /// <summary>The port that the broker listens on.</summary>
    public int Port { get; }

    public TopicTable Topics { get; }

    public GroupTable Groups { get; }

    public TransactionTable Transactions { get; }

    /// <summary>Raised whenever a log has grown or a topic has gone.</summary>
    public Signal LogsChanged { get; } = new();

    /// <summary>The time, in milliseconds since 1970.</summary>
    public long Now => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NewProducerId() => Interlocked.Increment(ref lastProducerId);

    /// <summary>Stops all timers.</summary>
    public void Dispose()
    {
        Groups.Dispose();
        Transactions.Dispose();
    }
}
