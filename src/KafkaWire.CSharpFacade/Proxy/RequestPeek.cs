using System.Buffers.Binary;
using System.Text;

namespace KafkaWire;

/// <summary>What the first bytes of a request say, read where they are: nothing is decoded, copied or allocated.</summary>
/// <example><code>
/// if (RequestPeek.TryRead(frame, out var peek)) Console.WriteLine($"{peek.ClientId}: {peek.ApiKey} v{peek.Version}");
/// </code></example>
public readonly struct RequestPeek
{
    /// <summary>Where the number stands that the answer repeats, in every version of every request.</summary>
    internal const int CorrelationOffset = 4;

    /// <summary>What comes before the client id, and is the whole header where there is none.</summary>
    internal const int SmallestHeader = 8;

    private const int ClientIdOffset = SmallestHeader;
    private const short FirstFlexibleProduce = 9;
    private const short FirstTransactionalProduce = 3;

    private readonly Bytes frame;
    private readonly int clientIdLength;

    private RequestPeek(Bytes frame, int clientIdLength)
    {
        this.frame = frame;
        this.clientIdLength = clientIdLength;
    }

    /// <summary>The API's key, also one that this code does not know.</summary>
    public ApiKey ApiKey => (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame.Span);

    /// <summary>The version of the request.</summary>
    public short Version => BinaryPrimitives.ReadInt16BigEndian(frame.Span[2..]);

    /// <summary>The number that the answer must repeat.</summary>
    public int CorrelationId => BinaryPrimitives.ReadInt32BigEndian(frame.Span[CorrelationOffset..]);

    /// <summary>The name that the client gives itself; null if it gives none. Each call makes a new string.</summary>
    /// <remarks>Malformed UTF-8 is replaced as Kafka does it; <see cref="ClientIdBytes"/> has the bytes.</remarks>
    public string? ClientId
    {
        get
        {
            if (clientIdLength < 0)
                return null;

            var text = Encoding.UTF8.GetString(ClientIdBytes);

            // What .NET replaces in malformed UTF-8 differs from what Kafka replaces, which the decoder of the header knows.
            return text.Contains('\uFFFD') ? RequestHeader.schema.Decode(frame, 1, DecodeOptions.Default, out _).ClientId : text;
        }
    }

    /// <summary>The bytes of the name that the client gives itself; empty if it gives none.</summary>
    public ReadOnlySpan<byte> ClientIdBytes => clientIdLength <= 0 ? [] : frame.Span.Slice(ClientIdOffset + 2, clientIdLength);

    /// <summary>The API; null if this code does not know the key.</summary>
    public Api? Api => Catalogue.FindApi(ApiKey);

    /// <summary>Whether this code knows the API and the version.</summary>
    public bool IsKnown => Api is { } api && api.Versions.Contains(Version);

    /// <summary>Whether the broker answers: it does, unless this is a Produce request with acks 0.</summary>
    public bool IsAnswered => ApiKey != ApiKey.Produce || ReadAcks() != 0;

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">The frame without its size.</param>
    /// <param name="peek">What it says; it keeps hold of the frame.</param>
    /// <returns>False if the frame is too short for the header of a request.</returns>
    public static bool TryRead(Bytes frame, out RequestPeek peek)
    {
        var span = frame.Span;
        peek = default;

        if (span.Length < ClientIdOffset)
            return false;

        // The one request whose header has no client id.
        if (
            (ApiKey)BinaryPrimitives.ReadInt16BigEndian(span) == ApiKey.ControlledShutdown
            && BinaryPrimitives.ReadInt16BigEndian(span[2..]) == 0
        )
        {
            peek = new(frame, -1);
            return true;
        }

        if (span.Length < ClientIdOffset + 2)
            return false;

        var length = BinaryPrimitives.ReadInt16BigEndian(span[ClientIdOffset..]);

        if (length > span.Length - ClientIdOffset - 2)
            return false;

        peek = new(frame, length);
        return true;
    }

    /// <summary>API, version, correlation id and client id.</summary>
    public override string ToString() =>
        $"{Api?.Name ?? $"API {(short)ApiKey}"} v{Version} #{CorrelationId} of {ClientId ?? "a client without a name"}";

    /// <summary>The acks of a Produce request: behind the header, and from v3 on behind the transactional id. Null if the frame ends
    /// before.</summary>
    private short? ReadAcks()
    {
        var rest = frame.Span[(ClientIdOffset + 2 + Math.Max(clientIdLength, 0))..];

        if (Version >= FirstFlexibleProduce)
        {
            if (!TrySkipTags(ref rest) || !TryReadVarint(ref rest, out var length) || !TrySkip(ref rest, Math.Max(length, 1) - 1))
                return null;
        }
        else if (Version >= FirstTransactionalProduce)
        {
            if (!BinaryPrimitives.TryReadInt16BigEndian(rest, out var length) || !TrySkip(ref rest, 2 + Math.Max(length, (short)0)))
                return null;
        }

        return BinaryPrimitives.TryReadInt16BigEndian(rest, out var acks) ? acks : null;
    }

    private static bool TrySkipTags(ref ReadOnlySpan<byte> bytes)
    {
        if (!TryReadVarint(ref bytes, out var count))
            return false;

        // A tagged field takes two bytes at least, so a count that is a lie ends soon.
        for (; count > 0; count--)
        {
            if (!TryReadVarint(ref bytes, out _) || !TryReadVarint(ref bytes, out var size) || !TrySkip(ref bytes, size))
                return false;
        }

        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> bytes, long count)
    {
        if (count > bytes.Length)
            return false;

        bytes = bytes[(int)count..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out long value)
    {
        var size = Varint.TryRead(bytes, Varint.MaxSize, out var bits);
        value = (long)bits;
        bytes = bytes[Math.Max(size, 0)..];
        return size > 0;
    }
}
