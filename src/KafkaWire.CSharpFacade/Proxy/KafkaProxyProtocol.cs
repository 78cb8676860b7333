using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace KafkaWire;

/// <summary>A client's connection through a proxy to a broker, without IO: splits what either side sends into frames, and writes them for
/// the other side.</summary>
/// <remarks>
/// <para>Frames pass unchanged, including those of unknown APIs and versions. Only two things change: the correlation ids, since the proxy
/// uses its own towards the broker, and, if the options say so, the addresses in answers (see <see cref="BrokerAddresses"/>).</para>
/// <para>A proxy that changes addresses lets no version pass in which it could not find them: ApiVersions answers do not offer such a
/// version, and requests in one are not forwarded. If a client asks for ApiVersions in a version that is newer than this code, the proxy
/// asks the broker in version 0, and the client gets Kafka's refusal with the versions of ApiVersions that broker and proxy know. So a
/// client and a broker that are both newer use what all three know.</para>
/// <para>One thread may serve the client's side while another serves the broker's.</para>
/// </remarks>
/// <example><code>
/// var proxy = new KafkaProxyProtocol(new() { RewriteAddress = broker => broker with { Host = "localhost", Port = 19092 } });
/// // what the client's socket receives                             // what the broker's socket receives
/// while (proxy.TryReceiveRequest(ref bytes, out var request))      while (proxy.TryReceiveResponse(ref bytes, out var response))
///     proxy.Forward(request, toBroker);                                proxy.Forward(response, toClient);
/// </code></example>
public sealed class KafkaProxyProtocol
{
    /// <summary>The lowest version that a token could seem to have: a zero byte, then the first printable character.</summary>
    private const short FirstTextVersion = (short)' ';

    private readonly ProxyRules rules;
    private readonly FrameReader fromClient;
    private readonly FrameReader fromBroker;
    private readonly Lock gate = new();
    private readonly Dictionary<int, ProxiedRequest> pending = [];
    private readonly Queue<ProxiedRequest> tokens = [];
    private volatile bool expectsTokens;
    private int nextId;

    /// <summary>Creates a connection whose frames pass unchanged.</summary>
    public KafkaProxyProtocol()
        : this(new ProxyOptions()) { }

    /// <summary>Creates a connection.</summary>
    /// <param name="options">Known APIs, limits, and the addresses that clients should use.</param>
    public KafkaProxyProtocol(ProxyOptions options)
    {
        rules = new ProxyRules(options.Apis, options.RewriteAddress, options.RefuseUnknown);
        fromClient = new FrameReader(options.MaximumFrameSize);
        fromBroker = new FrameReader(options.MaximumFrameSize);
    }

    /// <summary>The number of requests and tokens that were forwarded to the broker and are not answered yet.</summary>
    public int PendingCount
    {
        get
        {
            lock (gate)
                return pending.Count + tokens.Count;
        }
    }

    /// <summary>Takes bytes from the client until a request is complete or the bytes are used up.</summary>
    /// <param name="bytes">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="request">The request.</param>
    /// <returns>Whether a request is complete. Call again until it returns false.</returns>
    /// <exception cref="WireException">The bytes do not form request frames, or the client does not speak Kafka. The connection is no
    /// longer usable.</exception>
    public bool TryReceiveRequest(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProxiedRequest? request)
    {
        request = fromClient.TryRead(ref bytes, out var frame) ? Identify(frame) : null;
        return request != null;
    }

    /// <inheritdoc cref="TryReceiveRequest(ref ReadOnlySpan{byte}, out ProxiedRequest?)"/>
    public bool TryReceiveRequest(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out ProxiedRequest? request)
    {
        request = fromClient.TryRead(ref bytes, out var frame) ? Identify(frame) : null;
        return request != null;
    }

    /// <summary>Takes bytes from the broker until an answer is complete or the bytes are used up.</summary>
    /// <param name="bytes">The bytes that arrived. On return, those that are not used yet.</param>
    /// <param name="response">The answer.</param>
    /// <returns>Whether an answer is complete. Call again until it returns false.</returns>
    /// <exception cref="WireException">The bytes do not form frames, the broker does not speak Kafka, or a frame answers nothing that was
    /// forwarded. The connection is no longer usable.</exception>
    public bool TryReceiveResponse(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProxiedResponse? response)
    {
        response = fromBroker.TryRead(ref bytes, out var frame) ? Match(frame) : null;
        return response != null;
    }

