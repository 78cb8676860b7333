using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>A topic and a transactional id, and what transactions ask of a broker.</summary>
public abstract class TransactionBehaviour(string release) : Behaviour(release)
{
    // The first version of Produce that adds partitions to the transaction, and the first of EndTxn that gives each transaction its epoch.
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
            // A real Kafka takes a moment, also to abort what was open.
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

    // Of today: a real Kafka puts what is a week apart, such as the marker of today, into another segment, and a fetch reads from one.
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

    /// <summary>What a consumer sees that reads only what is committed.</summary>
    private protected async Task<Fetch.PartitionData> FetchCommittedAsync() =>
        await FetchAsync(Requests.Fetch(topic) with { IsolationLevel = 1 });

    /// <summary>Until the markers of transactions are in the log: a real Kafka answers earlier, and may tell of an end that it does not
    /// give out yet.</summary>
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
