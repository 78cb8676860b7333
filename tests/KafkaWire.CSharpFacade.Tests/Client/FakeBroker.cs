using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>A broker whose answers a test provides.</summary>
internal sealed class FakeBroker : IAsyncDisposable
{
    /// <summary>Answers a request. Null leaves it unanswered.</summary>
    public delegate ValueTask<IKafkaResponse?> Answer(RequestFrame request, object message);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private readonly Answer answer;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task<List<Task>> accepting;

    public FakeBroker(Answer answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Host => "127.0.0.1";

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The number of connections so far.</summary>
    public int Connections
    {
        get
        {
            lock (sockets)
                return sockets.Count;
        }
    }

    /// <summary>Answers a raw SASL token; null is the end of the login, after an empty token.</summary>
    public Func<Bytes, Bytes?> AnswerToken { get; init; } = _ => null;

    /// <summary>The APIs that the broker knows.</summary>
    public ApiRegistry Apis { get; init; } = ApiRegistry.Kafka;

    /// <summary>The versions that the broker serves; by default all stable ones.</summary>
    public ApiVersionsResponse Serves { get; init; } =
        new() { ApiKeys = [.. Catalogue.Apis.Select(api => Range(api.Key, api.Versions.First, api.LatestStable))] };

    /// <summary>The highest version of ApiVersions that does not make the broker close the connection; -1 if each one does.</summary>
    public int HighestApiVersions { get; init; } = int.MaxValue;

    /// <summary>Whether the broker resets a connection instead of closing it.</summary>
    public bool Resets { get; init; }

    /// <summary>Whether the broker reads but no longer answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Released for each chunk that arrives while the broker is silent.</summary>
    public SemaphoreSlim Unanswered { get; } = new(0);

    /// <summary>The versions of ApiVersions that the broker was asked in.</summary>
    public List<short> AskedApiVersions { get; } = [];

    public static ApiVersionsResponse.ApiVersion Range(ApiKey key, int first, int last) =>
        new()
        {
            ApiKey = (short)key,
            MinVersion = (short)first,
            MaxVersion = (short)last,
        };

    /// <summary>An answer to Metadata: a topic "orders" with one partition, led by the last of the brokers.</summary>
    public static MetadataResponse Cluster(params FakeBroker[] brokers) =>
        new()
        {
            Brokers =
            [
                .. brokers.Select(
                    (broker, i) =>
                        new MetadataResponse.Broker
                        {
                            NodeId = i,
                            Host = broker.Host,
                            Port = broker.Port,
                        }
                ),
            ],
            Topics = [new() { Name = "orders", Partitions = [new() { LeaderId = brokers.Length - 1 }] }],
        };

    /// <summary>Ends all connections.</summary>
    public void Disconnect()
    {
        lock (sockets)
            sockets.ForEach(socket => socket.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        // Stop the listener after the accept loop: accepting on a stopped listener is an error.
        await stopping.CancelAsync();
        var serving = await accepting;
        listener.Stop();
        Disconnect();
        await Task.WhenAll(serving);
        stopping.Dispose();
        Unanswered.Dispose();
    }

    private async Task<List<Task>> AcceptAsync()
    {
        var serving = new List<Task>();

        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);

                lock (sockets)
                    sockets.Add(socket);

                serving.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            return serving;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var protocol = new KafkaServerProtocol(new() { Apis = Apis });
        var output = new ArrayBufferWriter<byte>();
        var chunk = new byte[64 * 1024];
        var writing = new SemaphoreSlim(1, 1);

        try
        {
            while (await socket.ReceiveAsync(chunk) is var count and > 0)
            {
                var bytes = new ReadOnlySequence<byte>(chunk, 0, count);

                if (IsSilent)
                {
                    Unanswered.Release();
                    continue;
                }

                while (!bytes.IsEmpty)
                {
                    if (protocol.ExpectsToken)
                    {
                        if (protocol.TryReceiveToken(ref bytes, out var token))
                        {
                            var next = AnswerToken(token);
                            protocol.ExpectsToken = next is not null;
                            await WriteAsync(() => protocol.RespondToken(next ?? Bytes.Empty, output));
                        }
                    }
                    else if (protocol.TryReceive(ref bytes, out var request))
                    {
                        if (request.ApiKey == ApiKey.ApiVersions)
                        {
                            lock (sockets)
                                AskedApiVersions.Add(request.Version);

                            if (request.Version > HighestApiVersions)
                            {
                                if (Resets)
                                    socket.LingerState = new(true, 0);
                                socket.Dispose();
                                return;
                            }

                            await WriteAsync(() => protocol.Respond(request, Serves, output));
                        }
                        else
                            _ = AnswerAsync(request);
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client or the test ended the connection.
        }

        async Task AnswerAsync(RequestFrame request)
        {
            if (await answer(request, protocol.Decode(request)) is { } response)
                await WriteAsync(() => protocol.Respond(request, response, output));
        }

        async Task WriteAsync(Action write)
        {
            await writing.WaitAsync();
            output.ResetWrittenCount();
            write();
            await socket.SendAsync(output.WrittenMemory);
            writing.Release();
        }
    }
}
