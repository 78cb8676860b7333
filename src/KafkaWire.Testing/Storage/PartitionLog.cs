namespace KafkaWire.Testing.Storage;

/// <summary>What came of appending a batch.</summary>
/// <param name="BaseOffset">The offset of the first record; -1 if there is an error.</param>
/// <param name="AppendTime">The time that the records got, in milliseconds since 1970; -1 if they keep their own.</param>
internal readonly record struct Appended(ErrorCode Error, long BaseOffset = -1, long AppendTime = -1);

/// <summary>A transaction that was aborted: consumers that read only what is committed skip the producer's records from the first offset to its abort marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long MarkerOffset);

/// <summary>What was read from a log.</summary>
/// <param name="Aborted">The aborted transactions among the records; null unless only committed ones were asked for.</param>
internal readonly record struct LogRead(ErrorCode Error, Bytes Records, long StartOffset, long StableOffset, long EndOffset, AbortedTransaction[]? Aborted);

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
    private readonly List<AbortedTransaction> aborted = [];
    private long end;

    /// <summary>Kafka counts elections here. There are none.</summary>
    public int LeaderEpoch => 0;

    /// <summary>The first offset of the log.</summary>
    public long StartOffset => 0;

    /// <summary>The offset after the last record.</summary>
    public long EndOffset
    {
        get
        {
            lock (gate) return end;
        }
    }

    /// <summary>The offset below which every transaction has ended.</summary>
    public long StableOffset
    {
        get
        {
            lock (gate) return openTransactions.Count == 0 ? end : openTransactions.Values.Min();
        }
    }

    /// <summary>Whether the producer of a batch has gone on to a higher epoch in this partition.</summary>
    public bool IsFenced(RecordBatch batch)
    {
        lock (gate) return sequences.IsFenced(batch);
    }

    /// <summary>Appends a batch of magic 2, unless it is there already or out of its producer's order.</summary>
    /// <param name="appendTime">The time that takes the place of the records' own, in milliseconds since 1970; null if they keep theirs.</param>
    public Appended Append(RecordBatch batch, long? appendTime)
    {
        lock (gate)
        {
            var isIdempotent = batch.ProducerId >= 0;

            if (isIdempotent)
            {
                var error = sequences.Check(batch, out var duplicateOffset);
                if (error != ErrorCode.None) return new(error);
                if (duplicateOffset >= 0) return new(ErrorCode.None, duplicateOffset);
            }

            var stored = Add(batch.Bytes, appendTime);
            if (isIdempotent) sequences.Add(batch, stored.BaseOffset);
            if (batch.IsTransactional) openTransactions.TryAdd(batch.ProducerId, stored.BaseOffset);
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
            var stored = Add(marker.Bytes, appendTime: null);
            if (openTransactions.Remove(marker.ProducerId, out var first) && !commits) aborted.Add(new(marker.ProducerId, first, stored.LastOffset));
        }
    }

    /// <summary>Reads whole batches, from the one with an offset on.</summary>
    /// <param name="offset">Where to start; the first batch can start before it.</param>
    /// <param name="maximum">The most bytes.</param>
    /// <param name="evenIfLarger">Whether a first batch of more than so many bytes comes nevertheless.</param>
    /// <param name="committed">Whether to leave out what lies in transactions that are open.</param>
    public LogRead Read(long offset, int maximum, bool evenIfLarger, bool committed)
    {
        lock (gate)
        {
            if (offset < StartOffset || offset > end) return new(ErrorCode.OffsetOutOfRange, Bytes.Empty, -1, -1, -1, null);

            var limit = committed ? StableOffset : end;
            var first = IndexOf(offset);
            var last = first;
            var size = 0;

            while (last < batches.Count && batches[last].BaseOffset < limit)
            {
                var length = batches[last].Bytes.Length;
                if (size + length > maximum && !(evenIfLarger && size == 0)) break;
                size += length;
                last++;
            }

            var transactions = committed ? AbortedBetween(offset, last > first ? batches[last - 1].LastOffset : offset) : null;
            return new(ErrorCode.None, Join(first, last, size), StartOffset, StableOffset, end, transactions);
        }
    }

    /// <summary>The first record that is not older than a time, in milliseconds since 1970; null if there is none.</summary>
    public FoundRecord? FindByTime(long time)
    {
        lock (gate)
        {
            foreach (var batch in batches)
            {
                if (batch.MaxTimestamp < time) continue;

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
        lock (gate) return batches.Count == 0 ? null : FindByTime(batches.Max(batch => batch.MaxTimestamp));
    }

    private StoredBatch Add(Bytes batch, long? appendTime)
    {
        var stored = StoredBatch.Place(batch, end, LeaderEpoch, appendTime);
        batches.Add(stored);
        end = stored.LastOffset + 1;
        return stored;
    }

    /// <summary>The index of the batch with an offset; the number of batches for the end.</summary>
    private int IndexOf(long offset)
    {
        var (low, high) = (0, batches.Count);

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (batches[middle].LastOffset < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Some batches in a row. Batches never change, so a single one is not copied.</summary>
    private Bytes Join(int first, int last, int size)
    {
        if (last == first) return Bytes.Empty;
        if (last == first + 1) return batches[first].Bytes;

        var joined = new byte[size];
        var position = 0;

        for (var i = first; i < last; i++)
        {
            batches[i].Bytes.Span.CopyTo(joined.AsSpan(position));
            position += batches[i].Bytes.Length;
        }

        return new Bytes(joined);
    }

    private AbortedTransaction[] AbortedBetween(long first, long last) =>
        [.. aborted.Where(transaction => transaction.MarkerOffset >= first && transaction.FirstOffset <= last)];
}
