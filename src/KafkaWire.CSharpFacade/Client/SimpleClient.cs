using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaWire;

/// <summary>A small client for exploring: sends any request, writes and reads records. No other part of KafkaWire opens sockets.</summary>
/// <remarks>
/// <para>Any number of callers may use it at once: their requests share one connection to each broker, and none waits for another's
/// answer.</para>
/// <para>It has no groups, no transactions, no batching over calls, and retries only once. If a call is canceled or ends with a
/// <see cref="TimeoutException"/>, the broker may still carry it out.</para>
/// <para>A call that has to open a connection, or to log in again, can fail with the exceptions of <see cref="ConnectAsync"/>.</para>
/// </remarks>
/// <example><code>
/// await using var client = await SimpleClient.ConnectAsync("localhost", 9092, new() { ClientId = "my-test-kafka-client" });
/// await client.ProduceAsync("orders", 0, [new() { Value = Bytes.OfString("hello") }]);
/// var fetched = await client.FetchAsync("orders", 0, offset: 0);
/// </code></example>
public sealed partial class SimpleClient : IAsyncDisposable
{
    private readonly ConnectionPool pool;
    private readonly Brokers brokers;
    private readonly SimpleClientOptions options;
    private readonly string address;

    private SimpleClient(string host, int port, SimpleClientOptions options)
    {
        Options = options;
        this.options = options with { Log = OnLogged, IsLogged = () => options.Log != null || Logged != null };
        address = KafkaAddress.Format(host, port);
        pool = new ConnectionPool(this.options);
        brokers = new Brokers(host, port, this.options, pool);
    }

    /// <summary>The name of the client's spans (<see cref="System.Diagnostics.ActivitySource"/>) and metrics
    /// (<see cref="System.Diagnostics.Metrics.Meter"/>).</summary>
    /// <remarks>
    /// Names and attributes follow OpenTelemetry's conventions for messaging with Kafka: spans <c>send TOPIC</c> and <c>poll TOPIC</c>, and
    /// for every other call a span with the name of the API; metrics <c>messaging.client.operation.duration</c>,
    /// <c>messaging.client.sent.messages</c> and <c>messaging.client.consumed.messages</c>. No context is put into records.
    /// </remarks>
    public const string TelemetryName = "KafkaWire";

    /// <summary>Raised for each later entry of the client's log. <see cref="SimpleClientOptions.Log"/> also receives the earlier
    /// ones.</summary>
    /// <remarks>Any thread can raise it. Exceptions of a handler are ignored.</remarks>
    public event EventHandler<SimpleClientLogEntry>? Logged;

    /// <summary>The options of the client.</summary>
    public SimpleClientOptions Options { get; }

    /// <summary>The number of requests that wait for an answer, including those of callers that have canceled.</summary>
    internal int PendingCount => pool.PendingCount;

