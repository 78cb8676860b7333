using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace KafkaWire;

/// <summary>The broker's side of a connection, without IO: cuts what your socket receives into requests, and writes the answers into your
/// buffer.</summary>
/// <remarks>
/// <para>One thread receives. Answers may be written by any, one at a time, in the order of the requests, as Kafka's clients expect.</para>
/// <para>What is received is copied out of the caller's memory once: requests may be kept for ever.</para>
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

    /// <summary>A connection with default options.</summary>
    public KafkaServerProtocol()
        : this(new SessionOptions()) { }

    /// <summary>A connection.</summary>
    /// <param name="options">Limits, and how requests are decoded. The client id is the client's to give.</param>
    public KafkaServerProtocol(SessionOptions options)
    {
        session = new ServerSession(options);
        Options = options;
    }

    /// <summary>Limits, and how requests are decoded.</summary>
    public SessionOptions Options { get; }

    /// <summary>
    /// Whether the next frames are bare SASL tokens. Set when a SaslHandshake of version 0 is answered without an error; the caller resets
    /// it when the login is over.
    /// </summary>
    public bool ExpectsToken
    {
        get => session.ExpectsToken;
        set => session.ExpectsToken = value;
    }

    /// <summary>Takes bytes until a request is whole or they are used up.</summary>
    /// <param name="bytes">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="request">The request, its header decoded, its body not. An API or version that this code does not know is one, too: see
    /// <c>IsKnown</c>.</param>
    /// <returns>Whether a request is whole. Call again until it is not. Always false while <see cref="ExpectsToken"/> is set.</returns>
    /// <exception cref="WireException">The bytes are no frames of requests, or the peer does not speak Kafka. The connection cannot go
    /// on.</exception>
    public bool TryReceive(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out RequestFrame? request)
    {
        if (!ExpectsToken && session.TryReceive(ref bytes, out var whole))
        {
            request = whole;
            return true;
        }

        request = null;
        return false;
    }

    /// <inheritdoc cref="TryReceive(ref ReadOnlySpan{byte}, out RequestFrame?)"/>
    public bool TryReceive(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out RequestFrame? request)
    {
        long used = 0;
        request = null;

        foreach (var segment in bytes)
        {
            var rest = segment.Span;
            var isWhole = TryReceive(ref rest, out request);
            used += segment.Length - rest.Length;

            if (isWhole || !rest.IsEmpty)
                break;
        }

        bytes = bytes.Slice(used);
        return request is not null;
    }

    /// <summary>Takes what arrives in a pipe, request by request, until it ends.</summary>
    /// <param name="input">The pipe from the client. It is not completed.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The requests. While <see cref="ExpectsToken"/> is set it stands still: end the loop, and take tokens with
    /// <see cref="ReceiveTokenAsync"/>.</returns>
    /// <exception cref="WireException">The bytes are no frames of requests, or the peer does not speak Kafka. The connection cannot go
    /// on.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
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
                // What comes behind it stays in the pipe: the answer decides whether it is a token.
                input.AdvanceTo(rest.Start);
                yield return request;
                continue;
            }

            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                yield break;
        }
    }

    /// <summary>Takes a bare SASL token from a pipe; for use while <see cref="ExpectsToken"/> is set.</summary>
    /// <param name="input">The pipe from the client. It is not completed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token, which can be empty; null if the pipe has ended.</returns>
    /// <exception cref="WireException">The bytes are no frames. The connection cannot go on.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
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

    /// <summary>Takes bytes until a bare SASL token is whole or they are used up; for use while <see cref="ExpectsToken"/> is
    /// set.</summary>
    /// <param name="bytes">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="token">The token, which can be empty.</param>
    /// <returns>Whether a token is whole.</returns>
    /// <exception cref="WireException">The bytes are no frames. The connection cannot go on.</exception>
    public bool TryReceiveToken(ref ReadOnlySpan<byte> bytes, out Bytes token) => session.TryReceiveToken(ref bytes, out token);

    /// <inheritdoc cref="TryReceiveToken(ref ReadOnlySpan{byte}, out Bytes)"/>
    public bool TryReceiveToken(ref ReadOnlySequence<byte> bytes, out Bytes token)
    {
        long used = 0;
        var isWhole = false;
        token = Bytes.Empty;

        foreach (var segment in bytes)
        {
            var rest = segment.Span;
            isWhole = TryReceiveToken(ref rest, out token);
            used += segment.Length - rest.Length;

            if (isWhole)
                break;
        }

        bytes = bytes.Slice(used);
        return isWhole;
    }

    /// <summary>Decodes a request's body.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="WireException">The body is no such request, or the API or version is not known. Kafka answers an unknown version of
    /// ApiVersions (see <see cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/>), and closes the connection
    /// otherwise.</exception>
    public object Decode(RequestFrame request) => request.Decode(Options.Decoding);

    /// <summary>Whether a client waits for the answer to a request: it does, unless it is a Produce request with acks 0.</summary>
    /// <param name="request">The request record, as <see cref="Decode"/> gives it, or an init record.</param>
    public static bool IsAnswered(object request) => request is not (Produce.Request { Acks: 0 } or ProduceRequest { Acks: 0 });

    /// <summary>Writes the answer to a request, in the request's version.</summary>
    /// <remarks>
    /// Where the response is an <see cref="ApiVersionsResponse"/> that does not offer the request's version of ApiVersions, what is written
    /// is Kafka's refusal, in version 0: UnsupportedVersion and the versions of ApiVersions that the response offers. A response with
    /// UnsupportedVersion is in version 0, too.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="ArgumentException">The response is not of the request's API.</exception>
    /// <exception cref="WireException">The version cannot carry the response, or the API or version is not known.</exception>
    public void Respond(RequestFrame request, IKafkaResponse response, IBufferWriter<byte> output) =>
        Respond(request, response.ToMessage(), output);

    /// <inheritdoc cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/>
    /// <param name="request">The request.</param>
    /// <param name="response">The response record of the API, such as <c>Metadata.Response</c>.</param>
    /// <param name="output">Where the frame goes: all of it, or nothing.</param>
    public void Respond(RequestFrame request, object response, IBufferWriter<byte> output)
    {
        if (response is IKafkaResponse writable)
            response = writable.ToMessage();

        if (request.Api is { } api && api.ResponseSchema.DefaultObject.GetType() != response.GetType())
            throw new ArgumentException(
                $"A {response.GetType()} is no answer to {api}; a {api.ResponseSchema.DefaultObject.GetType()} is.",
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

    /// <summary>Writes the answer to a request to a pipe. Any number of callers share it; each waits for its turn.</summary>
    /// <remarks>As <see cref="Respond(RequestFrame, IKafkaResponse, IBufferWriter{byte})"/>. Kafka's clients expect the answers in the
    /// order of the requests.</remarks>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">The pipe to the client.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn; an answer that has begun goes out whole.</param>
    /// <exception cref="ArgumentException">The response is not of the request's API.</exception>
    /// <exception cref="WireException">The version cannot carry the response, or the API or version is not known.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
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

    /// <summary>Writes a bare SASL token, the answer to one.</summary>
    public void RespondToken(Bytes token, IBufferWriter<byte> output) => Frame.WriteRaw(token, output);

    /// <summary>The versions of ApiVersions that a response offers.</summary>
    private static VersionRange Offer(ApiVersions.Response response)
    {
        var own = Array.FindLast(response.ApiKeys, offer => offer.ApiKey == (short)ApiKey.ApiVersions);
        return own is null ? ApiVersions.api.Versions : new VersionRange(own.MinVersion, own.MaxVersion);
    }

    /// <summary>What a version shows: below v4 no feature whose lowest version is 0, which clients of the time refuse.</summary>
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
