using System.Buffers;
using KafkaWire.Testing.Handlers;

namespace KafkaWire.Testing;

/// <summary>Brings requests to their handlers, and the answers onto the wire.</summary>
internal sealed class Dispatcher
{
    private readonly FaultTable faults;
    private readonly Dictionary<ApiKey, Handler> handlers;

    public Dispatcher(Cluster cluster, FaultTable faults)
    {
        this.faults = faults;
        List<Handler> all =
        [
            new ProduceHandler(cluster),
            new FetchHandler(cluster),
            new ListOffsetsHandler(cluster),
            new MetadataHandler(cluster),
            new FindCoordinatorHandler(cluster),
            new JoinGroupHandler(cluster),
            new SyncGroupHandler(cluster),
            new HeartbeatHandler(cluster),
            new LeaveGroupHandler(cluster),
            new DescribeGroupsHandler(cluster),
            new ListGroupsHandler(cluster),
            new DeleteGroupsHandler(cluster),
            new OffsetCommitHandler(cluster),
            new OffsetFetchHandler(cluster),
            new AddPartitionsToTxnHandler(cluster),
            new AddOffsetsToTxnHandler(cluster),
            new EndTxnHandler(cluster),
            new TxnOffsetCommitHandler(cluster),
            new CreateTopicsHandler(cluster),
            new DeleteTopicsHandler(cluster),
            new InitProducerIdHandler(cluster),
            new DescribeClusterHandler(cluster),
        ];

        all.Add(new ApiVersionsHandler(cluster, all));
        handlers = all.ToDictionary(handler => handler.Api.Key);
    }

    /// <summary>Answers a request, which may take its time.</summary>
    /// <param name="output">Gets the whole answer, or nothing if there is none.</param>
    /// <returns>What shall go wrong when the answer is sent.</returns>
    /// <exception cref="RefusedException">Kafka closes the connection upon such a request.</exception>
    /// <exception cref="WireException">The request cannot be read. Kafka closes the connection.</exception>
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
            protocol.Respond(request, apiVersions.Offer(), output);
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
