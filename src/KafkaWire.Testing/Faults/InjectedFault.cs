namespace KafkaWire.Testing;

/// <summary>A fault that a <see cref="LoopbackBroker"/> has in store.</summary>
public sealed class InjectedFault : IDisposable
{
    private readonly LoopbackBroker broker;
    private int seen;
    private int hits;

    internal InjectedFault(LoopbackBroker broker, LoopbackFault fault)
    {
        this.broker = broker;
        Fault = fault;
    }

    /// <summary>What goes wrong.</summary>
    public LoopbackFault Fault { get; }

    /// <summary>How many requests it has hit so far.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Takes the fault back: no further request is hit.</summary>
    public void Dispose() => broker.Withdraw(this);

    /// <summary>What goes wrong, and how many requests it has hit so far.</summary>
    public override string ToString() => $"{Fault}, hits: {Hits}";

    /// <summary>Whether a request is hit. One after the other.</summary>
    internal bool Hit(RequestFrame request)
    {
        if (Fault.Api is { } api && api != request.ApiKey || Fault.When?.Invoke(request) == false)
            return false;
        if (seen < Fault.Skip)
        {
            seen++;
            return false;
        }

        if (hits >= Fault.Times)
            return false;
        Interlocked.Increment(ref hits);
        return true;
    }
}
