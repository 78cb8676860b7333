using System.Text.Json.Nodes;
using Assignment = KafkaWire.Messages.CreateTopicsRequest.CreatableReplicaAssignment;
using Config = KafkaWire.Messages.CreateTopicsRequest.CreatableTopicConfig;
using Topic = KafkaWire.Messages.CreateTopicsRequest.CreatableTopic;

namespace KafkaWire.Testing.Tests.Sweeps;

public class CreateTopicsSweep() : Sweep("CreateTopics")
{
    private const int Latest = 7;

    private static readonly int[] AllVersions = [.. Enumerable.Range(2, Latest - 1)];

    private static readonly string[] ConfigNames =
    [
        "cleanup.policy",
        "compression.gzip.level",
        "compression.lz4.level",
        "compression.type",
        "compression.zstd.level",
        "delete.retention.ms",
        "errors.deadletterqueue.group.enable",
        "file.delete.delay.ms",
        "flush.messages",
        "flush.ms",
        "follower.replication.throttled.replicas",
        "index.interval.bytes",
        "leader.replication.throttled.replicas",
        "local.retention.bytes",
        "local.retention.ms",
        "max.compaction.lag.ms",
        "max.decompressed.message.bytes",
        "max.message.bytes",
        "message.timestamp.after.max.ms",
        "message.timestamp.before.max.ms",
        "message.timestamp.type",
        "min.cleanable.dirty.ratio",
        "min.compaction.lag.ms",
        "min.insync.replicas",
        "preallocate",
        "remote.copy.lag.bytes",
        "remote.copy.lag.ms",
        "remote.log.copy.disable",
        "remote.log.delete.on.disable",
        "remote.storage.enable",
        "retention.bytes",
        "retention.ms",
        "segment.bytes",
        "segment.index.bytes",
        "segment.jitter.ms",
        "segment.ms",
        "unclean.leader.election.enable",
        "",
        "no.such.config",
        "message.format.version",
        "message.downconversion.enable",
        "message.timestamp.difference.max.ms",
        "Retention.ms",
        " retention.ms",
    ];

