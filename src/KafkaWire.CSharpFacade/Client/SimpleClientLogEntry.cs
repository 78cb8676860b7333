using System.Diagnostics.Tracing;

namespace KafkaWire;

/// <summary>A log entry of a <see cref="SimpleClient"/>.</summary>
/// <param name="Level">The severity: connections are informational, retries are warnings, answered requests are verbose.</param>
/// <param name="Message">The event in a sentence. It contains no secrets and no record data.</param>
/// <param name="Exception">The cause, or null.</param>
public sealed record SimpleClientLogEntry(EventLevel Level, string Message, Exception? Exception = null);
