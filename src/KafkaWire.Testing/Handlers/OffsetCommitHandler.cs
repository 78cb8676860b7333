namespace KafkaWire.Testing.Handlers;

/// <summary>Commits the offsets of groups.</summary>
internal sealed class OffsetCommitHandler(BrokerState broker) : Handler<OffsetCommit.Request>(OffsetCommit.api, 1, 10)
{
    // From this version on, a group that does not exist has an error code of its own; before, the error is IllegalGeneration.
    private const short FirstWithNotFound = 9;

    // From this version on, topics are named by id.
    private const short FirstWithIds = 10;

    protected override IKafkaResponse Answer(OffsetCommit.Request request, Call call)
    {
        var group = broker.Groups[request.GroupId];
        var missing = call.Version >= FirstWithNotFound ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;

        var outcome = CommitOutcome.Of(
            request.Topics,
            topic => (topic.Name, topic.TopicId, topic.Partitions.Select(Read)),
            (name, id) => (broker.Topics.Find(name, id, call.Version >= FirstWithIds, out var error), error),
            () => group.CheckCommit(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch, missing),
            (topic, offset) =>
                group.Offsets.Commit(topic.Name, offset.Partition, new(offset.Offset, offset.LeaderEpoch, offset.Metadata ?? ""))
        );

        return new OffsetCommitResponse
        {
            Topics =
            [
                .. outcome.Select(topic => new OffsetCommitResponse.Topic
                {
                    Name = topic.Name,
                    TopicId = topic.Id,
                    Partitions =
                    [
                        .. topic.Partitions.Select(each => new OffsetCommitResponse.Partition
                        {
                            PartitionIndex = each.Partition,
                            ErrorCode = each.Error,
                        }),
                    ],
                }),
            ],
        };
    }

    protected override IKafkaResponse Fail(OffsetCommit.Request request, ErrorCode error, Call call) =>
        new OffsetCommitResponse
        {
            Topics =
            [
                .. request.Topics.Select(topic => new OffsetCommitResponse.Topic
                {
                    Name = topic.Name,
                    TopicId = topic.TopicId,
                    Partitions =
                    [
                        .. topic.Partitions.Select(partition => new OffsetCommitResponse.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            ErrorCode = error,
                        }),
                    ],
                }),
            ],
        };

    private static OffsetToCommit Read(OffsetCommit.OffsetCommitRequestPartition partition) =>
        new(partition.PartitionIndex, partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata);
}
