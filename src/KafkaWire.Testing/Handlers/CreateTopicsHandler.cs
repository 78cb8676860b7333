using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Creates topics.</summary>
internal sealed class CreateTopicsHandler(Cluster cluster) : Handler<CreateTopics.Request>(CreateTopics.api, 0, 7)
{
    protected override IKafkaResponse Answer(CreateTopics.Request request, Call call)
    {
        var twice = request.Topics.CountBy(topic => topic.Name).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();

        return new CreateTopicsResponse
        {
            Topics =
            [
                .. request.Topics.Where(topic => !twice.Contains(topic.Name)).Select(topic => Create(topic, request.ValidateOnly)),
                .. twice.Select(name => Refuse(name, ErrorCode.InvalidRequest, "The topic is named twice."))
            ],
        };
    }

    protected override IKafkaResponse Fail(CreateTopics.Request request, ErrorCode error, Call call) =>
        new CreateTopicsResponse { Topics = [.. request.Topics.Select(topic => Refuse(topic.Name, error, message: null))] };

    private CreateTopicsResponse.CreatableTopicResult Create(CreateTopics.CreatableTopic topic, bool validateOnly)
    {
        if (TopicName.Error(topic.Name) is { } nameError) return Refuse(topic.Name, ErrorCode.InvalidTopicException, nameError);
        if (cluster.Topics.FindObstacle(topic.Name) is { } obstacle) return Refuse(topic.Name, obstacle);
        if (CheckPartitions(topic) is { } partitionError) return partitionError;
        if (CheckReplicas(topic) is { } replicaError) return replicaError;
        if (CheckConfigs(topic) is { } configError) return configError;

        int? wanted = topic.Assignments.Length > 0 ? topic.Assignments.Length : topic.NumPartitions == -1 ? null : topic.NumPartitions;

        var configs = new TopicConfigs(topic.Configs.ToDictionary(config => config.Name, config => config.Value!));

        var created = new CreateTopicsResponse.CreatableTopicResult
        {
            Name = topic.Name,
            ErrorMessage = null,
            NumPartitions = wanted ?? cluster.Options.DefaultPartitions,
            ReplicationFactor = 1,
            Configs = [.. configs.All.Select(Describe)],
        };

        if (validateOnly) return created;

        return cluster.Topics.TryCreate(topic.Name, wanted, configs, out var inPlace) ? created with { TopicId = inPlace.Id } : Refuse(topic.Name, inPlace);
    }

    private static CreateTopicsResponse.CreatableTopicConfigs Describe((string Name, string Value, bool IsGiven) config) =>
        new() { Name = config.Name, Value = config.Value, ConfigSource = config.IsGiven ? ConfigSources.Topic : ConfigSources.Default };

    private static CreateTopicsResponse.CreatableTopicResult? CheckPartitions(CreateTopics.CreatableTopic topic)
    {
        var indexes = topic.Assignments.Select(assignment => assignment.PartitionIndex).Order();

        return topic switch
        {
            { Assignments.Length: > 0 } when topic.NumPartitions != -1 || topic.ReplicationFactor != -1
                => Refuse(topic.Name, ErrorCode.InvalidRequest, "Either the replicas are assigned, or the numbers of partitions and replicas are given, not both."),
            { Assignments.Length: > 0 } when !indexes.SequenceEqual(Enumerable.Range(0, topic.Assignments.Length))
                => Refuse(topic.Name, ErrorCode.InvalidReplicaAssignment, "The partitions that are assigned are not numbered from 0 on without gaps."),
            { Assignments.Length: 0, NumPartitions: 0 or < -1 }
                => Refuse(topic.Name, ErrorCode.InvalidPartitions, $"{topic.NumPartitions} is no number of partitions."),
            _ => null,
        };
    }

    private CreateTopicsResponse.CreatableTopicResult? CheckReplicas(CreateTopics.CreatableTopic topic) => topic switch
    {
        { Assignments.Length: > 0 } when topic.Assignments.Any(assignment => !assignment.BrokerIds.SequenceEqual([cluster.Options.NodeId]))
            => Refuse(topic.Name, ErrorCode.InvalidReplicaAssignment, $"The only broker is {cluster.Options.NodeId}."),
        { Assignments.Length: 0, ReplicationFactor: not (1 or -1) }
            => Refuse(topic.Name, ErrorCode.InvalidReplicationFactor, $"{topic.ReplicationFactor} replicas cannot be had of 1 broker."),
        _ => null,
    };

    private static CreateTopicsResponse.CreatableTopicResult? CheckConfigs(CreateTopics.CreatableTopic topic)
    {
        foreach (var config in topic.Configs)
        {
            var error = config.Value == null ? $"Null is no value for {config.Name}." : TopicConfigs.Error(config.Name, config.Value);
            if (error != null) return Refuse(topic.Name, ErrorCode.InvalidConfig, error);
        }

        return topic.Configs.DistinctBy(config => config.Name).Count() == topic.Configs.Length
            ? null
            : Refuse(topic.Name, ErrorCode.InvalidConfig, "A configuration value is given twice.");
    }

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, Topic obstacle) => obstacle.Name == name
        ? Refuse(name, ErrorCode.TopicAlreadyExists, $"There is a topic {name} already.")
        : Refuse(name, ErrorCode.InvalidTopicException, $"{name} differs from the topic {obstacle.Name} only in '.' and '_'.");

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, ErrorCode error, string? message) =>
        new() { Name = name, ErrorCode = error, ErrorMessage = message };
}
