namespace KafkaWire.Testing;

/// <summary>Wakes all who wait, each time that it is raised.</summary>
/// <remarks>Take <see cref="Next"/> before looking at what may have changed: a change after the look then completes the task that was
/// taken.</remarks>
internal sealed class Signal
{
    private TaskCompletionSource next = New();

    /// <summary>Completes the next time that the signal is raised.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Raise() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
