using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics;
using System.Net.Sockets;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Thousands of records, sent to a real Kafka by SimpleClient and read back.</summary>
/// <remarks>A soak run sends a million, restarts one of the three brokers meanwhile, and checks that memory does not grow.</remarks>
public class ManyRecordsTests
{
    private const int Partitions = 3;
    private const int RecordSize = 100;
    private const int BatchSize = 1000;
    private const long AllowedGrowth = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static int Count => Campaign.Rounds(10_000, 1_000_000);

    /// <summary>The value of a record: its number, and bytes derived from it.</summary>
    private static byte[] Value(int number)
    {
        var value = new byte[RecordSize];
        BinaryPrimitives.WriteInt32BigEndian(value, number);
        for (var i = 4; i < RecordSize; i++)
            value[i] = (byte)((number * 31) + (i * 7) + (number >> (i % 24)));
        return value;
    }

    /// <summary>Repeats a call while a broker is away. A failed call may have had its effect, so that it happens twice.</summary>
    private static async Task<(T Result, bool IsRepeated)> InsistAsync<T>(Func<Task<T>> call)
    {
        var start = Stopwatch.GetTimestamp();

        for (var isRepeated = false; ; isRepeated = true)
        {
            try
            {
                return (await call(), isRepeated);
            }
            catch (Exception e)
                when (Stopwatch.GetElapsedTime(start) < Patience
                    && e
                        is SocketException
                            or TimeoutException
                            or KafkaErrorException { IsRetriable: true }
                            or WireException { Error.IsConnectionClosed: true }
                )
            {
                await Task.Delay(100);
            }
        }
    }

    [Test]
    public async Task No_record_is_lost_or_changed()
    {
        var kafka = RealKafka.Get("4.4.0", 3);
        var topic = $"many-{Guid.NewGuid():n}";
        await using var client = await SimpleClient.ConnectAsync(kafka.Host, kafka.Port);
        var created = await client.SendAsync(
            new CreateTopicsRequest
            {
                TimeoutMs = 30_000,
                Topics =
                [
                    new()
                    {
                        Name = topic,
                        NumPartitions = Partitions,
                        ReplicationFactor = 3,
                        Configs = [new() { Name = "min.insync.replicas", Value = "1" }],
                    },
                ],
            }
        );
        Assert.That(created.Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None), created.Topics[0].ErrorMessage);

        var written = 0;
        var repeated = 0;
        long memory = 0;
        var restarting = Task.CompletedTask;

        await Task.WhenAll(
            Enumerable
                .Range(0, Partitions)
                .Select(partition =>
                    Task.Run(async () =>
                    {
                        for (var first = partition * BatchSize; first < Count; first += Partitions * BatchSize)
                        {
                            var records = Enumerable
                                .Range(first, Math.Min(BatchSize, Count - first))
                                .Select(number => new NewRecord { Value = new Bytes(Value(number)) })
                                .ToArray();
                            var (_, isRepeated) = await InsistAsync(() => client.ProduceAsync(topic, partition, records));
                            if (isRepeated)
                                Interlocked.Increment(ref repeated);
                            var total = Interlocked.Add(ref written, records.Length);

                            // Measured after warm-up; the restart comes halfway.
                            if (total - records.Length < Count / 10 && total >= Count / 10)
                                Volatile.Write(ref memory, GC.GetTotalMemory(forceFullCollection: true));
                            if (Campaign.IsSoak && total - records.Length < Count / 2 && total >= Count / 2)
                                restarting = kafka.RestartAsync(2);
                        }
                    })
                )
        );

        await restarting;
        Assert.That(Campaign.IsSoak || repeated == 0, $"{repeated} batches were repeated although no broker was restarted.");

        var seen = new BitArray(Count);
        var twice = 0;

        for (var partition = 0; partition < Partitions; partition++)
        {
            long next = 0;

            for (var isAtEnd = false; !isAtEnd; )
            {
                var (fetched, _) = await InsistAsync(() => client.FetchAsync(topic, partition, next, maxBytes: 1 << 20));

                foreach (var record in fetched.Records)
                {
                    var number = BinaryPrimitives.ReadInt32BigEndian(record.Value.Span);
                    if (!record.Value.Span.SequenceEqual(Value(number)))
                        Assert.Fail($"Record {number}, at {partition}:{record.Offset}, has changed.");
                    if (number / BatchSize % Partitions != partition)
                        Assert.Fail($"Record {number} is in partition {partition}.");
                    if (seen[number])
                        twice++;
                    seen[number] = true;
                }

                next = fetched.NextOffset;
                isAtEnd = next >= fetched.HighWatermark;
            }
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        TestContext.Out.WriteLine(
            $"{Count} records, {repeated} batches written again, {twice} records twice, {growth / 1024.0:f0} KiB more memory."
        );
        Assert.That(Enumerable.Range(0, Count).Where(number => !seen[number]).Take(10), Is.Empty, "lost");
        Assert.That(twice, Is.LessThanOrEqualTo(repeated * BatchSize), "only records of repeated batches are there twice");
        Assert.That(growth, Is.LessThan(AllowedGrowth));
    }

    [Test]
    public async Task Records_are_read_one_by_one()
    {
        var kafka = RealKafka.Get("4.4.0", 3);
        var topic = $"read-{Guid.NewGuid():n}";
        await using var client = await SimpleClient.ConnectAsync(kafka.Host, kafka.Port, new() { Compression = CompressionType.Lz4 });
        for (var first = 0; first < 5000; first += BatchSize)
            await client.ProduceAsync(
                topic,
                0,
                Enumerable.Range(first, BatchSize).Select(number => new NewRecord { Value = new Bytes(Value(number)) })
            );

        var expected = 1234;

        await foreach (var record in client.ReadAsync(topic, 0, offset: expected, stopAtEnd: true, maxBytes: 50_000))
        {
            Assert.That((record.Offset, record.Value), Is.EqualTo(((long)expected, new Bytes(Value(expected)))));
            expected++;
        }

        Assert.That(expected, Is.EqualTo(5000));
    }
}
