using System.Buffers;
using System.Buffers.Binary;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class KafkaServerProtocolTests
{
    private readonly KafkaServerProtocol server = new();

    [Test]
    public void Captured_requests_split_at_any_byte_are_the_same()
    {
        byte[][] frames = [.. Wires.Captured("request", ApiKey.Metadata).Take(3).Select(captured => captured.Frame)];
        byte[] bytes = [.. frames.SelectMany(frame => frame)];
        var whole = server.ReceiveAll(bytes).ConvertAll(request => request.Frame);
        Assert.That(whole.Select(frame => frame.ToArray()), Is.EqualTo(frames.Select(frame => frame[4..])));

        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var inSpans = new KafkaServerProtocol();
            var fromSpans = inSpans.ReceiveAll(bytes.AsSpan(..cut)).Concat(inSpans.ReceiveAll(bytes.AsSpan(cut..)));
            var sequence = Wires.Split(bytes, cut);
            var fromSequence = new List<RequestFrame>();

            while (server.TryReceive(ref sequence, out var request))
                fromSequence.Add(request);

            Assert.That(fromSpans.Select(request => request.Frame), Is.EqualTo(whole), $"cut at {cut}");
            Assert.That(fromSequence.Select(request => request.Frame), Is.EqualTo(whole), $"cut at {cut}");
            Assert.That(sequence.IsEmpty, Is.True);
        }
    }

    [Test]
    public void ApiVersions_of_an_unknown_version_is_answered_in_version_0()
    {
        // Key 18, version 99, correlation id 7, no client id, and an unreadable body.
        byte[] frame = [0, 0, 0, 12, 0, 18, 0, 99, 0, 0, 0, 7, 0xFF, 0xFF, 0xAB, 0xCD];
        var request = server.ReceiveAll(frame).Single();
        var response = new ApiVersionsResponse { ApiKeys = [new() { ApiKey = 18, MaxVersion = 4 }, new() { ApiKey = 3, MaxVersion = 12 }] };

        Assert.Multiple(() =>
        {
            Assert.That(request.IsKnown, Is.False);
            Assert.That(() => server.Decode(request), Throws.TypeOf<WireException>());
            Assert.That(
                Convert.ToHexStringLower(server.Answer(request, response)),
                Is.EqualTo("00000010" + "00000007" + "0023" + "00000001" + "0012" + "0000" + "0004")
            );
        });
    }

    [TestCase(0), TestCase(3), TestCase(5)]
    public void A_refusal_of_ApiVersions_is_written_in_version_0(short version)
    {
        var output = new ArrayBufferWriter<byte>();
        _ = new KafkaProtocol().Send(new ApiVersionsRequest(), output, version);
        var request = server.ReceiveAll(output.WrittenSpan).Single();

        Assert.That(
            Convert.ToHexStringLower(server.Answer(request, new ApiVersionsResponse { ErrorCode = ErrorCode.UnsupportedVersion })),
            Is.EqualTo("0000000a" + "00000000" + "0023" + "00000000")
        );
    }

    [Test]
    public void ApiVersions_below_v4_omits_features_with_minimum_version_0()
    {
        var response = new ApiVersionsResponse
        {
            ApiKeys = [new() { ApiKey = 18, MaxVersion = 4 }],
            SupportedFeatures =
            [
                new()
                {
                    Name = "old",
                    MinVersion = 1,
                    MaxVersion = 2,
                },
                new()
                {
                    Name = "new",
                    MinVersion = 0,
                    MaxVersion = 1,
                },
            ],
        };

        Assert.Multiple(() =>
        {
            Assert.That(Features(3), Is.EqualTo(new[] { "old" }));
            Assert.That(Features(4), Is.EqualTo(new[] { "old", "new" }));
        });

        string[] Features(short version)
        {
            var client = new KafkaProtocol();
            var output = new ArrayBufferWriter<byte>();
            var pending = client.Send(new ApiVersionsRequest(), output, version);
            client.Receive(server.Answer(server.ReceiveAll(output.WrittenSpan).Single(), response));
            return [.. pending.GetAwaiter().GetResult().SupportedFeatures.Select(feature => feature.Name)];
        }
    }

    [Test]
    public void An_unknown_API_is_received_but_not_decoded()
    {
        byte[] frame = [0, 0, 0, 12, 0x7F, 0xFF, 0, 1, 0, 0, 0, 7, 0xFF, 0xFF, 0xAB, 0xCD];
        var request = server.ReceiveAll(frame).Single();

        Assert.Multiple(() =>
        {
            Assert.That(request.IsKnown, Is.False);
            Assert.That((short)request.ApiKey, Is.EqualTo(32767));
            Assert.That(request.CorrelationId, Is.EqualTo(7));
            Assert.That(() => server.Decode(request), Throws.TypeOf<WireException>());
        });
    }

    [Test]
    public async Task Raw_tokens_follow_a_version_0_handshake()
    {
        var client = new KafkaProtocol();
        var output = new ArrayBufferWriter<byte>();
        var handshake = client.Send(new SaslHandshakeRequest { Mechanism = "PLAIN" }, output, version: 0);
        client.Receive(server.Answer(server.ReceiveAll(output.WrittenSpan).Single(), new SaslHandshakeResponse { Mechanisms = ["PLAIN"] }));
        Assert.That((await handshake).Mechanisms, Is.EqualTo(new[] { "PLAIN" }));
        Assert.That(server.ExpectsToken, Is.True);

        output.ResetWrittenCount();
        var login = client.SendToken(Bytes.OfString("\0alice\0sesame"), output);
        ReadOnlySpan<byte> bytes = output.WrittenSpan;
        Assert.That(server.TryReceive(ref bytes, out _), Is.False);
        Assert.That(server.TryReceiveToken(ref bytes, out var token), Is.True);
        Assert.That(token.ToUtf8String(), Is.EqualTo("\0alice\0sesame"));

        client.Receive(Wires.Written(writer => server.RespondToken(Bytes.Empty, writer)));
        server.ExpectsToken = false;
        Assert.That((await login).IsEmpty, Is.True);

        output.ResetWrittenCount();
        _ = client.Send(new MetadataRequest(), output);
        Assert.That(server.ReceiveAll(output.WrittenSpan).Single().ApiKey, Is.EqualTo(ApiKey.Metadata));
    }

    [Test]
    public void No_raw_tokens_follow_a_version_1_or_failed_handshake()
    {
        var client = new KafkaProtocol();
        var output = new ArrayBufferWriter<byte>();
        _ = client.Send(new SaslHandshakeRequest(), output, version: 1);
        _ = client.Send(new SaslHandshakeRequest(), output, version: 0);
        var requests = server.ReceiveAll(output.WrittenSpan);

        server.Answer(requests[0], new SaslHandshakeResponse());
        server.Answer(requests[1], new SaslHandshakeResponse { ErrorCode = ErrorCode.UnsupportedSaslMechanism });
        Assert.That(server.ExpectsToken, Is.False);
    }

    [Test]
    public void A_response_of_another_API_is_rejected()
    {
        var output = new ArrayBufferWriter<byte>();
        _ = new KafkaProtocol().Send(new MetadataRequest(), output);
        var request = server.ReceiveAll(output.WrittenSpan).Single();

        Assert.That(() => server.Answer(request, new FetchResponse()), Throws.ArgumentException.With.Message.Contains("Metadata"));
    }

    [Test]
    public void A_frame_larger_than_allowed_is_rejected()
    {
        var frame = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(frame, 101);
        var small = new KafkaServerProtocol(new() { MaximumFrameSize = 100 });

        Assert.That(() => small.ReceiveAll(frame), Throws.TypeOf<WireException>().With.Message.Contains("101").And.Message.Contains("100"));
    }
}
