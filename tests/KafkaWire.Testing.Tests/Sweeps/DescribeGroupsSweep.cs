using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class DescribeGroupsSweep() : CoordinationSweep("DescribeGroups")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            table.Add(
                $"{setup}",
                Versions(0, 6),
                async (talk, version) => await talk.AskAsync(Requests.Describe((await GroupInState.SetUpAsync(talk, setup)).Id), version)
            );
            table.Add(
                $"{setup}, operations",
                Versions(3, 6),
                async (talk, version) =>
                    await talk.AskAsync(
                        Requests.Describe((await GroupInState.SetUpAsync(talk, setup)).Id) with
                        {
                            IncludeAuthorizedOperations = true,
                        },
                        version
                    )
            );
            table.Add(
                $"{setup}, twice, and two others",
                Versions(0, 6),
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, setup);
                    await talk.AskAsync(Requests.Describe(group.Id, "unknown", group.Id, ""), version);
                }
            );
        }

        table.Add("no group", Versions(0, 6), (_, _) => Requests.Describe());
        table.Add("no group, operations", Versions(3, 6), (_, _) => Requests.Describe() with { IncludeAuthorizedOperations = true });
        table.Add("no group id", Versions(0, 6), (_, _) => Requests.Describe(""));
        table.Add("no group id, operations", Versions(3, 6), (_, _) => Requests.Describe("") with { IncludeAuthorizedOperations = true });
        table.Add("a name with spaces", Versions(0, 6), (_, _) => Requests.Describe("a b"));
    }

    /// <summary>Sorts the groups: Kafka takes their order from a hash table.</summary>
    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        Normaliser.Sort(answer["groups"]);
    }
}
