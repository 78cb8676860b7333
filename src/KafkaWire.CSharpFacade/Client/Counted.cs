namespace KafkaWire;

/// <summary>Numbers of things, as texts tell them.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 record</c> and <c>2 records</c>.</summary>
    public static string Of(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
