namespace KafkaWire.Testing.Storage;

/// <summary>The idempotent producers of a partition with their sequence numbers. They keep a batch that is sent twice from being appended
/// twice.</summary>
/// <remarks>The lock of the partition guards it.</remarks>
internal sealed class ProducerSequences
{
    // The number of batches that a producer may have in flight.
    private const int Remembered = 5;

    // The epoch of an unknown producer.
    private const short NoEpoch = -1;

    private readonly Dictionary<long, Producer> producers = [];

    // For each producer, the lowest sequence number with which it has tried to begin a transaction, and its epoch.
    private readonly Dictionary<long, (short Epoch, int Lowest)> verifications = [];

    /// <summary>Whether a higher epoch of the batch's producer is known.</summary>
    public bool IsFenced(RecordBatch batch) =>
        producers.TryGetValue(batch.ProducerId, out var producer) && batch.ProducerEpoch < producer.Epoch;

    /// <summary>Whether a producer is known with an epoch.</summary>
    public bool IsOfEpoch(long producerId, short epoch) => producers.TryGetValue(producerId, out var producer) && producer.Epoch == epoch;

    /// <summary>Whether a batch may be appended.</summary>
    /// <param name="startsAtZero">Whether the first batch of an unknown producer must have sequence number 0.</param>
    /// <param name="duplicate">The earlier copy of the batch if it is a duplicate, otherwise null.</param>
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

    /// <summary>Records the sequence number with which a producer has tried to begin a transaction.</summary>
    public void BeginVerification(RecordBatch batch)
    {
        var isKnown = verifications.TryGetValue(batch.ProducerId, out var known) && batch.ProducerEpoch <= known.Epoch;
        if (isKnown && (batch.ProducerEpoch < known.Epoch || batch.BaseSequence >= known.Lowest))
            return;
        verifications[batch.ProducerId] = (batch.ProducerEpoch, batch.BaseSequence);
    }

    /// <summary>Records an appended batch.</summary>
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

    /// <summary>Records the end of a transaction. A higher epoch fences the producer.</summary>
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

    // Sequence numbers wrap after int.MaxValue. A producer that is only known from a transaction marker starts at 0.
    private static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    /// <summary>An appended batch: its sequence numbers, its offset and its largest timestamp.</summary>
    public readonly record struct Sent(int First, int Last, long Offset, long MaxTimestamp);

    private sealed class Producer
    {
        public required short Epoch { get; init; }

        public int LastSequence { get; set; } = -1;

        public Queue<Sent> Batches { get; } = new();
    }
}
