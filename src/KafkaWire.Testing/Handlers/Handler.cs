namespace KafkaWire.Testing.Handlers;

/// <summary>What a handler knows of a request beside its content.</summary>
/// <param name="Version">The version that the request came in.</param>
/// <param name="ClientId">The name that the client gives itself.</param>
/// <param name="Closed">Canceled when the connection closes: nobody waits for the answer any more.</param>
internal readonly record struct Call(short Version, string? ClientId, CancellationToken Closed);

/// <summary>Serves one API.</summary>
internal abstract class Handler(Api api, short firstVersion, short lastVersion)
{
    public Api Api => api;

    public VersionRange Served { get; } = new(firstVersion, lastVersion);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request record of the API.</param>
    /// <returns>The answer; null if there is none, as of Produce with acks 0.</returns>
    /// <exception cref="RefusedException">Kafka closes the connection upon such a request.</exception>
    public abstract ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call);

    /// <summary>Answers an error, for each thing that the request names, without doing anything.</summary>
    public abstract IKafkaResponse Fail(object request, ErrorCode error, Call call);
}

/// <summary>Serves one API, without waiting for anything.</summary>
internal abstract class Handler<TRequest>(Api api, short firstVersion, short lastVersion) : Handler(api, firstVersion, lastVersion)
{
    public override ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call) =>
        ValueTask.FromResult(Answer((TRequest)request, call));

    public override IKafkaResponse Fail(object request, ErrorCode error, Call call) => Fail((TRequest)request, error, call);

    protected abstract IKafkaResponse? Answer(TRequest request, Call call);

    protected abstract IKafkaResponse Fail(TRequest request, ErrorCode error, Call call);
}

/// <summary>Serves one API whose answer may have to wait.</summary>
internal abstract class WaitingHandler<TRequest>(Api api, short firstVersion, short lastVersion) : Handler(api, firstVersion, lastVersion)
{
    public override async ValueTask<IKafkaResponse?> AnswerAsync(object request, Call call) =>
        await AnswerAsync((TRequest)request, call).ConfigureAwait(false);

    public override IKafkaResponse Fail(object request, ErrorCode error, Call call) => Fail((TRequest)request, error, call);

    protected abstract ValueTask<IKafkaResponse> AnswerAsync(TRequest request, Call call);

    protected abstract IKafkaResponse Fail(TRequest request, ErrorCode error, Call call);
}

/// <summary>A request upon which Kafka closes the connection.</summary>
internal sealed class RefusedException(string message) : Exception(message);
