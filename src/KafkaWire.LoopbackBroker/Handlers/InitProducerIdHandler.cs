namespace KafkaWire.Loopback.Handlers;

/// <summary>Gives idempotent producers their ids.</summary>
internal sealed class InitProducerIdHandler(Cluster cluster) : Handler<InitProducerId.Request>(InitProducerId.api, 0, 5)
{
    protected override IKafkaResponse Answer(InitProducerId.Request request, Call call) => request.TransactionalId == null
        ? new InitProducerIdResponse { ProducerId = cluster.NewProducerId(), ProducerEpoch = 0 }
        : new InitProducerIdResponse { ErrorCode = ErrorCode.InvalidRequest, ProducerId = -1, ProducerEpoch = -1 };
}
