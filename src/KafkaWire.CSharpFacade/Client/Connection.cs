using System.Buffers;
using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Text.Json;

namespace KafkaWire;

/// <summary>A socket with the protocol on it: one loop reads, one caller at a time writes, any number of requests is under way.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly KafkaProtocol protocol;
    private readonly Stream stream;
    private readonly SimpleClientOptions options;
    private readonly PooledBuffer output = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource lifetime = new();
    private readonly Task reading;

    /// <summary>Whether the broker has said anything yet.</summary>
    private volatile bool hasReceived;

    /// <summary>Why the client has closed the connection, where it was silent; null otherwise.</summary>
    private volatile TimeoutException? silence;

    /// <summary>Until when the broker wants no further request, as a timestamp of the client's clock.</summary>
    private long throttledUntil;

    /// <summary>The login that requests go out under; one that failed fails all that wait behind it. Changed by whoever has the turn to write.</summary>
    private Task<SaslSession> login = Task.FromResult(SaslSession.Endless);

    private Connection(Stream stream, string host, int port, SimpleClientOptions options)
    {
        this.stream = stream;
        protocol = new KafkaProtocol(new SessionOptions
        {
            ClientId = options.ClientId,
            MaximumFrameSize = options.MaximumFrameSize,
            Decoding = options.Decoding,
        });
        this.options = options;
        Host = host;
        Port = port;
        reading = ReadAsync();
    }

    /// <summary>Where the broker is.</summary>
    public string Host { get; }

    /// <summary>The port that it listens at.</summary>
    public int Port { get; }

    /// <summary>Whether the connection has ended: it takes no requests any more.</summary>
    public bool IsClosed => protocol.IsClosed;

    /// <summary>The number of requests that wait for their answer.</summary>
    public int PendingCount => protocol.PendingCount;

    /// <summary>The versions that the broker serves.</summary>
    public PeerVersions Versions => protocol.Versions;

    /// <summary>Connects, encrypts, asks for the versions and logs in, as the options say.</summary>
    /// <remarks>
    /// There are brokers, and firewalls, that close the connection on a version of ApiVersions that they do not know: lower ones are tried, each on a
    /// connection of its own. All of it shares one time limit. An attempt that fails in another way does not hide the first close, unless it says more.
    /// </remarks>
    public static async Task<Connection> OpenAsync(string host, int port, SimpleClientOptions options, CallLimit limit)
    {
        var tried = new List<short>();
        WireException? closed = null;

        for (var version = options.ApiVersionsVersion ?? ApiVersions.api.LatestStable; ; version = LowerVersion(version))
        {
            try
            {
                return await OpenAsync(host, port, options, version, limit).ConfigureAwait(false);
            }
            catch (UnansweredException e)
            {
                closed ??= e.Closed;
                tried.Add(version);

                if (version == 0)
                    throw Unanswered(closed, tried, "");

                options.Write(EventLevel.Warning, () => $"{KafkaAddress.Format(host, port)} closed the connection on ApiVersions v{version}. v{LowerVersion(version)} is tried on a new one.", e.Closed);
            }
            catch (SocketException e) when (closed is not null)
            {
                throw Unanswered(closed, tried, $" There was no further connection: {e.Message}");
            }
            catch (OperationCanceledException) when (closed is not null && limit.TimeUp.IsCancellationRequested)
            {
                throw Unanswered(closed, tried, $" v{version} was not answered in time.");
            }
        }
    }

    /// <summary>v3 is the first that is flexible; v0 is the first of all.</summary>
    private static short LowerVersion(short version) => version > 3 ? (short)3 : (short)0;

    /// <summary>Connects once.</summary>
    /// <exception cref="UnansweredException">The broker closed the connection on ApiVersions, and sent nothing.</exception>
    private static async Task<Connection> OpenAsync(string host, int port, SimpleClientOptions options, short apiVersionsVersion, CallLimit limit)
    {
        var stream = await ConnectAsync(host, port, options, limit).ConfigureAwait(false);
        var connection = new Connection(stream, host, port, options);

        try
        {
            if (options.Versions is { } versions)
                connection.protocol.Versions = versions;
            else
                await connection.protocol.NegotiateAsync((request, version) => connection.SendAsync(request, limit, version), apiVersionsVersion).ConfigureAwait(false);

            if (options.Sasl is { } sasl)
                await (connection.login = connection.LogInAsync(sasl, limit)).ConfigureAwait(false); // nobody else has the connection yet

            options.Write(EventLevel.Informational, () => $"Connected to {KafkaAddress.Format(host, port)}{(options.Tls == null ? "" : ", with TLS")}{(options.Sasl == null ? "" : $", logged in by {options.Sasl}")}.");
            return connection;
        }
        catch (WireException e) when (options.Versions is null && !connection.hasReceived && IsClosedByPeer(e))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new UnansweredException(e);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether the peer closed or reset the connection. A TLS alert, such as one that asks for a certificate, is something else.</summary>
    private static bool IsClosedByPeer(WireException e) =>
        e.Error.IsConnectionClosed && e.InnerException is EndOfStreamException or IOException { InnerException: SocketException };

    private static WireException Unanswered(WireException closed, List<short> tried, string last) => tried is [_] && last == ""
        ? closed
        : Closed(new IOException(
            $"ApiVersions was tried in {string.Join(", ", tried.Select(version => $"v{version}"))}, each on a new connection, and each was closed without an answer. "
            + $"First: {closed.InnerException!.Message}{last} A broker before Kafka 0.10 has no ApiVersions: for one, set {nameof(SimpleClientOptions)}.{nameof(SimpleClientOptions.Versions)}.",
            closed.InnerException));

    /// <summary>Sends a request and waits for its answer. A caller that gives up leaves the connection usable.</summary>
    /// <remarks>A request that is not answered within <see cref="SimpleClientOptions.Timeout"/> closes the connection.</remarks>
    public async Task<TResponse> SendAsync<TResponse>(IKafkaRequest<TResponse> request, CallLimit limit, short? version = null)
        where TResponse : class
    {
        await WaitUntilUnthrottledAsync(limit).ConfigureAwait(false);
        var chosen = version ?? Versions.Choose(request.Api);
        var answer = await ExchangeAsync(request.Api.Name, () => protocol.Send(request, output, chosen), limit).ConfigureAwait(false);
        Throttle(request.Api, chosen, answer);
        return answer;
    }

    /// <summary>Sends a request that is given by name, as JSON, and waits for its answer.</summary>
    public async Task<JsonElement> SendAsync(string apiName, JsonElement request, CallLimit limit, short? version = null, JsonForm? form = null)
    {
        await WaitUntilUnthrottledAsync(limit).ConfigureAwait(false);
        var answer = await ExchangeAsync(apiName, () => protocol.Send(apiName, request, output, version, form), limit).ConfigureAwait(false);

        if (Catalogue.FindApiByName(apiName) is { } api)
            Throttle(api, version ?? Versions.Choose(api), answer);

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
    }

    private static async Task<Stream> ConnectAsync(string host, int port, SimpleClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return options.Tls is { } tls ? await tls.AuthenticateAsync(plain, host, port, cancellationToken).ConfigureAwait(false) : plain;
        }
        catch (SocketException e)
        {
            // The address may be one that the caller has never seen: that of a broker of which another one tells.
            socket.Dispose();
            throw new SocketException((int)e.SocketErrorCode, $"No connection to {KafkaAddress.Format(host, port)}: {e.Message.TrimEnd('.')}.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        await lifetime.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Logs in. The caller has the turn to write, and keeps it: a broker takes nothing else until this is over.</summary>
    private async Task<SaslSession> LogInAsync(SaslOptions sasl, CallLimit limit)
    {
        var version = Versions.Choose(SaslHandshake.api);
        var request = new SaslHandshakeRequest { Mechanism = sasl.Mechanism };
        var handshake = await SendInTurnAsync(request, limit, version).ConfigureAwait(false);

        if (handshake.ErrorCode != ErrorCode.None)
        {
            var offered = handshake.Mechanisms.Length == 0 ? "nothing" : string.Join(", ", handshake.Mechanisms);
            throw KafkaErrorException.Of(handshake.ErrorCode, nameof(SaslHandshake), $"This listener offers {offered}, not {sasl.Mechanism}.");
        }

        var exchange = await sasl.BeginAsync(limit).ConfigureAwait(false);
        var session = SaslSession.Endless; // where tokens are bare, nobody tells of an end, and there is no way to log in again

        for (Bytes? token = exchange.Start(); token is { } next;)
        {
            Bytes challenge;

            if (version == 0)
                challenge = await SendTokenAsync(next, limit).ConfigureAwait(false);
            else
                (challenge, session) = await AuthenticateAsync(next, limit).ConfigureAwait(false);

            token = exchange.Next(challenge);
        }

        return session;
    }

    /// <summary>Logs in anew on the same connection, which ends if that fails. It is for all who wait for their turn: none of them cancels it.</summary>
    private async Task<SaslSession> LogInAgainAsync(SaslOptions sasl)
    {
        try
        {
            var session = await Deadline.RunAsync($"Logging in again at {KafkaAddress.Format(Host, Port)}", options, lifetime.Token, limit => LogInAsync(sasl, limit)).ConfigureAwait(false);
            options.Write(EventLevel.Informational, () => $"Logged in again at {KafkaAddress.Format(Host, Port)} by {sasl}, before the session was over.");
            return session;
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw Closed(silence ?? (Exception)new ObjectDisposedException(nameof(SimpleClient)));
        }
        catch (Exception e)
        {
            // The broker serves no more, and part of a login may be out: nothing can follow it.
            protocol.Close(e);
            await CloseAsync().ConfigureAwait(false);
            options.Write(EventLevel.Warning, () => $"Logging in again at {KafkaAddress.Format(Host, Port)} by {sasl} failed, so the connection is closed.", e);
            throw;
        }
    }

    private async Task<(Bytes Challenge, SaslSession Session)> AuthenticateAsync(Bytes token, CallLimit limit)
    {
        // The broker counts from when it has the token, which is later: the session is not over there before it is here.
        var start = options.TimeProvider.GetTimestamp();
        var answer = await SendInTurnAsync(new SaslAuthenticateRequest { AuthBytes = token }, limit).ConfigureAwait(false);
        return answer.ErrorCode == ErrorCode.None
            ? (answer.AuthBytes, SaslSession.Of(start, answer.SessionLifetimeMs))
            : throw new KafkaErrorException(answer.ErrorCode, nameof(SaslAuthenticate), brokerMessage: answer.ErrorMessage);
    }

    /// <summary>As before Kafka 1.0: a broker that refuses a bare token closes the connection.</summary>
    private Task<Bytes> SendTokenAsync(Bytes token, CallLimit limit) =>
        ExchangeAsync("A SASL token", () => protocol.SendToken(token, output), limit, isLogin: true);

    /// <summary>Sends a request of a login, for which the caller has the turn to write, and waits for its answer.</summary>
    private Task<TResponse> SendInTurnAsync<TResponse>(IKafkaRequest<TResponse> request, CallLimit limit, short? version = null)
        where TResponse : class =>
        ExchangeAsync(request.Api.Name, () => protocol.Send(request, output, version), limit, isLogin: true);

    /// <summary>Waits for as long as the broker throttles.</summary>
    private async Task WaitUntilUnthrottledAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = options.TimeProvider.GetTimestamp();
            var until = Volatile.Read(ref throttledUntil);

            if (until <= now)
                return;

            await Task.Delay(options.TimeProvider.GetElapsedTime(now, until), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the next requests wait if an answer asks for it (KIP-219): the broker would not read them any earlier.</summary>
    private void Throttle(Api api, short version, object answer)
    {
        var time = Throttling.TimeOf(api, version, answer);

        if (time == TimeSpan.Zero)
            return;

        var until = options.TimeProvider.GetTimestamp() + (long)(time.TotalSeconds * options.TimeProvider.TimestampFrequency);
        Volatile.Write(ref throttledUntil, Math.Max(until, Volatile.Read(ref throttledUntil)));
        options.Write(EventLevel.Informational, () => $"{KafkaAddress.Format(Host, Port)} throttles the client: the next request to it waits for {time.TotalMilliseconds} ms. A quota is used up.");
    }

    /// <summary>Writes and awaits the answer. A timeout during a login closes nothing here: the login closes the connection if it fails.</summary>
    private async Task<T> ExchangeAsync<T>(string what, Func<Task<T>> encode, CallLimit limit, bool isLogin = false)
    {
        var start = options.TimeProvider.GetTimestamp();
        var hasTurn = false;

        // A frame that has begun must go out whole, so the write itself ends with the connection only.
        var exchange = WriteAndAwaitAsync();
        T answer;

        try
        {
            answer = await exchange.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!isLogin && Volatile.Read(ref hasTurn) && limit.Token.IsCancellationRequested && !exchange.IsCompleted)
        {
            // A request that had little of the call's time left says nothing of the connection yet.
            if (limit.TimeUp.IsCancellationRequested && options.TimeProvider.GetElapsedTime(start) >= options.Timeout / 2)
                await CloseSilentAsync(what, start).ConfigureAwait(false);
            else
                _ = WatchAsync(what, exchange, start);

            throw;
        }

        options.Write(EventLevel.Verbose, () => $"{what} to {KafkaAddress.Format(Host, Port)}: answered after {options.TimeProvider.GetElapsedTime(start).TotalMilliseconds:F1} ms.");
        return answer;

        async Task<T> WriteAndAwaitAsync() =>
            await (await (isLogin ? WriteFrameAsync(Encode) : WriteAsync(Encode, limit)).ConfigureAwait(false)).ConfigureAwait(false);

        // One that waits for its turn says nothing of the connection: that is up to the one that has the turn.
        Task<T> Encode()
        {
            start = options.TimeProvider.GetTimestamp();
            Volatile.Write(ref hasTurn, true);
            return encode();
        }
    }

    /// <summary>Closes the connection if a request that nobody waits for any more is not answered in time: callers that give up early must not keep a dead one alive.</summary>
    private async Task WatchAsync(string what, Task exchange, long start)
    {
        if (options.Timeout == Timeout.InfiniteTimeSpan)
            return;

        var left = options.Timeout - options.TimeProvider.GetElapsedTime(start);

        try
        {
            if (left > TimeSpan.Zero)
                await exchange.WaitAsync(left, options.TimeProvider, lifetime.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It is still silent.
        }
        catch (Exception)
        {
            return; // The connection has ended, or the answer was an error: both are of no interest to anybody.
        }

        if (!exchange.IsCompleted)
            await CloseSilentAsync(what, start).ConfigureAwait(false);
    }

    /// <summary>Closes a connection on which a request was not answered in time, as Kafka's own client does: what else is pending fails, and the next request opens a new one.</summary>
    private async Task CloseSilentAsync(string what, long start)
    {
        var reason = new TimeoutException(
            $"{KafkaAddress.Format(Host, Port)} has not answered {what} for {options.TimeProvider.GetElapsedTime(start)}, so the client has closed the connection.");

        if (!protocol.IsClosed)
            options.Write(EventLevel.Warning, () => reason.Message);

        silence = reason;
        protocol.Close(reason);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Encodes and writes, one caller at a time, after another login if it is time for one.</summary>
    private async Task<T> WriteAsync<T>(Func<T> encode, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            var session = await login.ConfigureAwait(false);

            if (session.IsNearlyOver(options.TimeProvider))
                await (login = LogInAgainAsync(options.Sasl!)).ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            return await WriteFrameAsync(encode).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Encodes and writes. The caller has the turn.</summary>
    private async Task<T> WriteFrameAsync<T>(Func<T> encode)
    {
        try
        {
            var pending = encode();
            await stream.WriteAsync(output.Written, lifetime.Token).ConfigureAwait(false);
            return pending;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Part of the frame may be out: nothing can follow it.
            protocol.Close(e);
            await CloseAsync().ConfigureAwait(false);
            throw Closed(silence ?? e);
        }
        finally
        {
            output.Clear();
        }
    }

    /// <summary>The broker closed the connection on ApiVersions, and sent nothing.</summary>
    private sealed class UnansweredException(WireException closed) : Exception(closed.Message, closed)
    {
        public WireException Closed => closed;
    }

    private static WireException Closed(Exception reason) => new(new WireFailure(WireError.ConnectionClosed, -1, ""), reason);

    /// <summary>Reads until the connection ends, and then fails all that is pending.</summary>
    private async Task ReadAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);

        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(buffer, lifetime.Token).ConfigureAwait(false);

                if (count == 0)
                    throw new EndOfStreamException("The broker closed the connection. Its log says why; the listener may expect TLS or a login.");

                hasReceived = true;
                protocol.Receive(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e)
        {
            // Whatever it is, nobody reads any more.
            options.Write(
                lifetime.IsCancellationRequested ? EventLevel.Informational : EventLevel.Warning,
                () => $"The connection to {KafkaAddress.Format(Host, Port)} has ended, {Counted.Of(protocol.PendingCount, "request")} under way.",
                lifetime.IsCancellationRequested ? null : e);
            protocol.Close(lifetime.IsCancellationRequested ? new ObjectDisposedException(nameof(SimpleClient)) : e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
