using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>The payloads of bytes fields and logs, written in C#.</summary>
public class PayloadTests
{
    /// <summary>Writes records to a batch and reads them back as records of a topic.</summary>
    private static List<LogRecord> Logged(string topic, RecordBatchOptions options, params LogRecord[] records)
    {
        var decoded = new List<LogRecord>();

        foreach (var batch in Records.Batches(Records.Build(options, records.Select(record => record.ToNewRecord()))))
        foreach (var record in batch)
            decoded.Add(LogRecord.Decode(topic, batch, record));

        return decoded;
    }

    [Test]
    public void A_subscription_starts_with_its_version() =>
        Assert.That(
            ConsumerProtocol.Encode(new ConsumerProtocolSubscriptionData { Topics = ["orders"], RackId = "r" }, 3),
            Is.EqualTo(Bytes.OfHex("0003" + "00000001" + "00066f7264657273" + "ffffffff" + "00000000" + "ffffffff" + "000172"))
        );

    [Test]
    public async Task A_member_gets_the_assignment_that_the_group_leader_wrote()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("localhost", broker.Port);
        var subscription = new ConsumerProtocolSubscriptionData { Topics = ["orders", "books"] };
        var join = Requests.Join("group", "") with
        {
            Protocols = [new() { Name = "range", Metadata = ConsumerProtocol.Encode(subscription, 3) }],
        };
        var announced = await client.SendAsync(join);
        var joined = await client.SendAsync(join with { MemberId = announced.MemberId });

        // Each member gets partition 0 of each topic that it wants.
        var assignments = new List<SyncGroupRequest.AssignmentData>();

        foreach (var member in joined.Members)
        {
            var wanted = ConsumerProtocol.DecodeSubscription(member.Metadata, out var version);

            var assignment = new ConsumerProtocolAssignmentData
            {
                AssignedPartitions =
                [
                    .. wanted.Topics.Select(topic => new ConsumerProtocolAssignmentData.TopicPartition { Topic = topic, Partitions = [0] }),
                ],
            };

            assignments.Add(new() { MemberId = member.MemberId, Assignment = ConsumerProtocol.Encode(assignment, version) });
        }

        var synced = await client.SendAsync(Requests.Sync("group", joined) with { Assignments = [.. assignments] });
        var assigned = ConsumerProtocolAssignmentData.From(ConsumerProtocol.DecodeAssignment(synced.Assignment, out var assignedVersion));

        Assert.That(synced.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(assignedVersion, Is.EqualTo(3));
        Assert.That(
            assigned,
            Is.EqualTo(
                new ConsumerProtocolAssignmentData
                {
                    AssignedPartitions = [new() { Topic = "orders", Partitions = [0] }, new() { Topic = "books", Partitions = [0] }],
                }
            )
        );
        Assert.That(assigned.AssignedPartitions[0].ToString(), Is.EqualTo("""TopicPartition { Topic = "orders"; Partitions = [ 0 ] }"""));
    }

    [Test]
    public void A_committed_offset_is_encoded_as_a_key_and_a_value()
    {
        var (key, value) = ConsumerOffsetsRecord
            .NewOffsetCommit(
                new OffsetCommitKeyData
                {
                    Group = "g",
                    Topic = "t",
                    Partition = 2,
                },
                new OffsetCommitValueData
                {
                    Offset = 5,
                    Metadata = "m",
                    CommitTimestamp = 7,
                },
                3
            )
            .Encode();

        Assert.That(key, Is.EqualTo(Bytes.OfHex("0001" + "000167" + "000174" + "00000002")));
        Assert.That(value, Is.EqualTo(Bytes.OfHex("0003" + "0000000000000005" + "ffffffff" + "00016d" + "0000000000000007")));
    }

    [Test]
    public void A_committed_offset_and_its_tombstone_are_read_from_a_log()
    {
        var key = new OffsetCommitKeyData
        {
            Group = "group",
            Topic = "orders",
            Partition = 2,
        };
        var value = new OffsetCommitValueData
        {
            Offset = 42,
            LeaderEpoch = 1,
            TopicId = new(1, 2),
        };

        var read = Logged(
            "__consumer_offsets",
            new(),
            LogRecord.NewConsumerOffsets(ConsumerOffsetsRecord.NewOffsetCommit(key, value, 4)),
            LogRecord.NewConsumerOffsets(ConsumerOffsetsRecord.NewOffsetCommit(key, null, 0))
        );

        var commits = read.Select(record => ((LogRecord.ConsumerOffsets)record).Record)
            .Cast<ConsumerOffsetsRecord.OffsetCommit>()
            .ToArray();

        Assert.That(commits.Select(commit => OffsetCommitKeyData.From(commit.Key)), Is.EqualTo(new[] { key, key }));
        Assert.That(OffsetCommitValueData.From(commits[0].Value!), Is.EqualTo(value));
        Assert.That(commits[0].Version, Is.EqualTo(4));
        Assert.That(commits[1].Value, Is.Null);
        Assert.That(OffsetCommitValueData.From(commits[0].Value!) with { Offset = 43 }, Is.EqualTo(value with { Offset = 43 }));
    }

