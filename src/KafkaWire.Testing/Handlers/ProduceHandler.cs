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

    protected override IKafkaResponse? Answer(Produce.Request request, Call call)
    {
        var responses = request.TopicData.Select(topic => Append(topic, request, call.Version)).ToArray();
        cluster.LogsChanged.Raise();

        if (request.Acks != 0) return new ProduceResponse { Responses = responses };

        // Nobody is told of an error; Kafka closes the connection so that the producer notices something.
        if (responses.SelectMany(topic => topic.PartitionResponses).FirstOrDefault(partition => partition.ErrorCode != ErrorCode.None) is { } failed)
            throw new RefusedException($"Produce with acks 0 failed with {failed.ErrorCode}. {failed.ErrorMessage}");

        return null;
    }

    protected override IKafkaResponse Fail(Produce.Request request, ErrorCode error, Call call) => new ProduceResponse
    {
        Responses =
        [
            .. request.TopicData.Select(topic => new ProduceResponse.TopicProduceResponse
            {
                Name = topic.Name,
                TopicId = topic.TopicId,
                PartitionResponses = [.. topic.PartitionData.Select(partition => Nothing(partition) with { ErrorCode = error })],
            })
        ],
    };

    private ProduceResponse.TopicProduceResponse Append(Produce.TopicProduceData data, Produce.Request request, short version)
    {
        var topic = cluster.Topics.Find(data.Name, data.TopicId, version >= FirstWithIds, out var error);

        return new()
        {
            Name = data.Name,
            TopicId = data.TopicId,
            PartitionResponses = [.. data.PartitionData.Select(partition => Append(topic, error, partition, request, version))],
        };
    }

    private ProduceResponse.PartitionProduceResponse Append(Topic? topic, ErrorCode error, Produce.PartitionProduceData data, Produce.Request request, short version)
    {
        var result = Nothing(data);

        if (request.Acks is not (-1 or 0 or 1)) return result with { ErrorCode = ErrorCode.InvalidRequiredAcks };
        if (topic == null) return result with { ErrorCode = error };
        if (topic.Partition(data.Index) is not { } log) return result with { ErrorCode = ErrorCode.UnknownTopicOrPartition };

        RecordBatch batch;

        try
        {
            batch = ProducedBatch.Read(data.Records, topic, version, cluster.Now);
        }
        catch (InvalidBatchException e)
        {
            return result with { ErrorCode = e.Error, ErrorMessage = e.Message, RecordErrors = [.. e.Records.Select(Describe)] };
        }

        if (batch.IsTransactional && CheckTransaction(request.TransactionalId, batch, topic, data.Index, version) is var refusal and not ErrorCode.None)
            return result with { ErrorCode = refusal };

        var appended = log.Append(batch, topic.TakesAppendTime ? cluster.Now : null);

        return result with
        {
            ErrorCode = appended.Error,
            BaseOffset = appended.BaseOffset,
            LogAppendTimeMs = appended.AppendTime,
            LogStartOffset = appended.Error == ErrorCode.None ? log.StartOffset : -1,
        };
    }

    /// <summary>Whether the batch belongs to the open transaction of its producer. Since version 12 it opens that, or adds the partition to it.</summary>
    private ErrorCode CheckTransaction(string? transactionalId, RecordBatch batch, Topic topic, int partition, short version)
    {
        // The partition itself knows that, even of an id that the transactional id has no more.
        if (topic.Partitions[partition].IsFenced(batch)) return ErrorCode.InvalidProducerEpoch;

        var producer = cluster.Transactions[transactionalId ?? ""];
        var sender = new ProducerIdentity(ErrorCode.None, batch.ProducerId, batch.ProducerEpoch);
        var error = version >= FirstThatAdds ? producer.Add(sender, [(topic, partition)]) : producer.CheckHas(sender, topic, partition);
        return error == ErrorCode.ProducerFenced ? ErrorCode.InvalidProducerEpoch : error;
    }

    private static ProduceResponse.PartitionProduceResponse Nothing(Produce.PartitionProduceData data) =>
        new() { Index = data.Index, BaseOffset = -1, LogAppendTimeMs = -1, LogStartOffset = -1 };

    private static ProduceResponse.BatchIndexAndErrorMessage Describe(InvalidRecord record) => new() { BatchIndex = record.Index, BatchIndexErrorMessage = record.Message };
}
