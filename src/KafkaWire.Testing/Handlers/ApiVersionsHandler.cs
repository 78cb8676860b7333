using System.Text.RegularExpressions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Announces the APIs, versions and features of the broker.</summary>
internal sealed partial class ApiVersionsHandler(BrokerState broker, IReadOnlyCollection<Handler> handlers)
    : Handler<ApiVersions.Request>(ApiVersions.api, 0, 5)
{
    private const string TransactionVersion = "transaction.version";

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?\z")]
    private static partial Regex SoftwareName { get; }

    protected override IKafkaResponse Answer(ApiVersions.Request request, Call call)
    {
        if (call.Version >= 3 && !(SoftwareName.IsMatch(request.ClientSoftwareName) && SoftwareName.IsMatch(request.ClientSoftwareVersion)))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest };

        // A client states both the cluster and the node that it expects, or neither.
        if (call.Version >= 5 && request.ClusterId == null != (request.NodeId == -1))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest };

        if (call.Version >= 5 && IsForAnother(request))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.RebootstrapRequired };

        return Announce();
    }

    protected override IKafkaResponse Fail(ApiVersions.Request request, ErrorCode error, Call call) =>
        new ApiVersionsResponse { ErrorCode = error };

    /// <summary>The answer to a valid request.</summary>
    public ApiVersionsResponse Announce() =>
        new()
        {
            // Transactions of version 2 (KIP-890): producing to a partition adds it to the transaction, and each transaction has its own
            // epoch.
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
        request.ClusterId is { } id && (id != broker.Options.ClusterId || request.NodeId != broker.Options.NodeId);
}
