using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace KafkaWire;

/// <content>Reading records.</content>
public sealed partial class SimpleClient
{
    /// <summary>How long the broker waits for records if there are none.</summary>
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads records from a partition, starting at an offset.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The offset of the first record wanted.</param>
    /// <param name="maxWait">How long the broker waits for a record if there is none, or null for half a second. It must be less than
    /// <see cref="SimpleClientOptions.Timeout"/>.</param>
    /// <param name="maxBytes">The approximate limit on the bytes read. Brokers since Kafka 0.10.1 return the first batch even if it is
    /// larger.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The available records, possibly none. If a later batch is damaged, the records before it are returned with
    /// <see cref="FetchResult.Error"/> set.</returns>
    /// <exception cref="UnreadableRecordsException">The first batch is damaged, or is larger than <paramref name="maxBytes"/> and the
    /// broker is older than Kafka 0.10.1.</exception>
    /// <exception cref="KafkaErrorException">The broker refuses, for example because the partition does not have the offset. If a retry may
    /// help, it was tried.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition, or <paramref name="maxBytes"/> is not
    /// positive.</exception>
    /// <exception cref="WireException">The answer cannot be decoded or lacks the partition, or the connection ended twice.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<FetchResult> FetchAsync(
        string topic,
        int partition,
        long offset,
        TimeSpan? maxWait = null,
        int maxBytes = 50 << 20,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return FetchAsync();

