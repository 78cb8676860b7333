using static KafkaWire.TestSupport.Requests;

namespace KafkaWire.Testing.Tests;

/// <summary>Sample requests for every API and version that the broker serves.</summary>
internal static class SampleRequests
{
    /// <summary>A request that the version can encode, about the topic "topic".</summary>
    public static IKafkaRequest Of(ApiKey api, short version, Uuid topicId) =>
        api switch
        {
            ApiKey.Produce when version < 3 => Produce(
                "topic",
                Records.Build(new() { Magic = (sbyte)(version / 2) }, [new() { Value = Bytes.OfString("a") }])
            ),
            ApiKey.Produce => Produce("topic", Batch.Of("a")) is var produce && version >= 13
                ? produce with
                {
                    TopicData = [produce.TopicData[0] with { Name = "", TopicId = topicId }],
                }
                : produce,
            ApiKey.Fetch => Fetch("topic") is var fetch && version >= 13
                ? fetch with
                {
                    Topics = [fetch.Topics[0] with { Topic = "", TopicId = topicId }],
                }
                : fetch,
            ApiKey.ListOffsets => ListOffsets("topic", -1),
            ApiKey.Metadata => Metadata("topic"),
            ApiKey.JoinGroup => Join("no-group", "no-member"),
            ApiKey.SyncGroup => new SyncGroupRequest { GroupId = "no-group", MemberId = "no-member" },
            ApiKey.Heartbeat => Heartbeat("no-group", "no-member", 1),
            ApiKey.LeaveGroup when version < 3 => new LeaveGroupRequest { GroupId = "no-group", MemberId = "no-member" },
            ApiKey.LeaveGroup => Leave("no-group", "no-member"),
            ApiKey.DescribeGroups => Describe("no-group"),
            ApiKey.ListGroups => new ListGroupsRequest(),
            ApiKey.DeleteGroups => new DeleteGroupsRequest { GroupsNames = ["no-group"] },
            ApiKey.OffsetCommit => Commit("group", "topic", 1) is var commit && version >= 10
                ? commit with
                {
                    Topics = [commit.Topics[0] with { TopicId = topicId }],
                }
                : commit,
            ApiKey.OffsetFetch when version < 8 => new OffsetFetchRequest
            {
                GroupId = "group",
                Topics = [new() { Name = "topic", PartitionIndexes = [0] }],
            },
            ApiKey.OffsetFetch => OffsetFetch("group", "topic"),
            ApiKey.AddPartitionsToTxn when version >= 4 => new AddPartitionsToTxnRequest
            {
                Transactions = [new() { TransactionalId = "no-id", Topics = [new() { Name = "topic", Partitions = [0] }] }],
            },
            ApiKey.AddPartitionsToTxn => new AddPartitionsToTxnRequest
            {
                V3AndBelowTransactionalId = "no-id",
                V3AndBelowTopics = [new() { Name = "topic", Partitions = [0] }],
            },
            ApiKey.AddOffsetsToTxn => new AddOffsetsToTxnRequest { TransactionalId = "no-id", GroupId = "group" },
            ApiKey.EndTxn => new EndTxnRequest { TransactionalId = "no-id" },
            ApiKey.TxnOffsetCommit => new TxnOffsetCommitRequest
            {
                TransactionalId = "no-id",
                GroupId = "group",
                Topics =
                [
                    new()
                    {
                        Name = "topic",
                        TopicId = topicId,
                        Partitions = [new() { CommittedMetadata = "" }],
                    },
                ],
            },
            ApiKey.FindCoordinator when version >= 4 => new FindCoordinatorRequest { CoordinatorKeys = ["key"] },
            ApiKey.FindCoordinator => new FindCoordinatorRequest { Key = "key" },
            ApiKey.ApiVersions => new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" },
            ApiKey.CreateTopics => Create($"created-{version}"),
            ApiKey.DeleteTopics when version >= 6 => Delete("no-topic"),
            ApiKey.DeleteTopics => new DeleteTopicsRequest { TopicNames = ["no-topic"] },
            ApiKey.InitProducerId => InitProducerId(),
            ApiKey.DescribeCluster => new DescribeClusterRequest(),
            _ => throw new ArgumentOutOfRangeException(nameof(api), api, "No sample."),
        };
}
