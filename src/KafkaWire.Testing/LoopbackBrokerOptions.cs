namespace KafkaWire.Testing;

/// <summary>The options of a <see cref="LoopbackBroker"/>. The defaults are those of a one-node Kafka cluster, except where an option says
/// otherwise.</summary>
public sealed record LoopbackBrokerOptions
{
    /// <summary>The port to listen on. 0, the default, picks a free port.</summary>
    public int Port { get; init; }

    /// <summary>The host that Metadata advertises; 127.0.0.1 by default. The broker listens on loopback whatever the value.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The node id of the broker; 1 by default.</summary>
    public int NodeId { get; init; } = 1;

    /// <summary>The id of the cluster; by default a random one for each instance of the options.</summary>
    public string ClusterId { get; init; } = Uuid.NewRandom().ToString();

    /// <summary>Whether a Metadata request creates missing topics, unless the request forbids it; true by default.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>The number of partitions of a topic that is created without one; 1 by default.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>The largest record batch that the broker accepts, in bytes, unless the topic sets max.message.bytes; 1,048,588 by
    /// default.</summary>
    public int MaximumBatchSize { get; init; } = 1_048_588;

    /// <summary>The largest request that the broker accepts, in bytes; 100 MiB by default. A larger one closes the connection.</summary>
    public int MaximumRequestSize { get; init; } = 104_857_600;

    /// <summary>How long an empty group waits for more members before its first rebalance; zero by default, where Kafka waits 3
    /// s.</summary>
    public TimeSpan GroupInitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The shortest session timeout that a group member may request; 6 s by default.</summary>
    public TimeSpan GroupMinimumSessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest session timeout that a group member may request; 30 min by default.</summary>
    public TimeSpan GroupMaximumSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The clock for long polls, timeouts and log append times; the system clock by default. A test that sets its own clock
    /// controls when time passes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called with the reason when the broker closes a connection, usually because the bytes are not a valid Kafka request; null
    /// by default.</summary>
    /// <remarks>It can be called from any thread. Exceptions that it throws are ignored.</remarks>
    public Action<Exception>? ConnectionFailed { get; init; }
}
