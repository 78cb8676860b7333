namespace KafkaWire.Testing.Handlers;

/// <summary>Where a configuration value comes from.</summary>
internal static class ConfigSources
{
    public const sbyte Topic = 1;

    /// <summary>A default of the whole cluster that can be changed while it runs.</summary>
    public const sbyte Cluster = 3;

    public const sbyte Default = 5;
}
