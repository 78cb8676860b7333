namespace KafkaWire.Testing.Tests.Sweeps;

public class InitProducerIdSweep() : CoordinationSweep("InitProducerId")
{
    private const int LastVersion = 5;

    private static readonly int[] Timeouts = [int.MinValue, -1, 0, 1, 899_999, 900_000, 900_001, int.MaxValue];

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        {
            table.Add(
                $"{setup}, a new producer",
                Versions(0, LastVersion),
                (talk, version) => AskAsync(talk, version, setup, state => Requests.InitTransactions(state.Id))
            );
            foreach (var timeout in Timeouts)
                table.Add(
                    $"{setup}, timeout {timeout}",
                    [0, LastVersion],
                    (talk, version) =>
                        AskAsync(talk, version, setup, state => Requests.InitTransactions(state.Id) with { TransactionTimeoutMs = timeout })
                );
            foreach (var producer in Producer.All)
                table.Add(
                    $"{setup}, {producer.Name}",
                    [3, 4, LastVersion],
                    (talk, version) =>
                        AskAsync(
                            talk,
                            version,
                            setup,
                            state => Requests.InitTransactions(producer.Transaction(state), producer.Id(state), producer.Epoch(state))
                        )
                );
        }

        table.Add("idempotent", Versions(0, LastVersion), (_, _) => Requests.InitProducerId());
        table.Add("empty transactional id", Versions(0, LastVersion), (_, _) => Requests.InitTransactions(""));
        foreach (var timeout in Timeouts)
        {
            table.Add(
                $"idempotent, timeout {timeout}",
                Versions(0, LastVersion),
                (_, _) => Requests.InitProducerId() with { TransactionTimeoutMs = timeout }
            );
            table.Add(
                $"empty transactional id, timeout {timeout}",
                [0, LastVersion],
                (_, _) => Requests.InitTransactions("") with { TransactionTimeoutMs = timeout }
            );
        }

        foreach (var id in new long[] { -2, -1, TransactionSetups.NoProducer })
        foreach (var epoch in new short[] { -2, -1, 0, short.MaxValue })
        {
            table.Add(
                $"idempotent, id {id}, epoch {epoch}",
                Versions(3, LastVersion),
                (_, _) => Requests.InitProducerId() with { ProducerId = id, ProducerEpoch = epoch }
            );
            table.Add($"empty transactional id, id {id}, epoch {epoch}", [LastVersion], (_, _) => Requests.InitTransactions("", id, epoch));
        }
    }

    /// <summary>Sends the request, repeats it, and then asks as a new producer.</summary>
    private static async Task AskAsync(
        Talk talk,
        short version,
        TransactionSetup setup,
        Func<TransactionInState, InitProducerIdRequest> request
    )
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        await talk.AskAsync(request(state), version);
        await talk.AskSettledAsync(request(state), version);
        await talk.AskSettledAsync(Requests.InitTransactions(state.Id), 5);
    }
}
