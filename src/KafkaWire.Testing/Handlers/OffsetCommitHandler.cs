using KafkaWire.Testing.Groups;
using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Stores the offsets up to which groups have consumed partitions.</summary>
internal sealed class OffsetCommitHandler(Cluster cluster) : Handler<OffsetCommit.Request>(OffsetCommit.api, 1, 10)
{
    /// <summary>The longest text that can be kept with an offset.</summary>
    public const int MaximumMetadata = 4096;

    // From this version on topics are named by their ids.
    private const short FirstWithIds = 10;

    protected override IKafkaResponse Answer(OffsetCommit.Request request, Call call)
    {
        var group = cluster.Groups[request.GroupId];
        var error = group.CheckCommit(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch);

        return new OffsetCommitResponse
        {
            Topics =
            [
                .. request.Topics.Select(data => (Data: data, Topic: cluster.Topics.Find(data.Name, data.TopicId, call.Version >= FirstWithIds, out var topicError), Error: topicError))
                    .Select(found => new OffsetCommitResponse.Topic
                    {
                        Name = found.Data.Name,
                        TopicId = found.Data.TopicId,
                        Partitions =
                        [
                            .. found.Data.Partitions.Select(partition => new OffsetCommitResponse.Partition
                            {
                                PartitionIndex = partition.PartitionIndex,
                                ErrorCode = error != ErrorCode.None ? error : found.Topic == null ? found.Error : Commit(group.Offsets, found.Topic, partition),
                            })
                        ],
                    })
            ],
        };
    }

    protected override IKafkaResponse Fail(OffsetCommit.Request request, ErrorCode error, Call call) => new OffsetCommitResponse
    {
        Topics =
        [
            .. request.Topics.Select(topic => new OffsetCommitResponse.Topic
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                Partitions = [.. topic.Partitions.Select(partition => new OffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error })],
            })
        ],
    };

    private static ErrorCode Commit(GroupOffsets offsets, Topic topic, OffsetCommit.OffsetCommitRequestPartition partition)
    {
        if (topic.Partition(partition.PartitionIndex) == null) return ErrorCode.UnknownTopicOrPartition;
        if (partition.CommittedMetadata is { Length: > MaximumMetadata }) return ErrorCode.OffsetMetadataTooLarge;

        offsets.Commit(topic.Name, partition.PartitionIndex, new(partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata ?? ""));
        return ErrorCode.None;
    }
}
