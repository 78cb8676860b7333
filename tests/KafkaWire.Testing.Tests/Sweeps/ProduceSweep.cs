using System.Text.Json.Nodes;
using Data = KafkaWire.Messages.ProduceRequest.PartitionProduceData;
using Topic = KafkaWire.Messages.ProduceRequest.TopicProduceData;

namespace KafkaWire.Testing.Tests.Sweeps;

public partial class ProduceSweep() : Sweep("Produce")
{
    private const int Latest = 13;

    private static readonly int[] AllVersions = [.. Enumerable.Range(3, Latest - 2)];

    private static readonly Dictionary<string, (string, string?)[]> Topics = new()
    {
        ["plain"] = [],
        ["append"] = [("message.timestamp.type", "LogAppendTime")],
        ["compact"] = [("cleanup.policy", "compact")],
        ["small"] = [("max.message.bytes", "150")],
        ["strict"] = [("message.timestamp.before.max.ms", "1000000"), ("message.timestamp.after.max.ms", "1000000")],
    };

    // The number of partitions that each topic needs: every variant has its own partition.
    private readonly Dictionary<string, int> partitions = Topics.Keys.ToDictionary(name => name, _ => 0);

    private protected override Task PrepareAsync(Talk talk) =>
        Task.WhenAll(
            Topics.Select(async topic =>
            {
                using var own = talk.Sibling();
                await own.CreateTopicAsync(own.SharedName(topic.Key), Math.Max(1, partitions[topic.Key]), topic.Value);
            })
        );

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["responses"] is not JsonArray topics)
            return;
        foreach (var topic in topics)
            Normaliser.Sort(topic!["partitionResponses"]);
        Normaliser.Sort(topics);
    }

    private protected override void Variants(VariantTable table)
    {
        Requested(table);
        Headers(table);
        RecordsInBatch(table);
        Idempotent(table);
        Transactional(table);
        Several(table);
    }

    private void Requested(VariantTable table)
    {
        foreach (var acks in new short[] { short.MinValue, -2, -1, 1, 2, short.MaxValue })
            Add(table, "plain", $"acks {acks}", [3, 5, 8, 9, Latest], [Batch.Of("a")], (_, request) => request with { Acks = acks });

        foreach (var timeout in new[] { int.MinValue, -1, 0, int.MaxValue })
            Add(table, "plain", $"timeout {timeout}", [3, Latest], [Batch.Of("a")], (_, request) => request with { TimeoutMs = timeout });

        foreach (var id in new[] { "", "some id" })
            Add(
                table,
                "plain",
                $"transactional id \"{id}\"",
                [3, 9, 12, Latest],
                [Batch.Of("a")],
                (_, request) => request with { TransactionalId = id }
            );

        foreach (
            var (name, topic, records) in new (string, string, Bytes?)[]
            {
                ("a batch", "plain", Batch.Of("a")),
                ("nothing", "plain", Bytes.Empty),
                ("no key", "compact", Batch.Of("a")),
                ("too large", "small", Batch.Of(new string('a', 200))),
                ("two batches", "plain", new Bytes([.. new Batch { Values = ["a"] }.ToArray(), .. new Batch { Values = ["b"] }.ToArray()])),
                ("append time", "append", Batch.Of("a")),
            }
        )
        {
            Add(table, topic, name, AllVersions, [records]);

            var partition = partitions[topic]++;

            table.Add(
                $"{name}, acks 0",
                async talk =>
                {
                    foreach (short version in new[] { 3, Latest })
                        await talk.TellAsync(Of(talk, topic, partition, records) with { Acks = 0 }, version);
                    await LookAsync(talk, topic, partition);
                }
            );
        }

        foreach (var index in new[] { int.MinValue, -1, 100_000, int.MaxValue })
            table.Add($"partition {index}", AllVersions, (talk, _) => Of(talk, "plain", index, Batch.Of("a")));

        foreach (var name in new[] { "", "a b", "no-such-topic" })
            table.Add(
                $"topic {name}",
                AllVersions,
                (_, _) => Ask(new Topic { Name = name, PartitionData = [new() { Records = Batch.Of("a") }] })
            );

        table.Add(
            "an id that is not there",
            [Latest],
            (_, _) => Ask(new Topic { TopicId = Uuid.Parse("AAAAAAAAAAAAAAAAAAAAAg"), PartitionData = [new() { Records = Batch.Of("a") }] })
        );
        table.Add(
            "a topic that is not there, acks 7",
            AllVersions,
            (_, _) => Ask(new Topic { Name = "no-such-topic", PartitionData = [new() { Records = Batch.Of("a") }] }) with { Acks = 7 }
        );
        table.Add(
            "a topic that is not there, bad records",
            AllVersions,
            (_, _) => Ask(new Topic { Name = "no-such-topic", PartitionData = [new() { Records = Bytes.Empty }] })
        );
        table.Add(
            "a topic that is not there, acks 0",
            talk =>
                talk.TellAsync(
                    Ask(new Topic { Name = "no-such-topic", PartitionData = [new() { Records = Batch.Of("a") }] }) with
                    {
                        Acks = 0,
                    },
                    9
                )
        );
    }

    private void Idempotent(VariantTable table)
    {
        foreach (var id in new long[] { long.MinValue, -2, -1, 0 })
        foreach (var epoch in new short[] { short.MinValue, -2, -1, 0, 5 })
        foreach (var first in new[] { -2, -1, 0, 5, int.MaxValue })
            Add(
                table,
                "plain",
                $"producer {id}, epoch {epoch}, sequence {first}",
                [9],
                [
                    .. new[] { first, int.MinValue, -2, -1, 0, 1, int.MaxValue }.Select(sequence => new Batch
                    {
                        Values = ["a"],
                        ProducerId = id,
                        ProducerEpoch = epoch,
                        BaseSequence = sequence,
                    }),
                ]
            );

        Bytes Sent(int sequence, short epoch = 0, int count = 1, long id = 77) =>
            new Batch
            {
                Values = [.. Enumerable.Repeat("a", count)],
                ProducerId = id,
                ProducerEpoch = epoch,
                BaseSequence = sequence,
            };

        var chains = new (string Name, Bytes?[] Batches)[]
        {
            ("in order", [Sent(0), Sent(1), Sent(2)]),
            ("twice", [Sent(0), Sent(0)]),
            ("twice after others", [Sent(0), Sent(1), Sent(2), Sent(0), Sent(1)]),
            ("sixth last again", [Sent(0), Sent(1), Sent(2), Sent(3), Sent(4), Sent(5), Sent(0), Sent(1)]),
            ("a gap", [Sent(0), Sent(2), Sent(1)]),
            ("a part of a batch again", [Sent(0, count: 3), Sent(0), Sent(1, count: 2), Sent(3)]),
            ("a batch across two", [Sent(0), Sent(1), Sent(0, count: 2), Sent(0, count: 3)]),
            ("starting at 5", [Sent(5), Sent(6), Sent(0)]),
            ("epochs", [Sent(0), Sent(0, epoch: 1), Sent(1), Sent(1, epoch: 1)]),
            ("an epoch not from 0", [Sent(0), Sent(1, epoch: 1), Sent(0, epoch: 2)]),
            ("an epoch not from 0 in order", [Sent(0), Sent(1, epoch: 1)]),
            ("an epoch skipped", [Sent(0), Sent(0, epoch: 7), Sent(1, epoch: 7), Sent(0, epoch: 6)]),
            ("wrapping", [Sent(int.MaxValue), Sent(0), Sent(1)]),
            ("wrapping inside", [Sent(int.MaxValue - 1, count: 3), Sent(1), Sent(int.MaxValue - 1, count: 3)]),
            ("wrapping wrongly", [Sent(int.MaxValue), Sent(1)]),
            ("two producers", [Sent(0), Sent(0, id: 78), Sent(1), Sent(2, id: 78), Sent(1, id: 78)]),
            ("an idempotent one and none", [Sent(0), Batch.Of("b"), Sent(1)]),
            ("a sequence of -1 later", [Sent(0), Sent(-1), Sent(1)]),
            ("the same sequence of another length", [Sent(0, count: 2), Sent(0, count: 3), Sent(2)]),
        };

        foreach (var (name, batches) in chains)
        foreach (var topic in new[] { "plain", "append" })
        foreach (var version in new[] { 3, Latest })
            Add(table, topic, $"{topic}, chain {name}, v{version}", [version], batches);
    }

    private void Transactional(VariantTable table)
    {
        // The transactional bit with and without the fields that belong to it. The transactional ids are unknown.
        foreach (var transactionalId in new[] { null, "", "unknown" })
        foreach (var id in new long[] { -1, 77 })
        foreach (
            var (epoch, sequence) in new[] { (-1, -1), (0, 0), (0, -1), (0, 5) }.Where(each => transactionalId != "" || each.Item1 == 0)
        ) // the empty id is shared by all variants
        foreach (var isControl in new[] { false, true })
            Add(
                table,
                "plain",
                $"transactional{(isControl ? " control" : "")}, id {transactionalId ?? "null"}, producer {id}, epoch {epoch}, "
                    + $"sequence {sequence}",
                [3, 11, 12],
                [
                    new Batch
                    {
                        Values = ["a"],
                        Attributes = (short)(isControl ? 0x30 : 0x10),
                        ProducerId = id,
                        ProducerEpoch = (short)epoch,
                        BaseSequence = sequence,
                    },
                ],
                (talk, request) =>
                    request with
                    {
                        TransactionalId = transactionalId == "unknown" ? talk.OwnName("-unknown") : transactionalId,
                    }
            );

        void Real(
            string name,
            int[] versions,
            Func<SweepTransaction, Batch, Batch> batch,
            Func<SweepTransaction, ProduceRequest, ProduceRequest> change,
            bool joins = false,
            bool andPlain = false
        )
        {
            foreach (var version in versions)
            {
                var partition = partitions["plain"]++;
                table.Add(
                    $"real transaction, {name}",
                    [version],
                    async (talk, v) =>
                    {
                        var transaction = await talk.NewTransactionAsync(talk.OwnName("-txn"), $"producer of {talk.Index}");
                        if (joins)
                            await JoinAsync(talk, transaction, partition);
                        var request = Of(talk, "plain", partition, batch(transaction, transaction.Of("a", "b"))) with
                        {
                            TransactionalId = transaction.TransactionalId,
                        };
                        await talk.AskSettledAsync(change(transaction, request), v);
                        if (andPlain)
                            await talk.AskSettledAsync(
                                Of(talk, "plain", partition, transaction.Of("c") with { Attributes = 0, BaseSequence = 2 }),
                                v
                            );
                        await LookAsync(talk, "plain", partition);
                    }
                );
            }
        }

        foreach (var joins in new[] { false, true })
        {
            // A real Kafka sends several partitions to its coordinator at once. How it reports the error then depends on the version that
            // came first.
            int[] some = joins ? [3, 11, 12, Latest] : [11, 12, Latest];
            var how = joins ? ", added" : "";
            Real($"good{how}", some, (_, batch) => batch, (_, request) => request, joins);
            Real($"not transactional{how}", some, (_, batch) => batch with { Attributes = 0 }, (_, request) => request, joins);
            Real($"without id{how}", some, (_, batch) => batch, (_, request) => request with { TransactionalId = null }, joins);
            Real(
                $"with another id{how}",
                some,
                (_, batch) => batch,
                (transaction, request) => request with { TransactionalId = transaction.TransactionalId + "-another" },
                joins
            );
            Real(
                $"next epoch{how}",
                some,
                (_, batch) => batch with { ProducerEpoch = (short)(batch.ProducerEpoch + 1) },
                (_, request) => request,
                joins
            );
            Real($"negative epoch{how}", some, (_, batch) => batch with { ProducerEpoch = -1 }, (_, request) => request, joins);
            Real($"another producer{how}", some, (_, batch) => batch with { ProducerId = 999_999 }, (_, request) => request, joins);
            Real($"sequence 5{how}", some, (_, batch) => batch with { BaseSequence = 5 }, (_, request) => request, joins);
            Real($"sequence -1{how}", some, (_, batch) => batch with { BaseSequence = -1 }, (_, request) => request, joins);
            Real($"then another that is not transactional{how}", some, (_, batch) => batch, (_, request) => request, joins, andPlain: true);
            Real($"acks 1{how}", some, (_, batch) => batch, (_, request) => request with { Acks = 1 }, joins);
        }
    }

    private void Several(VariantTable table)
    {
        void One(string name, Func<Talk, int, int, ProduceRequest> request)
        {
            var (first, second) = (partitions["plain"]++, partitions["plain"]++);

            table.Add(
                name,
                async talk =>
                {
                    foreach (short version in new[] { 3, 5, 8, Latest })
                        await talk.AskSettledAsync(request(talk, first, second), version);
                    await LookAsync(talk, "plain", first);
                    await LookAsync(talk, "plain", second);
                }
            );
        }

        One("no partitions", (talk, _, _) => Ask(Named(talk, "plain")));
        One("two partitions", (talk, one, two) => Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(two, Batch.Of("b")))));
        One("a partition twice", (talk, one, _) => Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(one, Batch.Of("b")))));
        One(
            "a partition three times and another",
            (talk, one, two) =>
                Ask(
                    Named(
                        talk,
                        "plain",
                        Of(one, Batch.Of("a")),
                        Of(two, Batch.Of("b")),
                        Of(one, Batch.Of("c")),
                        Of(one, Batch.Of("d", "e"))
                    )
                )
        );
        One("a partition twice, the second bad", (talk, one, _) => Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(one, Bytes.Empty))));
        One("a partition twice, the first bad", (talk, one, _) => Ask(Named(talk, "plain", Of(one, Bytes.Empty), Of(one, Batch.Of("a")))));
        One(
            "a topic twice",
            (talk, one, two) => Ask(Named(talk, "plain", Of(one, Batch.Of("a"))), Named(talk, "plain", Of(two, Batch.Of("b"))))
        );
        One(
            "a topic and partition twice",
            (talk, one, _) => Ask(Named(talk, "plain", Of(one, Batch.Of("a"))), Named(talk, "plain", Of(one, Batch.Of("b"))))
        );
        One(
            "good and bad",
            (talk, one, two) => Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(two, Bytes.Empty), Of(-1, Batch.Of("c"))))
        );
        One(
            "good and missing",
            (talk, one, _) => Ask(Named(talk, "plain", Of(one, Batch.Of("a"))), Named(talk, "none", Of(0, Batch.Of("a"))))
        );
        One(
            "good and wrong magic",
            (talk, one, two) =>
                Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(two, Changed(new Batch { Values = ["a"] }, bytes => bytes[16] = 1))))
        );
        One(
            "a transactional one and another",
            (talk, one, two) =>
                Ask(
                    Named(
                        talk,
                        "plain",
                        Of(
                            one,
                            new Batch
                            {
                                Values = ["a"],
                                Attributes = 0x10,
                                ProducerId = 77,
                                ProducerEpoch = 0,
                                BaseSequence = 0,
                            }
                        ),
                        Of(two, Batch.Of("b"))
                    )
                ) with
                {
                    TransactionalId = talk.OwnName("-unknown"),
                }
        );
        One(
            "two transactional producers",
            (talk, one, two) =>
                Ask(
                    Named(
                        talk,
                        "plain",
                        Of(
                            one,
                            new Batch
                            {
                                Values = ["a"],
                                Attributes = 0x10,
                                ProducerId = 77,
                                ProducerEpoch = 0,
                                BaseSequence = 0,
                            }
                        ),
                        Of(
                            two,
                            new Batch
                            {
                                Values = ["a"],
                                Attributes = 0x10,
                                ProducerId = 78,
                                ProducerEpoch = 0,
                                BaseSequence = 0,
                            }
                        )
                    )
                ) with
                {
                    TransactionalId = talk.OwnName("-unknown"),
                }
        );
        One(
            "good and a wrong length",
            (talk, one, two) =>
                Ask(Named(talk, "plain", Of(one, Batch.Of("a")), Of(two, Changed(new Batch { Values = ["a"] }, bytes => bytes[11] = 5))))
        );
        One(
            "a wrong length and a topic that is not there, acks 7",
            (talk, one, _) =>
                Ask(
                    Named(talk, "none", Of(0, Batch.Of("a"))),
                    Named(talk, "plain", Of(one, Changed(new Batch { Values = ["a"] }, bytes => bytes[11] = 5)))
                ) with
                {
                    Acks = 7,
                }
        );
        One("a missing partition twice", (talk, _, _) => Ask(Named(talk, "plain", Of(-1, Batch.Of("a")), Of(-1, Batch.Of("b")))));

        table.Add("no topics", AllVersions, (_, _) => Ask());
        table.Add("no topics, acks 7", AllVersions, (_, _) => Ask() with { Acks = 7 });
    }

    /// <summary>Adds a variant that sends batches to a partition of its own, one after the other in each version, and reads the partition
    /// afterwards.</summary>
    private void Add(
        VariantTable table,
        string topic,
        string name,
        int[] versions,
        Bytes?[] batches,
        Func<Talk, ProduceRequest, ProduceRequest>? change = null
    )
    {
        var partition = partitions[topic]++;

        table.Add(
            name,
            async talk =>
            {
                foreach (short version in versions)
                foreach (var batch in batches)
                {
                    var request = Of(talk, topic, partition, batch);
                    await talk.AskSettledAsync(change?.Invoke(talk, request) ?? request, version);
                }

                await LookAsync(talk, topic, partition);
            }
        );
    }

    private void Add(VariantTable table, string topic, string name, int[] versions, Batch[] batches) =>
        Add(table, topic, name, versions, [.. batches.Select(batch => (Bytes?)batch)], change: null);

    /// <summary>Records the contents of a partition.</summary>
    private static async Task LookAsync(Talk talk, string topic, int partition)
    {
        // Which of several batches has the largest timestamp depends on when they arrived, unless they bring their own timestamps.
        foreach (var time in topic == "append" ? [-1] : new[] { -3, -1 })
            await talk.AskAsync(Requests.ListOffsets(talk.SharedName(topic), time, partition), 7);
        if (talk.Name.Contains("transaction"))
            await talk.AskAsync(
                Requests.Fetch(talk.SharedName(topic), partition: partition) with
                {
                    MaxBytes = 1_000_000,
                    IsolationLevel = 1,
                },
                11
            );
        await talk.AskAsync(Requests.Fetch(talk.SharedName(topic), partition: partition) with { MaxBytes = 1_000_000 }, 11);
    }

    private static async Task JoinAsync(Talk talk, SweepTransaction transaction, int partition)
    {
        while (true)
        {
            var answer = await talk.SendAsync(
                new AddPartitionsToTxnRequest
                {
                    V3AndBelowTransactionalId = transaction.TransactionalId,
                    V3AndBelowProducerId = transaction.ProducerId,
                    V3AndBelowProducerEpoch = transaction.Epoch,
                    V3AndBelowTopics = [new() { Name = talk.SharedName("plain"), Partitions = [partition] }],
                },
                3
            );

            if (answer.ResultsByTopicV3AndBelow[0].ResultsByPartition[0].PartitionErrorCode is var error && error.IsRetriable())
                continue;
            if (error != ErrorCode.None)
                throw new InvalidOperationException($"{transaction.TransactionalId}: {error}");
            return;
        }
    }

    private static Bytes Changed(Batch batch, Action<byte[]> change, bool seal = true)
    {
        var bytes = batch.ToArray();
        change(bytes);
        if (seal)
            Batch.Seal(bytes);
        return new(bytes);
    }

    private static string Gzip(bool isGzip) => isGzip ? ", gzip" : "";

    private static Data Of(int partition, Bytes? records) => new() { Index = partition, Records = records };

    private static Topic Named(Talk talk, string topic, params Data[] partitions) =>
        new()
        {
            Name = talk.SharedName(topic),
            TopicId = talk.IdOf(talk.SharedName(topic)),
            PartitionData = partitions,
        };

    private static ProduceRequest Ask(params Topic[] topics) =>
        new()
        {
            Acks = -1,
            TimeoutMs = 10_000,
            TopicData = topics,
        };

    private static ProduceRequest Of(Talk talk, string topic, int partition, Bytes? records) =>
        Ask(Named(talk, topic, Of(partition, records)));
}
