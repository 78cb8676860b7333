namespace KafkaWire.Testing;

/// <summary>A fault to inject into a <see cref="LoopbackBroker"/>: the requests that it hits, and what goes wrong with them.</summary>
/// <remarks>Effects can be combined: an answer can be late, arrive in pieces, and break off in the last piece.</remarks>
/// <example><code>
/// using var fault = broker.Inject(LoopbackFault.Error(ErrorCode.NotLeaderOrFollower) with { Api = ApiKey.Produce });
/// </code></example>
public sealed record LoopbackFault
{
    private readonly int skip;
    private readonly int times = 1;

    /// <summary>The API whose requests are hit; null, the default, for all APIs.</summary>
    public ApiKey? Api { get; init; }

    /// <summary>A further condition on the request; null, the default, for no condition.</summary>
    public Func<RequestFrame, bool>? When { get; init; }

    /// <summary>How many matching requests pass unharmed first; 0 by default.</summary>
    public int Skip
    {
        get => skip;
        init =>
            skip =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Skip), value, "The number of requests must not be negative.");
    }

    /// <summary>How many requests are hit after those; 1 by default.</summary>
    public int Times
    {
        get => times;
        init =>
            times =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Times), value, "The number of requests must not be negative.");
    }

    /// <summary>Whether the broker carries out the request although the client gets no proper answer; true by default.</summary>
    public bool IsCarriedOut { get; init; } = true;

    /// <summary>The error to return for everything that the request names, such as each topic or partition. null, the default, keeps the
    /// broker's own answer.</summary>
    public ErrorCode? ErrorCode { get; init; }

    /// <summary>How long to delay the answer, and each piece of it if it is cut; zero by default.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The number of bytes of the answer, including its size field, after which the connection is closed; 0 sends nothing. null,
    /// the default, keeps the connection open.</summary>
    public int? CloseAfter { get; init; }

    /// <summary>Offsets at which the answer is cut into pieces that are sent separately. They count from the size field. Empty by default:
    /// the answer is sent at once.</summary>
    public IReadOnlyList<int> Cuts { get; init; } = [];

    /// <summary>Changes the bytes of the answer, which start with the size field; null, the default, for no change.</summary>
    public Func<byte[], byte[]>? Damage { get; init; }

    /// <summary>The properties that differ from their defaults, such as <c>LoopbackFault { Api = Produce, ErrorCode = NotLeaderOrFollower,
    /// Times = 2 }</c>.</summary>
    public override string ToString()
    {
        (string Name, object? Value)[] parts =
        [
            (nameof(Api), Api),
            (nameof(When), When is null ? null : "a condition"),
            (nameof(Skip), Skip == 0 ? null : Skip),
            (nameof(Times), Times == 1 ? null : Times),
            (nameof(IsCarriedOut), IsCarriedOut ? null : IsCarriedOut),
            (nameof(ErrorCode), ErrorCode),
            (nameof(Delay), Delay == TimeSpan.Zero ? null : Delay),
            (nameof(CloseAfter), CloseAfter),
            (nameof(Cuts), Cuts.Count == 0 ? null : $"[{string.Join(", ", Cuts)}]"),
            (nameof(Damage), Damage is null ? null : "a change"),
        ];

        var shown = parts.Where(part => part.Value is not null).Select(part => $"{part.Name} = {part.Value}");
        return $"{nameof(LoopbackFault)} {{ {string.Join(", ", shown)} }}";
    }

    /// <summary>Closes the connection after the given number of bytes of the answer, including its size field. The request is carried
    /// out.</summary>
    public static LoopbackFault Close(int afterBytes = 0) => new() { CloseAfter = afterBytes };

    /// <summary>Closes the connection without carrying out the request.</summary>
    public static LoopbackFault Drop() => new() { CloseAfter = 0, IsCarriedOut = false };

    /// <summary>Returns an error without carrying out the request.</summary>
    public static LoopbackFault Error(ErrorCode error) => new() { ErrorCode = error, IsCarriedOut = false };

    /// <summary>Delays the answer.</summary>
    public static LoopbackFault Late(TimeSpan delay) => new() { Delay = delay };

    /// <summary>Sends the answer in pieces.</summary>
    public static LoopbackFault Cut(params int[] offsets) => new() { Cuts = offsets };
}
