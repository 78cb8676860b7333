using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Describes the broker and its topics. Creates missing topics that the request names.</summary>
internal sealed class MetadataHandler(BrokerState broker) : Handler<Metadata.Request>(Metadata.api, 0, 13)
{
    // From this version on, requests can name topics by id.
    private const short FirstWithIds = 12;

    private MetadataResponse.Broker Node =>
        new()
        {
            NodeId = broker.Options.NodeId,
            Host = broker.Options.Host,
            Port = broker.Port,
        };

    protected override IKafkaResponse Answer(Metadata.Request request, Call call)
    {
        var options = broker.Options;

        if (Refusal(request, call.Version) is var error and not ErrorCode.None)
        {
            return new MetadataResponse
            {
                ErrorCode = error,
                Topics = [.. request.Topics!.Select(topic => Missing(topic.Name ?? "", topic.TopicId, error))],
            };
        }

        return new MetadataResponse
        {
            Brokers = [Node],
            ClusterId = options.ClusterId,
            ControllerId = options.NodeId,
            Topics = [.. Topics(request, call.Version)],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : int.MinValue,
        };
    }

    protected override IKafkaResponse Fail(Metadata.Request request, ErrorCode error, Call call) =>
        new MetadataResponse
        {
            Brokers = [Node],
            ClusterId = broker.Options.ClusterId,
            ControllerId = broker.Options.NodeId,
            Topics =
            [
                .. (request.Topics ?? []).Select(topic =>
                    Missing(topic.Name ?? (call.Version < FirstWithIds ? "" : null), topic.TopicId, error)
                ),
            ],
        };

    /// <summary>The error with which Kafka refuses the whole request; None if it does not.</summary>
    private static ErrorCode Refusal(Metadata.Request request, short version)
    {
        if (request.Topics == null)
            return ErrorCode.None;

        // Brokers accept ids from version 12 on, although the field is older.
        if (version < FirstWithIds)
            return request.Topics.Any(topic => topic.Name == null || !topic.TopicId.IsZero) ? ErrorCode.InvalidRequest : ErrorCode.None;

        // Kafka fails on a topic without name and id, unless another topic has an id.
        var usesNames = request.Topics.All(topic => topic.TopicId.IsZero);
        return usesNames && request.Topics.Any(topic => topic.Name == null) ? ErrorCode.UnknownServerError : ErrorCode.None;
    }

    private IEnumerable<MetadataResponse.Topic> Topics(Metadata.Request request, short version)
    {
        var operations = request.IncludeTopicAuthorizedOperations ? AuthorizedOperations.Topic : int.MinValue;

        if (request.Topics == null || request.Topics.Length == 0 && version == 0)
            return broker.Topics.All.Select(topic => Describe(topic, operations));

        // If any topic has an id, names are ignored. A topic that is named twice is described once.
        return request.Topics.Any(topic => !topic.TopicId.IsZero)
            ? request.Topics.Select(topic => topic.TopicId).Where(id => !id.IsZero).Distinct().Select(id => ById(id, operations))
            : request
                .Topics.Select(topic => topic.Name!)
                .Distinct()
                .Select(name => ByName(name, request.AllowAutoTopicCreation, operations));
    }

    private MetadataResponse.Topic ById(Uuid id, int operations) =>
        broker.Topics.Find(id) is { } topic ? Describe(topic, operations) : Missing(null, id, ErrorCode.UnknownTopicId);

    private MetadataResponse.Topic ByName(string name, bool mayCreate, int operations)
    {
        if (broker.Topics.Find(name) is { } topic)
            return Describe(topic, operations);
        if (TopicName.Error(name) != null)
            return Missing(name, default, ErrorCode.InvalidTopicException, operations);
        if (!mayCreate || !broker.Options.AutoCreateTopics)
            return Missing(name, default, ErrorCode.UnknownTopicOrPartition, operations);

        // Kafka does not report the topic whose name collides.
        if (broker.Topics.FindObstacle(name) is { } obstacle && obstacle.Name != name)
            return Missing(name, default, ErrorCode.UnknownTopicOrPartition, operations);

        // If two requests arrive at the same time, one creates the topic and the other finds it.
        broker.Topics.TryCreate(name, partitions: null, TopicConfigs.Default, out var created);
        return Describe(created, operations);
    }

    private MetadataResponse.Topic Describe(Topic topic, int operations) =>
        new()
        {
            Name = topic.Name,
            TopicId = topic.Id,
            IsInternal = topic.IsInternal,
            TopicAuthorizedOperations = operations,
            Partitions =
            [
                .. topic.Partitions.Select(
                    (log, index) =>
                        new MetadataResponse.Partition
                        {
                            PartitionIndex = index,
                            LeaderId = broker.Options.NodeId,
                            LeaderEpoch = log.LeaderEpoch,
                            ReplicaNodes = [broker.Options.NodeId],
                            IsrNodes = [broker.Options.NodeId],
                        }
                ),
            ],
        };

    private static MetadataResponse.Topic Missing(string? name, Uuid id, ErrorCode error, int operations = int.MinValue) =>
        new()
        {
            Name = name,
            TopicId = id,
            ErrorCode = error,
            IsInternal = name != null && TopicName.IsInternal(name),
            TopicAuthorizedOperations = operations,
        };
}
