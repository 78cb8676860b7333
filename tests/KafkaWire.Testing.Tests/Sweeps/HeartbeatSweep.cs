namespace KafkaWire.Testing.Tests.Sweeps;

public class HeartbeatSweep() : CoordinationSweep("Heartbeat")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in GroupInState.All)
        foreach (var sender in Sender.All)
            table.Add($"{setup}, {sender.Name}", [4], (talk, version) => AskAsync(talk, version, setup, sender));

        foreach (var setup in new[] { GroupSetup.None, GroupSetup.Preparing, GroupSetup.Stable })
        foreach (var sender in Sender.Dynamic)
            table.Add($"{setup}, {sender.Name}", Versions(0, 3), (talk, version) => AskAsync(talk, version, setup, sender));

        table.Add("no group id", Versions(0, 4), (_, _) => Requests.Heartbeat("", "member", 1));
        table.Add("no group id, no member", Versions(0, 4), (_, _) => Requests.Heartbeat("", "", -1));
    }

    private static async Task AskAsync(Talk talk, short version, GroupSetup setup, Sender sender)
    {
        var group = await GroupInState.SetUpAsync(talk, setup);
        await talk.AskAsync(Requests.Heartbeat(group.Id, sender.Member(group), sender.Generation(group), sender.Instance(group)), version);
    }
}
