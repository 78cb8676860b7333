namespace KafkaWire;

/// <summary>Finds the versions that can carry a message.</summary>
/// <remarks>
/// <c>Projection.Project</c> converts a message to one that a version can carry. <c>Releases</c> knows which versions each Kafka release
/// serves.
/// </remarks>
/// <example><code>
/// var request = new MetadataRequest { Topics = [new() { Name = null, TopicId = id }] };
/// Console.WriteLine(request.LowestVersion());      // v10, for Topics[0].Name = null (10+)
/// foreach (var loss in request.LossesIn(9)) Console.WriteLine(loss);
/// var version = protocol.Versions.Choose(request);
/// </code></example>
public static class KafkaVersions
{
    /// <summary>The lowest version in which a message can be encoded, and the value that requires it. Ignorable fields may be left
    /// out.</summary>
    /// <returns>Null if no version can carry the message, because its fields belong to versions that do not overlap.</returns>
    public static VersionFloor? LowestVersion(this IKafkaMessage message) =>
        Projection.LowestObject(SchemaOf(message), message.ToMessage());

    /// <summary>The lowest version in which a message loses nothing, and the value that requires it.</summary>
    /// <returns>Null if every version leaves something out.</returns>
    public static VersionFloor? LowestLosslessVersion(this IKafkaMessage message) =>
        Projection.LowestLosslessObject(SchemaOf(message), message.ToMessage());

    /// <summary>The values that a version cannot carry. If every loss is silent, encoding leaves the values out; otherwise it refuses the
    /// message.</summary>
    /// <exception cref="WireException">There is no such version.</exception>
    public static IReadOnlyList<FieldLoss> LossesIn(this IKafkaMessage message, short version) =>
        Projection.ProjectObject(SchemaOf(message), version, message.ToMessage()).Losses;

    /// <summary>The highest version that the peer serves, that this code knows, and that can carry a request.</summary>
    /// <exception cref="WireException">There is no such version. The error is UnsupportedVersion if the two sides have no version in
    /// common, and otherwise names the value that their highest common version cannot carry.</exception>
    public static short Choose(this PeerVersions versions, IKafkaRequest request) => versions.Choose(request.Api, request.ToMessage());

    private static MessageSchema SchemaOf(IKafkaMessage message) =>
        message is IKafkaRequest ? message.Api.RequestSchema : message.Api.ResponseSchema;
}
