using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class AddPartitionsToTxnSweep() : CoordinationSweep("AddPartitionsToTxn")
{
    private static readonly (string Name, Func<Talk, (string Topic, int[] Partitions)[]> Topics)[] Topics =
    [
        ("no topic", _ => []),
        ("no partition", talk => [(Topic(talk), [])]),
        ("a partition", talk => [(Topic(talk), [0])]),
        ("two partitions", talk => [(Topic(talk), [1, 0])]),
        ("a partition twice", talk => [(Topic(talk), [0, 0])]),
        ("a topic twice", talk => [(Topic(talk), [0]), (Topic(talk), [1])]),
        ("unknown partitions", talk => [(Topic(talk), [2, 0, -1, int.MaxValue])]),
        ("an unknown topic", _ => [("unknown", [0, 1])]),
        ("an unknown topic without partitions", _ => [("unknown", [])]),
        ("an unknown topic after a known one", talk => [(Topic(talk), [0]), ("unknown", [0])]),
        ("an unknown topic before a known one", talk => [("unknown", [0]), (Topic(talk), [0])]),
        ("a topic with a bad name", _ => [("a b", [0])]),
        ("a topic without name", _ => [("", [0])]),
    ];

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        {
            foreach (var producer in Producer.All)
                table.Add(
                    $"{setup}, {producer.Name}",
                    [1, 3],
                    (talk, version) => AskAsync(talk, version, setup, producer, talk => [(Topic(talk), [0, 1])])
                );

            foreach (var (name, topics) in Topics)
                table.Add($"{setup}, {name}", Versions(0, 3), (talk, version) => AskAsync(talk, version, setup, Producer.Right, topics));
        }

        foreach (var setup in TransactionSetups.All)
        foreach (var verifies in new[] { false, true })
        {
            foreach (var producer in Producer.All)
                table.Add(
                    $"{setup}, {producer.Name}, verifies: {verifies}",
                    [5],
                    (talk, version) => AskManyAsync(talk, version, setup, producer, talk => [(Topic(talk), [0, 1])], verifies)
                );

            foreach (var (name, topics) in Topics)
                table.Add(
                    $"{setup}, {name}, verifies: {verifies}",
                    setup is TransactionSetup.Initialized or TransactionSetup.Open ? [4, 5] : [5],
                    (talk, version) => AskManyAsync(talk, version, setup, Producer.Right, topics, verifies)
                );
        }
    }

    private protected override void AdjustRaw(JsonNode answer, Talk talk)
    {
        base.AdjustRaw(answer, talk);
        Sort(answer["resultsByTopicV3AndBelow"]);
        Normaliser.Sort(answer["resultsByTransaction"]);
        if (answer["resultsByTransaction"] is not JsonArray transactions)
            return;
        foreach (var transaction in transactions)
            Sort(transaction?["topicResults"]);
    }

    /// <summary>Sorts topics and partitions: Kafka takes their order from hash tables.</summary>
    private static void Sort(JsonNode? topics)
    {
        if (topics is not JsonArray elements)
            return;
        foreach (var topic in elements)
            Normaliser.Sort(topic?["resultsByPartition"]);
        Normaliser.Sort(elements);
    }

    private static AddPartitionsToTxnRequest.Topic[] Of((string Topic, int[] Partitions)[] topics) =>
        [.. topics.Select(each => new AddPartitionsToTxnRequest.Topic { Name = each.Topic, Partitions = each.Partitions })];

    private static async Task AskAsync(
        Talk talk,
        short version,
        TransactionSetup setup,
        Producer producer,
        Func<Talk, (string, int[])[]> topics
    )
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = producer.Transaction(state),
            V3AndBelowProducerId = producer.Id(state),
            V3AndBelowProducerEpoch = producer.Epoch(state),
            V3AndBelowTopics = Of(topics(talk)),
        };
        await talk.AskSettledAsync(request, version);
        await EndAsync(talk, state);
    }

    private static async Task AskManyAsync(
        Talk talk,
        short version,
        TransactionSetup setup,
        Producer producer,
        Func<Talk, (string, int[])[]> topics,
        bool verifies
    )
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        var transaction = new AddPartitionsToTxnRequest.Transaction
        {
            TransactionalId = producer.Transaction(state),
            ProducerId = producer.Id(state),
            ProducerEpoch = producer.Epoch(state),
            VerifyOnly = verifies,
            Topics = Of(topics(talk)),
        };
        await talk.AskSettledAsync(new AddPartitionsToTxnRequest { Transactions = [transaction] }, version);
        await EndAsync(talk, state);
    }

    /// <summary>Shows whether the request opened the transaction.</summary>
    private static async Task EndAsync(Talk talk, TransactionInState state) =>
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
