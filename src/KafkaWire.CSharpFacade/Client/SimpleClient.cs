using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>A small client for exploring: sends any request, writes and reads records. The only part of KafkaWire that opens sockets.</summary>
/// <remarks>
/// <para>Safe for any number of callers at once: requests share one connection to each broker, and none waits for another's answer.</para>
/// <para>It has no groups, transactions, batching over calls, or retries beyond one. Where a call ends with the caller's cancellation or with a
/// <see cref="TimeoutException"/>, the broker may still carry out what it was asked for.</para>
/// <para>A call that has to open a connection, or to log in again, fails as <see cref="ConnectAsync"/> does where that fails.</para>
/// </remarks>
/// <example><code>
/// await using var client = await SimpleClient.ConnectAsync("localhost", 9092, new() { ClientId = "my-test-kafka-client" });
/// await client.ProduceAsync("orders", 0, [new() { Value = Bytes.OfString("hello") }]);
/// var fetched = await client.FetchAsync("orders", 0, offset: 0);
/// </code></example>
public sealed class SimpleClient : IAsyncDisposable
{
    /// <summary>From Kafka 4.0 and 3.1 on, Produce and Fetch name topics by id, which brokers without metadata v10 do not tell.</summary>
    private const short LastVersionByName = 12;

    /// <summary>How long the broker waits for records if there are none.</summary>
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMilliseconds(500);

    private readonly ConnectionPool pool;
    private readonly Cluster cluster;
    private readonly SimpleClientOptions options;
    private readonly string address;

    private SimpleClient(string host, int port, SimpleClientOptions options)
    {
        Options = options;
        this.options = options with { Log = OnLogged, IsLogged = () => options.Log != null || Logged != null };
        address = KafkaAddress.Format(host, port);
        pool = new ConnectionPool(this.options);
        cluster = new Cluster(host, port, this.options, pool);
    }

    /// <summary>The name under which the client's spans (<see cref="System.Diagnostics.ActivitySource"/>) and metrics (<see cref="System.Diagnostics.Metrics.Meter"/>) are found.</summary>
    /// <remarks>
    /// Names and attributes are those of OpenTelemetry's conventions for messaging with Kafka: spans <c>send TOPIC</c> and <c>poll TOPIC</c>, and one with
    /// the name of the API for each other call; metrics <c>messaging.client.operation.duration</c>, <c>messaging.client.sent.messages</c> and
    /// <c>messaging.client.consumed.messages</c>. No context is put into records.
    /// </remarks>
    public const string TelemetryName = "KafkaWire";

    /// <summary>Hears what the client does and meets from now on. <see cref="SimpleClientOptions.Log"/> hears what comes before, too.</summary>
    /// <remarks>Raised by any thread. What a handler throws is ignored.</remarks>
    public event EventHandler<SimpleClientLogEntry>? Logged;

    /// <summary>How the client behaves.</summary>
    public SimpleClientOptions Options { get; }

    /// <summary>The number of requests that wait for their answer; those of callers that gave up are among them.</summary>
    internal int PendingCount => pool.PendingCount;

