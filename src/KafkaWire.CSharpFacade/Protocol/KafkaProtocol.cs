using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>The client's side of a connection, without IO: writes requests into your buffer, and matches what your socket receives to
/// them.</summary>
/// <remarks>
/// <para>Safe for many threads that send and one that receives. An <see cref="IBufferWriter{T}"/> is used by one thread at a time, which
/// the caller
/// sees to; calls with a <see cref="PipeWriter"/> wait for each other.</para>
/// <para>What is received is copied out of the caller's memory once: answers may be kept for ever.</para>
/// </remarks>
/// <example><code>
/// var protocol = new KafkaProtocol(new() { ClientId = "my-test-kafka-client" });
/// Task&lt;Metadata.Response&gt; pending = protocol.Send(new MetadataRequest { Topics = [new() { Name = "orders" }] }, output);
/// protocol.Receive(bytesFromTheSocket);
/// Metadata.Response answer = await pending;
/// </code></example>
public sealed class KafkaProtocol
{
    private static readonly ApiVersionsRequest Greeting = new()
    {
        ClientSoftwareName = "KafkaWire",
        ClientSoftwareVersion = typeof(KafkaProtocol).Assembly.GetName().Version?.ToString(3) ?? "0",
    };

    private readonly ClientSession session;
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>A connection with default options.</summary>
    public KafkaProtocol()
        : this(new SessionOptions()) { }

    /// <summary>A connection.</summary>
    /// <param name="options">Client id, limits, and how answers are decoded.</param>
    public KafkaProtocol(SessionOptions options) => session = new ClientSession(options);

    /// <summary>Client id, limits, and how answers are decoded.</summary>
    public SessionOptions Options => session.Options;

    /// <summary>
    /// The versions that the broker serves, of which <c>Send</c> takes the highest that this code knows; the newest that it knows until
    /// <see cref="NegotiateAsync"/>, or the caller, sets it.
    /// </summary>
    public PeerVersions Versions
    {
        get => session.Versions;
        set => session.Versions = value;
    }

    /// <summary>The number of requests that wait for their answer.</summary>
    public int PendingCount => session.PendingCount;

    /// <summary>Whether the connection has ended, by <see cref="Close"/> or by what was received: nothing can be sent any more.</summary>
    public bool IsClosed => session.IsClosed;

    /// <summary>Writes a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="output">Where the frame goes: all of it, or nothing.</param>
    /// <param name="version">The version to write it in; null for the highest that both sides know.</param>
    /// <returns>The answer, once it is received. A Produce request with acks 0 has none: its task is complete at once, with an empty
    /// response.</returns>
    /// <exception cref="WireException">No version can carry the request, or the connection is closed. The task fails with one, too, if the
    /// answer cannot be read or the connection ends before it comes.</exception>
    public Task<TResponse> Send<TResponse>(IKafkaRequest<TResponse> request, IBufferWriter<byte> output, short? version = null)
        where TResponse : class =>
        session.SendMessage<TResponse>(request.Api, version ?? Versions.Choose(request.Api), request.ToMessage(), output);

    /// <summary>Writes a request that is given as JSON, in any form; what is absent has its default.</summary>
    /// <param name="apiName">Kafka's name of the API, such as <c>Metadata</c>, in any case.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="output">Where the frame goes: all of it, or nothing.</param>
    /// <param name="version">The version to write it in; null for the highest that both sides know.</param>
    /// <param name="form">How the answer looks, such as <see cref="JsonForm.Friendly"/>; null for Kafka's own form.</param>
    /// <returns>The answer as JSON, once it is received.</returns>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is no such request, no version can carry it, or the connection is closed. The task fails
    /// with one, too, if the answer cannot be read or the connection ends before it comes.</exception>
    public Task<JsonElement> Send(
        string apiName,
        JsonElement request,
        IBufferWriter<byte> output,
        short? version = null,
        JsonForm? form = null
    ) => session.SendJson(apiName, version, request, form ?? JsonForm.Kafka, output);

    /// <inheritdoc cref="Send(string, JsonElement, IBufferWriter{byte}, short?, JsonForm?)"/>
    public Task<JsonElement> Send(
        string apiName,
        JsonObject request,
        IBufferWriter<byte> output,
        short? version = null,
        JsonForm? form = null
    ) => Send(apiName, request.ToElement(), output, version, form);

    /// <summary>Writes a request that is a frame already, of any API and version, also one that this code does not know.</summary>
    /// <param name="frame">The request, header included, without its size. Its correlation id is replaced by one of this
    /// connection.</param>
    /// <param name="output">Where the frame goes: all of it, or nothing.</param>
    /// <returns>The answer, header included, without its size, with the correlation id that the request had; empty at once for a Produce
    /// request
    /// with acks 0, which has none.</returns>
    /// <exception cref="WireException">The frame is too short for a header, or the connection is closed. The task fails with one, too, if
    /// the
    /// connection ends before the answer comes.</exception>
    public Task<Bytes> SendFrame(Bytes frame, IBufferWriter<byte> output) =>
        session.SendFrame(frame, !RequestPeek.TryRead(frame, out var peek) || peek.IsAnswered, output);

