using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>The client's side of a connection, without IO: writes requests into your buffer, and matches the bytes that your socket
/// receives to them.</summary>
/// <remarks>
/// <para>Many threads may send; one receives. The caller makes sure that only one thread at a time uses an
/// <see cref="IBufferWriter{T}"/>; calls with a <see cref="PipeWriter"/> take turns by themselves.</para>
/// <para>Received bytes are copied out of the caller's memory once, so answers may be kept for ever.</para>
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

    /// <summary>Creates a connection with default options.</summary>
    public KafkaProtocol()
        : this(new SessionOptions()) { }

    /// <summary>Creates a connection.</summary>
    /// <param name="options">Client id, known APIs, limits, and how answers are decoded.</param>
    public KafkaProtocol(SessionOptions options) => session = new ClientSession(options);

    /// <summary>Client id, known APIs, limits, and how answers are decoded.</summary>
    public SessionOptions Options => session.Options;

    /// <summary>
    /// The versions that the broker serves. <c>Send</c> uses the highest of them that this code knows. Until
    /// <see cref="NegotiateAsync"/> or the caller sets it, it holds the newest versions that this code knows, of your own APIs, too.
    /// </summary>
    public PeerVersions Versions
    {
        get => session.Versions;
        set => session.Versions = value;
    }

    /// <summary>The number of requests that wait for an answer.</summary>
    public int PendingCount => session.PendingCount;

    /// <summary>Whether the connection has ended, by <see cref="Close"/> or because of what was received. Then nothing more can be
    /// sent.</summary>
    public bool IsClosed => session.IsClosed;

    /// <summary>Writes a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <returns>The answer, once it is received. Produce with acks 0 has none: its task completes at once, with an empty
    /// response.</returns>
    /// <exception cref="WireException">No version can carry the request, or the connection is closed. The task also fails with this
    /// exception if the answer cannot be decoded, or the connection ends before the answer comes.</exception>
    public Task<TResponse> Send<TResponse>(IKafkaRequest<TResponse> request, IBufferWriter<byte> output, short? version = null)
        where TResponse : class =>
        session.SendMessage<TResponse>(request.Api, version ?? Versions.Choose(request.Api), request.ToMessage(), output);

    /// <summary>Writes a request that is given as the F# record of an API, such as one of your own. Otherwise like
    /// <see cref="Send{TResponse}(IKafkaRequest{TResponse}, IBufferWriter{byte}, short?)"/>.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <exception cref="WireException">No version can carry the request, or the connection is closed. The task also fails with this
    /// exception if the answer cannot be decoded, or the connection ends before the answer comes.</exception>
    public Task<TResponse> Send<TRequest, TResponse>(
        Api<TRequest, TResponse> api,
        TRequest request,
        IBufferWriter<byte> output,
        short? version = null
    )
        where TRequest : class
        where TResponse : class => Send(api.RequestOf(request), output, version);

    /// <summary>Writes a request that is given as JSON, in any form. Absent fields have their defaults.</summary>
    /// <param name="apiName">The name of the API, such as <c>Metadata</c>, in any case. The API is Kafka's, or in the <c>Apis</c> of the
    /// options.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <param name="form">The form of the answer, such as <see cref="JsonForm.Friendly"/>, or null for Kafka's own form.</param>
    /// <returns>The answer as JSON, once it is received.</returns>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is not a valid request, no version can carry it, or the connection is closed. The task also
    /// fails with this exception if the answer cannot be decoded, or the connection ends before the answer comes.</exception>
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

    /// <summary>Writes a request that is already encoded, of any API and version, known or not.</summary>
    /// <param name="frame">The request, header included, without its size. Its correlation id is replaced by one of this
    /// connection's.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <returns>The answer, header included, without its size, with the correlation id of <paramref name="frame"/>. Produce with acks 0 has
    /// none: its task completes at once, with no bytes.</returns>
    /// <exception cref="WireException">The frame is too short for a header, or the connection is closed. The task also fails with this
    /// exception if the connection ends before the answer comes.</exception>
    public Task<Bytes> SendFrame(Bytes frame, IBufferWriter<byte> output) => session.SendFrame(frame, output);

    /// <summary>Writes a request to a pipe, which any number of callers may share, and waits for the answer.</summary>
    /// <remarks>
    /// Nothing is allocated except the messages, unless the pipe makes the caller wait. Answers arrive only while
    /// <see cref="ReceiveAllAsync"/> runs. Like every ValueTask, await the result only once.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="output">The pipe to the broker, the same for all calls of a connection.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Stops waiting. If the request is already written, its answer is discarded.</param>
    /// <returns>The answer. Produce with acks 0 has none: an empty response is returned.</returns>
    /// <exception cref="WireException">No version can carry the request, the answer cannot be decoded, or the connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
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

    /// <summary>Writes a request that is given as the F# record of an API, such as one of your own, to a pipe, and waits for the answer.
    /// Otherwise like <see cref="SendAsync{TResponse}(IKafkaRequest{TResponse}, PipeWriter, short?, CancellationToken)"/>.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">The request record of the API.</param>
    /// <param name="output">The pipe to the broker, the same for all calls of a connection.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Stops waiting. If the request is already written, its answer is discarded.</param>
    /// <exception cref="WireException">No version can carry the request, the answer cannot be decoded, or the connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public ValueTask<TResponse> SendAsync<TRequest, TResponse>(
        Api<TRequest, TResponse> api,
        TRequest request,
        PipeWriter output,
        short? version = null,
        CancellationToken cancellationToken = default
    )
        where TRequest : class
        where TResponse : class => SendAsync(api.RequestOf(request), output, version, cancellationToken);

    /// <summary>Writes a request that is already encoded to a pipe, and waits for the answer. Otherwise like
    /// <see cref="SendFrame"/>.</summary>
    /// <param name="frame">The request, header included, without its size.</param>
    /// <param name="output">The pipe to the broker, the same for all calls of a connection.</param>
    /// <param name="cancellationToken">Stops waiting. If the request is already written, its answer is discarded.</param>
    /// <exception cref="WireException">The frame is too short for a header, or the connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public Task<Bytes> SendFrameAsync(Bytes frame, PipeWriter output, CancellationToken cancellationToken = default) =>
        WriteAsync(() => SendFrame(frame, output), output, cancellationToken);

    /// <summary>Writes a request that is given by name, as JSON, to a pipe, and waits for the answer. Otherwise like
    /// <see cref="Send(string, JsonElement, IBufferWriter{byte}, short?, JsonForm?)"/>.</summary>
    /// <param name="apiName">The name of the API, such as <c>Metadata</c>, in any case. The API is Kafka's, or in the <c>Apis</c> of the
    /// options.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>.</param>
    /// <param name="output">The pipe to the broker, the same for all calls of a connection.</param>
    /// <param name="version">The version to write it in, or null for the highest that both sides know.</param>
    /// <param name="form">The form of the answer, such as <see cref="JsonForm.Friendly"/>, or null for Kafka's own form.</param>
    /// <param name="cancellationToken">Stops waiting. If the request is already written, its answer is discarded.</param>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is not a valid request, no version can carry it, the answer cannot be decoded, or the
    /// connection ended.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
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

    /// <summary>Writes a SASL token as a frame without a header, as used after a SaslHandshake of version 0.</summary>
    /// <param name="token">The token.</param>
    /// <param name="output">Receives the frame.</param>
    /// <returns>The broker's token in reply.</returns>
    /// <exception cref="WireException">The connection is closed.</exception>
    public Task<Bytes> SendToken(Bytes token, IBufferWriter<byte> output) => session.SendToken(token, output);

    /// <summary>Takes bytes as they arrive, in chunks of any size, and completes the tasks of the requests that they answer.</summary>
    /// <exception cref="WireException">The bytes do not form frames, the peer does not speak Kafka, or a frame answers no pending request.
    /// All pending calls have failed, and the connection is no longer usable. An answer whose body cannot be decoded fails only its own
    /// task.</exception>
    public void Receive(ReadOnlySpan<byte> bytes) => session.Receive(bytes);

    /// <inheritdoc cref="Receive(ReadOnlySpan{byte})"/>
    public void Receive(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
            session.Receive(segment.Span);
    }

    /// <summary>Takes bytes from a pipe until it ends. Then all pending calls fail, and nothing more can be sent.</summary>
    /// <param name="input">The pipe from the broker. It is read to its end and not completed.</param>
    /// <param name="cancellationToken">Stops receiving, with the same effect on pending calls.</param>
    /// <exception cref="WireException">The bytes do not form frames, the peer does not speak Kafka, or a frame answers no pending
    /// request.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
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
            // Whatever the exception is, nothing more will be read.
            Close(e);
            throw;
        }
    }

    /// <summary>Ends the connection: all pending calls fail, and nothing more can be sent.</summary>
    /// <param name="reason">Why it ended, or null. It becomes the inner exception of the callers' exceptions.</param>
    public void Close(Exception? reason = null) => session.Close(reason);

    /// <summary>Asks the broker which versions it serves, and sets <see cref="Versions"/>.</summary>
    /// <param name="send">
    /// Sends the request in the given version, with <see cref="Send{TResponse}(IKafkaRequest{TResponse}, IBufferWriter{byte}, short?)"/>,
    /// and returns the answer. As long as the broker refuses the version, it is called again with a lower one.
    /// </param>
    /// <param name="version">The version to ask in first, or null for the highest that this code knows.</param>
    /// <remarks>
    /// A few brokers and firewalls close the connection when they see an unknown version, instead of refusing it. Then negotiate again with
    /// a new <see cref="KafkaProtocol"/> on a new connection, first in version 3, then in version 0. <see cref="SimpleClient"/> does so.
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
    /// <exception cref="WireException">The answer cannot be decoded, or the connection ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ApiVersions has no such version.</exception>
    public Task<PeerVersions> NegotiateAsync(Func<ApiVersionsRequest, short, Task<ApiVersions.Response>> send, short? version = null) =>
        AskForVersionsAsync(send, EnsureKnown(version ?? ApiVersions.api.LatestStable, nameof(version)));

    /// <summary>Returns the version if ApiVersions has it, and throws otherwise.</summary>
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

    /// <summary>Writes a request, flushes it and passes the turn on. It is the caller's turn to write.</summary>
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

            // The frame is flushed even if the caller cancels, because the next frame follows it.
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