    /// <summary>Connects to a broker, asks it for the versions that it serves, and logs in.</summary>
    /// <param name="host">The name or address of any broker of the cluster.</param>
    /// <param name="port">The port that it listens at.</param>
    /// <param name="options">How the client behaves; null for the defaults: no TLS, no login.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="AuthenticationException">The broker's certificate is not trusted, or it does not prove that it knows the password.</exception>
    /// <exception cref="KafkaErrorException">The broker refuses the login, or its mechanism.</exception>
    /// <exception cref="WireException">The peer does not speak Kafka, or ends the connection.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static Task<SimpleClient> ConnectAsync(
        string host, int port, SimpleClientOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new SimpleClient(host, port, options ?? new()), cancellationToken);

    private static async Task<SimpleClient> OpenAsync(SimpleClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.cluster.AnyAsync(new(cancellationToken, default)).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request to the broker that the client was connected to, or to another one if that is gone.</summary>
    /// <param name="request">The request, such as a <see cref="MetadataRequest"/>.</param>
    /// <param name="version">The version to send it in; null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer, with whatever error codes it has. Produce with acks 0 has none: an empty one is given.</returns>
    /// <exception cref="WireException">The broker serves no version that can carry the request, the answer cannot be read, or the connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TResponse>(
        IKafkaRequest<TResponse> request, short? version = null, CancellationToken cancellationToken = default)
        where TResponse : class =>
        AskAsync(request.Api.Name, address, cluster.AnyAsync, (connection, limit) => connection.SendAsync(request, limit, version), cancellationToken);

    /// <summary>Sends a request to a broker of the cluster.</summary>
    /// <param name="brokerId">The broker's id, as metadata tells it.</param>
    /// <param name="request">The request, such as a <see cref="FetchRequest"/>.</param>
    /// <param name="version">The version to send it in; null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer, with whatever error codes it has. Produce with acks 0 has none: an empty one is given.</returns>
    /// <exception cref="KafkaErrorException">There is no such broker.</exception>
    /// <exception cref="WireException">The broker serves no version that can carry the request, the answer cannot be read, or the connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TResponse>(
        int brokerId, IKafkaRequest<TResponse> request, short? version = null, CancellationToken cancellationToken = default)
        where TResponse : class =>
        AskAsync(
            request.Api.Name, $"broker {brokerId}", limit => cluster.BrokerAsync(brokerId, limit), (connection, limit) => connection.SendAsync(request, limit, version), cancellationToken);

    /// <summary>Sends a request that is given as JSON, in any form, as <see cref="SendAsync{TResponse}(IKafkaRequest{TResponse}, short?, CancellationToken)"/> does.</summary>
    /// <param name="apiName">Kafka's name of the API, such as <c>Metadata</c>, in any case.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>; what is absent has its default.</param>
    /// <param name="version">The version to send it in; null for the highest that both sides know.</param>
    /// <param name="form">How the answer looks, such as <see cref="JsonForm.Friendly"/>; null for Kafka's own form.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer as JSON.</returns>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is no such request, the broker serves no version that can carry it, the answer cannot be read, or
    /// the connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<JsonElement> SendAsync(
        string apiName, JsonElement request, short? version = null, JsonForm? form = null, CancellationToken cancellationToken = default) =>
        AskAsync(apiName, address, cluster.AnyAsync, (connection, limit) => connection.SendAsync(apiName, request, limit, version, form), cancellationToken);

    /// <inheritdoc cref="SendAsync(string, JsonElement, short?, JsonForm?, CancellationToken)"/>
    public Task<JsonElement> SendAsync(
        string apiName, JsonObject request, short? version = null, JsonForm? form = null, CancellationToken cancellationToken = default) =>
        SendAsync(apiName, request.ToElement(), version, form, cancellationToken);

    /// <summary>Appends records to a partition, as one batch.</summary>
    /// <remarks>
    /// The batch has the format that the leader's version of Produce carries: magic 2 from v3 on (Kafka 0.11), magic 1 in v2 (Kafka 0.10), magic 0 before, in which
    /// timestamps are lost, as in Kafka's own client.
    /// </remarks>
    /// <param name="topic">The topic; brokers that are set up to do so create it.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="records">The records, at least one. Those without a timestamp get the time of the call.</param>
    /// <param name="acks">Which brokers must have the records first; null for what the options say.</param>
    /// <param name="cancellationToken">Gives up waiting; the records may still be written.</param>
    /// <returns>The offset of the first record; -1 with <see cref="Acks.None"/>.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses the records, or there is no such topic; after one retry, if that could help.</exception>
    /// <exception cref="ArgumentException">There are no records, or one is null; the message has its index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition.</exception>
    /// <exception cref="WireException">The connection ended, or the answer cannot be read or lacks the partition, and the records may have been written or not. Or
    /// they cannot be encoded: a broker before Kafka 0.11 takes no headers, one before Kafka 2.1 no Zstandard.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> ProduceAsync(
        string topic, int partition, IEnumerable<NewRecord> records, Acks? acks = null, CancellationToken cancellationToken = default)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        NewRecord[] stamped = [.. records.Select((record, index) => record switch
        {
            null => throw new ArgumentException($"Record {index} is null.", nameof(records)),
            { Timestamp: >= 0 } => record,
            _ => Stamp(record, now),
        })];

        if (stamped.Length == 0)
            throw new ArgumentException("A batch has at least one record.", nameof(records));

        var chosen = acks ?? Options.Acks;
        var batch = new ProduceBatch(stamped, Options.Compression);

        return Telemetry.RunAsync(Telemetry.Send(topic, partition, options), async operation =>
        {
            var offset = await AtLeaderAsync<long>(nameof(Produce), topic, partition, isRead: false, operation, cancellationToken, SendAsync).ConfigureAwait(false);
            operation?.Carried(stamped.Length, offset);
            return offset;
        });

        async Task<(long, ErrorCode, string?)> SendAsync(Connection connection, PartitionLeader leader, CallLimit limit)
        {
            var version = VersionFor(Produce.api, connection, leader);
            var request = new ProduceRequest
            {
                Acks = (short)chosen,
                TimeoutMs = (int)Math.Clamp(Options.Timeout.TotalMilliseconds, 1, int.MaxValue),
                TopicData =
                [
                    new() { Name = topic, TopicId = leader.TopicId, PartitionData = [new() { Index = partition, Records = batch.For(version) }] },
                ],
            };
            var answer = await connection.SendAsync(request, limit, version).ConfigureAwait(false);

            if (chosen == Acks.None)
                return (-1L, ErrorCode.None, null);

            var outcome = Array.Find(answer.Responses, found => IsTopic(version, found.Name, found.TopicId, topic, leader)) is { } asked
                ? Array.Find(asked.PartitionResponses, found => found.Index == partition)
                : null;

            if (outcome is null)
                throw Lacking(Produce.api, version, topic, partition, "The records may have been written or not.");

            return (outcome.BaseOffset, outcome.ErrorCode, outcome.ErrorMessage);
        }
    }

    /// <summary>Reads records from a partition, from an offset on.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The offset of the first record wanted.</param>
    /// <param name="maxWait">How long the broker waits for a record if there is none; null for half a second. Less than <see cref="SimpleClientOptions.Timeout"/>.</param>
    /// <param name="maxBytes">About how many bytes to read at most. A larger first batch is given nevertheless, by brokers since Kafka 0.10.1.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What there is: some records, or none. The records in front of a damaged batch are given with <see cref="FetchResult.Error"/> set.</returns>
    /// <exception cref="UnreadableRecordsException">The first batch is damaged, or larger than <paramref name="maxBytes"/> where the broker is older than
    /// Kafka 0.10.1.</exception>
    /// <exception cref="KafkaErrorException">The broker refuses, as it does with an offset that the partition does not have; after one retry, if
    /// that could help.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition, or <paramref name="maxBytes"/> is not positive.</exception>
    /// <exception cref="WireException">The answer cannot be read, or lacks the partition, or the connection ended twice.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<FetchResult> FetchAsync(
        string topic, int partition, long offset, TimeSpan? maxWait = null, int maxBytes = 50 << 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return FetchAsync();

        async Task<FetchResult> FetchAsync()
        {
            var fetched = await FetchOnceAsync(topic, partition, offset, maxWait ?? DefaultWait, maxBytes, cancellationToken).ConfigureAwait(false);
            return fetched.Error is { } error && fetched.NextOffset == offset ? throw error : fetched;
        }
    }

    /// <summary>Reads what there is, and what cannot be read as the result's error.</summary>
    private Task<FetchResult> FetchOnceAsync(string topic, int partition, long offset, TimeSpan maxWait, int maxBytes, CancellationToken cancellationToken) =>
        Telemetry.RunAsync(Telemetry.Poll(topic, partition, options), async operation =>
        {
            var fetched = await AtLeaderAsync(
                nameof(Fetch), topic, partition, isRead: true, operation, cancellationToken, (connection, leader, limit) => FetchAtAsync(connection, leader, topic, partition, offset, maxWait, maxBytes, limit))
                .ConfigureAwait(false);
            operation?.Carried(fetched.Records.Count, fetched.Records.Count > 0 ? fetched.Records[0].Offset : -1);
            if (fetched.Error is { } error) operation?.Failed(error);
            return fetched;
        });

    /// <summary>Reads records from a partition, from an offset on, one by one, for as long as the caller wants.</summary>
    /// <remarks>
    /// While it hands out records it reads nothing ahead. An error ends it; to continue, read again from the offset after the last record. The records before a
    /// damaged batch come before its error. A partition without new records is asked at most twice a second.
    /// </remarks>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The offset of the first record wanted.</param>
    /// <param name="stopAtEnd">Whether to stop at the end that the partition has when it is reached; false, the default, waits there for further records.</param>
    /// <param name="maxBytes">About how many bytes to read at once at most. A larger batch is given nevertheless, by brokers since Kafka 0.10.1.</param>
    /// <param name="skip">Decides whether to go on behind records that cannot be read, at <see cref="UnreadableRecordsException.SkipOffset"/>; null, the
    /// default, ends with the exception.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The records, in order of their offsets. They may be kept for ever.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses, as it does with an offset that the partition does not have; after one retry, if
    /// that could help.</exception>
    /// <exception cref="UnreadableRecordsException">A batch is damaged, or larger than <paramref name="maxBytes"/> where the broker is older than Kafka 0.10.1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition, or <paramref name="maxBytes"/> is not positive.</exception>
    /// <exception cref="WireException">An answer cannot be read, or lacks the partition, or the connection ended twice.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">A read took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <example><code>
    /// await foreach (var record in client.ReadAsync("orders", 0, offset: 0)) Console.WriteLine(record.Value.ToUtf8String());
    /// </code></example>
    public IAsyncEnumerable<Record> ReadAsync(
        string topic, int partition, long offset, bool stopAtEnd = false, int maxBytes = 1 << 20, Func<UnreadableRecordsException, bool>? skip = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return RecordsAsync(topic, partition, offset, stopAtEnd, maxBytes, skip, cancellationToken);
    }

    private async IAsyncEnumerable<Record> RecordsAsync(
        string topic, int partition, long offset, bool stopAtEnd, int maxBytes, Func<UnreadableRecordsException, bool>? skip, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = options.TimeProvider.GetTimestamp();
            var fetched = await FetchOnceAsync(topic, partition, offset, DefaultWait, maxBytes, cancellationToken).ConfigureAwait(false);
            foreach (var record in fetched.Records) yield return record;
            var isWaiting = fetched.NextOffset == offset;
            offset = fetched.NextOffset;

            if (fetched.Error is { } error)
            {
                if (skip is null || !skip(error)) throw error;
                options.Write(EventLevel.Warning, () => $"Skipped to offset {error.SkipOffset}: {error.Message}", error);
                (offset, isWaiting) = (error.SkipOffset, false);
            }

            if (stopAtEnd && fetched.HighWatermark >= 0 && offset >= fetched.HighWatermark) yield break;

            // Brokers wait if they have nothing new. Where one does not, the client does.
            if (isWaiting && DefaultWait - options.TimeProvider.GetElapsedTime(start) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(FetchResult, ErrorCode, string?)> FetchAtAsync(
        Connection connection, PartitionLeader leader, string topic, int partition, long offset, TimeSpan maxWait, int maxBytes, CallLimit limit)
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
                    Partitions = [new() { Partition = partition, FetchOffset = offset, PartitionMaxBytes = maxBytes }],
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
            // A broker that throttles names no partitions (KIP-219).
            return throttleTime > TimeSpan.Zero
                ? (FetchResult.Throttled(offset, throttleTime), ErrorCode.None, null)
                : throw Lacking(Fetch.api, version, topic, partition, "");
        }

        return (outcome.ErrorCode == ErrorCode.None ? FetchResult.Of(outcome, topic, offset, maxBytes, throttleTime) : null!, outcome.ErrorCode, null);
    }

    /// <summary>Whether an element of an answer is about a topic, which the answer names as its version does.</summary>
    private static bool IsTopic(short version, string name, Uuid id, string topic, PartitionLeader leader) =>
        version > LastVersionByName ? id == leader.TopicId : name == topic;

    private static WireException Lacking(Api api, short version, string topic, int partition, string consequence) => new(new WireFailure(
        WireError.NewRefused($"The answer lacks {topic}-{partition}, which it was asked for. {consequence}".TrimEnd()), -1, $"{api.ResponseSchema.Name} v{version}"));

    /// <summary>Ends all connections. What is pending fails with <see cref="WireException"/>, later calls with <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private static NewRecord Stamp(NewRecord record, long timestamp) =>
        new() { Key = record.Key, Value = record.Value, Headers = record.Headers, Offset = record.Offset, Timestamp = timestamp };

    /// <summary>The highest version, or the last one that names topics where the topic's id is not known.</summary>
    private static short VersionFor(Api api, Connection connection, PartitionLeader leader) =>
        leader.TopicId.IsZero ? Math.Min(connection.Versions.Choose(api), LastVersionByName) : connection.Versions.Choose(api);

    /// <summary>Asks the leader of a partition; once more, with new metadata, if it turns out not to be the leader, or there could be one later.</summary>
    private Task<T> AtLeaderAsync<T>(
        string operation,
        string topic,
        int partition,
        bool isRead,
        Telemetry? telemetry,
        CancellationToken cancellationToken,
        Func<Connection, PartitionLeader, CallLimit, Task<(T Result, ErrorCode Error, string? Message)>> ask) =>
        Deadline.RunAsync($"{operation}, {topic}-{partition},", options, cancellationToken, async limit =>
        {
            for (var isLast = false; ; isLast = true)
            {
                var isAsked = false;

                try
                {
                    var leader = await cluster.LeaderAsync(topic, partition, create: !isRead, limit).ConfigureAwait(false);
                    var connection = await pool.GetAsync(leader.Host, leader.Port, limit).ConfigureAwait(false);
                    isAsked = true;
                    telemetry?.At(leader.Host, leader.Port);
                    var (result, error, message) = await ask(connection, leader, limit).ConfigureAwait(false);

                    if (error == ErrorCode.None)
                        return result;

                    if (isLast || !error.IsRetriable())
                        throw new KafkaErrorException(error, operation, topic, partition, message);

                    options.Write(EventLevel.Warning, () => $"{operation}, {topic}-{partition}: {KafkaAddress.Format(leader.Host, leader.Port)} answers {error.Name()}. Metadata is asked for again, then the broker, once.");
                }
                catch (OperationCanceledException) when (limit.TimeUp.IsCancellationRequested)
                {
                    // The leader may be gone without a word.
                    cluster.Forget(topic, partition);
                    throw;
                }
                catch (Exception e) when (!isLast && (isRead || !isAsked) && e is SocketException or WireException { Error.IsConnectionClosed: true })
                {
                    // The broker is gone; another one may lead the partition by now.
                    options.Write(EventLevel.Warning, () => $"{operation}, {topic}-{partition}: the leader is gone. Metadata is asked for again, then the broker, once.", e);
                }

                cluster.Forget(topic, partition);
            }
        });

    private Task<T> AskAsync<T>(
        string apiName, string whom, Func<CallLimit, Task<Connection>> connect, Func<Connection, CallLimit, Task<T>> send, CancellationToken cancellationToken) =>
        Telemetry.RunAsync(Telemetry.Request(apiName, options), operation => Deadline.RunAsync($"{apiName} to {whom}", options, cancellationToken, async limit =>
        {
            var connection = await connect(limit).ConfigureAwait(false);
            operation?.At(connection.Host, connection.Port);
            return await send(connection, limit).ConfigureAwait(false);
        }));

    private void OnLogged(SimpleClientLogEntry entry)
    {
        try
        {
            Options.Log?.Invoke(entry);
        }
        finally
        {
            Logged?.Invoke(this, entry);
        }
    }
}
