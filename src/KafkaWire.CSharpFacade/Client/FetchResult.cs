using System.Buffers.Binary;

namespace KafkaWire;

/// <summary>What <see cref="SimpleClient.FetchAsync"/> has read from a partition.</summary>
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

    /// <summary>The records, in order of their offsets; none if there are none yet. They may be kept for ever.</summary>
    /// <remarks>All of them have been checked and decompressed. Where <see cref="Error"/> is set, they end in front of what cannot be
    /// read.</remarks>
    public IReadOnlyList<Record> Records { get; }

    /// <summary>The offset to go on with. It can be beyond the last record: not every offset has one.</summary>
    /// <remarks>Where <see cref="Error"/> is set, it is the offset of the error: a fetch from here throws it.</remarks>
    public long NextOffset { get; }

    /// <summary>What cannot be read behind the records; null if everything could be read.</summary>
    /// <remarks>To leave it out, go on with its <see cref="UnreadableRecordsException.SkipOffset"/>.</remarks>
    public UnreadableRecordsException? Error { get; }

    /// <summary>The offset after the last record that all replicas have, which is the last that is given out; -1 if the broker did not
    /// tell, since it throttles.</summary>
    public long HighWatermark { get; }

    /// <summary>The offset of the first record that the partition still has; -1 if the broker does not tell (before Kafka 1.0, and where it
    /// throttles).</summary>
    public long LogStartOffset { get; }

    /// <summary>For how long the broker throttles the client, which has used up its quota; zero if it does not.</summary>
    /// <remarks>The client waits for that time before it sends the next request to that broker (KIP-219). Brokers before Kafka 2.0 have
    /// waited before they answered.</remarks>
    public TimeSpan ThrottleTime { get; }

    /// <summary>The number of records and the offsets around them, such as <c>2 records, next offset 2, high watermark 2</c>.</summary>
    public override string ToString() =>
        $"{Counted.Of(Records.Count, "record")}, next offset {NextOffset}, high watermark "
        + $"{HighWatermark}{(Error is null ? "" : $", then an error: {Error.Message}")}";

    /// <summary>The result of an answer that names no partitions, since the broker throttles.</summary>
    internal static FetchResult Throttled(long offset, TimeSpan time) => new([], offset, -1, -1, time, null);

    /// <summary>Reads the records of an answer: all, or those in front of what cannot be read.</summary>
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
                    // Its header says where to go on, so it must not be damaged either.
                    batch.EnsureValid();
                }
                else
                {
                    foreach (var record in batch)
                    {
                        // The first batch may begin before the offset asked for.
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
                var skip = isInBatch ? BehindBatch(batches, next, answer.HighWatermark) : next + 1;
                error = new(topic, answer.PartitionIndex, next, skip, null, $"To leave it out, go on with offset {skip}.", e);
            }
        }

        // Without progress the same request would bring the same answer, for ever.
        if (error is null && next == offset && !bytes.IsEmpty)
            error = batches.Left > 0 ? CutOff(answer, topic, offset, maxBytes, bytes, batches) : Stale(answer, topic, offset, hasBatch);

        return new(records, next, answer.HighWatermark, answer.LogStartOffset, throttleTime, error);
    }

    /// <summary>Where to go on behind a damaged batch: where the next one begins, else where the damaged one says that it ends, else one
    /// further.</summary>
    private static long BehindBatch(RecordBatchEnumerator batches, long next, long highWatermark)
    {
        var end = Offset(batches.Current, batch => batch.LastOffset + 1);

        try
        {
            // A compressed message of magic 0 or 1 tells its last offset only.
            if (batches.MoveNext() && batches.Current is { Magic: 2 } or { IsCompressed: false })
                end = Offset(batches.Current, batch => batch.BaseOffset) ?? end;
        }
        catch (WireException)
        {
            // It is damaged, too.
        }

        return end ?? next + 1;

        // Base offsets are not covered by the checksum: nothing may lead back, or beyond the end.
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
        const int MagicOffset = 16;
        const int LastOffsetDelta = 23;

        var batch = bytes.Span[batches.Position..];
        int? needed = batches.Needed > 0 ? batches.Needed : null;
        var skip = offset + 1;

        if (batch.Length > MagicOffset)
        {
            var last = BinaryPrimitives.ReadInt64BigEndian(batch);
            if (batch[MagicOffset] == 2 && batch.Length >= LastOffsetDelta + sizeof(int))
                last += BinaryPrimitives.ReadInt32BigEndian(batch[LastOffsetDelta..]);
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
            $"The broker cuts the first batch off at maxBytes = {maxBytes}, as all do before Kafka 0.10.1. "
                + (needed is { } size ? $"Raise maxBytes to {size} at least." : "Raise maxBytes."),
            cause
        );
    }

    private static UnreadableRecordsException Stale(Fetch.PartitionData answer, string topic, long offset, bool hasBatch)
    {
        var reason = hasBatch
            ? "All batches of the answer end before the offset that was asked for."
            : "The answer holds bytes, but no batch.";
        return new(
            topic,
            answer.PartitionIndex,
            offset,
            offset + 1,
            null,
            "Asking again would bring the same answer.",
            new WireException(WireError.NewInvalidRecords(reason), 0)
        );
    }
}
