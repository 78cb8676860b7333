using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KafkaWire.TestSupport;

/// <summary>Makes NUnit skip a test whose requirements are missing.</summary>
internal static class SkippedTests
{
    [ModuleInitializer]
    internal static void TellNUnit() => Skip.ExceptionOf = reason => new IgnoreException(reason);
}
