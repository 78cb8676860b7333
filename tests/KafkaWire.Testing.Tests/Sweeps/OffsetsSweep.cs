namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>A sweep over an API that commits offsets. OffsetCommit and TxnOffsetCommit have the same topics.</summary>
public abstract class OffsetsSweep(string area) : CoordinationSweep(area)
{
    /// <summary>Valid and invalid topics, partitions and offsets.</summary>
    private protected static IEnumerable<(string Name, Func<Talk, OffsetCommitRequest.Topic[]> Topics)> Topics()
    {
        yield return ("no topic", _ => []);
        yield return ("no partition", talk => [Of(talk, [])]);
        yield return ("two partitions", talk => [Of(talk, [At(1), At(0)])]);
        yield return ("a partition twice", talk => [Of(talk, [At(0) with { CommittedOffset = 1 }, At(0) with { CommittedOffset = 2 }])]);
        yield return ("a topic twice", talk => [Of(talk, [At(0)]), Of(talk, [At(1)])]);
        yield return ("an unknown topic", _ => [Unknown]);
        yield return ("an unknown topic without partitions", _ => [Unknown with { Partitions = [] }]);
        yield return ("an unknown topic after a known one", talk => [Of(talk, [At(0)]), Unknown]);
        yield return ("an unknown topic before a known one", talk => [Unknown, Of(talk, [At(0)])]);
        yield return ("a topic without name and id", _ => [Unknown with { Name = "", TopicId = default }]);
        yield return ("unknown partitions", talk => [Of(talk, [At(2), At(0), At(-1), At(int.MaxValue)])]);
        foreach (var offset in new[] { -2, -1, 0, long.MaxValue, long.MinValue })
            yield return ($"offset {offset}", talk => [Of(talk, [At(0) with { CommittedOffset = offset }])]);
        // Together with another offset: Kafka forgets a group at some time if this commit is all that it has.
        yield return ("metadata of 4097", talk => [Of(talk, [At(0) with { CommittedMetadata = new string('m', 4097) }, At(1)])]);
        foreach (var length in new[] { -1, 0, 1, 4095, 4096 })
            yield return (
                $"metadata of {length}",
                talk => [Of(talk, [At(0) with { CommittedMetadata = length < 0 ? null : new string('m', length) }])]
            );
        foreach (var length in new[] { 2048, 2049, 4096 })
            yield return (
                $"metadata of {length} umlauts",
                talk => [Of(talk, [At(0) with { CommittedMetadata = new string('ü', length) }, At(1)])]
            );
    }

    private protected static OffsetCommitRequest.Topic Unknown =>
        new()
        {
            Name = "unknown",
            TopicId = NoTopicId,
            Partitions = [At(0)],
        };

    private protected static OffsetCommitRequest.Topic Of(Talk talk, OffsetCommitRequest.Partition[] partitions) =>
        new()
        {
            Name = Topic(talk),
            TopicId = TopicId(talk),
            Partitions = partitions,
        };

    private protected static OffsetCommitRequest.Partition At(int partition) =>
        new()
        {
            PartitionIndex = partition,
            CommittedOffset = 7,
            CommittedMetadata = "m",
        };
}