    /// <summary>Writes a request to a pipe, which any number of callers share, and waits for the answer.</summary>
    /// <remarks>
    /// Beyond the messages nothing is allocated, unless the pipe makes the caller wait. Somebody has to receive: see
    /// <see cref="ReceiveAllAsync"/>. Await the result once, as every ValueTask.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="output">The pipe to the broker. Of one connection all calls name the same one.</param>
    /// <param name="version">The version to write it in; null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Gives up waiting. What was written is answered nevertheless, and the answer dropped.</param>
    /// <returns>The answer. A Produce request with acks 0 has none: an empty response is given.</returns>
    /// <exception cref="WireException">No version can carry the request, the answer cannot be read, or the connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<TResponse> SendAsync<TResponse>(
        IKafkaRequest<TResponse> request,
        PipeWriter output,
        short? version = null,
        CancellationToken cancellationToken = default
    )
        where TResponse : class
    {
        var chosen = version ?? Versions.Choose(request.Api);

        return writing.Wait(0, CancellationToken.None)
            ? WriteAndAwait(request, chosen, output, cancellationToken)
            : WaitAndSendAsync(request, chosen, output, cancellationToken);
    }

    /// <summary>Writes a request that is a frame already to a pipe, and waits for the answer, as <see cref="SendFrame"/> does.</summary>
    /// <param name="frame">The request, header included, without its size.</param>
    /// <param name="output">The pipe to the broker. Of one connection all calls name the same one.</param>
    /// <param name="cancellationToken">Gives up waiting. What was written is answered nevertheless, and the answer dropped.</param>
    /// <exception cref="WireException">The frame is too short for a header, or the connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<Bytes> SendFrameAsync(Bytes frame, PipeWriter output, CancellationToken cancellationToken = default) =>
        WriteAsync(() => SendFrame(frame, output), output, cancellationToken);

    /// <summary>Writes a request that is given by name, as JSON, to a pipe, and waits for the answer, as
    /// <see cref="Send(string, JsonElement, IBufferWriter{byte}, short?, JsonForm?)"/> does.</summary>
    /// <param name="apiName">Kafka's name of the API, such as <c>Metadata</c>, in any case.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="output">The pipe to the broker. Of one connection all calls name the same one.</param>
    /// <param name="version">The version to write it in; null for the highest that both sides know.</param>
    /// <param name="form">How the answer looks, such as <see cref="JsonForm.Friendly"/>; null for Kafka's own form.</param>
    /// <param name="cancellationToken">Gives up waiting. What was written is answered nevertheless, and the answer dropped.</param>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is no such request, no version can carry it, the answer cannot be read, or the connection
    /// ended.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<JsonElement> SendAsync(
        string apiName,
        JsonElement request,
        PipeWriter output,
        short? version = null,
        JsonForm? form = null,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => Send(apiName, request, output, version, form), output, cancellationToken);

    /// <inheritdoc cref="SendAsync(string, JsonElement, PipeWriter, short?, JsonForm?, CancellationToken)"/>
    public Task<JsonElement> SendAsync(
        string apiName,
        JsonObject request,
        PipeWriter output,
        short? version = null,
        JsonForm? form = null,
        CancellationToken cancellationToken = default
    ) => WriteAsync(() => Send(apiName, request, output, version, form), output, cancellationToken);

    /// <summary>Writes a SASL token as a frame without a header, as it goes after a SaslHandshake of version 0.</summary>
    /// <param name="token">The token.</param>
    /// <param name="output">Where the frame goes.</param>
    /// <returns>The token that the broker answers with.</returns>
    /// <exception cref="WireException">The connection is closed.</exception>
    public Task<Bytes> SendToken(Bytes token, IBufferWriter<byte> output) => session.SendToken(token, output);

    /// <summary>Takes bytes as they arrive: any part of a frame, or any number of frames. Completes the tasks that they answer.</summary>
    /// <exception cref="WireException">The bytes are no frames, the peer does not speak Kafka, or a frame answers no pending request: all
    /// that
    /// is pending has failed, and the connection cannot go on. An answer whose body cannot be read fails its own task only.</exception>
    public void Receive(ReadOnlySpan<byte> bytes) => session.Receive(bytes);

    /// <inheritdoc cref="Receive(ReadOnlySpan{byte})"/>
    public void Receive(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
            session.Receive(segment.Span);
    }

    /// <summary>Takes what arrives in a pipe, until it ends; then all that is pending fails, and nothing can be sent any more.</summary>
    /// <param name="input">The pipe from the broker. It is read to its end, and not completed.</param>
    /// <param name="cancellationToken">Ends it early, with the same effect on what is pending.</param>
    /// <exception cref="WireException">The bytes are no frames, the peer does not speak Kafka, or a frame answers no pending
    /// request.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public Task ReceiveAllAsync(PipeReader input, CancellationToken cancellationToken = default) =>
        ReceiveToEndAsync(input, cancellationToken);

    private async Task ReceiveToEndAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                Receive(result.Buffer);
                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
                if (result.IsCanceled)
                    throw new OperationCanceledException("The read of the pipe was canceled.");
            }

            Close();
        }
        catch (Exception e)
        {
            // Nobody reads any more, whatever it was.
            Close(e);
            throw;
        }
    }

    /// <summary>Tells that the connection has ended: all that is pending fails, and nothing can be sent any more.</summary>
    /// <param name="reason">Why it ended, if that is known: the inner exception of what the callers get.</param>
    public void Close(Exception? reason = null) => session.Close(reason);

    /// <summary>Finds out which versions the broker serves, and sets <see cref="Versions"/>.</summary>
    /// <param name="send">
    /// Sends the request in the version, with <see cref="Send{TResponse}(IKafkaRequest{TResponse}, IBufferWriter{byte}, short?)"/>, and
    /// gives
    /// the answer. It is called again, with a strictly lower version, as long as the broker refuses the version.
    /// </param>
    /// <param name="version">The version to ask in first; null for the highest that this code knows.</param>
    /// <remarks>
    /// A few brokers and firewalls close the connection on a version that they do not know, instead of refusing it. Where that happens,
    /// negotiate again with a
    /// new <see cref="KafkaProtocol"/> on a new connection, in version 3, then in version 0. <see cref="SimpleClient"/> does so.
    /// </remarks>
    /// <example><code>
    /// await protocol.NegotiateAsync(async (request, version) =>
    /// {
    ///     var answer = protocol.Send(request, pipe.Output, version);
    ///     await pipe.Output.FlushAsync();
    ///     return await answer;
    /// });
    /// </code></example>
    /// <exception cref="KafkaErrorException">The broker answers with an error, or serves no version of ApiVersions that this code
    /// knows.</exception>
    /// <exception cref="WireException">The answer cannot be read, or the connection ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ApiVersions has no such version.</exception>
    public Task<PeerVersions> NegotiateAsync(Func<ApiVersionsRequest, short, Task<ApiVersions.Response>> send, short? version = null) =>
        AskForVersionsAsync(send, EnsureKnown(version ?? ApiVersions.api.LatestStable, nameof(version)));

    /// <summary>The version, if ApiVersions has it.</summary>
    internal static short EnsureKnown(short version, string name) =>
        ApiVersions.api.Versions.Contains(version)
            ? version
            : throw new ArgumentOutOfRangeException(
                name,
                version,
                $"ApiVersions has the versions {ApiVersions.api.Versions.First} to {ApiVersions.api.Versions.Last}."
            );

    private async Task<PeerVersions> AskForVersionsAsync(Func<ApiVersionsRequest, short, Task<ApiVersions.Response>> send, short version)
    {
        while (true)
        {
            var answer = await send(Greeting, version).ConfigureAwait(false);

            if (answer.ErrorCode == ErrorCode.None)
                return Versions = PeerVersions.OfResponse(answer);

            version = Negotiation.Retry(version, answer);

            if (version < 0)
                throw new KafkaErrorException(answer.ErrorCode, nameof(ApiVersions));
        }
    }

    /// <summary>Writes, flushes and lets the next one write. The caller has the turn.</summary>
    private ValueTask<TResponse> WriteAndAwait<TResponse>(
        IKafkaRequest<TResponse> request,
        short version,
        PipeWriter output,
        CancellationToken cancellationToken
    )
        where TResponse : class
    {
        var isFlushing = false;

        try
        {
            var answer = session.SendMessageAsync<TResponse>(request.Api, version, request.ToMessage(), output, cancellationToken);

            // What is written goes out whatever becomes of the caller: the next frame comes behind it.
            var flush = output.FlushAsync(CancellationToken.None);
            if (flush.IsCompletedSuccessfully)
                return answer;

            isFlushing = true;
            return FlushAndAwaitAsync(flush, answer);
        }
        finally
        {
            if (!isFlushing)
                writing.Release();
        }
    }

    private async ValueTask<TResponse> FlushAndAwaitAsync<TResponse>(ValueTask<FlushResult> flush, ValueTask<TResponse> answer)
    {
        try
        {
            await flush.ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }

        return await answer.ConfigureAwait(false);
    }

    private async ValueTask<TResponse> WaitAndSendAsync<TResponse>(
        IKafkaRequest<TResponse> request,
        short version,
        PipeWriter output,
        CancellationToken cancellationToken
    )
        where TResponse : class
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await WriteAndAwait(request, version, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> send, PipeWriter output, CancellationToken cancellationToken)
    {
        Task<T> answer;
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            answer = send();
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }

        return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
