using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Loopback;

public class TransactionTests(string release) : BehaviourTests(release)
{
    // The first version of Produce that adds partitions to the transaction, and the first of EndTxn that gives each transaction its epoch.
    private const short ProduceThatAdds = 12;
    private const short EndWithEpochs = 5;

    // One more is left to fence whoever has the last one.
    private const short LastEpoch = short.MaxValue - 1;

    private string topic = null!;
    private string transactionalId = null!;

    [SetUp]
    public async Task CreateTopic()
    {
        topic = await NewTopicAsync();
        transactionalId = NewName();
        await UntilCoordinatedAsync(transactionalId, keyType: 1);
    }

    private async Task<InitProducerId.Response> InitializeAsync(long producerId = -1, short epoch = -1, short version = 5)
    {
        while (true)
        {
            var answer = await Client.SendAsync(Requests.InitTransactions(transactionalId, producerId, epoch), version);
            // A real Kafka takes a moment, also to abort what was open.
            if (!answer.ErrorCode.IsRetriable()) return answer;
        }
    }

    private async Task<InitProducerId.Response> ReadyAsync()
    {
        var producer = await InitializeAsync();
        Assert.That(producer.ErrorCode, Is.EqualTo(ErrorCode.None));
        return producer;
    }

    /// <summary>A producer that has come to an epoch.</summary>
    private async Task<InitProducerId.Response> ReadyAsync(short epoch)
    {
        if (IsReal && !Campaign.IsSoak) Assert.Ignore("A real Kafka takes seconds for so many epochs: long campaigns ask it.");
        var producer = await ReadyAsync();

        while (producer.ProducerEpoch < epoch)
        {
            var next = Enumerable.Range(producer.ProducerEpoch + 1, Math.Min(500, epoch - producer.ProducerEpoch));
            var answers = await Task.WhenAll(next.Select(_ => Client.SendAsync(Requests.InitTransactions(transactionalId), 5)));
            Assert.That(answers.Select(answer => (answer.ErrorCode, answer.ProducerId, (int)answer.ProducerEpoch)), Is.EqualTo(next.Select(each => (ErrorCode.None, producer.ProducerId, each))));
            producer = answers[^1];
        }

        return producer;
    }

    private static InitProducerId.Response Next(EndTxn.Response ended) => new(0, ErrorCode.None, ended.ProducerId, ended.ProducerEpoch, -1, -1, []);

    // Of today: a real Kafka puts what is a week apart, such as the marker of today, into another segment, and a fetch reads from one.
    private static Batch Of(InitProducerId.Response producer, int sequence, params string[] values) =>
        new() { Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Values = values, Attributes = 0x10, ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, BaseSequence = sequence };

    private async Task<(ErrorCode Error, long Offset)> WriteAsync(Batch batch, short version)
    {
        var request = Requests.Produce(topic, batch) with { TransactionalId = transactionalId };
        var answer = (await Client.SendAsync(request, version)).Responses[0].PartitionResponses[0];
        return (answer.ErrorCode, answer.BaseOffset);
    }

    private async Task<EndTxn.Response> EndAsync(InitProducerId.Response producer, bool commits, short version)
    {
        var request = new EndTxnRequest { TransactionalId = transactionalId, ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, Committed = commits };

        while (true)
        {
            var answer = await Client.SendAsync(request, version);
            if (!answer.ErrorCode.IsRetriable()) return answer;
        }
    }

