using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient's telemetry and log, continuous reading, and logins by token and by certificate.</summary>
public class SimpleClientHookTests
{
    private static NewRecord[] Of(params string[] values) => [.. values.Select(value => new NewRecord { Value = Bytes.OfString(value) })];

    private static string NewTopic() => $"hooks-{Guid.NewGuid():n}";

    [Test]
    public async Task Records_are_read_from_an_offset_to_the_end()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
        await client.ProduceAsync("topic", 0, Of("a", "b", "c"));
        await client.ProduceAsync("topic", 0, Of("d"));

        var read = new List<string>();
        await foreach (var record in client.ReadAsync("topic", 0, offset: 1, stopAtEnd: true, maxBytes: 1))
            read.Add(record.Value.ToUtf8String());

        Assert.That(read, Is.EqualTo(new[] { "b", "c", "d" }));
    }

    [Test]
    public async Task Records_are_read_as_they_arrive_until_cancellation()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
        await client.ProduceAsync("topic", 0, Of("0"));
        using var enough = new CancellationTokenSource();
        var read = new List<string>();

        async Task ReadAsync()
        {
            await foreach (var record in client.ReadAsync("topic", 0, offset: 0, cancellationToken: enough.Token))
            {
                read.Add(record.Value.ToUtf8String());
                if (read.Count == 5)
                    await enough.CancelAsync();
                else
                    await client.ProduceAsync("topic", 0, Of($"{read.Count}"));
            }
        }

        Assert.That(ReadAsync, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(read, Is.EqualTo(new[] { "0", "1", "2", "3", "4" }));
        Assert.That(
            async () => await client.ReadAsync("topic", 0, offset: 99).FirstAsync(),
            Throws.InstanceOf<KafkaErrorException>().With.Property("Code").EqualTo(ErrorCode.OffsetOutOfRange)
        );
    }

    [Test]
    public async Task Spans_and_metrics_follow_the_OpenTelemetry_conventions()
    {
        var topic = NewTopic();
        var spans = new ConcurrentQueue<Activity>();
        var measured = new ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SimpleClient.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == SimpleClient.TelemetryName)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray())))
        );
        meters.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray())))
        );
        meters.Start();

        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port, new() { ClientId = "me" });
        await client.ProduceAsync(topic, 0, Of("a", "b"));
        await client.FetchAsync(topic, 0, 1);
        await client.SendAsync(new DescribeClusterRequest());
        Assert.That(async () => await client.FetchAsync(topic, 0, 99), Throws.InstanceOf<KafkaErrorException>());

        Activity Span(string name, int index = 0) => spans.Where(span => span.DisplayName == name).ElementAt(index);
        var (send, poll, failed, other) = (Span($"send {topic}"), Span($"poll {topic}"), Span($"poll {topic}", 1), Span("DescribeCluster"));
        Assert.Multiple(() =>
        {
            Assert.That(
                (send.Kind, poll.Kind, other.Kind),
                Is.EqualTo((ActivityKind.Producer, ActivityKind.Consumer, ActivityKind.Client))
            );
            Assert.That(
                send.TagObjects,
                Is.EquivalentTo(
                    new Dictionary<string, object?>
                    {
                        ["messaging.system"] = "kafka",
                        ["messaging.operation.name"] = "send",
                        ["messaging.operation.type"] = "send",
                        ["messaging.destination.name"] = topic,
                        ["messaging.destination.partition.id"] = "0",
                        ["messaging.client.id"] = "me",
                        ["messaging.batch.message_count"] = 2L,
                        ["messaging.kafka.offset"] = 0L,
                        ["server.address"] = "127.0.0.1",
                        ["server.port"] = broker.Port,
                    }
                )
            );
            Assert.That(
                (
                    poll.GetTagItem("messaging.operation.type"),
                    poll.GetTagItem("messaging.batch.message_count"),
                    poll.GetTagItem("messaging.kafka.offset")
                ),
                Is.EqualTo(("receive", 1L, 1L))
            );
            Assert.That((failed.Status, failed.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, "OFFSET_OUT_OF_RANGE")));
            Assert.That(other.GetTagItem("messaging.operation.name"), Is.EqualTo("DescribeCluster"));

            var ours = measured.Where(each => topic.Equals(each.Tags.GetValueOrDefault("messaging.destination.name"))).ToArray();
            Assert.That(ours.Single(each => each.Name == "messaging.client.sent.messages").Value, Is.EqualTo(2));
            Assert.That(ours.Single(each => each.Name == "messaging.client.consumed.messages").Value, Is.EqualTo(1));
            Assert.That(
                ours.Where(each => each.Name == "messaging.client.operation.duration")
                    .Select(each => (each.Tags["messaging.operation.name"], each.Tags.GetValueOrDefault("error.type"))),
                Is.EqualTo(new (object?, object?)[] { ("send", null), ("poll", null), ("poll", "OFFSET_OUT_OF_RANGE") })
            );
        });
    }

    [Test]
    public async Task Connections_requests_and_retries_are_logged()
    {
        var early = new ConcurrentQueue<SimpleClientLogEntry>();
        var later = new ConcurrentQueue<SimpleClientLogEntry>();
        await using var broker = await LoopbackBroker.StartAsync();

        await using (var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port, new() { Log = early.Enqueue }))
        {
            client.Logged += (_, entry) => later.Enqueue(entry);
            client.Logged += (_, _) => throw new InvalidOperationException("is nobody's business");
            using var fault = broker.Inject(LoopbackFault.Error(ErrorCode.NotLeaderOrFollower) with { Api = ApiKey.Produce });
            await client.ProduceAsync("topic", 0, Of("a"));
        }

        Assert.That(
            early.Select(entry => (entry.Level, entry.Message)),
            Has.One.EqualTo((EventLevel.Informational, $"Connected to 127.0.0.1:{broker.Port}."))
        );
        Assert.That(later, Is.EqualTo(early.Skip(early.Count - later.Count)));
        Assert.That(
            later.Where(entry => entry.Level == EventLevel.Warning).Select(entry => entry.Message),
            Has.One.Contains("Produce, topic-0").And.Some.Contains("NOT_LEADER_OR_FOLLOWER")
        );
        Assert.That(
            later.Where(entry => entry.Level == EventLevel.Verbose).Select(entry => entry.Message),
            Has.Some.StartsWith($"Produce to 127.0.0.1:{broker.Port}: answered after")
        );
        Assert.That(later.Last().Message, Does.StartWith($"The connection to 127.0.0.1:{broker.Port} has ended"));
    }

    [Test]
    public async Task A_valid_token_logs_in_and_an_invalid_one_is_rejected()
    {
        var expected = "n,,\u0001auth=Bearer good\u0001traceId=42\u0001\u0001";
        var received = new List<string>();
        await using var broker = new FakeBroker(
            (_, request) =>
                ValueTask.FromResult<IKafkaResponse?>(
                    request switch
                    {
                        SaslHandshake.Request => new SaslHandshakeResponse { Mechanisms = ["OAUTHBEARER"] },
                        SaslAuthenticate.Request token => Take(token.AuthBytes.ToUtf8String()),
                        _ => null,
                    }
                )
        );

        SaslAuthenticateResponse Take(string token)
        {
            received.Add(token);
            return token == expected ? new() { SessionLifetimeMs = 1000 }
                : token == "\u0001"
                    ? new() { ErrorCode = ErrorCode.SaslAuthenticationFailed, ErrorMessage = "{\"status\":\"invalid_token\"}" }
                : new() { AuthBytes = Bytes.OfString("{\"status\":\"invalid_token\"}") };
        }

        SimpleClientOptions By(string token) =>
            new() { Sasl = SaslOptions.OAuthBearer(_ => Task.FromResult(token), new Dictionary<string, string> { ["traceId"] = "42" }) };

        await (await SimpleClient.ConnectAsync(broker.Host, broker.Port, By("good"))).DisposeAsync();
        Assert.That(
            async () => await SimpleClient.ConnectAsync(broker.Host, broker.Port, By("bad")),
            Throws
                .InstanceOf<KafkaErrorException>()
                .With.Property("Code")
                .EqualTo(ErrorCode.SaslAuthenticationFailed)
                .And.Message.Contains("invalid_token")
        );
        Assert.That(received, Is.EqualTo(new[] { expected, expected.Replace("good", "bad"), "\u0001" }));
        Assert.That(
            async () =>
                await SimpleClient.ConnectAsync(
                    broker.Host,
                    broker.Port,
                    new() { Sasl = SaslOptions.OAuthBearer(_ => throw new InvalidOperationException("no token")) }
                ),
            Throws.InvalidOperationException.With.Message.EqualTo("no token")
        );
        Assert.That(SaslOptions.OAuthBearer(_ => Task.FromResult("secret")).ToString(), Is.EqualTo("OAUTHBEARER"));
    }

    [TestCase("auth", "x"), TestCase("", "x"), TestCase("a b", "x"), TestCase("a", "x\u0001")]
    public void An_invalid_SASL_extension_is_rejected(string name, string value) =>
        Assert.That(
            () => SaslOptions.OAuthBearer(_ => Task.FromResult(""), new Dictionary<string, string> { [name] = value }),
            Throws.ArgumentException
        );

    private static X509Certificate2 Certificate(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        if (issuer == null)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request.CreateSelfSigned(from, to);
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(issuer, from, issuer.NotAfter, Guid.NewGuid().ToByteArray());
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A TLS listener that accepts only clients with a certificate of the authority, and connects them to a broker.</summary>
    private static async Task GuardAsync(
        TcpListener listener,
        X509Certificate2 own,
        X509Certificate2 authority,
        int port,
        CancellationToken stopped
    )
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(stopped);
            using var encrypted = new SslStream(client.GetStream());

            try
            {
                await encrypted.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = own,
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = (_, shown, _, _) =>
                            shown is X509Certificate2 certificate && certificate.Issuer == authority.Subject,
                    },
                    stopped
                );

                using var broker = new TcpClient();
                await broker.ConnectAsync(IPAddress.Loopback, port, stopped);
                await Task.WhenAny(encrypted.CopyToAsync(broker.GetStream(), stopped), broker.GetStream().CopyToAsync(encrypted, stopped));
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // The client is rejected; accept the next one.
            }
        }
    }

    [Test]
    public async Task A_client_certificate_authenticates_the_client()
    {
        using var authority = Certificate("authority", null);
        using var server = Certificate("localhost", authority);
        using var own = Certificate("client", authority);
        await using var broker = await LoopbackBroker.StartAsync();
        using var stopped = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var guarding = GuardAsync(listener, server, authority, broker.Port, stopped.Token);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var tls = new TlsOptions { TrustedCertificates = [authority] };

        await using (
            var client = await SimpleClient.ConnectAsync("127.0.0.1", port, new() { Tls = tls with { ClientCertificates = [own] } })
        )
            Assert.That((await client.SendAsync(new DescribeClusterRequest())).Brokers, Has.Length.EqualTo(1));

        Assert.That(
            async () => await SimpleClient.ConnectAsync("127.0.0.1", port, new() { Tls = tls }),
            Throws.InstanceOf<AuthenticationException>().Or.InstanceOf<WireException>()
        );
        Assert.That(
            async () =>
                await SimpleClient.ConnectAsync(
                    "127.0.0.1",
                    port,
                    new()
                    {
                        Tls = new() { TrustedCertificates = [own], ClientCertificates = [own] },
                    }
                ),
            Throws.InstanceOf<AuthenticationException>().With.Message.Contains("TrustedCertificates")
        );

        await stopped.CancelAsync();
        Assert.That(async () => await guarding, Throws.InstanceOf<OperationCanceledException>());
    }
}
