using System.Diagnostics.Tracing;
using System.Text.Json;

namespace KafkaWire;

/// <summary>Delays the requests to a broker for as long as its answers ask the client to wait (KIP-219). The broker would not read them
/// earlier.</summary>
internal sealed class Throttle(string host, int port, SimpleClientOptions options)
{
    /// <summary>
    /// The first version in which the broker answers at once and the client has to wait (KIP-219), as in <c>shouldClientThrottle</c> of
    /// Kafka 4.4.0. In lower versions the broker has already waited before it answered. APIs that came later are not listed: in all their
    /// versions the client waits.
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

    /// <summary>When the next request may be sent, as a timestamp of the client's clock.</summary>
    private long until;

    /// <summary>Waits until a request may be sent.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = options.TimeProvider.GetTimestamp();
            var end = Volatile.Read(ref until);

            if (end <= now)
                return;

            await Task.Delay(options.TimeProvider.GetElapsedTime(now, end), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Delays the next requests if an answer asks for it.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="answer">The response record of the API, or the answer as JSON.</param>
    public void Apply(Api api, short version, object answer)
    {
        var time = TimeOf(api, version, answer);

        if (time == TimeSpan.Zero)
            return;

        var end = options.TimeProvider.GetTimestamp() + (long)(time.TotalSeconds * options.TimeProvider.TimestampFrequency);
        Volatile.Write(ref until, Math.Max(end, Volatile.Read(ref until)));
        options.Write(
            EventLevel.Informational,
            () =>
                $"{KafkaAddress.Format(host, port)} throttles the client because a quota is used up: the next request to it waits for "
                + $"{time.TotalMilliseconds} ms."
        );
    }

    /// <summary>The time that an answer asks the client to wait, or zero.</summary>
    /// <param name="api">The API.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="answer">The response record of the API, or the answer as JSON.</param>
    private static TimeSpan TimeOf(Api api, short version, object answer)
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
