namespace KafkaWire.Testing;

/// <summary>A timer that can be set again and again, and that never rings after it was set anew or switched off. Guarded by the caller's
/// lock.</summary>
internal sealed class Alarm : IDisposable
{
    private ITimer? timer;
    private int settings;

    /// <summary>Switches off what was set before, and rings once after a time.</summary>
    /// <param name="gate">The lock to take before ringing.</param>
    public void Set(TimeProvider time, TimeSpan due, Lock gate, Action ring)
    {
        Dispose();
        var setting = settings;

        timer = time.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    // It may have been set anew while this waited for the lock.
                    if (setting == settings)
                        ring();
                }
            },
            null,
            due,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Switches it off.</summary>
    public void Dispose()
    {
        settings++;
        timer?.Dispose();
        timer = null;
    }
}
