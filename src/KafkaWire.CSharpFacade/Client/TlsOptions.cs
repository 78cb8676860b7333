using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KafkaWire;

/// <summary>How connections are encrypted, and whom they trust.</summary>
public sealed record TlsOptions
{
    /// <summary>The certificates that are trusted instead of those of the machine: authorities, or a broker's own; null for those of the
    /// machine.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>The certificates that the client may show, with their keys; null for none.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>The name that the broker's certificate must have; null for the host that is connected to.</summary>
    public string? TargetHost { get; init; }

    /// <summary>Decides about the broker's certificate in place of the usual rules; null for these.</summary>
    public RemoteCertificateValidationCallback? Validation { get; init; }

    /// <summary>Options that trust the certificates in a PEM file, and no others.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file holds no certificate.</exception>
    public static TlsOptions TrustPemFile(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return new() { TrustedCertificates = certificates };
    }

    /// <summary>Encrypts a connection.</summary>
    /// <exception cref="AuthenticationException">The two sides do not agree, or the broker's certificate is not trusted.</exception>
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
                $"No TLS with {KafkaAddress.Format(host, port)}: {e.Message} If the broker's certificate is not trusted, pass "
                    + "its authority in "
                    + $"{nameof(TlsOptions)}.{nameof(TrustedCertificates)}; if the listener has no TLS, leave "
                    + $"{nameof(SimpleClientOptions.Tls)} null.",
                e
            );
        }
    }
}
