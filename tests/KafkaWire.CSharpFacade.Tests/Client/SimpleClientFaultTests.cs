using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Whatever goes wrong, a call of SimpleClient ends, with the right result or the right exception, and leaves nothing
/// behind.</summary>
public class SimpleClientFaultTests
{
    private static readonly ApiKey[] Apis = [ApiKey.ApiVersions, ApiKey.Metadata, ApiKey.Produce, ApiKey.Fetch];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static int Points => Campaign.Rounds(20, 200);

    /// <summary>Where it happens: in the answers of which API, and at which byte of them.</summary>
    private static IEnumerable<(ApiKey Api, int At)> Places()
    {
        var random = Campaign.Random();
        for (var i = 0; i < Points; i++)
            yield return (Apis[i % Apis.Length], random.Next(150));
    }

    /// <summary>What came of writing a record and reading it back.</summary>
    private sealed record Outcome(Exception? Connect, Exception? Produce, Exception? Fetch, string[]? Values)
    {
        public Exception? First => Connect ?? Produce ?? Fetch;
    }

    private static async Task<Exception?> TryAsync(Func<Task> action)
    {
        var call = action();
        using var limit = new CancellationTokenSource();
        Assert.That(await Task.WhenAny(call, Task.Delay(2 * Limit, limit.Token)), Is.SameAs(call), "A call ends within its time limit.");
        await limit.CancelAsync();

        try
        {
            await call;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Lets the time pass that the client waits for answers, from when the fault is what it waits for.</summary>
    private static async Task PassAsync(ManualTime time, InjectedFault injected, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            if (injected.Hits > 0)
                time.Advance(Limit);
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>Writes a record and reads it back, with a fault on the way.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="time">The client's clock; null for the machine's.</param>
    private static async Task<Outcome> RunAsync(LoopbackFault fault, ManualTime? time = null)
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using (var creator = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port))
            await creator.SendAsync(Requests.Create("topic"));
        using var injected = broker.Inject(fault);
        using var done = new CancellationTokenSource();
        var passing = time == null ? Task.CompletedTask : PassAsync(time, injected, done.Token);
        SimpleClient? client = null;
        Exception? produce = null,
            fetch = null;
        string[]? values = null;

        SimpleClientOptions options = new() { Timeout = Limit, TimeProvider = time ?? TimeProvider.System };
        var connect = await TryAsync(async () => client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port, options));

        if (client != null)
        {
            produce = await TryAsync(() => client.ProduceAsync("topic", 0, [new() { Value = Bytes.OfString("value") }]));
            fetch = await TryAsync(async () =>
                values = [.. (await client.FetchAsync("topic", 0, 0)).Records.Select(record => record.Value.ToUtf8String())]
            );
            if (produce is not TimeoutException && fetch is not TimeoutException)
                Assert.That(client.PendingCount, Is.Zero, $"{fault}: nobody waits for anything.");
            await client.DisposeAsync();
            Assert.That(client.PendingCount, Is.Zero, $"{fault}: nobody waits for anything after the end.");
        }

        await done.CancelAsync();
        await passing;
        Assert.That(injected.Hits, Is.EqualTo(1), $"{fault} was to happen.");
        injected.Dispose();
        Assert.That(() => broker.ConnectionCount, Is.Zero.After((int)Limit.TotalMilliseconds, 1), $"{fault}: no connection is left.");

        await using var witness = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
        var written = (await witness.FetchAsync("topic", 0, 0, maxWait: TimeSpan.Zero)).Records.Count;
        Assert.That(
            written,
            produce == null && connect == null ? Is.EqualTo(1) : Is.LessThanOrEqualTo(1),
            $"{fault}: a record that was acknowledged is there once."
        );
        if (values != null)
            Assert.That(values, Is.EqualTo(Enumerable.Repeat("value", written)), $"{fault}: what is there is read.");
        return new(connect, produce, fetch, values);
    }

