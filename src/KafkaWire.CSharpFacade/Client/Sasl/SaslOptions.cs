using System.Security.Cryptography;

namespace KafkaWire;

/// <summary>How to log in: a mechanism, and what it takes. The text of a value shows no secret.</summary>
public abstract class SaslOptions
{
    private protected SaslOptions(string mechanism) => Mechanism = mechanism;

    /// <summary>Kafka's name of the mechanism, such as <c>SCRAM-SHA-256</c>.</summary>
    public string Mechanism { get; }

    /// <summary>PLAIN: the password goes to the broker as it is, so use TLS, too.</summary>
    public static SaslOptions Plain(string user, string password) => new PlainOptions(user, password);

    /// <summary>SCRAM-SHA-256: neither side tells the other the password, and each proves that it knows it.</summary>
    public static SaslOptions ScramSha256(string user, string password) => new ScramOptions("SCRAM-SHA-256", HashAlgorithmName.SHA256, user, password);

    /// <summary>SCRAM-SHA-512: as <see cref="ScramSha256"/>, with a longer hash.</summary>
    public static SaslOptions ScramSha512(string user, string password) => new ScramOptions("SCRAM-SHA-512", HashAlgorithmName.SHA512, user, password);

    /// <summary>The mechanism.</summary>
    public override string ToString() => Mechanism;

    /// <summary>Begins a login.</summary>
    internal abstract ISaslExchange Begin();

    private sealed class PlainOptions(string user, string password) : SaslOptions("PLAIN")
    {
        internal override ISaslExchange Begin() => new PlainExchange(user, password);
    }

    private sealed class ScramOptions(string mechanism, HashAlgorithmName hash, string user, string password) : SaslOptions(mechanism)
    {
        internal override ISaslExchange Begin() => new ScramExchange(hash, user, password, ScramExchange.NewNonce());
    }
}
