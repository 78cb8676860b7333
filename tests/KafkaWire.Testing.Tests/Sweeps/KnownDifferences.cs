using System.IO.Enumeration;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>An intended difference between the loopback broker and Kafka.</summary>
/// <param name="Area">The sweep that shows it.</param>
/// <param name="Variants">The names of the variants that may show it, without the area; * matches any text.</param>
/// <param name="Paths">The places in the answers, such as "*.errorCode"; * matches any text. "[1].*" is the second answer of the
/// variant.</param>
/// <param name="Case">The case, for the page.</param>
/// <param name="Kafka">What Kafka does, for the page.</param>
/// <param name="Loopback">What the loopback broker does, for the page.</param>
/// <param name="Why">The reason for the difference, for the page.</param>
/// <param name="IsMissing">Whether the difference only covers values that Kafka answers and the loopback broker leaves out.</param>
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
/// All intended differences. docs/loopback.md lists the same. A sweep fails on a difference that is not listed here, and on an entry that
/// no variant shows.
/// </summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } = [.. Log(), .. Coordination()];

    /// <summary>Differences of topics and their logs.</summary>
    private static KnownDifference[] Log() =>
        [
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*",
                "APIs for administrators, replicas, controllers, share groups and streams groups",
                "serves them",
                "does not announce them, and closes the connection on them",
                "it only serves producers, consumers and their groups",
                IsMissing: true
            ),
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*.minVersion",
                "versions that Kafka 4 has dropped",
                "announces only those of Produce",
                "serves some of them, like Kafka 3.9",
                "old clients can be tested"
            ),
            new(
                "ApiVersions",
                "*",
                "*.apiKeys.*.maxVersion",
                "unstable versions",
                "announces them if unstable.api.versions.enable is set",
                "does not serve them",
                "they change between releases"
            ),
            new(
                "ApiVersions",
                "*",
                "*Features.*",
                "features other than transaction.version",
                "announces them",
                "does not announce them",
                "it does not implement them",
                IsMissing: true
            ),
            new(
                "Metadata",
                "v* missing, to be created",
                "[0].*",
                "a topic that the request creates",
                "answers UnknownTopicOrPartition and creates the topic a moment later",
                "creates the topic at once and describes it",
                "tests need not wait, but they do not notice a client that fails to retry"
            ),
            new(
                "Metadata",
                "v* missing name and an id",
                "[0].*",
                "a topic that the request creates",
                "answers UnknownTopicOrPartition and creates the topic a moment later",
                "creates the topic at once and describes it",
                "tests need not wait, but they do not notice a client that fails to retry"
            ),
            new(
                "Produce",
                "a record with the length *, gzip",
                "*",
                "a record in a compressed batch whose length exceeds its content",
                "appends it, and fails when it looks up offsets",
                "refuses it with InvalidRecord",
                "every stored record can be read"
            ),
        ];

    /// <summary>Differences of groups and transactions.</summary>
    private static KnownDifference[] Coordination() =>
        [
            new(
                "JoinGroup",
                "v9 *, the first, a strategy twice",
                "[0]*",
                "a member that names a strategy twice",
                "answers UnknownServerError, or never answers while the group rebalances for ever",
                "accepts the member; the second entry counts",
                "Kafka fails internally, and a test cannot wait for that"
            ),
        ];
}
