using System.Globalization;

namespace KafkaWire.Testing.Storage;

/// <summary>The configuration values that a topic can have, with Kafka's defaults. Most of them change nothing here.</summary>
internal sealed class TopicConfigs
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string MaximumBatchSize = "max.message.bytes";
    public const string TimestampType = "message.timestamp.type";
    public const string MaximumFuture = "message.timestamp.after.max.ms";
    public const string MaximumPast = "message.timestamp.before.max.ms";

    private static readonly Dictionary<string, Definition> Definitions = new()
    {
        [CleanupPolicy] = new("delete", value => value.Split(',').All(policy => policy is "delete" or "compact")),
        ["compression.gzip.level"] = Number("-1"),
        ["compression.lz4.level"] = Number("9"),
        ["compression.type"] = OneOf("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
        ["compression.zstd.level"] = Number("3"),
        ["delete.retention.ms"] = Number("86400000"),
        ["errors.deadletterqueue.group.enable"] = OneOf("false", "true"),
        ["file.delete.delay.ms"] = Number("60000"),
        ["flush.messages"] = Number("9223372036854775807"),
        ["flush.ms"] = Number("9223372036854775807"),
        ["follower.replication.throttled.replicas"] = Text(""),
        ["index.interval.bytes"] = Number("4096"),
        ["leader.replication.throttled.replicas"] = Text(""),
        ["local.retention.bytes"] = Number("-2"),
        ["local.retention.ms"] = Number("-2"),
        ["max.compaction.lag.ms"] = Number("9223372036854775807"),
        ["max.decompressed.message.bytes"] = Number("2147483639"),
        [MaximumBatchSize] = Number("1048588"),
        [MaximumFuture] = Number("3600000"),
        [MaximumPast] = Number("9223372036854775807"),
        [TimestampType] = OneOf("CreateTime", "LogAppendTime"),
        ["min.cleanable.dirty.ratio"] = new("0.5", value => double.TryParse(value, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1),
        ["min.compaction.lag.ms"] = Number("0"),
        ["min.insync.replicas"] = Number("1"),
        ["preallocate"] = OneOf("false", "true"),
        ["remote.copy.lag.bytes"] = Number("-1"),
        ["remote.copy.lag.ms"] = Number("0"),
        ["remote.log.copy.disable"] = OneOf("false", "true"),
        ["remote.log.delete.on.disable"] = OneOf("false", "true"),
        ["remote.storage.enable"] = OneOf("false", "true"),
        ["retention.bytes"] = Number("-1"),
        ["retention.ms"] = Number("604800000"),
        ["segment.bytes"] = Number("1073741824"),
        ["segment.index.bytes"] = Number("10485760"),
        ["segment.jitter.ms"] = Number("0"),
        ["segment.ms"] = Number("604800000"),
        ["unclean.leader.election.enable"] = OneOf("false", "true"),
    };

    private readonly IReadOnlyDictionary<string, string> given;

    /// <param name="given">The values that differ from the defaults; all of them are valid.</param>
    public TopicConfigs(IReadOnlyDictionary<string, string> given) => this.given = given;

    /// <summary>No value differs from its default.</summary>
    public static TopicConfigs Default { get; } = new(new Dictionary<string, string>());

    /// <summary>Every configuration value, in order of their names.</summary>
    public IEnumerable<(string Name, string Value, bool IsGiven)> All =>
        Definitions.Keys.Order(StringComparer.Ordinal).Select(name => (name, this[name], IsGiven(name)));

    public string this[string name] => given.GetValueOrDefault(name) ?? Definitions[name].Default;

    public bool IsGiven(string name) => given.ContainsKey(name);

    public long Int64(string name) => long.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>Why a value cannot be set; null if it can.</summary>
    public static string? Error(string name, string value) =>
        !Definitions.TryGetValue(name, out var definition) ? $"Topics have no configuration value {name}."
        : definition.IsValid(value) ? null
        : $"\"{value}\" is no value of {name}.";

    private static Definition Number(string byDefault) => new(byDefault, value => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

    private static Definition OneOf(params string[] values) => new(values[0], value => values.Contains(value));

    private static Definition Text(string byDefault) => new(byDefault, _ => true);

    private sealed record Definition(string Default, Func<string, bool> IsValid);
}
