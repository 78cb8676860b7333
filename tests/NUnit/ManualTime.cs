namespace KafkaWire.TestSupport;

/// <summary>A clock that a test advances.</summary>
internal sealed class ManualTime : TimeProvider
{
    // Shortly after the timestamps of the tests' records.
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000);

    private readonly List<Timer> timers = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (timers)
            return now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <summary>Advances time and fires the timers that are due.</summary>
    public void Advance(TimeSpan time)
    {
        Timer[] due;

        lock (timers)
        {
            now += time;
            due = [.. timers.Where(timer => timer.Due <= now)];
            timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    /// <summary>Completes when a timer has been set to a time from now.</summary>
    public async Task WaitForTimerAsync(TimeSpan dueTime)
    {
        while (true)
        {
            Task next;

            lock (timers)
            {
                if (timers.Exists(timer => timer.Due == now + dueTime))
                    return;

                next = changed.Task;
            }

            await next;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.timers)
            {
                time.timers.Remove(this);

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.now + dueTime;
                    time.timers.Add(this);
                    time.changed.SetResult();
                    time.changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.timers)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
