using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace KafkaWire;

/// <summary>The address of a partition's leader, and the id of its topic.</summary>
internal sealed record PartitionLeader(string Host, int Port, Uuid TopicId);

/// <summary>The known brokers and partition leaders, and connections to them.</summary>
internal sealed class Brokers(string host, int port, SimpleClientOptions options, ConnectionPool pool)
{
    /// <summary>A topic that is being created has no leaders for some 100 ms. All pauses together take about 5 s.</summary>
    private const int Attempts = 25;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Metadata has AllowAutoTopicCreation from v4 on.</summary>
    private const short FirstVersionThatCreatesOnDemand = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Topic, int Partition), PartitionLeader> leaders = [];
    private readonly Dictionary<int, (string Host, int Port)> brokers = [];

    /// <summary>Returns a connection to any reachable broker, preferably the one that the client was given.</summary>
    public async Task<BrokerConnection> AnyAsync(CallLimit limit)
    {
        Exception? unreachable = null;

        // A broker that did not answer could use up all the time again, so it comes last.
        foreach (var (brokerHost, brokerPort) in Addresses().OrderBy(address => pool.HasFailed(address.Host, address.Port)))
        {
            try
            {
                return await pool.GetAsync(brokerHost, brokerPort, limit).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or TimeoutException or WireException { Error.IsConnectionClosed: true })
            {
                unreachable ??= e;
            }
        }

        ExceptionDispatchInfo.Throw(unreachable!);
        return null!;
    }

    /// <summary>Returns a connection to the broker with an id.</summary>
    /// <exception cref="KafkaErrorException">There is no such broker.</exception>
    public async Task<BrokerConnection> WithIdAsync(int brokerId, CallLimit limit)
    {
        if (AddressOf(brokerId) is null)
            await AskAsync([], create: false, limit).ConfigureAwait(false);

        var (brokerHost, brokerPort) =
            AddressOf(brokerId)
            ?? throw KafkaErrorException.Of(
                ErrorCode.BrokerNotAvailable,
                nameof(Metadata),
                $"There is no broker {brokerId}. Known brokers: {KnownBrokers()}."
            );
        return await pool.GetAsync(brokerHost, brokerPort, limit).ConfigureAwait(false);
    }

    /// <summary>Returns the leader of a partition. Waits for a topic that is being created, or a leader that is being elected.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="create">Whether the broker may create the topic.</param>
    /// <param name="limit">The time limit.</param>
    /// <exception cref="KafkaErrorException">There is no such topic or leader.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition.</exception>
    public async Task<PartitionLeader> LeaderAsync(string topic, int partition, bool create, CallLimit limit)
    {
        if (Known(topic, partition) is { } known)
            return known;

        for (var attempt = 1; ; attempt++)
        {
            var answer = await AskAsync([new() { Name = topic }], create, limit).ConfigureAwait(false);

            if (Known(topic, partition) is { } leader)
                return leader;

            var error = ErrorOf(answer, topic, partition);

            if (!error.IsRetriable() || attempt == Attempts)
                throw new KafkaErrorException(error, nameof(Metadata), topic, partition);

            await Task.Delay(Pause, options.TimeProvider, limit).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets the leader of a partition, which seems to have changed.</summary>
    public void Forget(string topic, int partition)
    {
        lock (gate)
            leaders.Remove((topic, partition));
    }

    private (string Host, int Port)[] Addresses()
    {
        lock (gate)
            return [.. brokers.Values.Prepend((host, port)).Distinct()];
    }

    private (string Host, int Port)? AddressOf(int brokerId)
    {
        lock (gate)
            return brokers.TryGetValue(brokerId, out var address) ? address : null;
    }

    private string KnownBrokers()
    {
        lock (gate)
            return brokers.Count == 0 ? "none" : string.Join(", ", brokers.Keys.Order());
    }

    private PartitionLeader? Known(string topic, int partition)
    {
        lock (gate)
            return leaders.GetValueOrDefault((topic, partition));
    }

    private async Task<Metadata.Response> AskAsync(MetadataRequest.Topic[] topics, bool create, CallLimit limit)
    {
        var connection = await AnyAsync(limit).ConfigureAwait(false);
        // A request cannot stop brokers before Kafka 0.11 from creating topics.
        var request = new MetadataRequest
        {
            Topics = topics,
            AllowAutoTopicCreation = create || connection.Versions.Choose(Metadata.api) < FirstVersionThatCreatesOnDemand,
        };
        var answer = await connection.SendAsync(request, limit).ConfigureAwait(false);

        lock (gate)
        {
            // Ignore brokers advertised with an invalid port.
            foreach (var broker in answer.Brokers.Where(broker => broker.Port is > 0 and <= IPEndPoint.MaxPort))
                brokers[broker.NodeId] = (broker.Host, broker.Port);

            foreach (var topic in answer.Topics)
            {
                foreach (var partition in topic.Partitions)
                {
                    if (topic.Name is { } name && brokers.TryGetValue(partition.LeaderId, out var address))
                        leaders[(name, partition.PartitionIndex)] = new(address.Host, address.Port, topic.TopicId);
                }
            }
        }

        return answer;
    }

    /// <summary>Why an answer names no leader for a partition.</summary>
    private static ErrorCode ErrorOf(Metadata.Response answer, string topic, int partition)
    {
        if (Array.Find(answer.Topics, t => t.Name == topic) is not { } found)
            return ErrorCode.UnknownTopicOrPartition;

        if (found.ErrorCode != ErrorCode.None)
            return found.ErrorCode;

        return Array.Exists(found.Partitions, p => p.PartitionIndex == partition)
            ? ErrorCode.LeaderNotAvailable
            : throw new ArgumentOutOfRangeException(
                nameof(partition),
                partition,
                $"Topic {topic} has {Counted.Of(found.Partitions.Length, "partition")}, numbered from 0."
            );
    }
}