    /// <inheritdoc cref="TryReceiveResponse(ref ReadOnlySpan{byte}, out ProxiedResponse?)"/>
    public bool TryReceiveResponse(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out ProxiedResponse? response)
    {
        response = fromBroker.TryRead(ref bytes, out var frame) ? Match(frame) : null;
        return response != null;
    }

    /// <summary>Writes a request for the broker, unchanged except for its correlation id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="toBroker">Receives the frame.</param>
    /// <exception cref="WireException">The options refuse the API or the version, which this code does not know. Nothing is written. Close
    /// the connection to the client, as Kafka does for an unknown version.</exception>
    public void Forward(ProxiedRequest request, IBufferWriter<byte> toBroker)
    {
        if (request.IsToken)
        {
            lock (gate)
                tokens.Enqueue(request);
            Frame.WriteRaw(request.Frame, toBroker);
        }
        else
        {
            var frame = FrameFor(request);
            Frame.WriteRequestFrame(frame, Register(request), toBroker);
        }
    }

    /// <summary>Writes a changed request for the broker, in the version and with the header of the received one.</summary>
    /// <param name="request">The received request.</param>
    /// <param name="changed">The request to send to the broker, of the same API.</param>
    /// <param name="toBroker">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="ArgumentException">The changed request belongs to another API, or only one of the two is answered.</exception>
    /// <exception cref="WireException">The version cannot carry the changed request, or is unknown.</exception>
    public void Forward(ProxiedRequest request, IKafkaRequest changed, IBufferWriter<byte> toBroker)
    {
        var peek = request.Peek;
        var message = changed.ToMessage();

        if (changed.Api.Key != peek.ApiKey || Frame.IsAnswered(message) != request.IsAnswered)
            throw new ArgumentException(
                $"{changed.Api} cannot replace {peek}: the client would not get the answer that it expects.",
                nameof(changed)
            );

        var original = Frame.ReadRequest(changed.Api, FrameFor(request));
        var id = Register(request);

        try
        {
            Frame.WriteRequest(original, id, Request.OfMessage(changed.Api, message), toBroker);
        }
        catch
        {
            lock (gate)
                pending.Remove(id);
            throw;
        }
    }

    /// <summary>Writes an answer for the client, with the correlation id of the client's request and the addresses that clients should
    /// use.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="toClient">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <exception cref="WireException">The answer may hold addresses that must be changed, and cannot be decoded.</exception>
    public void Forward(ProxiedResponse response, IBufferWriter<byte> toClient)
    {
        if (response.Request.IsToken)
        {
            Frame.WriteRaw(response.Frame, toClient);
            return;
        }

        var peek = response.Request.Peek;
        var frame = rules.Change(peek.ApiKey, peek.Version, response.Frame, response.Request.Frame);
        Frame.WriteResponseFrame(frame, peek.CorrelationId, toClient);
    }

    /// <summary>Writes a changed answer for the client, with the header of the received one and the addresses that clients should
    /// use.</summary>
    /// <remarks>The body is in the version of the request. An ApiVersions answer with UnsupportedVersion is in version 0, where clients
    /// expect it.</remarks>
    /// <param name="response">The received answer.</param>
    /// <param name="changed">The answer to send to the client, of the same API.</param>
    /// <param name="toClient">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="rewriteAddresses">False if the addresses in <paramref name="changed"/> are already those that clients should use; they
    /// are not changed.</param>
    /// <exception cref="ArgumentException">The changed answer belongs to another API.</exception>
    /// <exception cref="WireException">The version cannot carry the changed answer.</exception>
    public void Forward(ProxiedResponse response, IKafkaResponse changed, IBufferWriter<byte> toClient, bool rewriteAddresses = true)
    {
        var peek = response.Request.Peek;
        if (changed.Api.Key != peek.ApiKey)
            throw new ArgumentException($"{changed.Api} cannot answer {peek}.", nameof(changed));

        var received = Frame.ReadResponse(changed.Api, peek.Version, response.Frame);
        var message = rules.Change(changed, response.Request.Frame, rewriteAddresses).ToMessage();

        var version = message switch
        {
            ApiVersions.Response when !peek.IsKnown => (short)0,
            ApiVersions.Response versions => Negotiation.AnswerVersion(peek.Version, versions),
            _ => peek.Version,
        };

        Frame.WriteResponse(received, version, peek.CorrelationId, Response.OfMessage(changed.Api, message), toClient);
    }

