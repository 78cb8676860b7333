using System.Globalization;

namespace KafkaWire.Testing.Handlers;

/// <summary>Finds the coordinators of groups and transactional ids: always this broker.</summary>
internal sealed class FindCoordinatorHandler(BrokerState broker) : Handler<FindCoordinator.Request>(FindCoordinator.api, 0, 6)
{
    private const sbyte Groups = 0;
    private const sbyte TransactionalIds = 1;
    private const sbyte SharePartitions = 2;

    // From this version on, a request can have several keys.
    private const short FirstWithKeys = 4;

    // From this version on, share partitions have coordinators.
    private const short FirstWithSharePartitions = 6;

    protected override IKafkaResponse Answer(FindCoordinator.Request request, Call call)
    {
        if (call.Version >= FirstWithKeys)
            return new FindCoordinatorResponse
            {
                Coordinators = [.. request.CoordinatorKeys.Select(key => Find(key, request.KeyType, call.Version))],
            };

        var found = Find(request.Key, request.KeyType, call.Version);

        return new FindCoordinatorResponse
        {
            ErrorCode = found.ErrorCode,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        };
    }

    protected override IKafkaResponse Fail(FindCoordinator.Request request, ErrorCode error, Call call) =>
        call.Version >= FirstWithKeys
            ? new FindCoordinatorResponse { Coordinators = [.. request.CoordinatorKeys.Select(key => Refuse(key, error, message: null))] }
            : new FindCoordinatorResponse
            {
                ErrorCode = error,
                NodeId = -1,
                Port = -1,
            };

    private FindCoordinatorResponse.Coordinator Find(string key, sbyte type, short version) =>
        type switch
        {
            Groups or TransactionalIds => Here(key),
            SharePartitions when version >= FirstWithSharePartitions && IsSharePartition(key) => Here(key),
            SharePartitions when version >= FirstWithSharePartitions => Refuse(
                key,
                ErrorCode.InvalidRequest,
                "The key of a share partition must have the form group:topic-id:partition."
            ),
            _ => Refuse(key, ErrorCode.InvalidRequest, $"Unknown key type {type}."),
        };

    /// <summary>Whether a key has the form group:topic-id:partition. The group may contain colons.</summary>
    private static bool IsSharePartition(string key)
    {
        Uuid topic = default;

        return key.LastIndexOf(':') is var last and > 0
            && key.LastIndexOf(':', last - 1) is var first and > 0
            && Uuid.TryParse(key[(first + 1)..last], ref topic)
            && int.TryParse(key.AsSpan(last + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    private FindCoordinatorResponse.Coordinator Here(string key) =>
        new()
        {
            Key = key,
            NodeId = broker.Options.NodeId,
            Host = broker.Options.Host,
            Port = broker.Port,
        };

    private static FindCoordinatorResponse.Coordinator Refuse(string key, ErrorCode error, string? message) =>
        new()
        {
            Key = key,
            NodeId = -1,
            Host = "",
            Port = -1,
            ErrorCode = error,
            ErrorMessage = message,
        };
}
