using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>Runs Kafka's own clients against the broker.</summary>
public class JavaClientTests
{
    [TestCase("4.4.0"), TestCase("3.9.2")]
    public async Task Java_clients_produce_with_acks_all_and_consume_by_assignment(string release)
    {
        await using var broker = await TestBroker.StartAsync(new() { DefaultPartitions = 3 });

        Assert.That(
            await JavaProgram.RunAsync("ProduceAndConsume.java", release, broker.BootstrapServers, "topic", "1000"),
            Is.EqualTo("OK 1000\n")
        );
    }

    [TestCase("gzip"), TestCase("snappy"), TestCase("lz4"), TestCase("zstd")]
    public async Task The_Java_producer_compresses(string codec)
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
    public async Task Java_consumers_share_a_group(string release, string assignor)
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
    public async Task The_Java_producer_uses_transactions(string release)
    {
        await using var broker = await TestBroker.StartAsync();

        Assert.That(
            await JavaProgram.RunAsync("ProduceInTransactions.java", release, broker.BootstrapServers, "topic", "group"),
            Is.EqualTo("OK\n")
        );
    }
}
