using System.Text.Json.Nodes;
using Forgotten = KafkaWire.Messages.FetchRequest.ForgottenTopic;
using Partition = KafkaWire.Messages.FetchRequest.FetchPartition;
using Topic = KafkaWire.Messages.FetchRequest.FetchTopic;

namespace KafkaWire.Testing.Tests.Sweeps;

public class FetchSweep() : Sweep("Fetch")
{
    private const int Latest = 18;

    private static readonly int[] AllVersions = [.. Enumerable.Range(4, Latest - 3)];

    private static readonly Batch[] Three = [Of("a"), Of("b", "c"), Of("d", "e", "f")];

    private static readonly int[] Sizes = [.. Three.Select(batch => batch.ToArray().Length)];

    private static readonly Uuid Unknown = Uuid.Parse("AAAAAAAAAAAAAAAAAAAAAg");

    private static Batch Of(params string[] values) => new() { Values = values };

    private protected override async Task PrepareAsync(Talk talk) => await Task.WhenAll(Prepare(talk));

    private static IEnumerable<Task> Prepare(Talk talk)
    {
        yield return talk.CreateTopicAsync(talk.SharedName("empty"));
        yield return talk.FillAsync("one", Of("a"));
        yield return talk.FillAsync("filled", Three);
        yield return talk.FillAsync("gzip", new Batch { Values = ["a", "b", "c"], IsGzip = true }, Of("d"));
        foreach (var state in TransactionStates.Names)
            yield return TransactionStates.PrepareAsync(talk, state);
        yield return PartitionsAsync(talk);
    }

