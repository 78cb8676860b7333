namespace KafkaWire;

/// <summary>A login, and how long requests may be sent under it.</summary>
/// <param name="Since">When it began, as a timestamp of the client's clock.</param>
/// <param name="UsableMs">Its duration in milliseconds, infinite if the broker sets no limit.</param>
internal readonly record struct SaslSession(long Since, double UsableMs)
{
    // The rest of the lifetime is for requests on their way to the broker. The share is random, as in Kafka's own client, so that a
    // thousand clients that logged in together do not all log in again together.
    private const double LeastShare = 0.85;
    private const double MostShare = 0.95;

    /// <summary>A session without an end, or no login at all.</summary>
    public static SaslSession Endless { get; } = new(0, double.PositiveInfinity);

    /// <summary>A session with the lifetime that the broker set; 0 means no limit.</summary>
    public static SaslSession Of(long since, long lifetimeMs) =>
        lifetimeMs <= 0 ? Endless : new(since, lifetimeMs * (LeastShare + (Random.Shared.NextDouble() * (MostShare - LeastShare))));

    /// <summary>Whether it is time to log in again.</summary>
    public bool IsNearlyOver(TimeProvider time) => time.GetElapsedTime(Since).TotalMilliseconds >= UsableMs;
}
