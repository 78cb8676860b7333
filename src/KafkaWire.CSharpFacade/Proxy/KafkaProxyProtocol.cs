using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KafkaWire;

/// <summary>A client's connection through a proxy to a broker, without IO: cuts what both sides send into frames, and writes them for the other.</summary>
/// <remarks>
/// <para>Frames pass as they are, also of APIs and versions that this code does not know. Changed are correlation ids, which on the broker's side
/// are the proxy's own, and, if the options say so, the addresses in answers (see <see cref="BrokerAddresses"/>).</para>
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
    private readonly ProxyOptions options;
    private readonly FrameReader fromClient;
    private readonly FrameReader fromBroker;
    private readonly Lock gate = new();
    private readonly Dictionary<int, ProxiedRequest> pending = [];
    private readonly Queue<ProxiedRequest> tokens = [];
    private volatile bool expectsTokens;
    private int nextId;

    /// <summary>A connection whose frames pass as they are.</summary>
    public KafkaProxyProtocol() : this(new ProxyOptions()) { }

    /// <summary>A connection.</summary>
    /// <param name="options">Limits, and which addresses clients shall use.</param>
    public KafkaProxyProtocol(ProxyOptions options)
    {
        this.options = options;
        fromClient = new FrameReader(options.MaximumFrameSize);
        fromBroker = new FrameReader(options.MaximumFrameSize);
    }

    /// <summary>The number of requests and tokens that were forwarded to the broker and are not answered yet.</summary>
    public int PendingCount
    {
        get
        {
            lock (gate) return pending.Count + tokens.Count;
        }
    }

    /// <summary>Takes bytes from the client until a request is whole or they are used up.</summary>
    /// <param name="bytes">The bytes that arrived; afterwards those that are not used yet.</param>
    /// <param name="request">The request.</param>
    /// <returns>Whether a request is whole. Call again until it is not.</returns>
    /// <exception cref="WireException">The bytes are no frames of requests, or the client does not speak Kafka. The connection cannot go on.</exception>
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
    /// <exception cref="WireException">The bytes are no frames, the broker does not speak Kafka, or a frame answers nothing that was forwarded. The
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
    public void Forward(ProxiedRequest request, IBufferWriter<byte> toBroker)
    {
        if (request.IsToken)
        {
            lock (gate) tokens.Enqueue(request);
            Frame.WriteRaw(request.Frame, toBroker);
        }
        else
        {
            Frame.WriteRequestFrame(request.Frame, Register(request), toBroker);
        }
    }

    /// <summary>Writes another request for the broker in place of one, in its version and with its client id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="changed">What goes to the broker: a request of the same API.</param>
    /// <param name="toBroker">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="ArgumentException">It is not of the same API, or not answered where the other is.</exception>
    /// <exception cref="WireException">The version cannot carry it.</exception>
    public void Forward(ProxiedRequest request, IKafkaRequest changed, IBufferWriter<byte> toBroker)
    {
        var peek = request.Peek;
        var message = changed.ToMessage();

        if (changed.Api.Key != peek.ApiKey || KafkaServerProtocol.IsAnswered(message) != request.IsAnswered)
            throw new ArgumentException($"{changed.Api} cannot take the place of {peek}: the answer would not be what the client waits for.", nameof(changed));

        var id = Register(request);

        try
        {
            Frame.WriteRequest(changed.Api, peek.Version, id, peek.ClientId, message, toBroker);
        }
        catch
        {
            lock (gate) pending.Remove(id);
            throw;
        }
    }

    /// <summary>Writes an answer for the client: with the correlation id that its request had, and with the addresses that clients shall use.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="toClient">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="WireException">It can name addresses, which are to be changed, and cannot be read.</exception>
    public void Forward(ProxiedResponse response, IBufferWriter<byte> toClient)
    {
        if (response.Request.IsToken)
        {
            Frame.WriteRaw(response.Frame, toClient);
            return;
        }

        var peek = response.Request.Peek;
        var frame = options.RewriteAddress is { } rewrite ? BrokerAddresses.Rewrite(peek.ApiKey, peek.Version, response.Frame, rewrite) : response.Frame;
        Frame.WriteResponseFrame(frame, peek.CorrelationId, toClient);
    }

    /// <summary>Writes another answer for the client in place of one. Its addresses are those that it brings.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="changed">What goes to the client: an answer of the same API.</param>
    /// <param name="toClient">Where the frame goes: all of it, or nothing.</param>
    /// <exception cref="ArgumentException">It is not of the same API.</exception>
    /// <exception cref="WireException">The version cannot carry it.</exception>
    public void Forward(ProxiedResponse response, IKafkaResponse changed, IBufferWriter<byte> toClient)
    {
        var peek = response.Request.Peek;
        if (changed.Api.Key != peek.ApiKey) throw new ArgumentException($"{changed.Api} cannot answer {peek}.", nameof(changed));

        Frame.WriteResponse(changed.Api, peek.Version, peek.CorrelationId, changed.ToMessage(), toClient);
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
            }
            while (pending.ContainsKey(id));

            if (request.IsAnswered) pending.Add(id, request);
            return id;
        }
    }

    /// <summary>What the client sends: a request, or a token while it logs in.</summary>
    private ProxiedRequest Identify(Bytes frame)
    {
        var hasHeader = RequestPeek.TryRead(frame, out var peek);

        // How many tokens a login takes is up to its mechanism. No token looks like a request that is known: its first four bytes would be
        // a key and a version, and they are text in PLAIN, SCRAM and OAUTHBEARER, and a tag and a length of hundreds in GSSAPI.
        if (expectsTokens && !(hasHeader && peek.IsKnown)) return new(frame);

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

        var response = new ProxiedResponse(request, frame);
        if (!request.IsToken && request.Peek is { ApiKey: ApiKey.SaslHandshake, Version: 0 } && response.Decode() is SaslHandshake.Response { ErrorCode: ErrorCode.None }) expectsTokens = true;
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
            if (isWhole) break;
        }

        bytes = bytes.Slice(used);
        return isWhole;
    }
}
