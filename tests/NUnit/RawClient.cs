using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KafkaWire.TestSupport;

/// <summary>A connection on which a test can send any request in any version, and any bytes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Bytes>> pending = [];
    private int lastId = 1000;

    private RawClient(TcpClient socket)
    {
        this.socket = socket;
        Closed = ReceiveAsync();
    }

    /// <summary>Completes when the broker has closed the connection.</summary>
    public Task Closed { get; }

    /// <summary>The number of bytes received.</summary>
    public int Received { get; private set; }

    /// <summary>The correlation ids of the answers, in order of arrival.</summary>
    public ConcurrentQueue<int> Answered { get; } = [];

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawClient(socket);
    }

    /// <summary>Sends a request in a version; by default the newest stable one.</summary>
    public async Task<TResponse> SendAsync<TResponse>(IKafkaRequest<TResponse> request, short? version = null)
        where TResponse : class => (TResponse)await SendAnyAsync(request, version ?? request.Api.LatestStable);

    public async Task<object> SendAnyAsync(IKafkaRequest request, short version)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = await ExchangeAsync(Frame(request, version, id), id);
        var body = KafkaWire.Frame.ReadResponse(request.Api, version, answer).Body;
        var message = request.Api.ResponseSchema.DecodeObject(body, version, DecodeOptions.Default, out var consumed);
        return consumed == body.Length
            ? message
            : throw new InvalidDataException($"{body.Length - consumed} bytes follow the answer to {request}.");
    }

    /// <summary>Sends bytes, and returns the whole frame of the answer with a correlation id.</summary>
    public Task<Bytes> ExchangeAsync(byte[] bytes, int correlationId)
    {
        var answer = new TaskCompletionSource<Bytes>(TaskCreationOptions.RunContinuationsAsynchronously);
        pending[correlationId] = answer;
        Write(bytes);
        if (Closed.IsCompleted)
            Fail(answer);
        return answer.Task;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (pending)
            socket.GetStream().Write(bytes);
    }

    /// <summary>The frame of a request.</summary>
    public static byte[] Frame(IKafkaRequest request, short version, int correlationId = 0)
    {
        var output = new ArrayBufferWriter<byte>();
        KafkaWire.Frame.WriteRequest(request.Api, version, correlationId, "test", request.ToMessage(), output);
        return output.WrittenSpan.ToArray();
    }

    public void Dispose() => socket.Dispose();

    private async Task ReceiveAsync()
    {
        var chunk = new byte[4096];
        var frames = new FrameReader();

        try
        {
            while (await socket.GetStream().ReadAsync(chunk) is var count and > 0)
                Cut(frames, chunk.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Closing a connection with unread bytes resets it.
        }

        foreach (var answer in pending.Values)
            Fail(answer);
    }

    private static void Fail(TaskCompletionSource<Bytes> answer) =>
        answer.TrySetException(new EndOfStreamException("The broker has closed the connection."));

    private void Cut(FrameReader frames, ReadOnlySpan<byte> chunk)
    {
        Received += chunk.Length;

        while (frames.TryRead(ref chunk, out var frame))
        {
            var id = KafkaWire.Frame.ReadCorrelationId(frame);
            Answered.Enqueue(id);
            if (pending.TryRemove(id, out var answer))
                answer.SetResult(frame);
        }
    }
}
