namespace KafkaWire;

/// <summary>One connection to each broker, opened when it is first needed, and again after it has ended.</summary>
internal sealed class ConnectionPool(SimpleClientOptions options) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Host, int Port), Task<BrokerConnection>> connections = [];
    private readonly CancellationTokenSource lifetime = new();

    /// <summary>The number of requests that wait for an answer, on all connections of the pool.</summary>
    public int PendingCount
    {
        get
        {
            lock (gate)
                return connections.Values.Where(opening => opening.IsCompletedSuccessfully).Sum(opening => opening.Result.PendingCount);
        }
    }

    /// <summary>The connection to a broker.</summary>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public async Task<BrokerConnection> GetAsync(string host, int port, CancellationToken cancellationToken)
    {
        Task<BrokerConnection> opening;

        lock (gate)
        {
            ObjectDisposedException.ThrowIf(lifetime.IsCancellationRequested, typeof(SimpleClient));

            if (!connections.TryGetValue((host, port), out var known) || HasEnded(known))
                connections[(host, port)] = known = OpenAsync(host, port);

            opening = known;
        }

        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(SimpleClient));
        }
    }

    /// <summary>Whether the last attempt to connect to a broker failed.</summary>
    public bool HasFailed(string host, int port)
    {
        lock (gate)
            return connections.TryGetValue((host, port), out var opening) && opening.IsCompleted && !opening.IsCompletedSuccessfully;
    }

    public async ValueTask DisposeAsync()
    {
        Task<BrokerConnection>[] all;

        lock (gate)
        {
            lifetime.Cancel();
            all = [.. connections.Values];
        }

        foreach (var opening in all)
        {
            try
            {
                await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It was never open. The caller that wanted it got the exception.
            }
        }
    }

    private static bool HasEnded(Task<BrokerConnection> opening) =>
        opening.IsCompleted && (!opening.IsCompletedSuccessfully || opening.Result.IsClosed);

    /// <summary>Opens a connection for all callers that wait for it, so none of them cancels it.</summary>
    private Task<BrokerConnection> OpenAsync(string host, int port) =>
        Task.Run(() =>
            Deadline.RunAsync(
                $"Connecting to {KafkaAddress.Format(host, port)}",
                options,
                lifetime.Token,
                limit => BrokerConnector.OpenAsync(host, port, options, limit)
            )
        );
}
