namespace KafkaWire.Testing.Storage;

/// <summary>A record batch in a log: the bytes that the producer sent, with the offset and leader epoch set by the broker.</summary>
internal sealed class StoredBatch
{
    private StoredBatch(Bytes bytes, long position)
    {
        Bytes = bytes;
        Position = position;
        var batch = View;
        BaseOffset = batch.BaseOffset;
        LastOffset = batch.LastOffset;
        MaxTimestamp = batch.MaxTimestamp;
    }

    public Bytes Bytes { get; }

    /// <summary>The position of the batch in its log, in bytes.</summary>
    public long Position { get; }

    public long BaseOffset { get; }

    public long LastOffset { get; }

    public long MaxTimestamp { get; }

    public RecordBatch View => First(Records.Batches(Bytes))!.Value;

    /// <summary>Copies a batch and gives it its place in the log.</summary>
    /// <param name="maxTimestamp">The largest timestamp of the records, in milliseconds since 1970; null keeps the header's value.</param>
    /// <param name="appendTime">The log append time, in milliseconds since 1970; null if the records keep their own timestamps.</param>
    public static StoredBatch Place(Bytes batch, long baseOffset, long position, int leaderEpoch, long? maxTimestamp, long? appendTime)
    {
        var type = appendTime is null ? TimestampType.CreateTime : TimestampType.LogAppendTime;
        var view = First(Records.Batches(batch))!.Value;
        return new(view.Appended(baseOffset, leaderEpoch, type, appendTime ?? maxTimestamp), position);
    }

    /// <summary>The first complete batch of a records field; null if there is none.</summary>
    public static RecordBatch? First(RecordBatches batches)
    {
        var each = batches.GetEnumerator();
        return each.MoveNext() ? each.Current : null;
    }
}
