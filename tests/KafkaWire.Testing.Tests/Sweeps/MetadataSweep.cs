using System.Text.Json.Nodes;
using Topic = KafkaWire.Messages.MetadataRequest.Topic;

namespace KafkaWire.Testing.Tests.Sweeps;

public class MetadataSweep() : Sweep("Metadata")
{
    private const int Latest = 13;

    private static readonly int[] AllVersions = [.. Enumerable.Range(0, Latest + 1)];

    private static readonly Uuid Unknown = Uuid.Parse("AAAAAAAAAAAAAAAAAAAAAg");

    private static readonly Dictionary<string, Func<Talk, Topic>> Topics = new()
    {
        ["a name"] = talk => new() { Name = talk.SharedName("one") },
        ["another name"] = talk => new() { Name = talk.SharedName("three") },
        ["its id"] = talk => new() { Name = null, TopicId = talk.IdOf(talk.SharedName("one")) },
        ["another id"] = talk => new() { Name = null, TopicId = talk.IdOf(talk.SharedName("three")) },
        ["name and id"] = talk => new() { Name = talk.SharedName("one"), TopicId = talk.IdOf(talk.SharedName("one")) },
        ["name and another id"] = talk => new() { Name = talk.SharedName("one"), TopicId = talk.IdOf(talk.SharedName("three")) },
        ["name and unknown id"] = talk => new() { Name = talk.SharedName("one"), TopicId = Unknown },
        ["missing"] = talk => new() { Name = talk.OwnName("-none") },
        ["missing name and an id"] = talk => new() { Name = talk.OwnName("-none"), TopicId = talk.IdOf(talk.SharedName("one")) },
        ["unknown id"] = _ => new() { Name = null, TopicId = Unknown },
        ["nothing"] = _ => new() { Name = null },
        ["empty"] = _ => new() { Name = "" },
        ["wrong name"] = _ => new() { Name = "a b" },
        ["collision"] = talk => new() { Name = talk.SharedName("dotted_name") },
    };

    private protected override async Task PrepareAsync(Talk talk)
    {
        await talk.CreateTopicAsync(talk.SharedName("one"));
        await talk.CreateTopicAsync(talk.SharedName("three"), partitions: 3);
        await talk.CreateTopicAsync(talk.SharedName("dotted.name"));
    }

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["topics"] is not JsonArray topics)
            return;

        foreach (var topic in topics.ToArray())
        {
            // The real Kafka also has topics of other tests, and both have topics of other variants.
            var name = topic!["name"]?.GetValue<string>() ?? "";
            if (
                talk.Name.EndsWith("all topics", StringComparison.Ordinal)
                && !name.StartsWith(talk.SharedName(""), StringComparison.Ordinal)
            )
                topics.Remove(topic);
            Normaliser.Sort(topic["partitions"]);
        }

        Normaliser.Sort(topics);
    }

    private protected override void Variants(VariantTable table)
    {
        table.Add("all topics", AllVersions.Skip(1), (_, _) => new MetadataRequest { Topics = null });
        table.Add("an empty list, all topics", [0], (_, _) => new MetadataRequest { Topics = [] });
        table.Add("an empty list", AllVersions.Skip(1), (_, _) => new MetadataRequest { Topics = [] });

        foreach (var (name, topic) in Topics)
        {
            var versions = name is "its id" or "another id" or "unknown id" or "nothing" ? AllVersions.Skip(10) : AllVersions;
            table.Add(
                $"{name}, not to be created",
                versions.Where(version => version >= 4),
                (talk, _) => Of(topic(talk)) with { AllowAutoTopicCreation = false }
            );
            if (name != "missing")
                table.Add(name, versions, (talk, _) => Of(topic(talk)));
        }

        foreach (var (i, (name, topic)) in Topics.Index())
        foreach (var (otherName, other) in Topics.Skip(i))
            table.Add(
                $"{name}, {otherName}",
                [10, 12, Latest],
                (talk, _) => Of(topic(talk), other(talk)) with { AllowAutoTopicCreation = false }
            );

        foreach (var version in AllVersions)
            table.Add(
                $"three times and another",
                [version],
                (talk, _) => Of(Topics["a name"](talk), Topics["another name"](talk), Topics["a name"](talk), Topics["a name"](talk))
            );

        foreach (var (cluster, topic) in new[] { (false, true), (true, false), (true, true) })
        foreach (var name in new[] { "a name", "missing", "wrong name", "unknown id" })
            table.Add(
                $"{name}, operations of cluster {cluster}, of topic {topic}",
                [8, 10, 11, Latest],
                (talk, version) =>
                    Of(name == "unknown id" && version < 12 ? new Topic { Name = "" } : Topics[name](talk)) with
                    {
                        AllowAutoTopicCreation = false,
                        IncludeClusterAuthorizedOperations = cluster && version < 11,
                        IncludeTopicAuthorizedOperations = topic,
                    }
            );

        table.Add(
            "missing, to be created",
            AllVersions,
            async (talk, version) =>
            {
                var request = Of(Topics["missing"](talk));
                await talk.AskAsync(request, version);
                while ((await talk.SendAsync(request)).Topics[0].ErrorCode != ErrorCode.None)
                    await Task.Yield();
                talk.Alias((await talk.SendAsync(request)).Topics[0].TopicId, "id of the new one");
                await talk.AskAsync(request, version == 0 ? (short)1 : version);
            }
        );

        // Whether other internal topics exist depends on the tests that ran before.
        table.Add(
            "internal __cluster_metadata",
            [4, Latest],
            (_, _) => Requests.Metadata("__cluster_metadata") with { AllowAutoTopicCreation = false }
        );
    }

    private static MetadataRequest Of(params Topic[] topics) => new() { Topics = topics };
}
