namespace KafkaWire.Testing.Handlers;

/// <summary>The context of a request.</summary>
/// <param name="Version">The version of the request.</param>
/// <param name="ClientId">The client id from the request header.</param>
/// <param name="Closed">Canceled when the connection closes and nobody waits for the answer any more.</param>
internal readonly record struct Call(short Version, string? ClientId, CancellationToken Closed);

/// <summary>Handles the requests of one API.</summary>
internal abstract class Handler(Api api, short firstVersion, short lastVersion)
{
    public Api Api => api;

    public VersionRange Served { get; } = new(firstVersion, lastVersion);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request record of the API.</param>
    /// <returns>The answer; null if there is none, as for Produce with acks 0.</returns>
    /// <exception cref="RefusedException">Kafka closes the connection on such a request.</exception>
    public abstract ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call);

    /// <summary>Returns an error for everything that the request names, without carrying out the request.</summary>
    public abstract IKafkaResponse Fail(object request, ErrorCode error, Call call);
}

/// <summary>Handles the requests of an API that are answered at once.</summary>
internal abstract class Handler<TRequest>(Api api, short firstVersion, short lastVersion) : Handler(api, firstVersion, lastVersion)
{
    public override ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call) =>
        ValueTask.FromResult(Answer((TRequest)request, call));

    public override IKafkaResponse Fail(object request, ErrorCode error, Call call) => Fail((TRequest)request, error, call);

    protected abstract IKafkaResponse? Answer(TRequest request, Call call);

    protected abstract IKafkaResponse Fail(TRequest request, ErrorCode error, Call call);
}

/// <summary>Handles the requests of an API whose answers may have to wait.</summary>
internal abstract class WaitingHandler<TRequest>(Api api, short firstVersion, short lastVersion) : Handler(api, firstVersion, lastVersion)
{
    public override async ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call) =>
        await AnswerAsync((TRequest)request, call).ConfigureAwait(false);

    public override IKafkaResponse Fail(object request, ErrorCode error, Call call) => Fail((TRequest)request, error, call);

    protected abstract ValueTask<IKafkaResponse> AnswerAsync(TRequest request, Call call);

    protected abstract IKafkaResponse Fail(TRequest request, ErrorCode error, Call call);
}

/// <summary>Thrown for a request on which Kafka closes the connection.</summary>
internal sealed class RefusedException(string message) : Exception(message);
