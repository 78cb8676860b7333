using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>Checks the leader epoch that a client expects.</summary>
internal static class LeaderEpochs
{
    /// <summary>Returns FencedLeaderEpoch for an older epoch than the broker's, UnknownLeaderEpoch for a newer one. -1 skips the
    /// check.</summary>
    public static ErrorCode Check(int epoch, PartitionLog log) =>
        epoch == -1 || epoch == log.LeaderEpoch ? ErrorCode.None
        : epoch < log.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
        : ErrorCode.UnknownLeaderEpoch;
}

/// <summary>Kafka's codes for the isolation level of a consumer.</summary>
internal static class Isolation
{
    public const sbyte Uncommitted = 0;
    public const sbyte Committed = 1;

    public static bool IsKnown(sbyte level) => level is Uncommitted or Committed;
}

/// <summary>The replica ids of readers that are not replicas. A replica states its node id.</summary>
internal static class Replicas
{
    public const int Consumer = -1;
    public const int DebuggingConsumer = -2;
}
