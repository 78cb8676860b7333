using KafkaWire.Testing.Groups;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Commits offsets of groups as part of a transaction.</summary>
internal sealed class TxnOffsetCommitHandler(BrokerState broker) : Handler<TxnOffsetCommit.Request>(TxnOffsetCommit.api, 0, 6)
{
    // From this version on, producers know TransactionAbortable.
    private const short FirstWithAbortable = 4;

    // From this version on, the coordinator adds the group to the transaction by itself.
    private const short FirstThatAdds = 5;

    // From this version on, topics are named by id.
    private const short FirstWithIds = 6;

    protected override IKafkaResponse Answer(TxnOffsetCommit.Request request, Call call)
    {
        var group = broker.Groups[request.GroupId];

        var outcome = CommitOutcome.Of(
            request.Topics,
            topic => (topic.Name, topic.TopicId, topic.Partitions.Select(Read)),
            (name, id) => (broker.Topics.Find(name, id, call.Version >= FirstWithIds, out var error), error),
            () => Check(request, group, call.Version),
            (topic, offset) =>
                group.Offsets.CommitLater(
                    request.ProducerId,
                    topic.Name,
                    offset.Partition,
                    new(offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "")
                )
        );

        return new TxnOffsetCommitResponse
        {
            Topics =
            [
                .. outcome.Select(topic => new TxnOffsetCommitResponse.Topic
                {
                    Name = topic.Name,
                    TopicId = topic.Id,
                    Partitions =
                    [
                        .. topic.Partitions.Select(each => new TxnOffsetCommitResponse.Partition
                        {
                            PartitionIndex = each.Partition,
                            ErrorCode = each.Error,
                        }),
                    ],
                }),
            ],
        };
    }

    protected override IKafkaResponse Fail(TxnOffsetCommit.Request request, ErrorCode error, Call call) =>
        new TxnOffsetCommitResponse
        {
            Topics =
            [
                .. request.Topics.Select(topic => new TxnOffsetCommitResponse.Topic
                {
                    Name = topic.Name,
                    TopicId = topic.TopicId,
                    Partitions =
                    [
                        .. topic.Partitions.Select(partition => new TxnOffsetCommitResponse.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            ErrorCode = error,
                        }),
                    ],
                }),
            ],
        };

    /// <summary>Checks the producer, adds the group to its transaction if necessary, and then checks the member.</summary>
    private ErrorCode Check(TxnOffsetCommit.Request request, Group group, short version)
    {
        if (request.GroupId == "")
            return ErrorCode.InvalidGroupId;

        var producer = broker.Transactions[request.TransactionalId];
        var sender = new ProducerIdentity(ErrorCode.None, request.ProducerId, request.ProducerEpoch);

        return (version >= FirstThatAdds ? producer.Add(sender, request.GroupId) : producer.CheckContains(sender, request.GroupId)) switch
        {
            ErrorCode.None => group.CheckTransactionalCommit(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch),
            ErrorCode.ProducerFenced => ErrorCode.InvalidProducerEpoch,
            ErrorCode.InvalidTxnState when version >= FirstWithAbortable => ErrorCode.TransactionAbortable,
            var error => error,
        };
    }

    private static OffsetToCommit Read(TxnOffsetCommit.TxnOffsetCommitRequestPartition partition) =>
        new(partition.PartitionIndex, partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata);
}
