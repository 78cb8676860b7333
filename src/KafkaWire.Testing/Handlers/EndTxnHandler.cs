namespace KafkaWire.Testing.Handlers;

/// <summary>Commits and aborts transactions.</summary>
internal sealed class EndTxnHandler(BrokerState broker) : Handler<EndTxn.Request>(EndTxn.api, 0, 5)
{
    // From this version on, each transaction has its own epoch.
    private const short FirstWithEpochs = 5;

    protected override IKafkaResponse Answer(EndTxn.Request request, Call call)
    {
        var producer = broker
            .Transactions[request.TransactionalId]
            .End(
                new(ErrorCode.None, request.ProducerId, request.ProducerEpoch),
                request.Committed,
                bumpsEpoch: call.Version >= FirstWithEpochs
            );

        return new EndTxnResponse
        {
            ErrorCode = FencingErrors.For(producer.Error, call.Version, FencingErrors.FirstOfTransactions),
            ProducerId = producer.Id,
            ProducerEpoch = producer.Epoch,
        };
    }

    protected override IKafkaResponse Fail(EndTxn.Request request, ErrorCode error, Call call) => new EndTxnResponse { ErrorCode = error };
}
