using System.IO.Enumeration;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>A difference between the loopback broker and Kafka that stays on purpose.</summary>
/// <param name="Area">The sweep that shows it.</param>
/// <param name="Variants">The names of the variants that may show it, without the area; * stands for any text.</param>
/// <param name="Paths">Where in the answers, such as "*.errorCode"; * stands for any text. "[1].*" is in the second answer of the
/// variant.</param>
/// <param name="Case">What is asked, for the page.</param>
/// <param name="Kafka">What Kafka does, for the page.</param>
/// <param name="Loopback">What the loopback broker does, for the page.</param>
/// <param name="Why">Why it stays, for the page.</param>
/// <param name="IsMissing">Whether only what Kafka answers and the loopback broker does not answer at all is covered.</param>
internal sealed record KnownDifference(
    string Area,
    string Variants,
    string Paths,
    string Case,
    string Kafka,
    string Loopback,
    string Why,
    bool IsMissing = false
)
{
    /// <summary>The row of the page's table. Several entries may share a row.</summary>
    public string Row => $"| {Area} | {Case} | {Kafka} | {Loopback} | {Why} |";

    public bool Covers(string variant, string path, bool isMissing) =>
        (isMissing || !IsMissing)
        && FileSystemName.MatchesSimpleExpression($"{Area} {Variants}", variant, ignoreCase: false)
        && FileSystemName.MatchesSimpleExpression(Paths, path, ignoreCase: false);
}

/// <summary>
/// All differences that stay. The page docs/loopback.md lists the same. A sweep fails on a difference that is not here, and on an entry
/// that no variant shows.
/// </summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } = [.. Log(), .. Coordination()];

    /// <summary>Of topics and their logs.</summary>
    private static KnownDifference[] Log() =>
        [
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*",
                "APIs for administrators, replicas, controllers, share groups and streams groups",
                "serves them",
                "does not announce them, and closes the connection on them",
                "it is a broker for producers, consumers and their groups",
                IsMissing: true
            ),
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*.minVersion",
                "versions that Kafka 4 has dropped",
                "announces none but those of Produce",
                "serves some of them, as Kafka 3.9 did",
                "old clients can be tested"
            ),
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*.maxVersion",
                "versions that are not final",
                "announces them if unstable.api.versions.enable is set",
                "does not serve them",
                "they change from release to release"
            ),
            new(
                "ApiVersions",
                "*",
                "*Features.*",
                "features other than transaction.version",
                "announces them",
                "does not announce them",
                "what they stand for is not there",
                IsMissing: true
            ),
            new(
                "Metadata",
                "v* missing, to be created",
                "[0].*",
                "a topic that the request creates",
                "answers UnknownTopicOrPartition and creates the topic a moment later",
                "creates the topic at once and describes it",
                "tests need not wait; a client that does not try again is not found out"
            ),
            new(
                "Metadata",
                "v* missing name and an id",
                "[0].*",
                "a topic that the request creates",
                "answers UnknownTopicOrPartition and creates the topic a moment later",
                "creates the topic at once and describes it",
                "tests need not wait; a client that does not try again is not found out"
            ),
            new(
                "Produce",
                "a record with its length told as *, gzip",
                "*",
                "a record in a compressed batch whose length is larger than its content",
                "appends it, and fails when it looks for offsets",
                "refuses it with InvalidRecord",
                "what is in the log can be read"
            ),
        ];

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
                "An internal failure of Kafka's that no test can wait for"
            ),
        ];
}
