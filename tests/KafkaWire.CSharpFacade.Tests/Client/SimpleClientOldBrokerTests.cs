using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient with old brokers, and with brokers that close the connection on an unknown request.</summary>
public class SimpleClientOldBrokerTests
{
    private static readonly NewRecord[] OneRecord = [new() { Value = Bytes.OfString("hello"), Timestamp = 1_600_000_000_000 }];

    private static Task<SimpleClient> ConnectAsync(FakeBroker broker, SimpleClientOptions? options = null) =>
        SimpleClient.ConnectAsync(broker.Host, broker.Port, options);

    private static FakeBroker Start(int highestApiVersions, bool resets = false) =>
        new((_, _) => new(new MetadataResponse())) { HighestApiVersions = highestApiVersions, Resets = resets };

    [TestCase(3, false, 5, 3)]
    [TestCase(3, true, 5, 3)]
    [TestCase(0, false, 5, 3, 0)]
    [TestCase(2, true, 5, 3, 0)]
    public async Task ApiVersions_is_retried_in_lower_versions_when_the_broker_closes_the_connection(
        int highest,
        bool resets,
        params int[] asked
    )
    {
        await using var broker = Start(highest, resets);
        await using var client = await ConnectAsync(broker);
        await client.SendAsync(new MetadataRequest());

        Assert.That(broker.AskedApiVersions, Is.EqualTo(asked));
        Assert.That(broker.Connections, Is.EqualTo(asked.Length));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task ApiVersions_is_tried_three_times_and_the_error_lists_the_versions(bool resets)
    {
        await using var broker = Start(-1, resets);

        Assert.That(
            () => ConnectAsync(broker),
            Throws
                .TypeOf<WireException>()
                .With.Property(nameof(WireException.Error))
                .EqualTo(WireError.ConnectionClosed)
                .And.Message.Contains(
                    "ApiVersions was tried in v5, v3, v0, each on a new connection, and each was closed without an answer."
                )
                .And.Message.Contains("SimpleClientOptions.Versions")
        );
        Assert.That(broker.AskedApiVersions, Is.EqualTo(new[] { 5, 3, 0 }));
    }

    [TestCase((short)4, 4, 3, 0)]
    [TestCase((short)3, 3, 0)]
    [TestCase((short)2, 2, 0)]
    [TestCase((short)0, 0)]
    public async Task The_options_set_the_first_version_of_ApiVersions(short first, params int[] asked)
    {
        await using var broker = Start(-1);

        Assert.That(
            () => ConnectAsync(broker, new() { ApiVersionsVersion = first }),
            Throws.TypeOf<WireException>().With.Message.Contains("The connection was closed")
        );
        Assert.That(broker.AskedApiVersions, Is.EqualTo(asked));
    }

    [TestCase(-1), TestCase(6)]
    public void An_unsupported_version_of_ApiVersions_is_rejected(int version)
    {
        Assert.That(
            () => new SimpleClientOptions { ApiVersionsVersion = (short)version },
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0 to 5")
        );
        Assert.That(
            () => new KafkaProtocol().NegotiateAsync((_, _) => throw new AssertionException("not asked"), (short)version),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0 to 5")
        );
    }

    [Test]
    public async Task A_failed_second_attempt_does_not_hide_the_first_error()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var serving = ServeAsync();

        Assert.That(
            () => SimpleClient.ConnectAsync("127.0.0.1", port),
            Throws
                .TypeOf<WireException>()
                .With.Message.Contains("ApiVersions was tried in v5, ")
                .And.Message.Contains("The broker closed the connection.")
                .And.Message.Contains($"Cannot connect to 127.0.0.1:{port}")
        );
        await serving;

        async Task ServeAsync()
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[1000]);
            listener.Stop();
        }
    }

    [Test]
    public async Task An_unanswered_second_attempt_shares_the_timeout_and_does_not_hide_the_first_error()
    {
        var time = new ManualTime();
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var connecting = SimpleClient.ConnectAsync(
            "127.0.0.1",
            ((System.Net.IPEndPoint)listener.LocalEndpoint).Port,
            new() { TimeProvider = time }
        );

        using (var socket = await listener.AcceptSocketAsync())
            await socket.ReceiveAsync(new byte[1000]);

        using var second = await listener.AcceptSocketAsync();
        await second.ReceiveAsync(new byte[1000]);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(
            async () => await connecting,
            Throws
                .TypeOf<WireException>()
                .With.Message.Contains("ApiVersions was tried in v5, ")
                .And.Message.Contains("v3 was not answered in time.")
        );
        listener.Stop();
    }

    [Test]
    public async Task ApiVersions_is_not_retried_after_a_partial_response()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        using var fault = broker.Inject(LoopbackFault.Close(afterBytes: 10) with { Api = ApiKey.ApiVersions, Times = 5 });

        Assert.That(
            () => SimpleClient.ConnectAsync("127.0.0.1", broker.Port),
            Throws.TypeOf<WireException>().With.Property(nameof(WireException.Error)).EqualTo(WireError.ConnectionClosed)
        );
        Assert.That(fault.Hits, Is.EqualTo(1));
    }

    [Test]
    public async Task The_configured_versions_are_used_with_a_broker_without_ApiVersions()
    {
        var versions = new List<(ApiKey Key, short Version)>();
        Bytes? produced = null;
        FakeBroker? self = null;
        self = new FakeBroker(
            (request, message) =>
            {
                versions.Add((request.ApiKey, request.Version));
                if (message is Produce.Request produce)
                    produced = produce.TopicData[0].PartitionData[0].Records;
                return new(
                    message switch
                    {
                        Metadata.Request => FakeBroker.Cluster(self!),
                        Produce.Request => Produced(),
                        Fetch.Request => new FetchResponse
                        {
                            Responses = [new() { Topic = "orders", Partitions = [new() { HighWatermark = 1, Records = produced }] }],
                        },
                        _ => null,
                    }
                );
            }
        )
        {
            HighestApiVersions = -1,
        };
        await using var broker = self;
        await using var client = await ConnectAsync(
            broker,
            new() { Versions = Releases.Find("0.9.0")!.VersionsOf(ServerRole.ZooKeeperBroker) }
        );
        await client.ProduceAsync("orders", 0, OneRecord);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That(versions, Is.EqualTo(new[] { (ApiKey.Metadata, 0), (ApiKey.Produce, 1), (ApiKey.Fetch, (short)1) }));
        Assert.That(
            (fetched.Records.Single().Value.ToUtf8String(), fetched.NextOffset, fetched.LogStartOffset),
            Is.EqualTo(("hello", 1L, -1L))
        );
        Assert.That(broker.AskedApiVersions, Is.Empty);
    }

    private static ProduceResponse Produced() => new() { Responses = [new() { Name = "orders", PartitionResponses = [new()] }] };

    /// <summary>A broker that serves Produce up to a version and collects the batches that it receives.</summary>
    private static FakeBroker Serving(int highestProduce, List<RecordBatch> batches)
    {
        FakeBroker? self = null;
        return self = new FakeBroker(
            (_, message) =>
            {
                if (message is not Produce.Request produce)
                    return new(FakeBroker.Cluster(self!));

                foreach (var batch in Records.Batches(produce.TopicData[0].PartitionData[0].Records!.Value))
                    batches.Add(batch);

                return new(Produced());
            }
        )
        {
            Serves = new()
            {
                ApiKeys =
                [
                    FakeBroker.Range(ApiKey.ApiVersions, 0, 3),
                    FakeBroker.Range(ApiKey.Metadata, 0, 8),
                    FakeBroker.Range(ApiKey.Produce, 0, highestProduce),
                ],
            },
        };
    }

    [TestCase(0, 0, CompressionType.None)]
    [TestCase(1, 0, CompressionType.Lz4)]
    [TestCase(2, 1, CompressionType.None)]
    [TestCase(2, 1, CompressionType.Gzip)]
    [TestCase(3, 2, CompressionType.Snappy)]
    [TestCase(7, 2, CompressionType.Zstd)]
    public async Task Records_are_written_in_the_format_of_the_Produce_version(int version, int magic, CompressionType compression)
    {
        var batches = new List<RecordBatch>();
        await using var broker = Serving(version, batches);
        await using var client = await ConnectAsync(broker, new() { Compression = compression });
        await client.ProduceAsync("orders", 0, OneRecord);

        var batch = batches.Single();
        var record = batch.ToArray().Single();
        Assert.That((batch.Magic, batch.Compression), Is.EqualTo(((sbyte)magic, compression)));
        Assert.That((record.Value.ToUtf8String(), record.Timestamp), Is.EqualTo(("hello", magic == 0 ? -1 : OneRecord[0].Timestamp)));
    }

    [Test]
    public async Task Headers_are_rejected_if_the_Produce_version_cannot_carry_them()
    {
        var batches = new List<RecordBatch>();
        await using var broker = Serving(2, batches);
        await using var client = await ConnectAsync(broker);

        Assert.That(
            () => client.ProduceAsync("orders", 0, [OneRecord[0], new() { Headers = [new("trace", null)] }]),
            Throws
                .TypeOf<WireException>()
                .With.Property(nameof(WireException.Error))
                .EqualTo(WireError.NewFieldNotInVersion(2, 3, short.MaxValue))
                .And.Property(nameof(WireException.Path))
                .EqualTo("ProduceRequest v2 / Records[1].Headers")
        );
        Assert.That(batches, Is.Empty);
    }

    [Test]
    public async Task Zstandard_is_rejected_if_the_Produce_version_does_not_allow_it()
    {
        var batches = new List<RecordBatch>();
        await using var broker = Serving(6, batches);
        await using var client = await ConnectAsync(broker, new() { Compression = CompressionType.Zstd });

        Assert.That(
            () => client.ProduceAsync("orders", 0, OneRecord),
            Throws
                .TypeOf<WireException>()
                .With.Message.Contains(
                    "ProduceRequest v6 / Records: v6, the highest version that the broker serves, does not allow Zstandard"
                )
                .And.Message.Contains("from v7")
        );
        Assert.That(batches, Is.Empty);
    }
}
