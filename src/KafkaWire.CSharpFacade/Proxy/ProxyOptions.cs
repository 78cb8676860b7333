namespace KafkaWire;

/// <summary>The options of a <see cref="KafkaProxyProtocol"/>.</summary>
public sealed record ProxyOptions
{
    /// <summary>The APIs that the proxy knows. The default is Kafka's.</summary>
    /// <remarks>Requests and answers of these APIs can be decoded and changed, and pass <see cref="RefuseUnknown"/>.</remarks>
    /// <example><code>
    /// Apis = ApiRegistry.Kafka.With(PlaceOrder.api)
    /// </code></example>
    public ApiRegistry Apis { get; init; } = ApiRegistry.Kafka;

    /// <summary>Returns the address that clients should use for a broker, so that they connect to the proxy. The default is null: addresses
    /// stay as they are.</summary>
    /// <remarks>
    /// <para>It is called for each address in an answer, by the thread that forwards the answer.</para>
    /// <para>If it is set, ApiVersions and the APIs that can name brokers (see <see cref="BrokerAddresses.AreIn"/>) pass only in the
    /// versions that this code knows: no answer offers a newer version, and no request in one is forwarded. Everything else that this code
    /// does not know passes unchanged and could name brokers: APIs of a newer Kafka, newer versions of APIs that do not name brokers today,
    /// and new tagged fields. <see cref="RefuseUnknown"/> stops the unknown APIs and versions.</para>
    /// </remarks>
    public Func<BrokerAddress, BrokerAddress>? RewriteAddress { get; init; }

    /// <summary>Whether unknown APIs, and unknown versions of any API, are refused. The default is false, so that a newer Kafka
    /// works.</summary>
    /// <remarks>
    /// ApiVersions answers then offer only what this code and <see cref="Apis"/> know, and a request for anything else is not forwarded.
    /// Use it for a proxy that must read, or account for, everything that passes.
    /// </remarks>
    public bool RefuseUnknown { get; init; }

    /// <summary>The limit on the size of a frame from either side, in bytes. The default is 100 MiB.</summary>
    public int MaximumFrameSize { get; init; } = FrameReader.DefaultMaximumSize;
}
