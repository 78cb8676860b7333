using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Transactions;

/// <summary>A producer id with its epoch, or the error that is answered in its place.</summary>
internal readonly record struct ProducerIdentity(ErrorCode Error, long Id = -1, short Epoch = -1);

/// <summary>A transactional id, as its coordinator sees it: the producer that has it now, and the transaction that is open.</summary>
/// <remarks>Safe for many threads.</remarks>
internal sealed class TransactionalProducer(string transactionalId, Cluster cluster) : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<(Topic Topic, int Partition)> partitions = [];
    private readonly HashSet<string> groups = [];
    private readonly Alarm alarm = new();
    private ProducerIdentity producer = new(ErrorCode.None);
    private ProducerIdentity previous = new(ErrorCode.None);
    private TimeSpan timeout;
    private bool isOpen;
    private bool? lastCommitted;

    /// <summary>Gives a producer its id and epoch, and fences the one before it, whose transaction is aborted.</summary>
    /// <param name="known">The identity that the producer has and wants to go on with; -1 for a producer that has just started.</param>
    /// <returns>The identity, or ConcurrentTransactions where a transaction was open. It has been aborted then, and the producer shall ask
    /// again.</returns>
    public ProducerIdentity Initialize(TimeSpan transactionTimeout, ProducerIdentity known)
    {
        lock (gate)
        {
            if (producer.Id < 0)
            {
                producer = NewIdentity();
            }
            else
            {
                var isNew = known.Id == -1;

                if (isOpen)
                {
                    if (!isNew && known.Id != producer.Id)
                        return new(ErrorCode.ProducerFenced);

                    // The epoch of the abort is for the producer that the transaction was of; another one asks again and gets the next.
                    End(commits: false, Advance());
                    return new(ErrorCode.ConcurrentTransactions);
                }

                if (!isNew && known == previous)
                    return producer; // asked twice
                if (!isNew && known != producer)
                    return new(ErrorCode.ProducerFenced);
                Advance();

                // Whoever was fenced cannot come back.
                if (isNew)
                    previous = new(ErrorCode.None);
            }

            timeout = transactionTimeout;
            lastCommitted = null;
            return producer;
        }
    }

    /// <summary>Adds partitions to the transaction, which opens it.</summary>
    public ErrorCode Add(ProducerIdentity sender, IEnumerable<(Topic Topic, int Partition)> added)
    {
        lock (gate)
        {
            if (Check(sender) is var error and not ErrorCode.None)
                return error;
            Open();
            partitions.UnionWith(added);
            return ErrorCode.None;
        }
    }

    /// <summary>Adds the offsets of a group to the transaction, which opens it.</summary>
    public ErrorCode Add(ProducerIdentity sender, string groupId)
    {
        lock (gate)
        {
            if (Check(sender) is var error and not ErrorCode.None)
                return error;
            Open();
            groups.Add(groupId);
            return ErrorCode.None;
        }
    }

    /// <summary>Whether the producer may write to a partition: whether that is in its open transaction.</summary>
    public ErrorCode CheckHas(ProducerIdentity sender, Topic topic, int partition)
    {
        lock (gate)
            return Check(sender) is var error and not ErrorCode.None ? error
                : isOpen && partitions.Contains((topic, partition)) ? ErrorCode.None
                : ErrorCode.InvalidTxnState;
    }

    /// <summary>Whether the producer may commit offsets of a group: whether that is in its open transaction.</summary>
    public ErrorCode CheckHas(ProducerIdentity sender, string groupId)
    {
        lock (gate)
            return Check(sender) is var error and not ErrorCode.None ? error
                : isOpen && groups.Contains(groupId) ? ErrorCode.None
                : ErrorCode.InvalidTxnState;
    }

    /// <summary>Commits or aborts the transaction.</summary>
    /// <param name="bumpsEpoch">Whether every transaction has an epoch of its own: the next one's is answered.</param>
    public ProducerIdentity End(ProducerIdentity sender, bool commits, bool bumpsEpoch)
    {
        lock (gate)
        {
            if (bumpsEpoch && !isOpen && IsBefore(sender) && lastCommitted is { } committed)
                return committed == commits ? producer : new(ErrorCode.InvalidTxnState); // asked twice
            if (Check(sender) is var error and not ErrorCode.None)
                return new(error);

            if (isOpen)
            {
                End(commits, bumpsEpoch ? Advance() : producer);
                return producer;
            }

            // To abort what was never begun is no error where it starts the next epoch, and to end the same way twice is none elsewhere.
            if (bumpsEpoch && !commits)
            {
                Advance();
                lastCommitted = false;
                return producer;
            }

            return lastCommitted == commits && !bumpsEpoch ? producer : new(ErrorCode.InvalidTxnState);
        }
    }

    public void Dispose()
    {
        lock (gate)
            alarm.Dispose();
    }

    private ErrorCode Check(ProducerIdentity sender) =>
        transactionalId == "" ? ErrorCode.InvalidRequest
        : sender.Id != producer.Id || producer.Id < 0 ? ErrorCode.InvalidProducerIdMapping
        : sender.Epoch != producer.Epoch ? ErrorCode.ProducerFenced
        : ErrorCode.None;

    /// <summary>Whether an identity is the one that comes just before the producer's.</summary>
    private bool IsBefore(ProducerIdentity sender) =>
        sender.Id >= 0 && (sender == previous || (sender.Id == producer.Id && sender.Epoch == producer.Epoch - 1));

    private void Open()
    {
        if (isOpen)
            return;

        isOpen = true;

        alarm.Set(cluster.Options.Time, timeout, gate, () => End(commits: false, Advance()));
    }

    /// <summary>Writes the markers.</summary>
    /// <param name="writer">The id and epoch that the markers carry: with the next epoch they fence whoever has the one before.</param>
    private void End(bool commits, ProducerIdentity writer)
    {
        var marker = TransactionMarker.Create(writer.Id, writer.Epoch, commits, cluster.Now);
        foreach (var (topic, partition) in partitions)
            topic.Partitions[partition].EndTransaction(marker, commits);
        foreach (var group in groups)
            cluster.Groups[group].Offsets.EndTransaction(writer.Id, commits);

        partitions.Clear();
        groups.Clear();
        alarm.Dispose();
        isOpen = false;
        lastCommitted = commits;
        cluster.LogsChanged.Raise();
    }

    /// <summary>Gives the producer its next epoch, or another id when the epochs are used up.</summary>
    /// <returns>The identity that ends what the producer has begun with the one before.</returns>
    private ProducerIdentity Advance()
    {
        previous = producer;
        var next = producer with { Epoch = (short)(producer.Epoch + 1) };
        producer = next.Epoch < short.MaxValue ? next : NewIdentity();
        return next;
    }

    private ProducerIdentity NewIdentity() => new(ErrorCode.None, cluster.NewProducerId(), 0);
}
