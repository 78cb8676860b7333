namespace KafkaWire.Testing;

/// <summary>The faults that are injected into a broker, in the order in which they were injected.</summary>
internal sealed class FaultTable
{
    private static readonly LoopbackFault None = new();

    private readonly Lock gate = new();
    private readonly List<InjectedFault> faults = [];

    public void Add(InjectedFault fault)
    {
        lock (gate)
            faults.Add(fault);
    }

    public void Remove(InjectedFault fault)
    {
        lock (gate)
            faults.Remove(fault);
    }

    /// <summary>The fault that a request hits: the first one that matches, or a fault that does nothing.</summary>
    public LoopbackFault For(RequestFrame request)
    {
        lock (gate)
            return faults.Find(fault => fault.Hit(request))?.Fault ?? None;
    }
}
