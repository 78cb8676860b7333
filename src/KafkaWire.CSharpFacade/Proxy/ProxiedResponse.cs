namespace KafkaWire;

/// <summary>What a broker has answered through a <see cref="KafkaProxyProtocol"/>.</summary>
public sealed class ProxiedResponse
{
    internal ProxiedResponse(ProxiedRequest request, Bytes frame)
    {
        Request = request;
        Frame = frame;
    }

    /// <summary>What it answers.</summary>
    public ProxiedRequest Request { get; }

    /// <summary>All bytes, as the broker sent them, without the size.</summary>
    /// <remarks>Where the client asks for ApiVersions in a version that the proxy refuses, this is the refusal: see
    /// <see cref="KafkaProxyProtocol"/>.</remarks>
    public Bytes Frame { get; }

    /// <summary>Decodes the answer, with the addresses that the broker gave.</summary>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="InvalidOperationException">It is a SASL token.</exception>
    /// <exception cref="WireException">It is no such answer, or the API or version is not known.</exception>
    public object Decode()
    {
        var peek = Request.Peek;

        return peek.Api is { } api
            ? KafkaWire.Frame.DecodeResponse(api, peek.Version, Frame, DecodeOptions.Default, out _)
            : throw new WireException(WireError.NewUnknownApi((short)peek.ApiKey), 0);
    }
}
