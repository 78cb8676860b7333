using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>The outcome of a commit for one topic, named as in the request: an error code for each partition.</summary>
internal sealed record CommittedTopic(string Name, Uuid Id, List<(int Partition, ErrorCode Error)> Partitions);

/// <summary>An offset to commit.</summary>
internal readonly record struct OffsetToCommit(int Partition, long Offset, int LeaderEpoch, string? Metadata);

/// <summary>What OffsetCommit and TxnOffsetCommit have in common: the order of checks and the order of topics in the answer.</summary>
internal static class CommitOutcome
{
    // offset.metadata.max.bytes
    private const int MaximumMetadata = 4096;

    /// <summary>Commits the offsets of existing partitions if the check passes. Partitions that do not exist come first in the
    /// answer.</summary>
    /// <param name="find">Finds the topic that the request names, or returns an error.</param>
    /// <param name="check">Checks the sender. Like Kafka, skips this if none of the partitions exists.</param>
    /// <param name="commit">Stores an offset.</param>
    public static IEnumerable<CommittedTopic> Of<TTopic>(
        IEnumerable<TTopic> topics,
        Func<TTopic, (string Name, Uuid Id, IEnumerable<OffsetToCommit> Offsets)> read,
        Func<string, Uuid, (Topic? Topic, ErrorCode Error)> find,
        Func<ErrorCode> check,
        Action<Topic, OffsetToCommit> commit
    )
    {
        var answer = new List<CommittedTopic>();
        var existing = new List<(string Name, Uuid Id, Topic Topic, List<OffsetToCommit> Offsets)>();

        foreach (var (name, id, offsets) in topics.Select(read))
        {
            var (topic, error) = find(name, id);

            if (topic == null)
            {
                Add(answer, name, id, offsets.Select(offset => (offset.Partition, error)));
                continue;
            }

            var known = new List<OffsetToCommit>();

            foreach (var offset in offsets)
                if (topic.Partition(offset.Partition) != null)
                    known.Add(offset);
                else
                    Add(answer, name, id, [(offset.Partition, ErrorCode.UnknownTopicOrPartition)]);

            if (known.Count > 0)
                existing.Add((name, id, topic, known));
        }

        if (existing.Count == 0)
            return answer;

        var refusal = check();
        var merges = answer.Count > 0; // without errors, a topic that is named twice appears twice in the answer

        foreach (var (name, id, topic, offsets) in existing)
        {
            var results = offsets
                .Select(offset => (offset.Partition, refusal != ErrorCode.None ? refusal : Commit(topic, offset, commit)))
                .ToList();
            if (merges)
                Add(answer, name, id, results);
            else
                answer.Add(new(name, id, results));
        }

        return answer;
    }

    private static void Add(List<CommittedTopic> answer, string name, Uuid id, IEnumerable<(int, ErrorCode)> partitions)
    {
        var topic = answer.Find(topic => topic.Name == name && topic.Id == id);
        if (topic == null)
            answer.Add(topic = new(name, id, []));
        topic.Partitions.AddRange(partitions);
    }

    private static ErrorCode Commit(Topic topic, OffsetToCommit offset, Action<Topic, OffsetToCommit> commit)
    {
        if (offset.Metadata is { Length: > MaximumMetadata })
            return ErrorCode.OffsetMetadataTooLarge;
        commit(topic, offset);
        return ErrorCode.None;
    }
}
