namespace KafkaWire.Testing;

/// <summary>How a <see cref="LoopbackBroker"/> behaves. What is not set is as a Kafka with one node and its default configuration has
/// it.</summary>
public sealed record LoopbackBrokerOptions
{
    /// <summary>The port to listen on; 0, the default, takes one that is free.</summary>
    public int Port { get; init; }

    /// <summary>The host that Metadata names; 127.0.0.1 by default. The broker listens on loopback whatever this says.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The id of the one node; 1 by default.</summary>
    public int NodeId { get; init; } = 1;

    /// <summary>The id of the cluster; by default a new one for each set of options.</summary>
    public string ClusterId { get; init; } = Uuid.NewRandom().ToString();

    /// <summary>Whether a Metadata request creates the topics that it names, unless it forbids that; true by default.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>The number of partitions of topics that do not say how many they want; 1 by default.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>The largest record batch that is accepted, in bytes, unless the topic says otherwise by max.message.bytes; 1,048,588 by
    /// default.</summary>
    public int MaximumBatchSize { get; init; } = 1_048_588;

    /// <summary>The largest request that is accepted, in bytes; 100 MiB by default. A larger one closes the connection.</summary>
    public int MaximumRequestSize { get; init; } = 104_857_600;

    /// <summary>How long a group that was empty waits for further members before its first rebalance; not at all by default, where a Kafka
    /// waits for 3 s.</summary>
    public TimeSpan GroupInitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The shortest session timeout that a member of a group may ask for; 6 s by default.</summary>
    public TimeSpan GroupMinimumSessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest session timeout that a member of a group may ask for; 30 min by default.</summary>
    public TimeSpan GroupMaximumSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The clock of long polls, timeouts and log append times; the system's by default. A test that sets its own decides when time
    /// passes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Hears why the broker closed a connection: mostly bytes that are no request of Kafka's. By default nobody does.</summary>
    /// <remarks>Called from any thread. What it throws is ignored.</remarks>
    public Action<Exception>? ConnectionFailed { get; init; }
}
