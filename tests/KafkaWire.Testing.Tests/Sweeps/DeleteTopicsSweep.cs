using System.Text.Json.Nodes;
using State = KafkaWire.Messages.DeleteTopicsRequest.DeleteTopicState;

namespace KafkaWire.Testing.Tests.Sweeps;

public class DeleteTopicsSweep() : Sweep("DeleteTopics")
{
    private static readonly Uuid Unknown = Uuid.Parse("AAAAAAAAAAAAAAAAAAAAAg");

    private static readonly Dictionary<string, Func<Talk, State>> States = new()
    {
        ["a name"] = talk => new() { Name = talk.OwnName("-a") },
        ["another name"] = talk => new() { Name = talk.OwnName("-b") },
        ["its id"] = talk => new() { TopicId = talk.IdOf(talk.OwnName("-a")) },
        ["another id"] = talk => new() { TopicId = talk.IdOf(talk.OwnName("-b")) },
        ["name and id"] = talk => new() { Name = talk.OwnName("-a"), TopicId = talk.IdOf(talk.OwnName("-a")) },
        ["name and another id"] = talk => new() { Name = talk.OwnName("-a"), TopicId = talk.IdOf(talk.OwnName("-b")) },
        ["name and unknown id"] = talk => new() { Name = talk.OwnName("-a"), TopicId = Unknown },
        ["missing name and its id"] = talk => new() { Name = talk.OwnName("-none"), TopicId = talk.IdOf(talk.OwnName("-a")) },
        ["missing"] = talk => new() { Name = talk.OwnName("-none") },
        ["unknown id"] = _ => new() { TopicId = Unknown },
        ["nothing"] = _ => new(),
        ["empty"] = _ => new() { Name = "" },
        ["wrong name"] = _ => new() { Name = "a b" },
        ["collision"] = talk => new() { Name = talk.OwnName("_a") },
    };

    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        Normaliser.Sort(answer["responses"]);
        if (answer["brokers"] != null)
            Normaliser.Sort(answer["topics"]);
    }

    private protected override void Variants(VariantTable table)
    {
        table.Add("no topics", Enumerable.Range(1, 6), (_, _) => new DeleteTopicsRequest { TimeoutMs = 30_000 });

        foreach (var timeout in new[] { int.MinValue, -1, 0, 30_000, int.MaxValue })
        foreach (var name in new[] { "a name", "missing" })
            Add(
                table,
                $"{name}, timeout {timeout}",
                talk =>
                    States[name](talk) is var state
                        ? new()
                        {
                            TimeoutMs = timeout,
                            Topics = [state],
                            TopicNames = [state.Name!],
                        }
                        : null!,
                1,
                6
            );

        foreach (var (name, state) in States)
            Add(table, name, talk => ById(state(talk)), 6);

        foreach (var (i, (name, state)) in States.Index())
        foreach (var (otherName, other) in States.Skip(i))
            Add(table, $"{name}, {otherName}", talk => ById(state(talk), other(talk)), 6);

        Add(table, "three times", talk => ById(States["a name"](talk), States["a name"](talk), States["a name"](talk)), 6);
        Add(table, "name, id, name", talk => ById(States["a name"](talk), States["its id"](talk), States["a name"](talk)), 6);
        Add(table, "id, name, another name", talk => ById(States["its id"](talk), States["a name"](talk), States["another name"](talk)), 6);

        foreach (
            var names in new string[][]
            {
                ["a"],
                ["none"],
                ["a", "b"],
                ["a", "a"],
                ["a", "a", "a"],
                ["none", "none"],
                ["a", "none"],
                ["a", "b", "a"],
                ["", "a"],
                ["a b"],
            }
        )
            Add(
                table,
                $"names {string.Join(", ", names.Select(name => $"\"{name}\""))}",
                talk =>
                    new()
                    {
                        TimeoutMs = 30_000,
                        TopicNames = [.. names.Select(name => name.Length == 1 || name == "none" ? talk.OwnName($"-{name}") : name)],
                    },
                1,
                2,
                3,
                4,
                5
            );
    }

    private static DeleteTopicsRequest ById(params State[] topics) => new() { TimeoutMs = 30_000, Topics = topics };

    /// <summary>Adds a variant with two topics of its own, which checks afterwards which of them are left.</summary>
    private static void Add(VariantTable table, string name, Func<Talk, DeleteTopicsRequest> request, params int[] versions) =>
        table.Add(
            name,
            versions,
            async (talk, version) =>
            {
                string[] topics = [talk.OwnName("-a"), talk.OwnName("-b")];
                foreach (var topic in topics)
                    await talk.CreateTopicAsync(topic);

                var asked = request(talk);
                var answer = await talk.AskAsync(version < 6 ? asked with { Topics = [] } : asked with { TopicNames = [] }, version);

                // A real Kafka answers before the topics disappear from its metadata.
                var look = Requests.Metadata(topics) with
                {
                    AllowAutoTopicCreation = false,
                };
                var gone = answer?.Responses.Where(each => each.ErrorCode == ErrorCode.None).Select(each => each.Name).ToHashSet() ?? [];
                while ((await talk.SendAsync(look)).Topics.Any(topic => topic.ErrorCode == ErrorCode.None && gone.Contains(topic.Name)))
                    await Task.Yield();
                await talk.AskAsync(look, 13);

                // Remaining topics take up memory of the real Kafka.
                await talk.SendAsync(new DeleteTopicsRequest { TimeoutMs = 30_000, TopicNames = topics }, 5);
            }
        );
}
