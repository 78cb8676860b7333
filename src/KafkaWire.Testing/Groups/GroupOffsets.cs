namespace KafkaWire.Testing.Groups;

/// <summary>A committed offset of a group.</summary>
internal readonly record struct CommittedOffset(long Offset, int LeaderEpoch, string Metadata);

/// <summary>The committed offsets of a group, and those that wait for the end of a transaction.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class GroupOffsets
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Topic, int Partition), CommittedOffset> committed = [];
    private readonly Dictionary<long, Dictionary<(string Topic, int Partition), CommittedOffset>> pending = []; // by producer id

    /// <summary>Whether there are any committed or pending offsets.</summary>
    public bool Any
    {
        get
        {
            lock (gate)
                return committed.Count > 0 || pending.Count > 0;
        }
    }

    /// <summary>The partitions with committed offsets, by topic.</summary>
    public ILookup<string, int> Partitions
    {
        get
        {
            lock (gate)
                return committed.Keys.ToLookup(key => key.Topic, key => key.Partition);
        }
    }

    public void Commit(string topic, int partition, CommittedOffset offset)
    {
        lock (gate)
            committed[(topic, partition)] = offset;
    }

    /// <summary>Keeps an offset until the producer's transaction ends.</summary>
    public void CommitLater(long producerId, string topic, int partition, CommittedOffset offset)
    {
        lock (gate)
        {
            if (!pending.TryGetValue(producerId, out var offsets))
                pending[producerId] = offsets = [];
            offsets[(topic, partition)] = offset;
        }
    }

    /// <summary>Commits or discards the pending offsets of a producer.</summary>
    public void EndTransaction(long producerId, bool commits)
    {
        lock (gate)
        {
            if (!pending.Remove(producerId, out var offsets) || !commits)
                return;
            foreach (var (key, offset) in offsets)
                committed[key] = offset;
        }
    }

    public CommittedOffset? Find(string topic, int partition)
    {
        lock (gate)
            return committed.TryGetValue((topic, partition), out var offset) ? offset : null;
    }

    /// <summary>Whether an open transaction may change the offset.</summary>
    public bool IsUnstable(string topic, int partition)
    {
        lock (gate)
            return pending.Values.Any(offsets => offsets.ContainsKey((topic, partition)));
    }

    /// <summary>Removes the offset of a partition.</summary>
    public bool Remove(string topic, int partition)
    {
        lock (gate)
            return committed.Remove((topic, partition));
    }

    /// <summary>Removes all offsets of a deleted topic.</summary>
    public void Remove(string topic)
    {
        lock (gate)
        {
            foreach (var key in committed.Keys.Where(key => key.Topic == topic).ToArray())
                committed.Remove(key);

            foreach (var offsets in pending.Values)
            foreach (var key in offsets.Keys.Where(key => key.Topic == topic).ToArray())
                offsets.Remove(key);
        }
    }
}
