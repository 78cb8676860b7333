using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Adds partitions to transactions, or checks whether they are in them.</summary>
internal sealed class AddPartitionsToTxnHandler(BrokerState broker) : Handler<AddPartitionsToTxn.Request>(AddPartitionsToTxn.api, 0, 5)
{
    // From this version on, brokers send the requests, for many transactions at once.
    private const short FirstOfBrokers = 4;

    protected override IKafkaResponse Answer(AddPartitionsToTxn.Request request, Call call)
    {
        if (call.Version < FirstOfBrokers)
        {
            var sender = new ProducerIdentity(ErrorCode.None, request.V3AndBelowProducerId, request.V3AndBelowProducerEpoch);
            return new AddPartitionsToTxnResponse
            {
                ResultsByTopicV3AndBelow = Add(request.V3AndBelowTransactionalId, sender, request.V3AndBelowTopics, call.Version),
            };
        }

        return new AddPartitionsToTxnResponse
        {
            ResultsByTransaction =
            [
                .. request.Transactions.Select(transaction => new AddPartitionsToTxnResponse.Result
                {
                    TransactionalId = transaction.TransactionalId,
                    TopicResults = Answer(transaction, call.Version),
                }),
            ],
        };
    }

    protected override IKafkaResponse Fail(AddPartitionsToTxn.Request request, ErrorCode error, Call call) =>
        call.Version >= FirstOfBrokers
            ? new AddPartitionsToTxnResponse { ErrorCode = error }
            : new AddPartitionsToTxnResponse { ResultsByTopicV3AndBelow = Results(request.V3AndBelowTopics, (_, _) => error) };

    private AddPartitionsToTxnResponse.TopicResult[] Answer(AddPartitionsToTxn.AddPartitionsToTxnTransaction transaction, short version)
    {
        var sender = new ProducerIdentity(ErrorCode.None, transaction.ProducerId, transaction.ProducerEpoch);
        return transaction.VerifyOnly
            ? Verify(transaction.TransactionalId, sender, transaction.Topics)
            : Add(transaction.TransactionalId, sender, transaction.Topics, version);
    }

    /// <summary>Adds all partitions or none.</summary>
    private AddPartitionsToTxnResponse.TopicResult[] Add(
        string transactionalId,
        ProducerIdentity sender,
        AddPartitionsToTxn.AddPartitionsToTxnTopic[] topics,
        short version
    )
    {
        var outcome = Exist(topics)
            ? broker
                .Transactions[transactionalId]
                .Add(sender, Wanted(topics).Select(wanted => (Find(wanted.Name, wanted.Partition)!, wanted.Partition)))
            : ErrorCode.OperationNotAttempted;

        var error = FencingErrors.For(outcome, version, FencingErrors.FirstOfTransactions);
        return Results(topics, (name, partition) => Find(name, partition) == null ? ErrorCode.UnknownTopicOrPartition : error);
    }

    /// <summary>Reports for each partition, once, whether it is in the transaction.</summary>
    private AddPartitionsToTxnResponse.TopicResult[] Verify(
        string transactionalId,
        ProducerIdentity sender,
        AddPartitionsToTxn.AddPartitionsToTxnTopic[] topics
    )
    {
        var exist = Exist(topics);

        ErrorCode Outcome(string name, int partition)
        {
            if (Find(name, partition) is not { } topic)
                return ErrorCode.UnknownTopicOrPartition;
            if (!exist)
                return ErrorCode.OperationNotAttempted;
            return
                broker.Transactions[transactionalId].CheckContains(sender, topic, partition) is var error and not ErrorCode.InvalidTxnState
                ? error
                : ErrorCode.TransactionAbortable;
        }

        var once = Wanted(topics)
            .Distinct()
            .GroupBy(
                wanted => wanted.Name,
                (name, wanted) => new AddPartitionsToTxn.AddPartitionsToTxnTopic(name, [.. wanted.Select(each => each.Partition)], [])
            );
        return Results(once, Outcome);
    }

    private static IEnumerable<(string Name, int Partition)> Wanted(AddPartitionsToTxn.AddPartitionsToTxnTopic[] topics) =>
        topics.SelectMany(topic => topic.Partitions, (topic, partition) => (topic.Name, partition));

    private bool Exist(AddPartitionsToTxn.AddPartitionsToTxnTopic[] topics) =>
        Wanted(topics).All(wanted => Find(wanted.Name, wanted.Partition) != null);

    /// <summary>The topic; null if it does not exist or lacks the partition.</summary>
    private Topic? Find(string name, int partition) =>
        broker.Topics.Find(name) is { } topic && topic.Partition(partition) != null ? topic : null;

    private static AddPartitionsToTxnResponse.TopicResult[] Results(
        IEnumerable<AddPartitionsToTxn.AddPartitionsToTxnTopic> topics,
        Func<string, int, ErrorCode> outcome
    ) =>
        [
            .. topics.Select(topic => new AddPartitionsToTxnResponse.TopicResult
            {
                Name = topic.Name,
                ResultsByPartition =
                [
                    .. topic.Partitions.Select(partition => new AddPartitionsToTxnResponse.PartitionResult
                    {
                        PartitionIndex = partition,
                        PartitionErrorCode = outcome(topic.Name, partition),
                    }),
                ],
            }),
        ];
}
