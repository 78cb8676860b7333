using System.Collections.Concurrent;

namespace KafkaWire.Testing.Transactions;

/// <summary>The transactional ids. An id is created on first use.</summary>
internal sealed class TransactionTable(BrokerState broker) : IDisposable
{
    private readonly ConcurrentDictionary<string, TransactionalProducer> producers = [];

    public TransactionalProducer this[string transactionalId] =>
        producers.GetOrAdd(transactionalId, static (id, broker) => new TransactionalProducer(id, broker), broker);

    public void Dispose()
    {
        foreach (var producer in producers.Values)
            producer.Dispose();
    }
}
