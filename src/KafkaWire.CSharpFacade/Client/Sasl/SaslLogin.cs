namespace KafkaWire;

/// <summary>Logs in on a connection.</summary>
internal static class SaslLogin
{
    /// <summary>Runs one login. It is the caller's turn to write until the login is over: the broker accepts nothing else
    /// meanwhile.</summary>
    public static async Task<SaslSession> RunAsync(BrokerConnection connection, SaslOptions sasl, CallLimit limit)
    {
        var version = connection.Versions.Choose(SaslHandshake.api);
        var handshake = await connection
            .SendInLoginAsync(new SaslHandshakeRequest { Mechanism = sasl.Mechanism }, limit)
            .ConfigureAwait(false);

        if (handshake.ErrorCode != ErrorCode.None)
        {
            var offered = handshake.Mechanisms.Length == 0 ? "nothing" : string.Join(", ", handshake.Mechanisms);
            throw KafkaErrorException.Of(
                handshake.ErrorCode,
                nameof(SaslHandshake),
                $"This listener offers {offered}, not {sasl.Mechanism}."
            );
        }

        var exchange = await sasl.BeginAsync(limit).ConfigureAwait(false);
        var session = SaslSession.Endless; // with bare tokens, the broker announces no end and accepts no second login

        for (Bytes? token = exchange.Start(); token is { } next; )
        {
            Bytes challenge;

            if (version == 0)
                challenge = await connection.SendTokenAsync(next, limit).ConfigureAwait(false);
            else
                (challenge, session) = await AuthenticateAsync(connection, next, limit).ConfigureAwait(false);

            token = exchange.Next(challenge);
        }

        return session;
    }

    private static async Task<(Bytes Challenge, SaslSession Session)> AuthenticateAsync(
        BrokerConnection connection,
        Bytes token,
        CallLimit limit
    )
    {
        // The broker counts from when it receives the token, which is later. So the session ends here before it ends there.
        var start = connection.Options.TimeProvider.GetTimestamp();
        var request = new SaslAuthenticateRequest { AuthBytes = token };
        var answer = await connection.SendInLoginAsync(request, limit).ConfigureAwait(false);
        return answer.ErrorCode == ErrorCode.None
            ? (answer.AuthBytes, SaslSession.Of(start, answer.SessionLifetimeMs))
            : throw new KafkaErrorException(answer.ErrorCode, nameof(SaslAuthenticate), brokerMessage: answer.ErrorMessage);
    }
}
