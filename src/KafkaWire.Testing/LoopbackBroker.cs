using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using KafkaWire.Testing.Connections;

namespace KafkaWire.Testing;

/// <summary>A Kafka broker in memory, for tests and quick starts: one node that listens on loopback. Any Kafka client can talk to
/// it.</summary>
/// <remarks>
/// It stores record batches as the bytes that producers sent, and returns the errors that Kafka 4.4 returns. It never compacts or expires
/// records, and writes nothing to disk.
/// It is safe for concurrent use, and any number of brokers can run at once.
/// </remarks>
/// <example><code>
/// await using var broker = await LoopbackBroker.StartAsync();
/// await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
/// </code></example>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private readonly LoopbackBrokerOptions options;
    private readonly Socket listener;
    private readonly BrokerState state;
    private readonly Dispatcher dispatcher;
    private readonly CancellationTokenSource stopped = new();
    private readonly FaultTable faults = new();
    private readonly ConcurrentDictionary<Task, byte> connections = [];
    private readonly Task accepting;
    private int disposed;

    private LoopbackBroker(LoopbackBrokerOptions options, Socket listener)
    {
        this.options = options;
        this.listener = listener;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        state = new BrokerState(options, Port);
        dispatcher = new Dispatcher(state, faults);
        accepting = AcceptAsync();
    }

    /// <summary>The port that the broker listens on.</summary>
    public int Port { get; }

    /// <summary>Host and port in the form that clients expect: <c>127.0.0.1:50123</c>, <c>[::1]:50123</c>.</summary>
    public string BootstrapServers => KafkaAddress.Format(options.Host, Port);

    /// <summary>The number of open connections.</summary>
    public int ConnectionCount => connections.Count;

    /// <summary>Starts a broker with default options on a free port.</summary>
    public static Task<LoopbackBroker> StartAsync() => StartAsync(new());

    /// <summary>Starts a broker.</summary>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static Task<LoopbackBroker> StartAsync(LoopbackBrokerOptions options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
            listener.Listen();
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return Task.FromResult(new LoopbackBroker(options, listener));
    }

    /// <summary>Injects a fault. If several faults match a request, the one that was injected first applies.</summary>
    /// <returns>The injected fault. It counts the requests that it has hit; disposing it withdraws it.</returns>
    public InjectedFault Inject(LoopbackFault fault)
    {
        var injected = new InjectedFault(this, fault);
        faults.Add(injected);
        return injected;
    }

    /// <summary>Closes all connections and the listening port, and discards all records.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref disposed, 1) == 0 ? StopAsync() : ValueTask.CompletedTask;

    private async ValueTask StopAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(connections.Keys).ConfigureAwait(false);
        state.Dispose();
        stopped.Dispose();
    }

    internal void Withdraw(InjectedFault fault) => faults.Remove(fault);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stopped.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                Serve(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The broker is stopping.
        }
    }

    private void Serve(Socket socket)
    {
        var connection = new ClientConnection(socket, dispatcher, options);
        var serving = Task.Run(() => connection.RunAsync(stopped.Token));
        connections.TryAdd(serving, 0);
        _ = serving.ContinueWith(ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
    }
}
