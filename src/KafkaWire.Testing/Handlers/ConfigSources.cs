namespace KafkaWire.Testing.Handlers;

/// <summary>Kafka's codes for the source of a configuration value.</summary>
internal static class ConfigSources
{
    public const sbyte Topic = 1;

    /// <summary>A dynamic default for the whole cluster.</summary>
    public const sbyte Cluster = 3;

    public const sbyte Default = 5;
}
