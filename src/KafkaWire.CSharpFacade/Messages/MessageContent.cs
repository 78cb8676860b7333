using System.Diagnostics.CodeAnalysis;

namespace KafkaWire;

/// <summary>What the generated records share: equality by content, and the way of arrays to and from the F# records.</summary>
internal static class MessageContent
{
    public static bool Equal<T>(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);

    public static bool Equal<T>(T[]? a, T[]? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.AsSpan().SequenceEqual(b));

    public static void AddTo<T>(ref HashCode hash, T[]? items)
    {
        hash.Add(items?.Length ?? -1);

        foreach (var item in items ?? [])
            hash.Add(item);
    }

    /// <summary>Converts each element. A null that the annotations forbid goes through: the codec names the field that has it.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static TOut[]? Map<TIn, TOut>(TIn[]? items, Func<TIn, TOut> convert)
        where TIn : class
        where TOut : class
    {
        if (items is null)
            return null;

        if (items.Length == 0)
            return [];

        var converted = new TOut[items.Length];

        for (var i = 0; i < items.Length; i++)
            converted[i] = items[i] is { } item ? convert(item) : null!;

        return converted;
    }
}
