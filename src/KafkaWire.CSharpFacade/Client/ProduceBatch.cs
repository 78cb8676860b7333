namespace KafkaWire;

/// <summary>Records as a batch, in the format of a version of Produce.</summary>
internal sealed class ProduceBatch
{
    /// <summary>Produce v3 (Kafka 0.11): magic 2, and with it headers.</summary>
    private const short FirstVersionOfMagic2 = 3;

    /// <summary>Produce v2 (Kafka 0.10): magic 1.</summary>
    private const short FirstVersionOfMagic1 = 2;

    /// <summary>Produce v7 (Kafka 2.1): Zstandard (KIP-110).</summary>
    private const short FirstVersionOfZstd = 7;

    private readonly NewRecord[] records;
    private readonly CompressionType compression;
    private readonly Dictionary<sbyte, Bytes> built = [];

    /// <summary>Builds the batch in the newest format, so that records that no version can carry fail at once.</summary>
    /// <exception cref="WireException">A record cannot be encoded.</exception>
    public ProduceBatch(NewRecord[] records, CompressionType compression)
    {
        this.records = records;
        this.compression = compression;
        built[2] = Build(2);
    }

    /// <summary>The batch for a version of Produce.</summary>
    /// <exception cref="WireException">The version cannot carry the records.</exception>
    public Bytes For(short version)
    {
        if (compression == CompressionType.Zstd && version < FirstVersionOfZstd)
        {
            throw Refused(
                version,
                "Records",
                WireError.NewRefused(
                    $"v{version}, the highest version that the broker serves, does not allow Zstandard; Produce allows it from "
                        + $"v{FirstVersionOfZstd} (Kafka 2.1). Use another compression."
                )
            );
        }

        if (version < FirstVersionOfMagic2 && Array.FindIndex(records, record => record.Headers.Length > 0) is var index and >= 0)
            throw Refused(
                version,
                $"Records[{index}].Headers",
                WireError.NewFieldNotInVersion(version, FirstVersionOfMagic2, short.MaxValue)
            );

        sbyte magic = version switch
        {
            >= FirstVersionOfMagic2 => 2,
            >= FirstVersionOfMagic1 => 1,
            _ => 0,
        };

        if (!built.TryGetValue(magic, out var batch))
            built[magic] = batch = Build(magic);

        return batch;
    }

    private Bytes Build(sbyte magic) => Records.Build(new RecordBatchOptions { Compression = compression, Magic = magic }, records);

    private static WireException Refused(short version, string path, WireError error) =>
        new(new WireFailure(error, -1, $"{Produce.api.RequestSchema.Name} v{version} / {path}"));
}
