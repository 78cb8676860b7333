using System.Buffers.Binary;

namespace KafkaWire;

/// <summary>The records that <see cref="SimpleClient.FetchAsync"/> read from a partition.</summary>
public sealed class FetchResult
{
    private FetchResult(
        IReadOnlyList<Record> records,
        long nextOffset,
        long highWatermark,
        long logStartOffset,
        TimeSpan throttleTime,
        UnreadableRecordsException? error
    )
    {
        Records = records;
        NextOffset = nextOffset;
        HighWatermark = highWatermark;
        LogStartOffset = logStartOffset;
        ThrottleTime = throttleTime;
        Error = error;
    }

    /// <summary>The records, in order of their offsets, possibly none. They may be kept for ever.</summary>
    /// <remarks>All of them have been checked and decompressed. If <see cref="Error"/> is set, they end before the unreadable
    /// records.</remarks>
    public IReadOnlyList<Record> Records { get; }

    /// <summary>The offset to continue with. There may be a gap after the last record, because not every offset has a record.</summary>
    /// <remarks>If <see cref="Error"/> is set, this is the offset of the error: a fetch from here throws it.</remarks>
    public long NextOffset { get; }

    /// <summary>The error of the unreadable records after <see cref="Records"/>, or null if there are none.</summary>
    /// <remarks>To skip them, continue with its <see cref="UnreadableRecordsException.SkipOffset"/>.</remarks>
    public UnreadableRecordsException? Error { get; }

    /// <summary>The offset after the last record that all replicas have. Brokers return no later records. -1 if the broker throttles and
    /// does not report it.</summary>
    public long HighWatermark { get; }

    /// <summary>The offset of the first record that the partition still has. -1 if the broker does not report it: before Kafka 1.0, or
    /// while it throttles.</summary>
    public long LogStartOffset { get; }

    /// <summary>How long the broker throttles the client because its quota is used up, or zero.</summary>
    /// <remarks>The client waits that long before it sends the next request to this broker (KIP-219). Brokers before Kafka 2.0 have already
    /// waited before they answered.</remarks>
    public TimeSpan ThrottleTime { get; }

    /// <summary>The number of records and the offsets around them, such as <c>2 records, next offset 2, high watermark 2</c>.</summary>
    public override string ToString() =>
        $"{Counted.Of(Records.Count, "record")}, next offset {NextOffset}, high watermark "
        + $"{HighWatermark}{(Error is null ? "" : $", then an error: {Error.Message}")}";

    /// <summary>The result of an answer without partitions, as sent by a throttling broker.</summary>
    internal static FetchResult Throttled(long offset, TimeSpan time) => new([], offset, -1, -1, time, null);

    /// <summary>Reads the records of an answer: all, or those before the first unreadable one.</summary>
    internal static FetchResult Of(Fetch.PartitionData answer, string topic, long offset, int maxBytes, TimeSpan throttleTime)
    {
        var bytes = answer.Records ?? Bytes.Empty;
        var records = new List<Record>();
        var next = offset;
        var batches = KafkaWire.Records.Batches(bytes).GetEnumerator();
        UnreadableRecordsException? error = null;
        var hasBatch = false;

        while (error is null)
        {
            var isInBatch = false;

            try
            {
                if (!batches.MoveNext())
                    break;

                isInBatch = hasBatch = true;
                var batch = batches.Current;

                if (batch.IsControl)
                {
                    // Its header determines the next offset, so it must not be damaged either.
                    batch.EnsureValid();
                }
                else
                {
                    foreach (var record in batch)
                    {
                        // The first batch may begin before the requested offset.
                        if (record.Offset >= next)
                        {
                            records.Add(record);
                            next = record.Offset + 1;
                        }
                    }
                }

                next = Math.Max(next, batch.LastOffset + 1);
            }
            catch (WireException e)
            {
                var skip = isInBatch ? AfterBatch(batches, next, answer.HighWatermark) : next + 1;
                error = new(topic, answer.PartitionIndex, next, skip, null, $"To skip it, continue with offset {skip}.", e);
            }
        }

        // Without progress, the same request would get the same answer for ever.
        if (error is null && next == offset && !bytes.IsEmpty)
            error = batches.Left > 0 ? CutOff(answer, topic, offset, maxBytes, bytes, batches) : Stale(answer, topic, offset, hasBatch);

        return new(records, next, answer.HighWatermark, answer.LogStartOffset, throttleTime, error);
    }

    /// <summary>The offset after a damaged batch: the base offset of the next batch, or the end that the damaged batch claims, or the next
    /// offset.</summary>
    private static long AfterBatch(RecordBatchEnumerator batches, long next, long highWatermark)
    {
        var end = Offset(batches.Current, batch => batch.LastOffset + 1);

        try
        {
            // A compressed message of magic 0 or 1 has only its last offset.
            if (batches.MoveNext() && batches.Current is { Magic: 2 } or { IsCompressed: false })
                end = Offset(batches.Current, batch => batch.BaseOffset) ?? end;
        }
        catch (WireException)
        {
            // It is damaged, too.
        }

        return end ?? next + 1;

        // The checksum does not cover base offsets: reject one that leads back or beyond the end.
        long? Offset(RecordBatch batch, Func<RecordBatch, long> of)
        {
            try
            {
                return of(batch) is var offset && offset > next && offset <= highWatermark ? offset : null;
            }
            catch (WireException)
            {
                return null;
            }
        }
    }

    private static UnreadableRecordsException CutOff(
        Fetch.PartitionData answer,
        string topic,
        long offset,
        int maxBytes,
        Bytes bytes,
        RecordBatchEnumerator batches
    )
    {
        var batch = bytes.Span[batches.Position..];
        int? needed = batches.Needed > 0 ? batches.Needed : null;
        var skip = offset + 1;

        if (batch.Length > BatchLayout.MagicOffset)
        {
            var last = BinaryPrimitives.ReadInt64BigEndian(batch);
            if (batch[BatchLayout.MagicOffset] == 2 && batch.Length >= BatchLayout.LastOffsetDeltaOffset + sizeof(int))
                last += BinaryPrimitives.ReadInt32BigEndian(batch[BatchLayout.LastOffsetDeltaOffset..]);
            if (last > offset && last < answer.HighWatermark)
                skip = last + 1;
        }

        var cause = new WireException(WireError.NewInsufficientBytes(needed ?? maxBytes + 1L, batches.Left), batches.Position);
        return new(
            topic,
            answer.PartitionIndex,
            offset,
            skip,
            needed,
            $"The broker truncated the first batch at maxBytes = {maxBytes}, as brokers before Kafka 0.10.1 do. "
                + (needed is { } size ? $"Raise maxBytes to at least {size}." : "Raise maxBytes."),
            cause
        );
    }

    private static UnreadableRecordsException Stale(Fetch.PartitionData answer, string topic, long offset, bool hasBatch)
    {
        var reason = hasBatch ? "All batches of the answer end before the requested offset." : "The answer has bytes but no batch.";
        return new(
            topic,
            answer.PartitionIndex,
            offset,
            offset + 1,
            null,
            "The same request would get the same answer.",
            new WireException(WireError.NewInvalidRecords(reason), 0)
        );
    }
}
