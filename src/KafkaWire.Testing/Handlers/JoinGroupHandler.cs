namespace KafkaWire.Testing.Handlers;

/// <summary>Adds members to their groups, and answers when all members have joined.</summary>
internal sealed class JoinGroupHandler(BrokerState broker) : WaitingHandler<JoinGroup.Request>(JoinGroup.api, 0, 9)
{
    // From this version on, the protocol name can be null.
    private const short FirstWithNullProtocol = 7;

    protected override async ValueTask<IKafkaResponse> AnswerAsync(JoinGroup.Request request, Call call)
    {
        var answer = await JoinAsync(request, call).ConfigureAwait(false);
        return answer with { ProtocolName = NameOf(answer.ProtocolName, call.Version) };
    }

    protected override IKafkaResponse Fail(JoinGroup.Request request, ErrorCode error, Call call) =>
        new JoinGroupResponse
        {
            ErrorCode = error,
            MemberId = request.MemberId,
            ProtocolName = NameOf(null, call.Version),
        };

    private static string? NameOf(string? protocol, short version) =>
        !string.IsNullOrEmpty(protocol) ? protocol
        : version >= FirstWithNullProtocol ? null
        : "";

    private Task<JoinGroupResponse> JoinAsync(JoinGroup.Request request, Call call)
    {
        var timeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);

        var error =
            request.GroupId == "" ? ErrorCode.InvalidGroupId
            : timeout < broker.Options.GroupMinimumSessionTimeout || timeout > broker.Options.GroupMaximumSessionTimeout
                ? ErrorCode.InvalidSessionTimeout
            : ErrorCode.None;

        return error == ErrorCode.None
            ? broker.Groups[request.GroupId].JoinAsync(request, call.Version, call.ClientId).WaitAsync(call.Closed)
            : Task.FromResult(
                new JoinGroupResponse
                {
                    ErrorCode = error,
                    MemberId = request.MemberId,
                    ProtocolName = null,
                }
            );
    }
}
