using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Text.Json;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient against real brokers.</summary>
[TestFixture("4.4.0")]
[TestFixture("3.9.2")]
public class SimpleClientRealKafkaTests(string release)
{
    private const int Count = 1000;

    // A broker deletes records older than a week, first 30 s after its start. So the timestamps must be recent.
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private RealKafka Kafka => RealKafka.Get(release);

    private Task<SimpleClient> ConnectAsync(string security)
    {
        SimpleClientOptions options = new() { ClientId = "my-test-kafka-client" };
        return security switch
        {
            "PLAINTEXT" => SimpleClient.ConnectAsync(Kafka.Host, Kafka.Port, options),
            "TLS" => SimpleClient.ConnectAsync(Kafka.Host, Kafka.SslPort, options with { Tls = TlsOptions.TrustPemFile(Kafka.CaPath) }),
            "PLAIN" => LogInAsync(SaslOptions.Plain(RealKafka.User, RealKafka.Password)),
            "SCRAM-SHA-256" => LogInAsync(SaslOptions.ScramSha256(RealKafka.User, RealKafka.Password)),
            "SCRAM-SHA-512" => LogInAsync(SaslOptions.ScramSha512(RealKafka.User, RealKafka.Password)),
            _ => throw new ArgumentException(security),
        };

        Task<SimpleClient> LogInAsync(SaslOptions sasl) =>
            SimpleClient.ConnectAsync(Kafka.Host, Kafka.SaslPort, options with { Sasl = sasl });
    }

    private static string NewTopic() => $"simple-client-{Guid.NewGuid():N}";

    /// <summary>Keys, values and headers of all kinds: null, empty, and up to a few hundred bytes.</summary>
    private static NewRecord[] Records(Random random)
    {
        return
        [
            .. Enumerable
                .Range(0, Count)
                .Select(i => new NewRecord
                {
                    Key = i % 5 == 0 ? null : Content(i % 40),
                    Value = i % 7 == 0 ? null : Content(random.Next(400)),
                    Timestamp = Now + (i * 17 % 1000),
                    Headers = [.. Enumerable.Range(0, i % 3).Select(h => new RecordHeader($"header-{h}", h == 0 ? null : Content(h * 10)))],
                }),
        ];

        Bytes? Content(int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return new Bytes(bytes);
        }
    }

    [TestCase("PLAINTEXT")]
    [TestCase("TLS")]
    [TestCase("PLAIN")]
    [TestCase("SCRAM-SHA-256")]
    [TestCase("SCRAM-SHA-512")]
    public async Task A_thousand_records_come_back_byte_for_byte(string security)
    {
        await using var client = await ConnectAsync(security);
        var topic = NewTopic();
        var records = Records(Campaign.Random());

        foreach (var chunk in records.Chunk(100))
        {
            var offset = await client.ProduceAsync(topic, 0, chunk);
            Assert.That(records[offset], Is.SameAs(chunk[0]));
        }

        var fetched = new List<Record>();

        for (long next = 0; next < Count; )
        {
            // Small responses, so that there are many of them.
            var result = await client.FetchAsync(topic, 0, next, maxBytes: 20_000);
            fetched.AddRange(result.Records);
            next = result.NextOffset;
            Assert.That(result.HighWatermark, Is.EqualTo(Count));
        }

        Assert.That(fetched, Has.Count.EqualTo(Count));

        for (var i = 0; i < Count; i++)
        {
            var (sent, got) = (records[i], fetched[i]);
            Assert.That(got.Offset, Is.EqualTo(i));
            Assert.That(got.KeyOrNull, Is.EqualTo(sent.Key));
            Assert.That(got.ValueOrNull, Is.EqualTo(sent.Value));
            Assert.That(got.Timestamp, Is.EqualTo(sent.Timestamp));
            Assert.That(got.Headers.ToArray(), Is.EqualTo(sent.Headers));
        }
    }

