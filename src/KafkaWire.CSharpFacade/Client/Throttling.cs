using System.Text.Json;

namespace KafkaWire;

/// <summary>For how long an answer asks the client to send nothing more.</summary>
internal static class Throttling
{
    /// <summary>
    /// The first version in which the broker answers at once and leaves it to the client to wait (KIP-219), as Kafka 4.4.0's
    /// <c>shouldClientThrottle</c>
    /// has it. In the versions below, the broker has waited before it answered. APIs that came later are not listed: every version asks the
    /// client.
    /// </summary>
    private static readonly Dictionary<ApiKey, short> FirstVersions = new()
    {
        [ApiKey.Produce] = 6,
        [ApiKey.Fetch] = 8,
        [ApiKey.ListOffsets] = 3,
        [ApiKey.Metadata] = 6,
        [ApiKey.OffsetCommit] = 4,
        [ApiKey.OffsetFetch] = 4,
        [ApiKey.FindCoordinator] = 2,
        [ApiKey.JoinGroup] = 3,
        [ApiKey.Heartbeat] = 2,
        [ApiKey.LeaveGroup] = 2,
        [ApiKey.SyncGroup] = 2,
        [ApiKey.DescribeGroups] = 2,
        [ApiKey.ListGroups] = 2,
        [ApiKey.ApiVersions] = 2,
        [ApiKey.CreateTopics] = 3,
        [ApiKey.DeleteTopics] = 2,
        [ApiKey.DeleteRecords] = 1,
        [ApiKey.InitProducerId] = 1,
        [ApiKey.AddPartitionsToTxn] = 1,
        [ApiKey.AddOffsetsToTxn] = 1,
        [ApiKey.EndTxn] = 1,
        [ApiKey.TxnOffsetCommit] = 1,
        [ApiKey.DescribeAcls] = 1,
        [ApiKey.CreateAcls] = 1,
        [ApiKey.DeleteAcls] = 1,
        [ApiKey.DescribeConfigs] = 2,
        [ApiKey.AlterConfigs] = 1,
        [ApiKey.AlterReplicaLogDirs] = 1,
        [ApiKey.DescribeLogDirs] = 1,
        [ApiKey.CreatePartitions] = 1,
        [ApiKey.CreateDelegationToken] = 1,
        [ApiKey.RenewDelegationToken] = 1,
        [ApiKey.ExpireDelegationToken] = 1,
        [ApiKey.DescribeDelegationToken] = 1,
        [ApiKey.DeleteGroups] = 1,
    };

    /// <summary>The time that an answer asks for; zero for none.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version of the exchange.</param>
    /// <param name="answer">The response record of the API, or the answer as JSON.</param>
    public static TimeSpan TimeOf(Api api, short version, object answer)
    {
        var shape = api.ResponseSchema.Shape;
        var index = Array.FindIndex(shape.Fields, field => field.Name == nameof(Fetch.Response.ThrottleTimeMs));

        if (index < 0 || version < FirstVersions.GetValueOrDefault(api.Key))
            return TimeSpan.Zero;

        var milliseconds = answer switch
        {
            JsonElement { ValueKind: JsonValueKind.Object } json => json.TryGetProperty(shape.Fields[index].JsonName, out var time)
            && time.ValueKind == JsonValueKind.Number
            && time.TryGetInt32(out var number)
                ? number
                : 0,
            JsonElement => 0,
            _ => (int)shape.Operations.Explode(answer)[index]!,
        };

        return TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
    }
}
