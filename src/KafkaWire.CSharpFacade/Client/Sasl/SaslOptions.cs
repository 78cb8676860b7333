using System.Security.Cryptography;

namespace KafkaWire;

/// <summary>How to log in: a mechanism and its credentials. <see cref="ToString"/> shows no secrets.</summary>
public abstract class SaslOptions
{
    private protected SaslOptions(string mechanism) => Mechanism = mechanism;

    /// <summary>Kafka's name of the mechanism, such as <c>SCRAM-SHA-256</c>.</summary>
    public string Mechanism { get; }

    /// <summary>PLAIN: the broker receives the password in clear text, so use TLS as well.</summary>
    public static SaslOptions Plain(string user, string password) => new PlainOptions(user, password);

    /// <summary>SCRAM-SHA-256: each side proves that it knows the password without sending it.</summary>
    public static SaslOptions ScramSha256(string user, string password) =>
        new ScramOptions("SCRAM-SHA-256", HashAlgorithmName.SHA256, user, password);

    /// <summary>SCRAM-SHA-512: like <see cref="ScramSha256"/>, with a longer hash.</summary>
    public static SaslOptions ScramSha512(string user, string password) =>
        new ScramOptions("SCRAM-SHA-512", HashAlgorithmName.SHA512, user, password);

    /// <summary>OAUTHBEARER: a token of an authorization server, such as a JWT. The broker receives it in clear text, so use TLS as
    /// well.</summary>
    /// <param name="token">Returns the token of a login, without "Bearer". Each connection calls it, and calls it again after 85 to 95 % of
    /// the token's lifetime. Cache the token for other connections, but not longer than four fifths of its lifetime.</param>
    /// <param name="extensions">SASL extensions, or null for none. Names consist of letters.</param>
    /// <exception cref="ArgumentException">The name of an extension is empty, has characters other than ASCII letters, or is "auth". Or its
    /// value has characters other than printable ASCII, tabs and line breaks.</exception>
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
                    $"The extension \"{name}\" is invalid: the name may contain only letters and must not be \"auth\"; "
                        + "the value may contain only printable ASCII.",
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
