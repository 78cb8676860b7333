namespace KafkaWire.Testing.Storage;

/// <summary>Kafka's rules for topic names.</summary>
internal static class TopicName
{
    private const int MaximumLength = 249;

    /// <summary>The name under which brokers show the metadata log of the controllers. Clients cannot create it.</summary>
    public const string ClusterMetadata = "__cluster_metadata";

    /// <summary>Whether Kafka uses a topic of this name for its own state.</summary>
    public static bool IsInternal(string name) => name is "__consumer_offsets" or "__transaction_state" or "__share_group_state";

    /// <summary>Why a name is invalid; null if it is valid.</summary>
    public static string? Error(string name) =>
        name switch
        {
            "" => "A topic name must not be empty.",
            "." or ".." => "A topic name must not be \".\" or \"..\".",
            { Length: > MaximumLength } => $"A topic name must not exceed {MaximumLength} characters; this one has {name.Length}.",
            _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) =>
                $"A topic name may contain only ASCII letters, digits, '.', '_' and '-', unlike \"{name}\".",
            _ => null,
        };

    /// <summary>Whether two topics would share a metric name. Kafka refuses a name that differs from an existing one only in '.' and
    /// '_'.</summary>
    public static bool Collide(string one, string other) => one.Replace('.', '_') == other.Replace('.', '_');
}
