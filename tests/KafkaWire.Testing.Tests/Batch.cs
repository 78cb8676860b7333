using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KafkaWire.Testing.Tests;

/// <summary>Writes record batches by hand, so that a test can make any part of them invalid.</summary>
internal sealed record Batch
{
    public required string?[] Values { get; init; }

    public string? Key { get; init; }

    public long BaseOffset { get; init; }

    public short Attributes { get; init; }

    public long Timestamp { get; init; } = 1_600_000_000_000;

    public long ProducerId { get; init; } = -1;

    public short ProducerEpoch { get; init; } = -1;

    public int BaseSequence { get; init; } = -1;

    /// <summary>The difference between the timestamps of consecutive records.</summary>
    public int Step { get; init; }

    /// <summary>The offset delta of the first record.</summary>
    public int FirstOffsetDelta { get; init; }

    /// <summary>The number of records in the header; null for the actual number.</summary>
    public int? Count { get; init; }

    public bool IsGzip { get; init; }

    public static Bytes Of(params string?[] values) => new Batch { Values = values };

    public static implicit operator Bytes(Batch batch) => new(batch.ToArray());

    /// <summary>A batch whose records are the given bytes.</summary>
    public static Bytes OfRecords(byte[] records, int count, bool isGzip) =>
        new(
            new Batch
            {
                Values = [],
                Count = count,
                IsGzip = isGzip,
            }.ToArray(records)
        );

    public byte[] ToArray() => ToArray([.. Values.SelectMany(Record)]);

    private byte[] ToArray(byte[] records)
    {
        if (IsGzip)
            records = Gzip(records);
        var bytes = new byte[61 + records.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), bytes.Length - 12);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), -1);
        bytes[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(21), (short)(IsGzip ? Attributes + 1 : Attributes));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(23), (Count ?? Values.Length) - 1);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(27), Timestamp);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(35), Timestamp + Step * Math.Max(0, Values.Length - 1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(43), ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(51), ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(53), BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), Count ?? Values.Length);
        records.CopyTo(bytes, 61);
        Seal(bytes);
        return bytes;
    }

    /// <summary>Recomputes the CRC.</summary>
    public static void Seal(byte[] batch) => BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Crc32C.Compute(batch.AsSpan(21)));

    private byte[] Record(string? value, int index)
    {
        byte[] body = [0, .. Varint(index * Step), .. Varint(FirstOffsetDelta + index), .. Text(Key), .. Text(value), 0];
        return [.. Varint(body.Length), .. body];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return compressed.ToArray();
    }

    private static byte[] Text(string? text) =>
        text == null ? Varint(-1) : [.. Varint(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Varint(int value)
    {
        var rest = (uint)(value << 1 ^ value >> 31);
        var bytes = new List<byte>();
        for (; rest >= 0x80; rest >>= 7)
            bytes.Add((byte)(rest | 0x80));
        return [.. bytes, (byte)rest];
    }
}
