namespace KafkaWire;

/// <summary>How a <see cref="KafkaProxyProtocol"/> behaves.</summary>
public sealed record ProxyOptions
{
    /// <summary>Gives the address that clients shall use for a broker, so that they come to the proxy; null, the default, leaves all as they are.</summary>
    /// <remarks>Called for each address in an answer, by the thread that forwards it.</remarks>
    public Func<BrokerAddress, BrokerAddress>? RewriteAddress { get; init; }

    /// <summary>The largest frame that is accepted of either side, in bytes; default 100 MiB.</summary>
    public int MaximumFrameSize { get; init; } = FrameReader.DefaultMaximumSize;
}
