using System.Buffers.Binary;
using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Loopback;

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
        using (var gone = await RawClient.ConnectAsync(Port)) gone.Write(RawClient.Frame(Requests.Metadata(), 12).AsSpan(0, 9));

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

/// <summary>What only the embedded broker has to keep.</summary>
public class LifetimeTests
{
    [Test]
    public async Task Stopping_closes_the_port_and_every_connection_even_while_a_fetch_waits()
    {
        var broker = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.Port);
        await client.SendAsync(Requests.Create("topic"));
        client.Write(RawClient.Frame(Requests.Fetch("topic", maxWaitMs: int.MaxValue), 12));

        await broker.DisposeAsync();

        await client.Closed;
        Assert.That(async () => await RawClient.ConnectAsync(broker.Port), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task Two_brokers_know_nothing_of_each_other()
    {
        await using var one = await TestBroker.StartAsync();
        await using var other = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(one.Port);
        using var otherClient = await RawClient.ConnectAsync(other.Port);

        await client.SendAsync(Requests.Create("topic"));

        Assert.That((await otherClient.SendAsync(new MetadataRequest { Topics = null })).Topics, Is.Empty);
    }

    [Test]
    public async Task A_client_that_goes_ends_its_fetch()
    {
        var time = new StoppedTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using (var client = await RawClient.ConnectAsync(broker.Port))
        {
            await client.SendAsync(Requests.Create("topic"));
            client.Write(RawClient.Frame(Requests.Fetch("topic", maxWaitMs: 1000), 12));
            await time.TimerStarted;
        }

        await time.TimerStopped;
    }

    /// <summary>A clock that stands still, and tells when somebody waits for it.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        private readonly TaskCompletionSource started = new();
        private readonly TaskCompletionSource stopped = new();

        public Task TimerStarted => started.Task;

        public Task TimerStopped => stopped.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            started.TrySetResult();
            return new Timer(stopped);
        }

        private sealed class Timer(TaskCompletionSource stopped) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => stopped.TrySetResult();

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
