namespace KafkaWire;

/// <summary>PLAIN (RFC 4616): one message, to which the broker says nothing.</summary>
internal sealed class PlainExchange(string user, string password) : ISaslExchange
{
    public Bytes Start() => Bytes.OfString($"\0{user}\0{password}");

    public Bytes? Next(Bytes challenge) => null;
}
