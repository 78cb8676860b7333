namespace KafkaWire.Testing.Storage;

/// <summary>What Kafka takes for the name of a topic.</summary>
internal static class TopicName
{
    private const int MaximumLength = 249;

    /// <summary>The name under which brokers show the log of the controllers. No topic can have it.</summary>
    public const string ClusterMetadata = "__cluster_metadata";

    /// <summary>Whether Kafka keeps state of its own in a topic of this name.</summary>
    public static bool IsInternal(string name) => name is "__consumer_offsets" or "__transaction_state" or "__share_group_state";

    /// <summary>Why a name is none; null if it is one.</summary>
    public static string? Error(string name) =>
        name switch
        {
            "" => "A topic's name must not be empty.",
            "." or ".." => "A topic's name must not be \".\" or \"..\".",
            { Length: > MaximumLength } => $"A topic's name has at most {MaximumLength} characters; this one has {name.Length}.",
            _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) =>
                $"A topic's name consists of ASCII letters, digits, '.', '_' and '-'; \"{name}\" does not.",
            _ => null,
        };

    /// <summary>Whether two names would be the same metric: Kafka refuses a topic whose name differs from another's only in '.' and
    /// '_'.</summary>
    public static bool Collide(string one, string other) => one.Replace('.', '_') == other.Replace('.', '_');
}
