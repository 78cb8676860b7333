using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class JoinGroupSweep() : CoordinationSweep("JoinGroup")
{
    private static readonly GroupSetup[] Main =
    [
        GroupSetup.None,
        GroupSetup.Left,
        GroupSetup.Completing,
        GroupSetup.Stable,
        GroupSetup.StablePair,
        GroupSetup.Static,
        GroupSetup.Connect,
    ];

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            Add(table, setup, "a new member", Versions(0, 9), group => group.Join(""));
            Add(table, setup, "the first", Versions(0, 9), group => group.Join(group.First));
            Add(
                table,
                setup,
                "the first with other metadata",
                [0, 4, 9],
                group => Requests.Join(group.Id, group.First, metadata: "other") with { ProtocolType = group.ProtocolType }
            );
            // A variant cannot see that the repetition of a waiting request waits, too.
            if (setup != GroupSetup.Preparing)
                Add(table, setup, "the second", [0, 4, 9], group => group.Join(group.Second));
            Add(table, setup, "a stranger", [0, 4, 9], group => group.Join("stranger"));

            foreach (var instance in new[] { "", GroupInState.Instance, "unknown", new string('i', 250), "a b" })
            {
                var name = instance.Length > 20 ? "a long instance" : $"instance \"{instance}\"";
                Add(table, setup, $"a new member, {name}", [5, 8, 9], group => group.Join("") with { GroupInstanceId = instance });
                Add(table, setup, $"the first, {name}", [5, 9], group => group.Join(group.First) with { GroupInstanceId = instance });
                Add(table, setup, $"a stranger, {name}", [9], group => group.Join("stranger") with { GroupInstanceId = instance });
            }
        }

        foreach (var setup in Main)
        {
            foreach (
                var (name, protocols) in new (string, string[])[]
                {
                    ("no strategy", []),
                    ("another strategy", ["another"]),
                    ("one more strategy", ["another", "range"]),
                    ("an empty strategy", [""]),
                    ("an empty strategy and another", ["", "range"]),
                }
            )
            {
                JoinGroupRequest.Protocol[] known =
                [
                    .. protocols.Select(each => new JoinGroupRequest.Protocol { Name = each, Metadata = Bytes.OfString(each) }),
                ];
                Add(table, setup, $"a new member, {name}", [0, 4, 9], group => group.Join("") with { Protocols = known });
                Add(
                    table,
                    setup,
                    $"the first, {name}",
                    [9],
                    group => group.Join(group.First) with { Protocols = known, GroupInstanceId = group.FirstInstance }
                );
                Add(table, setup, $"a stranger, {name}", [9], group => group.Join("stranger") with { Protocols = known });
            }

            foreach (var type in new[] { "", "consumer", "connect", "another" })
            {
                Add(
                    table,
                    setup,
                    $"a new member, protocol type \"{type}\"",
                    [0, 4, 9],
                    group => group.Join("") with { ProtocolType = type }
                );
                Add(
                    table,
                    setup,
                    $"the first, protocol type \"{type}\"",
                    [9],
                    group => group.Join(group.First) with { ProtocolType = type, GroupInstanceId = group.FirstInstance }
                );
            }

            foreach (var timeout in new[] { int.MinValue, -1, 0, 5_999, 6_000, 1_800_000, 1_800_001, int.MaxValue })
            {
                Add(
                    table,
                    setup,
                    $"a new member, session of {timeout}",
                    [0, 9],
                    group => group.Join("") with { SessionTimeoutMs = timeout }
                );
                Add(
                    table,
                    setup,
                    $"the first, session of {timeout}",
                    [9],
                    group => group.Join(group.First) with { SessionTimeoutMs = timeout, GroupInstanceId = group.FirstInstance }
                );
            }
        }

        Add(table, GroupSetup.None, "a long rebalance", [1, 3], group => group.Join("") with { RebalanceTimeoutMs = int.MaxValue });

        // There is not enough time to send SyncGroup.
        foreach (var timeout in new[] { int.MinValue, -1, 0 })
            table.Add(
                $"rebalance of {timeout}",
                [1, 3],
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, GroupSetup.None);
                    await talk.AskAsync(group.Join("") with { RebalanceTimeoutMs = timeout }, version);
                    await group.UntilAsync(talk, "Empty");
                    await DescribeAsync(talk, group);
                }
            );

        // Kafka does not answer most of these requests at all.
        foreach (var setup in new[] { GroupSetup.Completing, GroupSetup.Stable, GroupSetup.Static, GroupSetup.Connect })
            table.Add(
                $"{setup}, the first, a strategy twice",
                [9],
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, setup);
                    var join = group.Join(group.First) with { GroupInstanceId = group.FirstInstance };
                    await talk.AskAsync(join with { Protocols = [.. join.Protocols, .. join.Protocols] }, version);
                }
            );

        foreach (var reason in new[] { null, "", "a reason", new string('r', 300) })
            Add(
                table,
                GroupSetup.Stable,
                $"reason of {reason?.Length ?? -1}",
                [8, 9],
                group => group.Join(group.First) with { Reason = reason }
            );

        foreach (var version in Versions(0, 9))
        {
            table.Add($"v{version} no group id", talk => talk.AskAsync(Requests.Join("", ""), (short)version));
            table.Add(
                $"v{version} no group id, no strategy",
                talk => talk.AskAsync(Requests.Join("", "stranger") with { Protocols = [] }, (short)version)
            );
            table.Add(
                $"v{version} no group id, no session",
                talk => talk.AskAsync(Requests.Join("", "stranger") with { SessionTimeoutMs = 0 }, (short)version)
            );
        }
    }

    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        SortMembers(answer["members"], talk);
    }

    private static void Add(
        VariantTable table,
        GroupSetup setup,
        string name,
        IEnumerable<int> versions,
        Func<GroupInState, JoinGroupRequest> request
    ) => table.Add($"{setup}, {name}", versions, (talk, version) => AskAsync(talk, version, setup, request));

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, Func<GroupInState, JoinGroupRequest> request)
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        var before = (await talk.SendAsync(Requests.Describe(group.Id))).Groups[0];
        var asking = talk.AskAsync(await talk.NewClientAsync(), request(group), version);

        // An empty group waits for nobody.
        while (!asking.IsCompleted && before.Members.Length > 0)
        {
            var now = (await talk.SendAsync(Requests.Describe(group.Id))).Groups[0];
            if (
                now.GroupState == "PreparingRebalance"
                && (before.GroupState != "PreparingRebalance" || now.Members.Length != before.Members.Length)
            )
                break;
        }

        if (!asking.IsCompleted && before.Members.Length > 0)
        {
            // The request waits for the other members. Those that were fenced meanwhile get an error.
            var others = new[] { group.First, group.Second }.Where(member =>
                member != "gone" && member != request(group).MemberId && (setup != GroupSetup.Preparing || member != group.Second)
            );
            var joining = await Task.WhenAll(
                others.Select(async member =>
                    (await talk.NewClientAsync()).SendAsync(group.Join(member) with { GroupInstanceId = group.FirstInstance })
                )
            );
            var joined = await Task.WhenAll(joining);
            await asking;
            foreach (var each in joined)
                talk.Note(
                    "joined again",
                    $"{each.ErrorCode}, generation {each.GenerationId}, leads: {each.Leader == each.MemberId}, members: "
                        + $"{each.Members.Length}"
                );
        }

        await asking;
        await DescribeAsync(talk, group);
    }
}
