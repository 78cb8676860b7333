namespace KafkaWire.Testing.Tests.Sweeps;

public class OffsetCommitSweep() : OffsetsSweep("OffsetCommit")
{
    private const int FirstVersion = 2;
    private const int LastVersion = 10;

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            foreach (var sender in Sender.All)
                table.Add($"{setup}, {sender.Name}", [9], (talk, version) => AskAsync(talk, version, setup, sender, Commit));

            foreach (var sender in Sender.Dynamic)
                table.Add($"{setup}, {sender.Name}", [2, 5, 6, 8, 10], (talk, version) => AskAsync(talk, version, setup, sender, Commit));
        }

        var nobody = Sender.All.Single(sender => sender.Name == "no member, no generation, dynamic");
        var stranger = Sender.All.Single(sender => sender.Name == "a stranger, its generation, dynamic");

        (string Name, Func<Talk, OffsetCommitRequest.Topic[]> Topics)[] more =
        [
            ("an unknown topic twice", _ => [Unknown, Unknown]),
            ("a topic with a bad name", _ => [Unknown with { Name = "a b", TopicId = default }]),
        ];

        foreach (var (name, topics) in Topics().Concat(more))
        {
            table.Add(
                $"nobody, {name}",
                Versions(FirstVersion, LastVersion),
                (talk, version) => AskAsync(talk, version, GroupSetup.None, nobody, talk => Commit(talk) with { Topics = topics(talk) })
            );
            table.Add(
                $"a stranger, {name}",
                [9, 10],
                (talk, version) => AskAsync(talk, version, GroupSetup.Stable, stranger, talk => Commit(talk) with { Topics = topics(talk) })
            );
        }

        foreach (var retention in new[] { -1, 0, 1, long.MaxValue })
            table.Add(
                $"retention of {retention}",
                [2, 4],
                (talk, version) =>
                    AskAsync(talk, version, GroupSetup.None, nobody, talk => Commit(talk) with { RetentionTimeMs = retention })
            );

        table.Add(
            "no group id",
            Versions(FirstVersion, LastVersion),
            async (talk, version) =>
            {
                await talk.AskAsync(Commit(talk) with { GroupId = "" }, version);
                await talk.AskAsync(Requests.OffsetFetch("", Topic(talk)), 9);
            }
        );
        table.Add(
            "no group id, a member",
            Versions(FirstVersion, LastVersion),
            (talk, version) => Commit(talk) with { GroupId = "", MemberId = "member", GenerationIdOrMemberEpoch = 1 }
        );
        table.Add(
            "no group id, a generation",
            Versions(FirstVersion, LastVersion),
            (talk, version) => Commit(talk) with { GroupId = "", GenerationIdOrMemberEpoch = 0 }
        );
    }

    private static OffsetCommitRequest Commit(Talk talk) => new() { Topics = [Of(talk, [At(0)])] };

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, Sender sender, Func<Talk, OffsetCommitRequest> request)
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        await talk.AskAsync(
            request(talk) with
            {
                GroupId = group.Id,
                MemberId = sender.Member(group),
                GenerationIdOrMemberEpoch = sender.Generation(group),
                GroupInstanceId = sender.Instance(group),
            },
            version
        );
        await talk.AskAsync(
            new OffsetFetchRequest
            {
                Groups = [new() { GroupId = group.Id, Topics = [new() { Name = Topic(talk), PartitionIndexes = [0, 1, 2] }] }],
            },
            9
        );
        await DescribeAsync(talk, group);
    }
}
