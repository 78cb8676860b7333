namespace KafkaWire.Testing.Waiting;

/// <summary>A timer that can be set again and again. It never fires after it was reset or switched off. The caller's lock guards
/// it.</summary>
internal sealed class Alarm : IDisposable
{
    private ITimer? timer;
    private int settings;

    /// <summary>Fires once after a delay. Cancels the previous setting.</summary>
    /// <param name="gate">The lock to take before firing.</param>
    public void Set(TimeProvider time, TimeSpan due, Lock gate, Action ring)
    {
        Dispose();
        var setting = settings;

        timer = time.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    // The alarm may have been reset while this callback waited for the lock.
                    if (setting == settings)
                        ring();
                }
            },
            null,
            due,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Switches the alarm off.</summary>
    public void Dispose()
    {
        settings++;
        timer?.Dispose();
        timer = null;
    }
}
