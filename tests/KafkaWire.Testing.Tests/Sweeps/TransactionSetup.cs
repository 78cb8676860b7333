namespace KafkaWire.Testing.Tests.Sweeps;

/// <summary>The state of a transactional id before a request is sent.</summary>
internal enum TransactionSetup
{
    /// <summary>The id is unknown.</summary>
    None,

    /// <summary>A producer without a transaction.</summary>
    Initialized,

    /// <summary>An open transaction with records in the first partition of the topic.</summary>
    Open,

    /// <summary>An open transaction with uncommitted offsets of a group, "GROUP".</summary>
    OpenWithGroup,

    /// <summary>A transaction that was committed by an old client, without a new epoch.</summary>
    Committed,

    /// <summary>A transaction that was aborted by an old client, without a new epoch.</summary>
    Aborted,

    /// <summary>A committed transaction, after which the producer has its next epoch.</summary>
    CommittedWithEpochs,

    /// <summary>An aborted transaction, after which the producer has its next epoch.</summary>
    AbortedWithEpochs,

    /// <summary>An abort without an open transaction, after which the producer has its next epoch.</summary>
    AbortedUnbegun,

    /// <summary>A second transaction, in the epoch that the end of the first one started.</summary>
    OpenAgain,

    /// <summary>Another producer has replaced one without a transaction.</summary>
    Fenced,

    /// <summary>Another producer has replaced one with an open transaction.</summary>
    FencedOpen,

    /// <summary>The producer has requested its next epoch.</summary>
    Bumped,
}

/// <summary>A transactional id in its initial state.</summary>
/// <param name="ProducerId">The id of the producer; an unknown id if there is none.</param>
/// <param name="Epoch">The newest epoch.</param>
/// <param name="OldEpoch">The epoch in which the transaction began.</param>
internal sealed record TransactionInState(string Id, long ProducerId, short Epoch, short OldEpoch);

/// <summary>Brings transactional ids into states.</summary>
internal static class TransactionSetups
{
    /// <summary>A producer id that no broker has given out.</summary>
    public const long NoProducer = 1_000_000_007;

    private const short LastWithoutEpochs = 4;

    public static IEnumerable<TransactionSetup> All => Enum.GetValues<TransactionSetup>();

    public static string Group(Talk talk) => talk.OwnName("-group");

    public static async Task<TransactionInState> SetUpAsync(Talk talk, TransactionSetup setup)
    {
        var id = talk.OwnName("-transaction");
        if (setup == TransactionSetup.None)
            return new(id, NoProducer, 0, 0);

        var first = await InitializeAsync(talk, id);
        var state = new TransactionInState(id, first.ProducerId, first.ProducerEpoch, first.ProducerEpoch);
        talk.Alias(first.ProducerId, "<producer>");

        switch (setup)
        {
            case TransactionSetup.Initialized:
                return state;

            case TransactionSetup.AbortedUnbegun:
                return await EndAsync(talk, state, commits: false, 5);

            case TransactionSetup.Fenced:
                return state with { Epoch = (await InitializeAsync(talk, id)).ProducerEpoch };

            case TransactionSetup.Bumped:
                return state with { Epoch = (await InitializeAsync(talk, id, state.ProducerId, state.Epoch)).ProducerEpoch };

            case TransactionSetup.OpenWithGroup:
                Check(
                    await talk.SendAsync(
                        new AddOffsetsToTxnRequest
                        {
                            TransactionalId = id,
                            ProducerId = state.ProducerId,
                            ProducerEpoch = state.Epoch,
                            GroupId = Group(talk),
                        }
                    )
                        is var added
                        ? added.ErrorCode
                        : 0
                );
                return state;
        }

        await AddAsync(talk, state);

        if (setup == TransactionSetup.OpenAgain)
        {
            state = await EndAsync(talk, state, commits: true, 5);
            await AddAsync(talk, state);
            return state;
        }

        return setup switch
        {
            TransactionSetup.Open => state,
            TransactionSetup.Committed => await EndAsync(talk, state, commits: true, LastWithoutEpochs),
            TransactionSetup.Aborted => await EndAsync(talk, state, commits: false, LastWithoutEpochs),
            TransactionSetup.CommittedWithEpochs => await EndAsync(talk, state, commits: true, 5),
            TransactionSetup.AbortedWithEpochs => await EndAsync(talk, state, commits: false, 5),
            TransactionSetup.FencedOpen => state with { Epoch = (await InitializeAsync(talk, id)).ProducerEpoch },
            _ => throw new ArgumentOutOfRangeException(nameof(setup), setup, "No such setup."),
        };
    }

