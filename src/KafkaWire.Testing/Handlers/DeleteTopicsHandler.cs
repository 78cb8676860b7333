namespace KafkaWire.Testing.Handlers;

/// <summary>Deletes topics.</summary>
internal sealed class DeleteTopicsHandler(Cluster cluster) : Handler<DeleteTopics.Request>(DeleteTopics.api, 0, 6)
{
    // From this version on topics can be named by their ids.
    private const short FirstWithTopics = 6;

    protected override IKafkaResponse Answer(DeleteTopics.Request request, Call call)
    {
        var response = new DeleteTopicsResponse
        {
            Responses = call.Version >= FirstWithTopics ? [.. request.Topics.Select(topic => Delete(topic.Name, topic.TopicId))] : [.. request.TopicNames.Select(name => Delete(name, default))],
        };

        // Who waits for records of these topics waits in vain.
        cluster.LogsChanged.Raise();
        return response;
    }

    protected override IKafkaResponse Fail(DeleteTopics.Request request, ErrorCode error, Call call) => new DeleteTopicsResponse
    {
        Responses = call.Version >= FirstWithTopics
            ? [.. request.Topics.Select(topic => new DeleteTopicsResponse.DeletableTopicResult { Name = topic.Name, TopicId = topic.TopicId, ErrorCode = error })]
            : [.. request.TopicNames.Select(name => new DeleteTopicsResponse.DeletableTopicResult { Name = name, ErrorCode = error })],
    };

    private DeleteTopicsResponse.DeletableTopicResult Delete(string? name, Uuid id)
    {
        var result = new DeleteTopicsResponse.DeletableTopicResult { Name = name, TopicId = id };

        if (name != null && !id.IsZero)
            return result with { ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = "A topic is named by its name or by its id, not by both." };

        var topic = cluster.Topics.Find(name ?? "", id, useId: name == null, out var error);
        if (topic == null || !cluster.Topics.Delete(topic)) return result with { ErrorCode = error == ErrorCode.None ? ErrorCode.UnknownTopicOrPartition : error };
        foreach (var group in cluster.Groups.All) group.Offsets.Remove(topic.Name);
        return result with { Name = topic.Name, TopicId = topic.Id };
    }
}
