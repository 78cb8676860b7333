using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.Testing.Tests.Sweeps;

public class TranscriptTests
{
    private static Transcript Of(params string[] answers)
    {
        var transcript = new Transcript();
        foreach (var answer in answers)
            transcript.Add("request", JsonNode.Parse(answer));
        return transcript;
    }

    [Test]
    public void Equal_answers_have_no_differences() =>
        Assert.That(Transcript.Compare(Of("""{"a":[1,null]}"""), Of("""{"a":[1,null]}""")), Is.Empty);

    [Test]
    public void A_difference_has_its_path_and_both_values() =>
        Assert.That(
            Transcript.Compare(Of("""{"a":[1,2],"b":"x"}""", "1"), Of("""{"a":[1],"b":null}""", "1", "2")),
            Is.EquivalentTo(
                new[] { ("[0].a.length", "2", "1"), ("[0].a[1]", "2", "nothing"), ("[0].b", "\"x\"", "null"), ("[2]", "nothing", "2") }
            )
        );

    [Test]
    public void Null_differs_from_an_empty_array() =>
        Assert.That(Transcript.Compare(Of("""{"a":[]}"""), Of("""{"a":null}""")), Is.Not.Empty);

    [Test]
    public void A_variant_that_throws_is_a_difference()
    {
        var failed = Of();
        failed.Fail("text");

        Assert.That(Transcript.Compare(Of(), failed), Is.EqualTo(new[] { ("failure", "none", "text") }));
    }

    [TestCase("Fetch v4 a, b", "[0].x", true)]
    [TestCase("Fetch v4 a, c", "[0].x", false)]
    [TestCase("Fetch v4 a, b", "[1].x", false)]
    public void A_known_difference_covers_only_its_own_variants_and_paths(string variant, string path, bool covers) =>
        Assert.That(
            new KnownDifference("Fetch", "v* a, b", "[0].*", "", "", "", "").Covers(variant, path, isMissing: false),
            Is.EqualTo(covers)
        );
}
