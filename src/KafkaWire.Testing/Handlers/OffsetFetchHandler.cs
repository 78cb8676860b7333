using KafkaWire.Testing.Groups;

namespace KafkaWire.Testing.Handlers;

/// <summary>Returns the committed offsets of groups.</summary>
internal sealed class OffsetFetchHandler(BrokerState broker) : Handler<OffsetFetch.Request>(OffsetFetch.api, 1, 10)
{
    // From this version on, the whole answer can have an error.
    private const short FirstWithError = 2;

    // From this version on, a request can name several groups.
    private const short FirstWithGroups = 8;

    // From this version on, topics are named by id.
    private const short FirstWithIds = 10;

    protected override IKafkaResponse Answer(OffsetFetch.Request request, Call call) =>
        call.Version >= FirstWithGroups
            ? new OffsetFetchResponse { Groups = [.. request.Groups.Select(group => Find(group, request.RequireStable, call.Version))] }
            : FindOne(request);

    protected override IKafkaResponse Fail(OffsetFetch.Request request, ErrorCode error, Call call) =>
        call.Version switch
        {
            >= FirstWithGroups => new OffsetFetchResponse
            {
                Groups = [.. request.Groups.Select(group => new OffsetFetchResponse.Group { GroupId = group.GroupId, ErrorCode = error })],
            },
            >= FirstWithError => new OffsetFetchResponse { ErrorCode = error },
            _ => new OffsetFetchResponse
            {
                Topics =
                [
                    .. (request.Topics ?? []).Select(topic => new OffsetFetchResponse.Topic
                    {
                        Name = topic.Name,
                        Partitions =
                        [
                            .. topic.PartitionIndexes.Select(partition => new OffsetFetchResponse.Partition
                            {
                                PartitionIndex = partition,
                                CommittedOffset = -1,
                                Metadata = "",
                                ErrorCode = error,
                            }),
                        ],
                    }),
                ],
            },
        };

    private OffsetFetchResponse FindOne(OffsetFetch.Request request)
    {
        var offsets = broker.Groups[request.GroupId].Offsets;
        var topics =
            request.Topics?.Select(topic => (topic.Name, Partitions: topic.PartitionIndexes.AsEnumerable()))
            ?? offsets.Partitions.Select(topic => (Name: topic.Key, Partitions: topic.AsEnumerable()));

        return new()
        {
            Topics =
            [
                .. topics.Select(topic => new OffsetFetchResponse.Topic
                {
                    Name = topic.Name,
                    Partitions =
                    [
                        .. topic
                            .Partitions.Select(partition => Find(offsets, topic.Name, partition, request.RequireStable))
                            .Select(found => new OffsetFetchResponse.Partition
                            {
                                PartitionIndex = found.PartitionIndex,
                                CommittedOffset = found.CommittedOffset,
                                CommittedLeaderEpoch = found.CommittedLeaderEpoch,
                                Metadata = found.Metadata,
                                ErrorCode = found.ErrorCode,
                            }),
                    ],
                }),
            ],
        };
    }

    private OffsetFetchResponse.Group Find(OffsetFetch.OffsetFetchRequestGroup asked, bool requireStable, short version)
    {
        var offsets = broker.Groups[asked.GroupId].Offsets;

        return new()
        {
            GroupId = asked.GroupId,
            Topics =
                asked.Topics == null
                    ?
                    [
                        .. offsets.Partitions.Select(topic =>
                            Find(offsets, topic.Key, broker.Topics.Find(topic.Key)?.Id ?? default, topic, requireStable)
                        ),
                    ]
                    // Unknown topics come last.
                    : [.. asked.Topics.Select(topic => Find(offsets, topic, requireStable, version)).OrderBy(IsUnknown)],
        };
    }

    private OffsetFetchResponse.TopicsData Find(
        GroupOffsets offsets,
        OffsetFetch.OffsetFetchRequestTopics asked,
        bool requireStable,
        short version
    )
    {
        if (version < FirstWithIds)
            return Find(offsets, asked.Name, default, asked.PartitionIndexes, requireStable);
        if (broker.Topics.Find(asked.TopicId) is { } topic)
            return Find(offsets, topic.Name, topic.Id, asked.PartitionIndexes, requireStable);

        return new()
        {
            TopicId = asked.TopicId,
            Partitions = [.. asked.PartitionIndexes.Select(partition => Nothing(partition, ErrorCode.UnknownTopicId))],
        };
    }

    private static bool IsUnknown(OffsetFetchResponse.TopicsData topic) =>
        topic.Partitions.Any(partition => partition.ErrorCode == ErrorCode.UnknownTopicId);

    private static OffsetFetchResponse.TopicsData Find(
        GroupOffsets offsets,
        string topic,
        Uuid topicId,
        IEnumerable<int> partitions,
        bool requireStable
    ) =>
        new()
        {
            Name = topic,
            TopicId = topicId,
            Partitions = [.. partitions.Select(partition => Find(offsets, topic, partition, requireStable))],
        };

    private static OffsetFetchResponse.PartitionsData Find(GroupOffsets offsets, string topic, int partition, bool requireStable)
    {
        if (requireStable && offsets.IsUnstable(topic, partition))
            return Nothing(partition, ErrorCode.UnstableOffsetCommit);
        if (offsets.Find(topic, partition) is not { } committed)
            return Nothing(partition, ErrorCode.None);

        return new()
        {
            PartitionIndex = partition,
            CommittedOffset = committed.Offset,
            CommittedLeaderEpoch = committed.LeaderEpoch,
            Metadata = committed.Metadata,
        };
    }

    private static OffsetFetchResponse.PartitionsData Nothing(int partition, ErrorCode error) =>
        new()
        {
            PartitionIndex = partition,
            CommittedOffset = -1,
            CommittedLeaderEpoch = -1,
            Metadata = "",
            ErrorCode = error,
        };
}
