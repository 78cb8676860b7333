using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>The laws of the generated init records, checked for all of them.</summary>
public class GeneratedRecordTests
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;

    private static readonly Type[] Records =
    [
        .. typeof(IKafkaMessage)
            .Assembly.GetExportedTypes()
            .Where(type => !type.IsNested && type.GetMethod("From", Static) is not null && type.GetMethod("ToMessage") is not null),
    ];

    private static readonly Type[] Payloads = [.. Records.Where(type => !type.IsAssignableTo(typeof(IKafkaMessage)))];

    private static object New(Type type) => Activator.CreateInstance(type)!;

    private static object From(Type type, object message) => type.GetMethod("From", Static)!.Invoke(null, [message])!;

    private static object ToMessage(object record) =>
        record is IKafkaMessage message ? message.ToMessage() : record.GetType().GetMethod("ToMessage")!.Invoke(record, null)!;

    /// <summary>The type of the F# record that an init record converts to.</summary>
    private static Type MessageOf(Type type) => type.GetMethod("ToMessage")!.ReturnType;

    private static MessageSchema SchemaOf(Type type) =>
        New(type) switch
        {
            IKafkaRequest request => request.Api.RequestSchema,
            IKafkaResponse response => response.Api.ResponseSchema,
            _ => Catalogue.Payloads.Single(schema => schema.DefaultObject.GetType() == MessageOf(type)),
        };

    [Test]
    public void Every_request_and_response_has_an_init_record() =>
        Assert.That(
            Records.Except(Payloads).Select(type => type.Name),
            Is.EquivalentTo(Catalogue.Apis.SelectMany(api => new[] { api.RequestSchema.Name, api.ResponseSchema.Name }))
        );

    [Test]
    public void Every_payload_has_an_init_record() =>
        Assert.That(Payloads.Select(MessageOf), Is.EquivalentTo(Catalogue.Payloads.Select(schema => schema.DefaultObject.GetType())));

    [TestCaseSource(nameof(Records))]
    public void An_init_record_has_the_name_of_its_FSharp_record_without_the_dot(Type type) =>
        Assert.That(type.FullName, Is.EqualTo(MessageOf(type).FullName!.Replace("+", "")));

    /// <summary>Requests with Kafka's defaults of 0, which no client needs.</summary>
    private static readonly Dictionary<Type, object> ClientDefaults = new()
    {
        [typeof(ListOffsetsRequest)] = new ListOffsetsRequest { ReplicaId = 0 },
        [typeof(ProduceRequest)] = new ProduceRequest { Acks = 0, TimeoutMs = 0 },
        [typeof(DeleteTopicsRequest)] = new DeleteTopicsRequest { TimeoutMs = 0 },
        [typeof(CreatePartitionsRequest)] = new CreatePartitionsRequest { TimeoutMs = 0 },
        [typeof(DeleteRecordsRequest)] = new DeleteRecordsRequest { TimeoutMs = 0 },
        [typeof(AddRaftVoterRequest)] = new AddRaftVoterRequest { TimeoutMs = 0 },
        [typeof(StreamsGroupHeartbeatRequest)] = new StreamsGroupHeartbeatRequest { EndpointInformationEpoch = 0 },
    };

    private static object WithDefaultsOfKafka(Type type) => ClientDefaults.GetValueOrDefault(type) ?? New(type);

    [TestCaseSource(nameof(Records))]
    public void A_new_record_has_the_defaults_of_Kafka_except_where_clients_need_others(Type type) =>
        Assert.That(ToMessage(WithDefaultsOfKafka(type)), Is.EqualTo(SchemaOf(type).DefaultObject));

    [Test]
    public void A_new_request_has_the_defaults_that_clients_need() =>
        Assert.Multiple(() =>
        {
            Assert.That(new ListOffsetsRequest().ReplicaId, Is.EqualTo(-1));
            Assert.That((new ProduceRequest().Acks, new ProduceRequest().TimeoutMs), Is.EqualTo(((short)-1, 30_000)));
            Assert.That(new CreateTopicsRequest.CreatableTopic().NumPartitions, Is.EqualTo(-1));
            Assert.That(new CreateTopicsRequest.CreatableTopic().ReplicationFactor, Is.EqualTo(-1));
            Assert.That(new DeleteTopicsRequest().TimeoutMs, Is.EqualTo(60_000));
            Assert.That(new CreatePartitionsRequest().TimeoutMs, Is.EqualTo(60_000));
            Assert.That(new CreatePartitionsRequest.Topic().Assignments, Is.Null);
            Assert.That(new DeleteRecordsRequest().TimeoutMs, Is.EqualTo(60_000));
            Assert.That(new AddRaftVoterRequest().TimeoutMs, Is.EqualTo(60_000));
            Assert.That(new StreamsGroupHeartbeatRequest().EndpointInformationEpoch, Is.EqualTo(-1));
        });

    [Test]
    public void Decoded_zeros_are_kept()
    {
        var read = ListOffsets.api.Request.Decode(new byte[9], 2);

        Assert.That((read.ReplicaId, ListOffsetsRequest.From(read).ReplicaId), Is.EqualTo((0, 0)));
        Assert.That(Json.Parse(ListOffsets.api.Request, 2, "{}").ReplicaId, Is.Zero);
    }

    [TestCaseSource(nameof(Records))]
    public void From_keeps_every_default(Type type) =>
        Assert.That(From(type, SchemaOf(type).DefaultObject), Is.EqualTo(WithDefaultsOfKafka(type)));

    [TestCaseSource(nameof(Payloads))]
    public void A_payload_converts_implicitly_and_null_stays_null(Type type)
    {
        var conversion = type.GetMethod("op_Implicit", Static)!;

        Assert.That(conversion.Invoke(null, [New(type)]), Is.EqualTo(SchemaOf(type).DefaultObject));
        Assert.That(conversion.Invoke(null, [null]), Is.Null);
    }

    [Test]
    public void Every_vector_survives_conversion_to_an_init_record()
    {
        var records = Records.ToDictionary(type => SchemaOf(type).Name);
        var seen = new HashSet<string>();

        foreach (var vector in TestData.Objects("vectors/messages.jsonl.gz"))
        {
            var name = vector.GetProperty("message").GetString()!;
            var type = records[name];
            var hex = vector.TryGetProperty("hexWithUnknownTags", out var tagged) ? tagged : vector.GetProperty("hex");
            var version = vector.GetProperty("version").GetInt16();
            var read = SchemaOf(type).DecodeObject(Bytes.OfHex(hex.GetString()!), version, DecodeOptions.Default, out _);
            var (first, second) = (From(type, read), From(type, read));
            seen.Add(name);

            Assert.Multiple(() =>
            {
                Assert.That(ToMessage(first), Is.EqualTo(read), $"{name} v{version}");
                Assert.That(second, Is.EqualTo(first), $"{name} v{version}");
                Assert.That(second.GetHashCode(), Is.EqualTo(first.GetHashCode()), $"{name} v{version}");
                Assert.That(first.ToString(), Does.StartWith(name));
            });
        }

        Assert.That(seen, Is.EquivalentTo(records.Keys));
    }

    [Test]
    public void A_request_has_value_equality_and_a_readable_text()
    {
        var request = new MetadataRequest { Topics = [new() { Name = "a" }, new() { Name = "b" }], AllowAutoTopicCreation = false };

        Assert.Multiple(() =>
        {
            Assert.That(request.ToMessage().Topics!.Select(topic => topic.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(
                request,
                Is.EqualTo(new MetadataRequest { Topics = [new() { Name = "a" }, new() { Name = "b" }], AllowAutoTopicCreation = false })
            );
            Assert.That(request, Is.Not.EqualTo(request with { Topics = [new() { Name = "a" }, new() { Name = "c" }] }));
            Assert.That(request, Is.Not.EqualTo(request with { Topics = null }));
            Assert.That(request == (request with { }), Is.True);
            Assert.That(
                request.ToString(),
                Is.EqualTo("""MetadataRequest { Topics = [ { Name = "a" }, { Name = "b" } ]; AllowAutoTopicCreation = false }""")
            );
            Assert.That(request.Topics[0].ToString(), Is.EqualTo("""MetadataRequestTopic { Name = "a" }"""));
        });
    }

    [Test]
    public void A_decoded_request_can_be_changed()
    {
        var received = Metadata.api.Request.Decode(
            Metadata.api.Request.Encode(new MetadataRequest { Topics = [new() { Name = "a" }] }.ToMessage(), 12),
            12
        );
        var changed = MetadataRequest.From(received) with { AllowAutoTopicCreation = false };

        Assert.That(changed, Is.EqualTo(new MetadataRequest { Topics = [new() { Name = "a" }], AllowAutoTopicCreation = false }));
    }

    [Test]
    public void ToString_masks_secrets()
    {
        var request = new SaslAuthenticateRequest { AuthBytes = Bytes.OfString("\0alice\0sesame") };
        Assert.That(request.ToString(), Is.EqualTo("SaslAuthenticateRequest { AuthBytes = *** }"));
    }

    [Test]
    public void A_null_that_the_annotations_forbid_is_a_WireException()
    {
        var noTopics = new MetadataResponse { Topics = null! };
        var noTopic = new MetadataResponse { Topics = [null!] };

        Assert.Multiple(() =>
        {
            Assert.That(
                () => Metadata.api.Response.Encode(noTopics.ToMessage(), 12),
                Throws.TypeOf<WireException>().With.Message.Contains("Topics")
            );
            Assert.That(
                () => Metadata.api.Response.Encode(noTopic.ToMessage(), 12),
                Throws.TypeOf<WireException>().With.Message.Contains("Topics[0]")
            );
        });
    }
}