    [Test]
    public async Task A_connection_that_ends_in_an_answer()
    {
        foreach (var (api, at) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Close(at) with { Api = api });

            Assert.That(outcome.Connect, Is.Null.Or.InstanceOf<WireException>(), $"{api} at {at}");
            Assert.That(outcome.Produce, Is.Null.Or.InstanceOf<WireException>(), $"{api} at {at}");
            Assert.That(outcome.Fetch, Is.Null, $"{api} at {at}: reading is tried again");
        }
    }

    [Test]
    public async Task A_request_that_is_dropped()
    {
        foreach (var (api, _) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Drop() with { Api = api });

            Assert.That(outcome.First, Is.Null.Or.InstanceOf<WireException>(), $"{api}");
            Assert.That(outcome.Fetch, Is.Null, $"{api}: reading is tried again");
            if (api != ApiKey.Produce)
                continue;
            Assert.That(outcome.Produce, Is.Not.Null, "a write is not tried again");
            Assert.That(outcome.Values, Is.Empty, "nothing was written");
        }
    }

    [Test]
    public async Task An_answer_in_pieces()
    {
        foreach (var (api, at) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Cut(at, at + 1, at + 17) with { Api = api, Delay = TimeSpan.FromMilliseconds(1) });

            Assert.That((outcome.First, outcome.Values), Is.EqualTo(((Exception?)null, new[] { "value" })), $"{api} at {at}");
        }
    }

    [Test]
    public async Task An_answer_that_is_late()
    {
        foreach (var (api, at) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Late(TimeSpan.FromMilliseconds(at / 10 + 1)) with { Api = api });

            Assert.That((outcome.First, outcome.Values), Is.EqualTo(((Exception?)null, new[] { "value" })), $"{api}, {at / 10 + 1} ms");
        }
    }

    [Test]
    public async Task An_answer_that_does_not_come_in_time()
    {
        foreach (var (api, _) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Late(TimeSpan.FromHours(1)) with { Api = api }, new ManualTime());

            Assert.That(outcome.First, Is.InstanceOf<TimeoutException>(), $"{api}");
        }
    }

    [TestCase(ErrorCode.NotLeaderOrFollower), TestCase(ErrorCode.LeaderNotAvailable), TestCase(ErrorCode.UnknownTopicOrPartition)]
    public async Task An_error_that_passes(ErrorCode error)
    {
        foreach (var (api, _) in Places().Where(place => place.Api != ApiKey.ApiVersions))
        {
            var outcome = await RunAsync(LoopbackFault.Error(error) with { Api = api });

            Assert.That((outcome.First, outcome.Values), Is.EqualTo(((Exception?)null, new[] { "value" })), $"{api}");
        }
    }

    [TestCase(ErrorCode.TopicAuthorizationFailed), TestCase(ErrorCode.UnknownServerError)]
    public async Task An_error_that_stays(ErrorCode error)
    {
        foreach (var (api, _) in Places())
        {
            var outcome = await RunAsync(LoopbackFault.Error(error) with { Api = api });

            Assert.That(outcome.First, Is.InstanceOf<KafkaErrorException>(), $"{api}");
            Assert.That(((KafkaErrorException)outcome.First!).Code, Is.EqualTo(error), $"{api}");
        }
    }

    /// <summary>A byte that is another one can be another value that is as good, so what comes of it is one of a few things.</summary>
    [Test]
    public async Task An_answer_that_is_damaged()
    {
        foreach (var (api, at) in Places())
        {
            await using var broker = await LoopbackBroker.StartAsync();
            await using (var creator = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port))
                await creator.SendAsync(Requests.Create("topic"));
            broker.Inject(new LoopbackFault { Api = api, Damage = bytes => Spoil(bytes, at) });
            SimpleClient? client = null;

            // A size that is too large leaves the client waiting for the rest.
            var outcome = await TryAsync(async () =>
            {
                client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port, new() { Timeout = TimeSpan.FromSeconds(1) });
                await client.ProduceAsync("topic", 0, [new() { Value = Bytes.OfString("value") }]);
                await client.FetchAsync("topic", 0, 0);
            });

            if (client != null)
                await client.DisposeAsync();
            Assert.That(
                outcome,
                Is.Null.Or.InstanceOf<WireException>()
                    .Or.InstanceOf<KafkaErrorException>()
                    .Or.InstanceOf<UnreadableRecordsException>()
                    .Or.InstanceOf<TimeoutException>()
                    .Or.InstanceOf<SocketException>()
                    .Or.InstanceOf<ArgumentOutOfRangeException>(),
                $"{api} at {at}"
            );
            if (outcome is ArgumentException argument)
                Assert.That(argument.ParamName, Is.EqualTo("partition"), $"{api} at {at}: the topic seems to have another one");
            Assert.That(client?.PendingCount ?? 0, Is.Zero, $"{api} at {at}: nobody waits for anything after the end.");
            Assert.That(
                () => broker.ConnectionCount,
                Is.Zero.After((int)Limit.TotalMilliseconds, 1),
                $"{api} at {at}: no connection is left."
            );
        }
    }

    private static byte[] Spoil(byte[] answer, int at)
    {
        answer[at % answer.Length] ^= 0x55;
        return answer;
    }
}
