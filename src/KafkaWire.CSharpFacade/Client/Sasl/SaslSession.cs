namespace KafkaWire;

/// <summary>A login, and how long requests may go out under it.</summary>
/// <param name="Since">When it began, as a timestamp of the client's clock.</param>
/// <param name="UsableMs">For how many milliseconds; infinite where the broker sets no limit.</param>
internal readonly record struct SaslSession(long Since, double UsableMs)
{
    // The rest is for the way to the broker. Kafka's own client draws lots, too, so that a thousand clients that began together do not all
    // come back together.
    private const double LeastShare = 0.85;
    private const double MostShare = 0.95;

    /// <summary>A session without an end, also one without a login.</summary>
    public static SaslSession Endless { get; } = new(0, double.PositiveInfinity);

    /// <summary>A session of a lifetime, as the broker tells it; 0 is for ever.</summary>
    public static SaslSession Of(long since, long lifetimeMs) =>
        lifetimeMs <= 0 ? Endless : new(since, lifetimeMs * (LeastShare + (Random.Shared.NextDouble() * (MostShare - LeastShare))));

    /// <summary>Whether it is time to log in again.</summary>
    public bool IsNearlyOver(TimeProvider time) => time.GetElapsedTime(Since).TotalMilliseconds >= UsableMs;
}
