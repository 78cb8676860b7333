using System.Buffers.Binary;

namespace KafkaWire.Testing.Storage;

/// <summary>A record that makes Kafka refuse its batch.</summary>
internal readonly record struct InvalidRecord(int Index, string Message);

/// <summary>What Kafka returns besides the error code when it refuses a batch.</summary>
internal enum Refusal
{
    /// <summary>Nothing.</summary>
    Bare,

    /// <summary>The log start offset.</summary>
    WithLogStart,

    /// <summary>The log start offset, a message, and the invalid records.</summary>
    WithRecords,
}

/// <summary>Thrown for a batch that Kafka does not append.</summary>
internal sealed class InvalidBatchException(ErrorCode error, Refusal refusal, string message, IReadOnlyList<InvalidRecord>? records = null)
    : Exception(message)
{
    public ErrorCode Error => error;

    public Refusal Refusal => refusal;

    public IReadOnlyList<InvalidRecord> Records => records ?? [];
}

/// <summary>Thrown if the header of the first batch cannot be read. Kafka then refuses the whole request.</summary>
internal sealed class BrokenBatchException(string message) : Exception(message);

/// <summary>A batch that passed all checks.</summary>
/// <param name="MaxTimestamp">The largest timestamp of the records, -1 if no record has one; null if the codec is missing here.</param>
internal readonly record struct CheckedBatch(RecordBatch Batch, long? MaxTimestamp);

/// <summary>The checks that Kafka makes before it appends a batch.</summary>
internal static class ProducedBatch
{
    // Earlier versions of Produce carry messages of magic 0 and 1.
    public const short FirstWithBatches = 3;

    // Earlier versions of Produce do not allow zstd.
    private const short FirstWithZstd = 7;

    // The timestamp of a record that has none.
    private const long NoTime = -1;

    /// <summary>Returns the single batch of a records field. Makes the checks that Kafka makes before it handles any partition of the
    /// request.</summary>
    /// <exception cref="InvalidBatchException">There is no valid batch, or more than one.</exception>
    /// <exception cref="BrokenBatchException">The header of the first batch cannot be read.</exception>
    public static RecordBatch Single(Bytes? field, short version)
    {
        var records = field ?? Bytes.Empty;
        if (
            records.Length >= BatchLayout.Overhead
            && BinaryPrimitives.ReadInt32BigEndian(records.Span[BatchLayout.SizeOffset..]) > int.MaxValue - BatchLayout.Overhead
        )
            throw new InvalidBatchException(ErrorCode.UnknownServerError, Refusal.Bare, "The size of the batch overflows an int32.");

        try
        {
            return version < FirstWithBatches ? Convert(records) : Single(records, version);
        }
        catch (WireException e)
        {
            throw new InvalidBatchException(ErrorCode.CorruptMessage, Refusal.Bare, e.Message);
        }
    }

    /// <summary>Makes the checks that Kafka makes when it appends a batch.</summary>
    /// <param name="now">The broker's time, in milliseconds since 1970.</param>
    /// <exception cref="InvalidBatchException">The batch is invalid.</exception>
    public static CheckedBatch Check(RecordBatch batch, Topic topic, long now)
    {
        try
        {
            CheckHeader(batch, topic);
            return new(batch, CheckRecords(batch, topic, now));
        }
        catch (WireException e)
        {
            throw new InvalidBatchException(ErrorCode.CorruptMessage, Refusal.Bare, e.Message);
        }
    }

