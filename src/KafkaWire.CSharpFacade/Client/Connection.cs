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
    public static async Task<Connection> OpenAsync(string host, int port, SimpleClientOptions options, CancellationToken cancellationToken)
    {
        var stream = await ConnectAsync(host, port, options, cancellationToken).ConfigureAwait(false);
        var connection = new Connection(stream, host, port, options);

        try
        {
            await connection.protocol
                .NegotiateAsync((request, version) => connection.SendAsync(request, cancellationToken, version))
                .ConfigureAwait(false);

            if (options.Sasl is { } sasl)
                await (connection.login = connection.LogInAsync(sasl, cancellationToken)).ConfigureAwait(false); // nobody else has the connection yet

            options.Write(EventLevel.Informational, () => $"Connected to {KafkaAddress.Format(host, port)}{(options.Tls == null ? "" : ", with TLS")}{(options.Sasl == null ? "" : $", logged in by {options.Sasl}")}.");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request and waits for its answer. A caller that gives up leaves the connection usable.</summary>
    public Task<TResponse> SendAsync<TResponse>(IKafkaRequest<TResponse> request, CancellationToken cancellationToken, short? version = null)
        where TResponse : class =>
        ExchangeAsync(request.Api.Name, () => WriteAsync(() => protocol.Send(request, output, version), cancellationToken), cancellationToken);

    /// <summary>Sends a request that is given by name, as JSON, and waits for its answer.</summary>
    public Task<JsonElement> SendAsync(
        string apiName, JsonElement request, CancellationToken cancellationToken, short? version = null, JsonForm? form = null) =>
        ExchangeAsync(apiName, () => WriteAsync(() => protocol.Send(apiName, request, output, version, form), cancellationToken), cancellationToken);

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
    private async Task<SaslSession> LogInAsync(SaslOptions sasl, CancellationToken cancellationToken)
    {
        var version = Versions.Choose(SaslHandshake.api);
        var request = new SaslHandshakeRequest { Mechanism = sasl.Mechanism };
        var handshake = await SendInTurnAsync(request, cancellationToken, version).ConfigureAwait(false);

        if (handshake.ErrorCode != ErrorCode.None)
        {
            var offered = handshake.Mechanisms.Length == 0 ? "nothing" : string.Join(", ", handshake.Mechanisms);
            throw KafkaErrorException.Of(handshake.ErrorCode, nameof(SaslHandshake), $"This listener offers {offered}, not {sasl.Mechanism}.");
        }

        var exchange = await sasl.BeginAsync(cancellationToken).ConfigureAwait(false);
        var session = SaslSession.Endless; // where tokens are bare, nobody tells of an end, and there is no way to log in again

        for (Bytes? token = exchange.Start(); token is { } next;)
        {
            Bytes challenge;

            if (version == 0)
                challenge = await SendTokenAsync(next, cancellationToken).ConfigureAwait(false);
            else
                (challenge, session) = await AuthenticateAsync(next, cancellationToken).ConfigureAwait(false);

            token = exchange.Next(challenge);
        }

        return session;
    }

    /// <summary>Logs in anew on the same connection, which ends if that fails. It is for all who wait for their turn: none of them cancels it.</summary>
    private async Task<SaslSession> LogInAgainAsync(SaslOptions sasl)
    {
        try
        {
            var session = await Deadline.RunAsync($"Logging in again at {KafkaAddress.Format(Host, Port)}", options, lifetime.Token, token => LogInAsync(sasl, token)).ConfigureAwait(false);
            options.Write(EventLevel.Informational, () => $"Logged in again at {KafkaAddress.Format(Host, Port)} by {sasl}, before the session was over.");
            return session;
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            throw Closed(new ObjectDisposedException(nameof(SimpleClient)));
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

    private async Task<(Bytes Challenge, SaslSession Session)> AuthenticateAsync(Bytes token, CancellationToken cancellationToken)
    {
        // The broker counts from when it has the token, which is later: the session is not over there before it is here.
        var start = options.TimeProvider.GetTimestamp();
        var answer = await SendInTurnAsync(new SaslAuthenticateRequest { AuthBytes = token }, cancellationToken).ConfigureAwait(false);
        return answer.ErrorCode == ErrorCode.None
            ? (answer.AuthBytes, SaslSession.Of(start, answer.SessionLifetimeMs))
            : throw new KafkaErrorException(answer.ErrorCode, nameof(SaslAuthenticate), brokerMessage: answer.ErrorMessage);
    }

    /// <summary>As before Kafka 1.0: a broker that refuses a bare token closes the connection.</summary>
    private Task<Bytes> SendTokenAsync(Bytes token, CancellationToken cancellationToken) =>
        ExchangeAsync("A SASL token", () => WriteFrameAsync(() => protocol.SendToken(token, output)), cancellationToken);

    /// <summary>Sends a request of a login, for which the caller has the turn to write, and waits for its answer.</summary>
    private Task<TResponse> SendInTurnAsync<TResponse>(IKafkaRequest<TResponse> request, CancellationToken cancellationToken, short? version = null)
        where TResponse : class =>
        ExchangeAsync(request.Api.Name, () => WriteFrameAsync(() => protocol.Send(request, output, version)), cancellationToken);

    /// <summary>Writes and awaits the answer.</summary>
    private async Task<T> ExchangeAsync<T>(string what, Func<Task<Task<T>>> write, CancellationToken cancellationToken)
    {
        var start = options.TimeProvider.GetTimestamp();
        // A frame that has begun must go out whole, so the write itself ends with the connection only.
        var pending = await write().WaitAsync(cancellationToken).ConfigureAwait(false);
        var answer = await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        options.Write(EventLevel.Verbose, () => $"{what} to {KafkaAddress.Format(Host, Port)}: answered after {options.TimeProvider.GetElapsedTime(start).TotalMilliseconds:F1} ms.");
        return answer;
    }

    /// <summary>Encodes and writes, one caller at a time, after another login if it is time for one.</summary>
    private async Task<T> WriteAsync<T>(Func<T> encode, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            var session = await login.ConfigureAwait(false);

            if (session.IsNearlyOver(options.TimeProvider))
            {
                await (login = LogInAgainAsync(options.Sasl!)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

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
            throw Closed(e);
        }
        finally
        {
            output.Clear();
        }
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
