using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Describes the broker and its topics, and creates those that are asked for by name and not there yet.</summary>
internal sealed class MetadataHandler(Cluster cluster) : Handler<Metadata.Request>(Metadata.api, 0, 13)
{
    private MetadataResponse.Broker Node => new() { NodeId = cluster.Options.NodeId, Host = cluster.Options.Host, Port = cluster.Port };

    protected override IKafkaResponse Answer(Metadata.Request request, Call call)
    {
        var options = cluster.Options;

        return new MetadataResponse
        {
            Brokers = [Node],
            ClusterId = options.ClusterId,
            ControllerId = options.NodeId,
            Topics = [.. Topics(request, call.Version)],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : int.MinValue,
        };
    }

    protected override IKafkaResponse Fail(Metadata.Request request, ErrorCode error, Call call) => new MetadataResponse
    {
        Brokers = [Node],
        ClusterId = cluster.Options.ClusterId,
        ControllerId = cluster.Options.NodeId,
        Topics = [.. (request.Topics ?? []).Select(topic => Missing(topic.Name ?? (call.Version < 12 ? "" : null), topic.TopicId, error))],
    };

    private IEnumerable<MetadataResponse.Topic> Topics(Metadata.Request request, short version)
    {
        var operations = request.IncludeTopicAuthorizedOperations ? AuthorizedOperations.Topic : int.MinValue;

        if (request.Topics == null || request.Topics.Length == 0 && version == 0)
            return cluster.Topics.All.Select(topic => Describe(topic, operations));

        // Brokers answer to ids from version 12 on, though the field is older.
        if (version < 12 && request.Topics.Any(topic => topic.Name == null || !topic.TopicId.IsZero))
            return request.Topics.Select(topic => Missing(topic.Name ?? "", topic.TopicId, ErrorCode.InvalidRequest));

        // One id, and names count for nothing.
        return request.Topics.Any(topic => !topic.TopicId.IsZero)
            ? request.Topics.Where(topic => !topic.TopicId.IsZero).Select(topic => ById(topic.TopicId, operations))
            : request.Topics.Select(topic => ByName(topic.Name ?? "", request.AllowAutoTopicCreation, operations));
    }

    private MetadataResponse.Topic ById(Uuid id, int operations) =>
        cluster.Topics.Find(id) is { } topic ? Describe(topic, operations) : Missing(null, id, ErrorCode.UnknownTopicId);

    private MetadataResponse.Topic ByName(string name, bool mayCreate, int operations)
    {
        if (cluster.Topics.Find(name) is { } topic) return Describe(topic, operations);
        if (TopicName.Error(name) != null) return Missing(name, default, ErrorCode.InvalidTopicException);
        if (!mayCreate || !cluster.Options.AutoCreateTopics) return Missing(name, default, ErrorCode.UnknownTopicOrPartition);

        // Of two who ask at the same time, one creates the topic and the other finds it.
        cluster.Topics.TryCreate(name, partitions: null, TopicConfigs.Default, out var created);
        return created.Name == name ? Describe(created, operations) : Missing(name, default, ErrorCode.InvalidTopicException);
    }

    private MetadataResponse.Topic Describe(Topic topic, int operations) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        TopicAuthorizedOperations = operations,
        Partitions =
        [
            .. topic.Partitions.Select((log, index) => new MetadataResponse.Partition
            {
                PartitionIndex = index,
                LeaderId = cluster.Options.NodeId,
                LeaderEpoch = log.LeaderEpoch,
                ReplicaNodes = [cluster.Options.NodeId],
                IsrNodes = [cluster.Options.NodeId],
            })
        ],
    };

    private static MetadataResponse.Topic Missing(string? name, Uuid id, ErrorCode error) => new() { Name = name, TopicId = id, ErrorCode = error };
}
