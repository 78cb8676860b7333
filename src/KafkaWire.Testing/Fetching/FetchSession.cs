namespace KafkaWire.Testing.Fetching;

/// <summary>A fetch session: the partitions that a client reads. The client need not repeat them in each request, and gets answers only for
/// partitions with changes.</summary>
/// <remarks>Not safe for concurrent use. A client has one request of a session in flight.</remarks>
internal sealed class FetchSession(int id, bool usesIds)
{
    private readonly List<FollowedPartition> followed = []; // in reading order

    public int Id => id;

    /// <summary>Whether requests name topics by id. This cannot change within a session.</summary>
    public bool UsesIds => usesIds;

    /// <summary>Whether no partitions are left.</summary>
    public bool IsEmpty => followed.Count == 0;

    /// <summary>The epoch that the next request must have.</summary>
    public int NextEpoch { get; private set; } = 1;

    /// <summary>The partitions to read. Consecutive partitions of a topic are grouped.</summary>
    public Fetch.FetchTopic[] Topics
    {
        get
        {
            var topics = new List<(string Name, Uuid Id, List<Fetch.FetchPartition> Partitions)>();

            foreach (var partition in followed)
            {
                if (topics.Count == 0 || topics[^1].Name != partition.Topic || topics[^1].Id != partition.TopicId)
                    topics.Add((partition.Topic, partition.TopicId, []));
                topics[^1].Partitions.Add(partition.Asked);
            }

            return [.. topics.Select(topic => new Fetch.FetchTopic(topic.Name, topic.Id, [.. topic.Partitions], []))];
        }
    }

    /// <summary>Applies the partitions that a request adds, changes and removes.</summary>
    public void Update(Fetch.Request request)
    {
        foreach (var topic in request.Topics)
        foreach (var partition in topic.Partitions)
            Follow(topic.Topic, topic.TopicId, partition);

        foreach (var topic in request.ForgottenTopicsData)
            followed.RemoveAll(partition =>
                partition.Topic == topic.Topic && partition.TopicId == topic.TopicId && topic.Partitions.Contains(partition.Asked.Partition)
            );
    }

    /// <summary>The first answer of the session: it contains all partitions.</summary>
    public FetchResponse Begin(FetchResponse whole)
    {
        foreach (var (topic, partition) in All(whole))
            Find(topic, partition)?.Remember(partition);
        return whole with { SessionId = id };
    }

    /// <summary>A later answer: it contains only partitions with changes.</summary>
    public FetchResponse Continue(FetchResponse whole)
    {
        NextEpoch = NextEpoch == int.MaxValue ? 1 : NextEpoch + 1;
        var news = new HashSet<FetchResponse.PartitionData>(ReferenceEqualityComparer.Instance);

        foreach (var (topic, partition) in All(whole))
        {
            if (Find(topic, partition) is not { } follower || !follower.Remember(partition))
                continue;
            news.Add(partition);

            // A partition that returned records goes to the end of the queue, so that the others get their turn.
            if (partition.Records is { Length: > 0 } && followed.Remove(follower))
                followed.Add(follower);
        }

        return whole with
        {
            SessionId = id,
            Responses =
            [
                .. whole
                    .Responses.Select(topic => topic with { Partitions = [.. topic.Partitions.Where(news.Contains)] })
                    .Where(topic => topic.Partitions.Length > 0),
            ],
        };
    }

    private static IEnumerable<(FetchResponse.FetchableTopicResponse Topic, FetchResponse.PartitionData Partition)> All(
        FetchResponse response
    ) => response.Responses.SelectMany(topic => topic.Partitions, (topic, partition) => (topic, partition));

    private void Follow(string topic, Uuid topicId, Fetch.FetchPartition asked)
    {
        var known = followed.Find(partition =>
            partition.Topic == topic && partition.TopicId == topicId && partition.Asked.Partition == asked.Partition
        );
        if (known == null)
            followed.Add(
                new FollowedPartition
                {
                    Topic = topic,
                    TopicId = topicId,
                    Asked = asked,
                }
            );
        else
            known.Asked = asked;
    }

    private FollowedPartition? Find(FetchResponse.FetchableTopicResponse topic, FetchResponse.PartitionData partition) =>
        followed.Find(each =>
            each.Topic == topic.Topic && each.TopicId == topic.TopicId && each.Asked.Partition == partition.PartitionIndex
        );

    /// <summary>A partition of the session, and what the client knows about it.</summary>
    private sealed class FollowedPartition
    {
        private long highWatermark = -1;
        private long logStart = -1;

        public required string Topic { get; init; }

        public required Uuid TopicId { get; init; }

        public required Fetch.FetchPartition Asked { get; set; }

        /// <summary>Remembers what the client receives; false if nothing has changed for it.</summary>
        public bool Remember(FetchResponse.PartitionData told)
        {
            var isNews =
                told.ErrorCode != ErrorCode.None
                || told.DivergingEpoch.EndOffset >= 0
                || told.Records is { Length: > 0 }
                || told.HighWatermark != highWatermark
                || told.LogStartOffset != logStart;

            // An error is reported every time, and so is the first answer after it.
            (highWatermark, logStart) = told.ErrorCode == ErrorCode.None ? (told.HighWatermark, told.LogStartOffset) : (-1, -1);
            return isNews;
        }
    }
}
