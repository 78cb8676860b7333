using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

public class RepositoryTests
{
    [Test]
    public void The_release_notes_name_the_Kafka_version() =>
        Assert.That(File.ReadAllText(Repository.Path("RELEASE_NOTES.md")), Does.Match(@"(?m)^## \d+\.\d+\.\d+ \(Kafka \d+\.\d+\.\d+\)$"));

    /// <summary>CSharpier breaks code, but neither comments nor strings.</summary>
    [Test]
    public void CSharp_lines_have_at_most_140_columns() =>
        Assert.That(
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
            where
                !file.EndsWith(".g.cs", StringComparison.Ordinal)
                && !Path.GetRelativePath(Repository.Path(folder), file).Split(Path.DirectorySeparatorChar).Contains("obj")
            from line in File.ReadLines(file).Index()
            where line.Item.Length > 140
            select $"{file}({line.Index + 1})",
            Is.Empty
        );
}
