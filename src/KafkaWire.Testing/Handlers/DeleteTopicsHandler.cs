using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Deletes topics.</summary>
internal sealed class DeleteTopicsHandler(BrokerState broker) : Handler<DeleteTopics.Request>(DeleteTopics.api, 0, 6)
{
    // From this version on, requests can name topics by id.
    private const short FirstWithTopics = 6;

    protected override IKafkaResponse Answer(DeleteTopics.Request request, Call call)
    {
        // In Kafka, such a request has timed out before it is handled.
        if (request.TimeoutMs <= 0)
            return Fail(request, ErrorCode.RequestTimedOut, call);

        var response = new DeleteTopicsResponse
        {
            Responses = call.Version >= FirstWithTopics ? [.. Delete(request.Topics)] : [.. DeleteAll(request.TopicNames, [])],
        };

        // Wakes the fetches that wait for records of the deleted topics.
        broker.LogsChanged.Raise();
        return response;
    }

    protected override IKafkaResponse Fail(DeleteTopics.Request request, ErrorCode error, Call call) =>
        new DeleteTopicsResponse
        {
            Responses =
                call.Version >= FirstWithTopics
                    ?
                    [
                        .. request.Topics.Select(topic => new DeleteTopicsResponse.DeletableTopicResult
                        {
                            Name = topic.Name,
                            TopicId = topic.TopicId,
                            ErrorCode = error,
                        }),
                    ]
                    :
                    [
                        .. request.TopicNames.Select(name => new DeleteTopicsResponse.DeletableTopicResult
                        {
                            Name = name,
                            ErrorCode = error,
                        }),
                    ],
        };

    private IEnumerable<DeleteTopicsResponse.DeletableTopicResult> Delete(DeleteTopics.DeleteTopicState[] topics)
    {
        foreach (var topic in topics)
        {
            if (topic.Name == null && topic.TopicId.IsZero)
                yield return Refuse(null, default, ErrorCode.InvalidRequest, "The topic has neither a name nor an id.");
            if (topic.Name != null && !topic.TopicId.IsZero)
                yield return Refuse(
                    topic.Name,
                    topic.TopicId,
                    ErrorCode.InvalidRequest,
                    "The topic must be given by name or by id, not both."
                );
        }

        var names = topics.Where(topic => topic.Name != null && topic.TopicId.IsZero).Select(topic => topic.Name!);
        var ids = topics.Where(topic => topic.Name == null && !topic.TopicId.IsZero).Select(topic => topic.TopicId);
        foreach (var result in DeleteAll(names, ids))
            yield return result;
    }

    /// <summary>Deletes topics by name and by id. A topic that is named twice is not deleted.</summary>
    private IEnumerable<DeleteTopicsResponse.DeletableTopicResult> DeleteAll(IEnumerable<string> names, IEnumerable<Uuid> ids)
    {
        var namesByCount = names.CountBy(name => name).ToLookup(count => count.Value > 1, count => count.Key);
        var idsByCount = ids.CountBy(id => id).ToLookup(count => count.Value > 1, count => count.Key);
        var topics = new Dictionary<Uuid, (string? Name, Topic Topic)>();
        var twice = idsByCount[true].ToHashSet();

        foreach (var name in namesByCount[true])
            yield return Refuse(name, default, ErrorCode.InvalidRequest, "The request names the topic twice.");
        foreach (var id in twice)
            yield return Refuse(null, id, ErrorCode.InvalidRequest, "The request names the topic twice by id.");

        foreach (var id in idsByCount[false])
        {
            if (broker.Topics.Find(id) is { } topic)
                topics.Add(id, (topic.Name, topic));
            else
                yield return Refuse(null, id, ErrorCode.UnknownTopicId, "No topic has this id.");
        }

        foreach (var name in namesByCount[false])
        {
            if (broker.Topics.Find(name) is not { } topic)
            {
                yield return Refuse(name, default, ErrorCode.UnknownTopicOrPartition, "The topic does not exist.");
            }
            else if (twice.Contains(topic.Id) || !topics.TryAdd(topic.Id, (name, topic)))
            {
                twice.Add(topic.Id);
                topics.Remove(topic.Id);
                yield return Refuse(name, topic.Id, ErrorCode.InvalidRequest, "The request also names the topic by id.");
            }
        }

        foreach (var (id, (name, topic)) in topics)
        {
            if (!broker.Topics.Delete(topic))
            {
                yield return Refuse(name, id, ErrorCode.UnknownTopicId, "No topic has this id.");
                continue;
            }

            foreach (var group in broker.Groups.All)
                group.Offsets.Remove(topic.Name);
            yield return new() { Name = topic.Name, TopicId = id };
        }
    }

    private static DeleteTopicsResponse.DeletableTopicResult Refuse(string? name, Uuid id, ErrorCode error, string message) =>
        new()
        {
            Name = name,
            TopicId = id,
            ErrorCode = error,
            ErrorMessage = message,
        };
}
