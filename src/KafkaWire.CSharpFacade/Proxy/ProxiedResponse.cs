namespace KafkaWire;

/// <summary>A broker's answer through a <see cref="KafkaProxyProtocol"/>.</summary>
public sealed class ProxiedResponse
{
    internal ProxiedResponse(ProxiedRequest request, Bytes frame)
    {
        Request = request;
        Frame = frame;
    }

    /// <summary>The request that it answers.</summary>
    public ProxiedRequest Request { get; }

    /// <summary>The whole frame as the broker sent it, without its size.</summary>
    /// <remarks>If the client asked for ApiVersions in a version that the proxy refuses, this is the refusal: see
    /// <see cref="KafkaProxyProtocol"/>.</remarks>
    public Bytes Frame { get; }

    /// <summary>Decodes the answer. The addresses in it are the broker's.</summary>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="InvalidOperationException">This is a SASL token.</exception>
    /// <exception cref="WireException">The frame is not a valid answer, or the API or the version is unknown.</exception>
    public object Decode()
    {
        var peek = Request.Peek;

        return peek.Api is { } api
            ? KafkaWire.Frame.DecodeResponse(api, peek.Version, Frame, DecodeOptions.Default, out _)
            : throw new WireException(WireError.NewUnknownApi((short)peek.ApiKey), 0);
    }
}
