namespace KafkaWire.Loopback.Handlers;

/// <summary>Deletes topics.</summary>
internal sealed class DeleteTopicsHandler(Cluster cluster) : Handler<DeleteTopics.Request>(DeleteTopics.api, 0, 6)
{
    protected override IKafkaResponse Answer(DeleteTopics.Request request, Call call)
    {
        var response = new DeleteTopicsResponse
        {
            Responses = call.Version >= 6 ? [.. request.Topics.Select(topic => Delete(topic.Name, topic.TopicId))] : [.. request.TopicNames.Select(name => Delete(name, default))],
        };

        // Who waits for records of these topics waits in vain.
        cluster.LogsChanged.Raise();
        return response;
    }

    private DeleteTopicsResponse.DeletableTopicResult Delete(string? name, Uuid id)
    {
        var result = new DeleteTopicsResponse.DeletableTopicResult { Name = name, TopicId = id };

        if (name != null && !id.IsZero)
            return result with { ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = "A topic is named by its name or by its id, not by both." };

        var topic = cluster.Topics.Find(name ?? "", id, useId: name == null, out var error);
        if (topic == null || !cluster.Topics.Delete(topic)) return result with { ErrorCode = error == ErrorCode.None ? ErrorCode.UnknownTopicOrPartition : error };
        return result with { Name = topic.Name, TopicId = topic.Id };
    }
}
