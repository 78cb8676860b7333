using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class DeleteGroupsSweep() : CoordinationSweep("DeleteGroups")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            table.Add($"{setup}", Versions(0, 3), (talk, version) => AskAsync(talk, version, setup, group => [group.Id]));
            table.Add(
                $"{setup}, twice in one request",
                Versions(0, 3),
                (talk, version) => AskAsync(talk, version, setup, group => [group.Id, group.Id])
            );
            table.Add(
                $"{setup}, with others",
                Versions(0, 3),
                (talk, version) => AskAsync(talk, version, setup, group => ["unknown", group.Id, "other"])
            );
            table.Add(
                $"{setup}, with offsets",
                Versions(0, 3),
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, setup);
                    await talk.SendAsync(
                        Requests.Commit(group.Id, Topic(talk), 5, group.First, group.Generation) with
                        {
                            GroupInstanceId = group.FirstInstance,
                        },
                        9
                    );
                    await DeleteAsync(talk, version, group, [group.Id]);
                }
            );
            table.Add(
                $"{setup}, with offsets in an open transaction",
                [2, 3],
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, setup);
                    await TransactionSetups.CommitAsync(talk, group.Id);
                    await DeleteAsync(talk, version, group, [group.Id]);
                }
            );
        }

        table.Add("no group", Versions(0, 3), (_, _) => new DeleteGroupsRequest());
        table.Add(
            "no group id",
            async talk =>
            {
                for (short version = 0; version <= 3; version++)
                {
                    await talk.SendAsync(Requests.Commit("", Topic(talk), 5), 9);
                    for (var i = 0; i < 2; i++)
                        await talk.AskAsync(new DeleteGroupsRequest { GroupsNames = [""] }, version);
                }
            }
        );
        table.Add("a name with spaces", Versions(0, 3), (_, _) => new DeleteGroupsRequest { GroupsNames = ["a b"] });
    }

    /// <summary>Sorts the groups: Kafka takes their order from a hash table.</summary>
    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        Normaliser.Sort(answer["results"]);
    }

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, Func<GroupInState, string[]> names)
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        await DeleteAsync(talk, version, group, names(group));
    }

    private static async Task DeleteAsync(Talk talk, short version, GroupInState group, string[] names)
    {
        await talk.AskAsync(new DeleteGroupsRequest { GroupsNames = names }, version);
        await DescribeAsync(talk, group);
        await talk.AskAsync(Requests.OffsetFetch(group.Id, Topic(talk)), 9);
    }
}
