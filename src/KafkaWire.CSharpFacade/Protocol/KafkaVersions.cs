namespace KafkaWire;

/// <summary>Which versions can carry a message, for whoever negotiates.</summary>
/// <remarks>
/// <c>Projection.Project</c> makes of a message one that a version can carry; <c>Releases</c> knows which Kafka releases serve which
/// versions.
/// </remarks>
/// <example><code>
/// var request = new MetadataRequest { Topics = [new() { Name = null, TopicId = id }] };
/// Console.WriteLine(request.LowestVersion());      // v10, for Topics[0].Name = null (10+)
/// foreach (var loss in request.LossesIn(9)) Console.WriteLine(loss);
/// var version = protocol.Versions.Choose(request);
/// </code></example>
public static class KafkaVersions
{
    /// <summary>The lowest version in which a message can be encoded, and the value that forces it. Ignorable fields may be left
    /// out.</summary>
    /// <returns>Null if no version can carry the message: it has fields of versions that have nothing in common.</returns>
    public static VersionFloor? LowestVersion(this IKafkaMessage message) =>
        Projection.LowestObject(SchemaOf(message), message.ToMessage());

    /// <summary>The lowest version in which a message loses nothing, and the value that forces it.</summary>
    /// <returns>Null if every version leaves something out.</returns>
    public static VersionFloor? LowestLosslessVersion(this IKafkaMessage message) =>
        Projection.LowestLosslessObject(SchemaOf(message), message.ToMessage());

    /// <summary>What a version has no place for. Where each loss is silent, encoding leaves it out; else it refuses the message.</summary>
    /// <exception cref="WireException">There is no such version.</exception>
    public static IReadOnlyList<FieldLoss> LossesIn(this IKafkaMessage message, short version) =>
        Projection.ProjectObject(SchemaOf(message), version, message.ToMessage()).Losses;

    /// <summary>The highest version that a peer serves, this code knows, and a request can be sent in.</summary>
    /// <exception cref="WireException">There is none: UnsupportedVersion, if no version is common; else what the highest version cannot
    /// carry.</exception>
    public static short Choose(this PeerVersions versions, IKafkaRequest request) => versions.Choose(request.Api, request.ToMessage());

    private static MessageSchema SchemaOf(IKafkaMessage message) =>
        message is IKafkaRequest ? message.Api.RequestSchema : message.Api.ResponseSchema;
}
