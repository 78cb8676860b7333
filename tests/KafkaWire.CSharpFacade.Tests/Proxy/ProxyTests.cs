using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

/// <summary>Kafka's clients work through the sample proxy, and never connect to a broker directly.</summary>
[TestFixture("loopback")]
[TestFixture("4.4.0")]
public class ProxyTests(string release)
{
    private readonly ConcurrentQueue<string> exchanges = [];
    private LoopbackBroker? broker;
    private SampleProxy proxy = null!;
    private string topic = null!;

    [SetUp]
    public async Task Start()
    {
        exchanges.Clear();
        if (release == "loopback")
            broker = await TestBroker.StartAsync();
        // Three nodes, so that a client must look up the leaders.
        proxy = new("127.0.0.1", broker?.Port ?? RealKafka.Get(release, 3).Port, exchanges.Enqueue);
        topic = $"proxied-{Guid.NewGuid():n}";

        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", proxy.Port);
        var created = await client.SendAsync(Requests.Create(topic, partitions: 2));
        Assert.That(created.Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [TearDown]
    public async Task Stop()
    {
        if (proxy is not null)
            await proxy.DisposeAsync(); // null if the test was skipped
        if (broker != null)
            await broker.DisposeAsync();
    }

    private void AssertExchanged(params string[] apis)
    {
        foreach (var api in apis)
            Assert.That(exchanges, Has.Some.Match($@"^{api} v\d+ #\d+ of .*: \d+ bytes, \d+ back after "));
    }

    [Test]
    public async Task Kcat_produces_and_consumes()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $"line {i:d4}").ToArray();

        await KafkaWire.TestSupport.Kcat.RunWithInputAsync(string.Join('\n', lines), "-P", "-b", proxy.BootstrapServers, "-t", topic);
        var consumed = await KafkaWire.TestSupport.Kcat.RunAsync(
            "-C",
            "-e",
            "-q",
            "-o",
            "beginning",
            "-b",
            proxy.BootstrapServers,
            "-t",
            topic
        );

        Assert.That(consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(), Is.EqualTo(lines));
        AssertExchanged("ApiVersions", "Metadata", "Produce", "Fetch", "ListOffsets");
    }

    [Test]
    public async Task Kcat_produces_with_acks_0()
    {
        await KafkaWire.TestSupport.Kcat.RunWithInputAsync("a\nb\n", "-P", "-b", proxy.BootstrapServers, "-t", topic, "-X", "acks=0");

        Assert.That(() => exchanges, Has.Some.Match(@"^Produce v\d+ #\d+ of rdkafka: \d+ bytes, without an answer").After(10_000, 10));
    }

    [Test]
    public async Task A_Java_producer_and_consumer_work()
    {
        Assert.That(
            await JavaProgram.RunAsync("ProduceAndConsume.java", "4.4.0", proxy.BootstrapServers, topic, "1000"),
            Is.EqualTo("OK 1000\n")
        );

        AssertExchanged("ApiVersions", "Metadata", "InitProducerId", "Produce", "Fetch");
    }

    [Test]
    public async Task A_Java_consumer_group_works()
    {
        Assert.That(
            await JavaProgram.RunAsync("ConsumeInGroup.java", "4.4.0", proxy.BootstrapServers, topic, topic, "100"),
            Is.EqualTo("OK 100\n")
        );

        AssertExchanged("FindCoordinator", "JoinGroup", "SyncGroup", "OffsetCommit", "LeaveGroup");
    }

    [Test]
    public async Task A_newer_client_gets_the_same_response_as_from_the_broker()
    {
        // ApiVersions v99, with a malformed client id, a tagged field in the header, and an unreadable body.
        var request = Wires.Written(to =>
            Frame.WriteRaw(Bytes.OfHex("0012" + "0063" + "00000007" + "0002ff41" + "01" + "1e" + "01" + "aa" + "0badc0de"), to)
        );

        var direct = await AskAsync(broker?.Port ?? RealKafka.Get(release, 3).Port);
        var proxied = await AskAsync(proxy.Port);

        Assert.That(direct, Does.StartWith("00000007" + "0023" + "00000001" + "0012"));
        Assert.That(proxied, Is.EqualTo(direct));

        async Task<string> AskAsync(int port)
        {
            using var client = new TcpClient("127.0.0.1", port);
            var stream = client.GetStream();
            await stream.WriteAsync(request);
            var size = new byte[sizeof(int)];
            await stream.ReadExactlyAsync(size);
            var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
            await stream.ReadExactlyAsync(answer);
            return Convert.ToHexStringLower(answer);
        }
    }

    [Test]
    public async Task A_request_of_an_unknown_version_closes_the_connection_as_a_broker_does()
    {
        using var client = new TcpClient("127.0.0.1", proxy.Port);
        await client
            .GetStream()
            .WriteAsync(Wires.Written(to => Frame.WriteRaw(Bytes.OfHex("0003" + "0063" + "00000007" + "ffff" + "00"), to)));

        Assert.That(await client.GetStream().ReadAsync(new byte[1]), Is.Zero);
        Assert.That(() => exchanges, Has.Some.StartsWith("Metadata through the proxy: There is no v99").After(10_000, 10));
    }

    [Test]
    public async Task Clients_see_only_addresses_of_the_proxy()
    {
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", proxy.Port);

        var metadata = await client.SendAsync(new MetadataRequest { Topics = null });
        var described = await client.SendAsync(new DescribeClusterRequest());
        var coordinator = await client.SendAsync(new FindCoordinatorRequest { CoordinatorKeys = [topic] });

        Assert.That(metadata.Brokers.Select(each => each.Port), Is.SubsetOf(proxy.Ports).And.Not.Empty);
        Assert.That(described.Brokers.Select(each => each.Port), Is.SubsetOf(proxy.Ports).And.Not.Empty);
        if (coordinator.Coordinators[0].ErrorCode == ErrorCode.None)
            Assert.That(proxy.Ports, Does.Contain(coordinator.Coordinators[0].Port));
    }
}
