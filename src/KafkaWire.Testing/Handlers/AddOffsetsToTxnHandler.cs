namespace KafkaWire.Testing.Handlers;

/// <summary>Adds the offsets of groups to transactions.</summary>
internal sealed class AddOffsetsToTxnHandler(BrokerState broker) : Handler<AddOffsetsToTxn.Request>(AddOffsetsToTxn.api, 0, 4)
{
    protected override IKafkaResponse Answer(AddOffsetsToTxn.Request request, Call call)
    {
        var error = broker
            .Transactions[request.TransactionalId]
            .Add(new(ErrorCode.None, request.ProducerId, request.ProducerEpoch), request.GroupId);

        return new AddOffsetsToTxnResponse { ErrorCode = FencingErrors.For(error, call.Version, FencingErrors.FirstOfTransactions) };
    }

    protected override IKafkaResponse Fail(AddOffsetsToTxn.Request request, ErrorCode error, Call call) =>
        new AddOffsetsToTxnResponse { ErrorCode = error };
}
