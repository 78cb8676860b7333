using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class PublicSurfaceTests
{
    private static readonly Assembly Tested = Assembly.Load("KafkaWire.CSharpFacade");

    [Test]
    public void The_public_surface_matches_the_accepted_baseline() => PublicSurface.Check(Tested);

    [Test]
    public void Public_methods_are_neither_async_nor_iterators() => Assert.That(PublicSurface.StateMachines(Tested), Is.Empty);
}
