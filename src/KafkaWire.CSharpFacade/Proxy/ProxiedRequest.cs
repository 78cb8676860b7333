namespace KafkaWire;

/// <summary>A frame that a client has sent through a <see cref="KafkaProxyProtocol"/>: a request of any API, known or not, or a bare SASL
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

    /// <summary>All bytes, header included, without the size.</summary>
    public Bytes Frame { get; }

    /// <summary>Whether the broker was asked in version 0 of ApiVersions, since the proxy does not know the version of this
    /// request.</summary>
    internal bool IsAskedInVersion0 { get; set; }

    /// <summary>Whether this is a SASL token without a header, as it goes after a SaslHandshake of version 0.</summary>
    public bool IsToken { get; }

    /// <summary>Whether the broker answers: it does, unless this is a Produce request with acks 0.</summary>
    public bool IsAnswered { get; } = true;

    /// <summary>What the header says.</summary>
    /// <exception cref="InvalidOperationException">It is a token, which has no header.</exception>
    public RequestPeek Peek => IsToken ? throw new InvalidOperationException("A SASL token has no header: ask IsToken first.") : peek;

    /// <summary>Decodes the request.</summary>
    /// <returns>The request record of the API, such as <c>Metadata.Request</c>.</returns>
    /// <exception cref="InvalidOperationException">It is a token.</exception>
    /// <exception cref="WireException">It is no such request, or the API or version is not known.</exception>
    public object Decode() =>
        IsToken
            ? throw new InvalidOperationException("A SASL token is no message: ask IsToken first.")
            : KafkaWire.Frame.ReadRequest(Frame).Decode();

    /// <summary>API, version, correlation id and client id; of a token nothing but that it is one.</summary>
    public override string ToString() => IsToken ? "a SASL token" : peek.ToString();
}
