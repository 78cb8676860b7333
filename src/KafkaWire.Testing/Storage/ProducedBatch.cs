namespace KafkaWire.Testing.Storage;

/// <summary>A record because of which a batch is refused.</summary>
internal readonly record struct InvalidRecord(int Index, string Message);

/// <summary>A batch that Kafka does not append.</summary>
internal sealed class InvalidBatchException(ErrorCode error, string message, IReadOnlyList<InvalidRecord>? records = null) : Exception(message)
{
    public ErrorCode Error => error;

    public IReadOnlyList<InvalidRecord> Records => records ?? [];
}

/// <summary>Checks what a producer sends, as Kafka does before it appends it.</summary>
internal static class ProducedBatch
{
    // Before this version of Produce there were messages of magic 0 and 1.
    private const short FirstWithBatches = 3;

    // zstd came with this version of Produce.
    private const short FirstWithZstd = 7;

    /// <summary>The one batch of a records field.</summary>
    /// <param name="now">The broker's time, in milliseconds since 1970.</param>
    /// <exception cref="InvalidBatchException">There is none, or it breaks a rule.</exception>
    public static RecordBatch Read(Bytes? records, Topic topic, short version, long now)
    {
        try
        {
            var batch = Single(records ?? Bytes.Empty, version);
            CheckHeader(batch, topic);
            CheckRecords(batch, topic, now);
            return batch;
        }
        catch (WireException e)
        {
            throw new InvalidBatchException(ErrorCode.CorruptMessage, e.Message);
        }
    }

    private static RecordBatch Single(Bytes records, short version)
    {
        if (version < FirstWithBatches) return Convert(records);

        var each = Records.Batches(records).GetEnumerator();
        if (!each.MoveNext()) throw Invalid("There is no record batch.");

        var batch = each.Current;
        if (batch.Magic != 2) throw Invalid($"A batch of magic {batch.Magic} where version {version} of Produce takes magic 2 only.");
        if (batch.Compression == CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(ErrorCode.UnsupportedCompressionType, $"zstd is allowed from version {FirstWithZstd} on.");
        if (each.MoveNext()) throw Invalid("There is more than one record batch for a partition.");
        return batch;
    }

    /// <summary>A batch with the records of messages of magic 0 and 1, as Kafka made one until it dropped those versions.</summary>
    private static RecordBatch Convert(Bytes messages)
    {
        var compression = CompressionType.None;
        var records = new List<NewRecord>();

        foreach (var message in Records.Batches(messages))
        {
            if (message.Compression != CompressionType.None) compression = message.Compression;
            foreach (var record in message) records.Add(new() { Key = record.KeyOrNull, Value = record.ValueOrNull, Timestamp = record.Timestamp });
        }

        if (records.Count == 0) throw new InvalidBatchException(ErrorCode.CorruptMessage, "There is no message.");
        return StoredBatch.First(Records.Batches(Records.Build(new() { Compression = compression }, records)))!.Value;
    }

    private static void CheckHeader(RecordBatch batch, Topic topic)
    {
        if (batch.BaseOffset != 0) throw Invalid($"The base offset of a batch that is sent must be 0; it is {batch.BaseOffset}.");
        if (batch.SizeInBytes > topic.MaximumBatchSize)
            throw new InvalidBatchException(ErrorCode.MessageTooLarge, $"The batch has {batch.SizeInBytes} bytes, {topic.MaximumBatchSize} are allowed.");

        batch.EnsureValid();

        if (batch.IsControl) throw Invalid("Producers must not write control records.");
        if (batch.Count <= 0 || batch.LastOffsetDelta != batch.Count - 1) throw Invalid($"{batch.Count} records do not reach up to offset delta {batch.LastOffsetDelta}.");
    }

    private static void CheckRecords(RecordBatch batch, Topic topic, long now)
    {
        // What cannot be decompressed here is the consumers' business.
        if (batch.Compression is > CompressionType.None and <= CompressionType.Zstd && CompressionCodecs.Default.Find(batch.Compression) == null) return;

        var faults = new List<InvalidRecord>();
        var error = ErrorCode.InvalidRecord;
        var index = 0;

        try
        {
            foreach (var record in batch)
            {
                if (topic.IsCompacted && record.IsKeyNull)
                {
                    faults.Add(new(index, "The record has no key; a compacted topic needs one."));
                }
                else if (batch.IsCompressed && record.Offset != index)
                {
                    // Kafka accepts it in a batch that is not compressed, and is surprised here.
                    throw new InvalidBatchException(ErrorCode.UnknownServerError, $"Record {index} of a compressed batch has offset delta {record.Offset}.");
                }
                else if (!topic.TakesAppendTime && record.Timestamp >= 0 && (record.Timestamp - now > topic.MaximumFuture || now - record.Timestamp > topic.MaximumPast))
                {
                    faults.Add(new(index, $"The record's timestamp {record.Timestamp} is too far from the broker's, {now}."));
                    error = ErrorCode.InvalidTimestamp;
                }

                index++;
            }
        }
        catch (WireException e) when (e.Error.IsCorruptCompression || e.Error.IsUnknownCompression)
        {
            throw new InvalidBatchException(ErrorCode.UnknownServerError, e.Message);
        }
        catch (WireException e)
        {
            throw Invalid(e.Message);
        }

        if (faults.Count > 0) throw new InvalidBatchException(error, "Some records of the batch are refused.", faults);
    }

    private static InvalidBatchException Invalid(string message) => new(ErrorCode.InvalidRecord, message);
}
