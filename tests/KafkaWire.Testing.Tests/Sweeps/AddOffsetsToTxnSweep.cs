namespace KafkaWire.Testing.Tests.Sweeps;

public class AddOffsetsToTxnSweep() : CoordinationSweep("AddOffsetsToTxn")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        {
            foreach (var producer in Producer.All)
                table.Add(
                    $"{setup}, {producer.Name}",
                    [1, 4],
                    (talk, version) => AskAsync(talk, version, setup, producer, TransactionSetups.Group(talk))
                );

            table.Add(
                $"{setup}, a group",
                Versions(0, 4),
                (talk, version) => AskAsync(talk, version, setup, Producer.Right, TransactionSetups.Group(talk))
            );
            table.Add(
                $"{setup}, another group",
                Versions(0, 4),
                (talk, version) => AskAsync(talk, version, setup, Producer.Right, "another")
            );
            table.Add($"{setup}, no group id", Versions(0, 4), (talk, version) => AskAsync(talk, version, setup, Producer.Right, ""));
        }
    }

    private static async Task AskAsync(Talk talk, short version, TransactionSetup setup, Producer producer, string group)
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        await talk.AskSettledAsync(
            new AddOffsetsToTxnRequest
            {
                TransactionalId = producer.Transaction(state),
                ProducerId = producer.Id(state),
                ProducerEpoch = producer.Epoch(state),
                GroupId = group,
            },
            version
        );
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
