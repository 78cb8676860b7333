using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class ProduceTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task The_broker_changes_only_the_offset_and_the_leader_epoch_of_a_batch()
    {
        var topic = await NewTopicAsync();
        byte[] sent = new Batch { Values = ["a", "", null], Key = "k" }.ToArray();
        await ProduceAsync(topic, Batch.Of("first", "second"));

        var produced = await ProduceAsync(topic, new Bytes(sent));
        var fetched = (await FetchAsync(Requests.Fetch(topic, offset: 2))).Records!.Value.ToArray();

        sent[7] = 2;
        sent.AsSpan(12, 4).Clear();
        Assert.That(
            (produced.ErrorCode, produced.BaseOffset, produced.LogAppendTimeMs, produced.LogStartOffset),
            Is.EqualTo((ErrorCode.None, 2L, -1L, 0L))
        );
        Assert.That(fetched, Is.EqualTo(sent));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, byte[]? records, ErrorCode error) =>
            new TestCaseData(records, error).SetArgDisplayNames(name);

        static byte[] Spoil(Action<byte[]> change, bool seal = true)
        {
            var batch = new Batch { Values = ["a", "b"] }.ToArray();
            change(batch);
            if (seal)
                Batch.Seal(batch);
            return batch;
        }

        byte[] whole = new Batch { Values = ["a"] }.ToArray();
        yield return Case("empty", [], ErrorCode.InvalidRecord);
        yield return Case("cut off", whole[..^1], ErrorCode.InvalidRecord);
        yield return Case("two batches", [.. whole, .. whole], ErrorCode.InvalidRecord);
        yield return Case("wrong CRC", Spoil(batch => batch[^2]++, seal: false), ErrorCode.CorruptMessage);
        yield return Case("base offset 1", Spoil(batch => batch[7] = 1), ErrorCode.InvalidRecord);
        yield return Case("control batch", Spoil(batch => batch[22] = 0x20), ErrorCode.InvalidRecord);
        yield return Case("more records than stated", Spoil(batch => batch[60] = 1), ErrorCode.InvalidRecord);
        yield return Case("fewer records than stated", Spoil(batch => (batch[60], batch[26]) = (3, 2)), ErrorCode.InvalidRecord);
        yield return Case("no records", Spoil(batch => (batch[60], batch[26]) = (0, 0)), ErrorCode.InvalidRecord);
        yield return Case(
            "a gap in the offsets of a compressed batch",
            new Batch
            {
                Values = ["a", "b"],
                FirstOffsetDelta = 1,
                IsGzip = true,
            }.ToArray(),
            ErrorCode.UnknownServerError
        );
        yield return Case(
            "fewer records than stated in a compressed batch",
            new Batch
            {
                Values = ["a", "b"],
                Count = 3,
                IsGzip = true,
            }.ToArray(),
            ErrorCode.InvalidRecord
        );
        yield return Case(
            "more records than stated in a compressed batch",
            new Batch
            {
                Values = ["a", "b"],
                Count = 1,
                IsGzip = true,
            }.ToArray(),
            ErrorCode.InvalidRecord
        );
        yield return Case("damaged gzip", Spoil(batch => batch[22] = 1), ErrorCode.UnknownServerError);
        yield return Case("bytes after the last record", Spoil(batch => batch[60] = batch[26] = 0), ErrorCode.InvalidRecord);
        yield return Case("an unknown codec", Spoil(batch => batch[22] = 5), ErrorCode.UnknownServerError);
        yield return Case("magic 3", Spoil(batch => batch[16] = 3), ErrorCode.CorruptMessage);
        yield return Case("a size that is too small", Spoil(batch => batch[11] = 5), ErrorCode.CorruptMessage);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Produce_refuses_invalid_batches(byte[] records, ErrorCode error)
    {
        var topic = await NewTopicAsync();

        var produced = await ProduceAsync(topic, new Bytes(records));

        Assert.That((produced.ErrorCode, produced.BaseOffset), Is.EqualTo((error, -1L)), produced.ErrorMessage);
        Assert.That((await OffsetAsync(topic, -1)).Offset, Is.Zero);
    }

    [Test]
    public async Task Produce_refuses_a_batch_above_the_topic_limit()
    {
        var topic = await NewTopicAsync(("max.message.bytes", "100"));

        Assert.That((await ProduceAsync(topic, Batch.Of(new string('a', 100)))).ErrorCode, Is.EqualTo(ErrorCode.MessageTooLarge));
        Assert.That((await ProduceAsync(topic, Batch.Of("a"))).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task A_compacted_topic_requires_keys()
    {
        var topic = await NewTopicAsync(("cleanup.policy", "compact"));

        var refused = await ProduceAsync(topic, Batch.Of("a"));

        Assert.That(refused.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
        Assert.That(refused.RecordErrors.Select(error => error.BatchIndex), Is.EqualTo(new[] { 0 }));
        Assert.That((await ProduceAsync(topic, new Batch { Values = ["a"], Key = "k" })).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task Produce_refuses_a_timestamp_in_the_future()
    {
        var topic = await NewTopicAsync();

        var refused = await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a", "b"],
                Timestamp = DateTimeOffset.UtcNow.AddMinutes(30).ToUnixTimeMilliseconds(),
                Step = 40 * 60 * 1000,
            }
        );

        Assert.That((refused.ErrorCode, refused.BaseOffset), Is.EqualTo((ErrorCode.InvalidTimestamp, -1L)));
        Assert.That(refused.RecordErrors.Select(error => error.BatchIndex), Is.EqualTo(new[] { 1 }));
    }

    [TestCase(false), TestCase(true)]
    public async Task The_broker_stores_a_compressed_batch_unchanged(bool isCompacted)
    {
        var topic = await NewTopicAsync(("cleanup.policy", isCompacted ? "compact" : "delete"));

        var produced = await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a", "b"],
                Key = "k",
                IsGzip = true,
            }
        );

        Assert.That((produced.ErrorCode, produced.BaseOffset), Is.EqualTo((ErrorCode.None, 0L)));
        Assert.That(Values(await FetchAsync(Requests.Fetch(topic))), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_topic_can_use_log_append_time()
    {
        var topic = await NewTopicAsync(("message.timestamp.type", "LogAppendTime"));

        var produced = await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a", "b"],
                Timestamp = 5,
                Step = 1,
            }
        );
        var fetched = Records.Batches((await FetchAsync(Requests.Fetch(topic))).Records!.Value).Single();

        Assert.That(produced.LogAppendTimeMs, Is.GreaterThan(1_600_000_000_000));
        Assert.That(fetched.TimestampType, Is.EqualTo(TimestampType.LogAppendTime));
        Assert.That(fetched.ToArray().Select(record => record.Timestamp), Is.All.EqualTo(produced.LogAppendTimeMs));
    }

    [Test]
    public async Task The_broker_computes_the_largest_timestamp_from_the_records()
    {
        var topic = await NewTopicAsync();
        var sent = new Batch
        {
            Values = ["a", "b"],
            Timestamp = 1_000,
            Step = 10,
        }.ToArray();
        sent[42]++; // the last byte of the largest timestamp
        Batch.Seal(sent);

        await ProduceAsync(topic, new Bytes(sent));
        var fetched = Records.Batches((await FetchAsync(Requests.Fetch(topic))).Records!.Value).Single();

        Assert.That((fetched.MaxTimestamp, fetched.IsValid), Is.EqualTo((1_010L, true)));
        Assert.That((await OffsetAsync(topic, -3)).Offset, Is.EqualTo(1));
    }

    [TestCase("CreateTime", ErrorCode.None), TestCase("LogAppendTime", ErrorCode.InvalidTimestamp)]
    public async Task Produce_refuses_batches_that_claim_log_append_time(string type, ErrorCode error)
    {
        var topic = await NewTopicAsync(("message.timestamp.type", type));

        var produced = await ProduceAsync(topic, new Batch { Values = ["a"], Attributes = 8 });
        var fetched = Records.Batches((await FetchAsync(Requests.Fetch(topic))).Records!.Value).ToArray();

        Assert.That(produced.ErrorCode, Is.EqualTo(error));
        Assert.That(
            fetched.Select(batch => batch.TimestampType),
            Is.EqualTo(error == ErrorCode.None ? new[] { TimestampType.CreateTime } : [])
        );
    }

    [Test]
    public async Task The_broker_checks_the_sequence_numbers_of_an_idempotent_producer()
    {
        var topic = await NewTopicAsync();

        var produced = await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a"],
                ProducerId = await NewProducerIdAsync(),
                ProducerEpoch = 0,
                BaseSequence = -1,
            }
        );

        Assert.That((produced.ErrorCode, produced.BaseOffset, produced.LogStartOffset), Is.EqualTo((ErrorCode.InvalidRecord, -1L, 0L)));
    }

    [Test]
    public async Task A_transactional_batch_requires_a_transactional_id()
    {
        var topic = await NewTopicAsync();

        var produced = await ProduceAsync(
            topic,
            new Batch
            {
                Values = ["a"],
                Attributes = 0x10,
                ProducerId = await NewProducerIdAsync(),
                ProducerEpoch = 0,
                BaseSequence = 0,
            }
        );

        Assert.That(produced.ErrorCode, Is.EqualTo(ErrorCode.TransactionalIdAuthorizationFailed));
    }

    [Test]
    public async Task The_last_batch_counts_if_a_partition_is_named_twice()
    {
        var topic = await NewTopicAsync();
        var request = Requests.Produce(topic, Batch.Of("a"));
        request = request with { TopicData = [request.TopicData[0], Requests.Produce(topic, Batch.Of("b")).TopicData[0]] };

        var answer = await Client.SendAsync(request, 12);

        Assert.That(
            answer.Responses.SelectMany(each => each.PartitionResponses).Select(partition => (partition.ErrorCode, partition.BaseOffset)),
            Is.EqualTo(new[] { (ErrorCode.None, 0L) })
        );
        Assert.That(Values(await FetchAsync(Requests.Fetch(topic))), Is.EqualTo(new[] { "b" }));
    }

    [TestCase(-1, 1, ErrorCode.UnknownTopicOrPartition)]
    [TestCase(1, 1, ErrorCode.UnknownTopicOrPartition)]
    [TestCase(0, 2, ErrorCode.InvalidRequiredAcks)]
    public async Task Produce_checks_the_partition_and_acks(int partition, int acks, ErrorCode error)
    {
        var topic = await NewTopicAsync();

        var produced = await ProduceAsync(topic, Batch.Of("a"), (short)acks, partition);

        Assert.That((produced.ErrorCode, produced.Index, produced.BaseOffset), Is.EqualTo((error, partition, -1L)));
    }

    [Test]
    public async Task Produce_to_an_unknown_topic_fails()
    {
        Assert.That((await ProduceAsync(NewName(), Batch.Of("a"))).ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));

        var byId = Requests.Produce("", Batch.Of("a"));
        byId = byId with { TopicData = [byId.TopicData[0] with { TopicId = Uuid.NewRandom() }] };
        Assert.That((await Client.SendAsync(byId, 13)).Responses[0].PartitionResponses[0].ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicId));
    }

    [Test]
    public async Task Produce_with_acks_0_gets_no_answer()
    {
        var topic = await NewTopicAsync();

        Client.Write(RawClient.Frame(Requests.Produce(topic, Batch.Of("a"), acks: 0), 9, correlationId: 1));
        var end = await OffsetAsync(topic, -1);

        Assert.That(end.Offset, Is.EqualTo(1));
        Assert.That(Client.Answered, Does.Not.Contain(1));
    }

    [Test]
    public async Task An_error_with_acks_0_closes_the_connection()
    {
        Client.Write(RawClient.Frame(Requests.Produce(NewName(), Batch.Of("a"), acks: 0), 9));
        await Client.Closed;
    }

    [Test]
    public async Task zstd_is_allowed_from_version_7_on()
    {
        var topic = await NewTopicAsync();

        Assert.That(
            (await ProduceAsync(topic, new Batch { Values = ["a"], Attributes = 4 }, version: 6)).ErrorCode,
            Is.EqualTo(ErrorCode.UnsupportedCompressionType)
        );
    }

    [Test]
    public async Task A_batch_that_is_sent_twice_is_appended_once()
    {
        var topic = await NewTopicAsync();
        var id = await NewProducerIdAsync();
        Bytes Sent(int sequence, short epoch = 0, int count = 1) =>
            new Batch
            {
                Values = [.. Enumerable.Repeat("a", count)],
                ProducerId = id,
                ProducerEpoch = epoch,
                BaseSequence = sequence,
            };

        async Task<(ErrorCode, long)> Produce(Bytes batch) =>
            await ProduceAsync(topic, batch) is var produced ? (produced.ErrorCode, produced.BaseOffset) : default;

        Assert.That(await Produce(Sent(0, count: 2)), Is.EqualTo((ErrorCode.None, 0L)));
        Assert.That(await Produce(Sent(0, count: 2)), Is.EqualTo((ErrorCode.None, 0L)), "the same again");
        Assert.That(await Produce(Sent(3)), Is.EqualTo((ErrorCode.OutOfOrderSequenceNumber, -1L)), "a gap");
        for (var i = 2; i < 7; i++)
            Assert.That(await Produce(Sent(i)), Is.EqualTo((ErrorCode.None, (long)i)));
        Assert.That(await Produce(Sent(2)), Is.EqualTo((ErrorCode.None, 2L)), "one of the last five again");
        Assert.That(await Produce(Sent(0, count: 2)), Is.EqualTo((ErrorCode.OutOfOrderSequenceNumber, -1L)), "the sixth last again");
        Assert.That(
            await Produce(Sent(1, epoch: 1)),
            Is.EqualTo((ErrorCode.OutOfOrderSequenceNumber, -1L)),
            "a new epoch that does not start at 0"
        );
        Assert.That(await Produce(Sent(0, epoch: 1)), Is.EqualTo((ErrorCode.None, 7L)), "a new epoch");
        Assert.That(await Produce(Sent(7)), Is.EqualTo((ErrorCode.InvalidProducerEpoch, -1L)), "the old epoch");
        Assert.That((await OffsetAsync(topic, -1)).Offset, Is.EqualTo(8));
    }

    [Test]
    public async Task An_idempotent_producer_gets_a_new_id_after_its_last_epoch()
    {
        var topic = await NewTopicAsync();
        var id = await NewProducerIdAsync();
        async Task<ErrorCode> ProduceWith(short epoch) =>
            (
                await ProduceAsync(
                    topic,
                    new Batch
                    {
                        Values = ["a"],
                        ProducerId = id,
                        ProducerEpoch = epoch,
                        BaseSequence = 0,
                    }
                )
            ).ErrorCode;

        Assert.That(await ProduceWith(short.MaxValue - 1), Is.EqualTo(ErrorCode.None));
        Assert.That(await ProduceWith(short.MaxValue), Is.EqualTo(ErrorCode.None));
        Assert.That(await ProduceWith(0), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        var next = await Client.SendAsync(Requests.InitProducerId() with { ProducerId = id, ProducerEpoch = short.MaxValue });
        Assert.That((next.ErrorCode, next.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)0)));
        Assert.That(next.ProducerId, Is.GreaterThan(id));
    }

    [Test]
    public async Task Sequence_numbers_wrap_after_the_largest_int32()
    {
        var topic = await NewTopicAsync();
        var id = await NewProducerIdAsync();
        Bytes Sent(int sequence) =>
            new Batch
            {
                Values = ["a", "b"],
                ProducerId = id,
                ProducerEpoch = 0,
                BaseSequence = sequence,
            };

        Assert.That((await ProduceAsync(topic, Sent(int.MaxValue - 2))).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await ProduceAsync(topic, Sent(int.MaxValue))).ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That((await ProduceAsync(topic, Sent(1))).ErrorCode, Is.EqualTo(ErrorCode.None));
    }
}
