namespace KafkaWire;

/// <summary>A message to write: an init record such as <see cref="MetadataRequest"/>, or what <see cref="ApiMessages"/> makes of the F#
/// record of any API.</summary>
public interface IKafkaMessage
{
    /// <summary>The API that the message belongs to.</summary>
    Api Api { get; }

    /// <summary>The F# record with the same content, such as <c>Metadata.Request</c>, which the codecs write.</summary>
    object ToMessage();
}

/// <summary>A request to write, whatever its response type.</summary>
public interface IKafkaRequest : IKafkaMessage;

/// <summary>A request to write, such as <see cref="MetadataRequest"/>.</summary>
/// <typeparam name="TResponse">The record that the answer is read into, such as <c>Metadata.Response</c>.</typeparam>
public interface IKafkaRequest<out TResponse> : IKafkaRequest
    where TResponse : class;

/// <summary>A response to write, such as <see cref="MetadataResponse"/>. Brokers send these.</summary>
public interface IKafkaResponse : IKafkaMessage;
