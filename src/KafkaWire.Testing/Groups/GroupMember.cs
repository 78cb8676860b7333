namespace KafkaWire.Testing.Groups;

/// <summary>A member of a group. Guarded by the lock of the group.</summary>
internal sealed class GroupMember
{
    // Before this version of JoinGroup the session timeout is that of rebalances, too.
    private const short FirstWithRebalanceTimeout = 1;

    private readonly Dictionary<string, Bytes> protocols = [];

    public required string Id { get; set; }

    /// <summary>The name of a static member; null for a dynamic one.</summary>
    public string? InstanceId { get; init; }

    public string ClientId { get; private set; } = "";

    public TimeSpan SessionTimeout { get; private set; }

    public TimeSpan RebalanceTimeout { get; private set; }

    /// <summary>What the leader gave it; empty before that.</summary>
    public Bytes Assignment { get; set; }

    /// <summary>The JoinGroup request that waits for an answer, if there is one.</summary>
    public TaskCompletionSource<JoinGroupResponse>? Joining { get; set; }

    /// <summary>The SyncGroup request that waits for an answer, if there is one.</summary>
    public TaskCompletionSource<SyncGroupResponse>? Syncing { get; set; }

    /// <summary>Whether it has not asked for its assignment in this generation yet.</summary>
    public bool OwesSync { get; set; }

    /// <summary>Rings when the member has not been heard of for too long.</summary>
    public Alarm Session { get; } = new();

    /// <summary>The names of the assignment strategies, in the member's order.</summary>
    public IReadOnlyList<string> Protocols { get; private set; } = [];

    /// <summary>What the member tells the leader, in terms of a strategy.</summary>
    public Bytes Metadata(string protocol) => protocols.GetValueOrDefault(protocol);

    /// <summary>Whether a request says the same as the one before.</summary>
    public bool SaysTheSame(JoinGroup.Request request) =>
        request.Protocols.Select(protocol => protocol.Name).SequenceEqual(Protocols)
        && request.Protocols.All(protocol => protocol.Metadata == Metadata(protocol.Name));

    /// <summary>Takes over what a request says.</summary>
    public void Update(JoinGroup.Request request, short version, string? clientId)
    {
        ClientId = clientId ?? "";
        SessionTimeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        RebalanceTimeout =
            version < FirstWithRebalanceTimeout ? SessionTimeout : TimeSpan.FromMilliseconds(Math.Max(0, request.RebalanceTimeoutMs));
        Protocols = [.. request.Protocols.Select(protocol => protocol.Name)];
        protocols.Clear();
        foreach (var protocol in request.Protocols)
            protocols[protocol.Name] = protocol.Metadata;
    }

    public void AnswerJoin(JoinGroupResponse response)
    {
        Joining?.TrySetResult(response);
        Joining = null;
    }

    public void AnswerSync(SyncGroupResponse response)
    {
        Syncing?.TrySetResult(response);
        Syncing = null;
    }
}
