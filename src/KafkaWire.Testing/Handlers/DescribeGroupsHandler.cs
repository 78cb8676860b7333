namespace KafkaWire.Testing.Handlers;

/// <summary>Describes groups.</summary>
internal sealed class DescribeGroupsHandler(BrokerState broker) : Handler<DescribeGroups.Request>(DescribeGroups.api, 0, 6)
{
    // From this version on, a missing group is an error.
    private const short FirstWithNotFound = 6;

    protected override IKafkaResponse Answer(DescribeGroups.Request request, Call call)
    {
        return new DescribeGroupsResponse
        {
            Groups =
            [
                .. request
                    .Groups.Select(id => Describe(id, call.Version))
                    .Select(group =>
                        group with
                        {
                            AuthorizedOperations =
                                request.IncludeAuthorizedOperations && group.ErrorCode == ErrorCode.None
                                    ? AuthorizedOperations.Group
                                    : int.MinValue,
                        }
                    ),
            ],
        };
    }

    protected override IKafkaResponse Fail(DescribeGroups.Request request, ErrorCode error, Call call) =>
        new DescribeGroupsResponse
        {
            Groups = [.. request.Groups.Select(id => new DescribeGroupsResponse.DescribedGroup { GroupId = id, ErrorCode = error })],
        };

    private DescribeGroupsResponse.DescribedGroup Describe(string id, short version) =>
        broker.Groups.Find(id)?.Describe()
        ?? (
            version >= FirstWithNotFound
                ? new()
                {
                    GroupId = id,
                    GroupState = "Dead",
                    ErrorCode = ErrorCode.GroupIdNotFound,
                    ErrorMessage = $"Group {id} does not exist.",
                }
                : new() { GroupId = id, GroupState = "Dead" }
        );
}
