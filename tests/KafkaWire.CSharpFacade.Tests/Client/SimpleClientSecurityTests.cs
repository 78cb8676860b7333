using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Logins that the brokers of the other tests do not offer. The client adds listeners to a real Kafka: for tokens, for
/// client certificates, and for sessions of 2 s.</summary>
public class SimpleClientSecurityTests
{
    private const sbyte BrokerResource = 4;
    private const sbyte Set = 0;

    private RealKafka kafka = null!;
    private int tokenPort;
    private int certificatePort;
    private int limitedPort;
    private X509Certificate2 certificate = null!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    [OneTimeSetUp]
    public async Task AddListeners()
    {
        kafka = RealKafka.Get("4.4.0");
        _ = kafka.SaslPort; // skips the tests if this is not a Kafka of our own
        certificate = SelfSigned("carol");
        (tokenPort, certificatePort, limitedPort) = (FreePort(), FreePort(), FreePort());

        await using var client = await SimpleClient.ConnectAsync(kafka.Host, kafka.Port);
        var node = $"{(await client.SendAsync(new MetadataRequest())).Brokers.Single().NodeId}";
        var described = await client.SendAsync(
            new DescribeConfigsRequest { Resources = [new() { ResourceType = BrokerResource, ResourceName = node }] }
        );
        string Now(string name) => described.Results[0].Configs.Single(config => config.Name == name).Value!;
        var listeners = $"TOKEN://127.0.0.1:{tokenPort},CERTIFICATE://127.0.0.1:{certificatePort},LIMITED://127.0.0.1:{limitedPort}";

        var altered = await client.SendAsync(
            new IncrementalAlterConfigsRequest
            {
                Resources =
                [
                    new()
                    {
                        ResourceType = BrokerResource,
                        ResourceName = node,
                        Configs =
                        [
                            To("listeners", $"{Now("listeners")},{listeners}"),
                            To(
                                "listener.security.protocol.map",
                                $"{Now("listener.security.protocol.map")},TOKEN:SASL_PLAINTEXT,CERTIFICATE:SSL,LIMITED:SASL_PLAINTEXT"
                            ),
                            To("listener.name.token.sasl.enabled.mechanisms", "OAUTHBEARER"),
                            To(
                                "listener.name.token.oauthbearer.sasl.jaas.config",
                                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                                    + "unsecuredLoginStringClaim_sub=\"broker\";"
                            ),
                            To("listener.name.certificate.ssl.client.auth", "required"),
                            To("listener.name.certificate.ssl.truststore.type", "PEM"),
                            To("listener.name.certificate.ssl.truststore.certificates", certificate.ExportCertificatePem()),
                            To("listener.name.limited.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256"),
                            To(
                                "listener.name.limited.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required "
                                    + $"user_{RealKafka.User}=\"{RealKafka.Password}\";"
                            ),
                            To(
                                "listener.name.limited.scram-sha-256.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
                            ),
                            To("listener.name.limited.connections.max.reauth.ms", "2000"),
                        ],
                    },
                ],
            }
        );

        Assert.That(
            altered.Responses.Select(response => (response.ErrorCode, response.ErrorMessage)),
            Is.EqualTo(new[] { (ErrorCode.None, "") }).Or.EqualTo(new[] { (ErrorCode.None, (string?)null) })
        );
        foreach (var port in new[] { tokenPort, certificatePort, limitedPort })
            Assert.That(() => IsOpen(port), Is.True.After(30_000, 50));

        static IncrementalAlterConfigsRequest.AlterableConfig To(string name, string value) =>
            new()
            {
                Name = name,
                ConfigOperation = Set,
                Value = value,
            };
    }

    [OneTimeTearDown]
    public void Dispose() => certificate?.Dispose();

    private static bool IsOpen(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A JWT without a signature, which the listener accepts.</summary>
    private static string Token(DateTimeOffset expires)
    {
        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return $"{Part("{\"alg\":\"none\"}")}.{Part($"{{\"sub\":\"alice\",\"iat\":{now},\"exp\":{expires.ToUnixTimeSeconds()}}}")}.";
    }

