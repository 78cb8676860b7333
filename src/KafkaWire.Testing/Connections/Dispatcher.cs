using System.Buffers;
using KafkaWire.Testing.Handlers;

namespace KafkaWire.Testing.Connections;

/// <summary>Passes requests to their handlers and writes the answers.</summary>
internal sealed class Dispatcher
{
    private readonly FaultTable faults;
    private readonly Dictionary<ApiKey, Handler> handlers;

    public Dispatcher(BrokerState broker, FaultTable faults)
    {
        this.faults = faults;
        List<Handler> all =
        [
            new ProduceHandler(broker),
            new FetchHandler(broker),
            new ListOffsetsHandler(broker),
            new MetadataHandler(broker),
            new FindCoordinatorHandler(broker),
            new JoinGroupHandler(broker),
            new SyncGroupHandler(broker),
            new HeartbeatHandler(broker),
            new LeaveGroupHandler(broker),
            new DescribeGroupsHandler(broker),
            new ListGroupsHandler(broker),
            new DeleteGroupsHandler(broker),
            new OffsetCommitHandler(broker),
            new OffsetFetchHandler(broker),
            new AddPartitionsToTxnHandler(broker),
            new AddOffsetsToTxnHandler(broker),
            new EndTxnHandler(broker),
            new TxnOffsetCommitHandler(broker),
            new CreateTopicsHandler(broker),
            new DeleteTopicsHandler(broker),
            new InitProducerIdHandler(broker),
            new DescribeClusterHandler(broker),
        ];

        all.Add(new ApiVersionsHandler(broker, all));
        handlers = all.ToDictionary(handler => handler.Api.Key);
    }

    /// <summary>Answers a request. Some answers have to wait, such as those of long polls.</summary>
    /// <param name="output">Receives the whole answer, or nothing if there is no answer.</param>
    /// <returns>The fault to apply when the answer is sent.</returns>
    /// <exception cref="RefusedException">Kafka closes the connection on such a request.</exception>
    /// <exception cref="WireException">The request cannot be decoded. Kafka closes the connection.</exception>
    public async ValueTask<LoopbackFault> AnswerAsync(
        KafkaServerProtocol protocol,
        RequestFrame request,
        IBufferWriter<byte> output,
        CancellationToken closed
    )
    {
        var fault = faults.For(request);

        if (!handlers.TryGetValue(request.ApiKey, out var handler))
            throw new RefusedException($"API {(short)request.ApiKey} is not served.");

        if (handler.Served.Contains(request.Version))
        {
            var message = protocol.Decode(request);
            var call = new Call(request.Version, request.ClientId, closed);
            var answer = fault.IsCarriedOut ? await handler.AnswerAsync(message, call).ConfigureAwait(false) : null;
            if (fault.ErrorCode is { } error && KafkaServerProtocol.IsAnswered(message))
                answer = handler.Fail(message, error, call);
            if (answer != null)
                protocol.Respond(request, answer, output);
        }
        else if (handler is ApiVersionsHandler apiVersions)
        {
            protocol.Respond(request, apiVersions.Announce(), output);
        }
        else
        {
            throw new RefusedException(
                $"{handler.Api.Name} v{request.Version} is not served; v{handler.Served.First} to v{handler.Served.Last} are."
            );
        }

        return fault;
    }
}
