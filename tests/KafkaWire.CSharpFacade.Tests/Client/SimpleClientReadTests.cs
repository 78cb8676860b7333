using System.Buffers.Binary;
using System.IO.Compression;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>SimpleClient with partitions that are partly unreadable, and with incomplete responses.</summary>
public class SimpleClientReadTests
{
    private static readonly NewRecord[] OneRecord = [new() { Value = Bytes.OfString("hello") }];

    private static NewRecord[] Of(params string[] values) =>
        [.. values.Select(value => new NewRecord { Value = Bytes.OfString(value), Timestamp = 0 })];

    private static string[] Values(IEnumerable<Record> records) => [.. records.Select(record => record.Value.ToUtf8String())];

    private static Bytes Batch(long offset, int magic, CompressionType compression, params string[] values) =>
        Records.Build(
            new()
            {
                BaseOffset = offset,
                Magic = (sbyte)magic,
                Compression = compression,
            },
            Of(values)
        );

    private static Bytes Joined(params Bytes[] all) => new([.. all.SelectMany(bytes => bytes.ToArray())]);

    private static Bytes Gzip(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionMode.Compress))
            gzip.Write(bytes);
        return new(output.ToArray());
    }

    private static Bytes Damaged(Bytes bytes, int index)
    {
        var damaged = bytes.ToArray();
        damaged[index < 0 ? damaged.Length + index : index] ^= 0xff;
        return new(damaged);
    }

    /// <summary>A broker with one partition, which serves Fetch up to a version.</summary>
    private static FakeBroker Serving(Func<Fetch.Request, FetchResponse> fetch, int highestFetch = 12)
    {
        FakeBroker? self = null;
        return self = new FakeBroker((_, message) => new(message is Fetch.Request request ? fetch(request) : FakeBroker.Cluster(self!)))
        {
            Serves = new()
            {
                ApiKeys =
                [
                    FakeBroker.Range(ApiKey.ApiVersions, 0, 3),
                    FakeBroker.Range(ApiKey.Metadata, 0, 8),
                    FakeBroker.Range(ApiKey.Produce, 0, 12),
                    FakeBroker.Range(ApiKey.Fetch, 0, highestFetch),
                ],
            },
        };
    }

    private static FetchResponse Fetched(Bytes records, long highWatermark) =>
        new() { Responses = [new() { Topic = "orders", Partitions = [new() { HighWatermark = highWatermark, Records = records }] }] };

    private static Task<SimpleClient> ConnectAsync(FakeBroker broker, SimpleClientOptions? options = null) =>
        SimpleClient.ConnectAsync(broker.Host, broker.Port, options);

    /// <summary>Serves the batches from the requested offset on. Each batch comes with its last offset.</summary>
    private static FakeBroker ServingBatches(params (Bytes Bytes, long Last)[] batches) =>
        Serving(request =>
            Fetched(
                Joined([.. batches.Where(batch => batch.Last >= request.Topics[0].Partitions[0].FetchOffset).Select(batch => batch.Bytes)]),
                batches[^1].Last + 1
            )
        );

    [TestCase(2, CompressionType.None)]
    [TestCase(2, CompressionType.Gzip)]
    [TestCase(1, CompressionType.None)]
    [TestCase(1, CompressionType.Gzip)]
    [TestCase(0, CompressionType.None)]
    [TestCase(0, CompressionType.Gzip)]
    public async Task Records_before_a_damaged_batch_are_returned(int magic, CompressionType compression)
    {
        await using var broker = ServingBatches(
            (Batch(0, magic, compression, "a", "b"), 1),
            (Damaged(Batch(2, magic, compression, "c"), -1), 2),
            (Batch(3, magic, compression, "d"), 3)
        );
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That(Values(fetched.Records), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(
            (fetched.NextOffset, fetched.Error!.Offset, fetched.Error.SkipOffset, fetched.Error.Error.IsCrcMismatch),
            Is.EqualTo((2L, 2L, 3L, true))
        );
        Assert.That(
            () => client.FetchAsync("orders", 0, fetched.NextOffset),
            Throws
                .TypeOf<UnreadableRecordsException>()
                .With.Message.StartsWith("The records of orders-0 cannot be read from offset 2 on.")
                .And.Message.EndsWith("To skip it, continue with offset 3.")
                .And.InnerException.TypeOf<WireException>()
        );
        Assert.That(Values((await client.FetchAsync("orders", 0, fetched.Error.SkipOffset)).Records), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task Records_before_a_batch_that_fails_to_decompress_are_returned()
    {
        var batch = Batch(1, 2, CompressionType.Gzip, "b").ToArray();
        batch[^1] ^= 0xff;
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Records.Batches(new(batch)).Single().ComputeCrc());
        await using var broker = ServingBatches((Batch(0, 2, CompressionType.None, "a"), 0), (new(batch), 1));
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That(
            (Values(fetched.Records).Single(), fetched.Error!.Offset, fetched.Error.SkipOffset, fetched.Error.Error.IsCorruptCompression),
            Is.EqualTo(("a", 1L, 2L, true))
        );
    }

    [Test]
    public async Task Records_before_a_damaged_record_of_a_batch_are_returned()
    {
        // The length of the last record's value is wrong, the checksum is right.
        var batch = Batch(0, 2, CompressionType.None, "a", "b").ToArray();
        batch[^3] = 0x7f;
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Records.Batches(new(batch)).Single().ComputeCrc());
        await using var broker = ServingBatches((new(batch), 1), (Batch(2, 2, CompressionType.None, "c"), 2));
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That((Values(fetched.Records).Single(), fetched.NextOffset, fetched.Error!.SkipOffset), Is.EqualTo(("a", 1L, 2L)));
    }

    [Test]
    public async Task Messages_before_a_damaged_message_of_a_wrapper_are_returned()
    {
        // The second message inside the wrapper claims to be compressed.
        var inner = Joined(Batch(0, 1, CompressionType.None, "a"), Batch(1, 1, CompressionType.None, "b")).ToArray();
        inner[(inner.Length / 2) + 17] = 1;
        var wrapper = Records.Build(new() { Magic = 1, BaseOffset = 1 }, [new() { Value = Gzip(inner), Timestamp = 0 }]).ToArray();
        wrapper[17] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(wrapper.AsSpan(12), Records.Batches(new(wrapper)).Single().ComputeCrc());
        await using var broker = ServingBatches((new(wrapper), 1), (Batch(2, 1, CompressionType.None, "c"), 2));
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That((Values(fetched.Records).Single(), fetched.NextOffset, fetched.Error!.SkipOffset), Is.EqualTo(("a", 1L, 2L)));
    }

    [Test]
    public async Task A_damaged_control_batch_does_not_skip_later_records()
    {
        var control = Records
            .Build(
                new()
                {
                    BaseOffset = 1,
                    IsControl = true,
                    ProducerId = 1,
                    ProducerEpoch = 0,
                    IsTransactional = true,
                },
                Of("x")
            )
            .ToArray();
        control[25] = 0x7f; // it claims to end more than 30,000 records later
        await using var broker = ServingBatches(
            (Batch(0, 2, CompressionType.None, "a"), 0),
            (new(control), 1),
            (Batch(2, 2, CompressionType.None, "c"), 2)
        );
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That((fetched.NextOffset, fetched.Error!.SkipOffset), Is.EqualTo((1L, 2L)));
    }

    [Test]
    public async Task A_batch_with_an_invalid_size_can_be_skipped_by_one_offset()
    {
        var damaged = Batch(1, 2, CompressionType.None, "b").ToArray();
        damaged.AsSpan(8, 4).Clear();
        await using var broker = ServingBatches(
            (Batch(0, 2, CompressionType.None, "a"), 0),
            (new(damaged), 1),
            (Batch(2, 2, CompressionType.None, "c"), 2)
        );
        await using var client = await ConnectAsync(broker);
        var fetched = await client.FetchAsync("orders", 0, 0);

        Assert.That((Values(fetched.Records).Single(), fetched.Error!.Offset, fetched.Error.SkipOffset), Is.EqualTo(("a", 1L, 2L)));
    }

    [Test]
    public async Task ReadAsync_yields_the_readable_records_and_then_throws()
    {
        await using var broker = ServingBatches(
            (Batch(0, 2, CompressionType.None, "a", "b"), 1),
            (Damaged(Batch(2, 2, CompressionType.None, "c"), -1), 2),
            (Batch(3, 2, CompressionType.None, "d"), 3)
        );
        await using var client = await ConnectAsync(broker);
        var read = new List<Record>();

        Assert.That(
            async () =>
            {
                await foreach (var record in client.ReadAsync("orders", 0, 0, stopAtEnd: true))
                    read.Add(record);
            },
            Throws.TypeOf<UnreadableRecordsException>().With.Property(nameof(UnreadableRecordsException.Offset)).EqualTo(2)
        );
        Assert.That(Values(read), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task ReadAsync_skips_damaged_batches_if_the_caller_says_so()
    {
        await using var broker = ServingBatches(
            (Damaged(Batch(0, 2, CompressionType.None, "a"), -1), 0),
            (Batch(1, 2, CompressionType.None, "b"), 1),
            (Damaged(Batch(2, 2, CompressionType.None, "c", "c"), -1), 3)
        );
        await using var client = await ConnectAsync(broker);
        var read = new List<Record>();
        var skipped = new List<long>();

        await foreach (
            var record in client.ReadAsync(
                "orders",
                0,
                0,
                stopAtEnd: true,
                skip: damage =>
                {
                    skipped.Add(damage.Offset);
                    return true;
                }
            )
        )
        {
            read.Add(record);
        }

        Assert.That(Values(read), Is.EqualTo(new[] { "b" }));
        Assert.That(skipped, Is.EqualTo(new[] { 0, 2 }));
    }

    [TestCase(0, 20)]
    [TestCase(0, 60)]
    [TestCase(1, 60)]
    [TestCase(2, 60)]
    [TestCase(2, 5)]
    public async Task A_truncated_first_batch_is_an_error_that_says_how_many_bytes_it_needs(int version, int maxBytes)
    {
        var magic = version < 2 ? 0 : 1;
        var batch = Batch(7, magic, CompressionType.None, new string('x', 1000));
        var asked = 0;
        await using var broker = Serving(
            request =>
            {
                asked++;
                return Fetched(batch.Slice(0, Math.Min(batch.Length, request.Topics[0].Partitions[0].PartitionMaxBytes)), 8);
            },
            version
        );
        await using var client = await ConnectAsync(broker);
        int? needed = maxBytes < 12 ? null : batch.Length;

        Assert.That(
            async () => await client.ReadAsync("orders", 0, 7, stopAtEnd: true, maxBytes: maxBytes).FirstAsync(),
            Throws
                .TypeOf<UnreadableRecordsException>()
                .With.Property(nameof(UnreadableRecordsException.NeededBytes))
                .EqualTo(needed)
                .And.Message.Contains($"maxBytes = {maxBytes}")
                .And.Message.EndsWith(needed is null ? "Raise maxBytes." : $"Raise maxBytes to at least {needed}.")
        );
        Assert.That(asked, Is.EqualTo(1));
        Assert.That((await client.FetchAsync("orders", 0, 7, maxBytes: batch.Length)).NextOffset, Is.EqualTo(8));
    }

    [Test]
    public async Task A_response_that_ends_before_the_requested_offset_is_an_error()
    {
        await using var broker = Serving(_ => Fetched(Batch(0, 2, CompressionType.None, "a"), 9));
        await using var client = await ConnectAsync(broker);

        Assert.That(
            () => client.FetchAsync("orders", 0, 5),
            Throws.TypeOf<UnreadableRecordsException>().With.Message.Contains("All batches of the answer end before the requested offset")
        );
    }

    [Test]
    public async Task Reading_pauses_if_the_broker_does_not_wait_for_records()
    {
        var time = new ManualTime();
        using var asked = new SemaphoreSlim(0);
        using var enough = new CancellationTokenSource();
        await using var broker = Serving(_ =>
        {
            asked.Release();
            return Fetched(Bytes.Empty, 0);
        });
        await using var client = await ConnectAsync(broker, new() { TimeProvider = time });
        var reading = client.ReadAsync("orders", 0, 0, cancellationToken: enough.Token).FirstAsync().AsTask();

        for (var i = 0; i < 3; i++)
        {
            await asked.WaitAsync();
            await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(500));
            Assert.That(asked.CurrentCount, Is.Zero);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await asked.WaitAsync();
        await enough.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_throttled_fetch_has_no_records_and_delays_the_next_request()
    {
        var time = new ManualTime();
        var fetches = 0;
        await using var broker = Serving(_ =>
            ++fetches == 1 ? new FetchResponse { ThrottleTimeMs = 4000 } : Fetched(Batch(3, 2, CompressionType.None, "d"), 4)
        );
        await using var client = await ConnectAsync(broker, new() { TimeProvider = time });
        var throttled = await client.FetchAsync("orders", 0, 3);
        Assert.That(
            (throttled.Records.Count, throttled.NextOffset, throttled.HighWatermark, throttled.ThrottleTime, throttled.Error),
            Is.EqualTo((0, 3L, -1L, TimeSpan.FromSeconds(4), (UnreadableRecordsException?)null))
        );

        var next = client.FetchAsync("orders", 0, 3);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(4));
        time.Advance(TimeSpan.FromMilliseconds(3999));
        Assert.That((fetches, next.IsCompleted), Is.EqualTo((1, false)));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Values((await next).Records), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task A_throttled_response_is_not_mistaken_for_the_end()
    {
        var fetches = 0;
        await using var broker = Serving(_ =>
            ++fetches == 1 ? new FetchResponse { ThrottleTimeMs = 1 } : Fetched(Batch(0, 2, CompressionType.None, "a"), 1)
        );
        await using var client = await ConnectAsync(broker);

        Assert.That(Values(await client.ReadAsync("orders", 0, 0, stopAtEnd: true).ToArrayAsync()), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task A_throttle_before_KIP_219_does_not_delay_the_next_request()
    {
        var time = new ManualTime();
        await using var broker = Serving(
            _ => Fetched(Batch(0, 2, CompressionType.None, "a"), 1) with { ThrottleTimeMs = 4000 },
            highestFetch: 7
        );
        await using var client = await ConnectAsync(broker, new() { TimeProvider = time });

        Assert.That((await client.FetchAsync("orders", 0, 0)).ThrottleTime, Is.EqualTo(TimeSpan.FromSeconds(4)));
        Assert.That((await client.FetchAsync("orders", 0, 0)).Records, Has.Count.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Lacking()
    {
        yield return new TestCaseData(new FetchResponse(), new ProduceResponse()) { TestName = "{m}(no topics)" };
        yield return new TestCaseData(
            new FetchResponse { Responses = [new() { Topic = "orders" }] },
            new ProduceResponse { Responses = [new() { Name = "orders" }] }
        )
        {
            TestName = "{m}(no partitions)",
        };
        yield return new TestCaseData(
            new FetchResponse { Responses = [new() { Topic = "orders", Partitions = [new() { PartitionIndex = 1 }] }] },
            new ProduceResponse { Responses = [new() { Name = "orders", PartitionResponses = [new() { Index = 1 }] }] }
        )
        {
            TestName = "{m}(another partition)",
        };
        yield return new TestCaseData(
            new FetchResponse { Responses = [new() { Topic = "others", Partitions = [new()] }] },
            new ProduceResponse { Responses = [new() { Name = "others", PartitionResponses = [new()] }] }
        )
        {
            TestName = "{m}(another topic)",
        };
    }

    [TestCaseSource(nameof(Lacking))]
    public async Task A_response_without_the_requested_partition_is_an_error(FetchResponse fetched, ProduceResponse produced)
    {
        FakeBroker? self = null;
        self = new FakeBroker(
            (_, message) =>
                new(
                    message switch
                    {
                        Fetch.Request => fetched,
                        Produce.Request => produced,
                        _ => FakeBroker.Cluster(self!),
                    }
                )
        );
        await using var broker = self;
        await using var client = await ConnectAsync(broker);

        Assert.That(
            () => client.FetchAsync("orders", 0, 0),
            Throws.TypeOf<WireException>().With.Message.EqualTo("FetchResponse v12: The answer lacks the requested partition orders-0.")
        );
        Assert.That(
            () => client.ProduceAsync("orders", 0, OneRecord),
            Throws
                .TypeOf<WireException>()
                .With.Message.EqualTo(
                    "ProduceResponse v12: The answer lacks the requested partition orders-0. The records may or may not have been written."
                )
        );
    }

    [TestCase(0), TestCase(-1)]
    public async Task A_limit_that_is_not_positive_is_rejected(int maxBytes)
    {
        await using var broker = Serving(_ => new());
        await using var client = await ConnectAsync(broker);

        Assert.That(() => client.FetchAsync("orders", 0, 0, maxBytes: maxBytes), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => client.ReadAsync("orders", 0, 0, maxBytes: maxBytes), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
