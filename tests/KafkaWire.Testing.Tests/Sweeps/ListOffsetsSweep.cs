using System.Text.Json.Nodes;
using Partition = KafkaWire.Messages.ListOffsetsRequest.Partition;
using Topic = KafkaWire.Messages.ListOffsetsRequest.Topic;

namespace KafkaWire.Testing.Tests.Sweeps;

public class ListOffsetsSweep() : Sweep("ListOffsets")
{
    private const int Latest = 11;

    private static readonly string[] States = ["empty", "filled", "ties", "gzip", .. TransactionStates.Names];

    private protected override Task PrepareAsync(Talk talk) => Task.WhenAll(Prepare(talk));

    private static IEnumerable<Task> Prepare(Talk talk)
    {
        yield return talk.CreateTopicAsync(talk.SharedName("empty"));

        yield return talk.FillAsync(
            "filled",
            new Batch
            {
                Values = ["a", "b", "c"],
                Timestamp = 1_000,
                Step = 10,
            },
            new Batch { Values = ["d"], Timestamp = 3_000 },
            new Batch { Values = ["e"], Timestamp = 2_000 }
        );

        yield return talk.FillAsync(
            "ties",
            new Batch { Values = ["a", "b"], Timestamp = 2_000 },
            new Batch { Values = ["c"], Timestamp = 2_000 },
            new Batch
            {
                Values = ["d", "e", "f"],
                Timestamp = 3_000,
                Step = -1_000,
            },
            new Batch { Values = ["g"], Timestamp = 3_000 }
        );

        yield return talk.FillAsync(
            "gzip",
            new Batch
            {
                Values = ["a", "b", "c"],
                Timestamp = 1_000,
                Step = 10,
                IsGzip = true,
            }
        );

        foreach (var state in TransactionStates.Names)
            yield return TransactionStates.PrepareAsync(talk, state);
    }

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["topics"] is not JsonArray topics)
            return;
        foreach (var topic in topics)
            Normaliser.Sort(topic!["partitions"]);
        Normaliser.Sort(topics);
    }

    private protected override void Variants(VariantTable table)
    {
        foreach (var version in Enumerable.Range(1, Latest))
        foreach (var time in Enumerable.Range(-8, 10))
        foreach (var state in new[] { "empty", "filled" })
            table.Add($"{state}, time {time}", [version], (talk, _) => Requests.ListOffsets(talk.SharedName(state), time));

        foreach (var state in States)
        foreach (
            var time in new long[]
            {
                -6,
                -5,
                -4,
                -3,
                -2,
                -1,
                0,
                999,
                1_000,
                1_001,
                1_010,
                1_011,
                1_999,
                2_000,
                2_001,
                3_000,
                3_001,
                1_000_000_000_000,
                long.MaxValue,
            }
        )
        foreach (var isolation in new sbyte[] { 0, 1 })
            // Which of two markers has the larger timestamp depends on the milliseconds in which they were written.
            if (time != -3 || state != "aborted twice")
                table.Add(
                    $"{state}, at {time}, isolation {isolation}",
                    [Latest],
                    (talk, _) => Requests.ListOffsets(talk.SharedName(state), time) with { IsolationLevel = isolation }
                );

        // Timestamps around those of the transactional records.
        foreach (var state in TransactionStates.Names)
        foreach (var isolation in new sbyte[] { 0, 1 })
            for (var step = -1; step < 9; step++)
            {
                var at = step;
                table.Add(
                    $"{state}, by time {at}, isolation {isolation}",
                    [Latest],
                    (talk, _) =>
                        Requests.ListOffsets(talk.SharedName(state), TransactionStates.TimeOf(talk, state, at)) with
                        {
                            IsolationLevel = isolation,
                        }
                );
            }

        foreach (var state in new[] { "filled", "open", "open and more" })
        {
            foreach (var isolation in new sbyte[] { -128, -1, 0, 1, 2, 127 })
            foreach (var time in new long[] { -3, -2, -1, 0 })
                table.Add(
                    $"{state}, {time} with isolation {isolation}",
                    [2, 5, Latest],
                    (talk, _) => Requests.ListOffsets(talk.SharedName(state), time) with { IsolationLevel = isolation }
                );

            foreach (var epoch in new[] { int.MinValue, -2, -1, 0, 1, int.MaxValue })
            foreach (var time in new long[] { -3, -2, -1, 0 })
                table.Add(
                    $"{state}, {time} with leader epoch {epoch}",
                    [3, 4, Latest],
                    (talk, _) => Of(talk, state, new Partition { CurrentLeaderEpoch = epoch, Timestamp = time })
                );
        }

        foreach (var replica in new[] { int.MinValue, -3, -2, -1, 0, 1, 2, int.MaxValue })
        foreach (var isolation in new sbyte[] { 0, 1 })
        foreach (var time in new long[] { -3, -2, -1, 0 })
            table.Add(
                $"replica {replica}, {time}, isolation {isolation}",
                [3, Latest],
                (talk, _) =>
                    Requests.ListOffsets(talk.SharedName("open and more"), time) with
                    {
                        ReplicaId = replica,
                        IsolationLevel = isolation,
                    }
            );

        foreach (var index in new[] { int.MinValue, -1, 1, int.MaxValue })
        foreach (var time in new long[] { -7, -1, 0 })
            table.Add(
                $"partition {index}, {time}",
                [1, 6, Latest],
                (talk, _) => Of(talk, "filled", new Partition { PartitionIndex = index, Timestamp = time })
            );

        foreach (var name in new[] { "", "a b", "no-such-topic", "..", new string('x', 300) })
            table.Add($"topic {name}", [1, 4, 6, Latest], (_, _) => Requests.ListOffsets(name, -1));

        int[] all = [.. Enumerable.Range(1, Latest)];
        table.Add("no topics", all, (_, _) => new ListOffsetsRequest { ReplicaId = -1 });
        table.Add("no partitions", all, (talk, _) => Of(talk, "filled"));
        table.Add("a partition twice", all, (talk, _) => Of(talk, "filled", Latest0, new Partition { Timestamp = -2 }));
        table.Add("a partition twice with the same time", all, (talk, _) => Of(talk, "filled", Latest0, Latest0));
        table.Add(
            "a partition three times and another",
            all,
            (talk, _) => Of(talk, "filled", Latest0, new Partition { PartitionIndex = 1, Timestamp = -1 }, Latest0, Latest0)
        );
        table.Add(
            "a partition that is not there twice",
            all,
            (talk, _) => Of(talk, "filled", new Partition { PartitionIndex = 1 }, new Partition { PartitionIndex = 1 })
        );
        table.Add(
            "a partition twice with a time that is not served",
            all,
            (talk, _) => Of(talk, "filled", new Partition { Timestamp = -9 }, new Partition { Timestamp = -9 })
        );
        table.Add("a topic twice", all, (talk, _) => Twice(talk, Latest0, Latest0));
        table.Add(
            "a topic twice with other partitions",
            all,
            (talk, _) => Twice(talk, Latest0, new Partition { PartitionIndex = 1, Timestamp = -1 })
        );
        table.Add(
            "two topics",
            all,
            (talk, _) => new ListOffsetsRequest { ReplicaId = -1, Topics = [One(talk, "filled", Latest0), One(talk, "empty", Latest0)] }
        );
        table.Add(
            "two topics and one that is not there",
            all,
            (talk, _) =>
                new ListOffsetsRequest
                {
                    ReplicaId = -1,
                    Topics = [One(talk, "filled", Latest0), One(talk, "none", Latest0), One(talk, "empty", Latest0)],
                }
        );
        table.Add(
            "a time that is served and one that is not",
            all,
            (talk, _) => Twice(talk, new Partition { Timestamp = -9 }, new Partition { PartitionIndex = 1, Timestamp = -1 })
        );
        foreach (var timeout in new[] { int.MinValue, -1, 0, 1 })
            table.Add(
                $"timeout {timeout}",
                [10, Latest],
                (talk, _) => Requests.ListOffsets(talk.SharedName("filled"), 1_000) with { TimeoutMs = timeout }
            );
    }

    private static Partition Latest0 => new() { Timestamp = -1 };

    private static Topic One(Talk talk, string state, params Partition[] partitions) =>
        new() { Name = talk.SharedName(state), Partitions = partitions };

    private static ListOffsetsRequest Of(Talk talk, string state, params Partition[] partitions) =>
        new() { ReplicaId = -1, Topics = [One(talk, state, partitions)] };

    private static ListOffsetsRequest Twice(Talk talk, Partition first, Partition second) =>
        new() { ReplicaId = -1, Topics = [One(talk, "filled", first), One(talk, "filled", second)] };
}
