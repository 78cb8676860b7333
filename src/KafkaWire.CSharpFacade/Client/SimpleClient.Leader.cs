using System.Diagnostics.Tracing;
using System.Net.Sockets;

namespace KafkaWire;

/// <content>Calls to the leader of a partition.</content>
public sealed partial class SimpleClient
{
    /// <summary>Later versions of Produce and Fetch (from Kafka 4.0 and 3.1) name topics by id, which brokers without Metadata v10 do not
    /// report.</summary>
    private const short LastVersionByName = 12;

    /// <summary>Asks the leader of a partition. If the leader has changed, or an error may go away, it asks once more with new
    /// metadata.</summary>
    private async Task<T> AtLeaderAsync<T>(
        string operation,
        string topic,
        int partition,
        bool isRead,
        Telemetry? telemetry,
        Func<BrokerConnection, PartitionLeader, CallLimit, Task<(T Result, ErrorCode Error, string? Message)>> ask,
        CallLimit limit
    )
    {
        for (var isLast = false; ; isLast = true)
        {
            var isAsked = false;

            try
            {
                var leader = await brokers.LeaderAsync(topic, partition, create: !isRead, limit).ConfigureAwait(false);
                var connection = await pool.GetAsync(leader.Host, leader.Port, limit).ConfigureAwait(false);
                isAsked = true;
                telemetry?.At(leader.Host, leader.Port);
                var (result, error, message) = await ask(connection, leader, limit).ConfigureAwait(false);

                if (error == ErrorCode.None)
                    return result;

                if (isLast || !error.IsRetriable())
                    throw new KafkaErrorException(error, operation, topic, partition, message);

                options.Write(
                    EventLevel.Warning,
                    () =>
                        $"{operation}, {topic}-{partition}: {KafkaAddress.Format(leader.Host, leader.Port)} answers {error.Name()}. "
                        + "Retrying once with new metadata."
                );
            }
            catch (OperationCanceledException) when (limit.TimeUp.IsCancellationRequested)
            {
                // The leader may have disappeared without closing the connection.
                brokers.Forget(topic, partition);
                throw;
            }
            catch (Exception e)
                when (!isLast && (isRead || !isAsked) && e is SocketException or WireException { Error.IsConnectionClosed: true })
            {
                // Another broker may lead the partition by now.
                options.Write(
                    EventLevel.Warning,
                    () => $"{operation}, {topic}-{partition}: the leader is gone. Retrying once with new metadata.",
                    e
                );
            }

            brokers.Forget(topic, partition);
        }
    }

    /// <summary>The highest version, or the last one that names topics if the topic's id is unknown.</summary>
    private static short VersionFor(Api api, BrokerConnection connection, PartitionLeader leader) =>
        leader.TopicId.IsZero ? Math.Min(connection.Versions.Choose(api), LastVersionByName) : connection.Versions.Choose(api);

    /// <summary>Whether an element of an answer is about a topic, which the answer names by id or by name, depending on its
    /// version.</summary>
    private static bool IsTopic(short version, string name, Uuid id, string topic, PartitionLeader leader) =>
        version > LastVersionByName ? id == leader.TopicId : name == topic;

    private static WireException Lacking(Api api, short version, string topic, int partition, string consequence) =>
        new(
            new WireFailure(
                WireError.NewRefused($"The answer lacks the requested partition {topic}-{partition}. {consequence}".TrimEnd()),
                -1,
                $"{api.ResponseSchema.Name} v{version}"
            )
        );
}
