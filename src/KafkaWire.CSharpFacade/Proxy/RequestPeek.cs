using System.Buffers.Binary;
using System.Text;

namespace KafkaWire;

/// <summary>The header of a request, read in place: nothing is decoded, copied or allocated.</summary>
/// <example><code>
/// if (RequestPeek.TryRead(frame, out var peek)) Console.WriteLine($"{peek.ClientId}: {peek.ApiKey} v{peek.Version}");
/// </code></example>
public readonly struct RequestPeek
{
    /// <summary>The size of the header up to the client id; the whole header, if it has no client id.</summary>
    internal const int SmallestHeader = 8;

    private const int CorrelationIdOffset = 4;
    private const int ClientIdOffset = SmallestHeader;

    private readonly ApiRegistry apis;
    private readonly Bytes frame;
    private readonly int clientIdLength;

    private RequestPeek(ApiRegistry apis, Bytes frame, int clientIdLength)
    {
        this.apis = apis;
        this.frame = frame;
        this.clientIdLength = clientIdLength;
    }

    /// <summary>The key of the API, which this code may not know.</summary>
    public ApiKey ApiKey => (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame.Span);

    /// <summary>The version of the request.</summary>
    public short Version => BinaryPrimitives.ReadInt16BigEndian(frame.Span[2..]);

    /// <summary>The correlation id, which the answer must repeat.</summary>
    public int CorrelationId => BinaryPrimitives.ReadInt32BigEndian(frame.Span[CorrelationIdOffset..]);

    /// <summary>The client's name for itself, or null. Each call creates a new string.</summary>
    /// <remarks>Malformed UTF-8 is replaced as Kafka replaces it; <see cref="ClientIdBytes"/> has the original bytes.</remarks>
    public string? ClientId
    {
        get
        {
            if (clientIdLength < 0)
                return null;

            var text = Encoding.UTF8.GetString(ClientIdBytes);

            // .NET and Kafka replace malformed UTF-8 differently. The header's decoder follows Kafka.
            return text.Contains('\uFFFD') ? RequestHeader.schema.Decode(frame, 1, DecodeOptions.Default, out _).ClientId : text;
        }
    }

    /// <summary>The bytes of the client's name for itself; empty if it has none.</summary>
    public ReadOnlySpan<byte> ClientIdBytes => clientIdLength <= 0 ? [] : frame.Span.Slice(ClientIdOffset + 2, clientIdLength);

    /// <summary>The API, or null if its key is unknown.</summary>
    public Api? Api => apis.FindApi(ApiKey);

    /// <summary>Whether this code knows the API and the version.</summary>
    public bool IsKnown => Api is { } api && api.Versions.Contains(Version);

    /// <summary>Whether the broker answers. It does, except for Produce with acks 0.</summary>
    public bool IsAnswered => Frame.IsAnsweredFrame(frame);

    /// <summary>Reads the header of a frame. Only Kafka's APIs are known.</summary>
    /// <param name="frame">The frame without its size.</param>
    /// <param name="peek">The header. It keeps a reference to the frame.</param>
    /// <returns>False if the frame is too short for the header of a request.</returns>
    public static bool TryRead(Bytes frame, out RequestPeek peek) => TryRead(ApiRegistry.Kafka, frame, out peek);

    /// <summary>Reads the header of a frame.</summary>
    /// <param name="apis">The known APIs.</param>
    /// <param name="frame">The frame without its size.</param>
    /// <param name="peek">The header. It keeps a reference to the frame.</param>
    /// <returns>False if the frame is too short for the header of a request.</returns>
    public static bool TryRead(ApiRegistry apis, Bytes frame, out RequestPeek peek)
    {
        var span = frame.Span;
        peek = default;

        if (span.Length < ClientIdOffset)
            return false;

        // The only request whose header has no client id.
        if (
            (ApiKey)BinaryPrimitives.ReadInt16BigEndian(span) == ApiKey.ControlledShutdown
            && BinaryPrimitives.ReadInt16BigEndian(span[2..]) == 0
        )
        {
            peek = new(apis, frame, -1);
            return true;
        }

        if (span.Length < ClientIdOffset + 2)
            return false;

        var length = BinaryPrimitives.ReadInt16BigEndian(span[ClientIdOffset..]);

        if (length > span.Length - ClientIdOffset - 2)
            return false;

        peek = new(apis, frame, length);
        return true;
    }

    /// <summary>API, version, correlation id and client id.</summary>
    public override string ToString() =>
        $"{Api?.Name ?? $"API {(short)ApiKey}"} v{Version} #{CorrelationId} of {ClientId ?? "an unnamed client"}";
}
