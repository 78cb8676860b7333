namespace KafkaWire.Testing;

/// <summary>The faults that a broker has in store, the earlier injected first.</summary>
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

    /// <summary>What happens to a request: the first fault that hits it.</summary>
    public LoopbackFault For(RequestFrame request)
    {
        lock (gate)
            return faults.Find(fault => fault.Hit(request))?.Fault ?? None;
    }
}
