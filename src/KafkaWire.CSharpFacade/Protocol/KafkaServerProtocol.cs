using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace KafkaWire;

/// <summary>The broker's side of a connection, without IO: splits the bytes that your socket receives into requests, and writes the answers
/// into your buffer.</summary>
/// <remarks>
/// <para>One thread receives. Any thread may answer, one at a time, in the order of the requests, which is what Kafka's clients
/// expect.</para>
/// <para>Received bytes are copied out of the caller's memory once, so requests may be kept for ever.</para>
/// </remarks>
/// <example><code>
/// while (protocol.TryReceive(ref bytes, out var request))
/// {
///     switch (protocol.Decode(request))
///     {
///         case Metadata.Request metadata: protocol.Respond(request, Answer(metadata), output); break;
///         ...
///     }
/// }
/// </code></example>
public sealed class KafkaServerProtocol
{
    private readonly ServerSession session;
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Creates a connection with default options.</summary>
    public KafkaServerProtocol()
        : this(new SessionOptions()) { }

    /// <summary>Creates a connection.</summary>
    /// <param name="options">Known APIs, limits, and how requests are decoded. The client id is ignored.</param>
    public KafkaServerProtocol(SessionOptions options)
    {
        session = new ServerSession(options);
        Options = options;
    }

    /// <summary>Known APIs, limits, and how requests are decoded.</summary>
    public SessionOptions Options { get; }

    /// <summary>
    /// Whether the next frames are bare SASL tokens. It is set when a SaslHandshake of version 0 is answered without an error; the caller
    /// resets it when the login is over.
    /// </summary>
    public bool ExpectsToken
    {
        get => session.ExpectsToken;
        set => session.ExpectsToken = value;
    }

    /// <summary>Takes bytes until a request is complete or the bytes are used up.</summary>
    /// <param name="bytes">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="request">The request, with a decoded header and an undecoded body. Its API or version may be unknown: see
    /// <c>IsKnown</c>.</param>
    /// <returns>Whether a request is complete. Call again until it returns false. Always false while <see cref="ExpectsToken"/> is
    /// set.</returns>
    /// <exception cref="WireException">The bytes do not form request frames, or the peer does not speak Kafka. The connection is no longer
    /// usable.</exception>
    public bool TryReceive(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out RequestFrame? request)
    {
        if (!ExpectsToken && session.TryReceive(ref bytes, out var received))
        {
            request = received;
            return true;
        }

        request = null;
        return false;
    }

    /// <inheritdoc cref="TryReceive(ref ReadOnlySpan{byte}, out RequestFrame?)"/>
    public bool TryReceive(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out RequestFrame? request)
    {
        if (!ExpectsToken && session.TryReceive(ref bytes, out var received))
        {
            request = received;
            return true;
        }

        request = null;
        return false;
    }

    /// <summary>Takes bytes from a pipe and yields requests, until the pipe ends.</summary>
    /// <param name="input">The pipe from the client. It is not completed.</param>
    /// <param name="cancellationToken">Stops receiving.</param>
    /// <returns>The requests. The sequence ends when <see cref="ExpectsToken"/> is set; then take tokens with
    /// <see cref="ReceiveTokenAsync"/>.</returns>
    /// <exception cref="WireException">The bytes do not form request frames, or the peer does not speak Kafka. The connection is no longer
    /// usable.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public IAsyncEnumerable<RequestFrame> ReceiveAllAsync(PipeReader input, CancellationToken cancellationToken = default) =>
        RequestsAsync(input, cancellationToken);

