namespace KafkaWire;

/// <summary>An address that a broker advertises.</summary>
/// <param name="NodeId">The id of the broker or the controller.</param>
/// <param name="Host">A host name or an IP address.</param>
/// <param name="Port">The port.</param>
public readonly record struct BrokerAddress(int NodeId, string Host, int Port);
