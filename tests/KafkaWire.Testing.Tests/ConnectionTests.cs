using System.Buffers.Binary;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class ConnectionTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        var answers = Enumerable.Range(0, 100).Select(_ => Client.SendAsync(Requests.Metadata())).ToArray();
        await Task.WhenAll(answers);

        Assert.That(Client.Answered, Is.Ordered);
        Assert.That(Client.Answered, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task A_frame_may_arrive_in_pieces()
    {
        var frame = RawClient.Frame(Requests.Metadata(), 12);

        for (var cut = 1; cut < frame.Length; cut++)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), cut);
            Client.Write(frame.AsSpan(0, cut));
            await Client.ExchangeAsync(frame[cut..], cut);
        }
    }

    [Test]
    public async Task A_client_that_disconnects_within_a_frame_affects_no_other_client()
    {
        using (var gone = await RawClient.ConnectAsync(Port))
            gone.Write(RawClient.Frame(Requests.Metadata(), 12).AsSpan(0, 9));

        Assert.That((await Client.SendAsync(Requests.Metadata())).Brokers, Is.Not.Empty);
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("\0\0\0\u0001\0")]
    public async Task Invalid_bytes_close_the_connection(string bytes)
    {
        Client.Write(System.Text.Encoding.Latin1.GetBytes(bytes));
        await Client.Closed;
    }

    [Test]
    public async Task An_invalid_request_body_closes_the_connection()
    {
        var frame = RawClient.Frame(Requests.Metadata("topic"), 8);
        frame[^9] = 0x7f;
        Client.Write(frame);
        await Client.Closed;
    }
}
