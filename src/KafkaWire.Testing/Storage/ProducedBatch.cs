using System.Buffers.Binary;

namespace KafkaWire.Testing.Storage;

/// <summary>A record because of which a batch is refused.</summary>
internal readonly record struct InvalidRecord(int Index, string Message);

/// <summary>How much Kafka answers beside the error code when it refuses a batch.</summary>
internal enum Refusal
{
    /// <summary>Nothing.</summary>
    Bare,

    /// <summary>The start of the log.</summary>
    WithLogStart,

    /// <summary>The start of the log, a message, and the records that are at fault.</summary>
    WithRecords,
}

/// <summary>A batch that Kafka does not append.</summary>
internal sealed class InvalidBatchException(ErrorCode error, Refusal refusal, string message, IReadOnlyList<InvalidRecord>? records = null)
    : Exception(message)
{
    public ErrorCode Error => error;

    public Refusal Refusal => refusal;

    public IReadOnlyList<InvalidRecord> Records => records ?? [];
}

/// <summary>The header of a first batch cannot be read. Kafka refuses the whole request then, whatever else is in it.</summary>
internal sealed class BrokenBatchException(string message) : Exception(message);

/// <summary>A batch that may be appended.</summary>
/// <param name="MaxTimestamp">The largest timestamp of its records, -1 if none has one; null if they cannot be read here.</param>
internal readonly record struct CheckedBatch(RecordBatch Batch, long? MaxTimestamp);

/// <summary>Checks what a producer sends, as Kafka does before it appends it.</summary>
internal static class ProducedBatch
{
    // Before this version of Produce there were messages of magic 0 and 1.
    public const short FirstWithBatches = 3;

    // zstd came with this version of Produce.
    private const short FirstWithZstd = 7;

    // The timestamp of a record without one.
    private const long NoTime = -1;

    // Where a batch says how many bytes follow.
    private const int SizeAt = 8;
    private const int SizeEnd = 12;

    /// <summary>The one batch of a records field, after the checks that Kafka makes before it looks at the rest of the request.</summary>
    /// <exception cref="InvalidBatchException">There is no such batch.</exception>
    /// <exception cref="BrokenBatchException">The first batch cannot be read.</exception>
    public static RecordBatch Single(Bytes? field, short version)
    {
        var records = field ?? Bytes.Empty;
        if (records.Length >= SizeEnd && BinaryPrimitives.ReadInt32BigEndian(records.Span[SizeAt..]) > int.MaxValue - SizeEnd)
            throw new InvalidBatchException(ErrorCode.UnknownServerError, Refusal.Bare, "The size of the batch overflows.");

        try
        {
            return version < FirstWithBatches ? Convert(records) : Single(records, version);
        }
        catch (WireException e)
        {
            throw new InvalidBatchException(ErrorCode.CorruptMessage, Refusal.Bare, e.Message);
        }
    }

    /// <summary>Checks a batch as Kafka does when it appends it.</summary>
    /// <param name="now">The broker's time, in milliseconds since 1970.</param>
    /// <exception cref="InvalidBatchException">It breaks a rule.</exception>
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
                throw Unfit("There is no record batch.");
            batch = each.Current;
        }
        catch (WireException e)
        {
            throw new BrokenBatchException(e.Message);
        }

        if (batch.Magic != 2)
            throw Unfit($"Version {version} of Produce takes batches of magic 2 only, not of magic {batch.Magic}.");
        if (batch.Compression == CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(
                ErrorCode.UnsupportedCompressionType,
                Refusal.Bare,
                $"zstd is allowed from version {FirstWithZstd} on."
            );
        if (batch.Compression > CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(ErrorCode.UnknownServerError, Refusal.Bare, $"There is no codec {(int)batch.Compression}.");
        if (each.MoveNext())
            throw Unfit("There is more than one record batch for a partition.");
        return batch;
    }

    /// <summary>A batch with the records of messages of magic 0 and 1, as Kafka made one until it dropped those versions.</summary>
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
            throw new InvalidBatchException(ErrorCode.CorruptMessage, Refusal.Bare, "There is no message.");
        return StoredBatch.First(Records.Batches(Records.Build(new() { Compression = compression }, records)))!.Value;
    }

    private static void CheckHeader(RecordBatch batch, Topic topic)
    {
        if (batch.BaseOffset != 0)
            throw Invalid($"The base offset of a batch that is sent must be 0; it is {batch.BaseOffset}.");
        if (batch.SizeInBytes > topic.MaximumBatchSize)
            throw new InvalidBatchException(
                ErrorCode.MessageTooLarge,
                Refusal.Bare,
                $"The batch has {batch.SizeInBytes} bytes, {topic.MaximumBatchSize} are allowed."
            );

        batch.EnsureValid();

        if (batch.IsControl)
            throw Invalid("Producers must not write control records.");
        if (batch.Count <= 0 || batch.LastOffsetDelta != batch.Count - 1)
            throw Invalid($"{batch.Count} records do not reach up to offset delta {batch.LastOffsetDelta}.");
        if (batch.ProducerId >= 0 && batch.BaseSequence < 0)
            throw Invalid($"The batch of producer {batch.ProducerId} has the base sequence {batch.BaseSequence}.");
    }

    private static long? CheckRecords(RecordBatch batch, Topic topic, long now)
    {
        // A codec that is missing here is the consumers' business.
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
                    faults.Add(new(index, "The record has no key; a compacted topic needs one."));
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
            throw new InvalidBatchException(error, Refusal.WithRecords, "Some records of the batch are refused.", faults);

        // Kafka accepts gaps in a batch that is not compressed, and fails on them in one that is.
        if (gap != null)
            throw new InvalidBatchException(
                ErrorCode.UnknownServerError,
                Refusal.WithLogStart,
                $"The offset delta of record {gap} of a compressed batch is not {gap}."
            );

        return newest;
    }

    /// <summary>Why Kafka refuses the timestamp of a record; null if it does not. The differences overflow as they do in Java.</summary>
    private static string? TimestampFault(RecordBatch batch, long timestamp, Topic topic, long now)
    {
        if (!topic.TakesAppendTime && timestamp != NoTime)
        {
            var age = unchecked(now - timestamp);
            return age > topic.MaximumPast || unchecked(-age) > topic.MaximumFuture
                ? $"The record's timestamp {timestamp} is too far from the broker's, {now}."
                : null;
        }

        return batch.TimestampType == TimestampType.LogAppendTime ? "Producers must not set the timestamp type LogAppendTime." : null;
    }

    /// <summary>A batch that is refused before Kafka looks at the log.</summary>
    private static InvalidBatchException Unfit(string message) => new(ErrorCode.InvalidRecord, Refusal.Bare, message);

    /// <summary>A batch that is refused by the log.</summary>
    private static InvalidBatchException Invalid(string message) => new(ErrorCode.InvalidRecord, Refusal.WithLogStart, message);
}
