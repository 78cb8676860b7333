using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class TransactionalProduceSweep() : AnyTransactionalProduceSweep(FirstWithAbortable, LastVersion);

/// <summary>The old versions. As for TxnOffsetCommit, they must not be mixed with newer ones.</summary>
public class OldTransactionalProduceSweep() : AnyTransactionalProduceSweep(3, FirstWithAbortable - 1);

/// <summary>Transactional Produce requests against transactions in every state.</summary>
public abstract class AnyTransactionalProduceSweep(int first, int last) : CoordinationSweep("Produce in transactions")
{
    private protected const int LastVersion = 13;

    // Kafka verifies one request at a time for a transactional id, so variants must not share an id.
    private const string Empty = "without transactional id";

    // The first version in which producers know TransactionAbortable.
    private protected const int FirstWithAbortable = 11;

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        foreach (
            var producer in Producer.All.Where(producer =>
                !producer.Name.StartsWith("no id", StringComparison.Ordinal)
                && !producer.Name.StartsWith("an id", StringComparison.Ordinal)
                && producer.Name != Empty
            )
        )
            for (var partition = 0; partition < 2; partition++)
            {
                var index = partition;
                table.Add(
                    $"{setup}, {producer.Name}, partition {index}",
                    Versions(),
                    (talk, version) => AskAsync(talk, version, setup, producer, index)
                );
            }

        table.Add(
            Empty,
            async talk =>
            {
                foreach (short version in Versions())
                    await AskAsync(talk, version, TransactionSetup.None, Producer.All.Single(producer => producer.Name == Empty), 0);
            }
        );
    }

    private IEnumerable<int> Versions() => new[] { 3, 8, 10, 11, 12, 13 }.Where(version => version >= first && version <= last);

    /// <summary>Removes the offset, which depends on what else was written.</summary>
    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        base.Adjust(answer, talk);
        if (answer["responses"]?[0]?["partitionResponses"]?[0] is { } partition && partition["baseOffset"]!.GetValue<long>() >= 0)
            partition["baseOffset"] = "an offset";
    }

    private static async Task AskAsync(Talk talk, short version, TransactionSetup setup, Producer producer, int partition)
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        var batch = new Batch
        {
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Values = ["a"],
            Attributes = 0x10,
            ProducerId = producer.Id(state),
            ProducerEpoch = producer.Epoch(state),
            BaseSequence = 0,
        };

        var request = new ProduceRequest
        {
            Acks = -1,
            TimeoutMs = 10_000,
            TransactionalId = producer.Transaction(state),
            TopicData =
            [
                new()
                {
                    Name = Topic(talk),
                    TopicId = TopicId(talk),
                    PartitionData = [new() { Index = partition, Records = batch }],
                },
            ],
        };

        await talk.AskSettledAsync(request, version);
        await talk.AskSettledAsync(
            new EndTxnRequest
            {
                TransactionalId = state.Id,
                ProducerId = state.ProducerId,
                ProducerEpoch = state.Epoch,
                Committed = true,
            },
            4
        );
    }
}
