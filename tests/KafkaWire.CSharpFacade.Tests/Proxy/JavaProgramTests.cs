using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

/// <summary>Runs the Java programs of the proxy and broker tests against a real Kafka, to show that their expectations are right.</summary>
public class JavaProgramTests
{
    // Three nodes, so that coordinators and leaders are on different ones. ProxyTests uses the same Kafka.
    private const int Nodes = 3;

    [Test]
    public async Task Java_consumers_share_a_group_on_a_real_Kafka()
    {
        var kafka = RealKafka.Get("4.4.0", Nodes);
        var name = $"java-{Guid.NewGuid():n}";
        using var client = await RawClient.ConnectAsync(kafka.Port);
        await client.SendAsync(Requests.Create(name, partitions: 2));

        Assert.That(await JavaProgram.RunAsync("ConsumeInGroup.java", "4.4.0", kafka.Bootstrap, name, name, "100"), Is.EqualTo("OK 100\n"));
    }

    [Test]
    public async Task The_Java_producer_uses_transactions_on_a_real_Kafka()
    {
        var kafka = RealKafka.Get("4.4.0", Nodes);
        var name = $"java-{Guid.NewGuid():n}";

        Assert.That(await JavaProgram.RunAsync("ProduceInTransactions.java", "4.4.0", kafka.Bootstrap, name, name), Is.EqualTo("OK\n"));
    }
}