    /// <summary>Connects to a broker, asks it for the versions that it serves, and logs in.</summary>
    /// <param name="host">The host name or IP address of any broker of the cluster.</param>
    /// <param name="port">The broker's port.</param>
    /// <param name="options">The options, or null for the defaults: no TLS, no login.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="AuthenticationException">The broker's certificate is not trusted, or the broker does not prove that it knows the
    /// password.</exception>
    /// <exception cref="KafkaErrorException">The broker refuses the login, or its mechanism.</exception>
    /// <exception cref="WireException">The peer does not speak Kafka, or ends the connection.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public static Task<SimpleClient> ConnectAsync(
        string host,
        int port,
        SimpleClientOptions? options = null,
        CancellationToken cancellationToken = default
    ) => OpenAsync(new SimpleClient(host, port, options ?? new()), cancellationToken);

    private static async Task<SimpleClient> OpenAsync(SimpleClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.brokers.AnyAsync(new(cancellationToken, default)).ConfigureAwait(false);
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
    /// <param name="version">The version to send it in, or null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, with any error codes in it. Produce with acks 0 has none: an empty one is returned.</returns>
    /// <exception cref="WireException">The broker serves no version that can carry the request, the answer cannot be decoded, or the
    /// connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TResponse>(
        IKafkaRequest<TResponse> request,
        short? version = null,
        CancellationToken cancellationToken = default
    )
        where TResponse : class =>
        SendAsync(request.Api.Name, null, (connection, limit) => connection.SendAsync(request, limit, version), cancellationToken);

    /// <summary>Sends a request to a broker of the cluster.</summary>
    /// <param name="brokerId">The broker's id, as in metadata.</param>
    /// <param name="request">The request, such as a <see cref="FetchRequest"/>.</param>
    /// <param name="version">The version to send it in, or null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, with any error codes in it. Produce with acks 0 has none: an empty one is returned.</returns>
    /// <exception cref="KafkaErrorException">There is no such broker.</exception>
    /// <exception cref="WireException">The broker serves no version that can carry the request, the answer cannot be decoded, or the
    /// connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TResponse>(
        int brokerId,
        IKafkaRequest<TResponse> request,
        short? version = null,
        CancellationToken cancellationToken = default
    )
        where TResponse : class =>
        SendAsync(request.Api.Name, brokerId, (connection, limit) => connection.SendAsync(request, limit, version), cancellationToken);

    /// <summary>Sends a request that is given as the F# record of an API, such as one of your own. Otherwise like
    /// <see cref="SendAsync{TResponse}(IKafkaRequest{TResponse}, short?, CancellationToken)"/>.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">The request record of the API. For a particular broker, pass <c>api.RequestOf(request)</c>.</param>
    /// <param name="version">The version to send it in, or null for the highest that both sides know.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WireException">The broker serves no version that can carry the request, the answer cannot be decoded, or the
    /// connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TRequest, TResponse>(
        Api<TRequest, TResponse> api,
        TRequest request,
        short? version = null,
        CancellationToken cancellationToken = default
    )
        where TRequest : class
        where TResponse : class => SendAsync(api.RequestOf(request), version, cancellationToken);

    /// <summary>Sends a request that is given as JSON, in any form. Otherwise like
    /// <see cref="SendAsync{TResponse}(IKafkaRequest{TResponse}, short?, CancellationToken)"/>.</summary>
    /// <param name="apiName">The name of the API, such as <c>Metadata</c>, in any case. The API is Kafka's, or in
    /// <see cref="SimpleClientOptions.Apis"/>.</param>
    /// <param name="request">The fields, such as <c>{ "topics": [{ "name": "orders" }] }</c>. Absent fields have their defaults.</param>
    /// <param name="version">The version to send it in, or null for the highest that both sides know.</param>
    /// <param name="form">The form of the answer, such as <see cref="JsonForm.Friendly"/>, or null for Kafka's own form.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer as JSON.</returns>
    /// <exception cref="ArgumentException">No API has this name.</exception>
    /// <exception cref="WireException">The JSON is not a valid request, the broker serves no version that can carry it, the answer cannot
    /// be decoded, or the connection ended.</exception>
    /// <exception cref="SocketException">The broker cannot be reached.</exception>
    /// <exception cref="TimeoutException">The call took longer than the options allow.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<JsonElement> SendAsync(
        string apiName,
        JsonElement request,
        short? version = null,
        JsonForm? form = null,
        CancellationToken cancellationToken = default
    ) => SendAsync(apiName, null, (connection, limit) => connection.SendAsync(apiName, request, limit, version, form), cancellationToken);

    /// <inheritdoc cref="SendAsync(string, JsonElement, short?, JsonForm?, CancellationToken)"/>
    public Task<JsonElement> SendAsync(
        string apiName,
        JsonObject request,
        short? version = null,
        JsonForm? form = null,
        CancellationToken cancellationToken = default
    ) => SendAsync(apiName, request.ToElement(), version, form, cancellationToken);

    /// <summary>Closes all connections. Pending calls fail with <see cref="WireException"/>, later calls with
    /// <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    /// <summary>Sends a request to the broker with an id, or to any broker if the id is null.</summary>
    private Task<T> SendAsync<T>(
        string apiName,
        int? brokerId,
        Func<BrokerConnection, CallLimit, Task<T>> send,
        CancellationToken cancellationToken
    )
    {
        var telemetry = Telemetry.Request(apiName, options);
        return RunAsync(telemetry, $"{apiName} to {(brokerId is null ? address : $"broker {brokerId}")}", SendAsync, cancellationToken);

        async Task<T> SendAsync(CallLimit limit)
        {
            var opening = brokerId is { } id ? brokers.WithIdAsync(id, limit) : brokers.AnyAsync(limit);
            var connection = await opening.ConfigureAwait(false);
            telemetry?.At(connection.Host, connection.Port);
            return await send(connection, limit).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a call within its span and its time limit.</summary>
    private Task<T> RunAsync<T>(Telemetry? telemetry, string what, Func<CallLimit, Task<T>> call, CancellationToken cancellationToken) =>
        Telemetry.RunAsync(telemetry, () => Deadline.RunAsync(what, options, cancellationToken, call));

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
