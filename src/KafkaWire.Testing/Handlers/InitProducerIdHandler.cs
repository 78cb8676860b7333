using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Gives ids and epochs to idempotent and transactional producers.</summary>
internal sealed class InitProducerIdHandler(BrokerState broker) : Handler<InitProducerId.Request>(InitProducerId.api, 0, 5)
{
    // transaction.max.timeout.ms
    private static readonly TimeSpan MaximumTimeout = TimeSpan.FromMinutes(15);

    protected override IKafkaResponse Answer(InitProducerId.Request request, Call call)
    {
        var producer = Identify(request);

        return new InitProducerIdResponse
        {
            ErrorCode = FencingErrors.For(producer.Error, call.Version, FencingErrors.FirstOfInitProducerId),
            ProducerId = producer.Id,
            ProducerEpoch = producer.Epoch,
        };
    }

    protected override IKafkaResponse Fail(InitProducerId.Request request, ErrorCode error, Call call) =>
        new InitProducerIdResponse { ErrorCode = error, ProducerEpoch = -1 };

    private ProducerIdentity Identify(InitProducerId.Request request)
    {
        if (request.ProducerId == -1 != (request.ProducerEpoch == -1))
            return new(ErrorCode.InvalidRequest);
        if (request.TransactionalId == null)
            return new(ErrorCode.None, broker.NewProducerId(), 0);
        if (request.TransactionalId == "")
            return new(ErrorCode.InvalidRequest);

        var timeout = TimeSpan.FromMilliseconds(request.TransactionTimeoutMs);
        if (timeout <= TimeSpan.Zero || timeout > MaximumTimeout)
            return new(ErrorCode.InvalidTransactionTimeout);

        return broker
            .Transactions[request.TransactionalId]
            .Initialize(timeout, new(ErrorCode.None, request.ProducerId, request.ProducerEpoch));
    }
}
