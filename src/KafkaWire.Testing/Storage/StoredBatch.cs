using System.Buffers.Binary;

namespace KafkaWire.Testing.Storage;

/// <summary>A record batch in a log: the bytes that the producer sent, with the offset and leader epoch set by the broker.</summary>
internal sealed class StoredBatch
{
    // The layout of magic 2. The CRC starts at the attributes, so the broker can set the offset and the epoch without a new CRC.
    private const int LeaderEpochAt = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int MaxTimestampAt = 35;
    private const short AppendTimeAttribute = 0x8;

    // Codec, timestamp type, transactional, control and delete horizon. Kafka clears all other bits when it rewrites the attributes.
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
        var bytes = batch.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(bytes, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(LeaderEpochAt), leaderEpoch);
        SetTime(bytes, isAppendTime: appendTime != null, appendTime ?? maxTimestamp);
        return new(new Bytes(bytes), position);
    }

    /// <summary>Sets the timestamp type and the largest timestamp. Like Kafka, leaves the bytes alone if both are already right.</summary>
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

    /// <summary>The first complete batch of a records field; null if there is none.</summary>
    public static RecordBatch? First(RecordBatches batches)
    {
        var each = batches.GetEnumerator();
        return each.MoveNext() ? each.Current : null;
    }
}
