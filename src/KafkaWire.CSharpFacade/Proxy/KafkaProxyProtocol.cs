using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace KafkaWire;

/// <summary>A client's connection through a proxy to a broker, without IO: cuts what both sides send into frames, and writes them for the
/// other.</summary>
/// <remarks>
/// <para>Frames pass as they are, also of APIs and versions that this code does not know. Changed are correlation ids, which on the
/// broker's side
/// are the proxy's own, and, if the options say so, the addresses in answers (see <see cref="BrokerAddresses"/>).</para>
/// <para>A proxy that changes addresses passes no version in which it could not find them: ApiVersions answers offer none, and requests in
/// one are
/// not forwarded. To a request for ApiVersions in a version that is newer than this code the client gets Kafka's refusal, with the versions
/// of
/// ApiVersions that broker and proxy know: the proxy asks the broker in version 0. So a client and a broker that are both newer use what
/// all three know.</para>
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
    /// <summary>What the version of a request would be if its bytes were a zero and the first character of a text.</summary>
    private const short FirstTextVersion = (short)' ';

    private readonly ProxyRules rules;
    private readonly FrameReader fromClient;
    private readonly FrameReader fromBroker;
    private readonly Lock gate = new();
    private readonly Dictionary<int, ProxiedRequest> pending = [];
    private readonly Queue<ProxiedRequest> tokens = [];
    private volatile bool expectsTokens;
    private int nextId;

    /// <summary>A connection whose frames pass as they are.</summary>
    public KafkaProxyProtocol()
        : this(new ProxyOptions()) { }

    /// <summary>A connection.</summary>
    /// <param name="options">Limits, and which addresses clients shall use.</param>
    public KafkaProxyProtocol(ProxyOptions options)
    {
        rules = new ProxyRules(options.RewriteAddress, options.RefuseUnknown);
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

    /// <summary>Takes bytes from the client until a request is whole or they are used up.</summary>
    /// <param name="bytes">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="request">The request.</param>
    /// <returns>Whether a request is whole. Call again until it is not.</returns>
    /// <exception cref="WireException">The bytes are no frames of requests, or the client does not speak Kafka. The connection cannot go
    /// on.</exception>
    public bool TryReceiveRequest(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProxiedRequest? request)
    {
        request = fromClient.TryRead(ref bytes, out var frame) ? Identify(frame) : null;
        return request != null;
    }

    /// <inheritdoc cref="TryReceiveRequest(ref ReadOnlySpan{byte}, out ProxiedRequest?)"/>
    public bool TryReceiveRequest(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out ProxiedRequest? request)
    {
        request = TryRead(fromClient, ref bytes, out var frame) ? Identify(frame) : null;
        return request != null;
    }

    /// <summary>Takes bytes from the broker until an answer is whole or they are used up.</summary>
    /// <param name="bytes">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="response">The answer.</param>
    /// <returns>Whether an answer is whole. Call again until it is not.</returns>
    /// <exception cref="WireException">The bytes are no frames, the broker does not speak Kafka, or a frame answers nothing that was
    /// forwarded. The
    /// connection cannot go on.</exception>
    public bool TryReceiveResponse(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ProxiedResponse? response)
    {
        response = fromBroker.TryRead(ref bytes, out var frame) ? Match(frame) : null;
        return response != null;
    }

    /// <inheritdoc cref="TryReceiveResponse(ref ReadOnlySpan{byte}, out ProxiedResponse?)"/>
    public bool TryReceiveResponse(ref ReadOnlySequence<byte> bytes, [NotNullWhen(true)] out ProxiedResponse? response)
    {
        response = TryRead(fromBroker, ref bytes, out var frame) ? Match(frame) : null;
        return response != null;
    }

    /// <summary>Writes a request for the broker, as it is but for its correlation id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="toBroker">Where the frame goes.</param>
    /// <exception cref="WireException">The options refuse the API or the version, which this code does not know. Nothing is written. Close
    /// the
    /// connection to the client, as Kafka does for a version that it does not know.</exception>
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

    /// <summary>Writes another request for the broker in place of one, in its version and with its header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="changed">What goes to the broker: a request of the same API.</param>
    /// <param name="toBroker">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="ArgumentException">It is not of the same API, or not answered where the other is.</exception>
    /// <exception cref="WireException">The version cannot carry it, or this code does not know the version.</exception>
    public void Forward(ProxiedRequest request, IKafkaRequest changed, IBufferWriter<byte> toBroker)
    {
        var peek = request.Peek;
        var message = changed.ToMessage();

        if (changed.Api.Key != peek.ApiKey || KafkaServerProtocol.IsAnswered(message) != request.IsAnswered)
            throw new ArgumentException(
                $"{changed.Api} cannot take the place of {peek}: the answer would not be what the client waits for.",
                nameof(changed)
            );

        var original = Frame.ReadRequest(FrameFor(request));
        var id = Register(request);

        try
        {
            Frame.WriteRequest(original, id, Request.OfMessage(peek.ApiKey, message), toBroker);
        }
        catch
        {
            lock (gate)
                pending.Remove(id);
            throw;
        }
    }

    /// <summary>Writes an answer for the client: with the correlation id that its request had, and with the addresses that clients shall
    /// use.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="toClient">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="WireException">It can name brokers, whose addresses are to be changed, and cannot be read. Nothing is
    /// written.</exception>
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

    /// <summary>Writes another answer for the client in place of one, with its header, and with the addresses that clients shall
    /// use.</summary>
    /// <remarks>The body is in the version of the request; an ApiVersions answer with UnsupportedVersion is in version 0, where clients
    /// expect it.</remarks>
    /// <param name="response">The answer.</param>
    /// <param name="changed">What goes to the client: an answer of the same API.</param>
    /// <param name="toClient">Where the frame goes: all of it, or nothing.</param>
    /// <param name="rewriteAddresses">False if the addresses in <paramref name="changed"/> are already those that clients shall use: they
    /// stay.</param>
    /// <exception cref="ArgumentException">It is not of the same API.</exception>
    /// <exception cref="WireException">The version cannot carry it.</exception>
    public void Forward(ProxiedResponse response, IKafkaResponse changed, IBufferWriter<byte> toClient, bool rewriteAddresses = true)
    {
        var peek = response.Request.Peek;
        if (changed.Api.Key != peek.ApiKey)
            throw new ArgumentException($"{changed.Api} cannot answer {peek}.", nameof(changed));

        var received = Frame.ReadResponse(peek.ApiKey, peek.Version, response.Frame);
        var message = rules.Change(changed, response.Request.Frame, rewriteAddresses).ToMessage();

        var version = message switch
        {
            ApiVersions.Response when !peek.IsKnown => (short)0,
            ApiVersions.Response versions => Negotiation.AnswerVersion(peek.Version, versions),
            _ => peek.Version,
        };

        Frame.WriteResponse(received, version, peek.CorrelationId, Response.OfMessage(peek.ApiKey, message), toClient);
    }

    /// <summary>What the broker gets of a request: the request itself, if it may pass.</summary>
    private Bytes FrameFor(ProxiedRequest request)
    {
        var peek = request.Peek;

        if (!rules.IsNewerApiVersions(peek))
        {
            rules.Check(peek, request.Frame);
            return request.Frame;
        }

        // Version 0 has no body and is known to every broker. Its answer tells which versions broker and proxy have in common.
        request.IsAskedInVersion0 = true;
        var header = request.Frame.Span[..(RequestPeek.SmallestHeader + sizeof(short) + peek.ClientIdBytes.Length)].ToArray();
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(sizeof(short)), 0);
        return header;
    }

    /// <summary>Makes of the answer to ApiVersions v0 the refusal of the version that the client has asked in.</summary>
    private static Bytes Refuse(Bytes answer)
    {
        var received = Frame.ReadResponse(ApiKey.ApiVersions, 0, answer);

        // An error of the broker is the client's to see. It is in version 0, which every client reads.
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

            // The ids of a long-lived connection wrap around.
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

    /// <summary>What the client sends: a request, or a token while it logs in.</summary>
    private ProxiedRequest Identify(Bytes frame)
    {
        var hasHeader = RequestPeek.TryRead(frame, out var peek);

        // How many tokens a login takes is up to its mechanism. No token looks like a request of an API that is known: its first four bytes
        // would
        // be a key and a version, and they are text in PLAIN, SCRAM and OAUTHBEARER, and a tag and a length of hundreds in GSSAPI. A
        // version that
        // is newer than this code is below the first printable character all the same, and must not pass as a token.
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

    private static bool TryRead(FrameReader reader, ref ReadOnlySequence<byte> bytes, out Bytes frame)
    {
        long used = 0;
        var isWhole = false;
        frame = Bytes.Empty;

        foreach (var segment in bytes)
        {
            var rest = segment.Span;
            isWhole = reader.TryRead(ref rest, out frame);
            used += segment.Length - rest.Length;
            if (isWhole)
                break;
        }

        bytes = bytes.Slice(used);
        return isWhole;
    }
}