        async Task<FetchResult> FetchAsync()
        {
            var fetched = await FetchOnceAsync(topic, partition, offset, maxWait ?? DefaultWait, maxBytes, cancellationToken)
                .ConfigureAwait(false);
            return fetched.Error is { } error && fetched.NextOffset == offset ? throw error : fetched;
        }
    }

    /// <summary>Reads records from a partition one by one, starting at an offset, for as long as the caller wants.</summary>
    /// <remarks>
    /// It does not read ahead while it yields records. An error ends it, after the records before a damaged batch; to continue, read again
    /// from the offset after the last record. It asks for new records at most twice a second.
    /// </remarks>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The offset of the first record wanted.</param>
    /// <param name="stopAtEnd">Whether to stop on reaching the current end of the partition. The default, false, waits there for more
    /// records.</param>
    /// <param name="maxBytes">The approximate limit on the bytes of one read. Brokers since Kafka 0.10.1 return the first batch even if it
    /// is larger.</param>
    /// <param name="skip">Decides whether to skip unreadable records and continue at
    /// <see cref="UnreadableRecordsException.SkipOffset"/>. The default, null, throws the exception.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The records, in order of their offsets. They may be kept for ever.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses, for example because the partition does not have the offset. If a retry may
    /// help, it was tried.</exception>
    /// <exception cref="UnreadableRecordsException">A batch is damaged, or is larger than <paramref name="maxBytes"/> and the broker is
    /// older than Kafka 0.10.1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition, or <paramref name="maxBytes"/> is not
    /// positive.</exception>
    /// <exception cref="WireException">An answer cannot be decoded or lacks the partition, or the connection ended twice.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">A read took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <example><code>
    /// await foreach (var record in client.ReadAsync("orders", 0, offset: 0)) Console.WriteLine(record.Value.ToUtf8String());
    /// </code></example>
    public IAsyncEnumerable<Record> ReadAsync(
        string topic,
        int partition,
        long offset,
        bool stopAtEnd = false,
        int maxBytes = 1 << 20,
        Func<UnreadableRecordsException, bool>? skip = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return RecordsAsync(topic, partition, offset, stopAtEnd, maxBytes, skip, cancellationToken);
    }

    private async IAsyncEnumerable<Record> RecordsAsync(
        string topic,
        int partition,
        long offset,
        bool stopAtEnd,
        int maxBytes,
        Func<UnreadableRecordsException, bool>? skip,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var start = options.TimeProvider.GetTimestamp();
            var fetched = await FetchOnceAsync(topic, partition, offset, DefaultWait, maxBytes, cancellationToken).ConfigureAwait(false);
            foreach (var record in fetched.Records)
                yield return record;
            var isWaiting = fetched.NextOffset == offset;
            offset = fetched.NextOffset;

            if (fetched.Error is { } error)
            {
                if (skip is null || !skip(error))
                    throw error;
                options.Write(EventLevel.Warning, () => $"Skipped to offset {error.SkipOffset}: {error.Message}", error);
                (offset, isWaiting) = (error.SkipOffset, false);
            }

            if (stopAtEnd && fetched.HighWatermark >= 0 && offset >= fetched.HighWatermark)
                yield break;

            // If the broker did not wait for new records, the client does.
            if (isWaiting && DefaultWait - options.TimeProvider.GetElapsedTime(start) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the available records. Unreadable ones become the error of the result.</summary>
    private Task<FetchResult> FetchOnceAsync(
        string topic,
        int partition,
        long offset,
        TimeSpan maxWait,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        var telemetry = Telemetry.Poll(topic, partition, options);
        return RunAsync(telemetry, $"{nameof(Fetch)}, {topic}-{partition},", FetchAsync, cancellationToken);

        async Task<FetchResult> FetchAsync(CallLimit limit)
        {
            var fetched = await AtLeaderAsync<FetchResult>(nameof(Fetch), topic, partition, isRead: true, telemetry, SendAsync, limit)
                .ConfigureAwait(false);
            telemetry?.Carried(fetched.Records.Count, fetched.Records.Count > 0 ? fetched.Records[0].Offset : -1);
            if (fetched.Error is { } error)
                telemetry?.Failed(error);
            return fetched;
        }

        Task<(FetchResult, ErrorCode, string?)> SendAsync(BrokerConnection connection, PartitionLeader leader, CallLimit limit) =>
            FetchAtAsync(connection, leader, topic, partition, offset, maxWait, maxBytes, limit);
    }

    private static async Task<(FetchResult, ErrorCode, string?)> FetchAtAsync(
        BrokerConnection connection,
        PartitionLeader leader,
        string topic,
        int partition,
        long offset,
        TimeSpan maxWait,
        int maxBytes,
        CallLimit limit
    )
    {
        var version = VersionFor(Fetch.api, connection, leader);
        var request = new FetchRequest
        {
            MaxWaitMs = (int)Math.Clamp(maxWait.TotalMilliseconds, 0, int.MaxValue),
            MinBytes = 1,
            MaxBytes = maxBytes,
            Topics =
            [
                new()
                {
                    Topic = topic,
                    TopicId = leader.TopicId,
                    Partitions =
                    [
                        new()
                        {
                            Partition = partition,
                            FetchOffset = offset,
                            PartitionMaxBytes = maxBytes,
                        },
                    ],
                },
            ],
        };
        var answer = await connection.SendAsync(request, limit, version).ConfigureAwait(false);

        if (answer.ErrorCode != ErrorCode.None)
            return (null!, answer.ErrorCode, null);

        var throttleTime = TimeSpan.FromMilliseconds(answer.ThrottleTimeMs);
        var outcome = Array.Find(answer.Responses, found => IsTopic(version, found.Topic, found.TopicId, topic, leader)) is { } asked
            ? Array.Find(asked.Partitions, found => found.PartitionIndex == partition)
            : null;

        if (outcome is null)
        {
            // A throttling broker answers without partitions (KIP-219).
            return throttleTime > TimeSpan.Zero
                ? (FetchResult.Throttled(offset, throttleTime), ErrorCode.None, null)
                : throw Lacking(Fetch.api, version, topic, partition, "");
        }

        return (
            outcome.ErrorCode == ErrorCode.None ? FetchResult.Of(outcome, topic, offset, maxBytes, throttleTime) : null!,
            outcome.ErrorCode,
            null
        );
    }
}
