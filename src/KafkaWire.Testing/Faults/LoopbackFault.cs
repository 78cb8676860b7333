namespace KafkaWire.Testing;

/// <summary>Something that goes wrong on demand: which requests of a <see cref="LoopbackBroker"/> it hits, and what happens to
/// them.</summary>
/// <remarks>What happens can be combined: an answer can be late, be cut into pieces and break off in the last one.</remarks>
/// <example><code>
/// using var fault = broker.Inject(LoopbackFault.Error(ErrorCode.NotLeaderOrFollower) with { Api = ApiKey.Produce });
/// </code></example>
public sealed record LoopbackFault
{
    private readonly int skip;
    private readonly int times = 1;

    /// <summary>The API whose requests are hit; null, the default, for those of all.</summary>
    public ApiKey? Api { get; init; }

    /// <summary>A further condition on the requests that are hit; null, the default, for none.</summary>
    public Func<RequestFrame, bool>? When { get; init; }

    /// <summary>How many of these requests pass unharmed at first; 0 by default.</summary>
    public int Skip
    {
        get => skip;
        init =>
            skip = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Skip), value, "A number of requests is not negative.");
    }

    /// <summary>How many requests are hit after that; 1 by default.</summary>
    public int Times
    {
        get => times;
        init =>
            times =
                value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Times), value, "A number of requests is not negative.");
    }

    /// <summary>Whether the broker does what the request asks for, which the client then does not get to know; true by default.</summary>
    public bool IsCarriedOut { get; init; } = true;

    /// <summary>The error that is answered, for each topic, partition or whatever the request names; null, the default, for what the broker
    /// would answer.</summary>
    public ErrorCode? ErrorCode { get; init; }

    /// <summary>For how long the answer is held back; also each further piece of it, if it is cut. Not at all by default.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>After how many bytes of the answer, its size included, the connection is closed: 0 for none of it. null, the default, keeps
    /// it open.</summary>
    public int? CloseAfter { get; init; }

    /// <summary>Where the answer is cut into pieces that are sent one by one: offsets in its bytes, its size included. By default it is
    /// sent at once.</summary>
    public IReadOnlyList<int> Cuts { get; init; } = [];

    /// <summary>Changes the bytes of the answer, which begin with its size; null, the default, for no change.</summary>
    public Func<byte[], byte[]>? Damage { get; init; }

    /// <summary>What is not at its default, such as <c>LoopbackFault { Api = Produce, ErrorCode = NotLeaderOrFollower, Times = 2
    /// }</c>.</summary>
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

    /// <summary>The connection is closed after so many bytes of the answer, its size included; the request is carried out.</summary>
    public static LoopbackFault Close(int afterBytes = 0) => new() { CloseAfter = afterBytes };

    /// <summary>The connection is closed, and the request is not carried out.</summary>
    public static LoopbackFault Drop() => new() { CloseAfter = 0, IsCarriedOut = false };

    /// <summary>An error is answered, and the request is not carried out.</summary>
    public static LoopbackFault Error(ErrorCode error) => new() { ErrorCode = error, IsCarriedOut = false };

    /// <summary>The answer is late.</summary>
    public static LoopbackFault Late(TimeSpan delay) => new() { Delay = delay };

    /// <summary>The answer comes in pieces.</summary>
    public static LoopbackFault Cut(params int[] offsets) => new() { Cuts = offsets };
}
