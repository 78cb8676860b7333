namespace KafkaWire;

/// <summary>The client's side of one login.</summary>
internal interface ISaslExchange
{
    /// <summary>The client's first message.</summary>
    Bytes Start();

    /// <summary>The client's reply to a message of the broker, or null if the exchange is over.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The broker violates the mechanism, or does not know the
    /// password.</exception>
    Bytes? Next(Bytes challenge);
}
