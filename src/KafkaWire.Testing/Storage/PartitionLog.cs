namespace KafkaWire.Testing.Storage;

/// <summary>The outcome of appending a batch.</summary>
/// <param name="BaseOffset">The offset of the first record; -1 on an error.</param>
/// <param name="AppendTime">
/// The log append time of the records, in milliseconds since 1970; -1 if they keep their own timestamps. For a duplicate, the largest
/// timestamp of the batch that is in the log.
/// </param>
internal readonly record struct Appended(ErrorCode Error, long BaseOffset = -1, long AppendTime = -1);

/// <summary>An aborted transaction. Consumers that read committed records skip the producer's records from the first offset up to the abort
/// marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long MarkerOffset);

/// <summary>The outcome of reading a log.</summary>
/// <param name="Aborted">
/// The aborted transactions that a consumer needs for the records. Null if uncommitted records were requested, or if the first batch does
/// not fit.
/// </param>
internal readonly record struct LogRead(
    ErrorCode Error,
    Bytes Records,
    long StartOffset,
    long StableOffset,
    long EndOffset,
    AbortedTransaction[]? Aborted
)
{
    public static LogRead Failed(ErrorCode error) => new(error, Bytes.Empty, -1, -1, -1, null);
}

/// <summary>The end of a leader epoch: the offset after its last record.</summary>
internal readonly record struct EpochEnd(int Epoch, long EndOffset);

/// <summary>Which records a reader sees.</summary>
internal enum ReadIsolation
{
    /// <summary>All records.</summary>
    Uncommitted,

    /// <summary>Records below the last stable offset, together with the list of aborted transactions.</summary>
    Committed,
}

/// <summary>A record found by its timestamp.</summary>
internal readonly record struct FoundRecord(long Offset, long Timestamp);

/// <summary>The log of a partition: all batches in order, kept in memory for ever.</summary>
/// <remarks>Safe for concurrent use. There is only one replica, so the end of the log is also its high watermark.</remarks>
internal sealed class PartitionLog
{
    private readonly Lock gate = new();
    private readonly List<StoredBatch> batches = [];
    private readonly ProducerSequences sequences = new();
    private readonly Dictionary<long, long> openTransactions = []; // producer id -> first offset
    private readonly List<(AbortedTransaction Transaction, long StableOffset)> aborted = []; // with the stable offset after the abort
    private readonly OffsetIndex index = new();
    private long end;
    private long size;

    /// <summary>The number of leader elections in Kafka. Always 0: this broker never elects a leader.</summary>
    public int LeaderEpoch => 0;

    /// <summary>The first offset of the log.</summary>
    public long StartOffset => 0;

    /// <summary>The offset after the last record.</summary>
    public long EndOffset
    {
        get
        {
            lock (gate)
                return end;
        }
    }

    /// <summary>The offset below which every transaction has ended.</summary>
    public long StableOffset
    {
        get
        {
            lock (gate)
                return openTransactions.Count == 0 ? end : openTransactions.Values.Min();
        }
    }

    /// <summary>Whether this partition has already seen a higher epoch of the batch's producer.</summary>
    public bool IsFenced(RecordBatch batch)
    {
        lock (gate)
            return sequences.IsFenced(batch);
    }

    /// <summary>Records that the transaction of a batch is being verified: from now on its producer must not skip an earlier
    /// batch.</summary>
    public void BeginVerification(RecordBatch batch)
    {
        lock (gate)
            sequences.BeginVerification(batch);
    }

    /// <summary>Whether the producer of a batch has an open transaction in this partition, in the epoch of the batch.</summary>
    public bool HasOpenTransaction(RecordBatch batch)
    {
        lock (gate)
            return openTransactions.ContainsKey(batch.ProducerId) && sequences.IsOfEpoch(batch.ProducerId, batch.ProducerEpoch);
    }

    /// <summary>Appends a batch of magic 2, unless it is a duplicate or out of sequence.</summary>
    /// <param name="appendTime">The log append time, in milliseconds since 1970; null if the records keep their own timestamps.</param>
    /// <param name="startsAtZero">Whether a producer that is new to this partition must start with sequence number 0.</param>
    public Appended Append(CheckedBatch check, long? appendTime, bool startsAtZero)
    {
        var batch = check.Batch;

        lock (gate)
        {
            var isIdempotent = batch.ProducerId >= 0;

            if (isIdempotent)
            {
                var error = sequences.Check(batch, startsAtZero, out var duplicate);
                if (error != ErrorCode.None)
                    return new(error);
                if (duplicate is { } sent)
                    return new(ErrorCode.None, sent.Offset, sent.MaxTimestamp);
                if (!batch.IsTransactional && openTransactions.ContainsKey(batch.ProducerId))
                    return new(ErrorCode.InvalidTxnState);
            }

            var stored = Add(batch.Bytes, check.MaxTimestamp, appendTime);
            if (isIdempotent)
                sequences.Add(batch, stored);
            if (isIdempotent && batch.IsTransactional)
                openTransactions.TryAdd(batch.ProducerId, stored.BaseOffset);
            return new(ErrorCode.None, stored.BaseOffset, appendTime ?? -1);
        }
    }

    /// <summary>Writes the marker that ends a transaction. The producer need not have written to this partition.</summary>
    /// <param name="marker">The control batch.</param>
    /// <param name="commits">Whether the marker commits.</param>
    public void EndTransaction(RecordBatch marker, bool commits)
    {
        lock (gate)
        {
            sequences.Fence(marker.ProducerId, marker.ProducerEpoch);
            var stored = Add(marker.Bytes, maxTimestamp: null, appendTime: null);
            if (openTransactions.Remove(marker.ProducerId, out var first) && !commits)
                aborted.Add((new(marker.ProducerId, first, stored.LastOffset), StableOffset));
        }
    }

