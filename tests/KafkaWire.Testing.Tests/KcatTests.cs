using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>Runs kcat, which is based on librdkafka, against the broker.</summary>
public class KcatTests
{
    [Test]
    public async Task Kcat_produces_and_consumes()
    {
        await using var broker = await TestBroker.StartAsync();
        var lines = Enumerable.Range(0, 1000).Select(i => $"line {i}").ToArray();

        await Kcat.RunWithInputAsync(string.Join('\n', lines), "-P", "-b", broker.BootstrapServers, "-t", "from-kcat");
        var consumed = await Kcat.RunAsync("-C", "-e", "-q", "-o", "beginning", "-b", broker.BootstrapServers, "-t", "from-kcat");

        Assert.That(consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(lines));
    }

    [TestCase("gzip"), TestCase("snappy"), TestCase("lz4"), TestCase("zstd")]
    public async Task Kcat_produces_and_consumes_compressed_records(string codec)
    {
        await using var broker = await TestBroker.StartAsync(new() { DefaultPartitions = 3 });
        var lines = Enumerable.Range(0, 1000).Select(i => $"line {i:d4}").ToArray();

        await Kcat.RunWithInputAsync(string.Join('\n', lines), "-P", "-z", codec, "-b", broker.BootstrapServers, "-t", "compressed");
        var consumed = await Kcat.RunAsync("-C", "-e", "-q", "-o", "beginning", "-b", broker.BootstrapServers, "-t", "compressed");

        Assert.That(consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(), Is.EqualTo(lines));
    }

    [TestCase("0.8.0", "none"), TestCase("0.9.0", "gzip"), TestCase("0.10.0", "none"), TestCase("0.10.0", "snappy")]
    public async Task Kcat_for_old_brokers_produces_messages_of_magic_0_and_1(string release, string codec)
    {
        await using var broker = await TestBroker.StartAsync();
        string[] old = ["-X", "api.version.request=false", "-X", $"broker.version.fallback={release}"];

        await Kcat.RunWithInputAsync("a\nb\nc", ["-P", .. old, "-z", codec, "-b", broker.BootstrapServers, "-t", "old"]);
        var consumed = await Kcat.RunAsync("-C", "-e", "-q", "-o", "beginning", "-b", broker.BootstrapServers, "-t", "old");

        Assert.That(consumed, Is.EqualTo("a\nb\nc\n"));
    }

    [Test]
    public async Task Kcat_produces_idempotently_with_keys_and_headers()
    {
        await using var broker = await TestBroker.StartAsync();

        await Kcat.RunWithInputAsync(
            "a:1\nb:2\n",
            "-P",
            "-K",
            ":",
            "-H",
            "h=x",
            "-X",
            "enable.idempotence=true",
            "-b",
            broker.BootstrapServers,
            "-t",
            "keyed"
        );
        var consumed = await Kcat.RunAsync(
            "-C",
            "-e",
            "-q",
            "-o",
            "beginning",
            "-f",
            "%o %k %s %h\n",
            "-b",
            broker.BootstrapServers,
            "-t",
            "keyed"
        );

        Assert.That(consumed, Is.EqualTo("0 a 1 h=x\n1 b 2 h=x\n"));
    }

    [Test]
    public async Task Kcat_lists_topics()
    {
        await using var broker = await TestBroker.StartAsync(new() { NodeId = 7 });
        await Kcat.RunWithInputAsync("a", "-P", "-b", broker.BootstrapServers, "-t", "listed");

        var listed = await Kcat.RunAsync("-L", "-b", broker.BootstrapServers);

        Assert.That(
            listed,
            Does.Contain($"broker 7 at {broker.BootstrapServers} (controller)").And.Contain("topic \"listed\" with 1 partitions:")
        );
    }

    [Test]
    public async Task Kcat_consumes_in_a_group()
    {
        await using var broker = await TestBroker.StartAsync(new() { DefaultPartitions = 2 });
        var lines = Enumerable.Range(0, 100).Select(i => $"line {i:d2}").ToArray();
        await Kcat.RunWithInputAsync(string.Join('\n', lines), "-P", "-b", broker.BootstrapServers, "-t", "topic");

        string[] inGroup = ["-b", broker.BootstrapServers, "-G", "group", "-e", "-q", "-X", "auto.offset.reset=earliest", "topic"];
        var first = await Kcat.RunAsync(inGroup);
        var second = await Kcat.RunAsync(inGroup);

        Assert.That(first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(), Is.EqualTo(lines));
        Assert.That(second, Is.Empty, "all of it is committed");
    }

    [Test]
    public async Task Kcat_produces_in_a_transaction()
    {
        await using var broker = await TestBroker.StartAsync();

        await Kcat.RunWithInputAsync("a\nb", "-P", "-b", broker.BootstrapServers, "-t", "topic", "-X", "transactional.id=kcat");
        var consumed = await Kcat.RunAsync(
            "-C",
            "-e",
            "-q",
            "-o",
            "beginning",
            "-X",
            "isolation.level=read_committed",
            "-b",
            broker.BootstrapServers,
            "-t",
            "topic"
        );

        Assert.That(consumed, Is.EqualTo("a\nb\n"));
    }
}
