namespace KafkaWire;

/// <summary>The client's side of one login.</summary>
internal interface ISaslExchange
{
    /// <summary>What the client says first.</summary>
    Bytes Start();

    /// <summary>What the client says to what the broker has said; null when it has nothing left to say.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The broker breaks the rules of the mechanism, or does not
    /// know the password.</exception>
    Bytes? Next(Bytes challenge);
}
