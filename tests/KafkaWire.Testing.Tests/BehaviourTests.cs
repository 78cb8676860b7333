using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>Tests that run both on the loopback broker and on a real Kafka, which keeps the loopback broker honest.</summary>
[TestFixture("loopback")]
[TestFixture("4.4.0")]
public abstract class BehaviourTests(string release) : Behaviour(release);

/// <summary>A loopback broker, "loopback", or a real Kafka of a release, and requests that work on either.</summary>
public abstract class Behaviour(string release)
{
    private LoopbackBroker? broker;

    private protected RawClient Client { get; private set; } = null!;

    private protected int Port { get; private set; }

    /// <summary>Whether the tests run on a real Kafka.</summary>
    private protected bool IsReal => release != "loopback";

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!IsReal)
            broker = await TestBroker.StartAsync();
        Port = broker?.Port ?? RealKafka.Get(release).Port;
    }

    [SetUp]
    public async Task Connect() => Client = await RawClient.ConnectAsync(Port);

    [TearDown]
    public void Disconnect() => Client?.Dispose();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (broker != null)
            await broker.DisposeAsync();
    }

    /// <summary>A unique topic name.</summary>
    private protected static string NewName() => $"topic-{Guid.NewGuid():n}";

    /// <summary>Creates a topic and waits until it can be written to.</summary>
    private protected async Task<string> NewTopicAsync(params (string Name, string? Value)[] configs)
    {
        var topic = NewName();
        var created = await Client.SendAsync(Requests.Create(topic, partitions: 1, configs));
        Assert.That(created.Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None), created.Topics[0].ErrorMessage);
        await UntilReadyAsync(topic);
        return topic;
    }

    /// <summary>Waits until a partition has a leader, which takes a moment on a real Kafka.</summary>
    private protected async Task UntilReadyAsync(string topic)
    {
        while (await OffsetAsync(topic, -1) is { ErrorCode: not ErrorCode.None })
            await Task.Yield();
    }

    /// <summary>Waits until a group or transactional id has a coordinator. A real Kafka first creates the internal topics.</summary>
    private protected async Task UntilCoordinatedAsync(string key, sbyte keyType)
    {
        while (true)
        {
            var found = (await Client.SendAsync(new FindCoordinatorRequest { CoordinatorKeys = [key], KeyType = keyType })).Coordinators[0];
            if (found.ErrorCode == ErrorCode.None)
                break;
        }

        // Only the first request of a coordinator reports that it is still loading.
        if (keyType == 0)
            while (await Client.SendAsync(Requests.OffsetFetch(key, null)) is { Groups: [{ ErrorCode: not ErrorCode.None }] })
                await Task.Yield();
    }

    /// <summary>The id of a new idempotent producer. On a real Kafka, the first one takes a moment.</summary>
    private protected async Task<long> NewProducerIdAsync()
    {
        while (true)
        {
            var answer = await Client.SendAsync(Requests.InitProducerId());
            if (answer.ErrorCode == ErrorCode.None)
                return answer.ProducerId;
            Assert.That(answer.ErrorCode.IsRetriable(), $"InitProducerId: {answer.ErrorCode}");
        }
    }

    private protected async Task<Produce.PartitionProduceResponse> ProduceAsync(
        string topic,
        Bytes? records,
        short acks = -1,
        int partition = 0,
        short version = 12
    ) => (await Client.SendAsync(Requests.Produce(topic, records, acks, partition), version)).Responses[0].PartitionResponses[0];

    private protected async Task<Fetch.PartitionData> FetchAsync(FetchRequest request, short version = 12) =>
        (await Client.SendAsync(request, version)).Responses[0].Partitions[0];

    private protected async Task<ListOffsets.ListOffsetsPartitionResponse> OffsetAsync(
        string topic,
        long timestamp,
        int partition = 0,
        short version = 11
    ) => (await Client.SendAsync(Requests.ListOffsets(topic, timestamp, partition), version)).Topics[0].Partitions[0];

    private protected async Task<Metadata.MetadataResponseTopic> DescribeAsync(MetadataRequest request, short version = 13) =>
        (await Client.SendAsync(request, version)).Topics[0];

    /// <summary>The values of the fetched records.</summary>
    private protected static string[] Values(Fetch.PartitionData partition) =>
        [
            .. Records
                .Batches(partition.Records ?? Bytes.Empty)
                .SelectMany(batch => batch.ToArray())
                .Select(record => record.Value.ToUtf8String()),
        ];
}
