using NUnit.Framework;

namespace KafkaWire.Testing.Tests.Sweeps;

public class KnownDifferencesTests
{
    [Test]
    public void The_page_lists_every_known_difference()
    {
        var rows = File.ReadLines(Repository.Path("docs/loopback.md")).Where(line => line.StartsWith('|')).Skip(2);

        Assert.That(rows, Is.EqualTo(KnownDifferences.All.Select(difference => difference.Row).Distinct()));
    }
}
