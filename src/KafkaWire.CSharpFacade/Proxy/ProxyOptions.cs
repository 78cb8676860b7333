namespace KafkaWire;

/// <summary>How a <see cref="KafkaProxyProtocol"/> behaves.</summary>
public sealed record ProxyOptions
{
    /// <summary>Gives the address that clients shall use for a broker, so that they come to the proxy; null, the default, leaves all as
    /// they are.</summary>
    /// <remarks>
    /// <para>Called for each address in an answer, by the thread that forwards it.</para>
    /// <para>Where it is set, ApiVersions and the APIs that can name brokers (see <see cref="BrokerAddresses.AreIn"/>) pass in the versions
    /// that this
    /// code knows, and in no other: no answer offers a newer one, and no request in one is forwarded. What else this code does not know
    /// passes as
    /// it is, and could name brokers that nobody sees: APIs of a newer Kafka, newer versions of APIs that name no brokers in the versions
    /// that
    /// are known, and new tagged fields. <see cref="RefuseUnknown"/> stops the APIs and the versions.</para>
    /// </remarks>
    public Func<BrokerAddress, BrokerAddress>? RewriteAddress { get; init; }

    /// <summary>Whether APIs, and versions of any API, that this code does not know are refused; default false, so that a newer Kafka is no
    /// obstacle.</summary>
    /// <remarks>
    /// ApiVersions answers then offer only what this code knows, and a request for anything else is not forwarded. For a proxy that must
    /// read, or
    /// account for, all that passes.
    /// </remarks>
    public bool RefuseUnknown { get; init; }

    /// <summary>The largest frame that is accepted of either side, in bytes; default 100 MiB.</summary>
    public int MaximumFrameSize { get; init; } = FrameReader.DefaultMaximumSize;
}
