using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests;

public class PublicSurfaceTests
{
    private static readonly Assembly Tested = Assembly.Load("KafkaWire.Testing");

    [Test]
    public void The_public_surface_matches_its_baseline() => PublicSurface.Check(Tested);

    [Test]
    public void Public_methods_are_neither_async_nor_iterators() => Assert.That(PublicSurface.StateMachines(Tested), Is.Empty);
}
