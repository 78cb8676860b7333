namespace KafkaWire.Testing.Tests.Sweeps;

public class TxnOffsetCommitSweep() : AnyTxnOffsetCommitSweep(FirstWithAbortable, LastVersion);

/// <summary>The old versions. Kafka verifies the transactions of several requests together and answers all of them in the form of one of
/// them, so they must not be mixed with newer ones.</summary>
public class OldTxnOffsetCommitSweep() : AnyTxnOffsetCommitSweep(0, FirstWithAbortable - 1);

/// <summary>TxnOffsetCommit in some versions.</summary>
public abstract class AnyTxnOffsetCommitSweep(int first, int last) : OffsetsSweep("TxnOffsetCommit")
{
    private protected const int LastVersion = 6;

    // The first version in which producers know TransactionAbortable.
    private protected const int FirstWithAbortable = 4;

    // The number in the configuration of the tests' Kafka.
    private const int OffsetsPartitions = 3;

    private protected override void Variants(VariantTable table)
    {
        foreach (var setup in TransactionSetups.All)
        foreach (var producer in Producer.All)
            table.Add(
                $"{setup}, {producer.Name}",
                producer == Producer.Right ? Versions(first, last) : Of(1, 4, LastVersion),
                (talk, version) => AskAsync(talk, version, setup, producer, TransactionSetups.Group(talk), talk => [Of(talk, [At(0)])])
            );

        foreach (
            var setup in new[]
            {
                TransactionSetup.None,
                TransactionSetup.Initialized,
                TransactionSetup.OpenWithGroup,
                TransactionSetup.CommittedWithEpochs,
            }
        )
        {
            foreach (var (name, topics) in Topics())
                table.Add(
                    $"{setup}, {name}",
                    setup == TransactionSetup.OpenWithGroup ? Versions(first, last) : Of(2, LastVersion),
                    (talk, version) => AskAsync(talk, version, setup, Producer.Right, TransactionSetups.Group(talk), topics)
                );

            table.Add(
                $"{setup}, another group",
                Versions(first, last),
                (talk, version) => AskAsync(talk, version, setup, Producer.Right, OfAnotherPartition(talk), talk => [Of(talk, [At(0)])])
            );
            table.Add(
                $"{setup}, no group id",
                Versions(first, last),
                (talk, version) => AskAsync(talk, version, setup, Producer.Right, "", talk => [Of(talk, [At(0)])])
            );
        }

        foreach (var setup in GroupInState.All)
        foreach (var sender in Sender.All)
            table.Add(
                $"{setup} group, {sender.Name}",
                setup is GroupSetup.None or GroupSetup.Stable ? Of(3, 5) : Of(5),
                async (talk, version) =>
                {
                    var group = await GroupInState.SetUpAsync(talk, setup);
                    var state = await TransactionSetups.SetUpAsync(talk, TransactionSetup.OpenWithGroup);
                    var request = Request(state, Producer.Right, group.Id, [Of(talk, [At(0)])]) with
                    {
                        MemberId = sender.Member(group),
                        GenerationIdOrMemberEpoch = sender.Generation(group),
                        GroupInstanceId = sender.Instance(group),
                    };
                    await CommitAsync(talk, version, state, request);
                }
            );
    }

    /// <summary>The versions that this sweep covers.</summary>
    private IEnumerable<int> Of(params int[] versions) => versions.Where(version => version >= first && version <= last);

    /// <summary>A group that is not in the transaction. Kafka adds the partition of __consumer_offsets that holds the group, so it must be
    /// in another one.</summary>
    private static string OfAnotherPartition(Talk talk)
    {
        static int Partition(string group) =>
            (int)(Math.Abs((long)group.Aggregate(0, (hash, each) => unchecked(hash * 31 + each))) % OffsetsPartitions);
        return Enumerable
            .Range(0, 100)
            .Select(i => talk.OwnName($"-another-{i}"))
            .First(group => Partition(group) != Partition(TransactionSetups.Group(talk)));
    }

    private static TxnOffsetCommitRequest Request(
        TransactionInState state,
        Producer producer,
        string group,
        OffsetCommitRequest.Topic[] topics
    ) =>
        new()
        {
            TransactionalId = producer.Transaction(state),
            ProducerId = producer.Id(state),
            ProducerEpoch = producer.Epoch(state),
            GroupId = group,
            Topics = [.. topics.Select(OfTransaction)],
        };

    private static TxnOffsetCommitRequest.Topic OfTransaction(OffsetCommitRequest.Topic topic) =>
        new()
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            Partitions =
            [
                .. topic.Partitions.Select(partition => new TxnOffsetCommitRequest.Partition
                {
                    PartitionIndex = partition.PartitionIndex,
                    CommittedOffset = partition.CommittedOffset,
                    CommittedMetadata = partition.CommittedMetadata,
                }),
            ],
        };

    private static async Task AskAsync(
        Talk talk,
        short version,
        TransactionSetup setup,
        Producer producer,
        string group,
        Func<Talk, OffsetCommitRequest.Topic[]> topics
    )
    {
        var state = await TransactionSetups.SetUpAsync(talk, setup);
        await CommitAsync(talk, version, state, Request(state, producer, group, topics(talk)));
    }

    /// <summary>Commits the offsets, and fetches them while the transaction is open and after it was committed.</summary>
    private static async Task CommitAsync(Talk talk, short version, TransactionInState state, TxnOffsetCommitRequest request)
    {
        await talk.AskSettledAsync(request, version);
        var fetch = new OffsetFetchRequest
        {
            RequireStable = true,
            Groups = [new() { GroupId = request.GroupId, Topics = [new() { Name = Topic(talk), PartitionIndexes = [0, 1, 2] }] }],
        };

        // All variants share the group with the empty name.
        if (request.GroupId != "")
            await talk.AskAsync(fetch, 9);
        await talk.AskSettledAsync(
            new EndTxnRequest
            {
                TransactionalId = state.Id,
                ProducerId = state.ProducerId,
                ProducerEpoch = state.Epoch,
                Committed = true,
            },
            4
        );
        if (request.GroupId == "")
            return;
        while (
            (await talk.SendAsync(fetch, 9))
                .Groups[0]
                .Topics[0]
                .Partitions.Any(partition => partition.ErrorCode == ErrorCode.UnstableOffsetCommit)
        )
            await Task.Yield();
        await talk.AskAsync(fetch, 9);
    }
}
