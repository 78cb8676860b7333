using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace KafkaWire;

/// <summary>A small client for exploring: sends any request, writes and reads records. The only part of KafkaWire that opens sockets.</summary>
/// <remarks>
/// <para>Safe for any number of callers at once: requests share one connection to each broker, and none waits for another's answer.</para>
/// <para>It has no groups, transactions, batching over calls, or retries beyond one. Where a call ends with the caller's cancellation or with a
/// <see cref="TimeoutException"/>, the broker may still carry out what it was asked for.</para>
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

    private readonly ConnectionPool pool;
    private readonly Cluster cluster;
    private readonly string address;

    private SimpleClient(string host, int port, SimpleClientOptions options)
    {
        Options = options;
        address = $"{host}:{port}";
        pool = new ConnectionPool(options);
        cluster = new Cluster(host, port, options, pool);
    }

    /// <summary>How the client behaves.</summary>
    public SimpleClientOptions Options { get; }

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
    public static async Task<SimpleClient> ConnectAsync(
        string host, int port, SimpleClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = new SimpleClient(host, port, options ?? new());

        try
        {
            await client.cluster.AnyAsync(cancellationToken).ConfigureAwait(false);
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
        Deadline.RunAsync($"{request.Api.Name} to {address}", Options, cancellationToken, async token =>
        {
            var connection = await cluster.AnyAsync(token).ConfigureAwait(false);
            return await connection.SendAsync(request, token, version).ConfigureAwait(false);
        });

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
        Deadline.RunAsync($"{request.Api.Name} to broker {brokerId}", Options, cancellationToken, async token =>
        {
            var connection = await cluster.BrokerAsync(brokerId, token).ConfigureAwait(false);
            return await connection.SendAsync(request, token, version).ConfigureAwait(false);
        });

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
        Deadline.RunAsync($"{apiName} to {address}", Options, cancellationToken, async token =>
        {
            var connection = await cluster.AnyAsync(token).ConfigureAwait(false);
            return await connection.SendAsync(apiName, request, token, version, form).ConfigureAwait(false);
        });

    /// <summary>Appends records to a partition, as one batch.</summary>
    /// <param name="topic">The topic; brokers that are set up to do so create it.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="records">The records, at least one. Those without a timestamp get the time of the call.</param>
    /// <param name="acks">Which brokers must have the records first; null for what the options say.</param>
    /// <param name="cancellationToken">Gives up waiting; the records may still be written.</param>
    /// <returns>The offset of the first record; -1 with <see cref="Acks.None"/>.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses the records, or there is no such topic; after one retry, if that could help.</exception>
    /// <exception cref="ArgumentException">There are no records.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition.</exception>
    /// <exception cref="WireException">The connection ended, and the records may have been written or not; or they cannot be encoded.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> ProduceAsync(
        string topic, int partition, IEnumerable<NewRecord> records, Acks? acks = null, CancellationToken cancellationToken = default)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        NewRecord[] stamped = [.. records.Select(record => record.Timestamp >= 0 ? record : Stamp(record, now))];

        if (stamped.Length == 0)
            throw new ArgumentException("A batch has at least one record.", nameof(records));

        var chosen = acks ?? Options.Acks;
        var batch = Records.Build(new RecordBatchOptions { Compression = Options.Compression }, stamped);

        return AtLeaderAsync<long>(nameof(Produce), topic, partition, isRead: false, cancellationToken, async (connection, leader, token) =>
        {
            var request = new ProduceRequest
            {
                Acks = (short)chosen,
                TimeoutMs = (int)Math.Clamp(Options.Timeout.TotalMilliseconds, 1, int.MaxValue),
                TopicData =
                [
                    new() { Name = topic, TopicId = leader.TopicId, PartitionData = [new() { Index = partition, Records = batch }] },
                ],
            };
            var answer = await connection.SendAsync(request, token, VersionFor(Produce.api, connection, leader)).ConfigureAwait(false);

            if (chosen == Acks.None)
                return (-1L, ErrorCode.None, null);

            var outcome = answer.Responses[0].PartitionResponses[0];
            return (outcome.BaseOffset, outcome.ErrorCode, outcome.ErrorMessage);
        });
    }

    /// <summary>Reads records from a partition, from an offset on.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">The offset of the first record wanted.</param>
    /// <param name="maxWait">How long the broker waits for a record if there is none; null for half a second.</param>
    /// <param name="maxBytes">About how many bytes to read at most; a larger first batch is given nevertheless.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What there is: some records, or none.</returns>
    /// <exception cref="KafkaErrorException">The broker refuses, as it does with an offset that the partition does not have; after one retry, if
    /// that could help.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The topic has no such partition.</exception>
    /// <exception cref="WireException">The answer, or a batch in it, cannot be read, or the connection ended twice.</exception>
    /// <exception cref="SocketException">The leader of the partition cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<FetchResult> FetchAsync(
        string topic, int partition, long offset, TimeSpan? maxWait = null, int maxBytes = 50 << 20, CancellationToken cancellationToken = default) =>
        AtLeaderAsync<FetchResult>(nameof(Fetch), topic, partition, isRead: true, cancellationToken, async (connection, leader, token) =>
        {
            var request = new FetchRequest
            {
                MaxWaitMs = (int)(maxWait ?? TimeSpan.FromMilliseconds(500)).TotalMilliseconds,
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
            var answer = await connection.SendAsync(request, token, VersionFor(Fetch.api, connection, leader)).ConfigureAwait(false);

            if (answer.ErrorCode != ErrorCode.None)
                return (null!, answer.ErrorCode, null);

            var outcome = answer.Responses[0].Partitions[0];
            return (outcome.ErrorCode == ErrorCode.None ? new FetchResult(outcome, offset) : null!, outcome.ErrorCode, null);
        });

    /// <summary>Ends all connections. What is pending fails with <see cref="WireException"/>, later calls with <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private static NewRecord Stamp(NewRecord record, long timestamp) =>
        new() { Key = record.Key, Value = record.Value, Headers = record.Headers, Offset = record.Offset, Timestamp = timestamp };

    /// <summary>null for the highest version, or the last one that names topics where the topic's id is not known.</summary>
    private static short? VersionFor(Api api, Connection connection, PartitionLeader leader) =>
        leader.TopicId.IsZero ? Math.Min(connection.Versions.Choose(api), LastVersionByName) : null;

    /// <summary>Asks the leader of a partition; once more, with new metadata, if it turns out not to be the leader, or there could be one later.</summary>
    private Task<T> AtLeaderAsync<T>(
        string operation,
        string topic,
        int partition,
        bool isRead,
        CancellationToken cancellationToken,
        Func<Connection, PartitionLeader, CancellationToken, Task<(T Result, ErrorCode Error, string? Message)>> ask) =>
        Deadline.RunAsync($"{operation}, {topic}-{partition},", Options, cancellationToken, async token =>
        {
            for (var isLast = false; ; isLast = true)
            {
                var isAsked = false;

                try
                {
                    var leader = await cluster.LeaderAsync(topic, partition, create: !isRead, token).ConfigureAwait(false);
                    var connection = await pool.GetAsync(leader.Host, leader.Port, token).ConfigureAwait(false);
                    isAsked = true;
                    var (result, error, message) = await ask(connection, leader, token).ConfigureAwait(false);

                    if (error == ErrorCode.None)
                        return result;

                    if (isLast || !error.IsRetriable())
                        throw new KafkaErrorException(error, operation, topic, partition, message);
                }
                catch (Exception e) when (!isLast && (isRead || !isAsked) && e is SocketException or WireException { Error.IsConnectionClosed: true })
                {
                    // The broker is gone; another one may lead the partition by now.
                }

                cluster.Forget(topic, partition);
            }
        });
}
