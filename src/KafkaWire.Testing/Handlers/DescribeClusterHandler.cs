namespace KafkaWire.Testing.Handlers;

/// <summary>Describes the cluster: its only broker.</summary>
internal sealed class DescribeClusterHandler(BrokerState broker) : Handler<DescribeCluster.Request>(DescribeCluster.api, 0, 2)
{
    private const sbyte Brokers = 1;

    protected override IKafkaResponse Answer(DescribeCluster.Request request, Call call)
    {
        var options = broker.Options;

        if (request.EndpointType != Brokers)
        {
            return new DescribeClusterResponse
            {
                ErrorCode = request.EndpointType == 2 ? ErrorCode.MismatchedEndpointType : ErrorCode.UnsupportedEndpointType,
                ErrorMessage = $"The request is for endpoint type {request.EndpointType}, but this is a broker.",
                EndpointType = Brokers, // Kafka does not set it
            };
        }

        return new DescribeClusterResponse
        {
            EndpointType = Brokers,
            ClusterId = options.ClusterId,
            ControllerId = options.NodeId,
            Brokers =
            [
                new()
                {
                    BrokerId = options.NodeId,
                    Host = options.Host,
                    Port = broker.Port,
                },
            ],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : int.MinValue,
        };
    }

    protected override IKafkaResponse Fail(DescribeCluster.Request request, ErrorCode error, Call call) =>
        new DescribeClusterResponse { ErrorCode = error };
}
