using System.Diagnostics.Tracing;

namespace KafkaWire;

/// <summary>Which brokers must have the records before a write is answered.</summary>
public enum Acks : short
{
    /// <summary>None: there is no answer, so no error and no offset.</summary>
    None = 0,

    /// <summary>The leader of the partition.</summary>
    Leader = 1,

    /// <summary>All in-sync replicas.</summary>
    All = -1,
}

/// <summary>The options of a <see cref="SimpleClient"/>.</summary>
public sealed record SimpleClientOptions
{
    private readonly short? apiVersionsVersion;

    /// <summary>The name that the client sends in every request, or null for none.</summary>
    public string? ClientId { get; init; } = "KafkaWire";

    /// <summary>The time limit of a call, including connecting, logging in and a retry. The default is 30 s.</summary>
    /// <remarks>
    /// If the broker does not answer a request in this time, the connection is closed, as with <c>request.timeout.ms</c> in Kafka's own
    /// client: other requests that wait on it fail, too, and the next request opens a new connection.
    /// </remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which brokers must have the records before <see cref="SimpleClient.ProduceAsync"/> returns. The default is all in-sync
    /// replicas.</summary>
    public Acks Acks { get; init; } = Acks.All;

    /// <summary>How records are compressed. The default is no compression.</summary>
    public CompressionType Compression { get; init; }

    /// <summary>The version of ApiVersions that a connection begins with. The default, null, is the highest that this code knows.</summary>
    /// <remarks>
    /// If the broker closes the connection, the client tries version 3 and then version 0, each on a new connection. Set a lower version
    /// for a broker or a firewall that is known to close the connection.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">ApiVersions has no such version.</exception>
    public short? ApiVersionsVersion
    {
        get => apiVersionsVersion;
        init => apiVersionsVersion = value is { } version ? KafkaProtocol.EnsureKnown(version, nameof(ApiVersionsVersion)) : null;
    }

    /// <summary>The versions that the brokers serve. Set it for brokers before Kafka 0.10, which have no ApiVersions. The default, null,
    /// asks each broker.</summary>
    /// <example><code>
    /// Versions = Releases.Find("0.9.0")!.VersionsOf(ServerRole.ZooKeeperBroker)
    /// </code></example>
    public PeerVersions? Versions { get; init; }

    /// <summary>The APIs that JSON requests can name. The default is Kafka's.</summary>
    /// <example><code>
    /// Apis = ApiRegistry.Kafka.With(PlaceOrder.api)
    /// </code></example>
    public ApiRegistry Apis { get; init; } = ApiRegistry.Kafka;

    /// <summary>The TLS options. The default, null, uses no TLS.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How to log in. The default, null, does not log in.</summary>
    /// <remarks>If the broker limits the lifetime of a login (<c>connections.max.reauth.ms</c>, or the end of a token), the client logs in
    /// again on the same connection, before the first request that is sent after 85 to 95 % of that time.</remarks>
    public SaslOptions? Sasl { get; init; }

    /// <summary>The limit on the size of an answer, in bytes. The default is 100 MiB.</summary>
    public int MaximumFrameSize { get; init; } = FrameReader.DefaultMaximumSize;

    /// <summary>How answers are decoded.</summary>
    public DecodeOptions Decoding { get; init; } = DecodeOptions.Default;

    /// <summary>Receives the client's log, from the first connection on. The default, null, logs nothing. See also
    /// <see cref="SimpleClient.Logged"/>.</summary>
    /// <remarks>Any thread can call it. Its exceptions are ignored.</remarks>
    public Action<SimpleClientLogEntry>? Log { get; init; }

    /// <summary>The clock of timeouts and pauses.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether the log has a receiver.</summary>
    internal Func<bool> IsLogged { get; init; } = () => true;

    /// <summary>Writes a log entry. Its text is created only if the log has a receiver.</summary>
    internal void Write(EventLevel level, Func<string> message, Exception? exception = null)
    {
        if (Log is not { } log || !IsLogged())
            return;

        try
        {
            log(new(level, message(), exception));
        }
        catch
        {
            // A log handler must not break the client.
        }
    }
}
