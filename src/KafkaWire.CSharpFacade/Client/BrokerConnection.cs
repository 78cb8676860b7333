using System.Buffers;
using System.Diagnostics.Tracing;
using System.Text.Json;

namespace KafkaWire;

/// <summary>A connection to a broker: one loop reads, one caller at a time writes, and any number of requests is in flight.</summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly KafkaProtocol protocol;
    private readonly Stream stream;
    private readonly SimpleClientOptions options;
    private readonly Throttle throttle;
    private readonly PooledBuffer output = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource lifetime = new();
    private readonly Task reading;

    private volatile bool hasReceived;

    /// <summary>Why the client closed the connection, if the broker did not answer; otherwise null.</summary>
    private volatile TimeoutException? silence;

    /// <summary>The login that requests are sent under. If it fails, all requests that wait for it fail. Only the caller whose turn it is
    /// to write changes it.</summary>
    private Task<SaslSession> login = Task.FromResult(SaslSession.Endless);

    /// <summary>Starts to read. Call <see cref="PrepareAsync"/> before anything else.</summary>
    public BrokerConnection(Stream stream, string host, int port, SimpleClientOptions options)
    {
        this.stream = stream;
        protocol = new KafkaProtocol(
            new SessionOptions
            {
                ClientId = options.ClientId,
                Apis = options.Apis,
                MaximumFrameSize = options.MaximumFrameSize,
                Decoding = options.Decoding,
            }
        );
        this.options = options;
        throttle = new Throttle(host, port, options);
        Host = host;
        Port = port;
        reading = ReadAsync();
    }

    /// <summary>The broker's host.</summary>
    public string Host { get; }

    /// <summary>The broker's port.</summary>
    public int Port { get; }

    /// <summary>The clock, time limit and login of the client.</summary>
    public SimpleClientOptions Options => options;

    /// <summary>Whether the broker has sent anything yet.</summary>
    public bool HasReceived => hasReceived;

    /// <summary>Whether the connection has ended. Then it accepts no more requests.</summary>
    public bool IsClosed => protocol.IsClosed;

    /// <summary>The number of requests that wait for an answer.</summary>
    public int PendingCount => protocol.PendingCount;

    /// <summary>The versions that the broker serves.</summary>
    public PeerVersions Versions => protocol.Versions;

    /// <summary>Agrees on versions and logs in, as the options say. No other caller has the connection yet.</summary>
    public async Task PrepareAsync(short apiVersionsVersion, CallLimit limit)
    {
        if (options.Versions is { } versions)
            protocol.Versions = versions;
        else
            await protocol
                .NegotiateAsync((request, version) => SendAsync(request, limit, version), apiVersionsVersion)
                .ConfigureAwait(false);

        if (options.Sasl is { } sasl)
            await (login = SaslLogin.RunAsync(this, sasl, limit)).ConfigureAwait(false);

        options.Write(
            EventLevel.Informational,
            () =>
                $"Connected to {KafkaAddress.Format(Host, Port)}{(options.Tls == null ? "" : ", with TLS")}"
                + (options.Sasl == null ? "." : $", logged in with {options.Sasl}.")
        );
    }

    /// <summary>Sends a request and waits for its answer. If the caller cancels, the connection stays usable.</summary>
    /// <remarks>If the request is not answered within <see cref="SimpleClientOptions.Timeout"/>, the connection is closed.</remarks>
    public async Task<TResponse> SendAsync<TResponse>(IKafkaRequest<TResponse> request, CallLimit limit, short? version = null)
        where TResponse : class
    {
        await throttle.WaitAsync(limit).ConfigureAwait(false);
        var chosen = version ?? Versions.Choose(request.Api);
        var exchange = new Exchange<TResponse>(request.Api.Name, output => protocol.Send(request, output, chosen));
        var answer = await RunAsync(exchange, limit).ConfigureAwait(false);
        throttle.Apply(request.Api, chosen, answer);
        return answer;
    }

    /// <summary>Sends a request that is given by name, as JSON, and waits for its answer.</summary>
    public async Task<JsonElement> SendAsync(
        string apiName,
        JsonElement request,
        CallLimit limit,
        short? version = null,
        JsonForm? form = null
    )
    {
        await throttle.WaitAsync(limit).ConfigureAwait(false);
        // The protocol refuses an unknown name.
        var api = options.Apis.FindApiByName(apiName);
        var chosen = version ?? (api is null ? (short?)null : Versions.Choose(api));
        var exchange = new Exchange<JsonElement>(apiName, output => protocol.Send(apiName, request, output, chosen, form));
        var answer = await RunAsync(exchange, limit).ConfigureAwait(false);

        if (api is not null)
            throttle.Apply(api, chosen!.Value, answer);

        return answer;
    }

    /// <summary>Sends a request of a login and waits for its answer. It is the caller's turn to write.</summary>
    public Task<TResponse> SendInLoginAsync<TResponse>(IKafkaRequest<TResponse> request, CallLimit limit)
        where TResponse : class
    {
        var version = Versions.Choose(request.Api);
        var exchange = new Exchange<TResponse>(request.Api.Name, output => protocol.Send(request, output, version));
        return RunAsync(exchange, limit, isLogin: true);
    }

    /// <summary>Sends a bare token of a login, as used before Kafka 1.0, and waits for the broker's. It is the caller's turn to write. A
    /// broker that refuses the token closes the connection.</summary>
    public Task<Bytes> SendTokenAsync(Bytes token, CallLimit limit) =>
        RunAsync(new Exchange<Bytes>("A SASL token", output => protocol.SendToken(token, output)), limit, isLogin: true);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
    }

    /// <summary>The exception for a connection that has ended.</summary>
    public static WireException Closed(Exception reason) => new(new WireFailure(WireError.ConnectionClosed, -1, ""), reason);

    private async Task CloseAsync()
    {
        await lifetime.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a request and waits for its answer. A timeout during a login does not close the connection here: a login that fails
    /// closes it.</summary>
    private async Task<T> RunAsync<T>(Exchange<T> exchange, CallLimit limit, bool isLogin = false)
    {
        // Once begun, a frame must be written completely, so the limit ends the waiting and not the writing.
        var answering = WriteAndReceiveAsync(exchange, limit, isLogin);
        T answer;

        try
        {
            answer = await answering.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (!isLogin && exchange.HasTurn && limit.Token.IsCancellationRequested && !answering.IsCompleted)
        {
            // If little of the call's time was left for the request, the broker may still be alive.
            if (limit.TimeUp.IsCancellationRequested && options.TimeProvider.GetElapsedTime(exchange.Start) >= options.Timeout / 2)
                await CloseSilentAsync(exchange).ConfigureAwait(false);
            else
                _ = WatchAsync(exchange, answering);

            throw;
        }

        options.Write(
            EventLevel.Verbose,
            () =>
                $"{exchange.Name} to {KafkaAddress.Format(Host, Port)}: answered after "
                + $"{options.TimeProvider.GetElapsedTime(exchange.Start).TotalMilliseconds:F1} ms."
        );
        return answer;
    }

    private async Task<T> WriteAndReceiveAsync<T>(Exchange<T> exchange, CancellationToken cancellationToken, bool isLogin)
    {
        if (isLogin)
            await WriteAsync(exchange).ConfigureAwait(false);
        else
            await WriteInTurnAsync(exchange, cancellationToken).ConfigureAwait(false);

        return await exchange.Answer.ConfigureAwait(false);
    }

    /// <summary>Waits for the turn to write, logs in again if the session ends soon, and writes a request.</summary>
    private async Task WriteInTurnAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            var session = await login.ConfigureAwait(false);

            if (session.IsNearlyOver(options.TimeProvider))
                await (login = LogInAgainAsync(options.Sasl!)).ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(exchange).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Encodes and writes a request. It is the caller's turn to write.</summary>
    private async Task WriteAsync(Exchange exchange)
    {
        try
        {
            exchange.Begin(output, options.TimeProvider.GetTimestamp());
            await stream.WriteAsync(output.Written, lifetime.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Part of the frame may have been sent, so nothing can be sent after it.
            protocol.Close(e);
            await CloseAsync().ConfigureAwait(false);
            throw Closed(silence ?? e);
        }
        finally
        {
            output.Clear();
        }
    }

    /// <summary>Logs in again on the same connection, and closes it if that fails. All callers that wait for their turn depend on the
    /// login, so no single caller can cancel it.</summary>
    private async Task<SaslSession> LogInAgainAsync(SaslOptions sasl)
    {
        try
        {
            var session = await Deadline
                .RunAsync(
                    $"Logging in again to {KafkaAddress.Format(Host, Port)}",
                    options,
                    lifetime.Token,
                    limit => SaslLogin.RunAsync(this, sasl, limit)
                )
                .ConfigureAwait(false);
            options.Write(
                EventLevel.Informational,
                () => $"Logged in again to {KafkaAddress.Format(Host, Port)} with {sasl}, before the session ended."
            );
            return session;
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw Closed(silence ?? (Exception)new ObjectDisposedException(nameof(SimpleClient)));
        }
        catch (Exception e)
        {
            // The broker answers nothing more, and part of the login may have been sent, so nothing can be sent after it.
            protocol.Close(e);
            await CloseAsync().ConfigureAwait(false);
            options.Write(
                EventLevel.Warning,
                () => $"Logging in again to {KafkaAddress.Format(Host, Port)} with {sasl} failed, so the connection is closed.",
                e
            );
            throw;
        }
    }

    /// <summary>Closes the connection if a request whose caller has canceled is not answered in time. Otherwise callers that cancel early
    /// would keep a dead connection open.</summary>
    private async Task WatchAsync(Exchange exchange, Task answering)
    {
        if (options.Timeout == Timeout.InfiniteTimeSpan)
            return;

        var left = options.Timeout - options.TimeProvider.GetElapsedTime(exchange.Start);

        try
        {
            if (left > TimeSpan.Zero)
                await answering.WaitAsync(left, options.TimeProvider, lifetime.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // There is still no answer.
        }
        catch (Exception)
        {
            return; // The connection has ended or the answer was an error. No caller waits for the answer any more.
        }

        if (!answering.IsCompleted)
            await CloseSilentAsync(exchange).ConfigureAwait(false);
    }

    /// <summary>Closes a connection on which a request was not answered in time, as Kafka's own client does. All other pending requests
    /// fail, and the next request opens a new connection.</summary>
    private async Task CloseSilentAsync(Exchange exchange)
    {
        var reason = new TimeoutException(
            $"{KafkaAddress.Format(Host, Port)} has not answered {exchange.Name} for "
                + $"{options.TimeProvider.GetElapsedTime(exchange.Start)}, so the client has closed the connection."
        );

        if (!protocol.IsClosed)
            options.Write(EventLevel.Warning, () => reason.Message);

        silence = reason;
        protocol.Close(reason);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Reads until the connection ends, and then fails all pending requests.</summary>
    private async Task ReadAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);

        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(buffer, lifetime.Token).ConfigureAwait(false);

                if (count == 0)
                    throw new EndOfStreamException(
                        "The broker closed the connection. Its log says why; the listener may expect TLS or a login."
                    );

                hasReceived = true;
                protocol.Receive(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e)
        {
            // Whatever the exception is, nothing more will be read.
            options.Write(
                lifetime.IsCancellationRequested ? EventLevel.Informational : EventLevel.Warning,
                () =>
                    $"The connection to {KafkaAddress.Format(Host, Port)} has ended with "
                    + $"{Counted.Of(protocol.PendingCount, "request")} pending.",
                lifetime.IsCancellationRequested ? null : e
            );
            protocol.Close(lifetime.IsCancellationRequested ? new ObjectDisposedException(nameof(SimpleClient)) : e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
