using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Creates topics.</summary>
internal sealed class CreateTopicsHandler(Cluster cluster) : Handler<CreateTopics.Request>(CreateTopics.api, 0, 7)
{
    // The most records that one request can write to the log of the controllers: one for each topic, partition and configuration value.
    private const int MaximumRecords = 10_000;

    private readonly Lock gate = new();

    protected override IKafkaResponse Answer(CreateTopics.Request request, Call call)
    {
        // The time of such a request is over before Kafka looks at it.
        if (request.TimeoutMs <= 0)
            return Fail(request, ErrorCode.RequestTimedOut, call);

        var topics = request.Topics.GroupBy(topic => topic.Name).ToLookup(group => group.Count() == 1, group => group.First());
        var refused = topics[false].Select(topic => Refuse(topic.Name, ErrorCode.InvalidRequest, "The topic is named twice."));
        var reserved = topics[true]
            .Where(topic => topic.Name == TopicName.ClusterMetadata)
            .Select(topic => Refuse(topic.Name, ErrorCode.InvalidRequest, "The name is reserved."));
        var wanted = topics[true].Where(topic => topic.Name != TopicName.ClusterMetadata).ToArray();

        // One request after the other, as in the controller of a real Kafka.
        lock (gate)
            return new CreateTopicsResponse { Topics = [.. Create(wanted, request.ValidateOnly), .. reserved, .. refused] };
    }

    protected override IKafkaResponse Fail(CreateTopics.Request request, ErrorCode error, Call call) =>
        new CreateTopicsResponse { Topics = [.. request.Topics.Select(topic => Refuse(topic.Name, error, message: null))] };

    private CreateTopicsResponse.CreatableTopicResult[] Create(CreateTopics.CreatableTopic[] topics, bool validateOnly)
    {
        if (topics.Sum(Partitions) > MaximumRecords)
            return RefuseAll();

        // Kafka does not see that two names of the same request collide.
        var plans = topics.Select(topic => (Topic: topic, Error: Check(topic, out var configs), Configs: configs)).ToArray();

        if (plans.Where(plan => plan.Error == null).Sum(plan => 1 + Partitions(plan.Topic) + plan.Topic.Configs.Length) > MaximumRecords)
            return RefuseAll();

        return [.. plans.Select(plan => plan.Error ?? Create(plan.Topic, plan.Configs!, validateOnly))];

        long Partitions(CreateTopics.CreatableTopic topic) => Wanted(topic) ?? cluster.Options.DefaultPartitions;

        CreateTopicsResponse.CreatableTopicResult[] RefuseAll() =>
            [
                .. topics.Select(topic =>
                    Refuse(
                        topic.Name,
                        ErrorCode.PolicyViolation,
                        $"The topics, partitions and configuration values of the request are more than {MaximumRecords}."
                    )
                ),
            ];
    }

    private CreateTopicsResponse.CreatableTopicResult Create(CreateTopics.CreatableTopic topic, TopicConfigs configs, bool validateOnly)
    {
        var created = new CreateTopicsResponse.CreatableTopicResult
        {
            Name = topic.Name,
            TopicId = Uuid.NewRandom(), // Kafka gives one out even if it creates nothing
            ErrorMessage = null,
            NumPartitions = Wanted(topic) ?? cluster.Options.DefaultPartitions,
            ReplicationFactor = 1,
            Configs = [.. configs.All.Select(Describe)],
        };

        if (validateOnly)
            return created;

        return cluster.Topics.TryCreate(topic.Name, Wanted(topic), configs, out var inPlace)
            ? created with
            {
                TopicId = inPlace.Id,
            }
            : Refuse(topic.Name, inPlace);
    }

    /// <summary>Checks a topic, in Kafka's order.</summary>
    /// <param name="configs">The configuration values; null if they are not valid or were not reached.</param>
    /// <returns>The error; null if the topic can be created.</returns>
    private CreateTopicsResponse.CreatableTopicResult? Check(CreateTopics.CreatableTopic topic, out TopicConfigs? configs)
    {
        configs = null;

        if (TopicName.Error(topic.Name) is { } nameError)
            return Refuse(topic.Name, ErrorCode.InvalidTopicException, nameError);
        if (cluster.Topics.FindObstacle(topic.Name) is { } obstacle)
            return Refuse(topic.Name, obstacle);
        if (Read(topic, out configs) is { } configError)
            return Refuse(topic.Name, ErrorCode.InvalidConfig, configError);
        return topic.Assignments.Length > 0 ? CheckAssignments(topic) : CheckNumbers(topic);
    }

    /// <summary>How many partitions a topic asks for; null for the default of the broker.</summary>
    private static int? Wanted(CreateTopics.CreatableTopic topic) =>
        topic.Assignments.Length > 0 ? topic.Assignments.Length
        : topic.NumPartitions == -1 ? null
        : topic.NumPartitions;

    private static CreateTopicsResponse.CreatableTopicConfigs Describe((string Name, string Value, bool IsGiven) config) =>
        new()
        {
            Name = config.Name,
            Value = config.Value,
            // Since Kafka tracks eligible leader replicas, this one is set for the cluster.
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
                "Either the replicas are assigned, or the numbers of partitions and replicas are given, not both."
            ),
            _ when !indexes.SequenceEqual(Enumerable.Range(0, topic.Assignments.Length)) => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicaAssignment,
                "The partitions that are assigned are not numbered from 0 on without gaps."
            ),
            _ when topic.Assignments.Any(assignment => !assignment.BrokerIds.SequenceEqual([cluster.Options.NodeId])) => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicaAssignment,
                $"The only broker is {cluster.Options.NodeId}."
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
                $"{topic.ReplicationFactor} is no number of replicas."
            ),
            { NumPartitions: 0 or < -1 } => Refuse(
                topic.Name,
                ErrorCode.InvalidPartitions,
                $"{topic.NumPartitions} is no number of partitions."
            ),
            { ReplicationFactor: > 1 } => Refuse(
                topic.Name,
                ErrorCode.InvalidReplicationFactor,
                $"{topic.ReplicationFactor} replicas cannot be had of 1 broker."
            ),
            _ => null,
        };

    /// <summary>Reads the configuration values of a topic. Of one that is given twice, the last counts.</summary>
    /// <returns>What is wrong with them; null if nothing is.</returns>
    private static string? Read(CreateTopics.CreatableTopic topic, out TopicConfigs? configs)
    {
        var given = new Dictionary<string, string>();
        configs = null;

        foreach (var config in topic.Configs)
        {
            if (config.Value == null)
                return $"Null is no value for {config.Name}.";
            given[config.Name] = config.Value;
        }

        if (given.Select(config => TopicConfigs.Error(config.Key, config.Value)).FirstOrDefault(error => error != null) is { } fault)
            return fault;

        configs = new TopicConfigs(given);
        return configs.Error();
    }

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, Topic obstacle) =>
        obstacle.Name == name
            ? Refuse(name, ErrorCode.TopicAlreadyExists, $"There is a topic {name} already.")
            : Refuse(name, ErrorCode.InvalidTopicException, $"{name} differs from the topic {obstacle.Name} only in '.' and '_'.");

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, ErrorCode error, string? message) =>
        new()
        {
            Name = name,
            ErrorCode = error,
            ErrorMessage = message,
        };
}
