using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Adds partitions to transactions. Later versions are for brokers alone.</summary>
internal sealed class AddPartitionsToTxnHandler(Cluster cluster) : Handler<AddPartitionsToTxn.Request>(AddPartitionsToTxn.api, 0, 3)
{
    protected override IKafkaResponse Answer(AddPartitionsToTxn.Request request, Call call)
    {
        var wanted = request.V3AndBelowTopics.SelectMany(topic => topic.Partitions, (topic, partition) => (topic.Name, Topic: cluster.Topics.Find(topic.Name), Partition: partition)).ToArray();
        var isComplete = Array.TrueForAll(wanted, Exists);

        // All or nothing.
        var error = isComplete
            ? cluster.Transactions[request.V3AndBelowTransactionalId].Add(new(ErrorCode.None, request.V3AndBelowProducerId, request.V3AndBelowProducerEpoch), wanted.Select(each => (each.Topic!, each.Partition)))
            : ErrorCode.OperationNotAttempted;

        return new AddPartitionsToTxnResponse
        {
            ResultsByTopicV3AndBelow =
            [
                .. wanted.GroupBy(each => each.Name).Select(topic => new AddPartitionsToTxnResponse.TopicResult
                {
                    Name = topic.Key,
                    ResultsByPartition =
                    [
                        .. topic.Select(each => new AddPartitionsToTxnResponse.PartitionResult
                        {
                            PartitionIndex = each.Partition,
                            PartitionErrorCode = Exists(each) ? FencingErrors.For(error, call.Version, FencingErrors.FirstOfTransactions) : ErrorCode.UnknownTopicOrPartition,
                        })
                    ],
                })
            ],
        };
    }

    protected override IKafkaResponse Fail(AddPartitionsToTxn.Request request, ErrorCode error, Call call) => new AddPartitionsToTxnResponse
    {
        ResultsByTopicV3AndBelow =
        [
            .. request.V3AndBelowTopics.Select(topic => new AddPartitionsToTxnResponse.TopicResult
            {
                Name = topic.Name,
                ResultsByPartition = [.. topic.Partitions.Select(partition => new AddPartitionsToTxnResponse.PartitionResult { PartitionIndex = partition, PartitionErrorCode = error })],
            })
        ],
    };

    private static bool Exists((string Name, Topic? Topic, int Partition) wanted) => wanted.Topic?.Partition(wanted.Partition) != null;
}
