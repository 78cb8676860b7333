namespace KafkaWire.Testing.Handlers;

/// <summary>Passes the leader's assignments to the members.</summary>
internal sealed class SyncGroupHandler(BrokerState broker) : WaitingHandler<SyncGroup.Request>(SyncGroup.api, 0, 5)
{
    // From this version on, the request states the protocol that the member expects.
    private const short FirstWithProtocol = 5;

    protected override async ValueTask<IKafkaResponse> AnswerAsync(SyncGroup.Request request, Call call)
    {
        if (request.GroupId == "")
            return new SyncGroupResponse { ErrorCode = ErrorCode.InvalidGroupId };
        if (call.Version >= FirstWithProtocol && (request.ProtocolType == null || request.ProtocolName == null))
            return new SyncGroupResponse { ErrorCode = ErrorCode.InconsistentGroupProtocol };

        return await broker.Groups[request.GroupId].SyncAsync(request).WaitAsync(call.Closed).ConfigureAwait(false);
    }

    protected override IKafkaResponse Fail(SyncGroup.Request request, ErrorCode error, Call call) =>
        new SyncGroupResponse { ErrorCode = error };
}
