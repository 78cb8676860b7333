using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

public class DescribeClusterSweep() : Sweep("DescribeCluster")
{
    private protected override void Variants(VariantTable table)
    {
        foreach (var operations in new[] { false, true })
            table.Add(
                $"operations {operations}",
                [0, 1, 2],
                (_, _) => new DescribeClusterRequest { IncludeClusterAuthorizedOperations = operations }
            );

        foreach (var type in new sbyte[] { -128, -1, 0, 1, 2, 3, 127 })
        foreach (var operations in new[] { false, true })
            table.Add(
                $"endpoint type {type}, operations {operations}",
                [1, 2],
                (_, _) => new DescribeClusterRequest { EndpointType = type, IncludeClusterAuthorizedOperations = operations }
            );

        foreach (var fenced in new[] { false, true })
            table.Add($"fenced brokers {fenced}", [2], (_, _) => new DescribeClusterRequest { IncludeFencedBrokers = fenced });
    }
}

public class ApiVersionsSweep() : Sweep("ApiVersions")
{
    private protected override void Adjust(JsonNode answer, Talk talk)
    {
        if (answer["finalizedFeaturesEpoch"]?.ToJsonString() is not (null or "-1"))
            answer["finalizedFeaturesEpoch"] = "an epoch";

        // Keyed by name, so that an entry that one side lacks does not shift the others.
        foreach (var (list, key) in new[] { ("apiKeys", "apiKey"), ("supportedFeatures", "name"), ("finalizedFeatures", "name") })
            if (answer[list] is JsonArray { Count: > 0 } elements)
                answer[list] = new JsonObject(
                    elements.Select(element => KeyValuePair.Create(element![key]!.ToString(), (JsonNode?)element.DeepClone()))
                );
    }

    private protected override void Variants(VariantTable table)
    {
        table.Add(
            "asked",
            Enumerable.Range(0, 6),
            (_, _) => new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" }
        );

        foreach (var name in new[] { "", "a", "a b", " a", "-", "a-", "-a", "a.b-c", "ä", "a_b", "a\n", ".", new string('x', 1000) })
        {
            table.Add(
                $"name {name.Length} {name[..Math.Min(9, name.Length)]}",
                [3, 5],
                (_, _) => new ApiVersionsRequest { ClientSoftwareName = name, ClientSoftwareVersion = "1" }
            );
            table.Add(
                $"version {name.Length} {name[..Math.Min(9, name.Length)]}",
                [3, 5],
                (_, _) => new ApiVersionsRequest { ClientSoftwareName = "a", ClientSoftwareVersion = name }
            );
        }

        foreach (var node in new[] { int.MinValue, -2, -1, 0, 1, 2 })
        foreach (var cluster in new[] { null, "", "another" })
            table.Add(
                $"node {node}, cluster {cluster ?? "null"}",
                [5],
                (_, _) =>
                    new ApiVersionsRequest
                    {
                        ClientSoftwareName = "a",
                        ClientSoftwareVersion = "1",
                        NodeId = node,
                        ClusterId = cluster,
                    }
            );
    }
}
