using System.Collections.Concurrent;

namespace KafkaWire.Testing.Transactions;

/// <summary>The transactional ids. One is there as soon as somebody asks for it.</summary>
internal sealed class TransactionTable(Cluster cluster) : IDisposable
{
    private readonly ConcurrentDictionary<string, TransactionalProducer> producers = [];

    public TransactionalProducer this[string transactionalId] =>
        producers.GetOrAdd(transactionalId, static (id, cluster) => new TransactionalProducer(id, cluster), cluster);

    public void Dispose()
    {
        foreach (var producer in producers.Values)
            producer.Dispose();
    }
}
