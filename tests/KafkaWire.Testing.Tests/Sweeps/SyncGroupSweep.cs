namespace KafkaWire.Testing.Tests.Sweeps;

public class SyncGroupSweep() : CoordinationSweep("SyncGroup")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        foreach (var sender in Sender.All)
            table.Add($"{setup}, {sender.Name}", [5], (talk, version) => AskAsync(talk, version, setup, sender, sync => sync));

        foreach (var setup in new[] { GroupSetup.None, GroupSetup.Preparing, GroupSetup.Completing, GroupSetup.Stable })
        foreach (var sender in Sender.Dynamic)
            table.Add(
                $"{setup}, {sender.Name}",
                Versions(0, 4),
                (talk, version) => AskAsync(talk, version, setup, sender, sync => sync with { ProtocolType = null, ProtocolName = null })
            );

        var first = Sender.All.First();

        foreach (var setup in new[] { GroupSetup.None, GroupSetup.Completing, GroupSetup.CompletingPair, GroupSetup.Stable })
        {
            foreach (var type in new[] { null, "", "consumer", "connect" })
            foreach (var name in new[] { null, "", "range", "another" })
                table.Add(
                    $"{setup}, protocol {type ?? "null"}/{name ?? "null"}",
                    [5],
                    (talk, version) => AskAsync(talk, version, setup, first, sync => sync with { ProtocolType = type, ProtocolName = name })
                );

            table.Add(
                $"{setup}, no assignments",
                Versions(0, 5),
                (talk, version) => AskAsync(talk, version, setup, first, sync => sync with { Assignments = [] })
            );
            table.Add(
                $"{setup}, an assignment twice",
                [0, 5],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        setup,
                        first,
                        sync =>
                            sync with
                            {
                                Assignments = [.. sync.Assignments, sync.Assignments[0] with { Assignment = Bytes.OfString("again") }],
                            }
                    )
            );
            table.Add(
                $"{setup}, empty assignments",
                [0, 5],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        setup,
                        first,
                        sync => sync with { Assignments = [.. sync.Assignments.Select(each => each with { Assignment = Bytes.Empty })] }
                    )
            );
            table.Add(
                $"{setup}, an assignment of a stranger",
                [0, 5],
                (talk, version) =>
                    AskAsync(
                        talk,
                        version,
                        setup,
                        first,
                        sync =>
                            sync with
                            {
                                Assignments = [.. sync.Assignments, new() { MemberId = "stranger", Assignment = Bytes.OfString("s") }],
                            }
                    )
            );
        }

        table.Add(
            "no group id",
            Versions(0, 5),
            (_, _) =>
                new SyncGroupRequest
                {
                    GroupId = "",
                    MemberId = "member",
                    GenerationId = 1,
                    ProtocolType = "consumer",
                    ProtocolName = "range",
                }
        );
    }

    private static async Task AskAsync(
        Talk talk,
        short version,
        GroupSetup setup,
        Sender sender,
        Func<SyncGroupRequest, SyncGroupRequest> change
    )
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        var request = change(
            group.Sync(sender.Member(group)) with
            {
                GenerationId = sender.Generation(group),
                GroupInstanceId = sender.Instance(group),
            }
        );
        var asking = talk.AskAsync(await talk.NewClientAsync(), request, version);

        // All members but the leader wait for the leader.
        if (setup == GroupSetup.CompletingPair && request.MemberId == group.Second)
            await talk.SendAsync(group.Sync(group.First));

        await asking;
        await DescribeAsync(talk, group);
    }
}
