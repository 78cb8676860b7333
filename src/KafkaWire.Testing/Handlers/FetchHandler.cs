using KafkaWire.Testing.Fetching;
using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Reads record batches, and waits until there are enough.</summary>
internal sealed class FetchHandler(BrokerState broker) : WaitingHandler<Fetch.Request>(Fetch.api, 4, 18)
{
    // From this version on, there are fetch sessions.
    private const short FirstWithSessions = 7;

    // From this version on, topics are named by id.
    private const short FirstWithIds = 13;

    // From this version on, the replica id is in a nested struct.
    private const short FirstWithReplicaState = 15;

    // From this version on, the answer names the current leader for consumers.
    private const short FirstWithLeader = 16;

    // fetch.max.bytes
    private const int MaximumBytes = 55 * 1024 * 1024;

    private readonly FetchSessionTable sessions = new();

    protected override async ValueTask<IKafkaResponse> AnswerAsync(Fetch.Request request, Call call)
    {
        if (!Isolation.IsKnown(request.IsolationLevel))
            return Break(request, call.Version);
        if (call.Version < FirstWithSessions)
            return await ReadAsync(request, request.Topics, call).ConfigureAwait(false);
        if (!FetchSessionTable.CanFind(request))
            return Break(request, call.Version);

        var error = sessions.Open(request, call.Version >= FirstWithIds, out var session, out var isNew);
        if (error != ErrorCode.None)
            return new FetchResponse { ErrorCode = error };

        var read = await ReadAsync(request, session?.Topics ?? request.Topics, call).ConfigureAwait(false);
        return session == null ? read
            : isNew ? session.Begin(read)
            : session.Continue(read);
    }

    protected override IKafkaResponse Fail(Fetch.Request request, ErrorCode error, Call call) => Refuse(request, error);

    private static FetchResponse Refuse(Fetch.Request request, ErrorCode error) =>
        new()
        {
            Responses =
            [
                .. request.Topics.Select(topic => new FetchResponse.FetchableTopicResponse
                {
                    Topic = topic.Topic,
                    TopicId = topic.TopicId,
                    Partitions = [.. topic.Partitions.Select(partition => Nothing(partition.Partition, error))],
                }),
            ],
        };

    /// <summary>Kafka's answer to a request on which it fails with an internal error.</summary>
    private static FetchResponse Break(Fetch.Request request, short version)
    {
        var refused = version < FirstWithIds ? Refuse(request, ErrorCode.UnknownServerError) : new FetchResponse();
        return version < FirstWithSessions
            ? refused
            : refused with
            {
                ErrorCode = ErrorCode.UnknownServerError,
                SessionId = request.SessionId,
            };
    }

    /// <summary>Reads the partitions, and waits for as many bytes as the request asks for.</summary>
    private async ValueTask<FetchResponse> ReadAsync(Fetch.Request request, Fetch.FetchTopic[] topics, Call call)
    {
        var time = broker.Options.Time;
        var start = time.GetTimestamp();
        var limit = TimeSpan.FromMilliseconds(request.MaxWaitMs);
        var asked = Distinct(topics);
        int? missing = null;

        while (true)
        {
            var changed = broker.LogsChanged.Next;
            var read = Read(request, asked, call.Version);

            // A partition that is missing from the start does not end the wait; one that is deleted meanwhile does.
            missing ??= read.Missing;
            var isUrgent = read.IsUrgent || read.Missing == asked.Count || read.Missing != missing;
            var left = limit - time.GetElapsedTime(start);
            if (isUrgent || read.Size >= Math.Min(request.MinBytes, Math.Min(request.MaxBytes, MaximumBytes)) || left <= TimeSpan.Zero)
                return read.Response;

            try
            {
                await changed.WaitAsync(left, time, call.Closed).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The wait is over: the next round answers whatever is there.
            }
        }
    }

    /// <summary>The requested partitions. If one is named twice, its last entry counts, at the position of the first.</summary>
    private static List<Part> Distinct(Fetch.FetchTopic[] topics)
    {
        var parts = new List<Part>();
        var places = new Dictionary<(string, Uuid, int), int>();

        foreach (var topic in topics)
        foreach (var asked in topic.Partitions)
        {
            var part = new Part(topic.Topic, topic.TopicId, asked);

            if (places.TryAdd((topic.Topic, topic.TopicId, asked.Partition), parts.Count))
                parts.Add(part);
            else
                parts[places[(topic.Topic, topic.TopicId, asked.Partition)]] = part;
        }

        return parts;
    }

    private Reading Read(Fetch.Request request, List<Part> asked, short version)
    {
        var reading = new Reading(request, version >= FirstWithReplicaState ? request.ReplicaState.ReplicaId : request.ReplicaId);
        var found = new List<(Part Part, FetchResponse.PartitionData Data)>();
        var missing = new List<(Part Part, FetchResponse.PartitionData Data)>();

        foreach (var part in asked)
        {
            var topic = broker.Topics.Find(part.Topic, part.TopicId, version >= FirstWithIds, out var error);

            if (topic == null)
                missing.Add((part, Nothing(part.Asked.Partition, error)));
            else if (topic.Partition(part.Asked.Partition) is not { } log)
                missing.Add((part, Nothing(part.Asked.Partition, ErrorCode.UnknownTopicOrPartition)));
            else
                found.Add((part, Read(log, part.Asked, reading, version)));
        }

        reading.Missing = missing.Count;
        reading.Response = new() { Responses = Group([.. found, .. missing]) };
        return reading;
    }

