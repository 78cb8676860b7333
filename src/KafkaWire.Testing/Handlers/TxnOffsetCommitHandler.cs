using KafkaWire.Testing.Groups;
using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Stores offsets of groups when the transaction is committed that they belong to.</summary>
internal sealed class TxnOffsetCommitHandler(Cluster cluster) : Handler<TxnOffsetCommit.Request>(TxnOffsetCommit.api, 0, 6)
{
    // From this version on the coordinator itself adds the group to the transaction.
    private const short FirstThatAdds = 5;

    // From this version on topics are named by their ids.
    private const short FirstWithIds = 6;

    protected override IKafkaResponse Answer(TxnOffsetCommit.Request request, Call call)
    {
        var error = Check(request, call.Version);

        return new TxnOffsetCommitResponse
        {
            Topics =
            [
                .. request.Topics.Select(data => (Data: data, Topic: cluster.Topics.Find(data.Name, data.TopicId, call.Version >= FirstWithIds, out var topicError), Error: topicError))
                    .Select(found => new TxnOffsetCommitResponse.Topic
                    {
                        Name = found.Data.Name,
                        TopicId = found.Data.TopicId,
                        Partitions =
                        [
                            .. found.Data.Partitions.Select(partition => new TxnOffsetCommitResponse.Partition
                            {
                                PartitionIndex = partition.PartitionIndex,
                                ErrorCode = error != ErrorCode.None ? error : found.Topic == null ? found.Error : Commit(request, found.Topic, partition),
                            })
                        ],
                    })
            ],
        };
    }

    protected override IKafkaResponse Fail(TxnOffsetCommit.Request request, ErrorCode error, Call call) => new TxnOffsetCommitResponse
    {
        Topics =
        [
            .. request.Topics.Select(topic => new TxnOffsetCommitResponse.Topic
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                Partitions = [.. topic.Partitions.Select(partition => new TxnOffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error })],
            })
        ],
    };

    private ErrorCode Check(TxnOffsetCommit.Request request, short version)
    {
        var isMember = request.GenerationIdOrMemberEpoch >= 0 || request.MemberId != "" || request.GroupInstanceId != null;
        if (isMember && cluster.Groups[request.GroupId].CheckTransactionalCommit(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch) is var error and not ErrorCode.None) return error;

        var producer = cluster.Transactions[request.TransactionalId];
        var sender = new ProducerIdentity(ErrorCode.None, request.ProducerId, request.ProducerEpoch);
        return version >= FirstThatAdds ? producer.Add(sender, request.GroupId) : producer.CheckHas(sender, request.GroupId);
    }

    private ErrorCode Commit(TxnOffsetCommit.Request request, Topic topic, TxnOffsetCommit.TxnOffsetCommitRequestPartition partition)
    {
        if (topic.Partition(partition.PartitionIndex) == null) return ErrorCode.UnknownTopicOrPartition;
        if (partition.CommittedMetadata is { Length: > OffsetCommitHandler.MaximumMetadata }) return ErrorCode.OffsetMetadataTooLarge;

        cluster.Groups[request.GroupId].Offsets.CommitLater(
            request.ProducerId,
            topic.Name,
            partition.PartitionIndex,
            new(partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata ?? ""));

        return ErrorCode.None;
    }
}
