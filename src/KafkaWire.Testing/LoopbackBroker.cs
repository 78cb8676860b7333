using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KafkaWire.Testing;

namespace KafkaWire.Testing;

/// <summary>A Kafka broker in memory: one node that listens on loopback, for tests and for quick starts. Any client of Kafka's can talk to
/// it.</summary>
/// <remarks>
/// It keeps record batches as the bytes that producers sent, and answers errors as Kafka 4.4 does. Nothing is ever compacted, expired or
/// written to disk.
/// Safe for many threads; many brokers can run side by side.
/// </remarks>
/// <example><code>
/// await using var broker = await LoopbackBroker.StartAsync();
/// await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
/// </code></example>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private readonly LoopbackBrokerOptions options;
    private readonly Socket listener;
    private readonly Cluster cluster;
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
        cluster = new Cluster(options, Port);
        dispatcher = new Dispatcher(cluster, faults);
        accepting = AcceptAsync();
    }

    /// <summary>The port that the broker listens on.</summary>
    public int Port { get; }

    /// <summary>Host and port, as clients take them: <c>127.0.0.1:50123</c>, <c>[::1]:50123</c>.</summary>
    public string BootstrapServers => KafkaAddress.Format(options.Host, Port);

    /// <summary>The number of connections that are open.</summary>
    public int ConnectionCount => connections.Count;

    /// <summary>Starts a broker with default options on a free port.</summary>
    public static Task<LoopbackBroker> StartAsync() => StartAsync(new());

    /// <summary>Starts a broker.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
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

    /// <summary>Lets something go wrong. Of several faults that a request matches, the one injected first hits it.</summary>
    /// <returns>The fault, which can be taken back, and counts the requests that it has hit.</returns>
    public InjectedFault Inject(LoopbackFault fault)
    {
        var injected = new InjectedFault(this, fault);
        faults.Add(injected);
        return injected;
    }

    /// <summary>Closes all connections and the port, and forgets all records.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref disposed, 1) == 0 ? StopAsync() : ValueTask.CompletedTask;

    private async ValueTask StopAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(connections.Keys).ConfigureAwait(false);
        cluster.Dispose();
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
            // The broker stops.
        }
    }

    private void Serve(Socket socket)
    {
        var connection = new Connection(socket, dispatcher, options);
        var serving = Task.Run(() => connection.RunAsync(stopped.Token));
        connections.TryAdd(serving, 0);
        _ = serving.ContinueWith(ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
    }
}
