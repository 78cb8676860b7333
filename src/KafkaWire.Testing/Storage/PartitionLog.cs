namespace KafkaWire.Testing.Storage;

/// <summary>What came of appending a batch.</summary>
/// <param name="BaseOffset">The offset of the first record; -1 if there is an error.</param>
/// <param name="AppendTime">
/// The time that the records got, in milliseconds since 1970; -1 if they keep their own. Of a batch that was here already, its largest
/// timestamp.
/// </param>
internal readonly record struct Appended(ErrorCode Error, long BaseOffset = -1, long AppendTime = -1);

/// <summary>A transaction that was aborted: consumers that read only what is committed skip the producer's records from the first offset to
/// its abort marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long MarkerOffset);

/// <summary>What was read from a log.</summary>
/// <param name="Aborted">
/// The aborted transactions that a consumer needs for the records. Null unless only committed records were asked for, and where the first
/// batch has no room.
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

/// <summary>The last offset of a leader epoch, exclusive.</summary>
internal readonly record struct EpochEnd(int Epoch, long EndOffset);

/// <summary>What a reader sees of transactions.</summary>
internal enum ReadIsolation
{
    /// <summary>Every record.</summary>
    Uncommitted,

    /// <summary>The records below the stable offset, and which of their transactions were aborted.</summary>
    Committed,
}

/// <summary>A record found by its time.</summary>
internal readonly record struct FoundRecord(long Offset, long Timestamp);

/// <summary>The log of a partition: batches in order, all of them in memory, for ever.</summary>
/// <remarks>Safe for many threads. There is one replica, so the end of the log is its high watermark.</remarks>
internal sealed class PartitionLog
{
    private readonly Lock gate = new();
    private readonly List<StoredBatch> batches = [];
    private readonly ProducerSequences sequences = new();
    private readonly Dictionary<long, long> openTransactions = []; // producer id -> first offset
    private readonly List<(AbortedTransaction Transaction, long StableOffset)> aborted = []; // with the stable offset after each
    private readonly OffsetIndex index = new();
    private long end;
    private long size;

    /// <summary>Kafka counts elections here. There are none.</summary>
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

    /// <summary>Whether the producer of a batch has gone on to a higher epoch in this partition.</summary>
    public bool IsFenced(RecordBatch batch)
    {
        lock (gate)
            return sequences.IsFenced(batch);
    }

    /// <summary>Takes note that the transaction of a batch is looked up: from now on its producer must not leave out an earlier
    /// batch.</summary>
    public void BeginVerification(RecordBatch batch)
    {
        lock (gate)
            sequences.BeginVerification(batch);
    }

    /// <summary>Whether a producer has a transaction open in this partition with the epoch of a batch.</summary>
    public bool HasOpenTransaction(RecordBatch batch)
    {
        lock (gate)
            return openTransactions.ContainsKey(batch.ProducerId) && sequences.IsOfEpoch(batch.ProducerId, batch.ProducerEpoch);
    }

    /// <summary>Appends a batch of magic 2, unless it is there already or out of its producer's order.</summary>
    /// <param name="appendTime">The time that replaces the timestamps of the records, in milliseconds since 1970; null if they keep their
    /// own.</param>
    /// <param name="startsAtZero">Whether a producer that is new here must start with sequence number 0.</param>
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

    /// <summary>Ends the producer's transaction, if it has written to this partition in one, by its marker.</summary>
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

    /// <summary>Reads batches, from the one with an offset on. The last one is cut off where the room ends, as in Kafka.</summary>
    /// <param name="offset">Where to start; the first batch can start before it.</param>
    /// <param name="maximum">The most bytes.</param>
    /// <param name="evenIfLarger">Whether the first batch comes whole even if it is larger than that.</param>
    /// <param name="isolation">What of transactions is read.</param>
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
                return LogRead.Failed(ErrorCode.UnknownServerError); // Kafka trips over it here, not earlier

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

    /// <summary>What Kafka answers to a reader that names the epoch of the last record that it has read.</summary>
    /// <param name="offset">Where the reader wants to go on.</param>
    /// <param name="lastEpoch">The epoch, at least 0.</param>
    /// <param name="divergence">Where the log of the reader and this one part, if they do; the error is None then.</param>
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

    /// <summary>An answer without records.</summary>
    public LogRead ReadNothing()
    {
        lock (gate)
            return Answer(Bytes.Empty, aborted: null);
    }

    /// <summary>The first record that is not older than a time, in milliseconds since 1970; null if there is none.</summary>
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

    /// <summary>The first record with the largest timestamp; null if there is no record.</summary>
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

    /// <summary>The index of the batch with an offset; the number of batches for the end.</summary>
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

    /// <summary>So many bytes of some batches in a row. Batches never change, so those of a single one are not copied.</summary>
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

    /// <summary>The aborted transactions that reach into what is read. Kafka looks up the end of that in its index, so they can be more
    /// than needed.</summary>
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
