using System.IO.Enumeration;

namespace KafkaWire.CSharpFacade.Tests.Loopback.Sweeps;

/// <summary>A difference between the loopback broker and Kafka that stays on purpose.</summary>
/// <param name="Area">The sweep that shows it.</param>
/// <param name="Variants">The names of the variants that may show it, without the area; * stands for any text.</param>
/// <param name="Paths">Where in the answers, such as "*.errorCode"; * stands for any text.</param>
/// <param name="Case">What is asked, for the page.</param>
/// <param name="Kafka">What Kafka does, for the page.</param>
/// <param name="Loopback">What the loopback broker does, for the page.</param>
/// <param name="Why">Why it stays, for the page.</param>
internal sealed record KnownDifference(string Area, string Variants, string Paths, string Case, string Kafka, string Loopback, string Why)
{
    /// <summary>The row of the page's table. Several entries may share a row.</summary>
    public string Row => $"| {Area} | {Case} | {Kafka} | {Loopback} | {Why} |";

    public bool Covers(string variant, string path) =>
        FileSystemName.MatchesSimpleExpression($"{Area} {Variants}", variant, ignoreCase: false) && FileSystemName.MatchesSimpleExpression(Paths, path, ignoreCase: false);
}

/// <summary>
/// All differences that stay. The page docs/loopback.md lists the same. A sweep fails on a difference that is not here, and on an entry that no variant shows.
/// </summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        .. Log(),
        .. Coordination(),
    ];

    /// <summary>Of topics and their logs.</summary>
    private static KnownDifference[] Log() => [];

    /// <summary>Of groups and transactions.</summary>
    private static KnownDifference[] Coordination() =>
    [
        new(
            "JoinGroup",
            "v9 *, the first, a strategy twice",
            "[0]*",
            "A member names a strategy twice",
            "UNKNOWN_SERVER_ERROR, or no answer at all and a group that rebalances for ever",
            "The second mention of the strategy counts",
            "An internal failure of Kafka's that no test can wait for"),
    ];
}
