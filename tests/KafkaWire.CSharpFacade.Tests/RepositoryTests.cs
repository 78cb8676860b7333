using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class RepositoryTests
{
    [Test]
    public void The_release_notes_name_the_Kafka_version() =>
        Assert.That(File.ReadAllText(Repository.Path("RELEASE_NOTES.md")), Does.Match(@"(?m)^## \d+\.\d+\.\d+ \(Kafka \d+\.\d+\.\d+\)$"));
}
