using System.Text.RegularExpressions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Tells what the broker serves.</summary>
internal sealed partial class ApiVersionsHandler(Cluster cluster, IReadOnlyCollection<Handler> handlers)
    : Handler<ApiVersions.Request>(ApiVersions.api, 0, 5)
{
    private const string TransactionVersion = "transaction.version";

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?\z")]
    private static partial Regex SoftwareName { get; }

    protected override IKafkaResponse Answer(ApiVersions.Request request, Call call)
    {
        if (call.Version >= 3 && !(SoftwareName.IsMatch(request.ClientSoftwareName) && SoftwareName.IsMatch(request.ClientSoftwareVersion)))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest };

        // A client names both the cluster and the node that it looks for, or none of them.
        if (call.Version >= 5 && request.ClusterId == null != (request.NodeId == -1))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest };

        if (call.Version >= 5 && IsForAnother(request))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.RebootstrapRequired };

        return Offer();
    }

    protected override IKafkaResponse Fail(ApiVersions.Request request, ErrorCode error, Call call) =>
        new ApiVersionsResponse { ErrorCode = error };

    /// <summary>What the broker serves.</summary>
    public ApiVersionsResponse Offer() =>
        new()
        {
            // Transactions of the second kind (KIP-890): partitions join by being written to, and each transaction has an epoch of its own.
            SupportedFeatures =
            [
                new()
                {
                    Name = TransactionVersion,
                    MinVersion = 0,
                    MaxVersion = 2,
                },
            ],
            FinalizedFeatures =
            [
                new()
                {
                    Name = TransactionVersion,
                    MinVersionLevel = 2,
                    MaxVersionLevel = 2,
                },
            ],
            FinalizedFeaturesEpoch = 1,
            ApiKeys =
            [
                .. handlers
                    .OrderBy(handler => handler.Api.Key)
                    .Select(handler => new ApiVersionsResponse.ApiVersion
                    {
                        ApiKey = (short)handler.Api.Key,
                        MinVersion = handler.Served.First,
                        MaxVersion = handler.Served.Last,
                    }),
            ],
        };

    private bool IsForAnother(ApiVersions.Request request) =>
        request.ClusterId is { } id && (id != cluster.Options.ClusterId || request.NodeId != cluster.Options.NodeId);
}
