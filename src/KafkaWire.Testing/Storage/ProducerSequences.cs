namespace KafkaWire.Testing.Storage;

/// <summary>What a partition remembers of the idempotent producers that write to it, so that a batch sent twice is there once.</summary>
/// <remarks>Guarded by the lock of the partition.</remarks>
internal sealed class ProducerSequences
{
    // As many batches as a producer may have in flight.
    private const int Remembered = 5;

    // The epoch of a producer that has none. Kafka compares the epoch of an unknown producer with it.
    private const short NoEpoch = -1;

    private readonly Dictionary<long, Producer> producers = [];

    // The lowest sequence number that each producer has tried to begin a transaction with, and its epoch.
    private readonly Dictionary<long, (short Epoch, int Lowest)> verifications = [];

    /// <summary>Whether the producer of a batch has gone on to a higher epoch.</summary>
    public bool IsFenced(RecordBatch batch) =>
        producers.TryGetValue(batch.ProducerId, out var producer) && batch.ProducerEpoch < producer.Epoch;

    /// <summary>Whether a producer is known here with an epoch.</summary>
    public bool IsOfEpoch(long producerId, short epoch) => producers.TryGetValue(producerId, out var producer) && producer.Epoch == epoch;

    /// <summary>Whether a batch may be appended.</summary>
    /// <param name="startsAtZero">Whether the first batch of a producer that is not known here must have sequence number 0.</param>
    /// <param name="duplicate">Where the batch is if it is here already, else null.</param>
    public ErrorCode Check(RecordBatch batch, bool startsAtZero, out Sent? duplicate)
    {
        duplicate = null;

        if (IsFenced(batch))
            return ErrorCode.InvalidProducerEpoch;

        foreach (var sent in producers.GetValueOrDefault(batch.ProducerId)?.Batches ?? [])
        {
            if (
                batch.ProducerEpoch != producers[batch.ProducerId].Epoch
                || sent.First != batch.BaseSequence
                || sent.Last != batch.LastSequence
            )
                continue;
            duplicate = sent;
            return ErrorCode.None;
        }

        if (verifications.TryGetValue(batch.ProducerId, out var verification) && batch.BaseSequence > verification.Lowest)
            return ErrorCode.OutOfOrderSequenceNumber;

        if (!producers.TryGetValue(batch.ProducerId, out var producer))
        {
            return batch.ProducerEpoch < NoEpoch ? ErrorCode.InvalidProducerEpoch
                : startsAtZero && batch.BaseSequence != 0 ? ErrorCode.OutOfOrderSequenceNumber
                : ErrorCode.None;
        }

        if (batch.ProducerEpoch > producer.Epoch)
            return batch.BaseSequence == 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;

        return batch.BaseSequence == Next(producer.LastSequence) || producer.Epoch == NoEpoch
            ? ErrorCode.None
            : ErrorCode.OutOfOrderSequenceNumber;
    }

    /// <summary>Remembers with which sequence number a producer has tried to begin a transaction.</summary>
    public void BeginVerification(RecordBatch batch)
    {
        var isKnown = verifications.TryGetValue(batch.ProducerId, out var known) && batch.ProducerEpoch <= known.Epoch;
        if (isKnown && (batch.ProducerEpoch < known.Epoch || batch.BaseSequence >= known.Lowest))
            return;
        verifications[batch.ProducerId] = (batch.ProducerEpoch, batch.BaseSequence);
    }

    /// <summary>Remembers a batch that was appended.</summary>
    public void Add(RecordBatch batch, StoredBatch stored)
    {
        if (batch.IsTransactional)
            verifications.Remove(batch.ProducerId);
        var producer = At(batch.ProducerId, batch.ProducerEpoch);
        if (producer.Batches.Count == Remembered)
            producer.Batches.Dequeue();
        producer.Batches.Enqueue(new(batch.BaseSequence, batch.LastSequence, stored.BaseOffset, stored.MaxTimestamp));
        producer.LastSequence = batch.LastSequence;
    }

    /// <summary>Takes note of the end of a transaction: an epoch above that of the producer fences it.</summary>
    public void Fence(long producerId, short epoch)
    {
        verifications.Remove(producerId);
        At(producerId, epoch);
    }

    private Producer At(long id, short epoch)
    {
        if (!producers.TryGetValue(id, out var producer) || producer.Epoch < epoch)
            producers[id] = producer = new Producer { Epoch = epoch };
        return producer;
    }

    // Sequence numbers wrap at Int32.MaxValue. A producer of which only the end of a transaction is known starts with 0.
    private static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    /// <summary>A batch that was appended: its sequence numbers, its offset and its largest timestamp.</summary>
    public readonly record struct Sent(int First, int Last, long Offset, long MaxTimestamp);

    private sealed class Producer
    {
        public required short Epoch { get; init; }

        public int LastSequence { get; set; } = -1;

        public Queue<Sent> Batches { get; } = new();
    }
}
