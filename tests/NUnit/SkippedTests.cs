using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace KafkaWire.TestSupport;

/// <summary>Has NUnit skip a test that lacks what it needs.</summary>
internal static class SkippedTests
{
    [ModuleInitializer]
    internal static void TellNUnit() => Skip.ExceptionOf = reason => new IgnoreException(reason);
}
