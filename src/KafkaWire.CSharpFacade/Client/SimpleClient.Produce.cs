using System.Net.Sockets;

namespace KafkaWire;

/// <content>Writing records.</content>
public sealed partial class SimpleClient
{
    /// <summary>Appends records to a partition, as one batch.</summary>
    /// <remarks>
    /// The leader's version of Produce determines the format of the batch: magic 2 from v3 on (Kafka 0.11), magic 1 in v2 (Kafka 0.10),
    /// magic 0 in earlier versions. Magic 0 has no timestamps; they are lost, as in Kafka's own client.
    /// </remarks>
    /// <param name="topic">The topic. Brokers that are configured to do so create it.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="records">The records, at least one. Records without a timestamp get the time of the call.</param>
    /// <param name="acks">Which brokers must have the records before the call returns, or null for the value in the options.</param>
    /// <param name="cancellationToken">Stops waiting. The records may still be written.</param>
    /// <returns>The offset of the first record, or -1 with <see cref="Acks.None"/>.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses the records, or there is no such topic. If a retry may help, it was
    /// tried.</exception>
    /// <exception cref="ArgumentException">There are no records, or one is null; the message has its index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition.</exception>
    /// <exception cref="WireException">The connection ended, or the answer cannot be decoded or lacks the partition; the records may or may
    /// not have been written. Or the records cannot be encoded: brokers before Kafka 0.11 accept no headers, those before Kafka 2.1
    /// no Zstandard.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> ProduceAsync(
        string topic,
        int partition,
        IEnumerable<NewRecord> records,
        Acks? acks = null,
        CancellationToken cancellationToken = default
    )
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        NewRecord[] stamped =
        [
            .. records.Select(
                (record, index) =>
                    record switch
                    {
                        null => throw new ArgumentException($"Record {index} is null.", nameof(records)),
                        { Timestamp: >= 0 } => record,
                        _ => Stamp(record, now),
                    }
            ),
        ];

        if (stamped.Length == 0)
            throw new ArgumentException("A batch needs at least one record.", nameof(records));

        var chosen = acks ?? Options.Acks;
        var batch = new ProduceBatch(stamped, Options.Compression);
        var telemetry = Telemetry.Send(topic, partition, options);
        return RunAsync(telemetry, $"{nameof(Produce)}, {topic}-{partition},", ProduceAsync, cancellationToken);

        async Task<long> ProduceAsync(CallLimit limit)
        {
            var offset = await AtLeaderAsync<long>(nameof(Produce), topic, partition, isRead: false, telemetry, SendAsync, limit)
                .ConfigureAwait(false);
            telemetry?.Carried(stamped.Length, offset);
            return offset;
        }

        async Task<(long, ErrorCode, string?)> SendAsync(BrokerConnection connection, PartitionLeader leader, CallLimit limit)
        {
            var version = VersionFor(Produce.api, connection, leader);
            var request = new ProduceRequest
            {
                Acks = (short)chosen,
                TimeoutMs = (int)Math.Clamp(Options.Timeout.TotalMilliseconds, 1, int.MaxValue),
                TopicData =
                [
                    new()
                    {
                        Name = topic,
                        TopicId = leader.TopicId,
                        PartitionData = [new() { Index = partition, Records = batch.For(version) }],
                    },
                ],
            };
            var answer = await connection.SendAsync(request, limit, version).ConfigureAwait(false);

            if (chosen == Acks.None)
                return (-1L, ErrorCode.None, null);

            var outcome = Array.Find(answer.Responses, found => IsTopic(version, found.Name, found.TopicId, topic, leader)) is { } asked
                ? Array.Find(asked.PartitionResponses, found => found.Index == partition)
                : null;

            if (outcome is null)
                throw Lacking(Produce.api, version, topic, partition, "The records may or may not have been written.");

            return (outcome.BaseOffset, outcome.ErrorCode, outcome.ErrorMessage);
        }
    }

    private static NewRecord Stamp(NewRecord record, long timestamp) =>
        new()
        {
            Key = record.Key,
            Value = record.Value,
            Headers = record.Headers,
            Offset = record.Offset,
            Timestamp = timestamp,
        };
}
