using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Creates topics.</summary>
internal sealed class CreateTopicsHandler(BrokerState broker) : Handler<CreateTopics.Request>(CreateTopics.api, 0, 7)
{
    // The maximum number of metadata records that a request may write: one for each topic, partition and configuration value.
    private const int MaximumRecords = 10_000;

    private readonly Lock gate = new();

    protected override IKafkaResponse Answer(CreateTopics.Request request, Call call)
    {
        // In Kafka, such a request has timed out before it is handled.
        if (request.TimeoutMs <= 0)
            return Fail(request, ErrorCode.RequestTimedOut, call);

        var topics = request.Topics.GroupBy(topic => topic.Name).ToLookup(group => group.Count() == 1, group => group.First());
        var refused = topics[false].Select(topic => Refuse(topic.Name, ErrorCode.InvalidRequest, "The request names the topic twice."));
        var reserved = topics[true]
            .Where(topic => topic.Name == TopicName.ClusterMetadata)
            .Select(topic => Refuse(topic.Name, ErrorCode.InvalidRequest, "The name is reserved."));
        var wanted = topics[true].Where(topic => topic.Name != TopicName.ClusterMetadata).ToArray();

        // One request at a time, as in Kafka's controller.
        lock (gate)
            return new CreateTopicsResponse { Topics = [.. Create(wanted, request.ValidateOnly), .. reserved, .. refused] };
    }

    protected override IKafkaResponse Fail(CreateTopics.Request request, ErrorCode error, Call call) =>
        new CreateTopicsResponse { Topics = [.. request.Topics.Select(topic => Refuse(topic.Name, error, message: null))] };

    private CreateTopicsResponse.CreatableTopicResult[] Create(CreateTopics.CreatableTopic[] topics, bool validateOnly)
    {
        if (topics.Sum(Partitions) > MaximumRecords)
            return RefuseAll();

        // Kafka does not detect a collision between two names of the same request.
        var plans = topics.Select(topic => (Topic: topic, Error: Check(topic, out var configs), Configs: configs)).ToArray();

        if (plans.Where(plan => plan.Error == null).Sum(plan => 1 + Partitions(plan.Topic) + plan.Topic.Configs.Length) > MaximumRecords)
            return RefuseAll();

        return [.. plans.Select(plan => plan.Error ?? Create(plan.Topic, plan.Configs!, validateOnly))];

        long Partitions(CreateTopics.CreatableTopic topic) => Wanted(topic) ?? broker.Options.DefaultPartitions;

        CreateTopicsResponse.CreatableTopicResult[] RefuseAll() =>
            [
                .. topics.Select(topic =>
                    Refuse(
                        topic.Name,
                        ErrorCode.PolicyViolation,
                        $"The request has more than {MaximumRecords} topics, partitions and configuration values."
                    )
                ),
            ];
    }

    private CreateTopicsResponse.CreatableTopicResult Create(CreateTopics.CreatableTopic topic, TopicConfigs configs, bool validateOnly)
    {
        var created = new CreateTopicsResponse.CreatableTopicResult
        {
            Name = topic.Name,
            TopicId = Uuid.NewRandom(), // Kafka returns an id even if it only validates
            ErrorMessage = null,
            NumPartitions = Wanted(topic) ?? broker.Options.DefaultPartitions,
            ReplicationFactor = 1,
            Configs = [.. configs.All.Select(Describe)],
        };

        if (validateOnly)
            return created;

        return broker.Topics.TryCreate(topic.Name, Wanted(topic), configs, out var inPlace)
            ? created with
            {
                TopicId = inPlace.Id,
            }
            : Refuse(topic.Name, inPlace);
    }

