using System.Collections.Concurrent;

namespace KafkaWire.Testing.Groups;

/// <summary>The groups by id.</summary>
internal sealed class GroupTable(LoopbackBrokerOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Group> groups = [];

    /// <summary>The groups that exist.</summary>
    public IEnumerable<Group> All => groups.Values.Where(group => group.Exists);

    /// <summary>A group, which may not exist for Kafka yet.</summary>
    public Group this[string id] => groups.GetOrAdd(id, static (id, options) => new Group(id, options), options);

    /// <summary>A group that exists; null if there is none.</summary>
    public Group? Find(string id) => groups.TryGetValue(id, out var group) && group.Exists ? group : null;

    public bool Delete(Group group)
    {
        group.Dispose();
        return groups.TryRemove(new(group.Id, group));
    }

    public void Dispose()
    {
        foreach (var group in groups.Values)
            group.Dispose();
    }
}
