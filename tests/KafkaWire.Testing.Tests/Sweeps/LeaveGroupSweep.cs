namespace KafkaWire.Testing.Tests.Sweeps;

public class LeaveGroupSweep() : CoordinationSweep("LeaveGroup")
{
    private static readonly (string Name, Func<GroupInState, string> Id)[] Members =
    [
        ("the first", group => group.First),
        ("the second", group => group.Second),
        ("a stranger", _ => "stranger"),
        ("no member", _ => ""),
    ];

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            foreach (var (name, id) in Members)
            {
                table.Add(
                    $"{setup}, {name}",
                    [0, 1, 2],
                    (talk, version) =>
                        AskAsync(talk, version, setup, group => new LeaveGroupRequest { GroupId = group.Id, MemberId = id(group) })
                );

                foreach (var instance in new[] { null, "", GroupInState.Instance, "unknown" })
                    table.Add(
                        $"{setup}, {name}, instance {instance ?? "null"}",
                        [3, 5],
                        (talk, version) => AskAsync(talk, version, setup, group => Requests.Leave(group.Id, id(group), instance))
                    );
            }

            table.Add(
                $"{setup}, nobody",
                [3, 4, 5],
                (talk, version) => AskAsync(talk, version, setup, group => new LeaveGroupRequest { GroupId = group.Id })
            );
            table.Add(
                $"{setup}, all, and strangers, some twice",
                [3, 4, 5],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        setup,
                        group => new LeaveGroupRequest
                        {
                            GroupId = group.Id,
                            Members =
                            [
                                .. new[] { group.First, "stranger", group.First, group.Second, "", group.Second }.Select(
                                    id => new LeaveGroupRequest.MemberIdentity { MemberId = id, Reason = version >= 5 ? "enough" : null }
                                ),
                                new() { GroupInstanceId = GroupInState.Instance },
                                new() { GroupInstanceId = "unknown" },
                            ],
                        }
                    )
            );
        }

        foreach (var reason in new[] { null, "", "a reason", new string('r', 300) })
            table.Add(
                $"reason of {reason?.Length ?? -1}",
                [5],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        GroupSetup.Stable,
                        group => new LeaveGroupRequest { GroupId = group.Id, Members = [new() { MemberId = group.First, Reason = reason }] }
                    )
            );

        table.Add("no group id", [0, 1, 2], (_, _) => new LeaveGroupRequest { GroupId = "", MemberId = "member" });
        table.Add("no group id", [3, 4, 5], (_, _) => Requests.Leave("", "member"));
        table.Add("no group id, nobody", [3, 4, 5], (_, _) => new LeaveGroupRequest { GroupId = "" });
    }

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, Func<GroupInState, LeaveGroupRequest> request)
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        await talk.AskAsync(request(group), version);
        await DescribeAsync(talk, group);
    }
}
