namespace KafkaWire;

/// <summary>A message in the form for writing: an init record such as <see cref="MetadataRequest"/>.</summary>
public interface IKafkaMessage
{
    /// <summary>The API that the message belongs to.</summary>
    Api Api { get; }

    /// <summary>The F# record with the same content, such as <c>Metadata.Request</c>, which the codecs write.</summary>
    object ToMessage();
}

/// <summary>A request in the form for writing, whatever answers it.</summary>
public interface IKafkaRequest : IKafkaMessage;

/// <summary>A request in the form for writing, such as <see cref="MetadataRequest"/>.</summary>
/// <typeparam name="TResponse">The record that the answer is read into, such as <c>Metadata.Response</c>.</typeparam>
public interface IKafkaRequest<out TResponse> : IKafkaRequest
    where TResponse : class;

/// <summary>A response in the form for writing, such as <see cref="MetadataResponse"/>: what a broker sends.</summary>
public interface IKafkaResponse : IKafkaMessage;