    [Test]
    public async Task A_token_logs_in()
    {
        var asked = 0;
        SimpleClientOptions options = new()
        {
            Sasl = SaslOptions.OAuthBearer(_ =>
            {
                asked++;
                return Task.FromResult(Token(DateTimeOffset.UtcNow.AddHours(1)));
            }),
        };

        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", tokenPort, options);

        Assert.That((await client.SendAsync(new DescribeClusterRequest())).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public void An_expired_token_is_rejected()
    {
        var sasl = SaslOptions.OAuthBearer(_ => Task.FromResult(Token(DateTimeOffset.UtcNow.AddHours(-1))));

        Assert.That(
            async () => await SimpleClient.ConnectAsync("127.0.0.1", tokenPort, new() { Sasl = sasl }),
            Throws.InstanceOf<KafkaErrorException>().With.Property("Code").EqualTo(ErrorCode.SaslAuthenticationFailed)
        );
    }

    /// <summary>Logins whose sessions last 2 to 3 s.</summary>
    private IEnumerable<(int Port, SaslOptions Sasl)> Limited() =>
        [
            (limitedPort, SaslOptions.Plain(RealKafka.User, RealKafka.Password)),
            (limitedPort, SaslOptions.ScramSha256(RealKafka.User, RealKafka.Password)),
            // The session lasts as long as the token, whose lifetime is in whole seconds.
            (tokenPort, SaslOptions.OAuthBearer(_ => Task.FromResult(Token(DateTimeOffset.UtcNow.AddSeconds(3))))),
        ];

    [Test]
    public async Task The_client_reauthenticates_on_the_same_connection()
    {
        await Task.WhenAll(Limited().Select(each => StayAsync(each.Port, each.Sasl)));

        static async Task StayAsync(int port, SaslOptions sasl)
        {
            var (connected, renewed) = (0, 0);
            SimpleClientOptions options = new()
            {
                Sasl = sasl,
                Log = entry =>
                {
                    if (entry.Message.StartsWith("Connected to", StringComparison.Ordinal))
                        connected++;
                    if (entry.Message.StartsWith("Logged in again", StringComparison.Ordinal))
                        renewed++;
                },
            };
            await using var client = await SimpleClient.ConnectAsync("127.0.0.1", port, options);

            while (renewed < 2)
                Assert.That((await client.SendAsync(new DescribeClusterRequest())).ErrorCode, Is.EqualTo(ErrorCode.None), sasl.Mechanism);

            Assert.That(connected, Is.EqualTo(1), sasl.Mechanism);
        }
    }

    [Test]
    public async Task The_broker_closes_a_connection_that_does_not_reauthenticate()
    {
        await Task.WhenAll(Limited().Select(each => FallAsync(each.Port, each.Sasl)));

        static async Task FallAsync(int port, SaslOptions sasl)
        {
            // The client's clock stands still, so it never logs in again.
            await using var client = await SimpleClient.ConnectAsync(
                "127.0.0.1",
                port,
                new() { Sasl = sasl, TimeProvider = new ManualTime() }
            );

            while (true)
            {
                try
                {
                    await client.SendAsync(new DescribeClusterRequest());
                }
                catch (WireException e) when (e.Error.IsConnectionClosed)
                {
                    break;
                }
            }
        }
    }

    [Test]
    public async Task A_client_certificate_authenticates_the_client()
    {
        var tls = TlsOptions.TrustPemFile(kafka.CaPath) with { ClientCertificates = [certificate] };

        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", certificatePort, new() { Tls = tls });

        Assert.That((await client.SendAsync(new DescribeClusterRequest())).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void An_unknown_or_missing_certificate_is_rejected()
    {
        using var stranger = SelfSigned("mallory");
        var tls = TlsOptions.TrustPemFile(kafka.CaPath);

        foreach (var each in new[] { tls, tls with { ClientCertificates = [stranger] } })
            Assert.That(
                async () => await SimpleClient.ConnectAsync("127.0.0.1", certificatePort, new() { Tls = each }),
                Throws.InstanceOf<AuthenticationException>().Or.InstanceOf<WireException>()
            );
    }
}
