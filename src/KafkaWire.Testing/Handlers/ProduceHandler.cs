using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Appends record batches.</summary>
internal sealed class ProduceHandler(Cluster cluster) : Handler<Produce.Request>(Produce.api, 0, 13)
{
    // From this version on topics are named by their ids.
    private const short FirstWithIds = 13;

    // From this version on the leader itself adds partitions to transactions.
    private const short FirstThatAdds = 12;

    // From this version on producers know TransactionAbortable.
    private const short FirstWithAbortable = 11;

    protected override IKafkaResponse? Answer(Produce.Request request, Call call)
    {
        var response = Append(request, call);
        cluster.LogsChanged.Raise();

        if (request.Acks != 0)
            return response;

        // Nobody is told of an error; Kafka closes the connection so that the producer notices something.
        if (
            response
                .Responses.SelectMany(topic => topic.PartitionResponses)
                .FirstOrDefault(partition => partition.ErrorCode != ErrorCode.None) is
            { } failed
        )
            throw new RefusedException($"Produce with acks 0 failed with {failed.ErrorCode}. {failed.ErrorMessage}");

        return null;
    }

    protected override IKafkaResponse Fail(Produce.Request request, ErrorCode error, Call call) => Fail(request, error);

    private static ProduceResponse Fail(Produce.Request request, ErrorCode error, string? message = null) =>
        new()
        {
            Responses =
            [
                .. request.TopicData.Select(topic => new ProduceResponse.TopicProduceResponse
                {
                    Name = topic.Name,
                    TopicId = topic.TopicId,
                    PartitionResponses =
                    [
                        .. topic.PartitionData.Select(partition => Refuse(partition.Index, error) with { ErrorMessage = message }),
                    ],
                }),
            ],
        };

    private ProduceResponse Append(Produce.Request request, Call call)
    {
        var parts = request
            .TopicData.SelectMany(
                topic => topic.PartitionData,
                (topic, data) => new Part(topic.Name, topic.TopicId, data.Index, data.Records)
            )
            .ToArray();

        try
        {
            foreach (var part in parts)
                Read(part, call.Version);
        }
        catch (BrokenBatchException e)
        {
            return Fail(request, ErrorCode.CorruptMessage, e.Message);
        }

        var transactional = parts.Where(part => part.Batch is { IsTransactional: true }).ToArray();
        if (transactional.Length > 0 && request.TransactionalId == null)
            return Fail(request, ErrorCode.TransactionalIdAuthorizationFailed);

        var batches = transactional.Select(part => part.Batch!.Value).Where(batch => batch.ProducerId >= 0);
        if (batches.DistinctBy(batch => (batch.ProducerId, batch.ProducerEpoch)).Count() > 1)
            return Fail(request, ErrorCode.InvalidProducerIdMapping, "The batches are of several transactional producers.");

        // Of a partition that is named twice, Kafka appends the last good batch, and answers an error if there is one.
        foreach (var partition in parts.GroupBy(part => (part.Name, part.Id, part.Index)))
            if (partition.LastOrDefault(part => part.Error == null) is { } good)
                good.Answer = Append(good, request, call.Version);

        return new()
        {
            Responses =
            [
                .. parts
                    .GroupBy(part => (part.Name, part.Id))
                    .Select(topic => new ProduceResponse.TopicProduceResponse
                    {
                        Name = topic.Key.Name,
                        TopicId = topic.Key.Id,
                        PartitionResponses =
                        [
                            .. topic
                                .GroupBy(part => part.Index)
                                .Select(partition => (partition.LastOrDefault(part => part.Error != null) ?? partition.Last()).Answer!),
                        ],
                    }),
            ],
        };
    }

    /// <summary>Finds the partition and the batch of a part.</summary>
    private void Read(Part part, short version)
    {
        part.Topic = cluster.Topics.Find(part.Name, part.Id, version >= FirstWithIds, out var error);

        if (part.Topic == null)
        {
            part.Refuse(error);
        }
        else if (part.Topic.Partition(part.Index) == null)
        {
            part.Refuse(ErrorCode.UnknownTopicOrPartition);
        }
        else if (version < ProducedBatch.FirstWithBatches && part.Records is not { Length: > 0 })
        {
            // In the versions with messages there need not be any.
            part.Refuse(ErrorCode.None);
        }

        try
        {
            part.Batch = ProducedBatch.Single(part.Records, version);
        }
        catch (InvalidBatchException e)
        {
            if (part.Error == null)
                part.Refuse(e.Error);
        }
    }

