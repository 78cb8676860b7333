namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>Topics with transactional records, for sweeps that read.</summary>
internal static class TransactionStates
{
    /// <summary>The states that <see cref="PrepareAsync"/> can create. Each is also the shared name of its topic.</summary>
    public static readonly string[] Names =
    [
        "open",
        "open and more",
        "open from the start",
        "committed",
        "aborted",
        "aborted twice",
        "aborted, then open",
        "two open",
        "open first ends last",
    ];

    /// <summary>The timestamp of the batch with a number in the topic of a state. Markers have later timestamps.</summary>
    public static long TimeOf(Talk talk, string state, int batch) => (long)talk.Broker.State[$"time of {state}"] + 10 * batch;

    /// <summary>Creates a topic with a single partition, in the state of that name.</summary>
    public static async Task PrepareAsync(Talk talk, string state)
    {
        using var own = talk.Sibling();
        var topic = talk.SharedName(state);
        await own.CreateTopicAsync(topic);

        var (one, other) = (
            await own.NewTransactionAsync($"{topic}-1", $"producer 1 of {state}"),
            await own.NewTransactionAsync($"{topic}-2", $"producer 2 of {state}")
        );

        // A real Kafka starts a new segment for records that are a week older than the markers, so these are of today.
        talk.Broker.State[$"time of {state}"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds();
        var count = 0;
        foreach (var producer in new[] { one, other })
            producer.Time = () => TimeOf(talk, state, count++);
        Task Plain(string value) => own.AppendAsync(topic, new Batch { Values = [value], Timestamp = TimeOf(talk, state, count++) });

        if (state != "open from the start")
            await Plain("a");

        switch (state)
        {
            case "open":
            case "open from the start":
                await one.WriteAsync(topic, "b", "c");
                break;
            case "open and more":
                await one.WriteAsync(topic, "b", "c");
                await Plain("d");
                break;
            case "committed":
                await one.WriteAsync(topic, "b", "c");
                await Plain("d");
                await one.EndAsync(topic, commits: true);
                await Plain("e");
                break;
            case "aborted":
                await one.WriteAsync(topic, "b", "c");
                await Plain("d");
                await one.EndAsync(topic, commits: false);
                await Plain("e");
                break;
            case "aborted twice":
                await one.WriteAsync(topic, "b");
                await one.EndAsync(topic, commits: false);
                await other.WriteAsync(topic, "c");
                await one.WriteAsync(topic, "d");
                await one.EndAsync(topic, commits: false);
                await other.EndAsync(topic, commits: true);
                break;
            case "aborted, then open":
                await one.WriteAsync(topic, "b");
                await one.EndAsync(topic, commits: false);
                await Plain("c");
                await one.WriteAsync(topic, "d");
                break;
            case "two open":
                await one.WriteAsync(topic, "b");
                await other.WriteAsync(topic, "c");
                break;
            case "open first ends last":
                await one.WriteAsync(topic, "b");
                await other.WriteAsync(topic, "c");
                await other.EndAsync(topic, commits: false);
                await Plain("d");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, "No such state.");
        }
    }
}

/// <summary>A transactional producer of a sweep.</summary>
internal sealed class SweepTransaction(Talk talk, string transactionalId, string alias, long producerId, short epoch)
{
    private int sequence;

    public string TransactionalId => transactionalId;

    /// <summary>The timestamp of the next batch, in milliseconds since 1970.</summary>
    public Func<long> Time { get; set; } = () => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public long ProducerId => producerId;

    public short Epoch => epoch;

    /// <summary>A batch of the open transaction.</summary>
    public Batch Of(params string[] values) =>
        new()
        {
            Values = values,
            Timestamp = Time(),
            Attributes = 0x10,
            ProducerId = producerId,
            ProducerEpoch = epoch,
            BaseSequence = sequence,
        };

    /// <summary>Writes a batch, which opens the transaction.</summary>
    public async Task WriteAsync(string topic, params string[] values)
    {
        var batch = Of(values);

        while (true)
        {
            var answer = (await talk.SendAsync(Requests.Produce(topic, batch) with { TransactionalId = transactionalId }, 12))
                .Responses[0]
                .PartitionResponses[0];
            if (answer.ErrorCode.IsRetriable())
                continue;
            if (answer.ErrorCode != ErrorCode.None)
                throw new InvalidOperationException($"{topic}: {answer.ErrorCode} {answer.ErrorMessage}");
            sequence += values.Length;
            return;
        }
    }

    /// <summary>Ends the transaction, and waits until its marker is in the log.</summary>
    public async Task EndAsync(string topic, bool commits)
    {
        var end = await EndOffsetAsync(topic);

        while (true)
        {
            var ended = await talk.SendAsync(
                new EndTxnRequest
                {
                    TransactionalId = transactionalId,
                    ProducerId = producerId,
                    ProducerEpoch = epoch,
                    Committed = commits,
                }
            );
            if (ended.ErrorCode.IsRetriable())
                continue;
            if (ended.ErrorCode != ErrorCode.None)
                throw new InvalidOperationException($"{transactionalId}: {ended.ErrorCode}");
            (producerId, epoch, sequence) = (ended.ProducerId, ended.ProducerEpoch, 0);
            talk.Alias(producerId, alias);
            break;
        }

        while (await EndOffsetAsync(topic) == end)
            await Task.Yield();
    }

    private async Task<long> EndOffsetAsync(string topic) =>
        (await talk.SendAsync(Requests.ListOffsets(topic, -1))).Topics[0].Partitions[0].Offset;
}
