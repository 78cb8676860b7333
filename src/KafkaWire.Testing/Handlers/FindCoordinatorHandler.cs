using System.Globalization;

namespace KafkaWire.Testing.Handlers;

/// <summary>Names the coordinator of groups and transactional ids: the one broker.</summary>
internal sealed class FindCoordinatorHandler(Cluster cluster) : Handler<FindCoordinator.Request>(FindCoordinator.api, 0, 6)
{
    private const sbyte Groups = 0;
    private const sbyte TransactionalIds = 1;
    private const sbyte SharePartitions = 2;

    // From this version on several can be asked for at once.
    private const short FirstWithKeys = 4;

    // From this version on partitions of share groups have coordinators.
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
                "A partition of a share group is named by the group, the topic's id and the partition's number, with colons between them."
            ),
            _ => Refuse(key, ErrorCode.InvalidRequest, $"Nothing has a coordinator whose keys are of type {type}."),
        };

    /// <summary>Whether a key names a group, which may have colons in its name, a topic's id and a partition.</summary>
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
            NodeId = cluster.Options.NodeId,
            Host = cluster.Options.Host,
            Port = cluster.Port,
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
