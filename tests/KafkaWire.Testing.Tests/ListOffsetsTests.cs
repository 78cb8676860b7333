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

    [TestCase(-1, 5, -1)] // latest
    [TestCase(-2, 0, -1)] // earliest
    [TestCase(-3, 3, 3_000)] // largest timestamp
    [TestCase(-4, 0, -1)] // earliest local
    [TestCase(-5, -1, -1)] // latest tiered
    [TestCase(0, 0, 1_000)]
    [TestCase(1_000, 0, 1_000)]
    [TestCase(1_001, 1, 1_010)]
    [TestCase(1_020, 2, 1_020)]
    [TestCase(1_021, 3, 3_000)]
    [TestCase(3_000, 3, 3_000)]
    [TestCase(3_001, -1, -1)]
    public async Task ListOffsets_finds_offsets_by_timestamp(long time, long offset, long timestamp)
    {
        var found = await OffsetAsync(await FilledTopicAsync(), time);

        Assert.That((found.ErrorCode, found.Offset, found.Timestamp), Is.EqualTo((ErrorCode.None, offset, timestamp)));
    }

    [TestCase(-1, 0, 0), TestCase(-2, 0, 0), TestCase(-3, -1, -1), TestCase(0, -1, -1)]
    public async Task ListOffsets_answers_for_an_empty_log(long time, long offset, int leaderEpoch)
    {
        var found = await OffsetAsync(await NewTopicAsync(), time);

        Assert.That(
            (found.ErrorCode, found.Offset, found.Timestamp, found.LeaderEpoch),
            Is.EqualTo((ErrorCode.None, offset, -1L, leaderEpoch))
        );
    }

    [TestCase(-3, 6), TestCase(-4, 7), TestCase(-5, 8), TestCase(-6, 10), TestCase(-7, 11)]
    public async Task ListOffsets_refuses_special_timestamps_that_are_newer_than_the_version(long time, int version)
    {
        var found = await OffsetAsync(await FilledTopicAsync(), time, version: (short)version);

        Assert.That((found.ErrorCode, found.Offset), Is.EqualTo((ErrorCode.UnsupportedVersion, -1L)));
    }

    [Test]
    public async Task ListOffsets_refuses_a_partition_that_is_named_twice()
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
    public async Task ListOffsets_reports_unknown_topics_and_partitions()
    {
        Assert.That((await OffsetAsync(NewName(), -1)).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That((await OffsetAsync(await NewTopicAsync(), -1, partition: 1)).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }
}