    private async Task<ErrorCode> AddAsync(InitProducerId.Response producer, string name, short version = 3)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = transactionalId,
            V3AndBelowProducerId = producer.ProducerId,
            V3AndBelowProducerEpoch = producer.ProducerEpoch,
            V3AndBelowTopics = [new() { Name = name, Partitions = [0] }],
        };

        while (true)
        {
            var error = (await Client.SendAsync(request, version)).ResultsByTopicV3AndBelow[0].ResultsByPartition[0].PartitionErrorCode;
            if (error != ErrorCode.ConcurrentTransactions) return error;
        }
    }

    /// <summary>What a consumer sees that reads only what is committed.</summary>
    private async Task<Fetch.PartitionData> FetchCommittedAsync() => await FetchAsync(Requests.Fetch(topic) with { IsolationLevel = 1 });

    /// <summary>Until the markers of transactions are in the log: a real Kafka answers earlier, and may tell of an end that it does not give out yet.</summary>
    private async Task<Fetch.PartitionData> UntilStableAsync(long offset)
    {
        while (true)
        {
            var fetched = await FetchCommittedAsync();
            if (fetched.LastStableOffset >= offset && Records.Batches(fetched.Records!.Value).ToArray() is [.., var last] && last.LastOffset >= offset - 1) return fetched;
        }
    }

    [TestCase(true), TestCase(false)]
    public async Task A_transaction_whose_partitions_are_added_first(bool commits)
    {
        var producer = await ReadyAsync();
        Assert.That(await AddAsync(producer, topic), Is.EqualTo(ErrorCode.None));

        Assert.That(await WriteAsync(Of(producer, 0, "a", "b"), 11), Is.EqualTo((ErrorCode.None, 0L)));
        var open = await FetchCommittedAsync();
        Assert.That((await EndAsync(producer, commits, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        var closed = await UntilStableAsync(3);

        Assert.That((open.LastStableOffset, open.HighWatermark, open.Records), Is.EqualTo((0L, 2L, Bytes.Empty)));
        Assert.That((closed.LastStableOffset, closed.HighWatermark), Is.EqualTo((3L, 3L)));
        Assert.That(closed.AbortedTransactions?.Select(aborted => (aborted.ProducerId, aborted.FirstOffset)), Is.EqualTo(commits ? [] : new[] { (producer.ProducerId, 0L) }));

        var marker = Records.Batches(closed.Records!.Value).ToArray()[^1];
        Assert.That((marker.IsControl, marker.IsTransactional, marker.ProducerId, marker.ProducerEpoch, marker.Count, marker.BaseSequence), Is.EqualTo((true, true, producer.ProducerId, producer.ProducerEpoch, 1, -1)));
        Assert.That(marker.ToArray()[0].Key, Is.EqualTo(Bytes.OfHex(commits ? "00000001" : "00000000")));
        Assert.That(marker.ToArray()[0].Value, Is.EqualTo(Bytes.OfHex("000000000000")));
    }

    [TestCase(true), TestCase(false)]
    public async Task A_transaction_with_an_epoch_of_its_own(bool commits)
    {
        var producer = await ReadyAsync();

        Assert.That(await WriteAsync(Of(producer, 0, "a"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 0L)));
        var ended = await EndAsync(producer, commits, EndWithEpochs);
        var again = await EndAsync(producer, commits, EndWithEpochs);
        var closed = await UntilStableAsync(2);
        var next = Next(ended);
        var old = await WriteAsync(Of(producer, 1, "b"), ProduceThatAdds);

        Assert.That((ended.ErrorCode, ended.ProducerId, ended.ProducerEpoch), Is.EqualTo((ErrorCode.None, producer.ProducerId, (short)(producer.ProducerEpoch + 1))));
        Assert.That((again.ErrorCode, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, ended.ProducerEpoch)), "asked twice");
        Assert.That((await EndAsync(producer, !commits, EndWithEpochs)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState), "asked otherwise");
        Assert.That(Records.Batches(closed.Records!.Value).ToArray()[^1].ProducerEpoch, Is.EqualTo(ended.ProducerEpoch));
        Assert.That(old, Is.EqualTo((ErrorCode.InvalidProducerEpoch, -1L)));
        Assert.That(await WriteAsync(Of(next, 0, "c"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
        await EndAsync(next, true, EndWithEpochs);
    }

    [Test]
    public async Task A_partition_that_was_not_added_cannot_be_written_to()
    {
        var producer = await ReadyAsync();

        var written = await WriteAsync(Of(producer, 0, "a"), 10);

        Assert.That(written, Is.EqualTo((ErrorCode.InvalidTxnState, -1L)));
    }

    [Test]
    public async Task The_next_producer_fences_the_one_before_and_aborts_its_transaction()
    {
        var first = await ReadyAsync();
        await AddAsync(first, topic);
        await WriteAsync(Of(first, 0, "a"), 11);

        var second = await InitializeAsync();

        Assert.That(second.ProducerId, Is.EqualTo(first.ProducerId));
        Assert.That(second.ProducerEpoch, Is.EqualTo(first.ProducerEpoch + 2), "The one between them is that of the abort.");
        Assert.That((await UntilStableAsync(2)).AbortedTransactions, Has.Length.EqualTo(1));
        Assert.That(await AddAsync(first, topic), Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That(await AddAsync(first, topic, version: 1), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        Assert.That((await EndAsync(first, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That((await EndAsync(first, true, 1)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        Assert.That((await InitializeAsync(first.ProducerId, first.ProducerEpoch)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That((await WriteAsync(Of(first, 1, "b"), 11)).Error, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
    }

    [Test]
    public async Task A_producer_goes_on_with_its_next_epoch()
    {
        var first = await ReadyAsync();

        var second = await InitializeAsync(first.ProducerId, first.ProducerEpoch);
        var again = await InitializeAsync(first.ProducerId, first.ProducerEpoch);

        Assert.That((second.ErrorCode, second.ProducerId, second.ProducerEpoch), Is.EqualTo((ErrorCode.None, first.ProducerId, (short)(first.ProducerEpoch + 1))));
        Assert.That((again.ErrorCode, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, second.ProducerEpoch)), "asked twice");
    }

    [Test]
    public async Task What_is_wrong_with_a_transaction_is_told()
    {
        var producer = await ReadyAsync();
        var stranger = new InitProducerId.Response(0, ErrorCode.None, producer.ProducerId + 1000, 0, -1, -1, []);

        Assert.That(await AddAsync(stranger, topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That(await AddAsync(producer, NewName()), Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That((await EndAsync(stranger, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That((await EndAsync(producer, false, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That((await Client.SendAsync(Requests.InitTransactions(transactionalId) with { TransactionTimeoutMs = 900_001 })).ErrorCode, Is.EqualTo(ErrorCode.InvalidTransactionTimeout));
        Assert.That((await Client.SendAsync(Requests.InitTransactions(transactionalId) with { TransactionTimeoutMs = 0 })).ErrorCode, Is.EqualTo(ErrorCode.InvalidTransactionTimeout));
        Assert.That((await Client.SendAsync(Requests.InitTransactions(""))).ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
        Assert.That((await Client.SendAsync(Requests.InitTransactions(transactionalId, producer.ProducerId, -1))).ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    [Test]
    public async Task An_end_told_twice_is_no_error_and_another_end_is_one()
    {
        var producer = await ReadyAsync();
        await AddAsync(producer, topic);
        await WriteAsync(Of(producer, 0, "a"), 11);

        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await EndAsync(producer, false, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
    }

    [Test]
    public async Task A_producer_that_goes_on_behind_its_last_epoch_gets_another_id()
    {
        var last = await ReadyAsync(LastEpoch);

        var next = await InitializeAsync(last.ProducerId, LastEpoch);
        var again = await InitializeAsync(last.ProducerId, LastEpoch);

        Assert.That((next.ErrorCode, next.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
        Assert.That(next.ProducerId, Is.GreaterThan(last.ProducerId));
        Assert.That((again.ErrorCode, again.ProducerId, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, next.ProducerId, (short)0)), "asked twice");
        Assert.That((await InitializeAsync(last.ProducerId, LastEpoch - 1)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That(await AddAsync(last, topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(last, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(last, false, EndWithEpochs)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));

        Assert.That((await InitializeAsync(next.ProducerId, 0)).ProducerEpoch, Is.EqualTo(1));
        Assert.That((await InitializeAsync(last.ProducerId, LastEpoch)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced), "asked too late");
    }

    [Test]
    public async Task The_next_producer_behind_the_last_epoch_gets_another_id()
    {
        var last = await ReadyAsync(LastEpoch);

        var next = await InitializeAsync();

        Assert.That((next.ErrorCode, next.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
        Assert.That(next.ProducerId, Is.GreaterThan(last.ProducerId));
        Assert.That((await InitializeAsync(last.ProducerId, LastEpoch)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That(await AddAsync(last, topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That(await AddAsync(next, topic), Is.EqualTo(ErrorCode.None));
        Assert.That(await WriteAsync(Of(next, 0, "a"), 11), Is.EqualTo((ErrorCode.None, 0L)));
    }

    [TestCase(LastEpoch - 2, LastEpoch, false), TestCase(LastEpoch - 1, 0, true), TestCase(LastEpoch, 1, true)]
    public async Task A_transaction_that_is_open_near_the_last_epoch_is_aborted_by_the_next_producer(short epoch, short expected, bool isAnotherId)
    {
        var first = await ReadyAsync(epoch);
        await AddAsync(first, topic);
        await WriteAsync(Of(first, 0, "a"), 11);

        var second = await InitializeAsync();

        Assert.That((second.ErrorCode, second.ProducerEpoch, second.ProducerId != first.ProducerId), Is.EqualTo((ErrorCode.None, expected, isAnotherId)));
        var closed = await UntilStableAsync(2);
        Assert.That(closed.AbortedTransactions, Has.Length.EqualTo(1));
        var marker = Records.Batches(closed.Records!.Value).ToArray()[^1];
        Assert.That((marker.ProducerId, marker.ProducerEpoch), Is.EqualTo((first.ProducerId, (short)(epoch + 1))));
        Assert.That(await AddAsync(first, topic), Is.EqualTo(isAnotherId ? ErrorCode.InvalidProducerIdMapping : ErrorCode.ProducerFenced));
        Assert.That(await WriteAsync(Of(second, 0, "b"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
    }

    [TestCase(true), TestCase(false)]
    public async Task A_transaction_with_the_last_epoch_is_followed_by_another_id(bool commits)
    {
        var last = await ReadyAsync(LastEpoch);

        Assert.That(await WriteAsync(Of(last, 0, "a"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 0L)));
        var ended = await EndAsync(last, commits, EndWithEpochs);
        var again = await EndAsync(last, commits, EndWithEpochs);
        var otherwise = await EndAsync(last, !commits, EndWithEpochs);
        var closed = await UntilStableAsync(2);
        var marker = Records.Batches(closed.Records!.Value).ToArray()[^1];

        Assert.That((ended.ErrorCode, ended.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
        Assert.That(ended.ProducerId, Is.GreaterThan(last.ProducerId));
        Assert.That((again.ErrorCode, again.ProducerId, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, ended.ProducerId, (short)0)), "asked twice");
        Assert.That(otherwise.ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That((marker.ProducerId, marker.ProducerEpoch), Is.EqualTo((last.ProducerId, short.MaxValue)));
        Assert.That((await WriteAsync(Of(last, 1, "b"), ProduceThatAdds)).Error, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        Assert.That(await WriteAsync(Of(Next(ended), 0, "c"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
        Assert.That((await EndAsync(Next(ended), true, EndWithEpochs)).ProducerEpoch, Is.EqualTo(1));
    }

    [TestCase(true), TestCase(false)]
    public async Task Offsets_of_a_group_are_committed_with_the_transaction(bool commits)
    {
        var group = NewName();
        await UntilCoordinatedAsync(group, keyType: 0);
        var producer = await ReadyAsync();

        Assert.That((await Client.SendAsync(new AddOffsetsToTxnRequest { TransactionalId = transactionalId, ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, GroupId = group })).ErrorCode, Is.EqualTo(ErrorCode.None));
        var committed = await Client.SendAsync(
            new TxnOffsetCommitRequest
            {
                TransactionalId = transactionalId,
                GroupId = group,
                ProducerId = producer.ProducerId,
                ProducerEpoch = producer.ProducerEpoch,
                Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5, CommittedMetadata = "" }] }],
            },
            4);
        var pending = (await Client.SendAsync(Requests.OffsetFetch(group, topic, requireStable: true), 9)).Groups[0].Topics[0].Partitions[0];
        var before = (await Client.SendAsync(Requests.OffsetFetch(group, topic), 9)).Groups[0].Topics[0].Partitions[0];
        await EndAsync(producer, commits, 4);
        OffsetFetch.OffsetFetchResponsePartitions after;
        do after = (await Client.SendAsync(Requests.OffsetFetch(group, topic, requireStable: true), 9)).Groups[0].Topics[0].Partitions[0];
        while (after.ErrorCode == ErrorCode.UnstableOffsetCommit);

        Assert.That(committed.Topics[0].Partitions[0].ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((pending.ErrorCode, pending.CommittedOffset), Is.EqualTo((ErrorCode.UnstableOffsetCommit, -1L)));
        Assert.That((before.ErrorCode, before.CommittedOffset), Is.EqualTo((ErrorCode.None, -1L)));
        Assert.That((after.ErrorCode, after.CommittedOffset), Is.EqualTo((ErrorCode.None, commits ? 5L : -1L)));
    }
}
