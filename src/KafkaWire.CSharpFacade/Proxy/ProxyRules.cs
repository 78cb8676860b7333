using System.Buffers;

namespace KafkaWire;

/// <summary>Which frames pass through a proxy, and how answers are changed.</summary>
/// <param name="apis">The known APIs.</param>
/// <param name="rewrite">Returns the address that clients should use for a broker; null leaves addresses as they are.</param>
/// <param name="refuseUnknown">Whether unknown APIs and versions are refused.</param>
internal sealed class ProxyRules(ApiRegistry apis, Func<BrokerAddress, BrokerAddress>? rewrite, bool refuseUnknown)
{
    /// <summary>The known APIs.</summary>
    public ApiRegistry Apis => apis;

    /// <summary>Whether an API may pass only in versions that this code knows.</summary>
    public bool MustKnow(ApiKey key) => refuseUnknown || (rewrite is not null && (key == ApiKey.ApiVersions || BrokerAddresses.AreIn(key)));

    /// <summary>Whether a request asks for ApiVersions in an unknown version, whose answer this code could not decode.</summary>
    public bool IsNewerApiVersions(RequestPeek request) =>
        request.ApiKey == ApiKey.ApiVersions && !request.IsKnown && MustKnow(ApiKey.ApiVersions);

    /// <summary>Throws unless a request may pass to the broker.</summary>
    public void Check(RequestPeek peek, Bytes request)
    {
        Check(peek.ApiKey, peek.Version);

        if (peek.ApiKey == ApiKey.Envelope && MustKnow(ApiKey.Envelope))
        {
            var inner = Unwrap(request);
            Check(inner.ApiKey, inner.Version);
        }
    }

    /// <summary>The request inside an Envelope.</summary>
    public static RequestFrame Unwrap(Bytes envelope)
    {
        var inner = Frame.ReadRequest(((Envelope.Request)Frame.ReadRequest(envelope).Decode()).RequestData);

        // Kafka refuses it, too. Unwrapping any number of them could overflow the stack.
        return inner.ApiKey == ApiKey.Envelope
            ? throw new WireException(WireError.NewRefused("An Envelope cannot hold another Envelope."), 0)
            : inner;
    }

    /// <summary>Changes an encoded answer.</summary>
    /// <param name="key">The API of the request.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="frame">The answer, header included, without its size.</param>
    /// <param name="request">The request, header included, without its size, or null if it is not available.</param>
    /// <returns>The changed answer, or the same bytes if nothing has to change.</returns>
    public Bytes Change(ApiKey key, short version, Bytes frame, Bytes? request)
    {
        if (!MustKnow(key))
            return frame;
        if (key != ApiKey.ApiVersions)
            Check(key, version);
        if (key != ApiKey.ApiVersions && (rewrite is null || !BrokerAddresses.AreIn(key)))
            return frame;

        var received = Frame.ReadResponse(key, version, frame);
        var message = received.Decode(DecodeOptions.Default, out var bodyVersion);
        var rewriting = new BrokerAddresses.Rewriting(this, rewrite, request);

        return rewriting.Change(message) is { } changed && rewriting.HasChanged
            ? Encode(received, bodyVersion, changed.ToMessage())
            : frame;
    }

    /// <summary>Changes a decoded answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="request">The request, header included, without its size, or null if it is not available.</param>
    /// <param name="rewriteAddresses">Whether its addresses are changed. The versions that it offers are limited in any case.</param>
    /// <returns>The changed answer, or the same object if nothing has to change.</returns>
    public IKafkaResponse Change(IKafkaResponse answer, Bytes? request, bool rewriteAddresses)
    {
        if (!MustKnow(answer.Api.Key))
            return answer;

        var rewriting = new BrokerAddresses.Rewriting(this, rewriteAddresses ? rewrite : null, request);
        return rewriting.Change(answer.ToMessage()) is { } changed && rewriting.HasChanged ? changed : answer;
    }

    /// <summary>Writes an answer with the header of the received one, without its size.</summary>
    public static Bytes Encode(ResponseFrame received, short bodyVersion, object message)
    {
        var output = new ArrayBufferWriter<byte>();
        Frame.WriteResponse(received, bodyVersion, received.CorrelationId, Response.OfMessage(received.ApiKey, message), output);
        return Bytes.OfMemory(output.WrittenMemory[sizeof(int)..]);
    }

    private void Check(ApiKey key, short version)
    {
        if (!MustKnow(key))
            return;

        if (apis.FindApi(key) is not { } api)
            throw new WireException(WireError.NewUnknownApi((short)key), -1);

        if (!api.Versions.Contains(version))
            throw new WireException(
                new WireFailure(
                    WireError.NewUnsupportedVersion(version, api.Versions.First, api.Versions.Last),
                    -1,
                    $"{api.Name} through the proxy"
                )
            );
    }
}
