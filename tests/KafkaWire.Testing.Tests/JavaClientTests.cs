using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>Kafka's own clients judge the broker.</summary>
public class JavaClientTests
{
    [TestCase("4.4.0"), TestCase("3.9.2")]
    public async Task A_producer_with_acks_all_and_a_consumer_by_assignment(string release)
    {
        await using var broker = await TestBroker.StartAsync(new() { DefaultPartitions = 3 });

        Assert.That(
            await JavaProgram.RunAsync("ProduceAndConsume.java", release, broker.BootstrapServers, "topic", "1000"),
            Is.EqualTo("OK 1000\n")
        );
    }

    [TestCase("gzip"), TestCase("snappy"), TestCase("lz4"), TestCase("zstd")]
    public async Task A_producer_that_compresses(string codec)
    {
        await using var broker = await TestBroker.StartAsync();

        var result = await JavaProgram.RunAsync(
            "ProduceAndConsume.java",
            "4.4.0",
            broker.BootstrapServers,
            "topic",
            "1000",
            $"compression.type={codec}"
        );

        Assert.That(result, Is.EqualTo("OK 1000\n"));
    }

    [TestCase("4.4.0", "RangeAssignor"), TestCase("4.4.0", "CooperativeStickyAssignor"), TestCase("3.9.2", "RangeAssignor")]
    public async Task Consumers_in_a_group(string release, string assignor)
    {
        await using var broker = await TestBroker.StartAsync(new() { DefaultPartitions = 2 });

        var result = await JavaProgram.RunAsync(
            "ConsumeInGroup.java",
            release,
            broker.BootstrapServers,
            "topic",
            "group",
            "100",
            $"partition.assignment.strategy=org.apache.kafka.clients.consumer.{assignor}"
        );

        Assert.That(result, Is.EqualTo("OK 100\n"));
    }

    [TestCase("4.4.0"), TestCase("3.9.2")]
    public async Task A_producer_in_transactions(string release)
    {
        await using var broker = await TestBroker.StartAsync();

        Assert.That(
            await JavaProgram.RunAsync("ProduceInTransactions.java", release, broker.BootstrapServers, "topic", "group"),
            Is.EqualTo("OK\n")
        );
    }
}

/// <summary>The programs that judge the broker hold of a real Kafka, too: what they find is not a whim of theirs.</summary>
public class JavaProgramTests
{
    // So that coordinators and leaders are on different ones. The tests of proxies have as many: it is the same Kafka.
    private const int Nodes = 3;

    [Test]
    public async Task Groups_on_a_real_Kafka()
    {
        var kafka = RealKafka.Get("4.4.0", Nodes);
        var name = $"java-{Guid.NewGuid():n}";
        using var client = await RawClient.ConnectAsync(kafka.Port);
        await client.SendAsync(Requests.Create(name, partitions: 2));

        Assert.That(await JavaProgram.RunAsync("ConsumeInGroup.java", "4.4.0", kafka.Bootstrap, name, name, "100"), Is.EqualTo("OK 100\n"));
    }

    [Test]
    public async Task Transactions_on_a_real_Kafka()
    {
        var kafka = RealKafka.Get("4.4.0", Nodes);
        var name = $"java-{Guid.NewGuid():n}";

        Assert.That(await JavaProgram.RunAsync("ProduceInTransactions.java", "4.4.0", kafka.Bootstrap, name, name), Is.EqualTo("OK\n"));
    }
}
