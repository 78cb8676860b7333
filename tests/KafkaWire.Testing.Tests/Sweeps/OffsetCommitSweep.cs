namespace KafkaWire.Testing.Tests.Sweeps;

public class OffsetCommitSweep() : CoordinationSweep("OffsetCommit")
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

        foreach (var (name, topics) in Topics())
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

    /// <summary>Valid and invalid topics, partitions and offsets.</summary>
    private static IEnumerable<(string Name, Func<Talk, OffsetCommitRequest.Topic[]> Topics)> Topics()
    {
        yield return ("no topic", _ => []);
        yield return ("no partition", talk => [Of(talk, [])]);
        yield return ("two partitions", talk => [Of(talk, [At(0), At(1)])]);
        yield return ("a partition twice", talk => [Of(talk, [At(0) with { CommittedOffset = 1 }, At(0) with { CommittedOffset = 2 }])]);
        yield return ("a topic twice", talk => [Of(talk, [At(0)]), Of(talk, [At(1)])]);
        yield return ("an unknown topic", _ => [Unknown]);
        yield return ("an unknown topic without partitions", _ => [Unknown with { Partitions = [] }]);
        yield return ("an unknown topic after a known one", talk => [Of(talk, [At(0)]), Unknown]);
        yield return ("an unknown topic before a known one", talk => [Unknown, Of(talk, [At(0)])]);
        yield return ("an unknown topic twice", _ => [Unknown, Unknown]);
        yield return ("a topic without name and id", _ => [Unknown with { Name = "", TopicId = default }]);
        yield return ("a topic with a bad name", _ => [Unknown with { Name = "a b", TopicId = default }]);
        yield return ("unknown partitions", talk => [Of(talk, [At(2), At(0), At(-1), At(int.MaxValue)])]);
        foreach (var offset in new[] { -2, -1, 0, long.MaxValue, long.MinValue })
            yield return ($"offset {offset}", talk => [Of(talk, [At(0) with { CommittedOffset = offset }])]);
        // Together with another offset: Kafka forgets a group at some time if this commit is all that it has.
        yield return ("metadata of 4097", talk => [Of(talk, [At(0) with { CommittedMetadata = new string('m', 4097) }, At(1)])]);
        foreach (var length in new[] { -1, 0, 1, 4095, 4096 })
            yield return (
                $"metadata of {length}",
                talk => [Of(talk, [At(0) with { CommittedMetadata = length < 0 ? null : new string('m', length) }])]
            );
        foreach (var length in new[] { 2048, 2049, 4096 })
            yield return (
                $"metadata of {length} umlauts",
                talk => [Of(talk, [At(0) with { CommittedMetadata = new string('ü', length) }, At(1)])]
            );
    }

    private static OffsetCommitRequest.Topic Unknown =>
        new()
        {
            Name = "unknown",
            TopicId = NoTopicId,
            Partitions = [At(0)],
        };

    private static OffsetCommitRequest.Topic Of(Talk talk, OffsetCommitRequest.Partition[] partitions) =>
        new()
        {
            Name = Topic(talk),
            TopicId = TopicId(talk),
            Partitions = partitions,
        };

    private static OffsetCommitRequest.Partition At(int partition) =>
        new()
        {
            PartitionIndex = partition,
            CommittedOffset = 7,
            CommittedMetadata = "m",
        };

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