    [TestCase(Acks.None)]
    [TestCase(Acks.Leader)]
    [TestCase(Acks.All)]
    public async Task Records_are_written_with_any_acks(Acks acks)
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var topic = NewTopic();
        var first = await client.ProduceAsync(topic, 0, [new() { Value = Bytes.OfString("a") }], Acks.All);
        var second = await client.ProduceAsync(topic, 0, [new() { Value = Bytes.OfString("b") }], acks);
        var result = await client.FetchAsync(topic, 0, 1, maxWait: TimeSpan.FromSeconds(20));

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.Zero);
            Assert.That(second, Is.EqualTo(acks == Acks.None ? -1 : 1));
            Assert.That(result.Records.Single().Value.ToUtf8String(), Is.EqualTo("b"));
            Assert.That(result.NextOffset, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_fetch_over_the_quota_has_no_records_and_delays_the_next_request()
    {
        // Quotas apply to a client id, and no other test uses this one.
        var id = $"throttled-{Guid.NewGuid():N}";
        var topic = NewTopic();
        var log = new ConcurrentQueue<string>();
        await using var admin = await ConnectAsync("PLAINTEXT");
        await admin.ProduceAsync(topic, 0, [new() { Value = new Bytes(new byte[200_000]), Timestamp = Now }]);
        var altered = await admin.SendAsync(
            new AlterClientQuotasRequest
            {
                Entries =
                [
                    new()
                    {
                        Entity = [new() { EntityType = "client-id", EntityName = id }],
                        Ops = [new() { Key = "consumer_byte_rate", Value = 100_000 }],
                    },
                ],
            }
        );
        Assert.That(altered.Entries.Single().ErrorCode, Is.EqualTo(ErrorCode.None));

        await using var client = await SimpleClient.ConnectAsync(
            Kafka.Host,
            Kafka.Port,
            new() { ClientId = id, Log = entry => log.Enqueue(entry.Message) }
        );
        FetchResult? throttled = null;

        // The quota takes a moment to apply. A fetch over it is answered in full or, once the quota is used up, without partitions.
        for (var i = 0; i < 100 && throttled is null; i++)
        {
            var fetched = await client.FetchAsync(topic, 0, 0);
            if (fetched.ThrottleTime > TimeSpan.Zero && fetched.HighWatermark < 0)
                throttled = fetched;
        }

        Assert.That(throttled, Is.Not.Null);
        Assert.That((throttled!.Records.Count, throttled.NextOffset), Is.EqualTo((0, 0L)));

        var read = await client.ReadAsync(topic, 0, 0, stopAtEnd: true).ToArrayAsync();
        Assert.That(read.Single().Value.Length, Is.EqualTo(200_000));
        Assert.That(
            log,
            Has.Some.StartsWith(
                $"{Kafka.Host}:{Kafka.Port} throttles the client because a quota is used up: the next request to it waits for "
                    + $"{throttled.ThrottleTime.TotalMilliseconds} ms."
            )
        );
    }

    [Test]
    public async Task A_TLS_listener_is_not_mistaken_for_an_old_broker()
    {
        var attempts = new ConcurrentQueue<string>();
        var port = Kafka.SslPort; // outside the assertion, because it skips the test if there is no such port

        Assert.That(
            () => SimpleClient.ConnectAsync(Kafka.Host, port, new() { Log = entry => attempts.Enqueue(entry.Message) }),
            Throws.TypeOf<WireException>().With.Message.Contains("TLS")
        );
        Assert.That(attempts, Has.None.Contains("on a new connection"));
    }

    [Test]
    public async Task A_fetch_inside_a_batch_starts_at_its_offset()
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var topic = NewTopic();
        await client.ProduceAsync(topic, 0, Records(Campaign.Random()));
        var result = await client.FetchAsync(topic, 0, 990);

        Assert.That(result.Records.Select(record => record.Offset), Is.EqualTo(Enumerable.Range(990, 10)));
    }

    [Test]
    public async Task An_offset_out_of_range_is_an_error()
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var topic = NewTopic();
        await client.ProduceAsync(topic, 0, [new() { Value = Bytes.OfString("a") }]);

        Assert.That(
            () => client.FetchAsync(topic, 0, 12345),
            Throws.TypeOf<KafkaErrorException>().With.Message.Contains($"Fetch, {topic}-0: OFFSET_OUT_OF_RANGE (1)")
        );
    }

    [Test]
    public async Task A_missing_partition_is_an_error()
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var topic = NewTopic();
        await client.ProduceAsync(topic, 0, [new() { Value = Bytes.OfString("a") }]);

        Assert.That(
            () => client.FetchAsync(topic, 7, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("1 partition")
        );
    }

    [Test]
    public async Task A_request_goes_to_any_broker_or_to_a_given_one()
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var cluster = await client.SendAsync(new DescribeClusterRequest());
        var same = await client.SendAsync(cluster.Brokers[0].BrokerId, new DescribeClusterRequest());

        Assert.That(same, Is.EqualTo(cluster));
        Assert.That(
            () => client.SendAsync(4711, new DescribeClusterRequest()),
            Throws.TypeOf<KafkaErrorException>().With.Message.Contains("4711")
        );
    }

    [Test]
    public async Task A_request_can_be_JSON()
    {
        await using var client = await ConnectAsync("PLAINTEXT");
        var answer = await client.SendAsync("DescribeCluster", JsonElement.Parse("{}"));

        Assert.That(answer.GetProperty("brokers")[0].GetProperty("port").GetInt32(), Is.EqualTo(Kafka.Port));
    }

    [TestCase("PLAIN")]
    [TestCase("SCRAM-SHA-256")]
    public void The_broker_rejects_a_wrong_password(string mechanism)
    {
        var sasl = mechanism == "PLAIN" ? SaslOptions.Plain(RealKafka.User, "wrong") : SaslOptions.ScramSha256(RealKafka.User, "wrong");
        var port = Kafka.SaslPort; // outside the assertion, because it skips the test if there is no such port

        Assert.That(
            () => SimpleClient.ConnectAsync(Kafka.Host, port, new() { Sasl = sasl }),
            Throws.TypeOf<KafkaErrorException>().With.Property(nameof(KafkaErrorException.Code)).EqualTo(ErrorCode.SaslAuthenticationFailed)
        );
    }

    [Test]
    public void An_untrusted_certificate_is_rejected()
    {
        var port = Kafka.SslPort;

        Assert.That(
            () => SimpleClient.ConnectAsync(Kafka.Host, port, new() { Tls = new() }),
            Throws.TypeOf<AuthenticationException>().With.Message.Contains(nameof(TlsOptions.TrustedCertificates))
        );
    }

    [Test]
    public void TLS_to_a_plaintext_listener_is_reported()
    {
        var tls = TlsOptions.TrustPemFile(Kafka.CaPath);

        Assert.That(
            () => SimpleClient.ConnectAsync(Kafka.Host, Kafka.Port, new() { Tls = tls }),
            Throws.TypeOf<AuthenticationException>().With.Message.Contains(nameof(SimpleClientOptions.Tls))
        );
    }

    [Test]
    public void A_plaintext_connection_to_a_TLS_listener_is_reported()
    {
        var port = Kafka.SslPort;
        Assert.That(() => SimpleClient.ConnectAsync(Kafka.Host, port), Throws.TypeOf<WireException>().With.Message.Contains("TLS"));
    }

    [TestCase(CompressionType.None)]
    [TestCase(CompressionType.Gzip)]
    [TestCase(CompressionType.Snappy)]
    [TestCase(CompressionType.Lz4)]
    [TestCase(CompressionType.Zstd)]
    public async Task A_Java_consumer_reads_records_of_any_compression(CompressionType compression)
    {
        await using var client = await SimpleClient.ConnectAsync(
            Kafka.Host,
            Kafka.Port,
            new() { ClientId = "my-test-kafka-client", Compression = compression }
        );
        var topic = NewTopic();
        var records = Records(Campaign.Random());
        foreach (var chunk in records.Chunk(300))
            await client.ProduceAsync(topic, 0, chunk);

        var printed = await JavaProgram.RunAsync("ConsumeRecords.java", release, Kafka.Bootstrap, topic, $"{Count}");

        var expected = records.Select(
            (record, offset) =>
            {
                var headers = record.Headers.SelectMany(header => new[] { Hex(header.KeyBytes), Hex(header.ValueOrNull) });
                return string.Join(' ', [$"{offset}", $"{record.Timestamp}", Hex(record.Key), Hex(record.Value), .. headers]);
            }
        );

        Assert.That(printed.TrimEnd().Split('\n'), Is.EqualTo(expected));

        static string Hex(Bytes? bytes) => bytes is { } b ? "x" + Convert.ToHexStringLower(b.Span) : "-";
    }

    [Test]
    public async Task Old_Fetch_versions_return_messages_of_magic_0_and_1(
        [Values(CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4)] CompressionType compression,
        [Values((short)0, (short)1, (short)2, (short)3)] short version
    )
    {
        await using var client = await SimpleClient.ConnectAsync(
            Kafka.Host,
            Kafka.Port,
            new() { ClientId = "my-test-kafka-client", Compression = compression }
        );

        if (release != "3.9.2")
        {
            // Kafka 4 serves neither these versions nor these formats.
            var served = await client.SendAsync(new ApiVersionsRequest { ClientSoftwareName = "kafkawire", ClientSoftwareVersion = "1" });
            Assert.That(served.ApiKeys.Single(range => range.ApiKey == (short)ApiKey.Fetch).MinVersion, Is.GreaterThan(version));
            return;
        }

        var topic = NewTopic();
        var records = Records(Campaign.Random());
        await client.ProduceAsync(topic, 0, records);

        using var raw = await RawClient.ConnectAsync(Kafka.Port);
        var answer = await raw.SendAsync(Requests.Fetch(topic, maxBytes: 50 << 20), version);
        var partition = answer.Responses.Single().Partitions.Single();
        Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
        var magic = version < 2 ? 0 : 1;
        var next = 0;

        foreach (var batch in KafkaWire.Records.Batches(partition.Records!.Value))
        {
            Assert.That(batch.Magic, Is.EqualTo(magic));
            Assert.That(batch.Compression, Is.EqualTo(compression));

            foreach (var got in batch)
            {
                var sent = records[next];
                Assert.That(got.Offset, Is.EqualTo(next++));
                Assert.That(got.KeyOrNull, Is.EqualTo(sent.Key));
                Assert.That(got.ValueOrNull, Is.EqualTo(sent.Value));
                Assert.That(got.Timestamp, Is.EqualTo(magic == 0 ? -1 : sent.Timestamp));
            }
        }

        Assert.That(next, Is.EqualTo(Count));
    }
}
