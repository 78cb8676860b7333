namespace KafkaWire.Testing.Handlers;

/// <summary>Where a configuration value comes from.</summary>
internal static class ConfigSources
{
    public const sbyte Topic = 1;
    public const sbyte Default = 5;
}
