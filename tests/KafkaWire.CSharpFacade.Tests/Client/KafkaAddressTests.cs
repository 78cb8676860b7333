using System.Text;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Host and port in one string, parsed and formatted as Kafka's clients do.</summary>
public class KafkaAddressTests
{
    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static readonly string[] Texts =
    [
        "localhost:9092",
        "127.0.0.1:1",
        "[::1]:9092",
        "::1:9092",
        "2001:db8::1:9092",
        "[fe80::1%eth0]:9092",
        "[::ffff:1.2.3.4]:9",
        "[host]:1",
        "[::1:1",
        "::1]:1",
        "PLAINTEXT://host:1",
        "SASL_SSL://[::1]:9093",
        "://host:1",
        "a b://host:1",
        "http://host:1/x",
        "my-host_1.example.:1",
        "host%:1",
        "host:0",
        "host:65535",
        "host:65536",
        "host:4294967297",
        "host:123456789012",
        "host:00001",
        "host:-1",
        "host:+1",
        "host: 1",
        "host:1 ",
        " host:1",
        "host",
        "host:",
        "[::1]",
        ":",
        "",
        "[::1]:x",
        "*:1",
        "h\u00e9:1",
        "host:\u0661",
        "/host:1",
        "a,b:1",
        "host:1,other:2",
        "[[::1]]:1",
        "x[::1]:1",
    ];

    [Test]
    public async Task Addresses_are_parsed_as_Kafka_parses_them()
    {
        using var oracle = JavaProgram.Start("TextOracle.java", "4.4.0");
        var theirs = await oracle.AskAsync([.. Texts.Select(text => $"address {Hex(text)}")]);
        var ours = Texts.Select(text => KafkaAddress.TryParse(text, out var host, out var port) ? $"{host} {port}" : "refused");

        Assert.That(ours, Is.EqualTo(theirs));
    }

    [Test]
    public async Task Addresses_are_formatted_as_Kafka_formats_them()
    {
        (string Host, int Port)[] all = [("localhost", 9092), ("127.0.0.1", 1), ("::1", 9092), ("fe80::1%eth0", 65535)];
        using var oracle = JavaProgram.Start("TextOracle.java", "4.4.0");
        var theirs = await oracle.AskAsync([.. all.Select(each => $"format {Hex(each.Host)} {each.Port}")]);

        Assert.That(all.Select(each => KafkaAddress.Format(each.Host, each.Port)), Is.EqualTo(theirs));
    }

    [TestCase("[::1]:9092", "::1", 9092)]
    [TestCase("SSL://broker:9093", "broker", 9093)]
    [TestCase(":9092", "localhost", 9092)]
    public void An_address_is_split_into_host_and_port(string text, string host, int port)
    {
        Assert.That(KafkaAddress.TryParse(text, out var foundHost, out var foundPort));
        Assert.That((foundHost, foundPort), Is.EqualTo((host, port)));
    }

    [TestCase(null)]
    [TestCase("localhost")]
    [TestCase("[::1]")]
    public void Text_without_a_port_is_not_an_address(string? text)
    {
        Assert.That(KafkaAddress.TryParse(text, out var host, out var port), Is.False);
        Assert.That((host, port), Is.EqualTo(((string?)null, 0)));
    }

    [Test]
    public void Format_does_not_double_existing_brackets() => Assert.That(KafkaAddress.Format("[::1]", 9092), Is.EqualTo("[::1]:9092"));

    [Test]
    public async Task Bootstrap_servers_put_an_IPv6_host_in_brackets()
    {
        await using var broker = await LoopbackBroker.StartAsync(new() { Host = "::1" });

        Assert.That(broker.BootstrapServers, Is.EqualTo($"[::1]:{broker.Port}"));
        Assert.That(KafkaAddress.TryParse(broker.BootstrapServers, out var host, out var port));
        Assert.That((host, port), Is.EqualTo(("::1", broker.Port)));
    }

    [Test]
    public void A_connection_error_puts_an_IPv6_host_in_brackets() =>
        Assert.That(
            async () => await SimpleClient.ConnectAsync("::1", 1),
            Throws.InstanceOf<System.Net.Sockets.SocketException>().With.Message.Contains("[::1]:1")
        );
}
