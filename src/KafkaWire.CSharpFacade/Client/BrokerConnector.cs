using System.Diagnostics.Tracing;
using System.Net.Sockets;

namespace KafkaWire;

/// <summary>Opens connections to brokers.</summary>
internal static class BrokerConnector
{
    /// <summary>Connects, encrypts, agrees on versions and logs in, as the options say.</summary>
    /// <remarks>
    /// Some brokers and firewalls close the connection when they see an unknown version of ApiVersions. Then lower versions are tried, each
    /// on a new connection. All attempts share one time limit. If a later attempt fails in another way, the exception still reports the
    /// first close, unless the later failure says more.
    /// </remarks>
    public static async Task<BrokerConnection> OpenAsync(string host, int port, SimpleClientOptions options, CallLimit limit)
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

                options.Write(
                    EventLevel.Warning,
                    () =>
                        $"{KafkaAddress.Format(host, port)} closed the connection on ApiVersions v{version}. "
                        + $"Trying v{LowerVersion(version)} on a new connection.",
                    e.Closed
                );
            }
            catch (SocketException e) when (closed is not null)
            {
                throw Unanswered(closed, tried, $" The next attempt failed: {e.Message}");
            }
            catch (OperationCanceledException) when (closed is not null && limit.TimeUp.IsCancellationRequested)
            {
                throw Unanswered(closed, tried, $" v{version} was not answered in time.");
            }
        }
    }

    /// <summary>v3 is the first flexible version, v0 the first of all.</summary>
    private static short LowerVersion(short version) => version > 3 ? (short)3 : (short)0;

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="UnansweredException">The broker closed the connection on ApiVersions without sending anything.</exception>
    private static async Task<BrokerConnection> OpenAsync(
        string host,
        int port,
        SimpleClientOptions options,
        short apiVersionsVersion,
        CallLimit limit
    )
    {
        var stream = await ConnectAsync(host, port, options, limit).ConfigureAwait(false);
        var connection = new BrokerConnection(stream, host, port, options);

        try
        {
            await connection.PrepareAsync(apiVersionsVersion, limit).ConfigureAwait(false);
            return connection;
        }
        catch (WireException e) when (options.Versions is null && !connection.HasReceived && IsClosedByPeer(e))
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
            // The caller may not know the address, if another broker told the client about it.
            socket.Dispose();
            throw new SocketException(
                (int)e.SocketErrorCode,
                $"Cannot connect to {KafkaAddress.Format(host, port)}: {e.Message.TrimEnd('.')}."
            );
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the peer closed or reset the connection. A TLS alert, such as a demand for a certificate, is another
    /// failure.</summary>
    private static bool IsClosedByPeer(WireException e) =>
        e.Error.IsConnectionClosed && e.InnerException is EndOfStreamException or IOException { InnerException: SocketException };

    private static WireException Unanswered(WireException closed, List<short> tried, string last) =>
        tried is [_] && last == ""
            ? closed
            : BrokerConnection.Closed(
                new IOException(
                    $"ApiVersions was tried in {string.Join(", ", tried.Select(version => $"v{version}"))}, each on a new "
                        + "connection, and each was closed without an answer. "
                        + $"First: {closed.InnerException!.Message}{last} Brokers before Kafka 0.10 have no ApiVersions: for "
                        + $"such a broker, set {nameof(SimpleClientOptions)}.{nameof(SimpleClientOptions.Versions)}.",
                    closed.InnerException
                )
            );

    /// <summary>The broker closed the connection on ApiVersions without sending anything.</summary>
    private sealed class UnansweredException(WireException closed) : Exception(closed.Message, closed)
    {
        public WireException Closed => closed;
    }
}
