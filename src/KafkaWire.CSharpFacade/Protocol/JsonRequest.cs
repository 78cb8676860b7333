using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>Requests that are given as JSON.</summary>
internal static class JsonRequest
{
    /// <summary>The fields in the form that is read. It rests on no buffer that has to be given back: it may be kept until its turn
    /// comes.</summary>
    public static JsonElement ToElement(this JsonObject request) => JsonElement.Parse(request.ToJsonString());
}
