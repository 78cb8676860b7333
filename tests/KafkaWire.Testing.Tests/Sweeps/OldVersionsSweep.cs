using System.Text.Json.Nodes;
using Topic = KafkaWire.Messages.CreateTopicsRequest.CreatableTopic;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The versions that the loopback broker serves and Kafka 4 has dropped.</summary>
public class OldVersionsSweep() : Sweep("Old versions", "3.9.2")
{
    private const int Partitions = 60;

    private protected override async Task PrepareAsync(Talk talk)
    {
        await talk.CreateTopicAsync(talk.SharedName("there"), partitions: Partitions);
        await talk.CreateTopicAsync(talk.SharedName("gone"));
    }

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["topics"] is { } topics)
            Normaliser.Sort(topics);
        if (answer["responses"] is { } responses)
            Normaliser.Sort(responses);
    }

    private protected override void Variants(VariantTable table)
    {
        foreach (var partitions in new[] { -2, -1, 0, 1, 3 })
        foreach (var replicas in new short[] { -2, -1, 0, 1, 2 })
            table.Add(
                $"CreateTopics: {partitions} partitions, {replicas} replicas",
                [0, 1],
                async (talk, version) =>
                {
                    var answer = await talk.AskAsync(
                        new CreateTopicsRequest
                        {
                            Topics =
                            [
                                new Topic
                                {
                                    Name = talk.OwnName(),
                                    NumPartitions = partitions,
                                    ReplicationFactor = replicas,
                                },
                            ],
                        },
                        version
                    );
                    if (answer?.Topics[0].ErrorCode != ErrorCode.None)
                        return;
                    await talk.UntilReadyAsync(talk.OwnName(), Math.Abs(partitions));
                    await talk.AskAsync(Requests.ListOffsets(talk.OwnName(), -1, Math.Abs(partitions) - 1), 3);
                }
            );

        foreach (var name in new[] { "", "..", "a b", new('x', 250) })
            table.Add($"CreateTopics: name {name.Length} {name[..Math.Min(3, name.Length)]}", [0, 1], (_, _) => Requests.Create(name));

        table.Add("CreateTopics: there", [0, 1], (talk, _) => Requests.Create(talk.SharedName("there")));
        table.Add("CreateTopics: validated", [1], (talk, _) => Requests.Create(talk.OwnName()) with { ValidateOnly = true });
        table.Add("CreateTopics: a wrong config", [0, 1], (talk, _) => Requests.Create(talk.OwnName(), 1, ("retention.ms", "many")));

        foreach (var names in new string[][] { ["none"], ["none", "none"], [], ["", "none"] })
            table.Add(
                $"DeleteTopics: {string.Join(", ", names)}",
                [0, 1],
                (talk, _) =>
                    new DeleteTopicsRequest
                    {
                        TimeoutMs = 30_000,
                        TopicNames = [.. names.Select(name => name == "" ? name : talk.OwnName(name))],
                    }
            );

        table.Add(
            "DeleteTopics: one that is there",
            talk => talk.AskAsync(new DeleteTopicsRequest { TimeoutMs = 30_000, TopicNames = [talk.SharedName("gone")] }, 0)
        );

        var partition = 0;

        foreach (var version in new[] { 0, 1, 2 })
        foreach (var codec in new[] { CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4 })
        foreach (var count in new[] { 1, 3 })
        {
            var own = partition++;
            table.Add(
                $"Produce: {count} messages, {codec}",
                [version],
                async (talk, v) =>
                {
                    var messages = Records.Build(
                        new() { Magic = (sbyte)(v / 2), Compression = codec },
                        [
                            .. Enumerable
                                .Range(0, count)
                                .Select(i => new NewRecord { Value = Bytes.OfString($"value {i}"), Timestamp = 1_600_000_000_000 + i }),
                        ]
                    );
                    await talk.AskAsync(Requests.Produce(talk.SharedName("there"), messages, partition: own), v);
                    await talk.AskAsync(Requests.ListOffsets(talk.SharedName("there"), -1, own), 3);
                }
            );
        }

        foreach (var version in new[] { 0, 1, 2 })
        {
            table.Add(
                "Produce: nothing",
                [version],
                (talk, _) => Requests.Produce(talk.SharedName("there"), Bytes.Empty, partition: Partitions - 1)
            );
            table.Add(
                "Produce: no such topic",
                [version],
                (_, v) =>
                    Requests.Produce(
                        "no-such-topic",
                        Records.Build(new() { Magic = (sbyte)(v / 2) }, [new() { Value = Bytes.OfString("a") }])
                    )
            );
            table.Add(
                "Produce: no such partition",
                [version],
                (talk, v) =>
                    Requests.Produce(
                        talk.SharedName("there"),
                        Records.Build(new() { Magic = (sbyte)(v / 2) }, [new() { Value = Bytes.OfString("a") }]),
                        partition: Partitions
                    )
            );
        }
    }
}
