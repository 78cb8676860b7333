using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class OffsetFetchSweep() : CoordinationSweep("OffsetFetch")
{
    private const int FirstVersion = 1;
    private const int LastVersion = 10;

    private static readonly (string Name, Func<Talk, (string Name, Uuid Id, int[] Partitions)[]?> Topics)[] Topics =
    [
        ("all topics", _ => null),
        ("no topic", _ => []),
        ("a topic", talk => [(Topic(talk), TopicId(talk), [0])]),
        ("two partitions", talk => [(Topic(talk), TopicId(talk), [1, 0])]),
        ("no partition", talk => [(Topic(talk), TopicId(talk), [])]),
        ("a partition twice", talk => [(Topic(talk), TopicId(talk), [0, 0])]),
        ("unknown partitions", talk => [(Topic(talk), TopicId(talk), [2, 0, -1, int.MaxValue])]),
        ("a topic twice", talk => [(Topic(talk), TopicId(talk), [0]), (Topic(talk), TopicId(talk), [1])]),
        ("an unknown topic", _ => [("unknown", NoTopicId, [0, 1])]),
        ("an unknown topic without partitions", _ => [("unknown", NoTopicId, [])]),
        ("an unknown topic before a known one", talk => [("unknown", NoTopicId, [0]), (Topic(talk), TopicId(talk), [0])]),
        ("an unknown topic after a known one", talk => [(Topic(talk), TopicId(talk), [0]), ("unknown", NoTopicId, [0])]),
        ("a topic without name and id", _ => [("", default, [0])]),
    ];

    private static readonly (string? Member, int Epoch)[] Members =
    [
        (null, -1),
        ("", -1),
        ("stranger", -1),
        ("", 1),
        ("stranger", 1),
        ("stranger", -2),
        (null, 0),
        (null, int.MaxValue),
    ];

    private protected override void Variants(VariantTable table)
    {
        foreach (var (name, topics) in Topics)
        {
            foreach (var setup in GroupInState.All)
                table.Add(
                    $"{setup}, {name}",
                    [1, 5, 7, 8, 9, 10],
                    (talk, version) =>
                        AskAsync(talk, version, setup, topics, (group, topics) => Request(version, topics, requireStable: false, group.Id))
                );

            foreach (var stable in new[] { false, true })
            {
                table.Add(
                    $"an offset in an open transaction, {name}, stable: {stable}",
                    [7, 8, 9, 10],
                    async (talk, version) =>
                    {
                        await TransactionSetups.CommitAsync(talk, talk.OwnName("-group"));
                        await talk.AskAsync(Request(version, topics(talk), stable, talk.OwnName("-group")), version);
                    }
                );
                table.Add(
                    $"an offset in an open transaction and one outside, {name}, stable: {stable}",
                    [7, 9, 10],
                    async (talk, version) =>
                    {
                        await talk.SendAsync(Requests.Commit(talk.OwnName("-group"), Topic(talk), 5), 9);
                        await TransactionSetups.CommitAsync(talk, talk.OwnName("-group"));
                        await talk.AskAsync(Request(version, topics(talk), stable, talk.OwnName("-group")), version);
                    }
                );
            }

            table.Add(
                $"no group id, {name}",
                Versions(FirstVersion, LastVersion),
                (talk, version) =>
                    version == 1 && topics(talk) == null
                        ? Request(version, [], false, "")
                        : Request(version, topics(talk), requireStable: false, "")
            );
            table.Add(
                $"a group twice and another, {name}",
                Versions(8, LastVersion),
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        GroupSetup.Offsets,
                        topics,
                        (group, topics) => Request(version, topics, false, group.Id, "no-group", group.Id)
                    )
            );
        }

        foreach (var setup in GroupInState.All)
        foreach (var (member, epoch) in Members)
            table.Add(
                $"{setup}, member {member ?? "null"}, epoch {epoch}",
                [9, 10],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        setup,
                        talk => [(Topic(talk), TopicId(talk), [0])],
                        (group, topics) =>
                            Request(version, topics, false, group.Id) is var request
                                ? request with
                                {
                                    Groups = [request.Groups[0] with { MemberId = member, MemberEpoch = epoch }],
                                }
                                : request
                    )
            );

        table.Add("no group", Versions(8, LastVersion), (_, version) => Request(version, [], requireStable: false));
    }

    /// <summary>Removes the offsets that other sweeps have committed for the group with the empty name.</summary>
    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        foreach (
            var group in answer["groups"] is JsonArray groups
                ? groups.Where(group => group!["groupId"]!.GetValue<string>() == "")
                : [answer]
        )
        {
            if (group!["topics"] is not JsonArray topics)
                continue;
            foreach (var topic in topics.Where(topic => IsOfAnotherSweep(topic!, talk)).ToArray())
                topics.Remove(topic);
        }
    }

    private static bool IsOfAnotherSweep(JsonNode topic, Talk talk) =>
        topic["name"]?.GetValue<string>() is { } name
            ? name.Contains("-s-topic", StringComparison.Ordinal) && name != Topic(talk)
            : topic["topicId"]?.GetValue<string>() is { } id
                && !talk.Broker.Aliases.ContainsKey(id)
                && id != NoTopicId.ToString()
                && id != default(Uuid).ToString();

    private static OffsetFetchRequest Request(
        short version,
        (string Name, Uuid Id, int[] Partitions)[]? topics,
        bool requireStable,
        params string[] groups
    ) =>
        version < 8
            ? new()
            {
                GroupId = groups[0],
                RequireStable = requireStable,
                // The first version cannot ask for all topics.
                Topics =
                    topics == null && version < 2
                        ? []
                        : topics
                            ?.Select(topic => new OffsetFetchRequest.Topic { Name = topic.Name, PartitionIndexes = topic.Partitions })
                            .ToArray(),
            }
            : new()
            {
                RequireStable = requireStable,
                Groups =
                [
                    .. groups.Select(group => new OffsetFetchRequest.Group
                    {
                        GroupId = group,
                        Topics = topics
                            ?.Select(topic => new OffsetFetchRequest.TopicsData
                            {
                                Name = topic.Name,
                                TopicId = topic.Id,
                                PartitionIndexes = topic.Partitions,
                            })
                            .ToArray(),
                    }),
                ],
            };

    private static async Task AskAsync(
        Talk talk,
        short version,
        GroupSetup setup,
        Func<Talk, (string, Uuid, int[])[]?> topics,
        Func<GroupInState, (string, Uuid, int[])[]?, OffsetFetchRequest> request
    )
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        await talk.AskAsync(request(group, topics(talk)), version);
    }
}