    /// <summary>Validates a topic in the order of Kafka's checks.</summary>
    /// <param name="configs">The configuration; null if it is invalid or was not reached.</param>
    /// <returns>The error; null if the topic can be created.</returns>
    private CreateTopicsResponse.CreatableTopicResult? Check(CreateTopics.CreatableTopic topic, out TopicConfigs? configs)
    {
        configs = null;

        if (TopicName.Error(topic.Name) is { } nameError)
            return Refuse(topic.Name, ErrorCode.InvalidTopicException, nameError);
        if (broker.Topics.FindObstacle(topic.Name) is { } obstacle)
            return Refuse(topic.Name, obstacle);
        if (Read(topic, out configs) is { } configError)
            return Refuse(topic.Name, ErrorCode.InvalidConfig, configError);
        return topic.Assignments.Length > 0 ? CheckAssignments(topic) : CheckNumbers(topic);
    }

    /// <summary>The number of partitions that a request asks for; null for the broker's default.</summary>
    private static int? Wanted(CreateTopics.CreatableTopic topic) =>
        topic.Assignments.Length > 0 ? topic.Assignments.Length
        : topic.NumPartitions == -1 ? null
        : topic.NumPartitions;

    private static CreateTopicsResponse.CreatableTopicConfigs Describe((string Name, string Value, bool IsGiven) config) =>
        new()
        {
            Name = config.Name,
            Value = config.Value,
            // Kafka sets this value for the cluster since it tracks eligible leader replicas (KIP-966).
            ConfigSource =
                config.IsGiven ? ConfigSources.Topic
                : config.Name == TopicConfigs.MinimumInSync ? ConfigSources.Cluster
                : ConfigSources.Default,
        };

    private CreateTopicsResponse.CreatableTopicResult? CheckAssignments(CreateTopics.CreatableTopic topic)
    {
        var indexes = topic.Assignments.Select(assignment => assignment.PartitionIndex).Order();

        return topic switch
        {
            _ when topic.NumPartitions != -1 || topic.ReplicationFactor != -1 => Refuse(
                topic.Name,
                ErrorCode.InvalidRequest,
                "Use either an assignment of replicas or the numbers of partitions and replicas, not both."
            ),
            _ when !indexes.SequenceEqual(Enumerable.Range(0, topic.Assignments.Length)) => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicaAssignment,
                "The assigned partitions must be numbered from 0 without gaps."
            ),
            _ when topic.Assignments.Any(assignment => !assignment.BrokerIds.SequenceEqual([broker.Options.NodeId])) => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicaAssignment,
                $"The only broker is {broker.Options.NodeId}."
            ),
            _ => null,
        };
    }

    private static CreateTopicsResponse.CreatableTopicResult? CheckNumbers(CreateTopics.CreatableTopic topic) =>
        topic switch
        {
            { ReplicationFactor: 0 or < -1 } => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicationFactor,
                $"Invalid replication factor {topic.ReplicationFactor}."
            ),
            { NumPartitions: 0 or < -1 } => Refuse(
                topic.Name,
                ErrorCode.InvalidPartitions,
                $"Invalid number of partitions {topic.NumPartitions}."
            ),
            { ReplicationFactor: > 1 } => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicationFactor,
                $"A single broker cannot hold {topic.ReplicationFactor} replicas."
            ),
            _ => null,
        };

    /// <summary>Reads the configuration values of a topic. If a value is given twice, the last one counts.</summary>
    /// <returns>Why the values are invalid; null if they are valid.</returns>
    private static string? Read(CreateTopics.CreatableTopic topic, out TopicConfigs? configs)
    {
        var given = new Dictionary<string, string>();
        configs = null;

        foreach (var config in topic.Configs)
        {
            if (config.Value == null)
                return $"The value of {config.Name} must not be null.";
            given[config.Name] = config.Value;
        }

        if (given.Select(config => TopicConfigs.Error(config.Key, config.Value)).FirstOrDefault(error => error != null) is { } fault)
            return fault;

        configs = new TopicConfigs(given);
        return configs.Error();
    }

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, Topic obstacle) =>
        obstacle.Name == name
            ? Refuse(name, ErrorCode.TopicAlreadyExists, $"Topic {name} already exists.")
            : Refuse(name, ErrorCode.InvalidTopicException, $"Topic {name} differs from topic {obstacle.Name} only in '.' and '_'.");

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, ErrorCode error, string? message) =>
        new()
        {
            Name = name,
            ErrorCode = error,
            ErrorMessage = message,
        };
}
