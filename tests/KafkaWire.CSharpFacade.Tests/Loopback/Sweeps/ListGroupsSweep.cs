using System.Text.Json.Nodes;

namespace KafkaWire.CSharpFacade.Tests.Loopback.Sweeps;

public class ListGroupsSweep() : CoordinationSweep("ListGroups")
{
    private static readonly string[] States = ["", "Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Assigning", "Reconciling", "NotReady", "Unknown", "stable", "STABLE", "preparing_rebalance", "nonsense"];
    private static readonly string[] Types = ["", "classic", "consumer", "share", "streams", "Classic", "CLASSIC", "unknown", "nonsense"];

    private protected override async Task PrepareAsync(Talk talk)
    {
        await base.PrepareAsync(talk);

        // These stay as long as the sweep: there is nobody whose session could end.
        foreach (var setup in new[] { GroupSetup.Offsets, GroupSetup.Left, GroupSetup.Deleted }) await GroupInState.SetUpAsync(talk, setup, $"-{setup}");
    }

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        {
            table.Add($"{setup}", Versions(0, 5), (talk, version) => AskAsync(talk, version, setup, new()));

            foreach (var state in States) table.Add($"{setup}, state \"{state}\"", [4, 5], (talk, version) => AskAsync(talk, version, setup, new() { StatesFilter = [state] }));
            foreach (var type in Types) table.Add($"{setup}, type \"{type}\"", [5], (talk, version) => AskAsync(talk, version, setup, new() { TypesFilter = [type] }));

            table.Add($"{setup}, two states", [4, 5], (talk, version) => AskAsync(talk, version, setup, new() { StatesFilter = ["Stable", "Empty"] }));
            table.Add($"{setup}, two types", [5], (talk, version) => AskAsync(talk, version, setup, new() { TypesFilter = ["consumer", "classic"] }));
            table.Add($"{setup}, a state and a type", [5], (talk, version) => AskAsync(talk, version, setup, new() { StatesFilter = ["Stable", "nonsense"], TypesFilter = ["classic", "nonsense"] }));
        }
    }

    /// <summary>Leaves out the groups of other variants and other tests.</summary>
    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        base.Adjust(answer, talk);
        if (answer["groups"] is not JsonArray groups) return;
        var own = new[] { $"{talk.OwnName()}-", $"{talk.Broker.Run}-p-" };
        foreach (var other in groups.Where(group => !own.Any(prefix => group?["groupId"]?.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal) == true)).ToArray()) groups.Remove(other);
        Normaliser.Sort(groups);
    }

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, ListGroupsRequest request)
    {
        await GroupInState.SetUpAsync(talk, setup);
        await talk.AskAsync(request, version);
    }
}
