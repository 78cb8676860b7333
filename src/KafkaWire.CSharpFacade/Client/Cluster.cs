using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace KafkaWire;

/// <summary>Where a partition is led, and the id of its topic.</summary>
internal sealed record PartitionLeader(string Host, int Port, Uuid TopicId);

/// <summary>What the brokers have told of themselves: who they are, and who leads what.</summary>
internal sealed class Cluster(string host, int port, SimpleClientOptions options, ConnectionPool pool)
{
    /// <summary>A topic that is being created has no leaders for some 100 ms; together the pauses take about 5 s.</summary>
    private const int Attempts = 25;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Metadata from v4 on has AllowAutoTopicCreation.</summary>
    private const short FirstVersionThatCreatesOnDemand = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Topic, int Partition), PartitionLeader> leaders = [];
    private readonly Dictionary<int, (string Host, int Port)> brokers = [];

    /// <summary>A connection to whichever broker can be reached: the one that was given first, if possible.</summary>
    public async Task<Connection> AnyAsync(CallLimit limit)
    {
        Exception? unreachable = null;

        // One that did not answer would take all the time again: the others come first.
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

    /// <summary>A connection to the broker with an id.</summary>
    /// <exception cref="KafkaErrorException">There is no such broker.</exception>
    public async Task<Connection> BrokerAsync(int brokerId, CallLimit limit)
    {
        if (AddressOf(brokerId) is null)
            await AskAsync([], create: false, limit).ConfigureAwait(false);

        var (brokerHost, brokerPort) =
            AddressOf(brokerId)
            ?? throw KafkaErrorException.Of(
                ErrorCode.BrokerNotAvailable,
                nameof(Metadata),
                $"There is no broker {brokerId} among those that are known: {KnownBrokers()}."
            );
        return await pool.GetAsync(brokerHost, brokerPort, limit).ConfigureAwait(false);
    }

    /// <summary>The leader of a partition. Waits for a topic that is being created, or a leader that is being elected.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="create">Whether a topic that does not exist may be created.</param>
    /// <param name="limit">How long it may take.</param>
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

    /// <summary>Forgets who leads a partition, since somebody else seems to.</summary>
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
        // Before Kafka 0.11 there is no way to say that none shall be created.
        var request = new MetadataRequest
        {
            Topics = topics,
            AllowAutoTopicCreation = create || connection.Versions.Choose(Metadata.api) < FirstVersionThatCreatesOnDemand,
        };
        var answer = await connection.SendAsync(request, limit).ConfigureAwait(false);

        lock (gate)
        {
            // Nobody listens at a port that is none: who is said to do so is not there.
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

    /// <summary>Why an answer names no leader of a partition.</summary>
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
                $"Topic {topic} has {Counted.Of(found.Partitions.Length, "partition")}, which count from 0."
            );
    }
}
