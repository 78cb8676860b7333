namespace KafkaWire;

/// <summary>Formats counts for log and error messages.</summary>
internal static class Counted
{
    /// <summary>Returns a text such as <c>1 record</c> or <c>2 records</c>.</summary>
    public static string Of(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
