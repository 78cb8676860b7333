namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The state of a group before a request is sent.</summary>
internal enum GroupSetup
{
    /// <summary>The group does not exist.</summary>
    None,

    /// <summary>A member id was assigned, but its member has not joined.</summary>
    Announced,

    /// <summary>An offset was committed outside any generation.</summary>
    Offsets,

    /// <summary>A member has joined and left.</summary>
    Left,

    /// <summary>The group was deleted.</summary>
    Deleted,

    /// <summary>A stable member has to rejoin because another one is joining.</summary>
    Preparing,

    /// <summary>One member has joined and not synced.</summary>
    Completing,

    /// <summary>Two members have joined and not synced.</summary>
    CompletingPair,

    /// <summary>One member has its assignment.</summary>
    Stable,

    /// <summary>Two members have their assignments.</summary>
    StablePair,

    /// <summary>One static member, "static", has its assignment.</summary>
    Static,

    /// <summary>A member of another protocol type has its assignment.</summary>
    Connect,
}

/// <summary>A group in its initial state.</summary>
/// <param name="First">The id of the first member, which leads; "gone" if there is none.</param>
/// <param name="Second">The id of the second member; "gone" if there is none.</param>
internal sealed record GroupInState(GroupSetup Setup, string Id, int Generation, string First, string Second, Task? Waiting)
{
    public const string Instance = "static";
    public const string Metadata = "metadata";

    public static IEnumerable<GroupSetup> All => Enum.GetValues<GroupSetup>();

    public string? FirstInstance => Setup == GroupSetup.Static ? Instance : null;

    public string ProtocolType => Setup == GroupSetup.Connect ? "connect" : "consumer";

    /// <summary>Brings a group of this variant alone into a state.</summary>
    public static async Task<GroupInState> SetUpAsync(Talk talk, GroupSetup setup, string suffix = "-group")
    {
        var empty = new GroupInState(setup, talk.OwnName(suffix), 0, "gone", "gone", null);

        switch (setup)
        {
            case GroupSetup.None:
                return empty;

            case GroupSetup.Offsets:
                await talk.SendAsync(Requests.Commit(empty.Id, talk.SharedName("topic"), 5, metadata: "m"), 9);
                return empty;

            case GroupSetup.Announced:
                return empty with { First = Alias(talk, (await talk.SendAsync(Requests.Join(empty.Id, ""))).MemberId, "<announced>") };

            case GroupSetup.Static:
                return await SyncAsync(talk, await talk.SendAsync(empty.Join("") with { GroupInstanceId = Instance }), empty);
        }

        var announced = await talk.SendAsync(empty.Join(""));
        var joined = await talk.SendAsync(empty.Join(announced.MemberId));
        if (setup == GroupSetup.Completing)
            return empty with { Generation = joined.GenerationId, First = Alias(talk, joined.MemberId, "<first>") };
        var first = await SyncAsync(talk, joined, empty);
        if (setup is GroupSetup.Stable or GroupSetup.Connect)
            return first;

        if (setup is GroupSetup.Left or GroupSetup.Deleted)
        {
            await talk.SendAsync(Requests.Leave(first.Id, first.First));
            if (setup == GroupSetup.Deleted)
                await talk.SendAsync(new DeleteGroupsRequest { GroupsNames = [first.Id] });
            return first;
        }

        var other = await talk.NewClientAsync();
        var second = Alias(talk, (await other.SendAsync(first.Join(""))).MemberId, "<second>");
        var joining = other.SendAsync(first.Join(second));
        await first.UntilAsync(talk, "PreparingRebalance");
        if (setup == GroupSetup.Preparing)
            return first with { Second = second, Waiting = joining };

        var again = await talk.SendAsync(first.Join(first.First));
        var pair = first with { Second = second, Generation = again.GenerationId };
        await joining;
        if (setup == GroupSetup.CompletingPair)
            return pair;

        var syncing = other.SendAsync(pair.Sync(second));
        await talk.SendAsync(pair.Sync(first.First));
        await syncing;
        return pair;
    }

    /// <summary>A JoinGroup request with the strategy that all members support.</summary>
    public JoinGroupRequest Join(string member) => Requests.Join(Id, member, metadata: Metadata) with { ProtocolType = ProtocolType };

    /// <summary>A member's SyncGroup request, with the assignments of both members.</summary>
    public SyncGroupRequest Sync(string member) =>
        new()
        {
            GroupId = Id,
            MemberId = member,
            GenerationId = Generation,
            ProtocolType = ProtocolType,
            ProtocolName = "range",
            Assignments =
            [
                new() { MemberId = First, Assignment = Bytes.OfString("for the first") },
                new() { MemberId = Second, Assignment = Bytes.OfString("for the second") },
            ],
        };

    /// <summary>Waits until the group is in a state.</summary>
    public async Task UntilAsync(Talk talk, string state)
    {
        while ((await talk.SendAsync(Requests.Describe(Id))).Groups[0].GroupState != state)
            await Task.Yield();
    }

    private static async Task<GroupInState> SyncAsync(Talk talk, JoinGroup.Response joined, GroupInState group)
    {
        var known = group with { Generation = joined.GenerationId, First = Alias(talk, joined.MemberId, "<first>") };
        await talk.SendAsync(known.Sync(known.First) with { GroupInstanceId = known.FirstInstance });
        return known;
    }

    private static string Alias(Talk talk, string member, string alias)
    {
        talk.Alias(member, alias);
        return member;
    }
}

/// <summary>The sender that a request states: a real member, or one that is wrong in one of many ways.</summary>
internal sealed record Sender(
    string Name,
    Func<GroupInState, string> Member,
    Func<GroupInState, int> Generation,
    Func<GroupInState, string?> Instance
)
{
    private static readonly (string Name, Func<GroupInState, string> Member)[] Members =
    [
        ("the first", group => group.First),
        ("the second", group => group.Second),
        ("a stranger", _ => "stranger"),
        ("no member", _ => ""),
    ];

    private static readonly (string Name, Func<GroupInState, int> Generation)[] Generations =
    [
        ("its generation", group => group.Generation),
        ("no generation", _ => -1),
        ("the next generation", group => group.Generation + 1),
        ("a generation below -1", _ => -2),
        ("the last generation of all", _ => int.MaxValue),
    ];

    private static readonly (string Name, Func<GroupInState, string?> Instance)[] Instances =
    [
        ("dynamic", _ => null),
        ("static", _ => GroupInState.Instance),
        ("of an unknown instance", _ => "unknown"),
        ("of an empty instance", _ => ""),
    ];

    /// <summary>All senders without an instance id: those that the oldest versions can encode.</summary>
    public static IEnumerable<Sender> Dynamic => All.Where(sender => sender.Name.EndsWith(Instances[0].Name, StringComparison.Ordinal));

    /// <summary>All senders.</summary>
    public static IEnumerable<Sender> All { get; } =
    [
        .. from member in Members
        from generation in Generations
        from instance in Instances
        // If the generation is missing, a second error is combined with it.
        where generation.Name is "its generation" or "no generation" || (member.Name == "the first" && instance.Name == "dynamic")
        select new Sender($"{member.Name}, {generation.Name}, {instance.Name}", member.Member, generation.Generation, instance.Instance),
    ];
}