    /// <summary>The frame to send to the broker for a request: the request itself, if it may pass.</summary>
    private Bytes FrameFor(ProxiedRequest request)
    {
        var peek = request.Peek;

        if (!rules.IsNewerApiVersions(peek))
        {
            rules.Check(peek, request.Frame);
            return request.Frame;
        }

        // Version 0 has no body and every broker knows it. Its answer says which versions broker and proxy have in common.
        request.IsAskedInVersion0 = true;
        var header = request.Frame.Span[..(RequestPeek.SmallestHeader + sizeof(short) + peek.ClientIdBytes.Length)].ToArray();
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(sizeof(short)), 0);
        return header;
    }

    /// <summary>Turns the answer to ApiVersions v0 into a refusal of the version that the client asked in.</summary>
    private static Bytes Refuse(Bytes answer)
    {
        var received = Frame.ReadResponse(ApiKey.ApiVersions, 0, answer);

        // The client should see the broker's error. It is in version 0, which every client can decode.
        if (received.Decode() is not ApiVersions.Response { ErrorCode: ErrorCode.None } served)
            return answer;

        var known = ApiVersions.api.Versions;
        var offered = Array.FindLast(served.ApiKeys, each => each.ApiKey == (short)ApiKey.ApiVersions);
        var common = offered is null
            ? known
            : new VersionRange(Math.Max(known.First, offered.MinVersion), Math.Min(known.Last, offered.MaxVersion));
        return ProxyRules.Encode(received, 0, Negotiation.Refusal(common));
    }

    private int Register(ProxiedRequest request)
    {
        lock (gate)
        {
            int id;

            // On a long-lived connection the correlation ids wrap around.
            do
            {
                id = nextId;
                nextId = nextId == int.MaxValue ? 0 : nextId + 1;
            } while (pending.ContainsKey(id));

            if (request.IsAnswered)
                pending.Add(id, request);
            return id;
        }
    }

    /// <summary>Tells a request from a token, which the client sends while it logs in.</summary>
    private ProxiedRequest Identify(Bytes frame)
    {
        var hasHeader = RequestPeek.TryRead(rules.Apis, frame, out var peek);

        // The number of tokens in a login depends on the mechanism. No token looks like a request of a known API: the first four bytes
        // would be a key and a version, but in PLAIN, SCRAM and OAUTHBEARER they are text, and in GSSAPI a tag and a length of hundreds.
        // Versions newer than this code are still below the first printable character, and must not pass as tokens.
        if (expectsTokens && !(hasHeader && peek is { Api: not null, Version: >= 0 and < FirstTextVersion }))
            return new(frame);

        expectsTokens = false;

        return hasHeader
            ? new(frame, peek)
            : throw new WireException(WireError.NewInsufficientBytes(RequestPeek.SmallestHeader, frame.Length), 0);
    }

    private ProxiedResponse Match(Bytes frame)
    {
        ProxiedRequest? request;

        lock (gate)
        {
            if (!tokens.TryDequeue(out request) && !pending.Remove(Frame.ReadCorrelationId(frame), out request))
                throw new WireException(WireError.NewUnknownCorrelation(Frame.ReadCorrelationId(frame)), 0);
        }

        var response = new ProxiedResponse(request, request.IsAskedInVersion0 ? Refuse(frame) : frame);
        if (
            !request.IsToken
            && request.Peek is { ApiKey: ApiKey.SaslHandshake, Version: 0 }
            && response.Decode() is SaslHandshake.Response { ErrorCode: ErrorCode.None }
        )
            expectsTokens = true;
        return response;
    }
}
