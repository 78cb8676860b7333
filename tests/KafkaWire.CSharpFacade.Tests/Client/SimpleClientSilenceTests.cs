using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient closes connections that stop answering.</summary>
public class SimpleClientSilenceTests
{
    private readonly ManualTime time = new();

    private SimpleClientOptions Options => new() { TimeProvider = time };

    /// <summary>A broker that does not answer on its first connections, and signals each request that arrives there.</summary>
    private static FakeBroker Start(int silent, SemaphoreSlim arrived)
    {
        FakeBroker? self = null;
        return self = new FakeBroker(
            (_, _) =>
            {
                if (self!.Connections > silent)
                    return new(new MetadataResponse());

                arrived.Release();
                return default;
            }
        );
    }

    [Test]
    public async Task A_timeout_closes_the_connection_and_the_next_request_opens_another()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var broker = Start(silent: 1, arrived);
        await using var client = await SimpleClient.ConnectAsync(broker.Host, broker.Port, Options);
        var pending = client.SendAsync(new MetadataRequest());
        await arrived.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(async () => await pending, Throws.TypeOf<TimeoutException>());
        await client.SendAsync(new MetadataRequest());
        Assert.That(broker.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task Other_pending_calls_fail_with_the_reason_for_closing_the_connection()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var broker = Start(silent: 1, arrived);
        await using var client = await SimpleClient.ConnectAsync(broker.Host, broker.Port, Options);
        var first = client.SendAsync(new MetadataRequest());
        await arrived.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        var second = client.SendAsync(new DescribeClusterRequest());
        await arrived.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(async () => await first, Throws.TypeOf<TimeoutException>());
        Assert.That(
            async () => await second,
            Throws
                .TypeOf<WireException>()
                .With.Property(nameof(WireException.Error))
                .EqualTo(WireError.ConnectionClosed)
                .And.Message.Contains("has not answered Metadata for 00:00:30, so the client has closed the connection")
                .And.InnerException.TypeOf<TimeoutException>()
        );
    }

    [Test]
    public async Task A_cancelled_call_does_not_keep_a_silent_connection_open()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var broker = Start(silent: 1, arrived);
        await using var client = await SimpleClient.ConnectAsync(broker.Host, broker.Port, Options);
        using var source = new CancellationTokenSource();
        var first = client.SendAsync(new MetadataRequest(), cancellationToken: source.Token);
        await arrived.WaitAsync();
        var second = client.SendAsync(new DescribeClusterRequest());
        await arrived.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        await source.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(second.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(async () => await second, Throws.TypeOf<TimeoutException>().Or.TypeOf<WireException>());
        await client.SendAsync(new MetadataRequest());
        Assert.That(broker.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task A_timeout_spent_on_an_earlier_request_does_not_close_the_connection()
    {
        using var arrived = new SemaphoreSlim(0);
        using var asked = new SemaphoreSlim(0);
        var answers = new ConcurrentQueue<TaskCompletionSource<IKafkaResponse?>>();
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
            {
                var answer = new TaskCompletionSource<IKafkaResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
                answers.Enqueue(answer);
                asked.Release();
                return new(answer.Task);
            }
        );
        await using var broker = self;
        await using var client = await SimpleClient.ConnectAsync(broker.Host, broker.Port, Options);

        // The call spends 20 s on metadata, then 10 s on the fetch.
        var fetch = client.FetchAsync("orders", 0, 0);
        await asked.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(20));
        answers.TryDequeue(out var metadata);
        metadata!.SetResult(FakeBroker.Cluster(self));
        await asked.WaitAsync();
        var other = client.SendAsync(new DescribeClusterRequest());
        await asked.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(async () => await fetch, Throws.TypeOf<TimeoutException>());

        answers.TryDequeue(out _);
        answers.TryDequeue(out var late);
        late!.SetResult(new DescribeClusterResponse { ClusterId = "mine" });
        Assert.That((await other).ClusterId, Is.EqualTo("mine"));
        Assert.That(broker.Connections, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Connecting_to_a_silent_peer_times_out_and_closes_the_connection(bool hasTls)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var connecting = SimpleClient.ConnectAsync("127.0.0.1", port, Options with { Tls = hasTls ? new() : null });
        using var socket = await listener.AcceptSocketAsync();
        Assert.That(await socket.ReceiveAsync(new byte[1000]), Is.Positive);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(
            async () => await connecting,
            Throws.TypeOf<TimeoutException>().With.Message.Contains($"Connecting to 127.0.0.1:{port}")
        );
        Assert.That(await ReadToEndAsync(socket), Is.True);
        listener.Stop();

        static async Task<bool> ReadToEndAsync(Socket socket)
        {
            while (await socket.ReceiveAsync(new byte[1000]) > 0) { }
            return true;
        }
    }

    [Test]
    public async Task A_silent_broker_is_tried_after_the_others()
    {
        FakeBroker? first = null;
        await using var second = new FakeBroker(
            (_, message) =>
                new(
                    message is Fetch.Request
                        ? new FetchResponse { Responses = [new() { Topic = "orders", Partitions = [new()] }] }
                        : new DescribeClusterResponse { ClusterId = "by the second" }
                )
        );
        first = new FakeBroker((_, _) => new(FakeBroker.Cluster(first!, second)));
        await using var owned = first;
        await using var client = await SimpleClient.ConnectAsync(first.Host, first.Port, Options);
        await client.FetchAsync("orders", 0, 0); // so that the client knows both
        first.IsSilent = true;

        // On the old connection, then on a new one.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var pending = client.SendAsync(new DescribeClusterRequest());
            await first.Unanswered.WaitAsync();
            time.Advance(TimeSpan.FromSeconds(30));
            Assert.That(async () => await pending, Throws.TypeOf<TimeoutException>());
        }

        Assert.That((await client.SendAsync(new DescribeClusterRequest())).ClusterId, Is.EqualTo("by the second"));
        Assert.That(first.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task An_unanswered_login_times_out()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var broker = Start(silent: 1, arrived);
        var connecting = SimpleClient.ConnectAsync(broker.Host, broker.Port, Options with { Sasl = SaslOptions.Plain("alice", "sesame") });
        await arrived.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(async () => await connecting, Throws.TypeOf<TimeoutException>().With.Message.Contains("Connecting to"));
    }
}
