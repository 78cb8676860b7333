namespace KafkaWire;

/// <summary>A frame that a client sent through a <see cref="KafkaProxyProtocol"/>: a request of any API, known or not, or a bare SASL
/// token.</summary>
public sealed class ProxiedRequest
{
    private readonly RequestPeek peek;

    internal ProxiedRequest(Bytes frame)
    {
        Frame = frame;
        IsToken = true;
    }

    internal ProxiedRequest(Bytes frame, RequestPeek peek)
    {
        Frame = frame;
        this.peek = peek;
        IsAnswered = peek.IsAnswered;
    }

    /// <summary>The whole frame, header included, without its size.</summary>
    public Bytes Frame { get; }

    /// <summary>Whether the broker was asked in version 0 of ApiVersions, because the proxy does not know the version of this
    /// request.</summary>
    internal bool IsAskedInVersion0 { get; set; }

    /// <summary>Whether this is a SASL token without a header, as used after a SaslHandshake of version 0.</summary>
    public bool IsToken { get; }

    /// <summary>Whether the broker answers. It does, except for Produce with acks 0.</summary>
    public bool IsAnswered { get; } = true;

    /// <summary>The header.</summary>
    /// <exception cref="InvalidOperationException">This is a token, which has no header.</exception>
    public RequestPeek Peek => IsToken ? throw new InvalidOperationException("A SASL token has no header. Check IsToken first.") : peek;

    /// <summary>Decodes the request.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="InvalidOperationException">This is a token.</exception>
    /// <exception cref="WireException">The frame is not a valid request, or the API or the version is unknown.</exception>
    public object Decode()
    {
        if (IsToken)
            throw new InvalidOperationException("A SASL token is not a message. Check IsToken first.");

        return peek.Api is { } api
            ? KafkaWire.Frame.ReadRequest(api, Frame).Decode()
            : throw new WireException(WireError.NewUnknownApi((short)peek.ApiKey), 0);
    }

    /// <summary>API, version, correlation id and client id, or "a SASL token".</summary>
    public override string ToString() => IsToken ? "a SASL token" : peek.ToString();
}
