using System.Diagnostics.Tracing;

namespace KafkaWire;

/// <summary>Something that a <see cref="SimpleClient"/> has done or met, for a log.</summary>
/// <param name="Level">How much it matters: connections are informational, what is tried again is a warning, every exchange is
/// verbose.</param>
/// <param name="Message">What it was, in a sentence. It names no secret and no content of records.</param>
/// <param name="Exception">What caused it; null for nothing.</param>
public sealed record SimpleClientLogEntry(EventLevel Level, string Message, Exception? Exception = null);
