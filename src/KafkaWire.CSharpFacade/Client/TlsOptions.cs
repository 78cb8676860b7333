using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KafkaWire;

/// <summary>How connections are encrypted, and which certificates are trusted.</summary>
public sealed record TlsOptions
{
    /// <summary>The certificates to trust instead of the machine's: authorities, or a broker's own. Null trusts the machine's.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>The certificates that the client may present, with their keys, or null for none.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>The name that the broker's certificate must have, or null for the broker's host.</summary>
    public string? TargetHost { get; init; }

    /// <summary>Accepts or rejects the broker's certificate in place of the usual rules. Null applies those.</summary>
    public RemoteCertificateValidationCallback? Validation { get; init; }

    /// <summary>Creates options that trust only the certificates in a PEM file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file holds no certificate.</exception>
    public static TlsOptions TrustPemFile(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return new() { TrustedCertificates = certificates };
    }

    /// <summary>Encrypts a connection.</summary>
    /// <exception cref="AuthenticationException">The TLS handshake failed, or the broker's certificate is not trusted.</exception>
    internal async Task<SslStream> AuthenticateAsync(Stream stream, string host, int port, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = TargetHost ?? host,
            ClientCertificates = ClientCertificates,
            RemoteCertificateValidationCallback = Validation,
        };

        if (TrustedCertificates is { } trusted)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        var encrypted = new SslStream(stream);

        try
        {
            await encrypted.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await encrypted.DisposeAsync().ConfigureAwait(false);
            throw new AuthenticationException(
                $"The TLS handshake with {KafkaAddress.Format(host, port)} failed: {e.Message} If the broker's certificate is not "
                    + "trusted, pass its authority in "
                    + $"{nameof(TlsOptions)}.{nameof(TrustedCertificates)}; if the listener has no TLS, leave "
                    + $"{nameof(SimpleClientOptions.Tls)} null.",
                e
            );
        }
    }
}
