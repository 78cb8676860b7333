namespace KafkaWire.Testing.Storage;

/// <summary>The sparse offset index that Kafka keeps for a log: about one entry for every 4096 bytes.</summary>
/// <remarks>This broker does not need it to find batches. But the aborted transactions that Kafka returns depend on where the entries
/// are.</remarks>
internal sealed class OffsetIndex
{
    // index.interval.bytes
    private const int Interval = 4096;

    private readonly List<(long Offset, long Position)> entries = [];
    private long sinceEntry;

    /// <summary>Adds an entry for an appended batch if enough bytes have passed since the last entry.</summary>
    public void Add(StoredBatch batch)
    {
        if (sinceEntry > Interval)
        {
            entries.Add((batch.LastOffset, batch.Position));
            sinceEntry = 0;
        }

        sinceEntry += batch.Bytes.Length;
    }

    /// <summary>The offset of the first entry at or after a position; null if there is none.</summary>
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
