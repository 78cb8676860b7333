using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaWire.Testing.Storage;

/// <summary>The configuration of a topic, with Kafka's defaults. Most settings have no effect on this broker.</summary>
internal sealed partial class TopicConfigs
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string MaximumBatchSize = "max.message.bytes";
    public const string TimestampType = "message.timestamp.type";
    public const string MaximumFuture = "message.timestamp.after.max.ms";
    public const string MaximumPast = "message.timestamp.before.max.ms";
    public const string MinimumInSync = "min.insync.replicas";
    private const string MinimumCompactionLag = "min.compaction.lag.ms";
    private const string MaximumCompactionLag = "max.compaction.lag.ms";

    [GeneratedRegex(@"^([0-9]+:[0-9]+)?\z")]
    private static partial Regex ThrottledReplica { get; }

    private static readonly Dictionary<string, Definition> Definitions = new()
    {
        [CleanupPolicy] = new("delete", IsListOf("delete", "compact")),
        ["compression.gzip.level"] = new("-1", value => IsInt32(value, 1, 9) || IsInt32(value, -1, -1)),
        ["compression.lz4.level"] = Int32("9", 1, 17),
        ["compression.type"] = OneOf("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
        ["compression.zstd.level"] = Int32("3", -131_072, 22),
        ["delete.retention.ms"] = Int64("86400000", 0),
        ["errors.deadletterqueue.group.enable"] = Boolean("false"),
        ["file.delete.delay.ms"] = Int64("60000", 0),
        ["flush.messages"] = Int64("9223372036854775807", 1),
        ["flush.ms"] = Int64("9223372036854775807", 0),
        ["follower.replication.throttled.replicas"] = new("", AreReplicas),
        ["index.interval.bytes"] = Int32("4096", 0),
        ["leader.replication.throttled.replicas"] = new("", AreReplicas),
        ["local.retention.bytes"] = Int64("-2", -2),
        ["local.retention.ms"] = Int64("-2", -2),
        [MaximumCompactionLag] = Int64("9223372036854775807", 1),
        ["max.decompressed.message.bytes"] = Int32("2147483639", 1, 2_147_483_639),
        [MaximumBatchSize] = Int32("1048588", 0),
        [MaximumFuture] = Int64("3600000", 0),
        [MaximumPast] = Int64("9223372036854775807", 0),
        [TimestampType] = OneOf("CreateTime", "LogAppendTime"),
        ["min.cleanable.dirty.ratio"] = new(
            "0.5",
            value => double.TryParse(value, CultureInfo.InvariantCulture, out var ratio) && !(ratio < 0 || ratio > 1)
        ), // NaN passes
        [MinimumCompactionLag] = Int64("0", 0),
        [MinimumInSync] = Int32("1", 1),
        ["preallocate"] = Boolean("false"),
        ["remote.copy.lag.bytes"] = Int64("-1", -1),
        ["remote.copy.lag.ms"] = Int64("0", -1),
        ["remote.log.copy.disable"] = Boolean("false"),
        ["remote.log.delete.on.disable"] = Boolean("false"),
        // The broker has no remote storage.
        ["remote.storage.enable"] = new("false", value => value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase)),
        ["retention.bytes"] = Int64("-1", long.MinValue),
        ["retention.ms"] = Int64("604800000", -1),
        ["segment.bytes"] = Int32("1073741824", 1_048_576),
        ["segment.index.bytes"] = Int32("10485760", 4),
        ["segment.jitter.ms"] = Int64("0", 0),
        ["segment.ms"] = Int64("604800000", 1),
        ["unclean.leader.election.enable"] = Boolean("false"),
    };

    private readonly IReadOnlyDictionary<string, string> given;

    /// <param name="given">The values that were set explicitly. All of them are valid.</param>
    public TopicConfigs(IReadOnlyDictionary<string, string> given) => this.given = given;

    /// <summary>A configuration in which every setting has its default.</summary>
    public static TopicConfigs Default { get; } = new(new Dictionary<string, string>());

    /// <summary>All settings, ordered by name.</summary>
    public IEnumerable<(string Name, string Value, bool IsGiven)> All =>
        Definitions.Keys.Order(StringComparer.Ordinal).Select(name => (name, this[name], IsGiven(name)));

    public string this[string name] => given.GetValueOrDefault(name) ?? Definitions[name].Default;

    public bool IsGiven(string name) => given.ContainsKey(name);

    public long Int64(string name) => long.Parse(this[name], NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <summary>Whether a list setting contains a value.</summary>
    public bool Has(string name, string value) => this[name].Split(',', StringSplitOptions.TrimEntries).Contains(value);

    /// <summary>Why the values conflict; null if they do not.</summary>
    public string? Error() =>
        Int64(MinimumCompactionLag) > Int64(MaximumCompactionLag)
            ? $"{MinimumCompactionLag} must not exceed {MaximumCompactionLag}."
            : null;

    /// <summary>Why a value is invalid; null if it is valid.</summary>
    public static string? Error(string name, string value) =>
        !Definitions.TryGetValue(name, out var definition) ? $"Unknown topic setting {name}."
        : definition.IsValid(value) ? null
        : $"Invalid value \"{value}\" for {name}.";

    // Kafka trims numbers, booleans and lists, and accepts numbers with a sign or leading zeros.
    private static bool IsInt32(string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum;

    private static bool AreReplicas(string value) =>
        value.Trim() == "*" || value.Split(',').All(replica => ThrottledReplica.IsMatch(replica.Trim()));

    private static Func<string, bool> IsListOf(params string[] values) =>
        list => list.Trim() == "" || list.Split(',', StringSplitOptions.TrimEntries).All(values.Contains);

    private static Definition Int32(string byDefault, int minimum, int maximum = int.MaxValue) =>
        new(byDefault, value => IsInt32(value, minimum, maximum));

    private static Definition Int64(string byDefault, long minimum) =>
        new(
            byDefault,
            value => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= minimum
        );

    private static Definition Boolean(string byDefault) => new(byDefault, value => bool.TryParse(value, out _));

    private static Definition OneOf(params string[] values) => new(values[0], value => values.Contains(value));

    private sealed record Definition(string Default, Func<string, bool> IsValid);
}
