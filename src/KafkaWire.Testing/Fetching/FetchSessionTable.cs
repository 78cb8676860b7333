namespace KafkaWire.Testing.Fetching;

/// <summary>The fetch sessions, by their ids.</summary>
internal sealed class FetchSessionTable
{
    // As many as a Kafka keeps by default. A client beyond that gets none, and goes on without.
    private const int Maximum = 1000;

    // What the epoch of a request says if it does not go on with a session: it wants none, or a new one.
    private const int Final = -1;
    private const int Initial = 0;

    private readonly Lock gate = new();
    private readonly Dictionary<int, FetchSession> sessions = [];
    private int lastId;

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
                if (isNew && sessions.Count < Maximum && request.Topics.Length > 0) sessions.Add(++lastId, session = new FetchSession(lastId, usesIds));
                session?.Update(request);
                return ErrorCode.None;
            }

            if (!sessions.TryGetValue(request.SessionId, out session)) return ErrorCode.FetchSessionIdNotFound;
            if (session.UsesIds != usesIds) return ErrorCode.FetchSessionTopicIdError;
            if (session.NextEpoch != request.SessionEpoch) return ErrorCode.InvalidFetchSessionEpoch;

            session.Update(request);
            return ErrorCode.None;
        }
    }
}