    private static RecordBatch Single(Bytes records, short version)
    {
        var each = Records.Batches(records).GetEnumerator();
        RecordBatch batch;

        try
        {
            if (!each.MoveNext())
                throw Unfit("The partition has no record batch.");
            batch = each.Current;
        }
        catch (WireException e)
        {
            throw new BrokenBatchException(e.Message);
        }

        if (batch.Magic != 2)
            throw Unfit($"Version {version} of Produce requires batches of magic 2; this one has magic {batch.Magic}.");
        if (batch.Compression == CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(
                ErrorCode.UnsupportedCompressionType,
                Refusal.Bare,
                $"zstd requires Produce v{FirstWithZstd} or later."
            );
        if (batch.Compression > CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(
                ErrorCode.UnknownServerError,
                Refusal.Bare,
                $"Unknown compression type {(int)batch.Compression}."
            );
        if (each.MoveNext())
            throw Unfit("The partition has more than one record batch.");
        return batch;
    }

    /// <summary>Converts messages of magic 0 and 1 to a batch, as Kafka did until it dropped those versions.</summary>
    private static RecordBatch Convert(Bytes messages)
    {
        var compression = CompressionType.None;
        var records = new List<NewRecord>();

        foreach (var message in Records.Batches(messages))
        {
            if (message.Compression != CompressionType.None)
                compression = message.Compression;
            foreach (var record in message)
                records.Add(
                    new()
                    {
                        Key = record.KeyOrNull,
                        Value = record.ValueOrNull,
                        Timestamp = record.Timestamp,
                    }
                );
        }

        if (records.Count == 0)
            throw new InvalidBatchException(ErrorCode.CorruptMessage, Refusal.Bare, "The message set is empty.");
        return StoredBatch.First(Records.Batches(Records.Build(new() { Compression = compression }, records)))!.Value;
    }

    private static void CheckHeader(RecordBatch batch, Topic topic)
    {
        if (batch.BaseOffset != 0)
            throw Invalid($"The base offset of a produced batch must be 0, not {batch.BaseOffset}.");
        if (batch.SizeInBytes > topic.MaximumBatchSize)
            throw new InvalidBatchException(
                ErrorCode.MessageTooLarge,
                Refusal.Bare,
                $"The batch has {batch.SizeInBytes} bytes; the maximum is {topic.MaximumBatchSize}."
            );

        batch.EnsureValid();

        if (batch.IsControl)
            throw Invalid("Producers must not write control records.");
        if (batch.Count <= 0 || batch.LastOffsetDelta != batch.Count - 1)
            throw Invalid($"The record count {batch.Count} does not match the last offset delta {batch.LastOffsetDelta}.");
        if (batch.ProducerId >= 0 && batch.BaseSequence < 0)
            throw Invalid($"Producer {batch.ProducerId} must not send the negative base sequence {batch.BaseSequence}.");
    }

    private static long? CheckRecords(RecordBatch batch, Topic topic, long now)
    {
        // Without the codec the records cannot be checked here; consumers may have it.
        if (
            batch.Compression is > CompressionType.None and <= CompressionType.Zstd
            && CompressionCodecs.Default.Find(batch.Compression) == null
        )
            return null;

        var faults = new List<InvalidRecord>();
        var error = ErrorCode.InvalidRecord;
        var index = 0;
        var newest = NoTime;
        int? gap = null;

        try
        {
            foreach (var record in batch)
            {
                if (topic.IsCompacted && record.IsKeyNull)
                {
                    faults.Add(new(index, "Records of a compacted topic need a key."));
                }
                else if (TimestampFault(batch, record.Timestamp, topic, now) is { } fault)
                {
                    faults.Add(new(index, fault));
                    error = ErrorCode.InvalidTimestamp;
                }

                if (batch.IsCompressed && record.Offset != index)
                    gap ??= index;
                newest = Math.Max(newest, record.Timestamp);
                index++;
            }
        }
        catch (WireException e) when (e.Error.IsCorruptCompression || e.Error.IsUnknownCompression)
        {
            throw new InvalidBatchException(ErrorCode.UnknownServerError, Refusal.WithLogStart, e.Message);
        }
        catch (WireException e)
        {
            throw Invalid(e.Message);
        }

        if (faults.Count > 0)
            throw new InvalidBatchException(error, Refusal.WithRecords, "Some records of the batch are invalid.", faults);

        // Kafka accepts gaps between offset deltas in an uncompressed batch, and fails on them in a compressed one.
        if (gap != null)
            throw new InvalidBatchException(
                ErrorCode.UnknownServerError,
                Refusal.WithLogStart,
                $"Record {gap} of the compressed batch must have offset delta {gap}."
            );

        return newest;
    }

    /// <summary>Why Kafka refuses the timestamp of a record; null if it accepts it. The differences overflow as in Java.</summary>
    private static string? TimestampFault(RecordBatch batch, long timestamp, Topic topic, long now)
    {
        if (!topic.TakesAppendTime && timestamp != NoTime)
        {
            var age = unchecked(now - timestamp);
            return age > topic.MaximumPast || unchecked(-age) > topic.MaximumFuture
                ? $"The timestamp {timestamp} is too far from the broker's time {now}."
                : null;
        }

        return batch.TimestampType == TimestampType.LogAppendTime ? "Producers must not set the timestamp type LogAppendTime." : null;
    }

    /// <summary>For a batch that Kafka refuses before it looks at the log.</summary>
    private static InvalidBatchException Unfit(string message) => new(ErrorCode.InvalidRecord, Refusal.Bare, message);

    /// <summary>For a batch that the log refuses.</summary>
    private static InvalidBatchException Invalid(string message) => new(ErrorCode.InvalidRecord, Refusal.WithLogStart, message);
}
