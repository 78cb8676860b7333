using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Batches, control records, internal topics and segments, as C# reads and writes them.</summary>
public class RecordsTests
{
    [Test]
    public void Batches_are_built_with_options_and_read_with_foreach()
    {
        var bytes = Records.Build(
            new() { Compression = CompressionType.Zstd, BaseOffset = 40 },
            [
                new()
                {
                    Key = Bytes.OfString("k"),
                    Value = Bytes.OfString("first"),
                    Timestamp = 1_700_000_000_000,
                },
                new() { Value = Bytes.OfString("second"), Headers = [new("trace", Bytes.OfString("7")), new("none", null)] },
            ]
        );

        var lines = new List<string>();

        foreach (var batch in Records.Batches(bytes))
        {
            lines.Add($"{batch.Compression}, {batch.Count} records");

            foreach (var record in batch)
            {
                lines.Add($"{record.Offset} {(record.IsKeyNull ? "-" : record.Key.ToUtf8String())} {record.Value.ToUtf8String()}");
                foreach (var header in record.Headers)
                    lines.Add($"{header.Key} = {header.ValueOrNull?.ToUtf8String() ?? "null"}");
            }
        }

        Assert.That(lines, Is.EqualTo(new[] { "Zstd, 2 records", "40 k first", "41 - second", "trace = 7", "none = null" }));
    }

    [Test]
    public void A_null_record_is_rejected_with_its_index() =>
        Assert.That(
            () => Records.Build(new(), [new() { Value = Bytes.OfString("a") }, null!]),
            Throws.ArgumentException.With.Message.EqualTo("Record 1 is null. (Parameter 'records')")
        );

    [Test]
    public void TryAppend_stops_at_the_size_limit()
    {
        using var builder = new RecordBatchBuilder(new() { SizeLimit = 200 });
        var record = new NewRecord { Value = new byte[50] };
        var count = 0;
        while (builder.TryAppend(record))
            count++;

        Assert.That(count, Is.EqualTo(2));
        Assert.That(builder.Build().Length, Is.LessThanOrEqualTo(200));
    }

    [Test]
    public void Control_records_are_union_cases()
    {
        var options = new RecordBatchOptions
        {
            IsControl = true,
            IsTransactional = true,
            ProducerId = 7,
            ProducerEpoch = 1,
        };
        var bytes = Records.Build(options, [ControlRecord.NewCommit(3).ToNewRecord()]);
        var seen = new List<string>();

        foreach (var batch in Records.Batches(bytes))
        {
            if (!batch.IsControl)
                continue;

            foreach (var record in batch)
            {
                seen.Add(
                    ControlRecord.Decode(record) switch
                    {
                        ControlRecord.Abort abort => $"{batch.ProducerId} aborted by {abort.CoordinatorEpoch}",
                        ControlRecord.Commit commit => $"{batch.ProducerId} committed by {commit.CoordinatorEpoch}",
                        var other => $"{other.Type}",
                    }
                );
            }
        }

        Assert.That(seen, Is.EqualTo(new[] { "7 committed by 3" }));
    }

    [Test]
    public void The_records_of_an_internal_topic_are_read_from_a_segment()
    {
        using var file = TestData.Open("segments/__consumer_offsets-0.00000000000000000000.segment.log.gz");
        using var segment = LogSegment.Read(file);
        var commits = 0;

        foreach (var each in segment)
        {
            Assert.That(each.Damage, Is.Null);

            foreach (var record in each.Batch)
            {
                var decoded = LogRecord.Decode("__consumer_offsets", each.Batch, record);

                if (decoded is LogRecord.ConsumerOffsets { Record: ConsumerOffsetsRecord.OffsetCommit { Value: { } value } commit })
                {
                    commits++;
                    Assert.That(commit.Key.Group, Is.Not.Empty);
                    Assert.That(value.Offset, Is.Not.Negative);
                }

                var (key, written) = decoded.Encode();
                Assert.That(key, Is.EqualTo(record.KeyOrNull));
                Assert.That(written, Is.EqualTo(record.ValueOrNull));
            }
        }

        Assert.That(commits, Is.Positive);
        Assert.That(segment.Damage, Is.Null);
    }

    [Test]
    public void A_subscription_is_read_from_member_metadata()
    {
        var bytes = ConsumerProtocol.Encode(new ConsumerProtocolSubscription.Data(["orders"], null, [], 4, "rack"), 3);
        var subscription = ConsumerProtocol.DecodeSubscription(bytes, out var version);

        Assert.That(version, Is.EqualTo(3));
        Assert.That(subscription.Topics, Is.EqualTo(new[] { "orders" }));
        Assert.That(subscription.RackId, Is.EqualTo("rack"));
    }

    [Test]
    public void An_unreadable_record_is_a_WireException() =>
        Assert.That(
            () => LogRecord.Decode("__consumer_offsets", Bytes.OfHex("00"), null),
            Throws.TypeOf<WireException>().With.Message.EqualTo("Key, byte 0: Needs at least 2 bytes, but 1 is left.")
        );
}
