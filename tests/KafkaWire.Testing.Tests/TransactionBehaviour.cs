using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>A topic, a transactional id, and the requests of transactions.</summary>
public abstract class TransactionBehaviour(string release) : Behaviour(release)
{
    // The first version of Produce that adds partitions to the transaction, and the first version of EndTxn that starts a new epoch.
    private protected const short ProduceThatAdds = 12;
    private protected const short EndWithEpochs = 5;

    private protected string topic = null!;
    private protected string transactionalId = null!;

    [SetUp]
    public async Task CreateTopic()
    {
        topic = await NewTopicAsync();
        transactionalId = NewName();
        await UntilCoordinatedAsync(transactionalId, keyType: 1);
    }

    private protected async Task<InitProducerId.Response> InitializeAsync(long producerId = -1, short epoch = -1, short version = 5)
    {
        while (true)
        {
            var answer = await Client.SendAsync(Requests.InitTransactions(transactionalId, producerId, epoch), version);
            // A real Kafka takes a moment, for example to abort an open transaction.
            if (!answer.ErrorCode.IsRetriable())
                return answer;
        }
    }

    private protected async Task<InitProducerId.Response> ReadyAsync()
    {
        var producer = await InitializeAsync();
        Assert.That(producer.ErrorCode, Is.EqualTo(ErrorCode.None));
        return producer;
    }

    private protected static InitProducerId.Response Next(EndTxn.Response ended) =>
        new(0, ErrorCode.None, ended.ProducerId, ended.ProducerEpoch, -1, -1, []);

    // Timestamps of today: a real Kafka starts a new segment for records that are a week apart, and a fetch reads from one segment.
    private protected static Batch Of(InitProducerId.Response producer, int sequence, params string[] values) =>
        new()
        {
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Values = values,
            Attributes = 0x10,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.ProducerEpoch,
            BaseSequence = sequence,
        };

    private protected async Task<(ErrorCode Error, long Offset)> WriteAsync(Batch batch, short version)
    {
        var request = Requests.Produce(topic, batch) with { TransactionalId = transactionalId };
        var answer = (await Client.SendAsync(request, version)).Responses[0].PartitionResponses[0];
        return (answer.ErrorCode, answer.BaseOffset);
    }

    private protected async Task<EndTxn.Response> EndAsync(InitProducerId.Response producer, bool commits, short version)
    {
        var request = new EndTxnRequest
        {
            TransactionalId = transactionalId,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.ProducerEpoch,
            Committed = commits,
        };

        while (true)
        {
            var answer = await Client.SendAsync(request, version);
            if (!answer.ErrorCode.IsRetriable())
                return answer;
        }
    }

    private protected async Task<ErrorCode> AddAsync(InitProducerId.Response producer, string name, short version = 3)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = transactionalId,
            V3AndBelowProducerId = producer.ProducerId,
            V3AndBelowProducerEpoch = producer.ProducerEpoch,
            V3AndBelowTopics = [new() { Name = name, Partitions = [0] }],
        };

        while (true)
        {
            var error = (await Client.SendAsync(request, version)).ResultsByTopicV3AndBelow[0].ResultsByPartition[0].PartitionErrorCode;
            if (error != ErrorCode.ConcurrentTransactions)
                return error;
        }
    }

    /// <summary>Fetches with the isolation level "read committed".</summary>
    private protected async Task<Fetch.PartitionData> FetchCommittedAsync() =>
        await FetchAsync(Requests.Fetch(topic) with { IsolationLevel = 1 });

    /// <summary>Waits until the transaction markers are in the log. A real Kafka answers earlier, and may report an end offset that it does
    /// not return yet.</summary>
    private protected async Task<Fetch.PartitionData> UntilStableAsync(long offset)
    {
        while (true)
        {
            var fetched = await FetchCommittedAsync();
            if (
                fetched.LastStableOffset >= offset
                && Records.Batches(fetched.Records!.Value).ToArray() is [.., var last]
                && last.LastOffset >= offset - 1
            )
                return fetched;
        }
    }
}
