using KafkaWire.Testing.Waiting;

namespace KafkaWire.Testing.Groups;

/// <summary>A member of a group. The lock of the group guards it.</summary>
internal sealed class GroupMember
{
    // Before this version of JoinGroup, the session timeout is also the rebalance timeout.
    private const short FirstWithRebalanceTimeout = 1;

    private readonly Dictionary<string, Bytes> protocols = [];

    public required string Id { get; set; }

    /// <summary>The name of a static member; null for a dynamic member.</summary>
    public string? InstanceId { get; init; }

    public string ClientId { get; private set; } = "";

    public TimeSpan SessionTimeout { get; private set; }

    public TimeSpan RebalanceTimeout { get; private set; }

    /// <summary>The assignment from the leader; empty until there is one.</summary>
    public Bytes Assignment { get; set; }

    /// <summary>The pending JoinGroup request; null if there is none.</summary>
    public TaskCompletionSource<JoinGroupResponse>? Joining { get; set; }

    /// <summary>The pending SyncGroup request; null if there is none.</summary>
    public TaskCompletionSource<SyncGroupResponse>? Syncing { get; set; }

    /// <summary>Whether the member still has to send SyncGroup in this generation.</summary>
    public bool OwesSync { get; set; }

    /// <summary>Fires when the member's session expires.</summary>
    public Alarm Session { get; } = new();

    /// <summary>The names of the assignment strategies, in the order that the member prefers.</summary>
    public IReadOnlyList<string> Protocols { get; private set; } = [];

    /// <summary>The member's metadata for a strategy.</summary>
    public Bytes Metadata(string protocol) => protocols.GetValueOrDefault(protocol);

    /// <summary>Whether a request has the same strategies and metadata as the previous one.</summary>
    public bool SaysTheSame(JoinGroup.Request request) =>
        request.Protocols.Select(protocol => protocol.Name).SequenceEqual(Protocols)
        && request.Protocols.All(protocol => protocol.Metadata == Metadata(protocol.Name));

    /// <summary>Takes over the contents of a request.</summary>
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
