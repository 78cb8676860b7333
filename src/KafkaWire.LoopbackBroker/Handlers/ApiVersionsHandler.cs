using System.Text.RegularExpressions;

namespace KafkaWire.Loopback.Handlers;

/// <summary>Tells what the broker serves.</summary>
internal sealed partial class ApiVersionsHandler(Cluster cluster, IReadOnlyCollection<Handler> handlers) : Handler<ApiVersions.Request>(ApiVersions.api, 0, 5)
{
    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?\z")]
    private static partial Regex SoftwareName { get; }

    protected override IKafkaResponse Answer(ApiVersions.Request request, Call call)
    {
        if (call.Version >= 3 && !(SoftwareName.IsMatch(request.ClientSoftwareName) && SoftwareName.IsMatch(request.ClientSoftwareVersion)))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest };

        if (call.Version >= 5 && IsForAnother(request))
            return new ApiVersionsResponse { ErrorCode = ErrorCode.RebootstrapRequired };

        return Offer();
    }

    /// <summary>What the broker serves.</summary>
    public ApiVersionsResponse Offer() => new()
    {
        ApiKeys =
        [
            .. handlers.OrderBy(handler => handler.Api.Key).Select(handler => new ApiVersionsResponse.ApiVersion
            {
                ApiKey = (short)handler.Api.Key,
                MinVersion = handler.Served.First,
                MaxVersion = handler.Served.Last,
            })
        ],
    };

    private bool IsForAnother(ApiVersions.Request request) =>
        request.ClusterId is { } id && id != cluster.Options.ClusterId || request.NodeId >= 0 && request.NodeId != cluster.Options.NodeId;
}
