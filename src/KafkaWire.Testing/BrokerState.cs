using KafkaWire.Testing.Groups;
using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;
using KafkaWire.Testing.Waiting;

namespace KafkaWire.Testing;

/// <summary>The state that all connections share.</summary>
internal sealed class BrokerState : IDisposable
{
    private long lastProducerId = -1;

    public BrokerState(LoopbackBrokerOptions options, int port)
    {
        Options = options;
        Port = port;
        Topics = new(options);
        Groups = new(options);
        Transactions = new(this);
    }

    public LoopbackBrokerOptions Options { get; }

    /// <summary>The port that the broker listens on.</summary>
    public int Port { get; }

    public TopicTable Topics { get; }

    public GroupTable Groups { get; }

    public TransactionTable Transactions { get; }

    /// <summary>Raised whenever a log has grown or a topic was deleted.</summary>
    public Signal LogsChanged { get; } = new();

    /// <summary>The time, in milliseconds since 1970.</summary>
    public long Now => Options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NewProducerId() => Interlocked.Increment(ref lastProducerId);

    /// <summary>Stops all timers.</summary>
    public void Dispose()
    {
        Groups.Dispose();
        Transactions.Dispose();
    }
}
