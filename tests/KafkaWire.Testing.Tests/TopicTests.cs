using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class TopicTests(string release) : BehaviourTests(release)
{
    [Test]
    public async Task Metadata_describes_a_new_topic_by_name_and_by_id()
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
    public async Task A_recreated_topic_has_a_new_id_and_no_records()
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
    public async Task Minimal_requests_create_extend_and_delete_a_topic()
    {
        var topic = NewName();
        var errors = new List<ErrorCode>
        {
            (await Client.SendAsync(new CreateTopicsRequest { Topics = [new() { Name = topic }] })).Topics[0].ErrorCode,
        };

        // The loopback broker does not serve CreatePartitions.
        if (IsReal)
        {
            var request = new CreatePartitionsRequest { Topics = [new() { Name = topic, Count = 5 }] };
            errors.Add((await Client.SendAsync(request)).Results[0].ErrorCode);
        }

        errors.Add((await Client.SendAsync(new DeleteTopicsRequest { Topics = [new() { Name = topic }] })).Responses[0].ErrorCode);

        Assert.That(errors, Is.All.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task DeleteTopics_deletes_a_topic_by_id()
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
    public async Task DeleteTopics_reports_an_unknown_topic() =>
        Assert.That(
            (await Client.SendAsync(Requests.Delete(NewName()))).Responses[0].ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicOrPartition)
        );

    [Test]
    public async Task Old_versions_of_DeleteTopics_delete_by_name()
    {
        var topic = await NewTopicAsync();

        var answer = await Client.SendAsync(new DeleteTopicsRequest { TimeoutMs = 30_000, TopicNames = [topic] }, 1);

        Assert.That((answer.Responses[0].Name, answer.Responses[0].ErrorCode), Is.EqualTo((topic, ErrorCode.None)));
    }

    [Test]
    public async Task Metadata_creates_a_topic_unless_the_request_forbids_it()
    {
        var topic = NewName();

        var forbidden = await DescribeAsync(Requests.Metadata(topic) with { AllowAutoTopicCreation = false });
        while (await DescribeAsync(Requests.Metadata(topic)) is { ErrorCode: not ErrorCode.None })
            await Task.Yield();

        Assert.That(forbidden.ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [TestCase(""), TestCase("."), TestCase("a b"), TestCase("ä")]
    public async Task CreateTopics_refuses_invalid_names(string name)
    {
        Assert.That((await Client.SendAsync(Requests.Create(name))).Topics[0].ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));
        Assert.That((await DescribeAsync(Requests.Metadata(name))).ErrorCode, Is.EqualTo(ErrorCode.InvalidTopicException));
    }

    [Test]
    public async Task CreateTopics_refuses_names_above_249_characters()
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
    public async Task CreateTopics_refuses_an_existing_topic()
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
    public async Task CreateTopics_refuses_a_topic_that_is_named_twice()
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
    public async Task CreateTopics_checks_the_numbers_of_partitions_and_replicas(int partitions, int replicas, ErrorCode error)
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
    public async Task Every_version_of_CreateTopics_takes_minus_one_as_the_default([Values(2, 3, 4, 5, 6, 7)] int version)
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
    public async Task CreateTopics_checks_replica_assignments(int partition, int broker, int partitions, int replicas, ErrorCode error)
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
    public async Task CreateTopics_checks_configuration_values(string name, string? value) =>
        Assert.That(
            (await Client.SendAsync(Requests.Create(NewName(), 1, (name, value)))).Topics[0].ErrorCode,
            Is.EqualTo(ErrorCode.InvalidConfig)
        );

    [Test]
    public async Task CreateTopics_answers_no_message_for_a_new_topic() =>
        Assert.That((await Client.SendAsync(Requests.Create(NewName()))).Topics[0].ErrorMessage, Is.Null);

    [Test]
    public async Task ValidateOnly_creates_nothing()
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
    public async Task Metadata_lists_all_topics_for_null_and_no_topics_for_empty()
    {
        var topic = await NewTopicAsync();

        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = null })).Topics.Select(t => t.Name), Does.Contain(topic));
        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = [] })).Topics, Is.Empty);
        Assert.That((await Client.SendAsync(new MetadataRequest { Topics = [] }, 0)).Topics.Select(t => t.Name), Does.Contain(topic));
    }

    [Test]
    public async Task Metadata_refuses_topic_ids_before_version_12()
    {
        var id = (await DescribeAsync(Requests.Metadata(await NewTopicAsync()))).TopicId;

        Assert.That(
            (await DescribeAsync(new() { Topics = [new() { TopicId = id, Name = "a" }] }, 11)).ErrorCode,
            Is.EqualTo(ErrorCode.InvalidRequest)
        );
    }

    [Test]
    public async Task Every_operation_is_authorized()
    {
        var request = Requests.Metadata(await NewTopicAsync()) with { IncludeTopicAuthorizedOperations = true };

        Assert.That((await DescribeAsync(request)).TopicAuthorizedOperations, Is.EqualTo(0b1101_1111_1000));
        Assert.That(
            (await Client.SendAsync(new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true })).ClusterAuthorizedOperations,
            Is.EqualTo(0b1_1111_1010_0000)
        );
    }

    [Test]
    public async Task DescribeCluster_describes_the_broker()
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
    public async Task FindCoordinator_finds_the_broker_for_groups_and_transactions()
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
