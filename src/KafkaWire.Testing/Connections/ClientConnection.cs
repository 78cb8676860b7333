using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;
using KafkaWire.Testing.Handlers;

namespace KafkaWire.Testing;

/// <summary>A client's connection. Its requests are answered one after the other, as in Kafka.</summary>
internal sealed class Connection(Socket socket, Dispatcher dispatcher, LoopbackBrokerOptions options)
{
    // A client that sends more than so many requests ahead is not read from until some are answered.
    private const int MaximumWaiting = 1000;
    private const int ChunkSize = 64 * 1024;

    private readonly KafkaServerProtocol protocol = new(new() { MaximumFrameSize = options.MaximumRequestSize });
    private readonly Channel<RequestFrame> requests = Channel.CreateBounded<RequestFrame>(MaximumWaiting);

    /// <summary>Serves the client until it goes, or sends what is no request, or the broker stops.</summary>
    public async Task RunAsync(CancellationToken stopped)
    {
        using (socket)
        using (var closed = CancellationTokenSource.CreateLinkedTokenSource(stopped))
        {
            var answering = AnswerAllAsync(closed);

            try
            {
                await ReceiveAllAsync(closed.Token).ConfigureAwait(false);
            }
            catch (WireException e)
            {
                Report(e);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ChannelClosedException)
            {
                // The client has gone, the broker stops, or a request was refused.
            }

            // What was sent before is done, though nobody waits for it any more: a producer with acks 0 may be gone at once.
            requests.Writer.TryComplete();
            await closed.CancelAsync().ConfigureAwait(false);
            await answering.ConfigureAwait(false);
        }
    }

    private async Task ReceiveAllAsync(CancellationToken closed)
    {
        var chunk = new byte[ChunkSize];
        var received = new List<RequestFrame>();

        while (await socket.ReceiveAsync(chunk, closed).ConfigureAwait(false) is var count and > 0)
        {
            try
            {
                Cut(chunk.AsSpan(0, count), received);
            }
            finally
            {
                // Those before a frame that is none are answered, too.
                foreach (var request in received)
                    await requests.Writer.WriteAsync(request, closed).ConfigureAwait(false);
                received.Clear();
            }
        }
    }

    private void Cut(ReadOnlySpan<byte> chunk, List<RequestFrame> received)
    {
        while (protocol.TryReceive(ref chunk, out var request))
            received.Add(request);
    }

    private async Task AnswerAllAsync(CancellationTokenSource closed)
    {
        var output = new ArrayBufferWriter<byte>();

        await foreach (var request in requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                output.ResetWrittenCount();
                var fault = await dispatcher.AnswerAsync(protocol, request, output, closed.Token).ConfigureAwait(false);
                await SendAsync(output.WrittenMemory, fault, closed.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Nobody is there to be answered, but what else was sent shall be done.
            }
            catch (Exception e)
            {
                Report(e);
                requests.Writer.TryComplete();
                await closed.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Sends an answer, if there is one, with all that shall go wrong with it.</summary>
    private async ValueTask SendAsync(ReadOnlyMemory<byte> answer, LoopbackFault fault, CancellationToken closed)
    {
        if (fault.Damage is { } damage && answer.Length > 0)
            answer = damage(answer.ToArray());
        if (fault.CloseAfter is { } sent && sent < answer.Length)
            answer = answer[..sent];

        var start = 0;

        foreach (var end in fault.Cuts.Where(cut => cut > 0 && cut < answer.Length).Order().Append(answer.Length))
        {
            if (fault.Delay > TimeSpan.Zero)
                await Task.Delay(fault.Delay, options.Time, closed).ConfigureAwait(false);
            await SendAsync(answer[start..end], closed).ConfigureAwait(false);
            start = end;
        }

        if (fault.CloseAfter != null)
            throw new RefusedException("The connection is closed by a fault that was asked for.");
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken closed)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, closed).ConfigureAwait(false)..];
    }

    private void Report(Exception e)
    {
        try
        {
            options.ConnectionFailed?.Invoke(e);
        }
        catch
        {
            // Who listens must not break who serves.
        }
    }
}
