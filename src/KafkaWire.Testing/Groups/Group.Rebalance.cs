using KafkaWire.Testing.Waiting;

namespace KafkaWire.Testing.Groups;

internal sealed partial class Group
{
    // From this version of JoinGroup on, a new member gets its id before it joins, so that one that never comes back leaves nothing behind.
    private const short FirstWithAnnouncedIds = 4;

    // From this version on, the answer tells a returning static leader to skip the assignment.
    private const short FirstWithSkipAssignment = 9;

    private readonly Alarm joining = new();
    private readonly Alarm syncing = new();
    private bool isFirst; // the group was empty before the rebalance, which then does not wait for announced members
    private bool isFirstDelay;

    /// <summary>Reserves the id that a new member must join with.</summary>
    private void Announce(string memberId, TimeSpan sessionTimeout)
    {
        var alarm = announced[memberId] = new();

        alarm.Set(
            options.Time,
            sessionTimeout,
            gate,
            () =>
            {
                announced.Remove(memberId);
                TryCompleteJoin();
            }
        );
    }

    /// <summary>Adds a new member.</summary>
    private Task<JoinGroupResponse> Add(JoinGroup.Request request, string memberId, short version, string? clientId)
    {
        var member = new GroupMember { Id = memberId, InstanceId = request.GroupInstanceId };
        member.Update(request, version, clientId);
        if (members.Count == 0)
            protocolType = request.ProtocolType;
        members.Add(member);
        var answer = Wait(member);
        Rebalance();
        return answer;
    }

    /// <summary>Handles another JoinGroup of a current member.</summary>
    private Task<JoinGroupResponse> Rejoin(GroupMember member, JoinGroup.Request request, short version, string? clientId)
    {
        var isNews = !member.SaysTheSame(request);
        member.Update(request, version, clientId);

        // A member that missed the answer gets it again. A leader that joins again wants a rebalance.
        if (!isNews && (state == GroupState.CompletingRebalance || state == GroupState.Stable && member.Id != leaderId))
        {
            Touch(member);
            return Task.FromResult(Joined(member));
        }

        var answer = Wait(member);
        Rebalance();
        return answer;
    }

    /// <summary>Replaces a static member with one of the same name: the same client after a restart, or another one that takes
    /// over.</summary>
    private Task<JoinGroupResponse> Replace(GroupMember member, string newId, JoinGroup.Request request, short version, string? clientId)
    {
        var oldId = member.Id;
        var oldLeader = leaderId;
        member.AnswerJoin(RefuseJoin(ErrorCode.FencedInstanceId, oldId));
        member.AnswerSync(new() { ErrorCode = ErrorCode.FencedInstanceId });
        member.Id = newId;
        member.Update(request, version, clientId);
        if (leaderId == oldId)
            leaderId = newId;

        if (state == GroupState.Stable && SelectProtocol() == protocol)
        {
            Touch(member);
            var answer = Joined(member);

            // An older client that learns that it leads would assign again, so it gets the old leader id instead of its own.
            return Task.FromResult(
                newId != leaderId ? answer
                : version >= FirstWithSkipAssignment ? answer with { SkipAssignment = true }
                : answer with { Leader = oldLeader ?? "", Members = [] }
            );
        }

        var waiting = Wait(member);
        Rebalance();
        return waiting;
    }

    private static Task<JoinGroupResponse> Wait(GroupMember member)
    {
        member.AnswerJoin(RefuseJoin(ErrorCode.RebalanceInProgress, member.Id)); // ends an earlier request
        member.Joining = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return member.Joining.Task;
    }

    private void Remove(GroupMember member)
    {
        members.Remove(member);
        member.Session.Dispose();
        member.AnswerJoin(RefuseJoin(ErrorCode.UnknownMemberId, member.Id));
        member.AnswerSync(new() { ErrorCode = ErrorCode.UnknownMemberId });
        if (leaderId == member.Id)
            leaderId = null;
        Rebalance();
    }

