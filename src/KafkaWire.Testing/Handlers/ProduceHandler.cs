using KafkaWire.Testing.Storage;
using KafkaWire.Testing.Transactions;

namespace KafkaWire.Testing.Handlers;

/// <summary>Appends record batches.</summary>
internal sealed class ProduceHandler(BrokerState broker) : Handler<Produce.Request>(Produce.api, 0, 13)
{
    // From this version on, topics are named by id.
    private const short FirstWithIds = 13;

    // From this version on, the leader adds partitions to transactions by itself.
    private const short FirstThatAdds = 12;

    // From this version on, producers know TransactionAbortable.
    private const short FirstWithAbortable = 11;

    protected override IKafkaResponse? Answer(Produce.Request request, Call call)
    {
        var response = Append(request, call);
        broker.LogsChanged.Raise();

        if (request.Acks != 0)
            return response;

        // No answer can report the error, so Kafka closes the connection to make the producer notice.
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
            return Fail(request, ErrorCode.InvalidProducerIdMapping, "The batches belong to several transactional producers.");

        // If a partition is named twice, Kafka appends the last valid batch, and returns an error if there was one.
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

    /// <summary>Finds the partition of a part, and reads its batch.</summary>
    private void Read(Part part, short version)
    {
        part.Topic = broker.Topics.Find(part.Name, part.Id, version >= FirstWithIds, out var error);

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
            // The versions with message sets accept an empty one.
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
                ErrorMessage = refusal == ErrorCode.InvalidTxnState ? "The partition is not part of the transaction." : null,
            };

        CheckedBatch checkedBatch;

        try
        {
            checkedBatch = ProducedBatch.Check(batch, topic, broker.Now);
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
            topic.TakesAppendTime ? broker.Now : null,
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

    /// <summary>Checks whether the batch belongs to its producer's open transaction. Since version 12, opens the transaction or adds the
    /// partition to it.</summary>
    private ErrorCode CheckTransaction(string transactionalId, RecordBatch batch, Topic topic, int partition, short version)
    {
        var log = topic.Partitions[partition];

        // The partition knows both, even for a producer id that the transactional id no longer has.
        if (log.IsFenced(batch))
            return ErrorCode.InvalidProducerEpoch;
        if (log.HasOpenTransaction(batch))
            return ErrorCode.None;
        log.BeginVerification(batch);
        if (transactionalId == "")
            return ErrorCode.InvalidRequest;

        var producer = broker.Transactions[transactionalId];
        var sender = new ProducerIdentity(ErrorCode.None, batch.ProducerId, batch.ProducerEpoch);

        return (
            version >= FirstThatAdds ? producer.Add(sender, [(topic, partition)]) : producer.CheckContains(sender, topic, partition)
        ) switch
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

    /// <summary>The data of a request for one partition, and the answer to it.</summary>
    private sealed class Part(string name, Uuid id, int index, Bytes? records)
    {
        public string Name => name;

        public Uuid Id => id;

        public int Index => index;

        public Bytes? Records => records;

        /// <summary>The topic; null if there is none.</summary>
        public Topic? Topic { get; set; }

        /// <summary>The batch; null if there is no single valid batch.</summary>
        public RecordBatch? Batch { get; set; }

        /// <summary>The error that refuses the part before it reaches its partition; null if there is none.</summary>
        public ErrorCode? Error { get; private set; }

        /// <summary>The answer; null for a part that a later part for the same partition overrides.</summary>
        public ProduceResponse.PartitionProduceResponse? Answer { get; set; }

        public void Refuse(ErrorCode error)
        {
            Error = error;
            Answer = ProduceHandler.Refuse(index, error);
        }
    }
}