    private ProduceResponse.PartitionProduceResponse Append(Part part, Produce.Request request, short version)
    {
        if (request.Acks is not (-1 or 0 or 1))
            return Refuse(part.Index, ErrorCode.InvalidRequiredAcks);

        var (topic, batch) = (part.Topic!, part.Batch!.Value);
        var log = topic.Partitions[part.Index];
        var isTransactional = batch is { IsTransactional: true, ProducerId: >= 0 };

        if (
            isTransactional
            && CheckTransaction(request.TransactionalId!, batch, topic, part.Index, version) is var refusal and not ErrorCode.None
        )
            return Refuse(part.Index, refusal) with
            {
                ErrorMessage = refusal == ErrorCode.InvalidTxnState ? "The partition was not added to the transaction." : null,
            };

        CheckedBatch checkedBatch;

        try
        {
            checkedBatch = ProducedBatch.Check(batch, topic, cluster.Now);
        }
        catch (InvalidBatchException e)
        {
            var refused = Refuse(part.Index, e.Error);
            if (e.Refusal == Refusal.Bare)
                return refused;

            refused = refused with { LogStartOffset = log.StartOffset };
            return e.Refusal == Refusal.WithLogStart
                ? refused
                : refused with
                {
                    ErrorMessage = e.Message,
                    RecordErrors = [.. e.Records.Select(Describe)],
                };
        }

        var appended = log.Append(
            checkedBatch,
            topic.TakesAppendTime ? cluster.Now : null,
            startsAtZero: isTransactional && version >= FirstThatAdds
        );

        return new()
        {
            Index = part.Index,
            ErrorCode = appended.Error,
            ErrorMessage = null,
            BaseOffset = appended.BaseOffset,
            LogAppendTimeMs = appended.AppendTime,
            LogStartOffset = log.StartOffset,
        };
    }

    /// <summary>Whether the batch belongs to the open transaction of its producer. Since version 12 it opens that, or adds the partition to
    /// it.</summary>
    private ErrorCode CheckTransaction(string transactionalId, RecordBatch batch, Topic topic, int partition, short version)
    {
        var log = topic.Partitions[partition];

        // The partition itself knows both, even of an id that the transactional id has no more.
        if (log.IsFenced(batch))
            return ErrorCode.InvalidProducerEpoch;
        if (log.HasOpenTransaction(batch))
            return ErrorCode.None;
        log.BeginVerification(batch);
        if (transactionalId == "")
            return ErrorCode.InvalidRequest;

        var producer = cluster.Transactions[transactionalId];
        var sender = new ProducerIdentity(ErrorCode.None, batch.ProducerId, batch.ProducerEpoch);

        return (version >= FirstThatAdds ? producer.Add(sender, [(topic, partition)]) : producer.CheckHas(sender, topic, partition)) switch
        {
            ErrorCode.ProducerFenced => ErrorCode.InvalidProducerEpoch,
            ErrorCode.InvalidTxnState when version >= FirstWithAbortable => ErrorCode.TransactionAbortable,
            var error => error,
        };
    }

    private static ProduceResponse.PartitionProduceResponse Refuse(int index, ErrorCode error) =>
        new()
        {
            Index = index,
            ErrorCode = error,
            ErrorMessage = null,
            BaseOffset = -1,
            LogAppendTimeMs = -1,
            LogStartOffset = -1,
        };

    private static ProduceResponse.BatchIndexAndErrorMessage Describe(InvalidRecord record) =>
        new() { BatchIndex = record.Index, BatchIndexErrorMessage = record.Message };

    /// <summary>What a request has for a partition, and what is answered.</summary>
    private sealed class Part(string name, Uuid id, int index, Bytes? records)
    {
        public string Name => name;

        public Uuid Id => id;

        public int Index => index;

        public Bytes? Records => records;

        /// <summary>The topic; null if there is none.</summary>
        public Topic? Topic { get; set; }

        /// <summary>The batch; null if there is not exactly one that can be read.</summary>
        public RecordBatch? Batch { get; set; }

        /// <summary>Why the part is refused before its partition sees it; null if it is not.</summary>
        public ErrorCode? Error { get; private set; }

        /// <summary>The answer. A part that is overridden by a later one for the same partition has none.</summary>
        public ProduceResponse.PartitionProduceResponse? Answer { get; set; }

        public void Refuse(ErrorCode error)
        {
            Error = error;
            Answer = ProduceHandler.Refuse(index, error);
        }
    }
}
