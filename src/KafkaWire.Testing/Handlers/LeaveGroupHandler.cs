namespace KafkaWire.Testing.Handlers;

/// <summary>Removes members from their groups.</summary>
internal sealed class LeaveGroupHandler(BrokerState broker) : Handler<LeaveGroup.Request>(LeaveGroup.api, 0, 5)
{
    // From this version on, several members can leave in one request.
    private const short FirstWithMembers = 3;

    protected override IKafkaResponse Answer(LeaveGroup.Request request, Call call)
    {
        if (request.GroupId == "")
            return new LeaveGroupResponse { ErrorCode = ErrorCode.InvalidGroupId };

        var group = broker.Groups[request.GroupId];
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
