using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace KafkaWire;

/// <summary>One operation of the client, by OpenTelemetry's conventions for messaging with Kafka: its span, its duration and its
/// messages.</summary>
/// <remarks>Without listeners it costs next to nothing.</remarks>
internal sealed class Telemetry : IDisposable
{
    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly ActivitySource Source = new(SimpleClient.TelemetryName, Version);
    private static readonly Meter Meter = new(SimpleClient.TelemetryName, Version);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "messaging.client.operation.duration",
        "s",
        "Duration of an operation of the client.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        }
    );

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "messaging.client.sent.messages",
        "{message}",
        "Records sent to a broker."
    );

    private static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        "messaging.client.consumed.messages",
        "{message}",
        "Records read from a broker."
    );

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Activity? activity;
    private readonly bool isWrite;
    private TagList tags;
    private long messages;

    private Telemetry(string name, string? type, ActivityKind kind, string? topic, int? partition, SimpleClientOptions options)
    {
        isWrite = kind == ActivityKind.Producer;
        tags.Add("messaging.system", "kafka");
        tags.Add("messaging.operation.name", name);
        if (topic != null)
            tags.Add("messaging.destination.name", topic);
        if (partition is { } number)
            tags.Add("messaging.destination.partition.id", number.ToString(CultureInfo.InvariantCulture));

        activity = Source.StartActivity(topic == null ? name : $"{name} {topic}", kind);
        if (activity == null)
            return;

        foreach (var (key, value) in tags)
            activity.SetTag(key, value);
        if (type != null)
            activity.SetTag("messaging.operation.type", type);
        if (options.ClientId != null)
            activity.SetTag("messaging.client.id", options.ClientId);
    }

    /// <summary>Whether the spans or any of the metrics have a listener.</summary>
    private static bool IsEnabled => Source.HasListeners() || Duration.Enabled || Sent.Enabled || Consumed.Enabled;

    /// <summary>Begins an operation that sends records.</summary>
    public static Telemetry? Send(string topic, int partition, SimpleClientOptions options) =>
        IsEnabled ? new("send", "send", ActivityKind.Producer, topic, partition, options) : null;

    /// <summary>Begins an operation that reads records.</summary>
    public static Telemetry? Poll(string topic, int partition, SimpleClientOptions options) =>
        IsEnabled ? new("poll", "receive", ActivityKind.Consumer, topic, partition, options) : null;

    /// <summary>Begins any other operation.</summary>
    public static Telemetry? Request(string apiName, SimpleClientOptions options) =>
        IsEnabled ? new(apiName, null, ActivityKind.Client, null, null, options) : null;

    /// <summary>Sets the broker that receives the request. The last one wins.</summary>
    public void At(string host, int port)
    {
        activity?.SetTag("server.address", host);
        activity?.SetTag("server.port", port);
    }

    /// <summary>Sets the number of records, and the offset of the first one.</summary>
    public void Carried(long count, long offset)
    {
        messages = count;
        activity?.SetTag("messaging.batch.message_count", count);
        if (count > 0 && offset >= 0)
            activity?.SetTag("messaging.kafka.offset", offset);
    }

    /// <summary>Marks the operation as failed.</summary>
    public void Failed(Exception e)
    {
        var type = e is KafkaErrorException error ? error.Name : e.GetType().FullName;
        tags.Add("error.type", type);
        activity?.SetTag("error.type", type);
        activity?.SetStatus(ActivityStatusCode.Error, e.Message);
    }

    /// <summary>Ends the operation.</summary>
    public void Dispose()
    {
        Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        if (messages > 0)
            (isWrite ? Sent : Consumed).Add(messages, tags);
        activity?.Dispose();
    }

    /// <summary>Runs a call within an operation, and ends the operation.</summary>
    public static async Task<T> RunAsync<T>(Telemetry? operation, Func<Task<T>> call)
    {
        using (operation)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                operation?.Failed(e);
                throw;
            }
        }
    }
}
