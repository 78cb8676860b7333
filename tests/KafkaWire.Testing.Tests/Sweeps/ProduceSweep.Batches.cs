using System.Buffers.Binary;

namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The variants about the contents of a batch: its header, and the records in it.</summary>
public partial class ProduceSweep
{
    private void Headers(VariantTable table)
    {
        foreach (var topic in new[] { "plain", "append" })
        {
            for (var bit = 0; bit < 16; bit++)
                foreach (var isGzip in new[] { false, true })
                {
                    var attributes = (short)(1 << bit);
                    if (isGzip && bit < 3)
                        continue;
                    Add(
                        table,
                        topic,
                        $"{topic}, attributes {attributes:x}{Gzip(isGzip)}",
                        [9],
                        [
                            new Batch
                            {
                                Values = ["a", "b"],
                                Attributes = attributes,
                                IsGzip = isGzip,
                            },
                        ]
                    );
                }

            for (short codec = 3; codec < 8; codec++)
                Add(table, topic, $"{topic}, codec {codec}", [6, 7, Latest], [new Batch { Values = ["a"], Attributes = codec }]);

            foreach (var isGzip in new[] { false, true })
            foreach (var time in new[] { long.MinValue, -2, -1, 0, 5, 1_600_000_000_000, long.MaxValue })
            {
                var batch = new Batch
                {
                    Values = ["a", "b", "c"],
                    Timestamp = 1_600_000_000_000,
                    Step = 10,
                    IsGzip = isGzip,
                };
                Add(
                    table,
                    topic,
                    $"{topic}, max timestamp {time}{Gzip(isGzip)}",
                    [9],
                    [Changed(batch, bytes => BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(35), time))]
                );
                Add(
                    table,
                    topic,
                    $"{topic}, base timestamp {time}{Gzip(isGzip)}",
                    [9],
                    [Changed(batch, bytes => BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(27), time))]
                );
                Add(
                    table,
                    topic,
                    $"{topic}, base timestamp {time} for all{Gzip(isGzip)}",
                    [9],
                    [batch with { Timestamp = time, Step = 0 }]
                );
            }
        }

        foreach (var isGzip in new[] { false, true })
        {
            var batch = new Batch { Values = ["a", "b", "c"], IsGzip = isGzip };
            void One(string name, Action<byte[]> change, bool seal = true) =>
                Add(table, "plain", $"{name}{Gzip(isGzip)}", [3, Latest], [Changed(batch, change, seal)]);

            foreach (var offset in new[] { long.MinValue, -1, 1, long.MaxValue })
                One($"base offset {offset}", bytes => BinaryPrimitives.WriteInt64BigEndian(bytes, offset));
            foreach (var size in new[] { int.MinValue, -1, 0, 5, 13, 14, 48, 49, 1000, int.MaxValue })
                One($"length {size}", bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), size));
            One("length one less", bytes => bytes[11]--);
            One("length one more", bytes => bytes[11]++);
            foreach (var epoch in new[] { int.MinValue, 0, 7 })
                One($"leader epoch {epoch}", bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), epoch));
            foreach (var magic in new byte[] { 0, 1, 3, 127, 255 })
                One($"magic {magic}", bytes => bytes[16] = magic);
            One("wrong CRC", bytes => bytes[20]++, seal: false);
            foreach (var delta in new[] { int.MinValue, -1, 0, 1, 3, int.MaxValue })
                One($"last offset delta {delta}", bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(23), delta));
            foreach (var count in new[] { int.MinValue, -1, 0, 1, 2, 4, int.MaxValue })
            {
                One($"count {count}", bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), count));
                One(
                    $"count {count} and delta",
                    bytes =>
                    {
                        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), count);
                        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(23), count - 1);
                    }
                );
            }

            One("damaged data", bytes => bytes[65]++);
            One("no data", bytes => bytes.AsSpan(61).Clear());
            Add(table, "plain", $"wrong codec{Gzip(isGzip)}", [3, Latest], [Changed(batch, bytes => bytes[22] = (byte)(isGzip ? 0 : 1))]);
            foreach (var cut in new[] { 1, 10 })
                Add(table, "plain", $"cut off by {cut}{Gzip(isGzip)}", [3, Latest], [new Bytes(batch.ToArray()[..^cut])]);
            foreach (var length in new[] { 1, 11, 12, 16, 17, 60, 61 })
                Add(table, "plain", $"{length} bytes{Gzip(isGzip)}", [3, Latest], [new Bytes(batch.ToArray()[..length])]);
            foreach (var more in new[] { 1, 11, 12, 17, 61 })
                Add(table, "plain", $"{more} extra bytes{Gzip(isGzip)}", [3, Latest], [new Bytes([.. batch.ToArray(), .. new byte[more]])]);
            foreach (var more in new[] { 1, 12, 17, 61, 70 })
                Add(
                    table,
                    "plain",
                    $"{more} bytes of a second batch{Gzip(isGzip)}",
                    [3, Latest],
                    [new Bytes([.. batch.ToArray(), .. batch.ToArray()[..more]])]
                );
            Add(
                table,
                "plain",
                $"a damaged second batch{Gzip(isGzip)}",
                [3, Latest],
                [new Bytes([.. batch.ToArray(), .. Changed(batch, bytes => bytes[20]++, seal: false).ToArray()])]
            );
            Add(
                table,
                "plain",
                $"a damaged batch before another{Gzip(isGzip)}",
                [3, Latest],
                [new Bytes([.. Changed(batch, bytes => bytes[20]++, seal: false).ToArray(), .. batch.ToArray()])]
            );
        }

        foreach (var magic in new sbyte[] { 0, 1 })
        foreach (var codec in new[] { CompressionType.None, CompressionType.Gzip })
            Add(
                table,
                "plain",
                $"a message of magic {magic}, {codec}",
                [3, 9, Latest],
                [Records.Build(new() { Magic = magic, Compression = codec }, [new() { Value = Bytes.OfString("a") }])]
            );

        foreach (var size in Enumerable.Range(75, 10))
            Add(table, "small", $"a value of {size} bytes", [Latest], [Batch.Of(new string('a', size))]);
    }

    private void RecordsInBatch(VariantTable table)
    {
        foreach (var isGzip in new[] { false, true })
        foreach (var topic in new[] { "plain", "append", "compact", "strict" })
        {
            void One(string name, Batch batch) =>
                Add(table, topic, $"{topic}, {name}{Gzip(isGzip)}", [Latest], [batch with { IsGzip = isGzip }]);

            One("a null value", new() { Values = [null] });
            One("a null value with a key", new() { Values = [null], Key = "k" });
            One("no keys", new() { Values = ["a", "b"] });
            One("an empty key", new() { Values = ["a", "b"], Key = "" });
            foreach (var delta in new[] { -1, 1, 5 })
                One(
                    $"first offset delta {delta}",
                    new()
                    {
                        Values = ["a", "b"],
                        Key = "k",
                        FirstOffsetDelta = delta,
                    }
                );
            One(
                "time steps back",
                new()
                {
                    Values = ["a", "b", "c"],
                    Key = "k",
                    Step = -5,
                }
            );
            One("time stays", new() { Values = ["a", "b", "c"], Key = "k" });

            var partition = partitions[topic]++;

            table.Add(
                $"{topic}, around now{Gzip(isGzip)}",
                async talk =>
                {
                    foreach (var step in new[] { 0, 2 * 60_000 })
                    foreach (var minutes in new[] { -1000, -30, -10, 0, 10, 30, 59, 61, 1000 })
                    {
                        var batch = new Batch
                        {
                            Values = ["a", "b"],
                            Key = "k",
                            Timestamp = DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeMilliseconds(),
                            Step = step,
                            IsGzip = isGzip,
                        };
                        await talk.AskAsync(Of(talk, topic, partition, batch), Latest);
                    }
                }
            );
        }

        // A record as bytes: attributes, timestamp delta, offset delta, key, value, headers.
        foreach (
            var (name, record) in new (string, byte[])[]
            {
                ("as it should be", [0, 0, 0, 1, 2, (byte)'a', 0]),
                ("with attributes", [1, 0, 0, 1, 2, (byte)'a', 0]),
                ("with attributes 255", [255, 0, 0, 1, 2, (byte)'a', 0]),
                ("with a key of -2", [0, 0, 0, 3, 2, (byte)'a', 0]),
                ("with a value of -2", [0, 0, 0, 1, 3, 0]),
                ("with -1 headers", [0, 0, 0, 1, 2, (byte)'a', 1]),
                ("with a header", [0, 0, 0, 1, 2, (byte)'a', 2, 2, (byte)'h', 2, (byte)'v']),
                ("with a null header", [0, 0, 0, 1, 2, (byte)'a', 2, 2, (byte)'h', 1]),
                ("with a header of no key", [0, 0, 0, 1, 2, (byte)'a', 2, 1, 1]),
                ("with an empty header key", [0, 0, 0, 1, 2, (byte)'a', 2, 0, 0]),
                ("with a header missing", [0, 0, 0, 1, 2, (byte)'a', 2]),
                ("with a header value of -2", [0, 0, 0, 1, 2, (byte)'a', 2, 2, (byte)'h', 3]),
                ("with a byte more", [0, 0, 0, 1, 2, (byte)'a', 0, 0]),
                ("with a byte less", [0, 0, 0, 1, 2, (byte)'a']),
                ("with a value that is too long", [0, 0, 0, 1, 9, (byte)'a', 0]),
                ("with too many headers", [0, 0, 0, 1, 2, (byte)'a', 100]),
                ("empty", []),
                ("with a long varint", [0, 0x80, 0x80, 0, 0, 1, 2, (byte)'a', 0]),
                ("with an endless varint", [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]),
                ("with a timestamp of 10 bytes", [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 1, 2, (byte)'a', 0]),
            }
        )
        foreach (var isGzip in new[] { false, true })
            Add(
                table,
                "plain",
                $"a record {name}{Gzip(isGzip)}",
                [Latest],
                [Batch.OfRecords([(byte)(record.Length << 1), .. record], 1, isGzip)]
            );

        foreach (var length in new byte[] { 1, 3, 12, 16 })
        foreach (var isGzip in new[] { false, true })
            Add(
                table,
                "plain",
                $"a record with the length {length}{Gzip(isGzip)}",
                [Latest],
                [Batch.OfRecords([length, 0, 0, 0, 1, 2, (byte)'a', 0], 1, isGzip)]
            );
    }
}
