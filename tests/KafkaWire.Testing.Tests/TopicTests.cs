using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class TopicTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task A_topic_that_was_created_is_described_by_name_and_by_id()
    {
        var topic = NewName();
        var created = (await Client.SendAsync(Requests.Create(topic, partitions: 3))).Topics[0];
        for (var i = 0; i < 3; i++)
            while (await OffsetAsync(topic, -1, i) is { ErrorCode: not ErrorCode.None })
                await Task.Yield();

        var byName = await DescribeAsync(Requests.Metadata(topic));
        var byId = await DescribeAsync(new() { Topics = [new() { TopicId = created.TopicId }] });

        Assert.That((created.ErrorCode, created.NumPartitions, created.ReplicationFactor), Is.EqualTo((ErrorCode.None, 3, (short)1)));
        Assert.That(byName.TopicId, Is.EqualTo(created.TopicId).And.Not.EqualTo(Uuid.Zero));
        Assert.That(byName.Partitions.Select(partition => partition.PartitionIndex).Order(), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(byId.Name, Is.EqualTo(topic));
        Assert.That(byId.Partitions, Has.Length.EqualTo(3));
    }

    [Test]
    public async Task A_topic_created_again_has_another_id_and_no_records()
    {
        var topic = await NewTopicAsync();
        await ProduceAsync(topic, Batch.Of("a"));
        var old = await DescribeAsync(Requests.Metadata(topic));

        Assert.That((await Client.SendAsync(Requests.Delete(topic))).Responses[0].ErrorCode, Is.EqualTo(ErrorCode.None));
        await Client.SendAsync(Requests.Create(topic));
        while ((await DescribeAsync(Requests.Metadata(topic))).TopicId is var id && (id.IsZero || id == old.TopicId))
            await Task.Yield();
        await UntilReadyAsync(topic);

        Assert.That((await OffsetAsync(topic, -1)).Offset, Is.Zero);
        Assert.That(
            (await DescribeAsync(new() { Topics = [new() { TopicId = old.TopicId }] })).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicId)
        );
    }

    [Test]
    public async Task A_topic_is_created_extended_and_deleted_by_requests_that_say_no_more_than_they_must()
    {
        var topic = NewName();
        var errors = new List<ErrorCode>
        {
            (await Client.SendAsync(new CreateTopicsRequest { Topics = [new() { Name = topic }] })).Topics[0].ErrorCode,
        };

        // The broker in memory does not serve it.
        if (IsReal)
        {
            var request = new CreatePartitionsRequest { Topics = [new() { Name = topic, Count = 5 }] };
            errors.Add((await Client.SendAsync(request)).Results[0].ErrorCode);
        }

        errors.Add((await Client.SendAsync(new DeleteTopicsRequest { Topics = [new() { Name = topic }] })).Responses[0].ErrorCode);

        Assert.That(errors, Is.All.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task A_topic_is_deleted_by_its_id()
    {
        var topic = await NewTopicAsync();
        var id = (await DescribeAsync(Requests.Metadata(topic))).TopicId;
        var request = new DeleteTopicsRequest { TimeoutMs = 30_000, Topics = [new() { TopicId = id }] };

        var first = (await Client.SendAsync(request)).Responses[0];
        var second = (await Client.SendAsync(request)).Responses[0];

        Assert.That((first.ErrorCode, first.Name), Is.EqualTo((ErrorCode.None, topic)));
        Assert.That((second.ErrorCode, second.Name), Is.EqualTo((ErrorCode.UnknownTopicId, (string?)null)));
    }

    [Test]
    public async Task A_topic_that_is_not_there_cannot_be_deleted() =>
        Assert.That(
            (await Client.SendAsync(Requests.Delete(NewName()))).Responses[0].ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition)
        );

    [Test]
    public async Task Topics_are_deleted_by_name_in_old_versions()
    {
        var topic = await NewTopicAsync();

        var answer = await Client.SendAsync(new DeleteTopicsRequest { TimeoutMs = 30_000, TopicNames = [topic] }, 1);

        Assert.That((answer.Responses[0].Name, answer.Responses[0].ErrorCode), Is.EqualTo((topic, ErrorCode.None)));
    }

    [Test]
    public async Task Metadata_creates_a_topic_unless_it_forbids_that()
    {
        var topic = NewName();

        var forbidden = await DescribeAsync(Requests.Metadata(topic) with { AllowAutoTopicCreation = false });
        while (await DescribeAsync(Requests.Metadata(topic)) is { ErrorCode: not ErrorCode.None })
            await Task.Yield();

        Assert.That(forbidden.ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [TestCase(""), TestCase("."), TestCase("a b"), TestCase("ä")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        Assert.That((await Client.SendAsync(Requests.Create(name))).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));
        Assert.That((await DescribeAsync(Requests.Metadata(name))).ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));
    }

    [Test]
    public async Task A_name_has_at_most_249_characters()
    {
        Assert.That(
            (await Client.SendAsync(Requests.Create(NewName().PadRight(249, 'a')))).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.None)
        );
        Assert.That(
            (await Client.SendAsync(Requests.Create(NewName().PadRight(250, 'a')))).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.InvalidTopicException)
        );
    }

    [Test]
    public async Task A_topic_exists_once()
    {
        var topic = await NewTopicAsync();

        Assert.That((await Client.SendAsync(Requests.Create(topic))).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.TopicAlreadyExists));
        await Client.SendAsync(Requests.Create(topic + ".a"));
        Assert.That(
            (await Client.SendAsync(Requests.Create(topic + "_a"))).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.InvalidTopicException)
        );
    }

    [Test]
    public async Task A_topic_named_twice_is_refused()
    {
        var request = Requests.Create(NewName());
        var twice = request with { Topics = [request.Topics[0], request.Topics[0]] };

        var answer = await Client.SendAsync(twice);

        Assert.That(answer.Topics.Select(topic => topic.ErrorCode), Is.EqualTo(new[] { ErrorCode.InvalidRequest }));
    }

    [TestCase(0, 1, ErrorCode.InvalidPartitions)]
    [TestCase(-2, 1, ErrorCode.InvalidPartitions)]
    [TestCase(1, 0, ErrorCode.InvalidReplicationFactor)]
    [TestCase(1, 2, ErrorCode.InvalidReplicationFactor)]
    [TestCase(-1, -1, ErrorCode.None)]
    public async Task Numbers_of_partitions_and_replicas_are_checked(int partitions, int replicas, ErrorCode error)
    {
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = NewName(),
                    NumPartitions = partitions,
                    ReplicationFactor = (short)replicas,
                },
            ],
        };

        Assert.That((await Client.SendAsync(request)).Topics[0].ErrorCode, Is.EqualTo(error));
    }

    [Test]
    public async Task Minus_one_asks_for_the_default_numbers_in_every_version([Values(2, 3, 4, 5, 6, 7)] int version)
    {
        var topic = NewName();
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = topic,
                    NumPartitions = -1,
                    ReplicationFactor = -1,
                },
            ],
        };

        Assert.That((await Client.SendAsync(request, (short)version)).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.None));
        await UntilReadyAsync(topic);
        Assert.That(
            (await DescribeAsync(Requests.Metadata(topic))).Partitions.Select(partition => partition.ReplicaNodes.Length),
            Is.EqualTo(new[] { 1 })
        );
    }

    [TestCase(0, 1, -1, -1, ErrorCode.None)]
    [TestCase(0, 1, 1, -1, ErrorCode.InvalidRequest)]
    [TestCase(0, 1, -1, 1, ErrorCode.InvalidRequest)]
    [TestCase(1, 1, -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [TestCase(0, 77, -1, -1, ErrorCode.InvalidReplicaAssignment)]
    public async Task Assignments_of_replicas_are_checked(int partition, int broker, int partitions, int replicas, ErrorCode error)
    {
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = NewName(),
                    NumPartitions = partitions,
                    ReplicationFactor = (short)replicas,
                    Assignments = [new() { PartitionIndex = partition, BrokerIds = [broker] }],
                },
            ],
        };

        Assert.That((await Client.SendAsync(request)).Topics[0].ErrorCode, Is.EqualTo(error));
    }

    [
        TestCase("cleanup.policy", "keep"),
        TestCase("max.message.bytes", "many"),
        TestCase("message.timestamp.type", "None"),
        TestCase("no.such.config", "1"),
        TestCase("retention.ms", null)
    ]
    public async Task Configuration_values_are_checked(string name, string? value) =>
        Assert.That(
            (await Client.SendAsync(Requests.Create(NewName(), 1, (name, value)))).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.InvalidConfig)
        );

    [Test]
    public async Task A_topic_that_is_created_has_no_message() =>
        Assert.That((await Client.SendAsync(Requests.Create(NewName()))).Topics[0].ErrorMessage, Is.Null);

    [Test]
    public async Task Validating_creates_nothing()
    {
        var topic = NewName();

        Assert.That(
            (await Client.SendAsync(Requests.Create(topic) with { ValidateOnly = true })).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.None)
        );
        Assert.That(
            (await DescribeAsync(Requests.Metadata(topic) with { AllowAutoTopicCreation = false })).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition)
        );
    }

    [Test]
    public async Task All_topics_are_listed_on_null_and_none_on_empty()
    {
        var topic = await NewTopicAsync();

        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = null })).Topics.Select(t => t.Name), Does.Contain(topic));
        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = [] })).Topics, Is.Empty);
        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = [] }, 0)).Topics.Select(t => t.Name), Does.Contain(topic));
    }

    [Test]
    public async Task An_id_is_no_request_before_version_12()
    {
        var id = (await DescribeAsync(Requests.Metadata(await NewTopicAsync()))).TopicId;

        Assert.That(
            (await DescribeAsync(new() { Topics = [new() { TopicId = id, Name = "a" }] }, 11)).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidRequest)
        );
    }

    [Test]
    public async Task Everybody_may_do_everything()
    {
        var request = Requests.Metadata(await NewTopicAsync()) with { IncludeTopicAuthorizedOperations = true };

        Assert.That((await DescribeAsync(request)).TopicAuthorizedOperations, Is.EqualTo(0b1101_1111_1000));
        Assert.That(
            (await Client.SendAsync(new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true })).ClusterAuthorizedOperations,
            Is.EqualTo(0b1_1111_1010_0000)
        );
    }

    [Test]
    public async Task The_cluster_is_described()
    {
        var cluster = await Client.SendAsync(new DescribeClusterRequest());
        var metadata = await Client.SendAsync(Requests.Metadata());

        Assert.That(cluster.ClusterId, Is.EqualTo(metadata.ClusterId));
        Assert.That(
            cluster.Brokers.Select(b => (b.BrokerId, b.Host, b.Port)),
            Is.EqualTo(metadata.Brokers.Select(b => (b.NodeId, b.Host, b.Port)))
        );
        Assert.That(
            (await Client.SendAsync(new DescribeClusterRequest { EndpointType = 2 })).ErrorCode,
            Is.EqualTo(ErrorCode.MismatchedEndpointType)
        );
        Assert.That(
            (await Client.SendAsync(new DescribeClusterRequest { EndpointType = 3 })).ErrorCode,
            Is.EqualTo(ErrorCode.UnsupportedEndpointType)
        );
    }

    [Test]
    public async Task The_broker_coordinates_groups_and_transactions()
    {
        var node = (await Client.SendAsync(Requests.Metadata())).Brokers[0];

        foreach (sbyte type in new[] { 0, 1 })
        {
            await UntilCoordinatedAsync("a", type);
            await UntilCoordinatedAsync("b", type);
            var several = await Client.SendAsync(new FindCoordinatorRequest { CoordinatorKeys = ["a", "b"], KeyType = type });
            var single = await Client.SendAsync(new FindCoordinatorRequest { Key = "a", KeyType = type }, 3);

            Assert.That(
                several.Coordinators.Select(c => (c.Key, c.NodeId, c.Port)),
                Is.EqualTo(new[] { ("a", node.NodeId, node.Port), ("b", node.NodeId, node.Port) })
            );
            Assert.That((single.NodeId, single.Port), Is.EqualTo((node.NodeId, node.Port)));
        }
    }
}
