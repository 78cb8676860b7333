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
    public static SaslOptions ScramSha256(string user, string password) =>
        new ScramOptions("SCRAM-SHA-256", HashAlgorithmName.SHA256, user, password);

    /// <summary>SCRAM-SHA-512: as <see cref="ScramSha256"/>, with a longer hash.</summary>
    public static SaslOptions ScramSha512(string user, string password) =>
        new ScramOptions("SCRAM-SHA-512", HashAlgorithmName.SHA512, user, password);

    /// <summary>OAUTHBEARER: a token that somebody has issued, such as a JWT; the broker gets it as it is, so use TLS, too.</summary>
    /// <param name="token">Gives the token of a login, without "Bearer". Each connection asks, and asks again when 85 to 95 % of the
    /// token's time are
    /// over: so keep a token for the others, but no longer than for four fifths of its time.</param>
    /// <param name="extensions">What else the broker shall be told, names of letters to values; null for nothing.</param>
    /// <exception cref="ArgumentException">An extension has a name that is not made of letters, or is "auth", or a value with control
    /// characters.</exception>
    public static SaslOptions OAuthBearer(
        Func<CancellationToken, Task<string>> token,
        IReadOnlyDictionary<string, string>? extensions = null
    )
    {
        foreach (var (name, value) in extensions ?? new Dictionary<string, string>())
        {
            if (
                name == ""
                || name == "auth"
                || !name.All(char.IsAsciiLetter)
                || value.Any(letter => letter is < ' ' and not ('\t' or '\r' or '\n') or > '~')
            )
                throw new ArgumentException(
                    $"\"{name}\" cannot be sent: a name is made of letters and is not \"auth\", a value of printable ASCII.",
                    nameof(extensions)
                );
        }

        return new OAuthBearerOptions(token, extensions ?? new Dictionary<string, string>());
    }

    /// <summary>The mechanism.</summary>
    public override string ToString() => Mechanism;

    /// <summary>Begins a login.</summary>
    internal abstract ValueTask<ISaslExchange> BeginAsync(CancellationToken cancellationToken);

    private sealed class PlainOptions(string user, string password) : SaslOptions("PLAIN")
    {
        internal override ValueTask<ISaslExchange> BeginAsync(CancellationToken cancellationToken) =>
            new(new PlainExchange(user, password));
    }

    private sealed class ScramOptions(string mechanism, HashAlgorithmName hash, string user, string password) : SaslOptions(mechanism)
    {
        internal override ValueTask<ISaslExchange> BeginAsync(CancellationToken cancellationToken) =>
            new(new ScramExchange(hash, user, password, ScramExchange.NewNonce()));
    }

    private sealed class OAuthBearerOptions(Func<CancellationToken, Task<string>> token, IReadOnlyDictionary<string, string> extensions)
        : SaslOptions("OAUTHBEARER")
    {
        internal override async ValueTask<ISaslExchange> BeginAsync(CancellationToken cancellationToken) =>
            new OAuthBearerExchange(await token(cancellationToken).ConfigureAwait(false), extensions);
    }
}
