using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KafkaWire;

/// <summary>Host and port in one text, as in Kafka's <c>bootstrap.servers</c>: <c>localhost:9092</c>, <c>[::1]:9092</c>.</summary>
public static class KafkaAddress
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-%._"
    );

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-%._:"
    );

    /// <summary>Parses an address by the rules of Kafka's clients.</summary>
    /// <remarks>
    /// Brackets around an IPv6 address are optional; the port follows the last colon. The name of a security protocol in front, as in
    /// <c>SSL://host:9093</c>, is ignored. An empty host means <c>localhost</c>. White space is refused, and so is a list of addresses.
    /// </remarks>
    /// <param name="text">The address.</param>
    /// <param name="host">The host, without brackets, or null if the text is not an address.</param>
    /// <param name="port">The port, from 0 to 65535, or 0 if the text is not an address.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? host, out int port)
    {
        (host, port) = (null, 0);
        var rest = text.AsSpan();

        if (rest.IndexOf("://") is var scheme and >= 0)
        {
            if (rest[..scheme].ContainsAnyExcept(SchemeCharacters))
                return false;

            rest = rest[(scheme + 3)..];
        }

        var colon = rest.LastIndexOf(':');

        if (
            colon < 0
            || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > ushort.MaxValue
        )
            return false;

        rest = rest[..colon];

        // As in Kafka, either bracket may be missing.
        if (rest.StartsWith("["))
            rest = rest[1..];

        if (rest.EndsWith("]"))
            rest = rest[..^1];

        if (rest.ContainsAnyExcept(HostCharacters))
            return false;

        (host, port) = (rest.IsEmpty ? "localhost" : rest.ToString(), number);
        return true;
    }

    /// <summary>Formats an address as Kafka does: an IPv6 address gets brackets.</summary>
    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">The port.</param>
    public static string Format(string host, int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return host.Contains(':') && host[0] != '[' ? $"[{host}]:{number}" : $"{host}:{number}";
    }
}
