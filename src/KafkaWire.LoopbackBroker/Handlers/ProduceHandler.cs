using KafkaWire.Loopback.Storage;

namespace KafkaWire.Loopback.Handlers;

/// <summary>Appends record batches.</summary>
internal sealed class ProduceHandler(Cluster cluster) : Handler<Produce.Request>(Produce.api, 0, 13)
{
    // From this version on topics are named by their ids.
    private const short FirstWithIds = 13;

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

    private ProduceResponse.TopicProduceResponse Append(Produce.TopicProduceData data, Produce.Request request, short version)
    {
        var topic = cluster.Topics.Find(data.Name, data.TopicId, version >= FirstWithIds, out var error);

        return new()
        {
            Name = data.Name,
            TopicId = data.TopicId,
            PartitionResponses = [.. data.PartitionData.Select(partition => Append(topic, error, partition, request.Acks, version))],
        };
    }

    private ProduceResponse.PartitionProduceResponse Append(Topic? topic, ErrorCode error, Produce.PartitionProduceData data, short acks, short version)
    {
        var result = new ProduceResponse.PartitionProduceResponse { Index = data.Index, BaseOffset = -1, LogAppendTimeMs = -1, LogStartOffset = -1 };

        if (acks is not (-1 or 0 or 1)) return result with { ErrorCode = ErrorCode.InvalidRequiredAcks };
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

        var appended = log.Append(batch, topic.TakesAppendTime ? cluster.Now : null);

        return result with
        {
            ErrorCode = appended.Error,
            BaseOffset = appended.BaseOffset,
            LogAppendTimeMs = appended.AppendTime,
            LogStartOffset = appended.Error == ErrorCode.None ? log.StartOffset : -1,
        };
    }

    private static ProduceResponse.BatchIndexAndErrorMessage Describe(InvalidRecord record) => new() { BatchIndex = record.Index, BatchIndexErrorMessage = record.Message };
}
