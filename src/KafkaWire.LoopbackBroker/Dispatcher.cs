using System.Buffers;
using KafkaWire.Loopback.Handlers;

namespace KafkaWire.Loopback;

/// <summary>Brings requests to their handlers, and the answers onto the wire.</summary>
internal sealed class Dispatcher
{
    private readonly Dictionary<ApiKey, Handler> handlers;

    public Dispatcher(Cluster cluster)
    {
        List<Handler> all =
        [
            new ProduceHandler(cluster),
            new FetchHandler(cluster),
            new ListOffsetsHandler(cluster),
            new MetadataHandler(cluster),
            new FindCoordinatorHandler(cluster),
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
    /// <exception cref="RefusedException">Kafka closes the connection upon such a request.</exception>
    /// <exception cref="WireException">The request cannot be read. Kafka closes the connection.</exception>
    public async ValueTask AnswerAsync(KafkaServerProtocol protocol, RequestFrame request, IBufferWriter<byte> output, CancellationToken closed)
    {
        if (!handlers.TryGetValue(request.ApiKey, out var handler)) throw new RefusedException($"API {(short)request.ApiKey} is not served.");

        if (handler.Served.Contains(request.Version))
        {
            var answer = await handler.AnswerAsync(protocol.Decode(request), new(request.Version, request.ClientId, closed)).ConfigureAwait(false);
            if (answer != null) protocol.Respond(request, answer, output);
        }
        else if (handler is ApiVersionsHandler apiVersions)
        {
            protocol.Respond(request, apiVersions.Offer(), output);
        }
        else
        {
            throw new RefusedException($"{handler.Api.Name} v{request.Version} is not served; v{handler.Served.First} to v{handler.Served.Last} are.");
        }
    }
}
