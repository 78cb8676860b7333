namespace KafkaWire.Testing.Handlers;

/// <summary>Names the coordinator of groups and transactional ids: the one broker.</summary>
internal sealed class FindCoordinatorHandler(Cluster cluster) : Handler<FindCoordinator.Request>(FindCoordinator.api, 0, 6)
{
    private const sbyte Groups = 0;
    private const sbyte TransactionalIds = 1;

    // From this version on several can be asked for at once.
    private const short FirstWithKeys = 4;

    protected override IKafkaResponse Answer(FindCoordinator.Request request, Call call)
    {
        if (call.Version >= FirstWithKeys) return new FindCoordinatorResponse { Coordinators = [.. request.CoordinatorKeys.Select(key => Find(key, request.KeyType))] };

        var found = Find(request.Key, request.KeyType);

        return new FindCoordinatorResponse
        {
            ErrorCode = found.ErrorCode,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        };
    }

    protected override IKafkaResponse Fail(FindCoordinator.Request request, ErrorCode error, Call call) => call.Version >= FirstWithKeys
        ? new FindCoordinatorResponse { Coordinators = [.. request.CoordinatorKeys.Select(key => Refuse(key, error, message: null))] }
        : new FindCoordinatorResponse { ErrorCode = error, NodeId = -1, Port = -1 };

    private FindCoordinatorResponse.Coordinator Find(string key, sbyte type) => type switch
    {
        Groups => Here(key),
        TransactionalIds when key != "" => Here(key),
        TransactionalIds => Refuse(key, ErrorCode.InvalidRequest, "A transactional id must not be empty."),
        _ => Refuse(key, ErrorCode.InvalidRequest, $"Nothing has a coordinator whose keys are of type {type}."),
    };

    private FindCoordinatorResponse.Coordinator Here(string key) =>
        new() { Key = key, NodeId = cluster.Options.NodeId, Host = cluster.Options.Host, Port = cluster.Port };

    private static FindCoordinatorResponse.Coordinator Refuse(string key, ErrorCode error, string? message) =>
        new() { Key = key, NodeId = -1, Host = "", Port = -1, ErrorCode = error, ErrorMessage = message };
}