    /// <summary>Commits an offset of a group in a transaction that stays open.</summary>
    public static async Task CommitAsync(Talk talk, string group)
    {
        var id = talk.OwnName("-committer");
        var producer = await InitializeAsync(talk, id);
        Check(
            (
                await talk.SendAsync(
                    new AddOffsetsToTxnRequest
                    {
                        TransactionalId = id,
                        ProducerId = producer.ProducerId,
                        ProducerEpoch = producer.ProducerEpoch,
                        GroupId = group,
                    }
                )
            ).ErrorCode
        );
        await talk.SendAsync(
            new TxnOffsetCommitRequest
            {
                TransactionalId = id,
                GroupId = group,
                ProducerId = producer.ProducerId,
                ProducerEpoch = producer.ProducerEpoch,
                Topics =
                [
                    new()
                    {
                        Name = talk.SharedName("topic"),
                        Partitions =
                        [
                            new()
                            {
                                PartitionIndex = 0,
                                CommittedOffset = 8,
                                CommittedMetadata = "t",
                            },
                        ],
                    },
                ],
            },
            4
        );
    }

    private static async Task<InitProducerId.Response> InitializeAsync(Talk talk, string id, long producerId = -1, short epoch = -1)
    {
        while (true)
        {
            var answer = await talk.SendAsync(Requests.InitTransactions(id, producerId, epoch), 5);
            if (answer.ErrorCode.IsRetriable())
                continue;
            Check(answer.ErrorCode);
            return answer;
        }
    }

    private static async Task AddAsync(Talk talk, TransactionInState state)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = state.Id,
            V3AndBelowProducerId = state.ProducerId,
            V3AndBelowProducerEpoch = state.Epoch,
            V3AndBelowTopics = [new() { Name = talk.SharedName("topic"), Partitions = [0] }],
        };

        while (true)
        {
            var error = (await talk.SendAsync(request, 3)).ResultsByTopicV3AndBelow[0].ResultsByPartition[0].PartitionErrorCode;
            if (error == ErrorCode.ConcurrentTransactions)
                continue;
            Check(error);
            return;
        }
    }

    private static async Task<TransactionInState> EndAsync(Talk talk, TransactionInState state, bool commits, short version)
    {
        var ended = await talk.SendAsync(
            new EndTxnRequest
            {
                TransactionalId = state.Id,
                ProducerId = state.ProducerId,
                ProducerEpoch = state.Epoch,
                Committed = commits,
            },
            version
        );
        Check(ended.ErrorCode);

        // A real Kafka answers before the transaction has ended in all partitions.
        while (
            (
                await talk.SendAsync(
                    new EndTxnRequest
                    {
                        TransactionalId = state.Id,
                        ProducerId = state.ProducerId,
                        ProducerEpoch = state.Epoch,
                        Committed = commits,
                    },
                    version
                )
            ).ErrorCode == ErrorCode.ConcurrentTransactions
        )
            await Task.Yield();
        return version >= 5 ? state with { Epoch = ended.ProducerEpoch } : state;
    }

    private static void Check(ErrorCode error)
    {
        if (error != ErrorCode.None)
            throw new InvalidOperationException(error.ToString());
    }
}

/// <summary>The sender that a request states: the real producer, or one that is wrong in one of many ways.</summary>
internal sealed record Producer(
    string Name,
    Func<TransactionInState, string> Transaction,
    Func<TransactionInState, long> Id,
    Func<TransactionInState, short> Epoch
)
{
    private static readonly (string Name, Func<TransactionInState, long> Id)[] Ids =
    [
        ("its id", state => state.ProducerId),
        ("no id", _ => -1),
        ("an id below -1", _ => -2),
        ("a strange id", _ => TransactionSetups.NoProducer + 1),
    ];

    private static readonly (string Name, Func<TransactionInState, short> Epoch)[] Epochs =
    [
        ("its epoch", state => state.Epoch),
        ("its old epoch", state => state.OldEpoch),
        ("the next epoch", state => (short)(state.Epoch + 1)),
        ("the epoch before", state => (short)(state.Epoch - 1)),
        ("no epoch", _ => -1),
        ("the last epoch", _ => short.MaxValue),
    ];

    /// <summary>All senders.</summary>
    public static IEnumerable<Producer> All { get; } =
    [
        .. from id in Ids from epoch in Epochs select new Producer($"{id.Name}, {epoch.Name}", state => state.Id, id.Id, epoch.Epoch),
        new("without transactional id", _ => "", state => state.ProducerId, state => state.Epoch),
        new("of another transactional id", state => $"{state.Id}-other", state => state.ProducerId, state => state.Epoch),
    ];

    /// <summary>The real producer.</summary>
    public static Producer Right => All.First();
}
