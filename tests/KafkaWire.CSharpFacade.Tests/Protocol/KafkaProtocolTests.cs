using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class KafkaProtocolTests
{
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly KafkaProtocol client = new(new() { ClientId = "my-test-kafka-client" });
    private readonly KafkaServerProtocol server = new();

    private static MetadataRequest Ask(string topic) => new() { Topics = [new() { Name = topic }] };

    private static MetadataResponse Tell(string topic) => new() { Topics = [new() { Name = topic }] };

    private RequestFrame Receive()
    {
        var requests = server.ReceiveAll(output.WrittenSpan);
        output.ResetWrittenCount();
        return requests.Single();
    }

    [Test]
    public async Task A_request_is_answered()
    {
        var protocol = new KafkaProtocol(new() { ClientId = "me" });
        var pending = protocol.Send(Ask("orders"), output);
        var request = Receive();

        Assert.Multiple(() =>
        {
            Assert.That(request.ClientId, Is.EqualTo("me"));
            Assert.That(request.Version, Is.EqualTo(Metadata.api.LatestStable));
            Assert.That(server.Decode(request), Is.EqualTo(Ask("orders").ToMessage()));
            Assert.That(pending.IsCompleted, Is.False);
            Assert.That(protocol.PendingCount, Is.EqualTo(1));
        });

        protocol.Receive(server.Answer(request, Tell("orders")));
        Assert.That(await pending, Is.EqualTo(Tell("orders").ToMessage()));
        Assert.That(protocol.PendingCount, Is.Zero);
    }

    [Test]
    public async Task A_thousand_requests_in_flight_are_answered_in_any_order()
    {
        const int Count = 1000;
        var pending = Enumerable.Range(0, Count).Select(i => client.Send(Ask($"topic-{i}"), output)).ToArray();
        var requests = server.ReceiveAll(output.WrittenSpan);
        Assert.That(client.PendingCount, Is.EqualTo(Count));
        Campaign.Random().Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(requests));

        foreach (var request in requests)
        {
            var asked = (Metadata.Request)server.Decode(request);
            client.Receive(server.Answer(request, Tell(asked.Topics![0].Name!)));
        }

        var answers = await Task.WhenAll(pending);
        Assert.That(answers.Select(answer => answer.Topics[0].Name), Is.EqualTo(Enumerable.Range(0, Count).Select(i => $"topic-{i}")));
        Assert.That(client.PendingCount, Is.Zero);
    }

    [Test]
    public async Task Frames_split_at_any_byte_give_the_same_responses()
    {
        var bytes = new List<byte>();

        foreach (var topic in new[] { "a", "b", "c" })
        {
            _ = client.Send(Ask(topic), output);
            bytes.AddRange(server.Answer(Receive(), Tell(topic)));
        }

        client.Close();
        byte[] whole = [.. bytes];

        for (var cut = 0; cut <= whole.Length; cut++)
        {
            foreach (var asSequence in new[] { false, true })
            {
                var protocol = new KafkaProtocol();
                var pending = new[] { "a", "b", "c" }.Select(topic => protocol.Send(Ask(topic), new ArrayBufferWriter<byte>())).ToArray();

                if (asSequence)
                {
                    protocol.Receive(Wires.Split(whole, cut));
                }
                else
                {
                    protocol.Receive(whole.AsSpan(..cut));
                    protocol.Receive(whole.AsSpan(cut..));
                }

                var answers = await Task.WhenAll(pending);
                Assert.That(
                    answers,
                    Is.EqualTo(new[] { Tell("a").ToMessage(), Tell("b").ToMessage(), Tell("c").ToMessage() }),
                    $"cut at {cut}"
                );
            }
        }
    }

    [Test]
    public async Task A_kept_response_is_unchanged_after_a_thousand_more()
    {
        var captured = Wires.Captured("response", ApiKey.Fetch).First(frame => frame.Frame.Length > 1000);
        var chunk = new byte[captured.Frame.Length];

        Task<Fetch.Response> Exchange()
        {
            output.ResetWrittenCount();
            var pending = client.Send(new FetchRequest(), output, captured.Version);
            var id = Receive().CorrelationId;
            captured.Frame.CopyTo(chunk, 0);
            BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(4), id);
            client.Receive(chunk);
            // The caller may reuse its buffer.
            chunk.AsSpan().Fill(0xAA);
            return pending;
        }

        var kept = await Exchange();
        var before = Fetch.api.Response.Encode(kept, captured.Version);

        for (var i = 0; i < 1000; i++)
            await Exchange();

        Assert.That(Fetch.api.Response.Encode(kept, captured.Version), Is.EqualTo(before));
        Assert.That(before, Is.EqualTo(captured.Frame[^before.Length..]));
    }

    [Test]
    public void Produce_with_acks_0_leaves_nothing_pending()
    {
        var pending = client.Send(new ProduceRequest { Acks = 0 }, output);

        Assert.Multiple(() =>
        {
            Assert.That(pending.IsCompletedSuccessfully, Is.True);
            Assert.That(client.PendingCount, Is.Zero);
            Assert.That(KafkaServerProtocol.IsAnswered(server.Decode(Receive())), Is.False);
            Assert.That(KafkaServerProtocol.IsAnswered(new ProduceRequest { Acks = 0 }), Is.False);
            Assert.That(KafkaServerProtocol.IsAnswered(new ProduceRequest { Acks = 1 }), Is.True);
        });
    }

    [Test]
    public void An_unknown_correlation_id_ends_the_connection()
    {
        var pending = client.Send(Ask("a"), output);
        byte[] stranger = [0, 0, 0, 5, 0, 0, 0x30, 0x39, 0];

        Assert.Multiple(() =>
        {
            Assert.That(() => client.Receive(stranger), Throws.TypeOf<WireException>().With.Message.Contains("12345"));
            Assert.That(async () => await pending, Throws.TypeOf<WireException>());
            Assert.That(() => client.Send(Ask("a"), output), Throws.TypeOf<WireException>());
            Assert.That(client.PendingCount, Is.Zero);
            Assert.That(client.IsClosed, Is.True);
        });
    }

    [Test]
    public void Close_fails_pending_calls_with_the_reason()
    {
        var reason = new IOException("The cable is cut.");
        var pending = client.Send(Ask("a"), output);
        Assert.That(client.IsClosed, Is.False);
        client.Close(reason);
        Assert.That(client.IsClosed, Is.True);

        Assert.Multiple(() =>
        {
            Assert.That(async () => await pending, Throws.TypeOf<WireException>().With.InnerException.SameAs(reason));
            Assert.That(() => client.Send(Ask("b"), output), Throws.TypeOf<WireException>().With.Message.Contains("connection was closed"));
            Assert.That(client.PendingCount, Is.Zero);
        });
    }

    [Test]
    public async Task An_unreadable_response_fails_only_its_own_request()
    {
        var first = client.Send(Ask("a"), output);
        var broken = Receive();
        var second = client.Send(Ask("b"), output);
        var whole = server.Answer(Receive(), Tell("b"));
        byte[] frame = [0, 0, 0, 6, .. Id(broken.CorrelationId), 0, 0xFF];
        client.Receive(frame);
        client.Receive(whole);

        Assert.That(async () => await first, Throws.TypeOf<WireException>().With.Message.Contains("MetadataResponse"));
        Assert.That((await second).Topics[0].Name, Is.EqualTo("b"));

        static byte[] Id(int id)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, id);
            return bytes;
        }
    }

    [TestCase("HTTP/1.1 400 Bad Request\r\n", "HTTP")]
    [TestCase("\u0015\u0003\u0003\0\u0002\u0002", "TLS")]
    public void A_peer_that_does_not_speak_Kafka_is_reported(string text, string expected)
    {
        var pending = client.Send(Ask("a"), output);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => client.Receive(Encoding.Latin1.GetBytes(text)),
                Throws.TypeOf<WireException>().With.Message.Contains(expected)
            );
            Assert.That(async () => await pending, Throws.TypeOf<WireException>().With.Message.Contains(expected));
        });
    }

    [Test]
    public void A_request_that_cannot_be_encoded_writes_nothing()
    {
        var request = new MetadataRequest { Topics = [new() { Name = "\uD800" }] };

        Assert.Multiple(() =>
        {
            Assert.That(() => client.Send(request, output), Throws.TypeOf<WireException>().With.Message.Contains("Topics[0].Name"));
            Assert.That(output.WrittenCount, Is.Zero);
            Assert.That(client.PendingCount, Is.Zero);
        });
    }

    [Test]
    public async Task A_request_can_be_sent_by_name_as_JSON()
    {
        var pending = client.Send(
            "metadata",
            new JsonObject { ["topics"] = new JsonArray(new JsonObject { ["name"] = "orders" }) },
            output
        );
        var request = Receive();
        Assert.That(server.Decode(request), Is.EqualTo(Ask("orders").ToMessage()));

        client.Receive(server.Answer(request, Tell("orders")));
        Assert.That((await pending).GetProperty("topics")[0].GetProperty("name").GetString(), Is.EqualTo("orders"));
    }

    [Test]
    public void An_unknown_API_name_is_rejected() =>
        Assert.That(() => client.Send("Metadatta", new JsonObject(), output), Throws.ArgumentException.With.Message.Contains("Metadatta"));
}
