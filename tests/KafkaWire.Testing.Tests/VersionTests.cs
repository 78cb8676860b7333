using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

/// <summary>The broker serves the versions that it advertises.</summary>
public class VersionTests
{
    [Test]
    public async Task The_broker_answers_every_version_that_it_advertises()
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.Port);
        await client.SendAsync(
            new CreateTopicsRequest
            {
                Topics =
                [
                    new()
                    {
                        Name = "topic",
                        NumPartitions = 1,
                        ReplicationFactor = 1,
                    },
                ],
            }
        );
        var topicId = (await client.SendAsync(Requests.Metadata("topic"))).Topics[0].TopicId;
        var versions = await client.SendAsync(new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" });

        foreach (var served in versions.ApiKeys)
            for (var version = served.MinVersion; version <= served.MaxVersion; version++)
                Assert.That(
                    await client.SendAnyAsync(SampleRequests.Of((ApiKey)served.ApiKey, version, topicId), version),
                    Is.Not.Null,
                    $"{(ApiKey)served.ApiKey} v{version}"
                );
    }

    [TestCase((short)6), TestCase((short)99), TestCase((short)-1)]
    public async Task An_unknown_version_of_ApiVersions_gets_an_answer_in_version_0(short version)
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.Port);
        var frame = RawClient.Frame(new ApiVersionsRequest(), 0, correlationId: 5);
        frame[6] = (byte)(version >> 8);
        frame[7] = (byte)version;

        var answer = ApiVersions.api.Response.Decode((await client.ExchangeAsync(frame, correlationId: 5)).Slice(4), 0);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.UnsupportedVersion));
        Assert.That(
            answer.ApiKeys.Select(key => (key.ApiKey, key.MinVersion, key.MaxVersion)),
            Is.EqualTo(new[] { ((short)18, (short)0, (short)5) })
        );
    }

    [Test]
    public async Task ApiVersions_refuses_an_invalid_client_software_name()
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.Port);

        var answer = await client.SendAsync(new ApiVersionsRequest { ClientSoftwareName = "a b", ClientSoftwareVersion = "1" });

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    [Test]
    public async Task A_client_that_expects_another_cluster_must_rebootstrap()
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.Port);

        var answer = await client.SendAsync(
            new ApiVersionsRequest
            {
                ClientSoftwareName = "a",
                ClientSoftwareVersion = "1",
                ClusterId = "another",
                NodeId = 1,
            }
        );

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.RebootstrapRequired));
    }

    [Test]
    public async Task An_unsupported_version_or_API_closes_the_connection()
    {
        var failures = new List<Exception>();
        await using var broker = await LoopbackBroker.StartAsync(new() { ConnectionFailed = failures.Add });

        foreach (var at in new[] { 4, 6 }) // the API key, then the version
        {
            using var client = await RawClient.ConnectAsync(broker.Port);
            var frame = RawClient.Frame(Requests.Metadata("topic"), 1);
            frame[at] = 0x7f;
            client.Write(frame);
            await client.Closed;
        }

        Assert.That(
            failures.Select(failure => failure.Message),
            Is.EqualTo(new[] { "API 32515 is not served.", "Metadata v32513 is not served; v0 to v13 are." })
        );
    }
}
