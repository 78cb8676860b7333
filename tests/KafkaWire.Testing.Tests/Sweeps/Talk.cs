using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The requests of a variant to one broker. <see cref="AskAsync(IKafkaRequest, short)"/> records the answers for the
/// comparison.</summary>
internal sealed class Talk(SweepBroker broker, string name, int index, Action<JsonNode, Talk> adjustRaw, Action<JsonNode, Talk> adjust)
    : IDisposable
{
    // No answer takes this long. A broker that never answers must not stop the whole sweep.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Moments =
    [
        "COORDINATOR_LOAD_IN_PROGRESS",
        "COORDINATOR_NOT_AVAILABLE",
        "NOT_COORDINATOR",
        "CONCURRENT_TRANSACTIONS",
        "NOT_ENOUGH_REPLICAS",
    ];

    private readonly Transcript transcript = new();
    private readonly List<RawClient> clients = [];
    private RawClient? client;

    public SweepBroker Broker => broker;

    /// <summary>The name of the variant.</summary>
    public string Name => name;

    /// <summary>The number of the variant, the same on both brokers. It selects a partition of its own, for example.</summary>
    public int Index => index;

    /// <summary>A name that is unique to the variant and the same on both brokers.</summary>
    public string OwnName(string suffix = "") => $"{broker.Run}-{(index < 0 ? "p" : index)}{suffix}";

    /// <summary>A name that all variants of the sweep share, the same on both brokers. Spaces and commas in the suffix are replaced, since
    /// topic names must not contain them.</summary>
    public string SharedName(string suffix) => $"{broker.Run}-s-{suffix.Replace(' ', '-').Replace(",", "")}";

    /// <summary>The connection of the variant; a new one if the broker has closed the previous one.</summary>
    public async Task<RawClient> ClientAsync()
    {
        if (client is { Closed.IsCompleted: false })
            return client;
        return client = await NewClientAsync();
    }

    /// <summary>Opens another connection.</summary>
    public async Task<RawClient> NewClientAsync()
    {
        var opened = await RawClient.ConnectAsync(broker.Port);
        clients.Add(opened);
        return opened;
    }

    /// <summary>Sends a request without comparing the answer.</summary>
    public async Task<TResponse> SendAsync<TResponse>(IKafkaRequest<TResponse> request, short? version = null)
        where TResponse : class => await (await ClientAsync()).SendAsync(request, version);

    /// <summary>Sends a request, and records the answer, or that the broker closed the connection.</summary>
    /// <returns>The answer; null if the connection was closed.</returns>
    public async Task<object?> AskAsync(IKafkaRequest request, short version) => await AskAsync(await ClientAsync(), request, version);

    /// <inheritdoc cref="AskAsync(IKafkaRequest, short)"/>
    public async Task<TResponse?> AskAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : class => (TResponse?)await AskAsync((IKafkaRequest)request, version);

    /// <summary>Sends a request on a connection, and records the answer, or that the broker closed the connection.</summary>
    public async Task<object?> AskAsync(RawClient on, IKafkaRequest request, short version)
    {
        var (answer, json) = await TryAsync(on, request, version);
        transcript.Add($"{request.Api.Name} v{version}", json);
        return answer;
    }

    /// <summary>Like <see cref="AskAsync(IKafkaRequest, short)"/>, but repeats the request while a real Kafka reports that it needs a
    /// moment, to load a coordinator for example.</summary>
    public async Task<object?> AskSettledAsync(IKafkaRequest request, short version)
    {
        while (true)
        {
            var (answer, json) = await TryAsync(await ClientAsync(), request, version);
            if (json.ToJsonString() is var text && Array.Exists(Moments, moment => text.Contains($"\"{moment}\"")))
                continue;
            transcript.Add($"{request.Api.Name} v{version}", json);
            return answer;
        }
    }

    /// <inheritdoc cref="AskSettledAsync(IKafkaRequest, short)"/>
    public async Task<TResponse?> AskSettledAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : class => (TResponse?)await AskSettledAsync((IKafkaRequest)request, version);

    /// <summary>Sends a request without an answer, Produce with acks 0, and records whether the broker closes the connection.</summary>
    public async Task TellAsync(IKafkaRequest request, short version)
    {
        var on = await ClientAsync();
        on.Write(RawClient.Frame(request, version));

        try
        {
            await on.SendAsync(new ApiVersionsRequest(), 0);
            Note($"{request.Api.Name} v{version}", "no answer");
        }
        catch (IOException)
        {
            Note($"{request.Api.Name} v{version}", "closed");
        }
    }

    /// <summary>Records any text for the comparison.</summary>
    public void Note(string what, string? text) => transcript.Add(what, JsonValue.Create(text));

    /// <summary>Replaces a value that differs between the brokers, such as a topic id or a producer id, by a name.</summary>
    public void Alias(object value, string alias) => broker.Aliases[value.ToString()!] = alias;

    /// <summary>Creates a topic, and waits until each of its partitions has a leader. Its id is recorded as "id of NAME".</summary>
    public async Task<Uuid> CreateTopicAsync(string topic, int partitions = 1, params (string Name, string? Value)[] configs)
    {
        var created = (await SendAsync(Requests.Create(topic, partitions, configs))).Topics[0];
        if (created.ErrorCode != ErrorCode.None)
            throw new InvalidOperationException($"{topic}: {created.ErrorCode} {created.ErrorMessage}");
        await UntilReadyAsync(topic, partitions);
        Alias(created.TopicId, $"id of {topic}");
        broker.State[topic] = created.TopicId;
        return created.TopicId;
    }

    /// <summary>The id of a topic that <see cref="CreateTopicAsync"/> created; zero for any other.</summary>
    public Uuid IdOf(string topic) => broker.State.TryGetValue(topic, out var id) ? (Uuid)id : Uuid.Zero;

    /// <summary>Waits until each partition of a topic has a leader, which takes a moment on a real Kafka.</summary>
    public async Task UntilReadyAsync(string topic, int partitions = 1)
    {
        var request = new ListOffsetsRequest
        {
            ReplicaId = -1,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions =
                    [
                        .. Enumerable
                            .Range(0, partitions)
                            .Select(i => new ListOffsetsRequest.Partition { PartitionIndex = i, Timestamp = -1 }),
                    ],
                },
            ],
        };

        while ((await SendAsync(request, 8)).Topics[0].Partitions.Any(partition => partition.ErrorCode != ErrorCode.None))
            await Task.Yield();
    }

    /// <summary>The id of a new idempotent producer, recorded as "producer".</summary>
    public async Task<long> NewProducerIdAsync(string alias = "producer")
    {
        while (true)
        {
            var answer = await SendAsync(Requests.InitProducerId());
            if (answer.ErrorCode.IsRetriable())
                continue;
            if (answer.ErrorCode != ErrorCode.None)
                throw new InvalidOperationException($"InitProducerId: {answer.ErrorCode}");
            Alias(answer.ProducerId, alias);
            return answer.ProducerId;
        }
    }

    /// <summary>Appends a batch to a partition.</summary>
    public async Task AppendAsync(string topic, Bytes batch, int partition = 0)
    {
        var answer = (await SendAsync(Requests.Produce(topic, batch, partition: partition), 12)).Responses[0].PartitionResponses[0];
        if (answer.ErrorCode != ErrorCode.None)
            throw new InvalidOperationException($"{topic}: {answer.ErrorCode} {answer.ErrorMessage}");
    }

    /// <summary>Creates a topic under a shared name, and appends batches to its only partition.</summary>
    public async Task FillAsync(string state, params Batch[] batches)
    {
        using var own = Sibling();
        await own.CreateTopicAsync(SharedName(state));
        foreach (var batch in batches)
            await own.AppendAsync(SharedName(state), batch);
    }

    /// <summary>A new transactional producer. Its id is recorded under the alias.</summary>
    public async Task<SweepTransaction> NewTransactionAsync(string transactionalId, string alias)
    {
        while (true)
        {
            var found = await SendAsync(new FindCoordinatorRequest { CoordinatorKeys = [transactionalId], KeyType = 1 });
            if (found.Coordinators[0].ErrorCode != ErrorCode.None)
                continue;
            var answer = await SendAsync(Requests.InitTransactions(transactionalId), 5);
            if (answer.ErrorCode.IsRetriable())
                continue;
            if (answer.ErrorCode != ErrorCode.None)
                throw new InvalidOperationException($"{transactionalId}: {answer.ErrorCode}");
            Alias(answer.ProducerId, alias);
            return new SweepTransaction(this, transactionalId, alias, answer.ProducerId, answer.ProducerEpoch);
        }
    }

    /// <summary>The same variant with a connection of its own.</summary>
    public Talk Sibling() => new(broker, name, index, adjustRaw, adjust);

    public async Task<Transcript> RunAsync(Func<Talk, Task> ask)
    {
        try
        {
            await ask(this).WaitAsync(Patience);
        }
        catch (Exception e)
        {
            // No broker answers this name, so it is a difference unless both sides fail alike.
            transcript.Fail($"{name} failed on {(broker.IsReal ? "Kafka" : "the loopback broker")}: {e}");
        }

        return transcript;
    }

    public void Dispose()
    {
        foreach (var each in clients)
            each.Dispose();
    }

    private async Task<(object? Answer, JsonNode Json)> TryAsync(RawClient on, IKafkaRequest request, short version)
    {
        try
        {
            var answer = await on.SendAnyAsync(request, version);
            var json = Normaliser.ToJson(request.Api, version, answer);
            adjustRaw(json, this);
            var normal = Normaliser.Normalise(json, broker);
            adjust(normal, this);
            return (answer, normal);
        }
        catch (IOException)
        {
            return (null, JsonValue.Create("closed")!);
        }
    }
}
