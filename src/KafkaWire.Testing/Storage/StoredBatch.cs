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

    // Codec, timestamp type, transactional, control and delete horizon. Kafka clears the others when it writes the attributes anew.
    private const short KnownAttributes = 0x7f;

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

    /// <summary>The number of bytes before the batch in its log.</summary>
    public long Position { get; }

    public long BaseOffset { get; }

    public long LastOffset { get; }

    public long MaxTimestamp { get; }

    public RecordBatch View => First(Records.Batches(Bytes))!.Value;

    /// <summary>Copies a batch, and gives it its place in the log.</summary>
    /// <param name="maxTimestamp">The largest timestamp of the records, in milliseconds since 1970; null keeps the one in the
    /// header.</param>
    /// <param name="appendTime">The time that replaces the timestamps of the records, in milliseconds since 1970; null if they keep their
    /// own.</param>
    public static StoredBatch Place(Bytes batch, long baseOffset, long position, int leaderEpoch, long? maxTimestamp, long? appendTime)
    {
        var bytes = batch.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(bytes, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(LeaderEpochAt), leaderEpoch);
        SetTime(bytes, isAppendTime: appendTime != null, appendTime ?? maxTimestamp);
        return new(new Bytes(bytes), position);
    }

    /// <summary>Sets the timestamp type and the largest timestamp. A header that has both already keeps its bytes, as in Kafka.</summary>
    private static void SetTime(byte[] bytes, bool isAppendTime, long? maxTimestamp)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(AttributesAt));
        var headerTime = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(MaxTimestampAt));
        var time = maxTimestamp ?? headerTime;

        if ((attributes & AppendTimeAttribute) != 0 == isAppendTime && time == headerTime)
            return;

        var type = isAppendTime ? AppendTimeAttribute : 0;
        BinaryPrimitives.WriteInt16BigEndian(
            bytes.AsSpan(AttributesAt),
            (short)(attributes & KnownAttributes & ~AppendTimeAttribute | type)
        );
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(MaxTimestampAt), time);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CrcAt), Crc32C.Compute(bytes.AsSpan(AttributesAt)));
    }

    /// <summary>The first whole batch of a records field, if there is one.</summary>
    public static RecordBatch? First(RecordBatches batches)
    {
        var each = batches.GetEnumerator();
        return each.MoveNext() ? each.Current : null;
    }
}