    /// <summary>Starts a rebalance unless one is in progress.</summary>
    private void Rebalance()
    {
        if (state != GroupState.PreparingRebalance)
        {
            foreach (var member in members)
            {
                if (state == GroupState.CompletingRebalance)
                    member.Assignment = Bytes.Empty;
                member.AnswerSync(new() { ErrorCode = ErrorCode.RebalanceInProgress });
            }

            syncing.Dispose();

            // Members of a new group tend to start at the same time.
            isFirst = state == GroupState.Empty;
            isFirstDelay = isFirst && options.GroupInitialRebalanceDelay > TimeSpan.Zero;
            var patience =
                isFirstDelay || members.Count == 0 ? options.GroupInitialRebalanceDelay : members.Max(member => member.RebalanceTimeout);
            state = GroupState.PreparingRebalance;
            joining.Set(options.Time, patience, gate, CompleteJoin);
        }

        TryCompleteJoin();
    }

    /// <summary>Starts the new generation if all members have joined.</summary>
    private void TryCompleteJoin()
    {
        if (
            state == GroupState.PreparingRebalance
            && !isFirstDelay
            && (isFirst || announced.Count == 0)
            && members.TrueForAll(member => member.Joining != null)
        )
            CompleteJoin();
    }

    /// <summary>Starts the new generation without the members that have not joined. Static members stay until their session
    /// expires.</summary>
    private void CompleteJoin()
    {
        isFirstDelay = false;

        foreach (var member in members.Where(member => member.Joining == null && member.InstanceId == null).ToArray())
        {
            member.Session.Dispose();
            members.Remove(member);
        }

        joining.Dispose();

        if (members.Count == 0)
        {
            generation++;
            state = GroupState.Empty;
            protocol = leaderId = null;
            return;
        }

        if (members.TrueForAll(member => member.Joining == null))
        {
            joining.Set(options.Time, members.Max(member => member.RebalanceTimeout), gate, CompleteJoin);
            return;
        }

        if (members.Find(member => member.Id == leaderId && member.Joining != null) == null)
            leaderId = members.First(member => member.Joining != null).Id;
        generation++;
        protocol = SelectProtocol();
        state = GroupState.CompletingRebalance;

        foreach (var member in members)
        {
            member.OwesSync = true;
            member.AnswerJoin(Joined(member));
            Touch(member);
        }

        syncing.Set(options.Time, members.Max(member => member.RebalanceTimeout), gate, RemoveThoseWithoutSync);
    }

    /// <summary>The strategy with the most votes among those that all members support.</summary>
    private string SelectProtocol()
    {
        var common = members[0].Protocols.Where(name => members.TrueForAll(member => member.Protocols.Contains(name))).ToArray();
        return members.Select(member => member.Protocols.First(common.Contains)).CountBy(name => name).MaxBy(votes => votes.Value).Key;
    }

    /// <summary>Stores the leader's assignments and answers the waiting members.</summary>
    private void HandOut(SyncGroup.SyncGroupRequestAssignment[] assignments)
    {
        state = GroupState.Stable;

        foreach (var member in members)
        {
            member.Assignment = Array.FindLast(assignments, assignment => assignment.MemberId == member.Id)?.Assignment ?? Bytes.Empty;
            member.AnswerSync(Assigned(member));
            Touch(member);
        }
    }

    private void RemoveThoseWithoutSync()
    {
        foreach (var member in members.Where(member => member.OwesSync).ToArray())
            Remove(member);
    }

    /// <summary>Restarts the member's session timeout. It does not expire while the member waits for an answer.</summary>
    private void Touch(GroupMember member) =>
        member.Session.Set(
            options.Time,
            member.SessionTimeout,
            gate,
            () =>
            {
                if (member.Joining == null && member.Syncing == null)
                    Remove(member);
            }
        );
}
