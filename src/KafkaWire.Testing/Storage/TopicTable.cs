namespace KafkaWire.Testing.Storage;

/// <summary>The topics, by name and by id.</summary>
internal sealed class TopicTable(LoopbackBrokerOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Topic> byName = [];
    private readonly Dictionary<Uuid, Topic> byId = [];

    /// <summary>All topics in the order of their creation.</summary>
    public Topic[] All
    {
        get
        {
            lock (gate)
                return [.. byName.Values];
        }
    }

    public Topic? Find(string name)
    {
        lock (gate)
            return byName.GetValueOrDefault(name);
    }

    public Topic? Find(Uuid id)
    {
        lock (gate)
            return byId.GetValueOrDefault(id);
    }

    /// <summary>Finds a topic by its id, or by its name in older versions. If there is none, the error is the one that Kafka
    /// returns.</summary>
    public Topic? Find(string name, Uuid id, bool useId, out ErrorCode error)
    {
        var topic = useId ? Find(id) : Find(name);
        error =
            topic != null ? ErrorCode.None
            : useId ? ErrorCode.UnknownTopicId
            : ErrorCode.UnknownTopicOrPartition;
        return topic;
    }

    /// <summary>Creates a topic; false if the name is taken.</summary>
    /// <param name="partitions">The number of partitions; null for the broker's default.</param>
    /// <param name="topic">The new topic, or the existing one.</param>
    public bool TryCreate(string name, int? partitions, TopicConfigs configs, out Topic topic)
    {
        lock (gate)
        {
            if (byName.GetValueOrDefault(name) is { } there)
            {
                topic = there;
                return false;
            }

            topic = new Topic(name, partitions ?? options.DefaultPartitions, configs, options);
            byName.Add(name, topic);
            byId.Add(topic.Id, topic);
            return true;
        }
    }

    /// <summary>The topic that prevents the creation of another: one of the same name, or one that would share its metric name.</summary>
    public Topic? FindObstacle(string name)
    {
        lock (gate)
            return byName.GetValueOrDefault(name) ?? byName.Values.FirstOrDefault(topic => TopicName.Collide(topic.Name, name));
    }

    /// <summary>Deletes a topic with all its records; false if it no longer exists.</summary>
    public bool Delete(Topic topic)
    {
        lock (gate)
            return byId.Remove(topic.Id) && byName.Remove(topic.Name);
    }
}
