using System.Reflection;
using KafkaWire.Schema;
using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>The laws of the generated init records, over all of them.</summary>
public class GeneratedRecordTests
{
    private static readonly Type[] Records =
        [.. typeof(IKafkaMessage).Assembly.GetExportedTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IKafkaMessage)))];

    private static IKafkaMessage New(Type type) => (IKafkaMessage)Activator.CreateInstance(type)!;

    private static IKafkaMessage From(Type type, object message) =>
        (IKafkaMessage)type.GetMethod("From", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [message])!;

    private static MessageSchema SchemaOf(Type type) =>
        New(type) is IKafkaRequest request ? request.Api.RequestSchema : New(type).Api.ResponseSchema;

    [Test]
    public void Every_request_and_response_has_a_record() =>
        Assert.That(Records.Select(type => type.Name), Is.EquivalentTo(Catalogue.Apis.SelectMany(api => new[] { api.RequestSchema.Name, api.ResponseSchema.Name })));

    [TestCaseSource(nameof(Records))]
    public void A_new_record_has_the_defaults_of_Kafka(Type type) =>
        Assert.That(New(type).ToMessage(), Is.EqualTo(SchemaOf(type).DefaultObject));

    [TestCaseSource(nameof(Records))]
    public void From_takes_every_default(Type type) => Assert.That(From(type, SchemaOf(type).DefaultObject), Is.EqualTo(New(type)));

    [Test]
    public void Every_vector_goes_through_the_record_unchanged()
    {
        var records = Records.ToDictionary(type => type.Name);
        var seen = new HashSet<string>();

        foreach (var vector in TestData.Objects("vectors/messages.jsonl.gz"))
        {
            var name = vector.GetProperty("message").GetString()!;

            if (!records.TryGetValue(name, out var type))
                continue;

            var hex = vector.TryGetProperty("hexWithUnknownTags", out var tagged) ? tagged : vector.GetProperty("hex");
            var version = vector.GetProperty("version").GetInt16();
            var read = SchemaOf(type).DecodeObject(Bytes.OfHex(hex.GetString()!), version, DecodeOptions.Default, out _);
            var (first, second) = (From(type, read), From(type, read));
            seen.Add(name);

            Assert.Multiple(() =>
            {
                Assert.That(first.ToMessage(), Is.EqualTo(read), $"{name} v{version}");
                Assert.That(second, Is.EqualTo(first), $"{name} v{version}");
                Assert.That(second.GetHashCode(), Is.EqualTo(first.GetHashCode()), $"{name} v{version}");
                Assert.That(first.ToString(), Does.StartWith(name));
            });
        }

        Assert.That(seen, Is.EquivalentTo(records.Keys));
    }

    [Test]
    public void A_request_reads_well()
    {
        var request = new MetadataRequest { Topics = [new() { Name = "a" }, new() { Name = "b" }], AllowAutoTopicCreation = false };

        Assert.Multiple(() =>
        {
            Assert.That(request.ToMessage().Topics!.Select(topic => topic.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(request, Is.EqualTo(new MetadataRequest { Topics = [new() { Name = "a" }, new() { Name = "b" }], AllowAutoTopicCreation = false }));
            Assert.That(request, Is.Not.EqualTo(request with { Topics = [new() { Name = "a" }, new() { Name = "c" }] }));
            Assert.That(request, Is.Not.EqualTo(request with { Topics = null }));
            Assert.That(request == (request with { }), Is.True);
            Assert.That(
                request.ToString(),
                Is.EqualTo("""MetadataRequest { Topics = [ { Name = "a" }, { Name = "b" } ]; AllowAutoTopicCreation = false }"""));
            Assert.That(request.Topics[0].ToString(), Is.EqualTo("""MetadataRequestTopic { Name = "a" }"""));
        });
    }

    [Test]
    public void Read_change_and_write_again()
    {
        var received = Metadata.api.Request.Decode(Metadata.api.Request.Encode(new MetadataRequest { Topics = [new() { Name = "a" }] }.ToMessage(), 12), 12);
        var changed = MetadataRequest.From(received) with { AllowAutoTopicCreation = false };

        Assert.That(changed, Is.EqualTo(new MetadataRequest { Topics = [new() { Name = "a" }], AllowAutoTopicCreation = false }));
    }

    [Test]
    public void Texts_show_no_secret()
    {
        var request = new SaslAuthenticateRequest { AuthBytes = Bytes.OfString("\0alice\0sesame") };
        Assert.That(request.ToString(), Is.EqualTo("SaslAuthenticateRequest { AuthBytes = *** }"));
    }

    [Test]
    public void A_null_that_the_annotations_forbid_is_an_error_of_the_codec()
    {
        var noTopics = new MetadataResponse { Topics = null! };
        var noTopic = new MetadataResponse { Topics = [null!] };

        Assert.Multiple(() =>
        {
            Assert.That(() => Metadata.api.Response.Encode(noTopics.ToMessage(), 12), Throws.TypeOf<WireException>().With.Message.Contains("Topics"));
            Assert.That(() => Metadata.api.Response.Encode(noTopic.ToMessage(), 12), Throws.TypeOf<WireException>().With.Message.Contains("Topics[0]"));
        });
    }
}
