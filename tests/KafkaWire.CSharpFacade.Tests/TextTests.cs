using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

/// <summary>The texts that a debugger or a log shows.</summary>
public class TextTests
{
    [Test]
    public void A_frame_shows_its_API_version_and_correlation_id()
    {
        var request = Frame.ReadRequest(
            Wires.Written(output => Frame.WriteRequest(Heartbeat.api, 4, 7, "web", new HeartbeatRequest().ToMessage(), output))[4..]
        );
        var nameless = Frame.ReadRequest(
            Wires.Written(output => Frame.WriteRequest(Heartbeat.api, 4, 8, null, new HeartbeatRequest().ToMessage(), output))[4..]
        );
        var response = Frame.ReadResponse(
            Heartbeat.api,
            4,
            Wires.Written(output => Frame.WriteResponse(Heartbeat.api, 4, 7, new HeartbeatResponse().ToMessage(), output))[4..]
        );
        var newer = Frame.ReadRequest(Bytes.OfHex("01f40002000000090000aabb"));

        Assert.Multiple(() =>
        {
            Assert.That(request.ToString(), Is.EqualTo("Heartbeat v4 #7 of web"));
            Assert.That(nameless.ToString(), Is.EqualTo("Heartbeat v4 #8 of an unnamed client"));
            Assert.That(response.ToString(), Is.EqualTo("Heartbeat v4 #7"));
            Assert.That(newer.ToString(), Is.EqualTo("API 500 v2 #9 of "));
            Assert.That(newer.ToRequest().ToString(), Is.EqualTo("API 500 v2, 2 bytes"));
        });
    }

    [Test]
    public void Bytes_show_their_length_and_the_first_bytes()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Bytes.Empty.ToString(), Is.EqualTo("0 bytes"));
            Assert.That(Bytes.OfHex("0a").ToString(), Is.EqualTo("1 byte 0a"));
            Assert.That(Bytes.OfHex("0a0b").ToString(), Is.EqualTo("2 bytes 0a0b"));
            Assert.That(new Bytes(new byte[17]).ToString(), Is.EqualTo("17 bytes 00000000000000000000000000000000.."));
            Assert.That(Frame.ReadRequest(Bytes.OfHex("01f40002000000090000aa")).ToRequest().ToString(), Is.EqualTo("API 500 v2, 1 byte"));
        });
    }

    [Test]
    public void An_error_shows_the_text_of_its_exception()
    {
        var error = Assert.Throws<WireException>(() => Heartbeat.api.Request.Decode(Bytes.Empty, 4))!;

        Assert.That(error.Error.ToString(), Is.EqualTo("Needs at least 1 byte, but none is left."));
        Assert.That(error.Message, Does.EndWith(": " + error.Error));
    }

    [Test]
    public void A_union_case_shows_its_message_but_no_secrets()
    {
        var request = Request.NewMetadata(new MetadataRequest { Topics = [new() { Name = "orders" }] });
        var secret = Request.NewSaslAuthenticate(new SaslAuthenticateRequest { AuthBytes = Bytes.OfString("password") });
        var response = Response.NewHeartbeat(new HeartbeatResponse { ErrorCode = ErrorCode.IllegalGeneration });

        Assert.Multiple(() =>
        {
            Assert.That(request.ToString(), Is.EqualTo("MetadataRequest { Topics = [ { Name = \"orders\" } ] }"));
            Assert.That(secret.ToString(), Is.EqualTo("SaslAuthenticateRequest { AuthBytes = *** }"));
            Assert.That(response.ToString(), Is.EqualTo("HeartbeatResponse { ErrorCode = ILLEGAL_GENERATION }"));
        });
    }

    [Test]
    public void The_error_for_an_init_record_suggests_ToMessage()
    {
        var request = new MetadataRequest();
        const string expected =
            "KafkaWire.Messages.Metadata.Request is expected, not KafkaWire.Messages.MetadataRequest. "
            + "To convert an init record of the C# facade, call its ToMessage().";

        Assert.Multiple(() =>
        {
            Assert.That(
                () => Wires.Written(output => Frame.WriteRequest(Metadata.api, 12, 1, null, request, output)),
                Throws.ArgumentException.With.Message.StartsWith(expected)
            );
            Assert.That(
                () => MessageText.Format(Metadata.api.RequestSchema, request),
                Throws.ArgumentException.With.Message.StartsWith(expected)
            );
            Assert.That(
                () => Json.Format(Metadata.api.RequestSchema, 12, request),
                Throws.ArgumentException.With.Message.StartsWith(expected)
            );
            Assert.That(
                () => Projection.Carries(Metadata.api.RequestSchema, 12, request),
                Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(expected)
            );
        });
    }

    [Test]
    public async Task Results_of_SimpleClient_have_readable_texts()
    {
        await using var broker = await LoopbackBroker.StartAsync();
        await using var client = await SimpleClient.ConnectAsync("127.0.0.1", broker.Port);
        await client.ProduceAsync(
            "orders",
            0,
            [new() { Value = Bytes.OfString("a"), Headers = [new("k", Bytes.OfString("vw")), new("n", null)] }]
        );
        var fetched = await client.FetchAsync("orders", 0, 0);
        var metadata = await client.SendAsync(
            "Metadata",
            new JsonObject { ["topics"] = new JsonArray(new JsonObject { ["name"] = "orders" }) }
        );

        Assert.Multiple(() =>
        {
            Assert.That(fetched.ToString(), Is.EqualTo("1 record, next offset 1, high watermark 1"));
            Assert.That(fetched.Records[0].Headers.ToString(), Is.EqualTo("[ k=2 bytes 7677, n=null ]"));
            Assert.That(
                async () => await client.SendAsync(7, new MetadataRequest()),
                Throws
                    .TypeOf<KafkaErrorException>()
                    .With.Property("BrokerMessage")
                    .Null.And.Message.EqualTo(
                        "Metadata: BROKER_NOT_AVAILABLE (8). The broker is not available. There is no broker 7. "
                            + "Known brokers: 1. "
                            + "Sending the same request again does not help."
                    )
            );
            Assert.That(metadata.GetProperty("topics")[0].GetProperty("name").GetString(), Is.EqualTo("orders"));
            Assert.That(
                async () => await client.FetchAsync("orders", 7, 0),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Topic orders has 1 partition, numbered from 0.")
            );
        });
    }
}
