using System.Buffers.Binary;
using KafkaWire.Testing.Storage;

namespace KafkaWire.Testing.Transactions;

/// <summary>The control batch that ends a producer's transaction in a partition.</summary>
internal static class TransactionMarker
{
    private const short Abort = 0;
    private const short Commit = 1;

    public static RecordBatch Create(long producerId, short producerEpoch, bool commits, long now)
    {
        var key = new byte[4]; // version 0, then the type
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2), commits ? Commit : Abort);
        var value = new byte[6]; // version 0, then the epoch of the coordinator

        var options = new RecordBatchOptions
        {
            ProducerId = producerId,
            ProducerEpoch = producerEpoch,
            IsTransactional = true,
            IsControl = true,
        };
        var records = Records.Build(
            options,
            [
                new()
                {
                    Key = new Bytes(key),
                    Value = new Bytes(value),
                    Timestamp = now,
                },
            ]
        );
        return StoredBatch.First(Records.Batches(records))!.Value;
    }
}
