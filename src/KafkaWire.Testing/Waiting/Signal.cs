namespace KafkaWire.Testing.Waiting;

/// <summary>Wakes all waiters each time it is raised.</summary>
/// <remarks>Take <see cref="Next"/> before checking the state. A change after the check then completes the task that was taken.</remarks>
internal sealed class Signal
{
    private TaskCompletionSource next = New();

    /// <summary>Completes the next time the signal is raised.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Raise() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
