using NUnit.Framework;

namespace KafkaWire.TestSupport;

/// <summary>Brokers that print why they close a connection.</summary>
internal static class TestBroker
{
    public static Task<LoopbackBroker> StartAsync(LoopbackBrokerOptions? options = null) =>
        LoopbackBroker.StartAsync(
            (options ?? new()) with
            {
                ConnectionFailed = options?.ConnectionFailed ?? (e => TestContext.Progress.WriteLine(e.ToString())),
            }
        );
}
