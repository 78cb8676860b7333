namespace KafkaWire;

/// <summary>Gives a call a time limit: TimeoutException where the time is up, OperationCanceledException where the caller gives up.</summary>
internal static class Deadline
{
    public static async Task<T> RunAsync<T>(string operation, TimeSpan timeout, CancellationToken cancellationToken, Func<CancellationToken, Task<T>> call)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(timeout);

        try
        {
            return await call(source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OperationCanceledException e) when (source.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{operation} took longer than {timeout}. It may still be carried out. A larger {nameof(SimpleClientOptions)}.{nameof(SimpleClientOptions.Timeout)} waits longer.",
                e);
        }
    }
}
