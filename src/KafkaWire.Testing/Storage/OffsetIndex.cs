namespace KafkaWire.Testing.Storage;

/// <summary>The sparse index that Kafka keeps beside a log: it has an entry for about every 4096 bytes.</summary>
/// <remarks>Nothing here needs it to find a batch. What Kafka tells of aborted transactions depends on where the entries are.</remarks>
internal sealed class OffsetIndex
{
    // index.interval.bytes
    private const int Interval = 4096;

    private readonly List<(long Offset, long Position)> entries = [];
    private long sinceEntry;

    /// <summary>Adds a batch that was appended, if it is time for an entry.</summary>
    public void Add(StoredBatch batch)
    {
        if (sinceEntry > Interval)
        {
            entries.Add((batch.LastOffset, batch.Position));
            sinceEntry = 0;
        }

        sinceEntry += batch.Bytes.Length;
    }

    /// <summary>The offset of the first entry at or behind a position; null if there is none.</summary>
    public long? OffsetAt(long position)
    {
        var (low, high) = (0, entries.Count);

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Position < position)
                low = middle + 1;
            else
                high = middle;
        }

        return low < entries.Count ? entries[low].Offset : null;
    }
}
