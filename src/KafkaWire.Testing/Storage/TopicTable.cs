namespace KafkaWire.Testing.Storage;

/// <summary>The topics, by name and by id.</summary>
internal sealed class TopicTable(LoopbackBrokerOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Topic> byName = [];
    private readonly Dictionary<Uuid, Topic> byId = [];

    /// <summary>All topics, the earlier created first.</summary>
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

    /// <summary>A topic by its id, or by its name where requests had no ids yet; the error is what Kafka answers if there is
    /// none.</summary>
    public Topic? Find(string name, Uuid id, bool useId, out ErrorCode error)
    {
        var topic = useId ? Find(id) : Find(name);
        error =
            topic != null ? ErrorCode.None
            : useId ? ErrorCode.UnknownTopicId
            : ErrorCode.UnknownTopicOrPartition;
        return topic;
    }

    /// <summary>Creates a topic, unless there is one of the name.</summary>
    /// <param name="partitions">How many; null for the default of the broker.</param>
    /// <param name="topic">The new topic, or the one that is there.</param>
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

    /// <summary>The topic that keeps another from being created under a name: one of the same name, or one that would share its
    /// metrics.</summary>
    public Topic? FindObstacle(string name)
    {
        lock (gate)
            return byName.GetValueOrDefault(name) ?? byName.Values.FirstOrDefault(topic => TopicName.Collide(topic.Name, name));
    }

    /// <summary>Deletes a topic with all its records; false if it is not there any more.</summary>
    public bool Delete(Topic topic)
    {
        lock (gate)
            return byId.Remove(topic.Id) && byName.Remove(topic.Name);
    }
}