    private static readonly string?[] ConfigValues =
    [
        null,
        "",
        " ",
        "0",
        "1",
        "-1",
        "-2",
        "-3",
        "5",
        " 5 ",
        "+5",
        "05",
        "4",
        "14",
        "6",
        "22",
        "23",
        "9",
        "10",
        "17",
        "18",
        "-131072",
        "-131073",
        "1048576",
        "1048575",
        "1024",
        "0.5",
        "1.5",
        "-0.5",
        "1e3",
        "5L",
        "NaN",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "true",
        "TRUE",
        "false",
        "yes",
        "delete",
        "compact",
        "compact,delete",
        "delete,compact",
        "delete, compact",
        "delete,",
        ",",
        "compact,compact",
        "none",
        "producer",
        "Producer",
        "uncompressed",
        "gzip",
        "zstd",
        "CreateTime",
        "createtime",
        "LogAppendTime",
        "*",
        "0:1",
        "0:1,1:1",
        "a:b",
        "many",
    ];

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["topics"] is not JsonArray topics)
            return;

        foreach (var topic in topics)
        {
            Normaliser.Sort(topic!["partitions"]);

            // Testcontainers sets this value in the broker's configuration, to Kafka's default.
            foreach (var config in topic["configs"] as JsonArray ?? [])
                if (config!["name"]!.ToString() == "flush.messages")
                    config["configSource"] = "any";

            if (
                topic["topicId"] is { } id
                && id.ToString() is var text
                && text != Uuid.Zero.ToString()
                && !text.StartsWith("id of", StringComparison.Ordinal)
            )
                topic["topicId"] = "an id";
        }

        Normaliser.Sort(topics);
    }

    private protected override Task PrepareAsync(Talk talk) => talk.CreateTopicAsync(talk.SharedName("there.is"));

    private protected override void Variants(VariantTable table)
    {
        Numbers(table);
        Names(table);
        Assignments(table);
        Configs(table);

        table.Add("no topics", AllVersions, (_, _) => new CreateTopicsRequest());

        foreach (var timeout in new[] { int.MinValue, -1, 0, 30_000, int.MaxValue })
            table.Add($"timeout {timeout}", [2, Latest], (talk, _) => Of(Named(talk)) with { TimeoutMs = timeout });

        foreach (var validateOnly in new[] { false, true })
        {
            table.Add(
                $"a topic twice, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(Named(talk), Named(talk)) with { ValidateOnly = validateOnly }
            );
            table.Add(
                $"a topic three times and another, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) =>
                    Of(Named(talk), Named(talk) with { NumPartitions = 2 }, Named(talk, "-b"), Named(talk)) with
                    {
                        ValidateOnly = validateOnly,
                    }
            );
            table.Add(
                $"a topic that is there twice, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(There(talk), There(talk)) with { ValidateOnly = validateOnly }
            );
            table.Add(
                $"a wrong name twice, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(Named(talk) with { Name = "a b" }, Named(talk) with { Name = "a b" }) with { ValidateOnly = validateOnly }
            );
            table.Add(
                $"names that collide in one request, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(Named(talk, ".c"), Named(talk, "_c")) with { ValidateOnly = validateOnly }
            );
            table.Add(
                $"a good one and bad ones, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) =>
                    Of(
                        Named(talk),
                        There(talk),
                        Named(talk, "-p") with
                        {
                            NumPartitions = 0,
                        },
                        Named(talk, "-r") with
                        {
                            ReplicationFactor = 9,
                        }
                    ) with
                    {
                        ValidateOnly = validateOnly,
                    }
            );
        }
    }

    private static void Numbers(VariantTable table)
    {
        foreach (var partitions in new[] { int.MinValue, -2, -1, 0, 1, 3 })
        foreach (var replicas in new short[] { short.MinValue, -2, -1, 0, 1, 2, short.MaxValue })
        foreach (var validateOnly in new[] { false, true })
            Add(
                table,
                $"{partitions} partitions, {replicas} replicas, {Mode(validateOnly)}",
                partitions is -1 || replicas is -1 ? AllVersions : [2, 4, Latest],
                talk =>
                    Of(Named(talk) with { NumPartitions = partitions, ReplicationFactor = replicas }) with
                    {
                        ValidateOnly = validateOnly,
                    }
            );

        foreach (var partitions in new[] { 9_995, 9_998, 9_999, 10_000, 10_001, int.MaxValue })
        {
            table.Add(
                $"{partitions} partitions",
                [2, Latest],
                (talk, _) => Of(Named(talk) with { NumPartitions = partitions }) with { ValidateOnly = true }
            );
            table.Add(
                $"{partitions} partitions with a config",
                [Latest],
                (talk, _) =>
                    Of(Named(talk) with { NumPartitions = partitions, Configs = [new Config { Name = "retention.ms", Value = "5" }] }) with
                    {
                        ValidateOnly = true,
                    }
            );
            table.Add(
                $"{partitions} partitions beside another",
                [Latest],
                (talk, _) => Of(Named(talk), Named(talk, "-n") with { NumPartitions = partitions }) with { ValidateOnly = true }
            );
            table.Add(
                $"{partitions} partitions beside others",
                [Latest],
                (talk, _) =>
                    Of(
                        Named(talk),
                        There(talk),
                        Named(talk, "-n") with
                        {
                            NumPartitions = partitions,
                        },
                        Named(talk, "-w") with
                        {
                            Name = "a b",
                        }
                    ) with
                    {
                        ValidateOnly = true,
                    }
            );
        }
    }

    private static void Names(VariantTable table)
    {
        string[] names =
        [
            "",
            ".",
            "..",
            "...",
            "a b",
            "ä",
            "a/b",
            "a:b",
            "a,b",
            "-",
            "_",
            "__name",
            "__cluster_metadata",
            new('x', 249),
            new('x', 250),
            "\0",
            "a\n",
        ];

        foreach (var name in names)
            table.Add(
                $"name {Shown(name)}",
                [2, 5, Latest],
                (talk, _) => Of(Named(talk) with { Name = name }) with { ValidateOnly = true }
            );

        foreach (var validateOnly in new[] { false, true })
        {
            table.Add(
                $"a topic that is there, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(There(talk)) with { ValidateOnly = validateOnly }
            );
            table.Add(
                $"a name that collides, {Mode(validateOnly)}",
                AllVersions,
                (talk, _) => Of(Named(talk) with { Name = talk.SharedName("there_is") }) with { ValidateOnly = validateOnly }
            );
        }

        // Several errors at once: which one is reported.
        var faults = new (string Name, Func<Talk, Topic, Topic> Spoil)[]
        {
            ("name", (_, topic) => topic with { Name = "a b" }),
            ("there", (talk, topic) => topic with { Name = talk.SharedName("there.is") }),
            ("collision", (talk, topic) => topic with { Name = talk.SharedName("there_is") }),
            ("partitions", (_, topic) => topic with { NumPartitions = 0 }),
            ("default partitions", (_, topic) => topic with { NumPartitions = -1 }),
            ("replicas", (_, topic) => topic with { ReplicationFactor = 5 }),
            ("config", (_, topic) => topic with { Configs = [new Config { Name = "retention.ms", Value = "many" }] }),
            ("unknown config", (_, topic) => topic with { Configs = [new Config { Name = "no.such.config", Value = "1" }] }),
            ("null config", (_, topic) => topic with { Configs = [new Config { Name = "retention.ms", Value = null }] }),
            ("assignment", (_, topic) => topic with { Assignments = [To(0, 77)] }),
        };

        for (var i = 0; i < faults.Length; i++)
        for (var j = i; j < faults.Length; j++)
        for (var k = j; k < faults.Length; k++)
        {
            var (one, two, three) = (faults[i], faults[j], faults[k]);
            table.Add(
                $"faults: {one.Name}, {two.Name}, {three.Name}",
                [4],
                (talk, _) => Of(three.Spoil(talk, two.Spoil(talk, one.Spoil(talk, Named(talk))))) with { ValidateOnly = true }
            );
        }
    }

    private static void Assignments(VariantTable table)
    {
        var assignments = new (string Name, Assignment[] Value)[]
        {
            ("0", [To(0, 1)]),
            ("1", [To(1, 1)]),
            ("0 and 1", [To(0, 1), To(1, 1)]),
            ("1 and 0", [To(1, 1), To(0, 1)]),
            ("0 and 0", [To(0, 1), To(0, 1)]),
            ("0 and 2", [To(0, 1), To(2, 1)]),
            ("-1", [To(-1, 1)]),
            ("-1 and 0", [To(-1, 1), To(0, 1)]),
            ("0 to nobody", [To(0)]),
            ("0 to one twice", [To(0, 1, 1)]),
            ("0 to an unknown one", [To(0, 77)]),
            ("0 to -1", [To(0, -1)]),
            ("0 to one and an unknown one", [To(0, 1, 77)]),
            ("1 to an unknown one", [To(0, 1), To(1, 77)]),
            ("0 to two, 1 to one", [To(0, 1, 77), To(1, 1)]),
            ("1 to nobody", [To(0, 1), To(1)]),
            ("0 to two unknown ones", [To(0, 77, 78)]),
        };

        foreach (var (name, value) in assignments)
        {
            Add(
                table,
                $"assigned {name}",
                AllVersions,
                talk =>
                    Of(
                        new Topic
                        {
                            Name = talk.OwnName(),
                            NumPartitions = -1,
                            ReplicationFactor = -1,
                            Assignments = value,
                        }
                    )
            );

            foreach (var (partitions, replicas) in new[] { (-1, 1), (1, -1), (1, 1), (2, 1), (0, 0), (-2, -1), (-1, -2) })
                table.Add(
                    $"assigned {name}, {partitions} partitions, {replicas} replicas",
                    [4],
                    (talk, _) =>
                        Of(
                            new Topic
                            {
                                Name = talk.OwnName(),
                                NumPartitions = partitions,
                                ReplicationFactor = (short)replicas,
                                Assignments = value,
                            }
                        ) with
                        {
                            ValidateOnly = true,
                        }
                );
        }
    }

    private static void Configs(VariantTable table)
    {
        // One topic for each value.
        foreach (var name in ConfigNames)
            table.Add(
                $"config {Shown(name)}",
                [2, Latest],
                (talk, _) =>
                    Of([
                        .. ConfigValues.Select(
                            (value, i) => Named(talk, $"-{i}") with { Configs = [new Config { Name = name, Value = value }] }
                        ),
                    ]) with
                    {
                        ValidateOnly = true,
                    }
            );

        var several = new (string Name, (string, string?)[] Configs)[]
        {
            ("twice", [("retention.ms", "1"), ("retention.ms", "2")]),
            ("twice the same", [("retention.ms", "1"), ("retention.ms", "1")]),
            ("twice, null first", [("retention.ms", null), ("retention.ms", "2")]),
            ("twice, null last", [("retention.ms", "2"), ("retention.ms", null)]),
            ("good and bad", [("retention.ms", "1"), ("retention.bytes", "many")]),
            ("null and bad", [("retention.ms", null), ("retention.bytes", "many")]),
            ("several", [("retention.ms", "1"), ("cleanup.policy", "compact"), ("max.message.bytes", "100"), ("segment.bytes", "1048576")]),
            ("lag the wrong way round", [("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "5")]),
            ("lag equal", [("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "10")]),
            ("jitter", [("segment.jitter.ms", "10"), ("segment.ms", "5")]),
            ("local retention above retention", [("local.retention.ms", "10"), ("retention.ms", "5")]),
            ("local bytes above bytes", [("local.retention.bytes", "10"), ("retention.bytes", "5")]),
            ("local retention without end", [("local.retention.ms", "-1"), ("retention.ms", "5")]),
            ("remote copies disabled", [("remote.log.copy.disable", "true"), ("local.retention.ms", "5")]),
            ("remote storage of a compacted topic", [("remote.storage.enable", "true"), ("cleanup.policy", "compact")]),
            ("in-sync replicas", [("min.insync.replicas", "2")]),
        };

        foreach (var (name, configs) in several)
            Add(
                table,
                $"configs {name}",
                [2, 5, Latest],
                talk =>
                    Of(
                        Named(talk) with
                        {
                            Configs = [.. configs.Select(config => new Config { Name = config.Item1, Value = config.Item2 })],
                        }
                    )
            );

        table.Add(
            "answered configs",
            AllVersions,
            (talk, _) => Of(Named(talk) with { Configs = [new Config { Name = "retention.ms", Value = "5" }] }) with { ValidateOnly = true }
        );
    }

    /// <summary>Adds a variant that describes the topic afterwards.</summary>
    private static void Add(VariantTable table, string name, IEnumerable<int> versions, Func<Talk, CreateTopicsRequest> request) =>
        table.Add(
            name,
            versions,
            async (talk, version) =>
            {
                var asked = request(talk);
                var answer = await talk.AskAsync(asked, version);
                if (answer == null)
                    return;

                var look = Requests.Metadata([.. asked.Topics.Select(topic => topic.Name).Distinct()]) with
                {
                    AllowAutoTopicCreation = false,
                };
                var isCreated = !asked.ValidateOnly && answer.Topics.Any(topic => topic.ErrorCode == ErrorCode.None);

                // A real Kafka answers before the topic is visible.
                while (isCreated && (await talk.SendAsync(look)).Topics.All(topic => topic.ErrorCode != ErrorCode.None))
                    await Task.Yield();
                await talk.AskAsync(look, 9);
            }
        );

    private static string Mode(bool validateOnly) => validateOnly ? "validated" : "created";

    private static string Shown(string name) =>
        $"\"{(name.Length > 60 ? $"{name.Length} characters" : name.Replace("\0", "NUL").Replace("\n", "LF"))}\"";

    private static Assignment To(int partition, params int[] brokers) => new() { PartitionIndex = partition, BrokerIds = brokers };

    private static Topic Named(Talk talk, string suffix = "") =>
        new()
        {
            Name = talk.OwnName(suffix),
            NumPartitions = 1,
            ReplicationFactor = 1,
        };

    private static Topic There(Talk talk) => Named(talk) with { Name = talk.SharedName("there.is") };

    private static CreateTopicsRequest Of(params Topic[] topics) => new() { Topics = topics };
}