    /// <summary>Reads batches, starting with the one that contains an offset. Truncates the last batch at the size limit, as Kafka
    /// does.</summary>
    /// <param name="offset">Where to start. The first batch may start at an earlier offset.</param>
    /// <param name="maximum">The largest number of bytes to return.</param>
    /// <param name="evenIfLarger">Whether to return the whole first batch even if it exceeds the maximum.</param>
    /// <param name="isolation">Which records to read.</param>
    public LogRead Read(long offset, int maximum, bool evenIfLarger, ReadIsolation isolation)
    {
        lock (gate)
        {
            if (offset < StartOffset || offset > end)
                return LogRead.Failed(ErrorCode.OffsetOutOfRange);

            var committed = isolation == ReadIsolation.Committed;
            var limit = committed ? StableOffset : end;
            if (offset >= limit)
                return Answer(Bytes.Empty, committed ? [] : null);
            if (maximum < 0)
                return LogRead.Failed(ErrorCode.UnknownServerError); // Kafka fails here, not earlier

            var first = IndexOf(offset);
            var firstSize = batches[first].Bytes.Length;
            var room = evenIfLarger ? Math.Max(maximum, firstSize) : maximum;
            if (room > 0 && room < firstSize)
                return Answer(Bytes.Empty, aborted: null);

            var last = first;
            long available = 0;
            while (last < batches.Count && batches[last].BaseOffset < limit && available < room)
                available += batches[last++].Bytes.Length;

            var records = Join(first, last, (int)Math.Min(available, room));
            return Answer(records, committed ? AbortedFor(offset, batches[first].Position + records.Length) : null);
        }
    }

    /// <summary>The check that Kafka makes when a reader states the leader epoch of the last record that it has read.</summary>
    /// <param name="offset">The offset at which the reader wants to continue.</param>
    /// <param name="lastEpoch">The epoch, at least 0.</param>
    /// <param name="divergence">Where the reader's log diverges from this one, if it does. The error is None in that case.</param>
    public ErrorCode CheckLastEpoch(long offset, int lastEpoch, out EpochEnd? divergence)
    {
        lock (gate)
        {
            divergence = null;
            if (lastEpoch > LeaderEpoch || offset < StartOffset)
                return ErrorCode.OffsetOutOfRange;
            if (offset > end)
                divergence = new(LeaderEpoch, end);
            return ErrorCode.None;
        }
    }

    /// <summary>A successful read without records.</summary>
    public LogRead ReadNothing()
    {
        lock (gate)
            return Answer(Bytes.Empty, aborted: null);
    }

    /// <summary>The first record at or after a time in milliseconds since 1970; null if there is none.</summary>
    public FoundRecord? FindByTime(long time)
    {
        lock (gate)
        {
            foreach (var batch in batches)
            {
                if (batch.MaxTimestamp < time)
                    continue;

                foreach (var record in batch.View)
                    if (record.Timestamp >= time)
                        return new(record.Offset, record.Timestamp);
            }

            return null;
        }
    }

    /// <summary>The first record with the largest timestamp; null if the log is empty.</summary>
    public FoundRecord? FindNewest()
    {
        lock (gate)
            return batches.Count == 0 ? null : FindByTime(batches.Max(batch => batch.MaxTimestamp));
    }

    private LogRead Answer(Bytes records, AbortedTransaction[]? aborted) =>
        new(ErrorCode.None, records, StartOffset, StableOffset, end, aborted);

    private StoredBatch Add(Bytes batch, long? maxTimestamp, long? appendTime)
    {
        var stored = StoredBatch.Place(batch, end, size, LeaderEpoch, maxTimestamp, appendTime);
        batches.Add(stored);
        index.Add(stored);
        end = stored.LastOffset + 1;
        size += stored.Bytes.Length;
        return stored;
    }

    /// <summary>The index of the batch that contains an offset; the number of batches if the offset is the end of the log.</summary>
    private int IndexOf(long offset)
    {
        var (low, high) = (0, batches.Count);

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (batches[middle].LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The first bytes of a range of batches. A single batch is not copied: batches are immutable.</summary>
    private Bytes Join(int first, int last, int length)
    {
        if (last == first)
            return Bytes.Empty;
        if (last == first + 1)
            return batches[first].Bytes.Slice(0, length);

        var joined = new byte[length];
        var position = 0;

        for (var i = first; i < last; i++)
        {
            var batch = batches[i].Bytes.Span;
            if (batch.Length > length - position)
                batch = batch[..(length - position)];
            batch.CopyTo(joined.AsSpan(position));
            position += batch.Length;
        }

        return new Bytes(joined);
    }

    /// <summary>The aborted transactions that overlap the records read. Kafka takes the end of the range from its offset index, so the list
    /// may contain more transactions than needed.</summary>
    private AbortedTransaction[] AbortedFor(long first, long endPosition)
    {
        var limit = index.OffsetAt(endPosition) ?? end;
        var found = new List<AbortedTransaction>();

        foreach (var (transaction, stableOffset) in aborted)
        {
            if (transaction.MarkerOffset >= first && transaction.FirstOffset < limit)
                found.Add(transaction);
            if (stableOffset >= limit)
                break;
        }

        return [.. found];
    }
}
