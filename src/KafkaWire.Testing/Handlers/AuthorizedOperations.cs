namespace KafkaWire.Testing.Handlers;

/// <summary>The ACL operations that every client may perform, as a bit field. No operation is denied.</summary>
internal static class AuthorizedOperations
{
    /// <summary>Read (3), Write, Create, Delete, Alter, Describe (8), DescribeConfigs (10), AlterConfigs (11).</summary>
    public const int Topic = 0b1101_1111_1000;

    /// <summary>Create (5), Alter (7), Describe, ClusterAction, DescribeConfigs, AlterConfigs, IdempotentWrite (12).</summary>
    public const int Cluster = 0b1_1111_1010_0000;

    /// <summary>Read (3), Delete (6), Describe (8), DescribeConfigs (10), AlterConfigs (11).</summary>
    public const int Group = 0b1101_0100_1000;
}