    private static async Task PartitionsAsync(Talk talk)
    {
        using var own = talk.Sibling();
        await own.CreateTopicAsync(own.SharedName("three"), partitions: 3);
        foreach (var partition in new[] { 0, 2 })
        foreach (var batch in Three)
            await own.AppendAsync(own.SharedName("three"), batch, partition);
    }

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["sessionId"]?.ToJsonString() is not (null or "0"))
            answer["sessionId"] = "a session";
    }

    private protected override void Variants(VariantTable table)
    {
        Offsets(table);
        Limits(table);
        Fields(table);
        Several(table);
        Sessions(table);
    }

    private static void Offsets(VariantTable table)
    {
        foreach (var state in new[] { "empty", "one", "filled", "gzip" })
        foreach (var offset in new long[] { long.MinValue, -1, 0, 1, 2, 3, 5, 6, 7, long.MaxValue })
            table.Add($"{state}, offset {offset}", [4, 6, 11, 12, Latest], (talk, _) => One(talk, state, new() { FetchOffset = offset }));

        foreach (var state in new[] { "empty", "filled", "open", "aborted" })
        foreach (var isolation in new sbyte[] { 0, 1 })
            table.Add($"{state}, isolation {isolation} in each version", AllVersions, (talk, _) => One(talk, state, new(), isolation));

        foreach (var state in TransactionStates.Names)
        foreach (var isolation in new sbyte[] { 0, 1 })
            for (var offset = 0; offset < 9; offset++)
            {
                var at = offset;
                table.Add(
                    $"{state}, from {at}, isolation {isolation}",
                    [Latest],
                    (talk, _) => One(talk, state, new() { FetchOffset = at }, isolation)
                );
            }

        foreach (var state in new[] { "empty", "filled", "open and more", "aborted" })
        foreach (var isolation in new sbyte[] { -128, -1, 2, 127 })
            table.Add($"{state}, isolation {isolation}", [4, 12, Latest], (talk, _) => One(talk, state, new(), isolation));
    }

    private static void Limits(VariantTable table)
    {
        var (first, two, all) = (Sizes[0], Sizes[0] + Sizes[1], Sizes.Sum());
        int[] limits =
        [
            int.MinValue,
            -1,
            0,
            1,
            12,
            16,
            17,
            60,
            61,
            first - 1,
            first,
            first + 1,
            first + 12,
            first + 16,
            first + 17,
            first + 61,
            two - 1,
            two,
            two + 1,
            two + 17,
            all - 1,
            all,
            all + 1,
            int.MaxValue,
        ];

        foreach (var limit in limits)
        {
            foreach (var offset in new long[] { 0, 2, 6 })
            {
                table.Add(
                    $"partition limit {limit} from {offset}",
                    [4, Latest],
                    (talk, _) => One(talk, "filled", new() { FetchOffset = offset, PartitionMaxBytes = limit })
                );
                table.Add(
                    $"limit {limit} from {offset}",
                    [4, Latest],
                    (talk, _) => One(talk, "filled", new() { FetchOffset = offset }) with { MaxBytes = limit }
                );
            }

            table.Add(
                $"limit {limit} of three partitions",
                [4, 12, Latest],
                (talk, _) =>
                    Of(
                        talk,
                        "three",
                        new Partition { Partition = 0 },
                        new Partition { Partition = 1 },
                        new Partition { Partition = 2 }
                    ) with
                    {
                        MaxBytes = limit,
                    }
            );
            table.Add(
                $"partition limit {limit} of three partitions",
                [4, 12, Latest],
                (talk, _) =>
                    Of(talk, "three", [.. Enumerable.Range(0, 3).Select(i => new Partition { Partition = i, PartitionMaxBytes = limit })])
            );
            table.Add(
                $"partition limit {limit} of three partitions, committed",
                [Latest],
                (talk, _) =>
                    Of(
                        talk,
                        "three",
                        [.. Enumerable.Range(0, 3).Select(i => new Partition { Partition = i, PartitionMaxBytes = limit })]
                    ) with
                    {
                        IsolationLevel = 1,
                    }
            );
            table.Add(
                $"partition limit {limit} of the second",
                [4, 12, Latest],
                (talk, _) => Of(talk, "three", new Partition { Partition = 0 }, new Partition { Partition = 2, PartitionMaxBytes = limit })
            );
            table.Add(
                $"partition limit {limit} of open",
                [Latest],
                (talk, _) => One(talk, "open and more", new() { PartitionMaxBytes = limit }, 1)
            );
            table.Add(
                $"partition limit {limit} of aborted",
                [Latest],
                (talk, _) => One(talk, "aborted", new() { PartitionMaxBytes = limit }, 1)
            );
            table.Add($"limit {limit} of aborted", [Latest], (talk, _) => One(talk, "aborted", new(), 1) with { MaxBytes = limit });
            table.Add(
                $"limit {limit} with partition limits",
                [Latest],
                (talk, _) =>
                    Of(
                        talk,
                        "three",
                        new Partition { PartitionMaxBytes = two + 1 },
                        new Partition { Partition = 2, PartitionMaxBytes = 17 }
                    ) with
                    {
                        MaxBytes = limit,
                    }
            );
        }

        foreach (var minimum in new[] { int.MinValue, -1, 0, 1, 1_000_000, int.MaxValue })
        foreach (var wait in new[] { int.MinValue, -1, 0, 1 })
        foreach (var state in new[] { "empty", "filled" })
            table.Add(
                $"{state}, minimum {minimum}, wait {wait}",
                [4, Latest],
                (talk, _) => One(talk, state, new()) with { MinBytes = minimum, MaxWaitMs = wait }
            );
    }

    private static void Fields(VariantTable table)
    {
        int[] epochs = [int.MinValue, -2, -1, 0, 1, int.MaxValue];

        foreach (var state in new[] { "empty", "filled" })
        {
            foreach (var epoch in epochs)
            {
                table.Add(
                    $"{state}, leader epoch {epoch}",
                    [8, 9, 12, 15, 16, Latest],
                    (talk, _) => One(talk, state, new() { CurrentLeaderEpoch = epoch })
                );
                foreach (var offset in new long[] { -1, 0, 1, 6, 7 })
                    table.Add(
                        $"{state}, last epoch {epoch}, offset {offset}",
                        [12, Latest],
                        (talk, _) => One(talk, state, new() { LastFetchedEpoch = epoch, FetchOffset = offset })
                    );
            }

            foreach (var start in new long[] { long.MinValue, -2, -1, 0, 1, 7, long.MaxValue })
                table.Add($"{state}, log start {start}", [5, Latest], (talk, _) => One(talk, state, new() { LogStartOffset = start }));

            foreach (var replica in new[] { int.MinValue, -3, -2, -1, 0, 1, 2, int.MaxValue })
            {
                table.Add($"{state}, replica {replica}", [4, 12, 14], (talk, _) => One(talk, state, new()) with { ReplicaId = replica });
                table.Add(
                    $"{state}, replica state {replica}",
                    [15, Latest],
                    (talk, _) => One(talk, state, new()) with { ReplicaState = new() { ReplicaId = replica } }
                );
            }
        }

        foreach (var replica in new[] { -3, -2 })
        foreach (var state in new[] { "open", "open and more", "aborted" })
        foreach (var isolation in new sbyte[] { 0, 1 })
            table.Add(
                $"{state}, replica {replica}, isolation {isolation}",
                [14],
                (talk, _) => One(talk, state, new(), isolation) with { ReplicaId = replica }
            );

        foreach (var cluster in new string?[] { null, "", "another" })
            table.Add($"cluster {cluster ?? "null"}", [12, Latest], (talk, _) => One(talk, "filled", new()) with { ClusterId = cluster });

        foreach (var rack in new[] { "", "rack" })
            table.Add($"rack \"{rack}\"", [11, Latest], (talk, _) => One(talk, "filled", new()) with { RackId = rack });

        foreach (var index in new[] { int.MinValue, -1, 1, int.MaxValue })
            table.Add($"partition {index}", AllVersions, (talk, _) => One(talk, "filled", new() { Partition = index }));
        foreach (var name in new[] { "", "a b", "no-such-topic" })
            table.Add($"topic {name}", AllVersions, (_, _) => Ask(new Topic { Topic = name, Partitions = [Max(new())] }));

        table.Add("an id that is not there", [13, 16, Latest], (_, _) => Ask(new Topic { TopicId = Unknown, Partitions = [Max(new())] }));
        table.Add("watermark", [Latest], (talk, _) => One(talk, "filled", new() { HighWatermark = 0 }));
    }

    private static void Several(VariantTable table)
    {
        table.Add("no topics", AllVersions, (_, _) => Ask());
        table.Add("no partitions", AllVersions, (talk, _) => Of(talk, "filled"));
        table.Add("a partition twice", AllVersions, (talk, _) => Of(talk, "filled", new Partition(), new Partition()));
        table.Add(
            "a partition twice at other offsets",
            AllVersions,
            (talk, _) => Of(talk, "filled", new Partition(), new Partition { FetchOffset = 3 })
        );
        table.Add(
            "a partition that is not there twice",
            AllVersions,
            (talk, _) => Of(talk, "filled", new Partition { Partition = 1 }, new Partition { Partition = 1 })
        );
        table.Add(
            "a topic twice",
            AllVersions,
            (talk, _) => Ask(Named(talk, "filled", new Partition()), Named(talk, "filled", new Partition()))
        );
        table.Add(
            "a topic twice with other partitions",
            AllVersions,
            (talk, _) => Ask(Named(talk, "three", new Partition()), Named(talk, "three", new Partition { Partition = 2 }))
        );
        table.Add(
            "topics in turn",
            AllVersions,
            (talk, _) =>
                Ask(
                    Named(talk, "three", new Partition()),
                    Named(talk, "one", new Partition()),
                    Named(talk, "three", new Partition { Partition = 2 })
                )
        );
        table.Add(
            "good, missing, good",
            AllVersions,
            (talk, _) =>
                Ask(Named(talk, "filled", new Partition()), Named(talk, "none", new Partition()), Named(talk, "one", new Partition()))
        );
        table.Add(
            "missing, good",
            AllVersions,
            (talk, _) => Ask(Named(talk, "none", new Partition()), Named(talk, "one", new Partition()))
        );
        table.Add(
            "out of range, good",
            AllVersions,
            (talk, _) => Ask(Named(talk, "filled", new Partition { FetchOffset = 77 }), Named(talk, "one", new Partition()))
        );
        table.Add("empty, good", AllVersions, (talk, _) => Ask(Named(talk, "empty", new Partition()), Named(talk, "one", new Partition())));
        table.Add(
            "partitions good, missing, good",
            AllVersions,
            (talk, _) => Of(talk, "three", new Partition(), new Partition { Partition = 9 }, new Partition { Partition = 2 })
        );
    }

    private static void Sessions(VariantTable table)
    {
        foreach (var id in new[] { int.MinValue, -1, 0, 1, int.MaxValue })
        foreach (var epoch in new[] { int.MinValue, -2, -1, 0, 1, 2, int.MaxValue })
            table.Add(
                $"session {id}, epoch {epoch}",
                [7, 12, Latest],
                (talk, _) => One(talk, "filled", new()) with { SessionId = id, SessionEpoch = epoch }
            );

        int[] versions = [7, 12, 13, Latest];

        table.Add("a session without topics", versions, (_, _) => Ask() with { SessionEpoch = 0 });

        table.Add(
            "a session continues",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Of(talk, "three", new Partition(), new Partition { Partition = 1 }),
                    Ask(),
                    Ask(Named(talk, "three", new Partition { FetchOffset = 6 })),
                    Ask(),
                    Ask(Named(talk, "one", new Partition())),
                    Ask()
                )
        );

        table.Add(
            "a session forgets",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Of(talk, "three", new Partition(), new Partition { Partition = 2 }),
                    Ask() with
                    {
                        ForgottenTopicsData = [Forget(talk, "three", 0)],
                    },
                    Ask() with
                    {
                        ForgottenTopicsData = [Forget(talk, "three", 1, 2)],
                    },
                    Ask()
                )
        );

        table.Add(
            "a session forgets and follows the same",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Of(talk, "three", new Partition()),
                    Of(talk, "three", new Partition { FetchOffset = 1 }) with
                    {
                        ForgottenTopicsData = [Forget(talk, "three", 0)],
                    },
                    Ask()
                )
        );

        table.Add(
            "a session with errors",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Ask(
                        Named(talk, "none", new Partition()),
                        Named(talk, "filled", new Partition { FetchOffset = 77 }, new Partition { Partition = 5 })
                    ),
                    Ask(),
                    Of(talk, "filled", new Partition { FetchOffset = 6 }),
                    Ask()
                )
        );

        table.Add(
            "a session with a partition twice",
            versions,
            (talk, version) =>
                SessionAsync(talk, version, Of(talk, "filled", new Partition(), new Partition { FetchOffset = 3 }), Ask(), Ask())
        );

        table.Add(
            "a session with an id of zero",
            [13, Latest],
            (talk, version) => SessionAsync(talk, version, Ask(new Topic { Partitions = [Max(new())] }), Ask())
        );

        table.Add(
            "a session with an id of zero and another",
            [13, Latest],
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Ask(new Topic { Partitions = [Max(new() { Partition = 1 })] }, Named(talk, "filled", new Partition())),
                    Ask()
                )
        );

        table.Add(
            "a session with a divergence",
            [12, Latest],
            (talk, version) =>
                SessionAsync(talk, version, Of(talk, "filled", new Partition { LastFetchedEpoch = 0, FetchOffset = 7 }), Ask(), Ask())
        );

        table.Add(
            "a session takes turns",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Of(talk, "three", new Partition(), new Partition { Partition = 2 }) with
                    {
                        MaxBytes = 1,
                    },
                    Ask() with
                    {
                        MaxBytes = 1,
                    },
                    Ask() with
                    {
                        MaxBytes = 1,
                    },
                    Ask() with
                    {
                        MaxBytes = 1,
                    }
                )
        );

        table.Add(
            "a session is committed",
            versions,
            (talk, version) =>
                SessionAsync(
                    talk,
                    version,
                    Of(talk, "aborted", new Partition()) with
                    {
                        IsolationLevel = 1,
                    },
                    Ask() with
                    {
                        IsolationLevel = 1,
                    },
                    Ask()
                )
        );

        foreach (var epoch in new[] { int.MinValue, -2, -1, 0, 2, 3, int.MaxValue })
            table.Add(
                $"a session continues with epoch {epoch}",
                versions,
                async (talk, version) =>
                {
                    var begun = await talk.AskAsync(One(talk, "filled", new()) with { SessionEpoch = 0 }, version);
                    await talk.AskAsync(Ask() with { SessionId = begun!.SessionId, SessionEpoch = epoch }, version);
                    await talk.AskAsync(Ask() with { SessionId = begun.SessionId, SessionEpoch = 1 }, version);
                }
            );

        foreach (var (from, to) in new[] { (12, 13), (13, 12), (7, 12), (13, 16) })
            table.Add(
                $"a session begins in v{from} and continues in v{to}",
                async talk =>
                {
                    var begun = await talk.AskAsync(One(talk, "filled", new()) with { SessionEpoch = 0 }, (short)from);
                    await talk.AskAsync(Ask() with { SessionId = begun!.SessionId, SessionEpoch = 1 }, (short)to);
                    await talk.AskAsync(Ask() with { SessionId = begun.SessionId, SessionEpoch = 2 }, (short)from);
                }
            );
    }

    /// <summary>Opens a session with the first request, and continues it with the others.</summary>
    private static async Task SessionAsync(Talk talk, short version, FetchRequest first, params FetchRequest[] others)
    {
        var begun = await talk.AskAsync(first with { SessionEpoch = 0 }, version);
        var epoch = 1;
        foreach (var other in others)
            await talk.AskAsync(other with { SessionId = begun!.SessionId, SessionEpoch = epoch++ }, version);
    }

    private static Partition Max(Partition partition) =>
        partition.PartitionMaxBytes == 0 ? partition with { PartitionMaxBytes = 1_000_000 } : partition;

    private static Topic Named(Talk talk, string state, params Partition[] partitions) =>
        new()
        {
            Topic = talk.SharedName(state),
            TopicId = state == "none" ? Unknown : talk.IdOf(talk.SharedName(state)),
            Partitions = [.. partitions.Select(Max)],
        };

    private static Forgotten Forget(Talk talk, string state, params int[] partitions) =>
        new()
        {
            Topic = talk.SharedName(state),
            TopicId = talk.IdOf(talk.SharedName(state)),
            Partitions = partitions,
        };

    private static FetchRequest Ask(params Topic[] topics) => new() { MinBytes = 1, Topics = topics };

    private static FetchRequest Of(Talk talk, string state, params Partition[] partitions) => Ask(Named(talk, state, partitions));

    private static FetchRequest One(Talk talk, string state, Partition partition, sbyte isolation = 0) =>
        Of(talk, state, partition) with
        {
            IsolationLevel = isolation,
        };
}
