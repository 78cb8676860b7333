namespace KafkaWire.Testing.Tests.Sweeps;

public class EndTxnSweep() : CoordinationSweep("EndTxn")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        foreach (var commits in new[] { true, false })
        foreach (var producer in Producer.All)
        {
            var isPlain = producer == Producer.Right || producer.Name == "its id, its old epoch";
            table.Add(
                $"{setup}, {producer.Name}, commits: {commits}",
                isPlain ? Versions(0, 5) : [1, 5],
                async (talk, version) =>
                {
                    var state = await TransactionSetups.SetUpAsync(talk, setup);
                    var request = new EndTxnRequest
                    {
                        TransactionalId = producer.Transaction(state),
                        ProducerId = producer.Id(state),
                        ProducerEpoch = producer.Epoch(state),
                        Committed = commits,
                    };
                    await talk.AskAsync(request, version);
                    await talk.AskSettledAsync(request, version);
                    await talk.AskSettledAsync(request with { Committed = !commits }, version);
                    await talk.AskSettledAsync(Requests.InitTransactions(state.Id), 5);
                }
            );
        }
    }
}
