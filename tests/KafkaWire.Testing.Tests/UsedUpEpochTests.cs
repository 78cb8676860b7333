using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>A producer id has a limited number of epochs. After the last one, the producer gets a new id.</summary>
[TestFixtureSource(nameof(Releases))]
public class UsedUpEpochTests(string release) : TransactionBehaviour(release)
{
    // One more epoch is reserved to fence the producer with the last one.
    private const short LastEpoch = short.MaxValue - 1;

    // A real Kafka takes seconds for that many epochs, so only long campaigns run on it.
    private static string[] Releases => Campaign.IsSoak ? ["loopback", "4.4.0"] : ["loopback"];

    /// <summary>A producer that has reached an epoch.</summary>
    private async Task<InitProducerId.Response> ReadyAsync(short epoch)
    {
        var producer = await ReadyAsync();

        while (producer.ProducerEpoch < epoch)
        {
            var next = Enumerable.Range(producer.ProducerEpoch + 1, Math.Min(500, epoch - producer.ProducerEpoch));
            var answers = await Task.WhenAll(next.Select(_ => Client.SendAsync(Requests.InitTransactions(transactionalId), 5)));
            Assert.That(
                answers.Select(answer => (answer.ErrorCode, answer.ProducerId, (int)answer.ProducerEpoch)),
                Is.EqualTo(next.Select(each => (ErrorCode.None, producer.ProducerId, each)))
            );
            producer = answers[^1];
        }

        return producer;
    }

    [Test]
    public async Task A_producer_that_continues_after_its_last_epoch_gets_a_new_id()
    {
        var last = await ReadyAsync(LastEpoch);

        var next = await InitializeAsync(last.ProducerId, LastEpoch);
        var again = await InitializeAsync(last.ProducerId, LastEpoch);

        Assert.That((next.ErrorCode, next.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
        Assert.That(next.ProducerId, Is.GreaterThan(last.ProducerId));
        Assert.That(
            (again.ErrorCode, again.ProducerId, again.ProducerEpoch),
            Is.EqualTo((ErrorCode.None, next.ProducerId, (short)0)),
            "asked twice"
        );
        Assert.That((await InitializeAsync(last.ProducerId, LastEpoch - 1)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        Assert.That(await AddAsync(last, topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(last, true, 4)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That((await EndAsync(last, false, EndWithEpochs)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerIdMapping));

        Assert.That((await InitializeAsync(next.ProducerId, 0)).ProducerEpoch, Is.EqualTo(1));
        Assert.That((await InitializeAsync(last.ProducerId, LastEpoch)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced), "asked too late");
    }

    [Test]
    public async Task The_next_producer_after_the_last_epoch_gets_a_new_id()
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
    public async Task The_next_producer_aborts_an_open_transaction_near_the_last_epoch(short epoch, short expected, bool isAnotherId)
    {
        var first = await ReadyAsync(epoch);
        await AddAsync(first, topic);
        await WriteAsync(Of(first, 0, "a"), 11);

        var second = await InitializeAsync();

        Assert.That(
            (second.ErrorCode, second.ProducerEpoch, second.ProducerId != first.ProducerId),
            Is.EqualTo((ErrorCode.None, expected, isAnotherId))
        );
        var closed = await UntilStableAsync(2);
        Assert.That(closed.AbortedTransactions, Has.Length.EqualTo(1));
        var marker = Records.Batches(closed.Records!.Value).ToArray()[^1];
        Assert.That((marker.ProducerId, marker.ProducerEpoch), Is.EqualTo((first.ProducerId, (short)(epoch + 1))));
        Assert.That(await AddAsync(first, topic), Is.EqualTo(isAnotherId ? ErrorCode.InvalidProducerIdMapping : ErrorCode.ProducerFenced));
        Assert.That(await WriteAsync(Of(second, 0, "b"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
    }

    [TestCase(true), TestCase(false)]
    public async Task A_producer_gets_a_new_id_after_a_transaction_with_the_last_epoch(bool commits)
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
        Assert.That(
            (again.ErrorCode, again.ProducerId, again.ProducerEpoch),
            Is.EqualTo((ErrorCode.None, ended.ProducerId, (short)0)),
            "asked twice"
        );
        Assert.That(otherwise.ErrorCode, Is.EqualTo(ErrorCode.InvalidTxnState));
        Assert.That((marker.ProducerId, marker.ProducerEpoch), Is.EqualTo((last.ProducerId, short.MaxValue)));
        Assert.That((await WriteAsync(Of(last, 1, "b"), ProduceThatAdds)).Error, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        Assert.That(await WriteAsync(Of(Next(ended), 0, "c"), ProduceThatAdds), Is.EqualTo((ErrorCode.None, 2L)));
        Assert.That((await EndAsync(Next(ended), true, EndWithEpochs)).ProducerEpoch, Is.EqualTo(1));
    }
}
