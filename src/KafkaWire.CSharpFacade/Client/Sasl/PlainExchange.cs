namespace KafkaWire;

/// <summary>PLAIN (RFC 4616): one message of the client, and an empty reply.</summary>
internal sealed class PlainExchange(string user, string password) : ISaslExchange
{
    public Bytes Start() => Bytes.OfString($"\0{user}\0{password}");

    public Bytes? Next(Bytes challenge) => null;
}
