namespace KafkaWire;

/// <summary>What <see cref="SimpleClient.FetchAsync"/> has read from a partition.</summary>
public sealed class FetchResult
{
    internal FetchResult(Fetch.PartitionData answer, long offset)
    {
        NextOffset = offset;
        HighWatermark = answer.HighWatermark;
        LogStartOffset = answer.LogStartOffset;
        var records = new List<Record>();

        foreach (var batch in KafkaWire.Records.Batches(answer.Records ?? Bytes.Empty))
        {
            NextOffset = Math.Max(NextOffset, batch.LastOffset + 1);

            if (batch.IsControl)
                continue;

            foreach (var record in batch)
            {
                // The first batch may begin before the offset asked for.
                if (record.Offset >= offset)
                    records.Add(record);
            }
        }

        Records = records;
    }

    /// <summary>The records, in order of their offsets; none if there are none yet. They may be kept for ever.</summary>
    public IReadOnlyList<Record> Records { get; }

    /// <summary>The offset to go on with. It can be beyond the last record: not every offset has one.</summary>
    public long NextOffset { get; }

    /// <summary>The offset after the last record that all replicas have, which is the last that is given out.</summary>
    public long HighWatermark { get; }

    /// <summary>The offset of the first record that the partition still has; -1 if the broker does not tell (before Kafka 1.0).</summary>
    public long LogStartOffset { get; }

    /// <summary>The number of records and the offsets around them, such as <c>2 records, next offset 2, high watermark 2</c>.</summary>
    public override string ToString() =>
        $"{Counted.Of(Records.Count, "record")}, next offset {NextOffset}, high watermark {HighWatermark}";
}
