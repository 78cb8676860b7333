using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class ListGroupsSweep() : CoordinationSweep("ListGroups")
{
    private static readonly string[] States =
    [
        "",
        "Empty",
        "PreparingRebalance",
        "CompletingRebalance",
        "Stable",
        "Dead",
        "Assigning",
        "Reconciling",
        "NotReady",
        "Unknown",
        "stable",
        "STABLE",
        "preparing_rebalance",
        "nonsense",
    ];
    private static readonly string[] Types = ["", "classic", "consumer", "share", "streams", "Classic", "CLASSIC", "unknown", "nonsense"];

    private protected override void Variants(VariantTable table)
    {
        Add(table, "no filter", Versions(0, 5), new());
        foreach (var state in States)
            Add(table, $"state \"{state}\"", [4, 5], new() { StatesFilter = [state] });
        foreach (var type in Types)
            Add(table, $"type \"{type}\"", [5], new() { TypesFilter = [type] });

        Add(table, "two states", [4, 5], new() { StatesFilter = ["Stable", "Empty"] });
        Add(table, "a state twice", [4, 5], new() { StatesFilter = ["Stable", "Stable", "stable"] });
        Add(table, "a state and nonsense", [4, 5], new() { StatesFilter = ["nonsense", "Stable"] });
        Add(table, "two types", [5], new() { TypesFilter = ["consumer", "classic"] });
        Add(table, "a type and nonsense", [5], new() { TypesFilter = ["nonsense", "classic"] });

        foreach (var state in States)
        foreach (var type in new[] { "classic", "consumer", "nonsense" })
            Add(table, $"state \"{state}\" and type \"{type}\"", [5], new() { StatesFilter = [state], TypesFilter = [type] });
    }

    /// <summary>Removes the groups of other variants and other tests.</summary>
    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        if (answer["groups"] is not JsonArray groups)
            return;
        var own = groups
            .Where(group => group!["groupId"]!.GetValue<string>().StartsWith(talk.OwnName("-"), StringComparison.Ordinal))
            .ToArray();
        groups.Clear();
        foreach (var group in own)
            groups.Add(group);
        Normaliser.Sort(groups);
    }

    /// <summary>Lists a group in each state.</summary>
    private static void Add(VariantTable table, string name, IEnumerable<int> versions, ListGroupsRequest request) =>
        table.Add(
            name,
            versions,
            async (talk, version) =>
            {
                foreach (var setup in GroupInState.All)
                    await GroupInState.SetUpAsync(talk, setup, $"-{setup}");
                await talk.AskAsync(request, version);
            }
        );
}
