using System.Buffers.Binary;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class ConnectionTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task Requests_sent_ahead_are_answered_in_their_order()
    {
        var answers = Enumerable.Range(0, 100).Select(_ => Client.SendAsync(Requests.Metadata())).ToArray();
        await Task.WhenAll(answers);

        Assert.That(Client.Answered, Is.Ordered);
        Assert.That(Client.Answered, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task A_frame_cut_anywhere_is_one_frame()
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
    public async Task A_client_that_goes_in_the_middle_of_a_frame_disturbs_nobody()
    {
        using (var gone = await RawClient.ConnectAsync(Port))
            gone.Write(RawClient.Frame(Requests.Metadata(), 12).AsSpan(0, 9));

        Assert.That((await Client.SendAsync(Requests.Metadata())).Brokers, Is.Not.Empty);
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("\0\0\0\u0001\0")]
    public async Task What_is_no_request_closes_the_connection(string bytes)
    {
        Client.Write(System.Text.Encoding.Latin1.GetBytes(bytes));
        await Client.Closed;
    }

    [Test]
    public async Task A_body_that_is_no_request_closes_the_connection()
    {
        var frame = RawClient.Frame(Requests.Metadata("topic"), 8);
        frame[^9] = 0x7f;
        Client.Write(frame);
        await Client.Closed;
    }
}
