using System.Collections.Concurrent;

namespace KafkaWire.Testing.Transactions;

/// <summary>The transactional ids. One is there as soon as somebody asks for it.</summary>
internal sealed class TransactionTable(Cluster cluster) : IDisposable
{
    private readonly ConcurrentDictionary<string, TransactionalProducer> producers = [];

    /// <summary>The producer of a transactional id; an empty id is an invalid request.</summary>
    public ErrorCode Find(string transactionalId, out TransactionalProducer producer)
    {
        producer = this[transactionalId];
        return transactionalId == "" ? ErrorCode.InvalidRequest : ErrorCode.None;
    }

    public TransactionalProducer this[string transactionalId] => producers.GetOrAdd(transactionalId, static (_, cluster) => new TransactionalProducer(cluster), cluster);

    public void Dispose()
    {
        foreach (var producer in producers.Values) producer.Dispose();
    }
}
