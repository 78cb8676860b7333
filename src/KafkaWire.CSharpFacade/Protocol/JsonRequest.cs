using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>Requests as JSON.</summary>
internal static class JsonRequest
{
    /// <summary>The fields as an element. It does not use a pooled buffer, so it may be kept while the request waits for its
    /// turn.</summary>
    public static JsonElement ToElement(this JsonObject request) => JsonElement.Parse(request.ToJsonString());
}
