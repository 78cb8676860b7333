using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class FaultTests
{
    private readonly ManualTime time = new();
    private LoopbackBroker broker = null!;
    private RawClient client = null!;

    [SetUp]
    public async Task Start()
    {
        broker = await LoopbackBroker.StartAsync(new() { Time = time });
        client = await RawClient.ConnectAsync(broker.Port);
        await client.SendAsync(Requests.Create("topic"));
    }

    [TearDown]
    public async Task Stop()
    {
        client.Dispose();
        await broker.DisposeAsync();
    }

    private async Task<long> EndAsync()
    {
        using var other = await RawClient.ConnectAsync(broker.Port);
        return (await other.SendAsync(Requests.ListOffsets("topic", -1))).Topics[0].Partitions[0].Offset;
    }

    [Test]
    public async Task An_injected_error_keeps_the_request_from_being_carried_out()
    {
        using var fault = broker.Inject(LoopbackFault.Error(ErrorCode.NotLeaderOrFollower) with { Api = ApiKey.Produce });

        var answer = await client.SendAsync(Requests.Produce("topic", Batch.Of("a")), 12);

        Assert.That(answer.Responses[0].PartitionResponses[0].ErrorCode, Is.EqualTo(ErrorCode.NotLeaderOrFollower));
        Assert.That((await EndAsync(), fault.Hits), Is.EqualTo((0L, 1)));
    }

    [Test]
    public async Task An_injected_error_can_hide_that_the_request_was_carried_out()
    {
        broker.Inject(LoopbackFault.Error(ErrorCode.RequestTimedOut) with { Api = ApiKey.Produce, IsCarriedOut = true });

        var answer = await client.SendAsync(Requests.Produce("topic", Batch.Of("a")), 12);

        Assert.That(answer.Responses[0].PartitionResponses[0].ErrorCode, Is.EqualTo(ErrorCode.RequestTimedOut));
        Assert.That(await EndAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Every_version_of_every_API_can_answer_an_error()
    {
        var topicId = (await client.SendAsync(Requests.Metadata("topic"))).Topics[0].TopicId;
        var versions = await client.SendAsync(new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" });
        broker.Inject(LoopbackFault.Error(ErrorCode.ClusterAuthorizationFailed) with { Times = int.MaxValue });

        foreach (var served in versions.ApiKeys)
        {
            for (var version = served.MinVersion; version <= served.MaxVersion; version++)
            {
                var request = SampleRequests.Of((ApiKey)served.ApiKey, version, topicId);
                var answer = await client.SendAnyAsync(request, version);
                Assert.That(
                    Json.Format(request.Api.ResponseSchema, version, answer),
                    Does.Match("rrorCode\":\\s*31\\b"),
                    $"{(ApiKey)served.ApiKey} v{version}"
                );
            }
        }
    }

    [Test]
    public async Task A_fault_can_close_the_connection_after_any_number_of_bytes()
    {
        var whole = 0;

        for (var sent = 0; whole == 0; sent++)
        {
            using var one = await RawClient.ConnectAsync(broker.Port);
            broker.Inject(LoopbackFault.Close(sent) with { Api = ApiKey.Metadata });
            var answer = one.SendAsync(Requests.Metadata("topic"));
            await one.Closed;

            Assert.That(one.Received, Is.LessThanOrEqualTo(sent));
            if (one.Received < sent)
                whole = one.Received;
            else
                await Task.WhenAny(answer); // fails unless the whole answer was sent

            if (answer.IsFaulted)
                Assert.That(answer.Exception!.InnerException, Is.InstanceOf<IOException>());
        }

        Assert.That(whole, Is.GreaterThan(50));
    }

    [Test]
    public async Task Drop_skips_the_request_and_Close_carries_it_out()
    {
        broker.Inject(LoopbackFault.Drop() with { Api = ApiKey.Produce });
        broker.Inject(LoopbackFault.Close() with { Api = ApiKey.Produce });

        for (var end = 0; end < 2; end++)
        {
            using var one = await RawClient.ConnectAsync(broker.Port);
            Assert.That(async () => await one.SendAsync(Requests.Produce("topic", Batch.Of("a")), 12), Throws.InstanceOf<IOException>());
            Assert.That(await EndAsync(), Is.EqualTo(end));
        }
    }

    [Test]
    public async Task A_fault_can_delay_an_answer()
    {
        broker.Inject(LoopbackFault.Late(TimeSpan.FromMinutes(1)) with { Api = ApiKey.Metadata });

        var answer = client.SendAsync(Requests.Metadata("topic"));
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(59));
            await Task.Yield();
        }

        Assert.That((await answer).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task An_answer_sent_in_pieces_arrives_complete()
    {
        broker.Inject(LoopbackFault.Cut([.. Enumerable.Range(0, 1000)]) with { Api = ApiKey.Metadata });

        Assert.That((await client.SendAsync(Requests.Metadata("topic"))).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task A_fault_can_damage_an_answer()
    {
        broker.Inject(new LoopbackFault { Api = ApiKey.Metadata, Damage = bytes => [.. bytes[..7], 99, .. bytes[8..]] });

        client.Write(RawClient.Frame(Requests.Metadata("topic"), 12, correlationId: 5));
        await client.SendAsync(Requests.Metadata());

        Assert.That(client.Answered, Does.Contain(99).And.Not.Contain(5));
    }

    [Test]
    public async Task A_fault_hits_only_the_requests_that_it_selects()
    {
        using var fault = broker.Inject(
            LoopbackFault.Error(ErrorCode.LeaderNotAvailable) with
            {
                Api = ApiKey.Metadata,
                Skip = 1,
                Times = 2,
                When = request => request.Version < 13,
            }
        );
        async Task<bool> IsHit(short version) =>
            (await client.SendAsync(Requests.Metadata("topic"), version)).Topics[0].ErrorCode == ErrorCode.LeaderNotAvailable;

        Assert.That(
            new[] { await IsHit(12), await IsHit(13), await IsHit(12), await IsHit(13), await IsHit(9), await IsHit(12) },
            Is.EqualTo(new[] { false, false, true, false, true, false })
        );
        Assert.That(fault.Hits, Is.EqualTo(2));
    }

    [Test]
    public async Task A_withdrawn_fault_hits_no_requests()
    {
        broker.Inject(LoopbackFault.Error(ErrorCode.LeaderNotAvailable) with { Api = ApiKey.Metadata }).Dispose();

        Assert.That((await client.SendAsync(Requests.Metadata("topic"))).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Faults_print_the_properties_that_differ_from_their_defaults()
    {
        var fault = LoopbackFault.Error(ErrorCode.NotLeaderOrFollower) with { Api = ApiKey.Produce, Times = 2, When = _ => true };

        Assert.That(
            fault.ToString(),
            Is.EqualTo(
                "LoopbackFault { Api = Produce, When = a condition, Times = 2, IsCarriedOut = False, ErrorCode = NotLeaderOrFollower }"
            )
        );
        Assert.That(LoopbackFault.Cut(1, 2).ToString(), Is.EqualTo("LoopbackFault { Cuts = [1, 2] }"));
        Assert.That(new LoopbackFault().ToString(), Is.EqualTo("LoopbackFault {  }"));

        using var injected = broker.Inject(LoopbackFault.Close() with { Skip = 1000 });
        Assert.That(injected.ToString(), Is.EqualTo("LoopbackFault { Skip = 1000, CloseAfter = 0 }, hits: 0"));
    }
}
