using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Finds offsets by timestamp.</summary>
internal sealed class ListOffsetsHandler(BrokerState broker) : Handler<ListOffsets.Request>(ListOffsets.api, 1, 11)
{
    // Timestamps with a special meaning.
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long Newest = -3;
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;
    private const long EarliestPendingUpload = -6;

    protected override IKafkaResponse Answer(ListOffsets.Request request, Call call)
    {
        if (!Isolation.IsKnown(request.IsolationLevel))
            return Fail(request, ErrorCode.UnknownServerError, call);

        return new ListOffsetsResponse
        {
            Topics =
            [
                .. request
                    .Topics.SelectMany(topic => topic.Partitions, (topic, asked) => (topic.Name, Asked: asked))
                    .GroupBy(part => part.Name)
                    .Select(topic => new ListOffsetsResponse.TopicResponse
                    {
                        Name = topic.Key,
                        Partitions =
                        [
                            .. topic
                                .GroupBy(part => part.Asked.PartitionIndex)
                                .Select(partition => Find(topic.Key, [.. partition.Select(part => part.Asked)], request, call.Version)),
                        ],
                    }),
            ],
        };
    }

    protected override IKafkaResponse Fail(ListOffsets.Request request, ErrorCode error, Call call) =>
        new ListOffsetsResponse
        {
            Topics =
            [
                .. request.Topics.Select(topic => new ListOffsetsResponse.TopicResponse
                {
                    Name = topic.Name,
                    Partitions = [.. topic.Partitions.Select(partition => Nothing(partition) with { ErrorCode = error })],
                }),
            ],
        };

    /// <summary>Answers for one partition.</summary>
    /// <param name="all">All entries of the request for the partition. Kafka allows only one.</param>
    private ListOffsetsResponse.PartitionResponse Find(
        string topic,
        ListOffsets.ListOffsetsPartition[] all,
        ListOffsets.Request request,
        short version
    )
    {
        var asked = all[0];
        var result = Nothing(asked);

        if (all.Length > 1)
            return result with { ErrorCode = ErrorCode.InvalidRequest };
        if (asked.Timestamp < 0 && !IsKnown(asked.Timestamp, version))
            return result with { ErrorCode = ErrorCode.UnsupportedVersion };
        if (broker.Topics.Find(topic)?.Partition(asked.PartitionIndex) is not { } log)
            return result with { ErrorCode = ErrorCode.UnknownTopicOrPartition };
        if (LeaderEpochs.Check(asked.CurrentLeaderEpoch, log) is var error and not ErrorCode.None)
            return result with { ErrorCode = error };

        // Replicas see all records.
        var end =
            request.IsolationLevel == Isolation.Committed && request.ReplicaId == Replicas.Consumer ? log.StableOffset : log.EndOffset;

        var found = asked.Timestamp switch
        {
            Latest => new FoundRecord(end, -1),
            Earliest or EarliestLocal => new FoundRecord(log.StartOffset, -1),
            LatestTiered or EarliestPendingUpload => null, // there is no remote storage
            Newest => log.FindNewest(),
            var time => log.FindByTime(time),
        };

        return found is { } record && (record.Offset < end || asked.Timestamp is Latest or Earliest or EarliestLocal)
            ? result with
            {
                Offset = record.Offset,
                Timestamp = record.Timestamp,
                LeaderEpoch = version >= 4 ? log.LeaderEpoch : -1,
            }
            : result;
    }

    private static ListOffsetsResponse.PartitionResponse Nothing(ListOffsets.ListOffsetsPartition asked) =>
        new()
        {
            PartitionIndex = asked.PartitionIndex,
            Timestamp = -1,
            Offset = -1,
            LeaderEpoch = -1,
        };

    private static bool IsKnown(long time, short version) =>
        time switch
        {
            Latest or Earliest => true,
            Newest => version >= 7,
            EarliestLocal => version >= 8,
            LatestTiered => version >= 9,
            EarliestPendingUpload => version >= 11,
            _ => false,
        };
}
