using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>A sweep over an API of groups or transactions. All of its variants share a topic with two partitions.</summary>
public abstract partial class CoordinationSweep(string area) : Sweep(area)
{
    // Groups and transactional ids are spread over the partitions of internal topics. This many names reach every partition.
    private const int Probes = 16;

    /// <summary>The topic, the same on both brokers.</summary>
    private protected static string Topic(Talk talk) => talk.SharedName("topic");

    /// <summary>The id of the topic.</summary>
    private protected static Uuid TopicId(Talk talk) => (Uuid)talk.Broker.State["topic"];

    /// <summary>An id that no topic has.</summary>
    private protected static Uuid NoTopicId { get; } = Uuid.Parse("AAAAAAAAAAAAAAAAAAAAew");

    private protected static IEnumerable<int> Versions(int first, int last) => Enumerable.Range(first, last - first + 1);

    private protected override async Task PrepareAsync(Talk talk)
    {
        talk.Broker.State["topic"] = await talk.CreateTopicAsync(Topic(talk), partitions: 2);

        // A real Kafka creates its internal topics and loads them.
        for (sbyte keyType = 0; keyType < 2; keyType++)
            while (
                (await talk.SendAsync(new FindCoordinatorRequest { CoordinatorKeys = ["any"], KeyType = keyType }))
                    .Coordinators[0]
                    .ErrorCode != ErrorCode.None
            )
                await Task.Yield();

        // All variants share the group with the empty name, so it exists from the start.
        await talk.SendAsync(Requests.Commit("", Topic(talk), 7, metadata: "m"), 9);

        for (var i = 0; i < Probes; i++)
        {
            while ((await talk.SendAsync(Requests.OffsetFetch($"probe-{i}", null))).Groups[0].ErrorCode.IsRetriable())
                await Task.Yield();
            while ((await talk.SendAsync(Requests.InitTransactions($"probe-{i}"))).ErrorCode.IsRetriable())
                await Task.Yield();
        }
    }

    /// <summary>Replaces the member ids and producer ids that the broker chose by names.</summary>
    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        foreach (var (name, value) in Leaves(answer).ToArray())
        {
            if (value.TryGetValue<string>(out var text) && GivenOut().Match(text) is { Success: true } id)
                Name(text, $"{id.Groups["prefix"].Value}-<id {{0}}>", talk);
            else if (name == "producerId" && value.TryGetValue<long>(out var number) && number >= 0)
                Name(number.ToString(CultureInfo.InvariantCulture), "<producer {0}>", talk);
        }

        // Kafka takes the order of a group's members from a hash table.
        if (answer["groups"] is JsonArray groups)
            foreach (var group in groups)
                SortMembers(group?["members"], talk);
    }

    /// <summary>Sorts an array of members by the names that replace their ids.</summary>
    private protected static void SortMembers(JsonNode? members, Talk talk)
    {
        if (members is not JsonArray elements)
            return;
        var sorted = elements
            .OrderBy(member => talk.Broker.Aliases.GetValueOrDefault(member!["memberId"]!.GetValue<string>()), StringComparer.Ordinal)
            .ToArray();
        elements.Clear();
        foreach (var element in sorted)
            elements.Add(element);
    }

    /// <summary>Records the state of a group.</summary>
    private protected static async Task DescribeAsync(Talk talk, GroupInState group) => await talk.AskAsync(Requests.Describe(group.Id), 6);

    private static void Name(string value, string format, Talk talk) =>
        talk.Broker.Aliases.GetOrAdd(
            value,
            _ =>
                string.Format(
                    CultureInfo.InvariantCulture,
                    format,
                    talk.Broker.State.AddOrUpdate($"{talk.Index} named", 1, (_, count) => (int)count + 1)
                )
        );

    private static IEnumerable<(string Name, JsonValue Value)> Leaves(JsonNode? json, string name = "") =>
        json switch
        {
            JsonObject fields => fields.SelectMany(field => Leaves(field.Value, field.Key)),
            JsonArray elements => elements.SelectMany(element => Leaves(element, name)),
            JsonValue value => [(name, value)],
            _ => [],
        };

    /// <summary>An id that a broker composes of a name and a UUID.</summary>
    [GeneratedRegex("^(?<prefix>.*)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture)]
    private static partial Regex GivenOut();
}
