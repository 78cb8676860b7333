using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

/// <summary>A complete proxy, as an example: Kafka's clients connect to a cluster through it, and it prints each exchange.</summary>
/// <remarks>It opens a port for each broker that a response names, and puts that port into the response. So clients never see the
/// addresses of the brokers.</remarks>
internal sealed class SampleProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Host, int Port), Lazy<TcpListener>> doors = [];
    private readonly ConcurrentDictionary<Task, byte> running = [];
    private readonly CancellationTokenSource stopped = new();
    private readonly Action<string> print;

    /// <summary>A proxy to a cluster.</summary>
    /// <param name="host">The host of one of its brokers.</param>
    /// <param name="port">The port of that broker.</param>
    /// <param name="print">Gets a line for each exchange.</param>
    public SampleProxy(string host, int port, Action<string> print)
    {
        this.print = print;
        Port = DoorTo(new(-1, host, port)).Port;
    }

    /// <summary>The port that clients connect to first.</summary>
    public int Port { get; }

    /// <summary>Host and port, as clients take them.</summary>
    public string BootstrapServers => $"127.0.0.1:{Port}";

    /// <summary>The ports that lead to brokers.</summary>
    public int[] Ports => [.. doors.Values.Select(door => ((IPEndPoint)door.Value.LocalEndpoint).Port)];

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        foreach (var door in doors.Values)
            door.Value.Dispose();
        await Task.WhenAll(running.Keys);
    }

    /// <summary>The address at which the proxy stands in for a broker.</summary>
    private BrokerAddress DoorTo(BrokerAddress broker)
    {
        var door = doors.GetOrAdd(
            (broker.Host, broker.Port),
            address =>
                new(() =>
                {
                    var listener = new TcpListener(IPAddress.Loopback, 0);
                    listener.Start();
                    Run(AcceptAsync(listener, address.Host, address.Port));
                    return listener;
                })
        );

        return broker with
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)door.Value.LocalEndpoint).Port,
        };
    }

    private async Task AcceptAsync(TcpListener door, string host, int port)
    {
        while (true)
            Run(ServeAsync(await door.AcceptTcpClientAsync(stopped.Token), host, port));
    }

    /// <summary>Serves a client's connection, until one of the sides ends it.</summary>
    private async Task ServeAsync(TcpClient client, string host, int port)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        using var broker = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await broker.ConnectAsync(host, port, stopped.Token);
            var proxy = new KafkaProxyProtocol(new() { RewriteAddress = DoorTo });
            var sent = new ConcurrentDictionary<ProxiedRequest, long>();

            await Task.WhenAny(
                    PumpAsync(client.GetStream(), broker.GetStream(), ForwardRequests, ended.Token),
                    PumpAsync(broker.GetStream(), client.GetStream(), ForwardResponses, ended.Token)
                )
                .Unwrap();
            await ended.CancelAsync();

            void ForwardRequests(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
            {
                while (proxy.TryReceiveRequest(ref bytes, out var request))
                {
                    if (request.IsAnswered)
                        sent[request] = Stopwatch.GetTimestamp();
                    else
                        print($"{request}: {request.Frame.Length} bytes, without an answer");
                    proxy.Forward(request, output);
                }
            }

            void ForwardResponses(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
            {
                while (proxy.TryReceiveResponse(ref bytes, out var response))
                {
                    sent.TryRemove(response.Request, out var since);
                    print(
                        $"{response.Request}: {response.Request.Frame.Length} bytes, {response.Frame.Length} back after "
                            + $"{Stopwatch.GetElapsedTime(since).TotalMilliseconds:f1} ms"
                    );
                    proxy.Forward(response, output);
                }
            }
        }
    }

    private delegate void Forward(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Forward forward, CancellationToken ended)
    {
        var chunk = new byte[64 * 1024];
        var output = new ArrayBufferWriter<byte>();

        while (await from.ReadAsync(chunk, ended) is var count and > 0)
        {
            forward(chunk.AsSpan(0, count), output);
            await to.WriteAsync(output.WrittenMemory, ended);
            output.ResetWrittenCount();
        }
    }

    /// <summary>Runs a task in the background until its connection or the proxy ends.</summary>
    private void Run(Task task)
    {
        var watched = WatchAsync();
        running.TryAdd(watched, 0);
        _ = watched.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);

        async Task WatchAsync()
        {
            try
            {
                await task;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side closed the connection.
            }
            catch (WireException e)
            {
                print(e.Message);
            }
        }
    }
}