    [Test]
    public void Transaction_and_share_group_records_are_read_from_a_log()
    {
        var transaction = new TransactionLogValueData
        {
            ProducerId = 7,
            TransactionStatus = 1,
            TransactionPartitions = [new() { Topic = "orders", PartitionIds = [0, 1] }],
        };
        var snapshot = new ShareSnapshotValueData
        {
            StartOffset = 3,
            StateBatches =
            [
                new()
                {
                    FirstOffset = 3,
                    LastOffset = 5,
                    DeliveryCount = 1,
                },
            ],
        };

        var transactions = Logged(
            "__transaction_state",
            new(),
            LogRecord.NewTransactionState(
                TransactionStateRecord.NewTransaction(new TransactionLogKeyData { TransactionalId = "id" }, transaction, 1)
            )
        );

        var shares = Logged(
            "__share_group_state",
            new(),
            LogRecord.NewShareGroupState(
                ShareGroupStateRecord.NewShareSnapshot(new ShareSnapshotKeyData { GroupId = "group", Partition = 1 }, snapshot, 0)
            )
        );

        Assert.That(
            transactions.Single()
                is LogRecord.TransactionState { Record: TransactionStateRecord.Transaction { Key.TransactionalId: "id", Value: { } value } }
                ? TransactionLogValueData.From(value)
                : null,
            Is.EqualTo(transaction)
        );
        Assert.That(
            shares.Single()
                is LogRecord.ShareGroupState { Record: ShareGroupStateRecord.ShareSnapshot { Key.Partition: 1, Value: { } state } }
                ? ShareSnapshotValueData.From(state)
                : null,
            Is.EqualTo(snapshot)
        );
    }

    [Test]
    public void KRaft_control_records_are_read_from_a_log()
    {
        var voters = new VotersRecordData
        {
            Voters =
            [
                new()
                {
                    VoterId = 1,
                    Endpoints =
                    [
                        new()
                        {
                            Name = "CONTROLLER",
                            Host = "localhost",
                            Port = 9093,
                        },
                    ],
                    KRaftVersionFeature = new() { MaxSupportedVersion = 1 },
                },
            ],
        };

        var read = Logged(
            "__cluster_metadata",
            new() { IsControl = true },
            LogRecord.NewControl(
                ControlRecord.NewLeaderChange(new LeaderChangeMessageData { LeaderId = 1, Voters = [new() { VoterId = 1 }] })
            ),
            LogRecord.NewControl(ControlRecord.NewKRaftVoters(voters))
        );

        var control = read.Select(record => ((LogRecord.Control)record).Record).ToArray();

        Assert.That(
            control.Select(record => record.Type),
            Is.EqualTo(new[] { ControlRecordType.LeaderChange, ControlRecordType.KRaftVoters })
        );
        Assert.That(control[0].ToString(), Is.EqualTo("LeaderChangeMessage { LeaderId = 1; Voters = [ { VoterId = 1 } ] }"));
        Assert.That(VotersRecordData.From(((ControlRecord.KRaftVoters)control[1]).Message), Is.EqualTo(voters));
    }

    [Test]
    public void A_KRaft_metadata_record_is_encoded_in_its_frame()
    {
        var topic = new TopicRecordData { Name = "orders", TopicId = new(1, 2) };
        var bytes = ClusterMetadataRecord.NewTopic(topic, 0).Encode();

        Assert.That(bytes, Is.EqualTo(Bytes.OfHex("01" + "02" + "00" + "076f7264657273" + "00000000000000010000000000000002" + "00")));
        Assert.That(TopicRecordData.From(((ClusterMetadataRecord.Topic)ClusterMetadataRecord.Decode(bytes)).Message), Is.EqualTo(topic));
    }

    [Test]
    public void A_principal_is_encoded_for_an_Envelope()
    {
        var principal = new DefaultPrincipalData { Type = "User", Name = "alice" };
        var envelope = new EnvelopeRequest { RequestPrincipal = VersionedPayload.Encode(DefaultPrincipal.schema, principal, 0) };

        Assert.That(envelope.RequestPrincipal, Is.EqualTo(Bytes.OfHex("0000" + "0555736572" + "06616c696365" + "00" + "00")));
        Assert.That(
            DefaultPrincipalData.From(VersionedPayload.Decode(DefaultPrincipal.schema, envelope.RequestPrincipal.Value)),
            Is.EqualTo(principal)
        );
    }

    [Test]
    public void ToString_masks_the_secrets_of_a_payload() =>
        Assert.That(
            new UserScramCredentialRecordData { Name = "alice", Salt = Bytes.OfString("salt") }.ToString(),
            Is.EqualTo("""UserScramCredentialRecord { Name = "alice"; Salt = *** }""")
        );
}
