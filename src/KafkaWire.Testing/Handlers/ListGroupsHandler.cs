namespace KafkaWire.Testing.Handlers;

/// <summary>Lists the groups.</summary>
internal sealed class ListGroupsHandler(BrokerState broker) : Handler<ListGroups.Request>(ListGroups.api, 0, 5)
{
    private const string Classic = "classic";

    protected override IKafkaResponse Answer(ListGroups.Request request, Call call) =>
        new ListGroupsResponse
        {
            Groups =
            [
                .. broker
                    .Groups.All.Select(group => group.Describe())
                    .Where(group => IsWanted(group.GroupState, request.StatesFilter) && IsWanted(Classic, request.TypesFilter))
                    .Select(group => new ListGroupsResponse.ListedGroup
                    {
                        GroupId = group.GroupId,
                        ProtocolType = group.ProtocolType,
                        GroupState = group.GroupState,
                        GroupType = Classic,
                    }),
            ],
        };

    protected override IKafkaResponse Fail(ListGroups.Request request, ErrorCode error, Call call) =>
        new ListGroupsResponse { ErrorCode = error };

    /// <summary>An empty filter accepts everything.</summary>
    private static bool IsWanted(string value, string[] filter) =>
        filter.Length == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
