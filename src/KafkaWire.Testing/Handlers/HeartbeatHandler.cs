namespace KafkaWire.Testing.Handlers;

/// <summary>Keeps group members alive.</summary>
internal sealed class HeartbeatHandler(BrokerState broker) : Handler<Heartbeat.Request>(Heartbeat.api, 0, 4)
{
    protected override IKafkaResponse Answer(Heartbeat.Request request, Call call) =>
        new HeartbeatResponse
        {
            ErrorCode =
                request.GroupId == ""
                    ? ErrorCode.InvalidGroupId
                    : broker.Groups[request.GroupId].Heartbeat(request.MemberId, request.GroupInstanceId, request.GenerationId),
        };

    protected override IKafkaResponse Fail(Heartbeat.Request request, ErrorCode error, Call call) =>
        new HeartbeatResponse { ErrorCode = error };
}
