using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

[TestFixture("loopback")]
[TestFixture("4.4.0")]
public class TransactionTests(string release) : TransactionBehaviour(release)
{
    [TestCase(true), TestCase(false)]
    public async Task Old_clients_add_partitions_before_they_produce(bool commits)
    {
        var producer = await ReadyAsync();
        Assert.That(await AddAsync(producer, topic), Is.EqualTo(ErrorCode.None));

        Assert.That(await WriteAsync(Of(producer, 0, "a", "b"), 11), Is.EqualTo((ErrorCode.None, 0L)));
        var open = await FetchCommittedAsync();
        Assert.That((await EndAsync(producer, commits, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        var closed = await UntilStableAsync(3);

        Assert.That((open.LastStableOffset, open.HighWatermark, open.Records), Is.EqualTo((0L, 2L, Bytes.Empty)));
        Assert.That((closed.LastStableOffset, closed.HighWatermark), Is.EqualTo((3L, 3L)));
        Assert.That(
            closed.AbortedTransactions?.Select(aborted => (aborted.ProducerId, aborted.FirstOffset)),
            Is.EqualTo(commits ? [] : new[] { (producer.ProducerId, 0L) })
        );

        var marker = Records.Batches(closed.Records!.Value).ToArray()[^1];
        Assert.That(
            (marker.IsControl, marker.IsTransactional, marker.ProducerId, marker.ProducerEpoch, marker.Count, marker.BaseSequence),
            Is.EqualTo((true, true, producer.ProducerId, producer.ProducerEpoch, 1, -1))
        );
        Assert.That(marker.ToArray()[0].Key, Is.EqualTo(Bytes.OfHex(commits ? "00000001" : "00000000")));
        Assert.That(marker.ToArray()[0].Value, Is.EqualTo(Bytes.OfHex("000000000000")));
    }

    [TestCase(true), TestCase(false)]
    public async Task New_clients_get_an_epoch_for_each_transaction(bool commits)
    {
        var producer = await ReadyAsync();

        Assert.That(await WriteAsync(Of(producer, 0, "a"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 0L)));
        var ended = await EndAsync(producer, commits, EndWithEpochs);
        var again = await EndAsync(producer, commits, EndWithEpochs);
        var closed = await UntilStableAsync(2);
        var next = Next(ended);
        var old = await WriteAsync(Of(producer, 1, "b"), ProduceThatAdds);

        Assert.That(
            (ended.ErrorCode, ended.ProducerId, ended.ProducerEpoch),
            Is.EqualTo((ErrorCode.None, producer.ProducerId, (short)(producer.ProducerEpoch + 1)))
        );
        Assert.That((again.ErrorCode, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, ended.ProducerEpoch)), "asked twice");
        Assert.That(
            (await EndAsync(producer, !commits, EndWithEpochs)).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidTxnState),
            "asked otherwise"
        );
        Assert.That(Records.Batches(closed.Records!.Value).ToArray()[^1].ProducerEpoch, Is.EqualTo(ended.ProducerEpoch));
        Assert.That(old, Is.EqualTo((ErrorCode.InvalidProducerEpoch, -1L)));
        Assert.That(await WriteAsync(Of(next, 0, "c"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
        await EndAsync(next, true, EndWithEpochs);
    }

    [Test]
    public async Task The_last_stable_offset_precedes_an_open_transaction()
    {
        var producer = await ReadyAsync();
        Assert.That(await WriteAsync(Of(producer, 0, "a", "b"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 0L)));
        var topics = new ListOffsetsRequest.Topic[]
        {
            new() { Name = topic, Partitions = [new() { Timestamp = -1 }] },
        };

        // Without a ReplicaId the reader is a client.
        var committed = (await Client.SendAsync(new ListOffsetsRequest { IsolationLevel = 1, Topics = topics })).Topics[0].Partitions[0];
        var all = (await Client.SendAsync(new ListOffsetsRequest { Topics = topics })).Topics[0].Partitions[0];
        await EndAsync(producer, true, EndWithEpochs);

        Assert.That((committed.ErrorCode, committed.Offset, all.Offset), Is.EqualTo((ErrorCode.None, 0L, 2L)));
    }

    [Test]
    public async Task ListOffsets_does_not_find_records_of_an_open_transaction()
    {
        var producer = await ReadyAsync();
        await WriteAsync(Of(producer, 0, "a"), ProduceThatAdds);

        async Task<long> Find(long time, sbyte isolation) =>
            (await Client.SendAsync(Requests.ListOffsets(topic, time) with { IsolationLevel = isolation })).Topics[0].Partitions[0].Offset;

        foreach (var time in new long[] { -3, 0 })
            Assert.That((await Find(time, 0), await Find(time, 1)), Is.EqualTo((0L, -1L)), $"time {time}");
        await EndAsync(producer, false, EndWithEpochs);
    }

    [Test]
    public async Task Produce_refuses_a_partition_that_was_not_added_to_the_transaction()
    {
        var producer = await ReadyAsync();

        var written = await WriteAsync(Of(producer, 0, "a"), 10);

        Assert.That(written, Is.EqualTo((ErrorCode.InvalidTxnState, -1L)));
    }

    [Test]
    public async Task The_next_producer_fences_its_predecessor_and_aborts_its_transaction()
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
    public async Task A_producer_continues_with_its_next_epoch()
    {
        var first = await ReadyAsync();

        var second = await InitializeAsync(first.ProducerId, first.ProducerEpoch);
        var again = await InitializeAsync(first.ProducerId, first.ProducerEpoch);

        Assert.That(
            (second.ErrorCode, second.ProducerId, second.ProducerEpoch),
            Is.EqualTo((ErrorCode.None, first.ProducerId, (short)(first.ProducerEpoch + 1)))
        );
        Assert.That((again.ErrorCode, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, second.ProducerEpoch)), "asked twice");
    }

    [Test]
    public async Task Transactional_requests_report_errors()
    {
        var producer = await ReadyAsync();
        var stranger = new InitProducerId.Response(0, ErrorCode.None, producer.ProducerId + 1000, 0, -1, -1, []);

        Assert.That(await AddAsync(stranger, topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That(await AddAsync(producer, NewName()), Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That((await EndAsync(stranger, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That((await EndAsync(producer, false, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That(
            (await Client.SendAsync(Requests.InitTransactions(transactionalId) with { TransactionTimeoutMs = 900_001 })).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidTransactionTimeout)
        );
        Assert.That(
            (await Client.SendAsync(Requests.InitTransactions(transactionalId) with { TransactionTimeoutMs = 0 })).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidTransactionTimeout)
        );
        Assert.That((await Client.SendAsync(Requests.InitTransactions(""))).ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
        Assert.That(
            (await Client.SendAsync(Requests.InitTransactions(transactionalId, producer.ProducerId, -1))).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidRequest)
        );
    }

    [Test]
    public async Task EndTxn_can_be_repeated_but_not_reversed()
    {
        var producer = await ReadyAsync();
        await AddAsync(producer, topic);
        await WriteAsync(Of(producer, 0, "a"), 11);

        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await EndAsync(producer, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await EndAsync(producer, false, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
    }

    [TestCase(true), TestCase(false)]
    public async Task A_transaction_commits_group_offsets(bool commits)
    {
        var group = NewName();
        await UntilCoordinatedAsync(group, keyType: 0);
        var producer = await ReadyAsync();

        Assert.That(
            (
                await Client.SendAsync(
                    new AddOffsetsToTxnRequest
                    {
                        TransactionalId = transactionalId,
                        ProducerId = producer.ProducerId,
                        ProducerEpoch = producer.ProducerEpoch,
                        GroupId = group,
                    }
                )
            ).ErrorCode,
            Is.EqualTo(ErrorCode.None)
        );
        var committed = await Client.SendAsync(
            new TxnOffsetCommitRequest
            {
                TransactionalId = transactionalId,
                GroupId = group,
                ProducerId = producer.ProducerId,
                ProducerEpoch = producer.ProducerEpoch,
                Topics =
                [
                    new()
                    {
                        Name = topic,
                        Partitions =
                        [
                            new()
                            {
                                PartitionIndex = 0,
                                CommittedOffset = 5,
                                CommittedMetadata = "",
                            },
                        ],
                    },
                ],
            },
            4
        );
        var pending = (await Client.SendAsync(Requests.OffsetFetch(group, topic, requireStable: true), 9)).Groups[0].Topics[0].Partitions[
            0
        ];
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
