using System.Reflection;
using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class PublicSurfaceTests
{
    [TestCase("KafkaWire.CSharpFacade")]
    [TestCase("KafkaWire.Testing")]
    public void The_public_surface_matches_the_accepted_baseline(string assembly) => PublicSurface.Check(Assembly.Load(assembly));
}
