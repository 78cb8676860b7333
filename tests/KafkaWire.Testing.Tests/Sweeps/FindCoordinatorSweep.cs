using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class FindCoordinatorSweep() : CoordinationSweep("FindCoordinator")
{
    private static readonly sbyte[] Types = [0, 1, 2, 3, 4, -1, sbyte.MaxValue, sbyte.MinValue];

    private static readonly (string Name, string Key)[] Keys =
    [
        ("a name", "key"),
        ("an empty name", ""),
        ("a blank", " "),
        ("a name with spaces", "a b"),
        ("a long name", new string('k', 300)),
        ("an unprintable name", "\u0001"),
        ("a key of share groups", "group:AAAAAAAAAAAAAAAAAAAAew:0"),
        ("a key of share groups without group", ":AAAAAAAAAAAAAAAAAAAAew:0"),
        ("a key of share groups without topic", "group::0"),
        ("a key of share groups without partition", "group:AAAAAAAAAAAAAAAAAAAAew:"),
        ("a key of share groups with a bad id", "group:no id:0"),
        ("a key of share groups with a zero id", "group:AAAAAAAAAAAAAAAAAAAAAA:0"),
        ("a key of share groups with a bad partition", "group:AAAAAAAAAAAAAAAAAAAAew:x"),
        ("a key of share groups with a negative partition", "group:AAAAAAAAAAAAAAAAAAAAew:-1"),
        ("a key of share groups with a colon", "gro:up:AAAAAAAAAAAAAAAAAAAAew:0"),
    ];

    private protected override async Task PrepareAsync(Talk talk)
    {
        await base.PrepareAsync(talk);
        while (
            (await talk.SendAsync(new FindCoordinatorRequest { CoordinatorKeys = ["group:AAAAAAAAAAAAAAAAAAAAew:0"], KeyType = 2 }))
                .Coordinators[0]
                .ErrorCode.IsRetriable() && talk.Broker.IsReal
        )
            await Task.Yield();
    }

    private protected override void Variants(VariantTable table)
    {
        foreach (var (name, key) in Keys)
        {
            table.Add(name, [0], (_, _) => new FindCoordinatorRequest { Key = key });

            foreach (var type in Types)
            {
                table.Add($"type {type}, {name}", Versions(1, 3), (_, _) => new FindCoordinatorRequest { Key = key, KeyType = type });
                table.Add(
                    $"type {type}, {name}",
                    Versions(4, 6),
                    (_, _) => new FindCoordinatorRequest { CoordinatorKeys = [key], KeyType = type }
                );
            }
        }

        foreach (var type in Types)
        {
            table.Add($"type {type}, no key", Versions(4, 6), (_, _) => new FindCoordinatorRequest { KeyType = type });
            table.Add(
                $"type {type}, keys twice",
                Versions(4, 6),
                (_, _) => new FindCoordinatorRequest { CoordinatorKeys = ["b", "", "a", "b", ""], KeyType = type }
            );
        }
    }

    private protected override void AdjustRaw(JsonNode answer, Talk talk) { }
}
