using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;
using KafkaWire.Testing.Handlers;

namespace KafkaWire.Testing.Connections;

/// <summary>The connection of one client. Requests are answered in order, one at a time, as in Kafka.</summary>
internal sealed class ClientConnection(Socket socket, Dispatcher dispatcher, LoopbackBrokerOptions options)
{
    // The connection stops reading while this many requests wait for their answers.
    private const int MaximumWaiting = 1000;
    private const int ChunkSize = 64 * 1024;

    private readonly KafkaServerProtocol protocol = new(new() { MaximumFrameSize = options.MaximumRequestSize });
    private readonly Channel<RequestFrame> requests = Channel.CreateBounded<RequestFrame>(MaximumWaiting);

    /// <summary>Serves the client until it disconnects or sends an invalid request, or until the broker stops.</summary>
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
                // The client has disconnected, the broker is stopping, or a request was refused.
            }

            // Requests that have arrived are still carried out: a producer with acks 0 may disconnect right after sending.
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
                // Requests that arrived before an invalid frame are answered, too.
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
                // There is nobody to answer, but the remaining requests are still carried out.
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

    /// <summary>Sends an answer, if there is one, and applies the fault to it.</summary>
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
            throw new RefusedException("An injected fault closes the connection.");
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
            // A failing handler must not break the broker.
        }
    }
}
