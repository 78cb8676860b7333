using System.Buffers.Binary;

namespace KafkaWire.Testing.Storage;

/// <summary>A record batch of a log: the bytes that the producer sent, with the broker's offset and leader epoch in them.</summary>
internal sealed class StoredBatch
{
    // The layout of magic 2. The CRC covers all from the attributes on, so that the broker can set the offset and the epoch.
    private const int LeaderEpochAt = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int MaxTimestampAt = 35;
    private const short AppendTimeAttribute = 0x8;

    private StoredBatch(Bytes bytes)
    {
        Bytes = bytes;
        var batch = View;
        BaseOffset = batch.BaseOffset;
        LastOffset = batch.LastOffset;
        MaxTimestamp = batch.MaxTimestamp;
    }

    public Bytes Bytes { get; }

    public long BaseOffset { get; }

    public long LastOffset { get; }

    public long MaxTimestamp { get; }

    public RecordBatch View => First(Records.Batches(Bytes))!.Value;

    /// <summary>Copies a batch, and gives it its place in the log.</summary>
    /// <param name="appendTime">The time that takes the place of the records' own, in milliseconds since 1970; null if they keep theirs.</param>
    public static StoredBatch Place(Bytes batch, long baseOffset, int leaderEpoch, long? appendTime)
    {
        var bytes = batch.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(bytes, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(LeaderEpochAt), leaderEpoch);

        if (appendTime is { } time)
        {
            var attributes = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(AttributesAt));
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(AttributesAt), (short)(attributes | AppendTimeAttribute));
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(MaxTimestampAt), time);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CrcAt), Crc32C.Compute(bytes.AsSpan(AttributesAt)));
        }

        return new(new Bytes(bytes));
    }

    /// <summary>The first whole batch of a records field, if there is one.</summary>
    public static RecordBatch? First(RecordBatches batches)
    {
        var each = batches.GetEnumerator();
        return each.MoveNext() ? each.Current : null;
    }
}
