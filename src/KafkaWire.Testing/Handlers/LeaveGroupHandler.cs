namespace KafkaWire.Testing.Handlers;

/// <summary>Lets members go.</summary>
internal sealed class LeaveGroupHandler(Cluster cluster) : Handler<LeaveGroup.Request>(LeaveGroup.api, 0, 5)
{
    // From this version on several members can leave at once.
    private const short FirstWithMembers = 3;

    protected override IKafkaResponse Answer(LeaveGroup.Request request, Call call)
    {
        if (request.GroupId == "")
            return new LeaveGroupResponse { ErrorCode = ErrorCode.InvalidGroupId };

        var group = cluster.Groups[request.GroupId];
        if (call.Version < FirstWithMembers)
            return new LeaveGroupResponse { ErrorCode = group.Leave(request.MemberId, instanceId: null) };

        return new LeaveGroupResponse
        {
            Members =
            [
                .. request.Members.Select(member => new LeaveGroupResponse.MemberResponse
                {
                    MemberId = member.MemberId,
                    GroupInstanceId = member.GroupInstanceId,
                    ErrorCode = group.Leave(member.MemberId, member.GroupInstanceId),
                }),
            ],
        };
    }

    protected override IKafkaResponse Fail(LeaveGroup.Request request, ErrorCode error, Call call) =>
        new LeaveGroupResponse { ErrorCode = error };
}
