using System.Diagnostics.CodeAnalysis;
using KafkaWire.Schema;

namespace KafkaWire;

/// <summary>What the generated records share: equality by content, and the conversion of arrays to and from F#.</summary>
internal static class MessageContent
{
    public static bool Equal<T>(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);

    public static bool Equal<T>(T[]? a, T[]? b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.AsSpan().SequenceEqual(b));

    public static void AddTo<T>(ref HashCode hash, T[]? items)
    {
        hash.Add(items?.Length ?? -1);

        foreach (var item in items ?? [])
            hash.Add(item);
    }

    /// <summary>Converts each element. A null that the annotations forbid is passed on: the codec reports its field.</summary>
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

    /// <summary>The text form of a struct inside a message.</summary>
    public static string Format(MessageSchema schema, string structName, object value) =>
        MessageText.FormatStruct(Find(schema.Shape, structName)!, value);

    private static StructShape? Find(StructShape shape, string name) =>
        shape.Name == name
            ? shape
            : shape
                .Fields.Select(field => InnerOf(field.Shape))
                .OfType<StructShape>()
                .Select(inner => Find(inner, name))
                .FirstOrDefault(found => found is not null);

    private static StructShape? InnerOf(Shape shape) =>
        shape switch
        {
            Shape.Array array => InnerOf(array.Element),
            Shape.Nullable nullable => InnerOf(nullable.Value),
            Shape.Struct inner => inner.Struct,
            _ => null,
        };
}
