using KafkaWire.Testing.Fetching;
using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Reads record batches, and waits for them if there are too few.</summary>
internal sealed class FetchHandler(Cluster cluster) : WaitingHandler<Fetch.Request>(Fetch.api, 4, 18)
{
    // From this version on there are fetch sessions.
    private const short FirstWithSessions = 7;

    // From this version on topics are named by their ids.
    private const short FirstWithIds = 13;

    private readonly FetchSessionTable sessions = new();

    protected override async ValueTask<IKafkaResponse> AnswerAsync(Fetch.Request request, Call call)
    {
        if (call.Version < FirstWithSessions) return await ReadAsync(request, request.Topics, call).ConfigureAwait(false);

        var error = sessions.Open(request, call.Version >= FirstWithIds, out var session, out var isNew);
        if (error != ErrorCode.None) return new FetchResponse { ErrorCode = error };

        var read = await ReadAsync(request, session?.Topics ?? request.Topics, call).ConfigureAwait(false);
        return session == null ? read : isNew ? session.Begin(read) : session.GoOn(read);
    }

    protected override IKafkaResponse Fail(Fetch.Request request, ErrorCode error, Call call) => new FetchResponse
    {
        Responses =
        [
            .. request.Topics.Select(topic => new FetchResponse.FetchableTopicResponse
            {
                Topic = topic.Topic,
                TopicId = topic.TopicId,
                Partitions = [.. topic.Partitions.Select(partition => Nothing(partition, error))],
            })
        ],
    };

    /// <summary>Reads, and waits for as much as the request asks for.</summary>
    private async ValueTask<FetchResponse> ReadAsync(Fetch.Request request, Fetch.FetchTopic[] topics, Call call)
    {
        var time = cluster.Options.Time;
        var start = time.GetTimestamp();
        var limit = TimeSpan.FromMilliseconds(request.MaxWaitMs);

        while (true)
        {
            var changed = cluster.LogsChanged.Next;
            var read = Read(request, topics, call.Version);
            var left = limit - time.GetElapsedTime(start);
            if (read.IsUrgent || read.Size >= request.MinBytes || topics.Length == 0 || left <= TimeSpan.Zero) return read.Response;

            try
            {
                await changed.WaitAsync(left, time, call.Closed).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // What there is by now is the answer.
            }
        }
    }

    private Reading Read(Fetch.Request request, Fetch.FetchTopic[] topics, short version)
    {
        var reading = new Reading();
        var responses = new FetchResponse.FetchableTopicResponse[topics.Length];

        for (var i = 0; i < responses.Length; i++)
        {
            var asked = topics[i];
            var topic = cluster.Topics.Find(asked.Topic, asked.TopicId, version >= FirstWithIds, out var error);

            responses[i] = new()
            {
                Topic = asked.Topic,
                TopicId = asked.TopicId,
                Partitions = [.. asked.Partitions.Select(partition => Read(topic, error, partition, request, reading))],
            };
        }

        reading.Response = new() { Responses = responses };
        return reading;
    }

    private static FetchResponse.PartitionData Read(Topic? topic, ErrorCode error, Fetch.FetchPartition asked, Fetch.Request request, Reading reading)
    {
        if (topic == null) return reading.Fail(asked, error);
        if (topic.Partition(asked.Partition) is not { } log) return reading.Fail(asked, ErrorCode.UnknownTopicOrPartition);
        if (LeaderEpochs.Check(asked.CurrentLeaderEpoch, log) is var epochError and not ErrorCode.None) return reading.Fail(asked, epochError);

        var committed = request.IsolationLevel == Isolation.Committed;
        var room = Math.Min(asked.PartitionMaxBytes, request.MaxBytes - reading.Size);
        var read = log.Read(asked.FetchOffset, room, evenIfLarger: reading.Size == 0, committed);

        if (read.Error != ErrorCode.None) return reading.Fail(asked, read.Error);

        reading.Size += read.Records.Length;

        return new()
        {
            PartitionIndex = asked.Partition,
            HighWatermark = read.EndOffset,
            LastStableOffset = read.StableOffset,
            LogStartOffset = read.StartOffset,
            AbortedTransactions = read.Aborted?.Select(transaction => new FetchResponse.AbortedTransaction
            {
                ProducerId = transaction.ProducerId,
                FirstOffset = transaction.FirstOffset,
            }).ToArray(),
            Records = read.Records,
        };
    }

    private static FetchResponse.PartitionData Nothing(Fetch.FetchPartition asked, ErrorCode error) =>
        new() { PartitionIndex = asked.Partition, ErrorCode = error, HighWatermark = -1, LastStableOffset = -1, LogStartOffset = -1, Records = Bytes.Empty };

    /// <summary>What one look into the logs gave.</summary>
    private sealed class Reading
    {
        public FetchResponse Response { get; set; } = new();

        /// <summary>The number of bytes of records.</summary>
        public int Size { get; set; }

        /// <summary>Whether there is an error, which nobody shall wait for.</summary>
        public bool IsUrgent { get; private set; }

        public FetchResponse.PartitionData Fail(Fetch.FetchPartition asked, ErrorCode error)
        {
            IsUrgent = true;
            return Nothing(asked, error);
        }
    }
}
