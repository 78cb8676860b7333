using System.Security.Cryptography;
using System.Text;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>A broker's side of one SCRAM-SHA-256 exchange, for one password.</summary>
internal sealed class ScramServer(string password)
{
    private string exchange = "";
    private string nonce = "";

    /// <summary>The broker's reply to a message; null if the client fails to prove that it knows the password.</summary>
    public string? Next(string message)
    {
        var salt = "salt"u8.ToArray();

        if (exchange == "")
        {
            var bare = message["n,,".Length..];
            nonce = bare[(bare.IndexOf(",r=", StringComparison.Ordinal) + 3)..] + Guid.NewGuid().ToString("n");
            var first = $"r={nonce},s={Convert.ToBase64String(salt)},i=4096";
            exchange = $"{bare},{first}";
            return first;
        }

        var withoutProof = $"c=biws,r={nonce}";
        if (!message.StartsWith($"{withoutProof},p=", StringComparison.Ordinal))
            return null;

        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, 4096, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(Hmac(salted, "Client Key"));
        var whole = $"{exchange},{withoutProof}";
        var signature = Hmac(stored, whole);
        var clientKey = Convert
            .FromBase64String(message[(withoutProof.Length + 3)..])
            .Zip(signature, (proof, mask) => (byte)(proof ^ mask))
            .ToArray();
        return SHA256.HashData(clientKey).SequenceEqual(stored)
            ? $"v={Convert.ToBase64String(Hmac(Hmac(salted, "Server Key"), whole))}"
            : null;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
