using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Waiting;

namespace KafkaWire.Testing.Transactions;

/// <summary>A producer id with its epoch, or the error to return instead.</summary>
internal readonly record struct ProducerIdentity(ErrorCode Error, long Id = -1, short Epoch = -1);

/// <summary>A transactional id, as its coordinator sees it: its current producer and the open transaction.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class TransactionalProducer(string transactionalId, BrokerState broker) : IDisposable
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

    /// <summary>Gives a producer its id and epoch, fences the previous producer and aborts its transaction.</summary>
    /// <param name="known">The identity with which the producer wants to continue; -1 for a producer that has just started.</param>
    /// <returns>The identity; ConcurrentTransactions if a transaction was open. It has been aborted by then, and the producer tries
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

                    // The abort takes the next epoch of the old producer. The new producer tries again and gets the one after that.
                    End(commits: false, Advance());
                    return new(ErrorCode.ConcurrentTransactions);
                }

                if (!isNew && known == previous)
                    return producer; // a repeated request
                if (!isNew && known != producer)
                    return new(ErrorCode.ProducerFenced);
                Advance();

                // A fenced producer must not come back.
                if (isNew)
                    previous = new(ErrorCode.None);
            }

            timeout = transactionTimeout;
            lastCommitted = null;
            return producer;
        }
    }

    /// <summary>Adds partitions to the transaction, and opens it if necessary.</summary>
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

    /// <summary>Adds the offsets of a group to the transaction, and opens it if necessary.</summary>
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

    /// <summary>Checks whether a partition is in the producer's open transaction.</summary>
    public ErrorCode CheckContains(ProducerIdentity sender, Topic topic, int partition)
    {
        lock (gate)
            return Check(sender) is var error and not ErrorCode.None ? error
                : isOpen && partitions.Contains((topic, partition)) ? ErrorCode.None
                : ErrorCode.InvalidTxnState;
    }

    /// <summary>Checks whether a group is in the producer's open transaction.</summary>
    public ErrorCode CheckContains(ProducerIdentity sender, string groupId)
    {
        lock (gate)
            return Check(sender) is var error and not ErrorCode.None ? error
                : isOpen && groups.Contains(groupId) ? ErrorCode.None
                : ErrorCode.InvalidTxnState;
    }

    /// <summary>Commits or aborts the transaction.</summary>
    /// <param name="bumpsEpoch">Whether the end of the transaction starts the next epoch, which is then returned.</param>
    public ProducerIdentity End(ProducerIdentity sender, bool commits, bool bumpsEpoch)
    {
        lock (gate)
        {
            if (bumpsEpoch && !isOpen && IsBefore(sender) && lastCommitted is { } committed)
                return committed == commits ? producer : new(ErrorCode.InvalidTxnState); // a repeated request
            if (Check(sender) is var error and not ErrorCode.None)
                return new(error);

            if (isOpen)
            {
                End(commits, bumpsEpoch ? Advance() : producer);
                return producer;
            }

            // Without an open transaction: where every transaction has its own epoch, an abort is accepted and starts the next epoch;
            // elsewhere, repeating the last outcome is accepted.
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

    /// <summary>Whether an identity immediately precedes the current one.</summary>
    private bool IsBefore(ProducerIdentity sender) =>
        sender.Id >= 0 && (sender == previous || (sender.Id == producer.Id && sender.Epoch == producer.Epoch - 1));

    private void Open()
    {
        if (isOpen)
            return;

        isOpen = true;

        alarm.Set(broker.Options.Time, timeout, gate, () => End(commits: false, Advance()));
    }

    /// <summary>Ends the transaction: writes the markers, and commits or discards the offsets.</summary>
    /// <param name="writer">The id and epoch of the markers. With the next epoch they fence the previous one.</param>
    private void End(bool commits, ProducerIdentity writer)
    {
        var marker = TransactionMarker.Create(writer.Id, writer.Epoch, commits, broker.Now);
        foreach (var (topic, partition) in partitions)
            topic.Partitions[partition].EndTransaction(marker, commits);
        foreach (var group in groups)
            broker.Groups[group].Offsets.EndTransaction(writer.Id, commits);

        partitions.Clear();
        groups.Clear();
        alarm.Dispose();
        isOpen = false;
        lastCommitted = commits;
        broker.LogsChanged.Raise();
    }

    /// <summary>Gives the producer its next epoch, or a new id when all epochs are used up.</summary>
    /// <returns>The identity for the markers that end the transaction of the previous epoch.</returns>
    private ProducerIdentity Advance()
    {
        previous = producer;
        var next = producer with { Epoch = (short)(producer.Epoch + 1) };
        producer = next.Epoch < short.MaxValue ? next : NewIdentity();
        return next;
    }

    private ProducerIdentity NewIdentity() => new(ErrorCode.None, broker.NewProducerId(), 0);
}
