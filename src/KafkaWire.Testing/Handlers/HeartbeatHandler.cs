namespace KafkaWire.Testing.Handlers;

/// <summary>Hears that members are alive.</summary>
internal sealed class HeartbeatHandler(Cluster cluster) : Handler<Heartbeat.Request>(Heartbeat.api, 0, 4)
{
    protected override IKafkaResponse Answer(Heartbeat.Request request, Call call) =>
        new HeartbeatResponse
        {
            ErrorCode =
                request.GroupId == ""
                    ? ErrorCode.InvalidGroupId
                    : cluster.Groups[request.GroupId].Heartbeat(request.MemberId, request.GroupInstanceId, request.GenerationId),
        };

    protected override IKafkaResponse Fail(Heartbeat.Request request, ErrorCode error, Call call) =>
        new HeartbeatResponse { ErrorCode = error };
}
