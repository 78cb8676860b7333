namespace KafkaWire.Loopback.Storage;

/// <summary>A batch that Kafka does not append.</summary>
internal sealed class InvalidBatchException(ErrorCode error, string message) : Exception(message)
{
    public ErrorCode Error => error;
}

/// <summary>Checks what a producer sends, as Kafka does before it appends it.</summary>
internal static class ProducedBatch
{
    // zstd came with this version of Produce.
    private const short FirstWithZstd = 7;

    /// <summary>The one batch of a records field.</summary>
    /// <exception cref="InvalidBatchException">There is none, or it breaks a rule.</exception>
    public static RecordBatch Read(Bytes? records, Topic topic, short version)
    {
        try
        {
            var each = Records.Batches(records ?? Bytes.Empty).GetEnumerator();
            if (!each.MoveNext()) throw Invalid("There is no record batch.");
            var batch = each.Current;
            if (batch.Magic != 2) throw Invalid($"A batch of magic {batch.Magic} where version {version} of Produce takes magic 2 only.");
            if (each.MoveNext()) throw Invalid("There is more than one record batch for a partition.");
            Check(batch, topic, version);
            return batch;
        }
        catch (WireException e)
        {
            throw new InvalidBatchException(ErrorCode.CorruptMessage, e.Message);
        }
    }

    private static void Check(RecordBatch batch, Topic topic, short version)
    {
        if (batch.Compression == CompressionType.Zstd && version < FirstWithZstd)
            throw new InvalidBatchException(ErrorCode.UnsupportedCompressionType, $"zstd is allowed from version {FirstWithZstd} on.");

        if (batch.SizeInBytes > topic.MaximumBatchSize)
            throw new InvalidBatchException(ErrorCode.MessageTooLarge, $"The batch has {batch.SizeInBytes} bytes, {topic.MaximumBatchSize} are allowed.");

        batch.EnsureValid();

        if (batch.BaseOffset != 0) throw Invalid($"The base offset of a batch that is sent must be 0; it is {batch.BaseOffset}.");
        if (batch.IsControl) throw Invalid("Producers must not write control records.");
        if (batch.Count <= 0 || batch.LastOffsetDelta != batch.Count - 1) throw Invalid($"{batch.Count} records do not reach up to offset delta {batch.LastOffsetDelta}.");

        CheckRecords(batch, topic);
    }

    private static void CheckRecords(RecordBatch batch, Topic topic)
    {
        // What cannot be decompressed here is the consumers' business.
        if (batch.Compression is > CompressionType.None and <= CompressionType.Zstd && CompressionCodecs.Default.Find(batch.Compression) == null) return;

        var expected = 0L;

        foreach (var record in batch)
        {
            if (record.Offset != expected++) throw Invalid($"Record {expected - 1} has offset delta {record.Offset}.");
            if (topic.IsCompacted && record.IsKeyNull) throw Invalid($"Record {record.Offset} has no key; a compacted topic needs one.");
        }
    }

    private static InvalidBatchException Invalid(string message) => new(ErrorCode.InvalidRecord, message);
}
