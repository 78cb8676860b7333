namespace KafkaWire.Testing;

/// <summary>A fault that is injected into a <see cref="LoopbackBroker"/>.</summary>
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

    /// <summary>The number of requests that the fault has hit.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Withdraws the fault: it hits no more requests.</summary>
    public void Dispose() => broker.Withdraw(this);

    /// <summary>The fault and the number of requests that it has hit.</summary>
    public override string ToString() => $"{Fault}, hits: {Hits}";

    /// <summary>Whether the fault hits a request. The fault table calls this under its lock.</summary>
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
