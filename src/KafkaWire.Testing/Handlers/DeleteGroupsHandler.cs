namespace KafkaWire.Testing.Handlers;

/// <summary>Deletes groups without members, including their offsets.</summary>
internal sealed class DeleteGroupsHandler(BrokerState broker) : Handler<DeleteGroups.Request>(DeleteGroups.api, 0, 3)
{
    protected override IKafkaResponse Answer(DeleteGroups.Request request, Call call) => Answer(request, Delete);

    protected override IKafkaResponse Fail(DeleteGroups.Request request, ErrorCode error, Call call) => Answer(request, _ => error);

    private static DeleteGroupsResponse Answer(DeleteGroups.Request request, Func<string, ErrorCode> outcome) =>
        new()
        {
            Results =
            [
                .. request
                    .GroupsNames.Distinct()
                    .Select(id => new DeleteGroupsResponse.DeletableGroupResult { GroupId = id, ErrorCode = outcome(id) }),
            ],
        };

    private ErrorCode Delete(string id) =>
        broker.Groups.Find(id) is not { } group ? ErrorCode.GroupIdNotFound
        : !group.IsEmpty ? ErrorCode.NonEmptyGroup
        : broker.Groups.Delete(group) ? ErrorCode.None
        : ErrorCode.GroupIdNotFound;
}
