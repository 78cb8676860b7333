using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class FetchTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task A_fetch_waits_for_records()
    {
        var topic = await NewTopicAsync();
        using var other = await RawClient.ConnectAsync(Port);

        var waiting = Client.SendAsync(Requests.Fetch(topic, maxWaitMs: 600_000), 12);
        await other.SendAsync(Requests.Produce(topic, Batch.Of("a")), 12);

        Assert.That(Values((await waiting).Responses[0].Partitions[0]), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task A_fetch_waits_for_its_minimum_of_bytes()
    {
        var topic = await NewTopicAsync();
        Bytes batch = Batch.Of("a");
        using var other = await RawClient.ConnectAsync(Port);

        var waiting = Client.SendAsync(Requests.Fetch(topic, maxWaitMs: 600_000, minBytes: batch.Length + 1), 12);
        await other.SendAsync(Requests.Produce(topic, batch), 12);
        Assert.That(waiting.IsCompleted, Is.False);
        await other.SendAsync(Requests.Produce(topic, batch), 12);

        Assert.That(Values((await waiting).Responses[0].Partitions[0]), Is.EqualTo(new[] { "a", "a" }));
    }

    [Test]
    public async Task A_fetch_returns_nothing_when_its_wait_time_is_over()
    {
        var topic = await NewTopicAsync();

        var fetched = await FetchAsync(Requests.Fetch(topic, maxWaitMs: 1));

        Assert.That((fetched.ErrorCode, fetched.HighWatermark, fetched.Records), Is.EqualTo((ErrorCode.None, 0L, Bytes.Empty)));
    }

    [Test]
    public async Task Requests_after_a_waiting_fetch_are_answered_after_it()
    {
        var topic = await NewTopicAsync();
        using var other = await RawClient.ConnectAsync(Port);

        Client.Write(RawClient.Frame(Requests.Fetch(topic, maxWaitMs: 600_000), 12, correlationId: 1));
        var behind = Client.SendAsync(Requests.Metadata());
        await other.SendAsync(Requests.Metadata());
        Assert.That(behind.IsCompleted, Is.False);
        await other.SendAsync(Requests.Produce(topic, Batch.Of("a")), 12);
        await behind;

        Assert.That(Client.Answered.TakeLast(2).First(), Is.EqualTo(1));
    }

    [Test]
    public async Task Deleting_a_topic_ends_the_wait_of_a_fetch()
    {
        var topic = await NewTopicAsync();
        using var other = await RawClient.ConnectAsync(Port);

        var waiting = Client.SendAsync(Requests.Fetch(topic, maxWaitMs: 30_000), 12);
        await other.SendAsync(Requests.Delete(topic));

        Assert.That(
            (await waiting).Responses[0].Partitions[0].ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition).Or.EqualTo(ErrorCode.NotLeaderOrFollower)
        );
    }

    [Test]
    public async Task The_first_batch_is_returned_even_if_it_exceeds_the_limit()
    {
        var topic = await NewTopicAsync();
        Bytes batch = Batch.Of("a");
        for (var i = 0; i < 3; i++)
            await ProduceAsync(topic, batch);

        Assert.That(Values(await FetchAsync(Requests.Fetch(topic, maxBytes: 1))), Has.Length.EqualTo(1));
        Assert.That(
            (await FetchAsync(Requests.Fetch(topic, maxBytes: 2 * batch.Length))).Records!.Value.Length,
            Is.EqualTo(2 * batch.Length)
        );
        Assert.That(Values(await FetchAsync(Requests.Fetch(topic))), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task The_last_batch_is_cut_off_at_the_limit()
    {
        var topic = await NewTopicAsync();
        Bytes batch = Batch.Of("a");
        for (var i = 0; i < 3; i++)
            await ProduceAsync(topic, batch);
        var whole = (await FetchAsync(Requests.Fetch(topic))).Records!.Value;

        foreach (var room in new[] { batch.Length + 1, batch.Length + 40, 3 * batch.Length - 1 })
            Assert.That(
                (await FetchAsync(Requests.Fetch(topic, maxBytes: room))).Records,
                Is.EqualTo(whole.Slice(0, room)),
                $"{room} bytes"
            );
    }

    [Test]
    public async Task Only_the_first_partition_returns_a_batch_that_exceeds_the_limit()
    {
        var (one, other) = (await NewTopicAsync(), await NewTopicAsync());
        foreach (var topic in new[] { one, other })
            await ProduceAsync(topic, Batch.Of("a"));

        var answer = await Client.SendAsync(
            new FetchRequest
            {
                MinBytes = 1,
                MaxBytes = 1,
                Topics = [Requests.Fetch(one).Topics[0], Requests.Fetch(other).Topics[0]],
            },
            12
        );

        Assert.That(answer.Responses.Select(topic => Values(topic.Partitions[0]).Length), Is.EqualTo(new[] { 1, 0 }));
    }

    [TestCase(-1), TestCase(2)]
    public async Task Fetch_refuses_an_unknown_isolation_level(int isolation)
    {
        var request = Requests.Fetch(await NewTopicAsync()) with { IsolationLevel = (sbyte)isolation };

        Assert.That((await Client.SendAsync(request, 12)).ErrorCode, Is.EqualTo(ErrorCode.UnknownServerError));
    }

    [Test]
    public async Task A_fetch_with_a_missing_partition_waits_for_the_others()
    {
        var topic = await NewTopicAsync();
        using var other = await RawClient.ConnectAsync(Port);
        var request = Requests.Fetch(topic, maxWaitMs: 600_000);

        var waiting = Client.SendAsync(request with { Topics = [Requests.Fetch(NewName()).Topics[0], request.Topics[0]] }, 12);
        await other.SendAsync(Requests.Metadata());
        Assert.That(waiting.IsCompleted, Is.False);
        await other.SendAsync(Requests.Produce(topic, Batch.Of("a")), 12);

        Assert.That(
            (await waiting).Responses.Select(each => each.Partitions[0].ErrorCode),
            Is.EqualTo(new[] { ErrorCode.None, ErrorCode.UnknownTopicOrPartition })
        );
    }

    [Test]
    public async Task Fetch_reports_where_the_logs_diverge()
    {
        var topic = await NewTopicAsync();
        await ProduceAsync(topic, Batch.Of("a"));
        var request = Requests.Fetch(topic, offset: 5, maxWaitMs: 600_000);

        var fetched = await FetchAsync(
            request with
            {
                Topics = [request.Topics[0] with { Partitions = [request.Topics[0].Partitions[0] with { LastFetchedEpoch = 0 }] }],
            }
        );

        Assert.That(
            (fetched.ErrorCode, fetched.DivergingEpoch.Epoch, fetched.DivergingEpoch.EndOffset),
            Is.EqualTo((ErrorCode.None, 0, 1L))
        );
    }

    [Test]
    public async Task An_offset_within_a_batch_returns_the_whole_batch()
    {
        var topic = await NewTopicAsync();
        await ProduceAsync(topic, Batch.Of("a", "b", "c"));
        await ProduceAsync(topic, Batch.Of("d"));

        Assert.That(Values(await FetchAsync(Requests.Fetch(topic, offset: 2))), Is.EqualTo(new[] { "a", "b", "c", "d" }));
        Assert.That(Values(await FetchAsync(Requests.Fetch(topic, offset: 3))), Is.EqualTo(new[] { "d" }));
    }

    [TestCase(-1), TestCase(2)]
    public async Task Fetch_refuses_an_offset_outside_the_log(long offset)
    {
        var topic = await NewTopicAsync();
        await ProduceAsync(topic, Batch.Of("a"));

        var fetched = await FetchAsync(Requests.Fetch(topic, offset, maxWaitMs: 600_000));

        Assert.That(
            (fetched.ErrorCode, fetched.HighWatermark, fetched.LastStableOffset, fetched.LogStartOffset),
            Is.EqualTo((ErrorCode.OffsetOutOfRange, -1L, -1L, -1L))
        );
    }

    [Test]
    public async Task Fetch_reports_unknown_topics_and_partitions()
    {
        var topic = await NewTopicAsync();
        var byId = Requests.Fetch("", maxWaitMs: 600_000);

        Assert.That(
            (await FetchAsync(Requests.Fetch(topic, partition: 1, maxWaitMs: 600_000))).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition)
        );
        Assert.That(
            (await FetchAsync(Requests.Fetch(NewName(), maxWaitMs: 600_000))).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition)
        );
        Assert.That(
            (await FetchAsync(byId with { Topics = [byId.Topics[0] with { TopicId = Uuid.NewRandom() }] }, 18)).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicId)
        );
    }

    [Test]
    public async Task Fetch_checks_leader_epochs()
    {
        var topic = await NewTopicAsync();
        var request = Requests.Fetch(topic, maxWaitMs: 600_000);
        FetchRequest With(int epoch) =>
            request with
            {
                Topics = [request.Topics[0] with { Partitions = [request.Topics[0].Partitions[0] with { CurrentLeaderEpoch = epoch }] }],
            };

        Assert.That((await FetchAsync(With(1))).ErrorCode, Is.EqualTo(ErrorCode.UnknownLeaderEpoch));
        await ProduceAsync(topic, Batch.Of("a"));
        Assert.That((await FetchAsync(With(0))).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [TestCase(0, 1, ErrorCode.FetchSessionIdNotFound)]
    [TestCase(77, 1, ErrorCode.FetchSessionIdNotFound)]
    [TestCase(int.MaxValue, 1, ErrorCode.UnknownServerError)]
    public async Task Fetch_reports_an_unknown_fetch_session(int id, int epoch, ErrorCode error)
    {
        var request = Requests.Fetch(await NewTopicAsync()) with { SessionId = id, SessionEpoch = epoch };

        Assert.That((await Client.SendAsync(request, 12)).ErrorCode, Is.EqualTo(error));
    }

    [Test]
    public async Task A_fetch_without_partitions_is_answered_at_once() =>
        Assert.That((await Client.SendAsync(new FetchRequest { MaxWaitMs = 600_000, MinBytes = 1 }, 12)).Responses, Is.Empty);

    [Test]
    public async Task A_fetch_session_returns_only_partitions_with_changes()
    {
        var (one, other) = (await NewTopicAsync(), await NewTopicAsync());
        FetchRequest Session(int id, int epoch, params FetchRequest[] parts) =>
            new()
            {
                MinBytes = 1,
                SessionId = id,
                SessionEpoch = epoch,
                Topics = [.. parts.SelectMany(part => part.Topics)],
            };
        async Task<Fetch.Response> Send(FetchRequest request) => await Client.SendAsync(request, 12);
        string[] Names(Fetch.Response response) => [.. response.Responses.Select(topic => topic.Topic)];

        var begun = await Send(Session(0, 0, Requests.Fetch(one), Requests.Fetch(other)));
        var id = begun.SessionId;
        var nothing = await Send(Session(id, 1));
        await ProduceAsync(other, Batch.Of("a"));
        var news = await Send(Session(id, 2));
        var again = await Send(Session(id, 3));
        var moved = await Send(Session(id, 4, Requests.Fetch(other, offset: 1)));
        var wrong = await Send(Session(id, 4));
        var forgotten = await Send(Session(id, 5) with { ForgottenTopicsData = [new() { Topic = other, Partitions = [0] }] });
        await ProduceAsync(other, Batch.Of("b"));
        await ProduceAsync(one, Batch.Of("c"));
        var rest = await Send(Session(id, 6));
        var ended = await Send(Session(id, -1));
        var gone = await Send(Session(id, 7));

        Assert.That(id, Is.Not.Zero);
        Assert.That(Names(begun), Is.EquivalentTo(new[] { one, other }));
        Assert.That((nothing.ErrorCode, nothing.SessionId, nothing.Responses.Length), Is.EqualTo((ErrorCode.None, id, 0)));
        Assert.That((Names(news), Values(news.Responses[0].Partitions[0])), Is.EqualTo((new[] { other }, new[] { "a" })));
        Assert.That(Names(again), Is.EqualTo(new[] { other }), "the client has not moved on");
        Assert.That(Names(moved), Is.Empty);
        Assert.That((wrong.ErrorCode, forgotten.ErrorCode), Is.EqualTo((ErrorCode.InvalidFetchSessionEpoch, ErrorCode.None)));
        Assert.That(Names(rest), Is.EqualTo(new[] { one }));
        Assert.That((ended.ErrorCode, ended.SessionId), Is.EqualTo((ErrorCode.None, 0)));
        Assert.That(gone.ErrorCode, Is.EqualTo(ErrorCode.FetchSessionIdNotFound));
    }

    [Test]
    public async Task A_fetch_session_follows_each_partition_of_a_topic()
    {
        var topic = NewName();
        await Client.SendAsync(Requests.Create(topic, partitions: 2));

        for (var partition = 0; partition < 2; partition++)
        {
            while ((await OffsetAsync(topic, -1, partition)).ErrorCode != ErrorCode.None)
                await Task.Yield();
            await ProduceAsync(topic, Batch.Of("a"), partition: partition);
        }

        var begun = await Client.SendAsync(Requests.Fetch(topic) with { SessionEpoch = 0 }, 12);
        var both = await Client.SendAsync(Requests.Fetch(topic, partition: 1) with { SessionId = begun.SessionId, SessionEpoch = 1 }, 12);

        Assert.That(
            both.Responses.SelectMany(each => each.Partitions).Select(each => each.PartitionIndex),
            Is.EquivalentTo(new[] { 0, 1 })
        );
    }

    [Test]
    public async Task A_fetch_session_reports_an_error_until_it_is_over()
    {
        var topic = await NewTopicAsync();
        async Task<Fetch.Response> Send(FetchRequest request, int id, int epoch) =>
            await Client.SendAsync(request with { SessionId = id, SessionEpoch = epoch }, 12);
        ErrorCode[] Errors(Fetch.Response response) => [.. response.Responses.Select(each => each.Partitions[0].ErrorCode)];

        var begun = await Send(Requests.Fetch(topic, offset: 5), 0, 0);
        var again = await Send(new FetchRequest { MinBytes = 1 }, begun.SessionId, 1);
        var over = await Send(Requests.Fetch(topic, offset: 0), begun.SessionId, 2);
        var nothing = await Send(new FetchRequest { MinBytes = 1 }, begun.SessionId, 3);

        Assert.That(
            new[] { begun, again, over, nothing }.Select(Errors),
            Is.EqualTo(new ErrorCode[][] { [ErrorCode.OffsetOutOfRange], [ErrorCode.OffsetOutOfRange], [ErrorCode.None], [] })
        );
    }

    [Test]
    public async Task A_fetch_session_cannot_switch_between_names_and_ids()
    {
        var topic = await NewTopicAsync();
        var begun = await Client.SendAsync(Requests.Fetch(topic) with { SessionEpoch = 0 }, 12);

        var answer = await Client.SendAsync(new FetchRequest { SessionId = begun.SessionId, SessionEpoch = 1 }, 13);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.FetchSessionTopicIdError));
    }
}
