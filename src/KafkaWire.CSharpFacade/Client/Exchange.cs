using System.Buffers;

namespace KafkaWire;

/// <summary>A request on its way through a connection, and its answer.</summary>
/// <param name="name">The name of the request in log and error messages.</param>
internal abstract class Exchange(string name)
{
    private long start;
    private bool hasTurn;

    /// <summary>The name of the request in log and error messages.</summary>
    public string Name => name;

    /// <summary>Whether the request had its turn to be written. Until then, its waiting says nothing about the broker.</summary>
    public bool HasTurn => Volatile.Read(ref hasTurn);

    /// <summary>When the request had its turn, as a timestamp of the client's clock.</summary>
    public long Start => Volatile.Read(ref start);

    /// <summary>Encodes the request. From then on its answer can arrive.</summary>
    /// <param name="output">Receives the whole frame, or nothing if an exception is thrown.</param>
    /// <param name="now">A timestamp of the client's clock.</param>
    public void Begin(IBufferWriter<byte> output, long now)
    {
        Volatile.Write(ref start, now);
        Volatile.Write(ref hasTurn, true);
        Encode(output);
    }

    protected abstract void Encode(IBufferWriter<byte> output);
}

/// <inheritdoc cref="Exchange"/>
/// <param name="name">The name of the request in log and error messages.</param>
/// <param name="send">Encodes the request and returns its pending answer.</param>
internal sealed class Exchange<TAnswer>(string name, Func<IBufferWriter<byte>, Task<TAnswer>> send) : Exchange(name)
{
    private Task<TAnswer>? answer;

    /// <summary>The answer; available once <see cref="Exchange.Begin"/> has returned.</summary>
    public Task<TAnswer> Answer => answer!;

    protected override void Encode(IBufferWriter<byte> output) => answer = send(output);
}
