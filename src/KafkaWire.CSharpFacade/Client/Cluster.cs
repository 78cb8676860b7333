using System.Net.Sockets;

namespace KafkaWire;

/// <summary>Where a partition is led, and the id of its topic.</summary>
internal sealed record PartitionLeader(string Host, int Port, Uuid TopicId);

/// <summary>What the brokers have told of themselves: who they are, and who leads what.</summary>
internal sealed class Cluster(string host, int port, ConnectionPool pool)
{
    /// <summary>A topic that is being created has no leaders for some 100 ms; together the pauses take about 5 s.</summary>
    private const int Attempts = 25;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Topic, int Partition), PartitionLeader> leaders = [];
    private readonly Dictionary<int, (string Host, int Port)> brokers = [];

    /// <summary>A connection to whichever broker can be reached: the one that was given first, if possible.</summary>
    public async Task<Connection> AnyAsync(CancellationToken cancellationToken)
    {
        SocketException? unreachable = null;

        foreach (var (brokerHost, brokerPort) in Addresses())
        {
            try
            {
                return await pool.GetAsync(brokerHost, brokerPort, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                unreachable ??= e;
            }
        }

        throw unreachable!;
    }

    /// <summary>A connection to the broker with an id.</summary>
    /// <exception cref="KafkaErrorException">There is no such broker.</exception>
    public async Task<Connection> BrokerAsync(int brokerId, CancellationToken cancellationToken)
    {
        if (AddressOf(brokerId) is null)
            await AskAsync([], cancellationToken).ConfigureAwait(false);

        var (brokerHost, brokerPort) = AddressOf(brokerId)
            ?? throw new KafkaErrorException(ErrorCode.BrokerNotAvailable, nameof(Metadata), brokerMessage: $"There is no broker {brokerId}");
        return await pool.GetAsync(brokerHost, brokerPort, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The leader of a partition. Waits for a topic that is being created, or a leader that is being elected.</summary>
    /// <exception cref="KafkaErrorException">There is no such topic, partition or leader.</exception>
    public async Task<PartitionLeader> LeaderAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Known(topic, partition) is { } leader)
                return leader;

            var answer = await AskAsync([new() { Name = topic }], cancellationToken).ConfigureAwait(false);
            var error = ErrorOf(answer, topic, partition);

            if (error.Code == ErrorCode.None)
                continue;

            if (!error.Code.IsRetriable() || attempt == Attempts)
                throw new KafkaErrorException(error.Code, nameof(Metadata), topic, partition, error.Reason);

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
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

    private PartitionLeader? Known(string topic, int partition)
    {
        lock (gate)
            return leaders.GetValueOrDefault((topic, partition));
    }

    private async Task<Metadata.Response> AskAsync(MetadataRequest.Topic[] topics, CancellationToken cancellationToken)
    {
        var connection = await AnyAsync(cancellationToken).ConfigureAwait(false);
        var answer = await connection.SendAsync(new MetadataRequest { Topics = topics }, cancellationToken).ConfigureAwait(false);

        lock (gate)
        {
            foreach (var broker in answer.Brokers)
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
    private static (ErrorCode Code, string? Reason) ErrorOf(Metadata.Response answer, string topic, int partition)
    {
        if (Array.Find(answer.Topics, t => t.Name == topic) is not { } found)
            return (ErrorCode.UnknownTopicOrPartition, null);

        if (found.ErrorCode != ErrorCode.None)
            return (found.ErrorCode, null);

        if (Array.Find(found.Partitions, p => p.PartitionIndex == partition) is not { } asked)
            throw new ArgumentOutOfRangeException(nameof(partition), partition, $"Topic {topic} has {found.Partitions.Length} partitions.");

        return asked.LeaderId >= 0 ? (ErrorCode.None, null) : (ErrorCode.LeaderNotAvailable, null);
    }
}
