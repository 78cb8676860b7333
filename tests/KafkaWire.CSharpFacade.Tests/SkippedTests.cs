using System.Runtime.CompilerServices;
using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>Has NUnit skip a test that lacks what it needs.</summary>
internal static class SkippedTests
{
    [ModuleInitializer]
    internal static void TellNUnit() => Skip.ExceptionOf = reason => new IgnoreException(reason);
}
