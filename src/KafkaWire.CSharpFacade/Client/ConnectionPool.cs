namespace KafkaWire;

/// <summary>One connection to each broker, opened when it is first needed, and anew after it has ended.</summary>
internal sealed class ConnectionPool(SimpleClientOptions options) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Host, int Port), Task<Connection>> connections = [];
    private readonly CancellationTokenSource lifetime = new();

    /// <summary>The number of requests that wait for their answer, in all connections of the pool.</summary>
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
    public async Task<Connection> GetAsync(string host, int port, CancellationToken cancellationToken)
    {
        Task<Connection> opening;

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
        Task<Connection>[] all;

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
                // It never was open; whoever asked for it knows.
            }
        }
    }

    private static bool HasEnded(Task<Connection> opening) =>
        opening.IsCompleted && (!opening.IsCompletedSuccessfully || opening.Result.IsClosed);

    /// <summary>Opens a connection for all that wait for it: none of them cancels it.</summary>
    private Task<Connection> OpenAsync(string host, int port) =>
        Task.Run(() =>
            Deadline.RunAsync(
                $"Connecting to {KafkaAddress.Format(host, port)}",
                options,
                lifetime.Token,
                limit => Connection.OpenAsync(host, port, options, limit)
            )
        );
}