    /// <summary>Groups consecutive partitions of the same topic.</summary>
    private static FetchResponse.FetchableTopicResponse[] Group(List<(Part Part, FetchResponse.PartitionData Data)> parts)
    {
        var topics = new List<(Part First, List<FetchResponse.PartitionData> Partitions)>();

        foreach (var (part, data) in parts)
        {
            if (topics.Count == 0 || topics[^1].First.Topic != part.Topic || topics[^1].First.TopicId != part.TopicId)
                topics.Add((part, []));
            topics[^1].Partitions.Add(data);
        }

        return
        [
            .. topics.Select(topic => new FetchResponse.FetchableTopicResponse
            {
                Topic = topic.First.Topic,
                TopicId = topic.First.TopicId,
                Partitions = [.. topic.Partitions],
            }),
        ];
    }

    private FetchResponse.PartitionData Read(PartitionLog log, Fetch.FetchPartition asked, Reading reading, short version)
    {
        // This is the only broker, so no replica may fetch.
        if (reading.ReplicaId >= 0)
        {
            var refused = reading.Fail(asked, ErrorCode.NotLeaderOrFollower);
            return version >= FirstWithLeader
                ? refused with
                {
                    CurrentLeader = new() { LeaderId = broker.Options.NodeId, LeaderEpoch = log.LeaderEpoch },
                }
                : refused;
        }

        // A negative epoch asks for no check.
        if (asked.CurrentLeaderEpoch >= 0 && LeaderEpochs.Check(asked.CurrentLeaderEpoch, log) is var epochError and not ErrorCode.None)
            return reading.Fail(asked, epochError);

        EpochEnd? divergence = null;

        if (
            asked.LastFetchedEpoch >= 0
            && log.CheckLastEpoch(asked.FetchOffset, asked.LastFetchedEpoch, out divergence) is var lastError and not ErrorCode.None
        )
            return reading.Fail(asked, lastError);

        var read =
            divergence == null
                ? log.Read(asked.FetchOffset, Math.Min(asked.PartitionMaxBytes, reading.Room), reading.IsEmpty, reading.Isolation)
                : log.ReadNothing();

        if (read.Error != ErrorCode.None)
            return reading.Fail(asked, read.Error);

        reading.Add(read, isUrgent: divergence != null);

        var data = new FetchResponse.PartitionData
        {
            PartitionIndex = asked.Partition,
            HighWatermark = read.EndOffset,
            LastStableOffset = read.StableOffset,
            LogStartOffset = read.StartOffset,
            AbortedTransactions = read
                .Aborted?.Select(transaction => new FetchResponse.AbortedTransaction
                {
                    ProducerId = transaction.ProducerId,
                    FirstOffset = transaction.FirstOffset,
                })
                .ToArray(),
            Records = read.Records,
        };

        return divergence is { } end
            ? data with
            {
                DivergingEpoch = new() { Epoch = end.Epoch, EndOffset = end.EndOffset },
            }
            : data;
    }

    private static FetchResponse.PartitionData Nothing(int partition, ErrorCode error) =>
        new()
        {
            PartitionIndex = partition,
            ErrorCode = error,
            HighWatermark = -1,
            LastStableOffset = -1,
            LogStartOffset = -1,
            AbortedTransactions = [],
            Records = Bytes.Empty,
        };

    /// <summary>A requested partition.</summary>
    private readonly record struct Part(string Topic, Uuid TopicId, Fetch.FetchPartition Asked);

    /// <summary>The result of reading all partitions once.</summary>
    private sealed class Reading(Fetch.Request request, int replicaId)
    {
        public FetchResponse Response { get; set; } = new();

        public int ReplicaId => replicaId;

        public ReadIsolation Isolation { get; } =
            request.IsolationLevel == Handlers.Isolation.Committed && replicaId is Replicas.Consumer or Replicas.DebuggingConsumer
                ? ReadIsolation.Committed
                : ReadIsolation.Uncommitted;

        /// <summary>The number of bytes that may still be returned. Kafka applies a negative limit only to the first
        /// partition; the others get 0.</summary>
        public int Room { get; private set; } = Math.Min(request.MaxBytes, MaximumBytes);

        /// <summary>The number of bytes of records read so far.</summary>
        public int Size { get; private set; }

        /// <summary>Whether there are no records yet: then the first batch is returned even if it exceeds the limit.</summary>
        public bool IsEmpty => Size == 0;

        /// <summary>The number of partitions that do not exist.</summary>
        public int Missing { get; set; }

        /// <summary>Whether the answer must not wait.</summary>
        public bool IsUrgent { get; private set; }

        public void Add(LogRead read, bool isUrgent)
        {
            Size += read.Records.Length;
            Room = Math.Max(0, Room - read.Records.Length);
            IsUrgent |= isUrgent;
        }

        public FetchResponse.PartitionData Fail(Fetch.FetchPartition asked, ErrorCode error)
        {
            Room = Math.Max(0, Room);
            IsUrgent = true;
            return Nothing(asked.Partition, error) with { AbortedTransactions = null };
        }
    }
}
