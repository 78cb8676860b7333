using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class ListOffsetsTests(string release) : BehaviourTests(release)
{
    private async Task<string> FilledTopicAsync()
    {
        var topic = await NewTopicAsync();
        await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a", "b", "c"],
                Timestamp = 1_000,
                Step = 10,
            }
        );
        await ProduceAsync(topic, new Batch { Values = ["d"], Timestamp = 3_000 });
        await ProduceAsync(topic, new Batch { Values = ["e"], Timestamp = 2_000 });
        return topic;
    }

    [TestCase(-1, 5, -1)] // the end
    [TestCase(-2, 0, -1)] // the start
    [TestCase(-3, 3, 3_000)] // the newest
    [TestCase(-4, 0, -1)] // the start on disk
    [TestCase(-5, -1, -1)] // the end of what is in remote storage
    [TestCase(0, 0, 1_000)]
    [TestCase(1_000, 0, 1_000)]
    [TestCase(1_001, 1, 1_010)]
    [TestCase(1_020, 2, 1_020)]
    [TestCase(1_021, 3, 3_000)]
    [TestCase(3_000, 3, 3_000)]
    [TestCase(3_001, -1, -1)]
    public async Task Offsets_are_found_by_time(long time, long offset, long timestamp)
    {
        var found = await OffsetAsync(await FilledTopicAsync(), time);

        Assert.That((found.ErrorCode, found.Offset, found.Timestamp), Is.EqualTo((ErrorCode.None, offset, timestamp)));
    }

    [TestCase(-1, 0, 0), TestCase(-2, 0, 0), TestCase(-3, -1, -1), TestCase(0, -1, -1)]
    public async Task An_empty_log_has_offsets_too(long time, long offset, int leaderEpoch)
    {
        var found = await OffsetAsync(await NewTopicAsync(), time);

        Assert.That(
            (found.ErrorCode, found.Offset, found.Timestamp, found.LeaderEpoch),
            Is.EqualTo((ErrorCode.None, offset, -1L, leaderEpoch))
        );
    }

    [TestCase(-3, 6), TestCase(-4, 7), TestCase(-5, 8), TestCase(-6, 10), TestCase(-7, 11)]
    public async Task A_place_that_the_version_does_not_know_is_unsupported(long time, int version)
    {
        var found = await OffsetAsync(await FilledTopicAsync(), time, version: (short)version);

        Assert.That((found.ErrorCode, found.Offset), Is.EqualTo((ErrorCode.UnsupportedVersion, -1L)));
    }

    [Test]
    public async Task A_partition_that_is_asked_for_twice_is_an_invalid_request()
    {
        var request = Requests.ListOffsets(await FilledTopicAsync(), -1);
        var twice = request with
        {
            Topics = [request.Topics[0] with { Partitions = [request.Topics[0].Partitions[0], request.Topics[0].Partitions[0]] }],
        };

        Assert.That(
            (await Client.SendAsync(twice)).Topics[0].Partitions.Select(partition => (partition.ErrorCode, partition.Offset)),
            Is.EqualTo(new[] { (ErrorCode.InvalidRequest, -1L) })
        );
    }

    [Test]
    public async Task What_is_not_there_is_unknown()
    {
        Assert.That((await OffsetAsync(NewName(), -1)).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That((await OffsetAsync(await NewTopicAsync(), -1, partition: 1)).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }
}
