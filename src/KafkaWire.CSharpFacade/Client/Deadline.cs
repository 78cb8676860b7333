namespace KafkaWire;

/// <summary>The time limit of a call.</summary>
/// <param name="Token">Canceled when the time is up or the caller cancels.</param>
/// <param name="TimeUp">Canceled when the time is up.</param>
internal readonly record struct CallLimit(CancellationToken Token, CancellationToken TimeUp)
{
    public static implicit operator CancellationToken(CallLimit limit) => limit.Token;
}

/// <summary>Runs a call with a time limit. It throws TimeoutException if the time is up, and OperationCanceledException if the caller
/// cancels.</summary>
internal static class Deadline
{
    public static async Task<T> RunAsync<T>(
        string operation,
        SimpleClientOptions options,
        CancellationToken cancellationToken,
        Func<CallLimit, Task<T>> call
    )
    {
        using var timer = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);

        try
        {
            return await call(new(source.Token, timer.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OperationCanceledException e) when (timer.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{operation} took longer than {options.Timeout}. The broker may still carry it out. "
                    + $"{nameof(SimpleClientOptions)}.{nameof(SimpleClientOptions.Timeout)} sets the limit.",
                e
            );
        }
    }
}
