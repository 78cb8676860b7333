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
    public Bytes Frame { get; }

    /// <summary>Decodes the answer, with the addresses that the broker gave.</summary>
    /// <returns>The response record of the API, such as <c>Metadata.Response</c>.</returns>
    /// <exception cref="InvalidOperationException">It is a SASL token.</exception>
    /// <exception cref="WireException">It is no such answer, or the API or version is not known.</exception>
    public object Decode()
    {
        var peek = Request.Peek;
        if (!peek.IsKnown || peek.Api is not { } api) throw new WireException(WireError.NewUnknownApi((short)peek.ApiKey), 0);

        var body = KafkaWire.Frame.ReadResponse(api, peek.Version, Frame).Body;

        return api.Key == ApiKey.ApiVersions
            ? Negotiation.Decode(peek.Version, body, DecodeOptions.Default, out _)
            : api.ResponseSchema.DecodeObject(body, peek.Version, DecodeOptions.Default, out _);
    }
}
