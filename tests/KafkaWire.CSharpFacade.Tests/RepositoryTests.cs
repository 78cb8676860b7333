using System.Reflection;
using System.Runtime.CompilerServices;
using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class RepositoryTests
{
    /// <summary>fsdocs cannot read the attribute that the compiler gives to an async method, and leaves the method out of the reference.</summary>
    [TestCase("KafkaWire.CSharpFacade")]
    [TestCase("KafkaWire.Testing")]
    public void Public_methods_that_are_async_or_iterate_leave_that_to_private_ones(string assembly) =>
        Assert.That(
            from type in Assembly.Load(assembly).GetExportedTypes()
            from method in type.GetMethods()
            where method.IsDefined(typeof(StateMachineAttribute), inherit: false)
            select $"{type.Name}.{method.Name}",
            Is.Empty);

    [Test]
    public void The_release_notes_name_the_Kafka_version() =>
        Assert.That(File.ReadAllText(Repository.Path("RELEASE_NOTES.md")), Does.Match(@"(?m)^## \d+\.\d+\.\d+ \(Kafka \d+\.\d+\.\d+\)$"));
}
