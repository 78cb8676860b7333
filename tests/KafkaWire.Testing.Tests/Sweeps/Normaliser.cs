using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>Removes from an answer what may differ between two brokers: ports, ids, times, and the words of error messages.</summary>
internal static class Normaliser
{
    /// <summary>An answer in Kafka's JSON form, with error names instead of codes.</summary>
    public static JsonNode ToJson(Api api, short version, object answer) =>
        JsonNode.Parse(Json.FormatAs(new JsonForm { ErrorObjects = true, UnknownTags = true }, api.ResponseSchema, version, answer))!;

    public static JsonNode Normalise(JsonNode json, SweepBroker broker) => Value("", json, broker)!;

    /// <summary>Sorts the elements of an array whose order does not matter by their text.</summary>
    public static void Sort(JsonNode? array)
    {
        if (array is not JsonArray elements)
            return;
        var sorted = elements.OrderBy(element => element?.ToJsonString(), StringComparer.Ordinal).ToArray();
        elements.Clear();
        foreach (var element in sorted)
            elements.Add(element);
    }

    private static JsonNode? Value(string name, JsonNode? json, SweepBroker broker)
    {
        switch (json)
        {
            case JsonObject { Count: 4 } error when error.ContainsKey("retriable"):
                return JsonValue.Create(error["name"]!.GetValue<string>());

            case JsonObject fields:
                return new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Value(field.Key, field.Value, broker))));

            case JsonArray elements:
                return new JsonArray([.. elements.Select(element => Value(name, element, broker))]);

            case JsonValue value when value.TryGetValue<string>(out var text):
                return Text(name, text, broker);

            case JsonValue value when value.TryGetValue<long>(out var number):
                return Number(name, number, broker);

            default:
                return json?.DeepClone();
        }
    }

    private static JsonNode Text(string name, string text, SweepBroker broker) =>
        name switch
        {
            "records" => Records(Convert.FromBase64String(text), broker),
            "errorMessage" or "batchIndexErrorMessage" => JsonValue.Create("some text"),
            "host" or "clusterId" => JsonValue.Create($"a {name}"),
            "clientHost" when text.StartsWith('/') => JsonValue.Create("an address"), // a Kafka in Docker sees that of the bridge
            _ => JsonValue.Create(broker.Aliases.GetValueOrDefault(text) ?? text),
        };

    private static JsonValue Number(string name, long number, SweepBroker broker) =>
        name switch
        {
            "throttleTimeMs" => JsonValue.Create("any"),
            "port" when number == broker.Port => JsonValue.Create("the port"),
            "producerId" => JsonValue.Create(Named(number, broker)),
            _ => Time(number),
        };

    /// <summary>The name of a producer id; its digits if it has none.</summary>
    private static string Named(long producerId, SweepBroker broker)
    {
        var digits = producerId.ToString(CultureInfo.InvariantCulture);
        return broker.Aliases.GetValueOrDefault(digits, digits);
    }

    /// <summary>Replaces a current time by "now". No other number in an answer is that large, unless the variant chose it.</summary>
    private static JsonValue Time(long number)
    {
        var now = DateTimeOffset.UtcNow;
        return number > now.AddMinutes(-10).ToUnixTimeMilliseconds() && number < now.AddMinutes(10).ToUnixTimeMilliseconds()
            ? JsonValue.Create("now")
            : JsonValue.Create(number);
    }

    /// <summary>Record data in full: the header and data of each batch, and the cut-off bytes after the last one.</summary>
    private static JsonObject Records(ReadOnlySpan<byte> bytes, SweepBroker broker)
    {
        var batches = new JsonArray();
        var rest = bytes;

        while (
            rest.Length >= BatchLayout.RecordsOffset
            && BinaryPrimitives.ReadInt32BigEndian(rest[BatchLayout.SizeOffset..]) + BatchLayout.Overhead
                is >= BatchLayout.RecordsOffset
                    and var size
            && size <= rest.Length
        )
        {
            var batch = rest[..size];
            var producerId = Named(BinaryPrimitives.ReadInt64BigEndian(batch[BatchLayout.ProducerIdOffset..]), broker);

            batches.Add(
                new JsonObject
                {
                    ["baseOffset"] = BinaryPrimitives.ReadInt64BigEndian(batch),
                    ["size"] = size,
                    ["leaderEpoch"] = BinaryPrimitives.ReadInt32BigEndian(batch[BatchLayout.LeaderEpochOffset..]),
                    ["magic"] = batch[BatchLayout.MagicOffset],
                    ["crcIsRight"] =
                        BinaryPrimitives.ReadUInt32BigEndian(batch[BatchLayout.CrcOffset..])
                        == Crc32C.Compute(batch[BatchLayout.AttributesOffset..]),
                    ["attributes"] = BinaryPrimitives.ReadInt16BigEndian(batch[BatchLayout.AttributesOffset..]),
                    ["lastOffsetDelta"] = BinaryPrimitives.ReadInt32BigEndian(batch[BatchLayout.LastOffsetDeltaOffset..]),
                    ["baseTimestamp"] = Time(BinaryPrimitives.ReadInt64BigEndian(batch[BatchLayout.BaseTimestampOffset..])),
                    ["maxTimestamp"] = Time(BinaryPrimitives.ReadInt64BigEndian(batch[BatchLayout.MaxTimestampOffset..])),
                    ["producerId"] = producerId,
                    ["producerEpoch"] = BinaryPrimitives.ReadInt16BigEndian(batch[BatchLayout.ProducerEpochOffset..]),
                    ["baseSequence"] = BinaryPrimitives.ReadInt32BigEndian(batch[BatchLayout.BaseSequenceOffset..]),
                    ["count"] = BinaryPrimitives.ReadInt32BigEndian(batch[BatchLayout.CountOffset..]),
                    ["data"] = Convert.ToHexStringLower(batch[BatchLayout.RecordsOffset..]),
                }
            );

            rest = rest[size..];
        }

        // The start of a cut-off batch: its CRC and producer id may differ.
        return new JsonObject
        {
            ["size"] = bytes.Length,
            ["batches"] = batches,
            ["cutOff"] = rest.Length,
            ["cutOffOffset"] = rest.Length >= 8 ? BinaryPrimitives.ReadInt64BigEndian(rest) : null,
        };
    }
}
