using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Handlers;

/// <summary>How current the leader is that a client has in mind.</summary>
internal static class LeaderEpochs
{
    /// <summary>FencedLeaderEpoch to a client that is behind, UnknownLeaderEpoch to one that is ahead of the broker; -1 asks for no
    /// check.</summary>
    public static ErrorCode Check(int epoch, PartitionLog log) =>
        epoch == -1 || epoch == log.LeaderEpoch ? ErrorCode.None
        : epoch < log.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
        : ErrorCode.UnknownLeaderEpoch;
}

/// <summary>What of transactions a consumer sees.</summary>
internal static class Isolation
{
    public const sbyte Uncommitted = 0;
    public const sbyte Committed = 1;

    public static bool IsKnown(sbyte level) => level is Uncommitted or Committed;
}

/// <summary>Who reads: a replica gives its node id.</summary>
internal static class Replicas
{
    public const int Consumer = -1;
    public const int DebuggingConsumer = -2;
}
