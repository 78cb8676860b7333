using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace KafkaWire;

/// <summary>SCRAM (RFC 5802), without channel binding. Like Kafka, it does not normalize names and passwords.</summary>
internal sealed class ScramExchange(HashAlgorithmName hash, string user, string password, string nonce) : ISaslExchange
{
    /// <summary>The fewest iterations that Kafka lets a broker store.</summary>
    private const int FewestIterations = 4096;

    /// <summary>About a second of work; more would be an attack on the client. Kafka lets a broker store at most 16384.</summary>
    private const int MostIterations = 1_000_000;

    /// <summary>"n,,", which means no channel binding, in base64.</summary>
    private const string NoBinding = "biws";

    private readonly string firstBare =
        $"n={user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={nonce}";
    private byte[]? serverSignature;
    private bool isDone;

    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    public Bytes Start() => Bytes.OfString("n,," + firstBare);

    public Bytes? Next(Bytes challenge)
    {
        var text = challenge.ToUtf8String();
        var attributes = Parse(text);

        if (attributes.TryGetValue('e', out var error))
            throw Refused($"The broker refuses the login: {error}. Check the user and the password.");

        if (isDone)
            throw Refused("The broker sent another message after the end of the exchange.");

        if (serverSignature is not null)
        {
            Verify(Attribute(attributes, 'v'));
            isDone = true;
            return null;
        }

        return Prove(text, Attribute(attributes, 'r'), Base64(Attribute(attributes, 's')), Attribute(attributes, 'i'));
    }

    private Bytes Prove(string serverFirst, string combinedNonce, byte[] salt, string iterations)
    {
        if (!combinedNonce.StartsWith(nonce, StringComparison.Ordinal) || combinedNonce.Length == nonce.Length)
            throw Refused("The broker's nonce does not begin with the client's: this may be the replay of an old login.");

        if (
            !int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < FewestIterations or > MostIterations
        )
            throw Refused($"The broker asks for {iterations} iterations; {FewestIterations} to {MostIterations} are accepted.");

        var length = hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, count, hash, length);
        var clientKey = Hmac(salted, "Client Key");
        var withoutProof = $"c={NoBinding},r={combinedNonce}";
        var exchange = $"{firstBare},{serverFirst},{withoutProof}";
        var proof = Hmac(CryptographicOperations.HashData(hash, clientKey), exchange);

        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];

        serverSignature = Hmac(Hmac(salted, "Server Key"), exchange);
        return Bytes.OfString($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private void Verify(string signature)
    {
        if (!CryptographicOperations.FixedTimeEquals(Base64(signature), serverSignature))
            throw Refused("The broker does not prove that it knows the password: it may be an impostor.");
    }

    private byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(hash, key, Encoding.UTF8.GetBytes(text));

    private static byte[] Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count)
            ? bytes[..count]
            : throw Refused("The broker's message has an attribute that is not base64.");
    }

    /// <summary>Parses "r=abc,s=def" by letter. Extensions are accepted, as the RFC demands, unless they are mandatory ("m").</summary>
    private static Dictionary<char, string> Parse(string text)
    {
        var attributes = new Dictionary<char, string>();

        foreach (var part in text.Split(','))
        {
            if (part.Length < 2 || part[1] != '=' || !attributes.TryAdd(part[0], part[2..]))
                throw Refused("The broker's message is not a SCRAM message.");
        }

        return attributes.ContainsKey('m')
            ? throw Refused("The broker requires a SCRAM extension, but this client supports none.")
            : attributes;
    }

    private static string Attribute(Dictionary<char, string> attributes, char name) =>
        attributes.TryGetValue(name, out var value) ? value : throw Refused($"The broker's message lacks the attribute {name}.");

    private static AuthenticationException Refused(string reason) => new("SCRAM: " + reason);
}
