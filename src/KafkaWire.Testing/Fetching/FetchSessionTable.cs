namespace KafkaWire.Testing.Fetching;

/// <summary>The fetch sessions by id.</summary>
internal sealed class FetchSessionTable
{
    // Kafka's default limit. A client beyond it gets no session and continues without one.
    private const int Maximum = 1000;

    // Epochs of requests outside a session: Final asks for no session, Initial for a new one.
    private const int Final = -1;
    private const int Initial = 0;

    // Kafka shards sessions by id, and fails on an id that belongs to no shard.
    private const int Tables = 8;
    private const int IdsOfTable = int.MaxValue / Tables;

    private readonly Lock gate = new();
    private readonly Dictionary<int, FetchSession> sessions = [];

    /// <summary>Whether Kafka can look up the session id of a request.</summary>
    public static bool CanFind(Fetch.Request request) => request.SessionId / IdsOfTable is >= 0 and < Tables;

    /// <summary>Finds or opens the session of a request, and applies the request's changes to it.</summary>
    /// <param name="usesIds">Whether the request names topics by their ids.</param>
    /// <param name="session">The session; null if there is none.</param>
    /// <param name="isNew">Whether this is the first request of the session.</param>
    public ErrorCode Open(Fetch.Request request, bool usesIds, out FetchSession? session, out bool isNew)
    {
        session = null;
        isNew = request.SessionEpoch == Initial;

        lock (gate)
        {
            if (request.SessionEpoch is Initial or Final)
            {
                sessions.Remove(request.SessionId);
                if (isNew && sessions.Count < Maximum)
                    session = Begin(usesIds);
                session?.Update(request);
                return ErrorCode.None;
            }

            if (!sessions.TryGetValue(request.SessionId, out session))
                return ErrorCode.FetchSessionIdNotFound;
            if (session.NextEpoch != request.SessionEpoch)
                return ErrorCode.InvalidFetchSessionEpoch;
            if (session.UsesIds != usesIds)
                return ErrorCode.FetchSessionTopicIdError;

            session.Update(request);

            // A session without partitions ends, and the request is answered as if there were no session.
            if (session.IsEmpty && sessions.Remove(request.SessionId))
                session = null;
            return ErrorCode.None;
        }
    }

    /// <summary>Opens a session. Its id is random, as in Kafka, so that nobody can guess the ids of other sessions.</summary>
    private FetchSession Begin(bool usesIds)
    {
        while (true)
        {
            var session = new FetchSession(Random.Shared.Next(1, Tables * IdsOfTable), usesIds);
            if (sessions.TryAdd(session.Id, session))
                return session;
        }
    }
}
