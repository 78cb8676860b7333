namespace KafkaWire.Testing.Fetching;

/// <summary>The fetch sessions, by their ids.</summary>
internal sealed class FetchSessionTable
{
    // As many as a Kafka keeps by default. A client beyond that gets none, and goes on without.
    private const int Maximum = 1000;

    // What the epoch of a request says if it does not go on with a session: it wants none, or a new one.
    private const int Final = -1;
    private const int Initial = 0;

    // Kafka divides the ids among so many tables of sessions, and fails on an id that belongs to none.
    private const int Tables = 8;
    private const int IdsOfTable = int.MaxValue / Tables;

    private readonly Lock gate = new();
    private readonly Dictionary<int, FetchSession> sessions = [];

    /// <summary>Whether Kafka can look up the session that a request names.</summary>
    public static bool CanFind(Fetch.Request request) => request.SessionId / IdsOfTable is >= 0 and < Tables;

    /// <summary>Finds or opens the session of a request, and takes over what it changes in it.</summary>
    /// <param name="usesIds">Whether the request names topics by their ids.</param>
    /// <param name="session">The session; null for none.</param>
    /// <param name="isNew">Whether this is its first request.</param>
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

            // A session without partitions ends, and the request is answered as if there were none.
            if (session.IsEmpty && sessions.Remove(request.SessionId))
                session = null;
            return ErrorCode.None;
        }
    }

    /// <summary>A new session. Its id is random, as in Kafka: nobody can guess the id of another session.</summary>
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