    private async IAsyncEnumerable<RequestFrame> RequestsAsync(
        PipeReader input,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (!ExpectsToken)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;

            if (TryReceive(ref rest, out var request))
            {
                // The bytes after it stay in the pipe: whether they are a token depends on the answer.
                input.AdvanceTo(rest.Start);
                yield return request;
                continue;
            }

            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                yield break;
        }
    }

    /// <summary>Takes a bare SASL token from a pipe. Use it while <see cref="ExpectsToken"/> is set.</summary>
    /// <param name="input">The pipe from the client. It is not completed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The token, which can be empty, or null if the pipe has ended.</returns>
    /// <exception cref="WireException">The bytes do not form frames. The connection is no longer usable.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public ValueTask<Bytes?> ReceiveTokenAsync(PipeReader input, CancellationToken cancellationToken = default) =>
        TokenAsync(input, cancellationToken);

    private async ValueTask<Bytes?> TokenAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;

            if (TryReceiveToken(ref rest, out var token))
            {
                input.AdvanceTo(rest.Start);
                return token;
            }

            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                return null;
        }
    }

    /// <summary>Takes bytes until a bare SASL token is complete or the bytes are used up. Use it while <see cref="ExpectsToken"/> is
    /// set.</summary>
    /// <param name="bytes">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="token">The token, which can be empty.</param>
    /// <returns>Whether a token is complete.</returns>
    /// <exception cref="WireException">The bytes do not form frames. The connection is no longer usable.</exception>
    public bool TryReceiveToken(ref ReadOnlySpan<byte> bytes, out Bytes token) => session.TryReceiveToken(ref bytes, out token);

    /// <inheritdoc cref="TryReceiveToken(ref ReadOnlySpan{byte}, out Bytes)"/>
    public bool TryReceiveToken(ref ReadOnlySequence<byte> bytes, out Bytes token) => session.TryReceiveToken(ref bytes, out token);

    /// <summary>Decodes a request's body.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="WireException">The body is not a valid request, or the API or the version is unknown. Kafka answers an unknown
    /// version of ApiVersions (see <see cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/>), and otherwise closes the
    /// connection.</exception>
    public object Decode(RequestFrame request) => request.Decode(Options.Decoding);

    /// <summary>Whether a client expects an answer to a request. It does, except for Produce with acks 0.</summary>
    /// <param name="request">The request record that <see cref="Decode"/> returns, or an init record.</param>
    public static bool IsAnswered(object request) => Frame.IsAnswered(request is IKafkaRequest writable ? writable.ToMessage() : request);

    /// <summary>Writes the answer to a request, in the request's version.</summary>
    /// <remarks>
    /// If the response is an <see cref="ApiVersionsResponse"/> that does not offer the request's version of ApiVersions, Kafka's refusal is
    /// written instead, in version 0: UnsupportedVersion and the versions of ApiVersions that the response offers. A response with
    /// UnsupportedVersion is written in version 0, too.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="ArgumentException">The response belongs to another API.</exception>
    /// <exception cref="WireException">The version cannot carry the response, or the API or the version is unknown.</exception>
    public void Respond(RequestFrame request, IKafkaResponse response, IBufferWriter<byte> output) =>
        Respond(request, response.ToMessage(), output);

    /// <inheritdoc cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/>
    /// <param name="request">The request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    public void Respond(RequestFrame request, object response, IBufferWriter<byte> output)
    {
        if (response is IKafkaResponse writable)
            response = writable.ToMessage();

        if (request.Api is { } api && api.ResponseSchema.DefaultObject.GetType() != response.GetType())
            throw new ArgumentException(
                $"A {response.GetType()} cannot answer {api}: use a {api.ResponseSchema.DefaultObject.GetType()}.",
                nameof(response)
            );

        switch (response)
        {
            case ApiVersions.Response versions when Offer(versions) is var offer && !(request.IsKnown && offer.Contains(request.Version)):
                session.RefuseApiVersions(request, offer, output);
                break;

            case ApiVersions.Response versions:
                session.Respond(request, Visible(versions, request.Version), output);
                break;

            default:
                session.Respond(request, response, output);
                break;
        }

        if (response is SaslHandshake.Response { ErrorCode: ErrorCode.None } && request.Version == 0)
            ExpectsToken = true;
    }

    /// <summary>Writes the answer to a request to a pipe. Any number of callers may share the pipe: they take turns.</summary>
    /// <remarks>It writes what <see cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/> writes. Kafka's clients expect the
    /// answers in the order of the requests.</remarks>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">The pipe to the client.</param>
    /// <param name="cancellationToken">Stops waiting for the turn. Once begun, an answer is written completely.</param>
    /// <exception cref="ArgumentException">The response belongs to another API.</exception>
    /// <exception cref="WireException">The version cannot carry the response, or the API or the version is unknown.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public ValueTask RespondAsync(
        RequestFrame request,
        IKafkaResponse response,
        PipeWriter output,
        CancellationToken cancellationToken = default
    ) => RespondInTurnAsync(request, response, output, cancellationToken);

    private async ValueTask RespondInTurnAsync(
        RequestFrame request,
        IKafkaResponse response,
        PipeWriter output,
        CancellationToken cancellationToken
    )
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            Respond(request, response, output);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Writes a bare SASL token in answer to the client's.</summary>
    public void RespondToken(Bytes token, IBufferWriter<byte> output) => Frame.WriteRaw(token, output);

    /// <summary>The versions of ApiVersions that a response offers.</summary>
    private static VersionRange Offer(ApiVersions.Response response)
    {
        var own = Array.FindLast(response.ApiKeys, offer => offer.ApiKey == (short)ApiKey.ApiVersions);
        return own is null ? ApiVersions.api.Versions : new VersionRange(own.MinVersion, own.MaxVersion);
    }

    /// <summary>The response as a version may show it. Before v4 it omits features whose lowest version is 0, which clients of the time
    /// reject.</summary>
    private static ApiVersions.Response Visible(ApiVersions.Response response, short version) =>
        version >= 4 || Array.TrueForAll(response.SupportedFeatures, feature => feature.MinVersion > 0)
            ? response
            : (
                ApiVersionsResponse.From(response) with
                {
                    SupportedFeatures = [.. ApiVersionsResponse.From(response).SupportedFeatures.Where(feature => feature.MinVersion > 0)],
                }
            ).ToMessage();
}
