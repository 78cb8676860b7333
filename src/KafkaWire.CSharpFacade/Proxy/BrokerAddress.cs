namespace KafkaWire;

/// <summary>Where a broker says that it can be reached.</summary>
/// <param name="NodeId">The broker's id; that of a controller where a controller is named.</param>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port.</param>
public readonly record struct BrokerAddress(int NodeId, string Host, int Port);
