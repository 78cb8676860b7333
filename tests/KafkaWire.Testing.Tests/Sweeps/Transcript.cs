using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The normalised answers of a broker to a variant.</summary>
internal sealed class Transcript
{
    /// <summary>Stands for a value that one side does not have.</summary>
    public const string Nothing = "nothing";

    private readonly List<(string Request, JsonNode? Answer)> entries = [];
    private string? failure;

    /// <summary>All answers, one on each line.</summary>
    public string Text
    {
        get
        {
            lock (entries)
            {
                var text = new StringBuilder();
                foreach (var (request, answer) in entries)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {request}: {answer?.ToJsonString() ?? "null"}");
                if (failure != null)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {failure}");
                return text.ToString();
            }
        }
    }

    public void Add(string request, JsonNode? answer)
    {
        lock (entries)
            entries.Add((request, answer));
    }

    /// <summary>Records that the variant failed, which always counts as a difference.</summary>
    public void Fail(string text) => failure = text;

    /// <summary>The differences between two transcripts. The path "[0].topics[1].errorCode" is in the first answer; "failure" is for a
    /// variant that threw.</summary>
    public static IEnumerable<(string Path, string Ours, string Theirs)> Compare(Transcript ours, Transcript theirs)
    {
        var (one, other) = (ours.Leaves(), theirs.Leaves());

        foreach (var path in one.Keys.Union(other.Keys))
        {
            var (our, their) = (one.GetValueOrDefault(path, Nothing), other.GetValueOrDefault(path, Nothing));
            if (our != their)
                yield return (path, our, their);
        }

        if (ours.failure != null || theirs.failure != null)
            yield return ("failure", ours.failure ?? "none", theirs.failure ?? "none");
    }

    private Dictionary<string, string> Leaves()
    {
        var leaves = new Dictionary<string, string>();

        lock (entries)
            for (var i = 0; i < entries.Count; i++)
                Collect($"[{i}]", entries[i].Answer, leaves);

        return leaves;
    }

    private static void Collect(string path, JsonNode? json, Dictionary<string, string> leaves)
    {
        switch (json)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                    Collect($"{path}.{name}", value, leaves);
                break;

            case JsonArray elements:
                leaves[$"{path}.length"] = elements.Count.ToString(CultureInfo.InvariantCulture);
                for (var i = 0; i < elements.Count; i++)
                    Collect($"{path}[{i}]", elements[i], leaves);
                break;

            default:
                leaves[path] = json?.ToJsonString() ?? "null";
                break;
        }
    }
}
