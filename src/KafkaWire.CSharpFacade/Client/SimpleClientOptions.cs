using System.Diagnostics.Tracing;

namespace KafkaWire;

/// <summary>Which brokers must have records before a write is answered.</summary>
public enum Acks : short
{
    /// <summary>None: there is no answer, and so no error and no offset.</summary>
    None = 0,

    /// <summary>The leader of the partition.</summary>
    Leader = 1,

    /// <summary>All replicas that are in sync.</summary>
    All = -1,
}

/// <summary>How a <see cref="SimpleClient"/> behaves.</summary>
public sealed record SimpleClientOptions
{
    private readonly short? apiVersionsVersion;

    /// <summary>The name that the client gives itself in every request; null for none.</summary>
    public string? ClientId { get; init; } = "KafkaWire";

    /// <summary>How long a call may take, connecting, logging in and a retry included; default 30 s.</summary>
    /// <remarks>
    /// A request that the broker does not answer in this time closes its connection, as <c>request.timeout.ms</c> does in Kafka's own
    /// client: other requests that
    /// wait there fail, too, and the next one opens a new connection.
    /// </remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which brokers must have records before <see cref="SimpleClient.ProduceAsync"/> ends; default all that are in
    /// sync.</summary>
    public Acks Acks { get; init; } = Acks.All;

    /// <summary>How records are compressed; default not at all.</summary>
    public CompressionType Compression { get; init; }

    /// <summary>The version of ApiVersions that a connection begins with; null, the default, for the highest that this code
    /// knows.</summary>
    /// <remarks>
    /// A broker that closes the connection on it is asked in version 3, then in version 0, each on a new connection. Set it to a lower
    /// version for a broker, or
    /// a firewall, that is known to do so.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">ApiVersions has no such version.</exception>
    public short? ApiVersionsVersion
    {
        get => apiVersionsVersion;
        init => apiVersionsVersion = value is { } version ? KafkaProtocol.EnsureKnown(version, nameof(ApiVersionsVersion)) : null;
    }

    /// <summary>The versions that the brokers serve, where they cannot be asked: before Kafka 0.10 there is no ApiVersions. null, the
    /// default, asks each broker.</summary>
    /// <example><code>
    /// Versions = Releases.Find("0.9.0")!.VersionsOf(ServerRole.ZooKeeperBroker)
    /// </code></example>
    public PeerVersions? Versions { get; init; }

    /// <summary>Set for TLS; null, the default, for none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How to log in; null, the default, for not at all.</summary>
    /// <remarks>Where the broker limits how long a login holds (<c>connections.max.reauth.ms</c>, or the end of a token), the client logs
    /// in again on the
    /// same connection, before the first request that is sent after 85 to 95 % of that time.</remarks>
    public SaslOptions? Sasl { get; init; }

    /// <summary>The largest answer that is accepted, in bytes; default 100 MiB.</summary>
    public int MaximumFrameSize { get; init; } = FrameReader.DefaultMaximumSize;

    /// <summary>How answers are decoded.</summary>
    public DecodeOptions Decoding { get; init; } = DecodeOptions.Default;

    /// <summary>Hears what the client does and meets, from the first connection on; null, the default, for nobody. See also
    /// <see cref="SimpleClient.Logged"/>.</summary>
    /// <remarks>Called from any thread. What it throws is ignored.</remarks>
    public Action<SimpleClientLogEntry>? Log { get; init; }

    /// <summary>The clock of timeouts and pauses.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether somebody hears what is logged.</summary>
    internal Func<bool> IsLogged { get; init; } = () => true;

    /// <summary>Logs something, whose text is made only if somebody listens.</summary>
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
            // Who listens must not break who works.
        }
    }
}
