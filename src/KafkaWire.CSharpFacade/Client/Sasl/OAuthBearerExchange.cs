using System.Text;

namespace KafkaWire;

/// <summary>OAUTHBEARER (RFC 7628): the client sends the token. The broker's reply is empty unless it refuses the token.</summary>
internal sealed class OAuthBearerExchange(string token, IReadOnlyDictionary<string, string> extensions) : ISaslExchange
{
    private const char Separator = '\u0001';

    public Bytes Start()
    {
        var message = new StringBuilder("n,,").Append(Separator).Append("auth=Bearer ").Append(token);
        foreach (var (name, value) in extensions)
            message.Append(Separator).Append(name).Append('=').Append(value);
        return Bytes.OfString(message.Append(Separator).Append(Separator).ToString());
    }

    /// <summary>A broker that refuses the token sends the reason as JSON, and waits for a separator before it ends the login with an
    /// error.</summary>
    public Bytes? Next(Bytes challenge) => challenge.IsEmpty ? default(Bytes?) : Bytes.OfString(Separator.ToString());
}
