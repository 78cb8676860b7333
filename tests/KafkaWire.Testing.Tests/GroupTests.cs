using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class GroupTests(string release) : BehaviourTests(release)
{
    private RawClient other = null!;
    private string group = null!;

    [SetUp]
    public async Task ConnectTwice()
    {
        other = await RawClient.ConnectAsync(Port);
        group = NewName();
        await UntilCoordinatedAsync(group, keyType: 0);
    }

    [TearDown]
    public void DisconnectTwice() => other?.Dispose();

    /// <summary>Joins without a member id, then with the id from the answer.</summary>
    private async Task<JoinGroup.Response> JoinAsync(RawClient client, string metadata = "")
    {
        var announced = await client.SendAsync(Requests.Join(group, ""));
        Assert.That(announced.ErrorCode, Is.EqualTo(ErrorCode.MemberIdRequired));
        return await client.SendAsync(Requests.Join(group, announced.MemberId, metadata: metadata));
    }

    private async Task<JoinGroup.Response> JoinAndSyncAsync()
    {
        var joined = await JoinAsync(Client);
        Assert.That((await Client.SendAsync(Requests.Sync(group, joined, (joined.MemberId, "all")))).ErrorCode, Is.EqualTo(ErrorCode.None));
        return joined;
    }

    private async Task<ErrorCode> HeartbeatAsync(JoinGroup.Response joined) =>
        (await Client.SendAsync(Requests.Heartbeat(group, joined.MemberId, joined.GenerationId))).ErrorCode;

    [Test]
    public async Task The_first_member_leads_the_group()
    {
        var joined = await JoinAsync(Client, metadata: "m");
        var synced = await Client.SendAsync(Requests.Sync(group, joined, (joined.MemberId, "all")));

        Assert.That(
            (joined.ErrorCode, joined.GenerationId, joined.ProtocolType, joined.ProtocolName),
            Is.EqualTo((ErrorCode.None, 1, "consumer", "range"))
        );
        Assert.That(joined.Leader, Is.EqualTo(joined.MemberId));
        Assert.That(
            joined.Members.Select(member => (member.MemberId, member.Metadata)),
            Is.EqualTo(new[] { (joined.MemberId, Bytes.OfString("m")) })
        );
        Assert.That(
            (synced.ErrorCode, synced.ProtocolType, synced.ProtocolName, synced.Assignment),
            Is.EqualTo((ErrorCode.None, "consumer", "range", Bytes.OfString("all")))
        );
        Assert.That(await HeartbeatAsync(joined), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task A_second_member_makes_the_first_one_rejoin()
    {
        var first = await JoinAndSyncAsync();
        var joining = JoinAsync(other);
        while (await HeartbeatAsync(first) == ErrorCode.None)
            await Task.Yield();
        Assert.That(await HeartbeatAsync(first), Is.EqualTo(ErrorCode.RebalanceInProgress));
        Assert.That((await Client.SendAsync(Requests.Sync(group, first))).ErrorCode, Is.EqualTo(ErrorCode.RebalanceInProgress));

        var again = await Client.SendAsync(Requests.Join(group, first.MemberId));
        var second = await joining;
        var syncing = other.SendAsync(Requests.Sync(group, second));
        var firstSynced = await Client.SendAsync(Requests.Sync(group, again, (first.MemberId, "one"), (second.MemberId, "other")));

        Assert.That((again.GenerationId, again.Leader), Is.EqualTo((2, first.MemberId)));
        Assert.That(again.Members.Select(member => member.MemberId), Is.EquivalentTo(new[] { first.MemberId, second.MemberId }));
        Assert.That((second.GenerationId, second.Leader, second.Members.Length), Is.EqualTo((2, first.MemberId, 0)));
        Assert.That((firstSynced.Assignment, (await syncing).Assignment), Is.EqualTo((Bytes.OfString("one"), Bytes.OfString("other"))));
        Assert.That(await HeartbeatAsync(first), Is.EqualTo(ErrorCode.IllegalGeneration));
    }

    [Test]
    public async Task A_leaving_member_makes_the_others_rejoin()
    {
        var first = await JoinAndSyncAsync();
        var joining = JoinAsync(other);
        while (await HeartbeatAsync(first) == ErrorCode.None)
            await Task.Yield();
        var again = await Client.SendAsync(Requests.Join(group, first.MemberId));
        var second = await joining;
        await Client.SendAsync(Requests.Sync(group, again));

        var left = await other.SendAsync(Requests.Leave(group, second.MemberId));

        Assert.That(
            left.Members.Select(member => (member.MemberId, member.ErrorCode)),
            Is.EqualTo(new[] { (second.MemberId, ErrorCode.None) })
        );
        Assert.That(await HeartbeatAsync(again), Is.EqualTo(ErrorCode.RebalanceInProgress));
        Assert.That(
            (await other.SendAsync(Requests.Heartbeat(group, second.MemberId, 2))).ErrorCode,
            Is.EqualTo(ErrorCode.UnknownMemberId)
        );
        Assert.That((await Client.SendAsync(Requests.Join(group, first.MemberId))).Members, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_member_that_missed_the_answer_gets_it_again()
    {
        var joined = await JoinAsync(Client, metadata: "m");

        var again = await Client.SendAsync(Requests.Join(group, joined.MemberId, metadata: "m"));

        Assert.That((again.GenerationId, again.Leader, again.Members.Length), Is.EqualTo((1, joined.MemberId, 1)));
    }

    [Test]
    public async Task JoinGroup_reports_errors()
    {
        var joined = await JoinAndSyncAsync();
        async Task<ErrorCode> Join(JoinGroupRequest request) => (await other.SendAsync(request)).ErrorCode;

        Assert.That(await Join(Requests.Join("", "")), Is.EqualTo(ErrorCode.InvalidGroupId));
        Assert.That(await Join(Requests.Join(group, "", sessionTimeoutMs: 5_999)), Is.EqualTo(ErrorCode.InvalidSessionTimeout));
        Assert.That(await Join(Requests.Join(group, "", sessionTimeoutMs: 1_800_001)), Is.EqualTo(ErrorCode.InvalidSessionTimeout));
        Assert.That(await Join(Requests.Join(group, "nobody")), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await Join(Requests.Join(group, "nobody", instance: "nobody")), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await Join(Requests.Join(group, "", protocol: "another")), Is.EqualTo(ErrorCode.InconsistentGroupProtocol));
        Assert.That(
            await Join(Requests.Join(group, "") with { ProtocolType = "connect" }),
            Is.EqualTo(ErrorCode.InconsistentGroupProtocol)
        );
        Assert.That(await Join(Requests.Join(group, "") with { Protocols = [] }), Is.EqualTo(ErrorCode.InconsistentGroupProtocol));
        Assert.That(await HeartbeatAsync(joined), Is.EqualTo(ErrorCode.None), "the refused requests have no effect");
    }

    [Test]
    public async Task SyncGroup_reports_errors()
    {
        var joined = await JoinAsync(Client);
        var sync = Requests.Sync(group, joined);
        async Task<ErrorCode> Sync(SyncGroupRequest request) => (await other.SendAsync(request)).ErrorCode;

        Assert.That(await Sync(sync with { GroupId = "" }), Is.EqualTo(ErrorCode.InvalidGroupId));
        Assert.That(await Sync(sync with { GroupId = NewName() }), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await Sync(sync with { MemberId = "nobody" }), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await Sync(sync with { GenerationId = 2 }), Is.EqualTo(ErrorCode.IllegalGeneration));
        Assert.That(await Sync(sync with { ProtocolName = "another" }), Is.EqualTo(ErrorCode.InconsistentGroupProtocol));
        Assert.That(await Sync(sync with { ProtocolName = null }), Is.EqualTo(ErrorCode.InconsistentGroupProtocol));
    }

    [Test]
    public async Task A_returning_static_member_fences_its_predecessor()
    {
        var joined = await Client.SendAsync(Requests.Join(group, "", instance: "static"));
        await Client.SendAsync(Requests.Sync(group, joined, (joined.MemberId, "all")) with { GroupInstanceId = "static" });

        var back = await other.SendAsync(Requests.Join(group, "", instance: "static"));
        var old = await Client.SendAsync(Requests.Heartbeat(group, joined.MemberId, 1, instance: "static"));
        var synced = await other.SendAsync(Requests.Sync(group, back) with { GroupInstanceId = "static" });

        Assert.That(
            (back.ErrorCode, back.GenerationId, back.SkipAssignment, back.Leader),
            Is.EqualTo((ErrorCode.None, 1, true, back.MemberId))
        );
        Assert.That(back.MemberId, Is.Not.EqualTo(joined.MemberId));
        Assert.That(old.ErrorCode, Is.EqualTo(ErrorCode.FencedInstanceId));
        Assert.That(synced.Assignment, Is.EqualTo(Bytes.OfString("all")));
        Assert.That(
            (await Client.SendAsync(Requests.Join(group, joined.MemberId, instance: "static"))).ErrorCode,
            Is.EqualTo(ErrorCode.FencedInstanceId)
        );
        Assert.That(
            (await Client.SendAsync(Requests.Leave(group, joined.MemberId, instance: "static"))).Members[0].ErrorCode,
            Is.EqualTo(ErrorCode.FencedInstanceId)
        );
        Assert.That(
            (await Client.SendAsync(Requests.Leave(group, "", instance: "static"))).Members[0].ErrorCode,
            Is.EqualTo(ErrorCode.None)
        );
    }

    [Test]
    public async Task Only_members_of_the_generation_can_commit_offsets()
    {
        var topic = await NewTopicAsync();
        var joined = await JoinAndSyncAsync();
        async Task<ErrorCode> Commit(string member, int generation) =>
            (await Client.SendAsync(Requests.Commit(group, topic, 5, member, generation), 9)).Topics[0].Partitions[0].ErrorCode;

        Assert.That(await Commit(joined.MemberId, 1), Is.EqualTo(ErrorCode.None));
        Assert.That(await Commit(joined.MemberId, 2), Is.EqualTo(ErrorCode.IllegalGeneration));
        Assert.That(await Commit("nobody", 1), Is.EqualTo(ErrorCode.UnknownMemberId));
        Assert.That(await Commit("", -1), Is.EqualTo(ErrorCode.UnknownMemberId));
    }

    [Test]
    public async Task Any_client_can_commit_offsets_of_a_group_without_members()
    {
        var topic = await NewTopicAsync();
        var id = (await DescribeAsync(Requests.Metadata(topic))).TopicId;

        var committed = await Client.SendAsync(Requests.Commit(group, topic, 5, metadata: "m"), 9);
        var fetched = (await Client.SendAsync(Requests.OffsetFetch(group, topic), 9)).Groups[0];
        var all = (await Client.SendAsync(Requests.OffsetFetch(group, null))).Groups[0];
        var other = (await Client.SendAsync(Requests.OffsetFetch(NewName(), topic), 9)).Groups[0];

        Assert.That(committed.Topics[0].Partitions[0].ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(
            fetched.Topics[0].Partitions.Select(p => (p.CommittedOffset, p.CommittedLeaderEpoch, p.Metadata, p.ErrorCode)),
            Is.EqualTo(new[] { (5L, 0, "m", ErrorCode.None) })
        );
        Assert.That((all.Topics[0].TopicId, all.Topics[0].Partitions[0].CommittedOffset), Is.EqualTo((id, 5L)));
        Assert.That(
            other.Topics[0].Partitions.Select(p => (p.CommittedOffset, p.CommittedLeaderEpoch, p.Metadata, p.ErrorCode)),
            Is.EqualTo(new[] { (-1L, -1, "", ErrorCode.None) })
        );
    }

    [Test]
    public async Task Offsets_are_committed_and_fetched_by_topic_id()
    {
        var topic = await NewTopicAsync();
        var id = (await DescribeAsync(Requests.Metadata(topic))).TopicId;
        OffsetCommitRequest Commit(Uuid topicId) =>
            Requests.Commit(group, "", 5) is var request
                ? request with
                {
                    Topics = [request.Topics[0] with { TopicId = topicId }],
                }
                : request;
        OffsetFetchRequest Fetch(Uuid topicId) =>
            new() { Groups = [new() { GroupId = group, Topics = [new() { TopicId = topicId, PartitionIndexes = [0] }] }] };

        Assert.That((await Client.SendAsync(Commit(id))).Topics[0].Partitions[0].ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(
            (await Client.SendAsync(Commit(Uuid.NewRandom()))).Topics[0].Partitions[0].ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicId)
        );
        Assert.That((await Client.SendAsync(Fetch(id))).Groups[0].Topics[0].Partitions[0].CommittedOffset, Is.EqualTo(5));
        Assert.That(
            (await Client.SendAsync(Fetch(Uuid.NewRandom()))).Groups[0].Topics[0].Partitions[0].ErrorCode,
            Is.EqualTo(ErrorCode.UnknownTopicId)
        );
    }

    [Test]
    public async Task OffsetCommit_reports_errors()
    {
        var topic = await NewTopicAsync();
        async Task<ErrorCode> Commit(OffsetCommitRequest request) => (await Client.SendAsync(request, 9)).Topics[0].Partitions[0].ErrorCode;

        Assert.That(
            new[]
            {
                await Commit(Requests.Commit("", topic, 5)),
                await Commit(Requests.Commit(group, NewName(), 5)),
                await Commit(Requests.Commit(group, topic, 5, partition: 1)),
                await Commit(Requests.Commit(group, topic, 5, metadata: new string('a', 4097))),
                await Commit(Requests.Commit(group, topic, 5, member: "nobody", generation: 1)),
                (await Client.SendAsync(Requests.OffsetFetch("", topic), 9)).Groups[0].ErrorCode,
            },
            Is.EqualTo(
                new[]
                {
                    ErrorCode.None, // only offsets can belong to a group with an empty name
                    ErrorCode.UnknownTopicOrPartition,
                    ErrorCode.UnknownTopicOrPartition,
                    ErrorCode.OffsetMetadataTooLarge,
                    ErrorCode.UnknownMemberId,
                    ErrorCode.None,
                }
            )
        );
    }

    [Test]
    public async Task DescribeGroups_and_ListGroups_show_a_group()
    {
        var joined = await JoinAsync(Client, metadata: "m");
        var joining = (await Client.SendAsync(Requests.Describe(group))).Groups[0];
        await Client.SendAsync(Requests.Sync(group, joined, (joined.MemberId, "all")));
        var stable = (await Client.SendAsync(Requests.Describe(group))).Groups[0];
        var listed = (await Client.SendAsync(new ListGroupsRequest { StatesFilter = ["stable"], TypesFilter = ["classic"] })).Groups;
        var others = (await Client.SendAsync(new ListGroupsRequest { StatesFilter = ["Empty"] })).Groups;

        Assert.That((joining.GroupState, joining.ProtocolType, joining.ProtocolData), Is.EqualTo(("CompletingRebalance", "consumer", "")));
        Assert.That(
            (stable.ErrorCode, stable.GroupState, stable.ProtocolType, stable.ProtocolData),
            Is.EqualTo((ErrorCode.None, "Stable", "consumer", "range"))
        );
        Assert.That(
            stable.Members.Select(member => (member.MemberId, member.ClientId, member.MemberMetadata, member.MemberAssignment)),
            Is.EqualTo(new[] { (joined.MemberId, "test", Bytes.OfString("m"), Bytes.OfString("all")) })
        );
        // A Kafka in a container sees the address of the Docker bridge.
        Assert.That(stable.Members[0].ClientHost, IsReal ? Does.Match(@"^/\d+(\.\d+){3}$") : Is.EqualTo("/127.0.0.1"));
        Assert.That(
            listed.Where(each => each.GroupId == group).Select(each => (each.ProtocolType, each.GroupState, each.GroupType)),
            Is.EqualTo(new[] { ("consumer", "Stable", "classic") })
        );
        Assert.That(others.Select(each => each.GroupId), Does.Not.Contain(group));
    }

    [Test]
    public async Task DescribeGroups_reports_an_unknown_group_as_dead()
    {
        var old = (await Client.SendAsync(Requests.Describe(NewName()), 5)).Groups[0];
        var current = (await Client.SendAsync(Requests.Describe(NewName()), 6)).Groups[0];

        Assert.That((old.ErrorCode, old.GroupState), Is.EqualTo((ErrorCode.None, "Dead")));
        Assert.That((current.ErrorCode, current.GroupState), Is.EqualTo((ErrorCode.GroupIdNotFound, "Dead")));
    }

    [Test]
    public async Task DeleteGroups_deletes_only_groups_without_members()
    {
        var topic = await NewTopicAsync();
        var joined = await JoinAndSyncAsync();
        await Client.SendAsync(Requests.Commit(group, topic, 5, joined.MemberId, joined.GenerationId), 9);
        async Task<ErrorCode> Delete() => (await Client.SendAsync(new DeleteGroupsRequest { GroupsNames = [group] })).Results[0].ErrorCode;

        Assert.That(await Delete(), Is.EqualTo(ErrorCode.NonEmptyGroup));
        await Client.SendAsync(Requests.Leave(group, joined.MemberId));
        Assert.That(await Delete(), Is.EqualTo(ErrorCode.None));
        Assert.That(await Delete(), Is.EqualTo(ErrorCode.GroupIdNotFound));
        Assert.That(
            (await Client.SendAsync(Requests.OffsetFetch(group, topic), 9)).Groups[0].Topics[0].Partitions[0].CommittedOffset,
            Is.EqualTo(-1)
        );
    }
}
