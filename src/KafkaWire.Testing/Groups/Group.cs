using KafkaWire.Testing.Waiting;

namespace KafkaWire.Testing.Groups;

/// <summary>The state of a group.</summary>
internal enum GroupState
{
    /// <summary>The group has no members, but may have committed offsets.</summary>
    Empty,

    /// <summary>The group waits for its members to join the new generation.</summary>
    PreparingRebalance,

    /// <summary>The new generation waits for the leader's assignments.</summary>
    CompletingRebalance,

    /// <summary>Every member has its assignment.</summary>
    Stable,
}

/// <summary>A group of the classic protocol, as its coordinator sees it.</summary>
/// <remarks>Safe for concurrent use. This file answers the members; Group.Rebalance.cs carries out the rebalances.</remarks>
internal sealed partial class Group(string id, LoopbackBrokerOptions options) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<GroupMember> members = []; // in the order in which they joined
    private readonly Dictionary<string, Alarm> announced = []; // ids returned with MemberIdRequired
    private GroupState state = GroupState.Empty;
    private int generation;
    private string? protocolType;
    private string? protocol;
    private string? leaderId;
    private bool exists;

    public string Id => id;

    /// <summary>The offsets that the group has committed.</summary>
    public GroupOffsets Offsets { get; } = new();

    /// <summary>Whether Kafka knows the group. The first JoinGroup of a new member creates the group, even if it is refused. So does a
    /// commit outside any generation.</summary>
    public bool Exists
    {
        get
        {
            lock (gate)
                return exists;
        }
    }

    /// <summary>Whether the group has no members.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return state == GroupState.Empty;
        }
    }

    /// <summary>Describes the group and its members.</summary>
    public DescribeGroupsResponse.DescribedGroup Describe()
    {
        lock (gate)
        {
            // Metadata depends on the strategy, so it is only shown once the members have agreed on one.
            var agreed = state == GroupState.Stable ? protocol : null;

            return new()
            {
                GroupId = id,
                GroupState = state.ToString(),
                ProtocolType = protocolType ?? "",
                ProtocolData = agreed ?? "",
                Members =
                [
                    .. members.Select(member => new DescribeGroupsResponse.DescribedGroupMember
                    {
                        MemberId = member.Id,
                        GroupInstanceId = member.InstanceId,
                        ClientId = member.ClientId,
                        ClientHost = "/127.0.0.1",
                        MemberMetadata = agreed == null ? Bytes.Empty : member.Metadata(agreed),
                        MemberAssignment = member.Assignment,
                    }),
                ],
            };
        }
    }

    /// <summary>Joins the group. The answer comes when all members have joined.</summary>
    public Task<JoinGroupResponse> JoinAsync(JoinGroup.Request request, short version, string? clientId)
    {
        lock (gate)
        {
            exists |= request.MemberId == "";
            if (!exists)
                return Task.FromResult(RefuseJoin(ErrorCode.UnknownMemberId, request.MemberId));
            if (!Supports(request))
                return Task.FromResult(RefuseJoin(ErrorCode.InconsistentGroupProtocol, request.MemberId));
            return request.GroupInstanceId == null
                ? JoinDynamic(request, version, clientId)
                : JoinStatic(request, request.GroupInstanceId, version, clientId);
        }
    }

    /// <summary>Asks for the member's assignment; the leader also provides the assignments of all members.</summary>
    public Task<SyncGroupResponse> SyncAsync(SyncGroup.Request request)
    {
        lock (gate)
        {
            if (Check(request.MemberId, request.GroupInstanceId, request.GenerationId, out var member) is var error and not ErrorCode.None)
                return Task.FromResult(new SyncGroupResponse { ErrorCode = error });
            if (
                request.ProtocolType != null && request.ProtocolType != protocolType
                || request.ProtocolName != null && request.ProtocolName != protocol
            )
                return Task.FromResult(new SyncGroupResponse { ErrorCode = ErrorCode.InconsistentGroupProtocol });
            if (state == GroupState.PreparingRebalance)
                return Task.FromResult(new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress });

            member.OwesSync = false;
            if (members.TrueForAll(each => !each.OwesSync))
                syncing.Dispose();

            if (state == GroupState.Stable)
            {
                Touch(member);
                return Task.FromResult(Assigned(member));
            }

            member.AnswerSync(new() { ErrorCode = ErrorCode.RebalanceInProgress }); // ends an earlier request
            var waiting = member.Syncing = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (member.Id == leaderId)
                HandOut(request.Assignments);
            return waiting.Task;
        }
    }

    /// <summary>Keeps a member alive, and tells it whether to join again.</summary>
    public ErrorCode Heartbeat(string memberId, string? instanceId, int memberGeneration)
    {
        lock (gate)
        {
            if (Check(memberId, instanceId, memberGeneration, out var member) is var error and not ErrorCode.None)
                return error;
            Touch(member);
            return state == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    /// <summary>Removes a member that leaves.</summary>
    /// <param name="memberId">Its id; empty for a static member that gives only its name.</param>
    public ErrorCode Leave(string memberId, string? instanceId)
    {
        lock (gate)
        {
            if (announced.Remove(memberId, out var alarm))
            {
                alarm.Dispose();
                TryCompleteJoin();
                return ErrorCode.None;
            }

            var member = instanceId == null ? Find(memberId) : FindStatic(instanceId);
            if (member == null)
                return ErrorCode.UnknownMemberId;
            if (instanceId != null && memberId != "" && memberId != member.Id)
                return ErrorCode.FencedInstanceId;

            Remove(member);
            return ErrorCode.None;
        }
    }

    /// <summary>Checks whether a client may commit offsets: a member of the current generation, or any client without a generation if the
    /// group has no members.</summary>
    /// <param name="missing">The error for a commit with a generation to a group that does not exist.</param>
    public ErrorCode CheckCommit(string memberId, string? instanceId, int memberGeneration, ErrorCode missing)
    {
        lock (gate)
        {
            if (!exists && memberGeneration >= 0)
                return missing;
            exists = true;

            if (memberGeneration < 0 && state == GroupState.Empty)
                return ErrorCode.None;
            if (memberGeneration < 0 && memberId == "" && instanceId == null)
                return ErrorCode.UnknownMemberId;
            if (Check(memberId, instanceId, memberGeneration, out var member) is var error and not ErrorCode.None)
                return error;
            if (state == GroupState.CompletingRebalance)
                return ErrorCode.RebalanceInProgress;
            Touch(member);
            return ErrorCode.None;
        }
    }

    /// <summary>Checks whether a client may commit offsets in a transaction. Old producers do not state which member they commit
    /// for.</summary>
    public ErrorCode CheckTransactionalCommit(string memberId, string? instanceId, int memberGeneration)
    {
        lock (gate)
        {
            if (!exists && memberGeneration >= 0)
                return ErrorCode.IllegalGeneration;
            exists = true;

            if (memberGeneration < 0 && (state == GroupState.Empty || (memberId == "" && instanceId == null)))
                return ErrorCode.None;
            return Check(memberId, instanceId, memberGeneration, out _);
        }
    }

    /// <summary>Stops all timers.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            joining.Dispose();
            syncing.Dispose();
            foreach (var alarm in announced.Values)
                alarm.Dispose();
            foreach (var member in members)
                member.Session.Dispose();
        }
    }

    private Task<JoinGroupResponse> JoinDynamic(JoinGroup.Request request, short version, string? clientId)
    {
        if (request.MemberId == "")
        {
            var newId = $"{clientId}-{Guid.NewGuid()}";
            if (version < FirstWithAnnouncedIds)
                return Add(request, newId, version, clientId);
            Announce(newId, TimeSpan.FromMilliseconds(request.SessionTimeoutMs));
            return Task.FromResult(RefuseJoin(ErrorCode.MemberIdRequired, newId));
        }

        if (announced.Remove(request.MemberId, out var alarm))
        {
            alarm.Dispose();
            return Add(request, request.MemberId, version, clientId);
        }

        return Find(request.MemberId) is { } member
            ? Rejoin(member, request, version, clientId)
            : Task.FromResult(RefuseJoin(ErrorCode.UnknownMemberId, request.MemberId));
    }

    private Task<JoinGroupResponse> JoinStatic(JoinGroup.Request request, string instanceId, short version, string? clientId)
    {
        // Kafka fails with an internal exception here.
        if (announced.ContainsKey(request.MemberId))
            return Task.FromResult(RefuseJoin(ErrorCode.UnknownServerError, ""));

        var member = FindStatic(instanceId);

        if (request.MemberId == "")
        {
            var newId = $"{instanceId}-{Guid.NewGuid()}";
            return member == null ? Add(request, newId, version, clientId) : Replace(member, newId, request, version, clientId);
        }

        return member == null ? Task.FromResult(RefuseJoin(ErrorCode.UnknownMemberId, request.MemberId))
            : member.Id != request.MemberId ? Task.FromResult(RefuseJoin(ErrorCode.FencedInstanceId, request.MemberId))
            : Rejoin(member, request, version, clientId);
    }

    /// <summary>Whether the group would have a common strategy with the new member.</summary>
    private bool Supports(JoinGroup.Request request) =>
        request.ProtocolType != ""
        && request.Protocols.Length > 0
        && (
            members.Count == 0
            || request.ProtocolType == protocolType
                && request.Protocols.Any(wanted => members.TrueForAll(member => member.Protocols.Contains(wanted.Name)))
        );

    /// <summary>Finds the member that sent a request, and checks its generation.</summary>
    private ErrorCode Check(string memberId, string? instanceId, int memberGeneration, out GroupMember member)
    {
        member = (instanceId == null ? Find(memberId) : FindStatic(instanceId))!;
        return member == null ? ErrorCode.UnknownMemberId
            : member.Id != memberId ? ErrorCode.FencedInstanceId
            : memberGeneration != generation ? ErrorCode.IllegalGeneration
            : ErrorCode.None;
    }

    private GroupMember? Find(string memberId) => members.Find(member => member.Id == memberId);

    private GroupMember? FindStatic(string instanceId) => members.Find(member => member.InstanceId == instanceId);

    private JoinGroupResponse Joined(GroupMember member) =>
        new()
        {
            GenerationId = generation,
            ProtocolType = protocolType,
            ProtocolName = protocol,
            Leader = leaderId ?? "",
            MemberId = member.Id,
            Members = member.Id == leaderId ? [.. members.Select(Introduce)] : [],
        };

    private JoinGroupResponse.Member Introduce(GroupMember member) =>
        new()
        {
            MemberId = member.Id,
            GroupInstanceId = member.InstanceId,
            Metadata = member.Metadata(protocol!),
        };

    private SyncGroupResponse Assigned(GroupMember member) =>
        new()
        {
            ProtocolType = protocolType,
            ProtocolName = protocol,
            Assignment = member.Assignment,
        };

    private static JoinGroupResponse RefuseJoin(ErrorCode error, string memberId) =>
        new()
        {
            ErrorCode = error,
            MemberId = memberId,
            ProtocolName = null,
        };
}
