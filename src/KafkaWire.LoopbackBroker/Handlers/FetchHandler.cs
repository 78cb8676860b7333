using KafkaWire.Loopback.Storage;

namespace KafkaWire.Loopback.Handlers;

/// <summary>Reads record batches, and waits for them if there are too few.</summary>
/// <remarks>There are no fetch sessions: a client that asks for one is told that it got none, and goes on without, as with a Kafka that has no room for more.</remarks>
internal sealed class FetchHandler(Cluster cluster) : WaitingHandler<Fetch.Request>(Fetch.api, 4, 18)
{
    // From this version on topics are named by their ids.
    private const short FirstWithIds = 13;

    protected override async ValueTask<IKafkaResponse> AnswerAsync(Fetch.Request request, Call call)
    {
        if (call.Version >= 7 && SessionError(request) is var error and not ErrorCode.None) return new FetchResponse { ErrorCode = error };

        var time = cluster.Options.Time;
        var start = time.GetTimestamp();
        var limit = TimeSpan.FromMilliseconds(request.MaxWaitMs);

        while (true)
        {
            var changed = cluster.LogsChanged.Next;
            var read = Read(request, call.Version);
            var left = limit - time.GetElapsedTime(start);
            if (read.IsUrgent || read.Size >= request.MinBytes || request.Topics.Length == 0 || left <= TimeSpan.Zero) return read.Response;

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

    /// <summary>Epoch -1 ends a session, 0 asks for one, and all others go on with one.</summary>
    private static ErrorCode SessionError(Fetch.Request request) => request.SessionEpoch switch
    {
        -1 => ErrorCode.None,
        0 when request.SessionId == 0 => ErrorCode.None,
        0 => ErrorCode.FetchSessionIdNotFound,
        _ => ErrorCode.FetchSessionIdNotFound,
    };

    private Reading Read(Fetch.Request request, short version)
    {
        var reading = new Reading();
        var responses = new FetchResponse.FetchableTopicResponse[request.Topics.Length];

        for (var i = 0; i < responses.Length; i++)
        {
            var asked = request.Topics[i];
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
            return new() { PartitionIndex = asked.Partition, ErrorCode = error, HighWatermark = -1, LastStableOffset = -1, LogStartOffset = -1, Records = Bytes.Empty };
        }
    }
}
