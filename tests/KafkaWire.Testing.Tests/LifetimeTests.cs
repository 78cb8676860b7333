using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>Behaviour that only the loopback broker has: starting, stopping and its own clock.</summary>
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
    public async Task Two_brokers_are_independent()
    {
        await using var one = await TestBroker.StartAsync();
        await using var other = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(one.Port);
        using var otherClient = await RawClient.ConnectAsync(other.Port);

        await client.SendAsync(Requests.Create("topic"));

        Assert.That((await otherClient.SendAsync(new MetadataRequest { Topics = null })).Topics, Is.Empty);
    }

    [Test]
    public async Task A_fetch_ends_when_its_client_disconnects()
    {
        await using var broker = await TestBroker.StartAsync(new() { Time = new ManualTime() });
        using (var client = await RawClient.ConnectAsync(broker.Port))
        {
            await client.SendAsync(Requests.Create("topic"));
            client.Write(RawClient.Frame(Requests.Fetch("topic", maxWaitMs: 1000), 12));
        }

        while (broker.ConnectionCount > 0)
            await Task.Yield();
    }

    [Test]
    public async Task A_member_leaves_its_group_when_its_session_expires()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        var silent = await JoinAsync(client, "", sessionTimeoutMs: 10_000);
        await client.SendAsync(Requests.Sync("group", silent));
        async Task<ErrorCode> HeartbeatAsync() =>
            (await client.SendAsync(Requests.Heartbeat("group", silent.MemberId, silent.GenerationId))).ErrorCode;

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(await HeartbeatAsync(), Is.EqualTo(ErrorCode.None));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.That((await client.SendAsync(Requests.Sync("group", silent))).ErrorCode, Is.EqualTo(ErrorCode.None));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(await HeartbeatAsync(), Is.EqualTo(ErrorCode.None));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await HeartbeatAsync(), Is.EqualTo(ErrorCode.UnknownMemberId));
    }

    [Test]
    public async Task A_rebalance_removes_a_member_that_does_not_rejoin_in_time()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        using var other = await RawClient.ConnectAsync(broker.Port);
        var slow = await JoinAsync(client, "", sessionTimeoutMs: 1_000_000);
        await client.SendAsync(Requests.Sync("group", slow));

        var joining = JoinAsync(other, "", sessionTimeoutMs: 1_000_000);
        while ((await client.SendAsync(Requests.Heartbeat("group", slow.MemberId, 1))).ErrorCode != ErrorCode.RebalanceInProgress)
            await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.That((await joining).Members.Select(member => member.MemberId), Is.EqualTo(new[] { (await joining).MemberId }));
        Assert.That(
            (await client.SendAsync(Requests.Heartbeat("group", slow.MemberId, 1))).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownMemberId)
        );
    }

    [Test]
    public async Task A_member_that_does_not_sync_in_time_is_removed()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        using var other = await RawClient.ConnectAsync(broker.Port);
        var first = await JoinAsync(client, "", sessionTimeoutMs: 1_000_000);
        await client.SendAsync(Requests.Sync("group", first));
        async Task<ErrorCode> HeartbeatAsync(string member, int generation) =>
            (await client.SendAsync(Requests.Heartbeat("group", member, generation))).ErrorCode;

        var joining = JoinAsync(other, "", sessionTimeoutMs: 1_000_000);
        while (await HeartbeatAsync(first.MemberId, 1) != ErrorCode.RebalanceInProgress)
            await Task.Yield();
        var again = await client.SendAsync(Requests.Join("group", first.MemberId, sessionTimeoutMs: 1_000_000));
        var silent = await joining;
        await client.SendAsync(Requests.Sync("group", again));
        Assert.That(await HeartbeatAsync(silent.MemberId, 2), Is.EqualTo(ErrorCode.None));
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.That(await HeartbeatAsync(silent.MemberId, 2), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await HeartbeatAsync(first.MemberId, 2), Is.EqualTo(ErrorCode.RebalanceInProgress));
    }

    [Test]
    public async Task An_announced_member_id_expires_with_the_session_timeout()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        var announced = await client.SendAsync(Requests.Join("group", "", sessionTimeoutMs: 10_000));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(
            (await client.SendAsync(Requests.Join("group", announced.MemberId, sessionTimeoutMs: 10_000))).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownMemberId)
        );
    }

    [Test]
    public async Task A_new_group_waits_for_the_initial_rebalance_delay()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time, GroupInitialRebalanceDelay = TimeSpan.FromSeconds(3) });
        var clients = new List<RawClient>();
        var joining = new List<Task<JoinGroup.Response>>();

        for (var i = 0; i < 3; i++)
        {
            var client = await RawClient.ConnectAsync(broker.Port);
            clients.Add(client);
            var announced = await client.SendAsync(Requests.Join("group", ""));
            joining.Add(client.SendAsync(Requests.Join("group", announced.MemberId)));
        }

        // Once another connection sees the joins, they are waiting in their group.
        using var witness = await RawClient.ConnectAsync(broker.Port);
        while ((await witness.SendAsync(Requests.Describe("group"))).Groups[0].Members.Length < 3)
            await Task.Yield();
        Assert.That(joining.Exists(join => join.IsCompleted), Is.False);
        time.Advance(TimeSpan.FromSeconds(3));

        var joined = await Task.WhenAll(joining);
        Assert.That(joined.Select(join => join.GenerationId), Is.All.EqualTo(1));
        Assert.That(joined.Single(join => join.Leader == join.MemberId).Members, Has.Length.EqualTo(3));
        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task A_transaction_is_aborted_after_its_timeout()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        await client.SendAsync(Requests.Create("topic"));
        var producer = await client.SendAsync(Requests.InitTransactions("id"));
        Bytes batch = new Batch
        {
            Values = ["a"],
            Attributes = 0x10,
            ProducerId = producer.ProducerId,
            ProducerEpoch = 0,
            BaseSequence = 0,
            Timestamp = 0,
        };
        await client.SendAsync(Requests.Produce("topic", batch) with { TransactionalId = "id" }, 12);

        time.Advance(TimeSpan.FromSeconds(60));

        var fetched = (await client.SendAsync(Requests.Fetch("topic") with { IsolationLevel = 1 }, 12)).Responses[0].Partitions[0];
        Assert.That((fetched.LastStableOffset, fetched.AbortedTransactions!.Length), Is.EqualTo((2L, 1)));
        var end = new EndTxnRequest
        {
            TransactionalId = "id",
            ProducerId = producer.ProducerId,
            ProducerEpoch = 0,
            Committed = true,
        };
        Assert.That((await client.SendAsync(end, 4)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That((await client.SendAsync(end, 5)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
    }

    [Test]
    public async Task A_producer_gets_a_new_id_if_a_transaction_with_the_last_epoch_times_out()
    {
        const short LastEpoch = short.MaxValue - 1;
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(new() { Time = time });
        using var client = await RawClient.ConnectAsync(broker.Port);
        await client.SendAsync(Requests.Create("topic"));
        var answers = await Task.WhenAll(Enumerable.Range(0, LastEpoch + 1).Select(_ => client.SendAsync(Requests.InitTransactions("id"))));
        var last = answers[^1];
        Assert.That(last.ProducerEpoch, Is.EqualTo(LastEpoch));
        Bytes batch = new Batch
        {
            Values = ["a"],
            Attributes = 0x10,
            ProducerId = last.ProducerId,
            ProducerEpoch = LastEpoch,
            BaseSequence = 0,
            Timestamp = 0,
        };
        await client.SendAsync(Requests.Produce("topic", batch) with { TransactionalId = "id" }, 12);

        time.Advance(TimeSpan.FromSeconds(60));

        var fetched = (await client.SendAsync(Requests.Fetch("topic") with { IsolationLevel = 1 }, 12)).Responses[0].Partitions[0];
        Assert.That((fetched.LastStableOffset, fetched.AbortedTransactions!.Length), Is.EqualTo((2L, 1)));
        var end = new EndTxnRequest
        {
            TransactionalId = "id",
            ProducerId = last.ProducerId,
            ProducerEpoch = LastEpoch,
            Committed = true,
        };
        Assert.That((await client.SendAsync(end, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        var next = await client.SendAsync(Requests.InitTransactions("id", last.ProducerId, LastEpoch));
        Assert.That((next.ErrorCode, next.ProducerId > last.ProducerId, next.ProducerEpoch), Is.EqualTo((ErrorCode.None, true, (short)0)));
    }

    private static async Task<JoinGroup.Response> JoinAsync(RawClient client, string member, int sessionTimeoutMs)
    {
        var announced = await client.SendAsync(Requests.Join("group", member, sessionTimeoutMs: sessionTimeoutMs));
        return await client.SendAsync(Requests.Join("group", announced.MemberId, sessionTimeoutMs: sessionTimeoutMs));
    }
}
