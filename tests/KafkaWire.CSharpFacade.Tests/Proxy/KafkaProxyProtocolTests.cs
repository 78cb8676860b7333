using System.Buffers;
using KafkaWire.TestSupport;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class KafkaProxyProtocolTests
{
    private readonly KafkaProxyProtocol proxy = new();
    private readonly KafkaProtocol client = new(new() { ClientId = "me" });
    private readonly KafkaServerProtocol broker = new();
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>What the client has written, through the proxy.</summary>
    private byte[] ThroughToBroker(out ProxiedRequest[] requests)
    {
        var all = new List<ProxiedRequest>();
        var forwarded = Wires.Written(toBroker =>
        {
            var bytes = output.WrittenSpan;

            while (proxy.TryReceiveRequest(ref bytes, out var request))
            {
                all.Add(request);
                proxy.Forward(request, toBroker);
            }
        });
        output.ResetWrittenCount();
        requests = [.. all];
        return forwarded;
    }

    private byte[] ThroughToClient(byte[] answers) => Wires.Written(toClient =>
    {
        ReadOnlySpan<byte> bytes = answers;
        while (proxy.TryReceiveResponse(ref bytes, out var response)) proxy.Forward(response, toClient);
    });

    [Test]
    public async Task Requests_pass_with_numbers_of_the_proxy_and_answers_with_those_of_the_client()
    {
        for (var i = 0; i < 5; i++) _ = client.Send(new HeartbeatRequest { GroupId = "earlier" }, new ArrayBufferWriter<byte>());
        var asked = client.Send(new MetadataRequest { Topics = [new() { Name = "orders" }] }, output);

        var received = broker.ReceiveAll(ThroughToBroker(out var requests)).Single();
        var peek = requests.Single().Peek;
        Assert.That((peek.ApiKey, peek.Version, peek.CorrelationId, peek.ClientId), Is.EqualTo((ApiKey.Metadata, Metadata.api.LatestStable, 5, "me")));
        Assert.That((received.CorrelationId, received.ClientId), Is.EqualTo((0, "me")));
        Assert.That(proxy.PendingCount, Is.EqualTo(1));

        client.Receive(ThroughToClient(broker.Answer(received, new MetadataResponse { ClusterId = "c" })));
        Assert.That((await asked).ClusterId, Is.EqualTo("c"));
        Assert.That(proxy.PendingCount, Is.Zero);
    }

    [Test]
    public void Frames_of_real_clients_pass_as_they_are_but_for_their_numbers()
    {
        foreach (var frame in TestData.Objects("captures/frames.jsonl.gz").Where(frame => frame.GetProperty("kind").GetString() == "request"))
        {
            var bytes = Convert.FromHexString(frame.GetProperty("hex").GetString()!);
            var one = new KafkaProxyProtocol();
            var sequence = Wires.Split(Wires.Written(to => Frame.WriteRaw(bytes, to)), 1, 7, 9);
            Assert.That(one.TryReceiveRequest(ref sequence, out var request));

            var peek = request!.Peek;
            var header = Frame.ReadRequest(bytes);
            var forwarded = Wires.Written(to => one.Forward(request, to))[4..];

            // The header of ControlledShutdown v0 has no client id, which is read as its default.
            var clientId = peek is { ApiKey: ApiKey.ControlledShutdown, Version: 0 } ? "" : peek.ClientId;
            Assert.That((peek.ApiKey, peek.Version, peek.CorrelationId, clientId), Is.EqualTo((header.ApiKey, header.Version, header.CorrelationId, header.ClientId)));
            Assert.That(peek.IsAnswered, Is.EqualTo(!header.IsKnown || KafkaServerProtocol.IsAnswered(header.Decode())), $"{peek}");
            Assert.That(forwarded[..4].Concat(forwarded[8..]), Is.EqualTo(bytes[..4].Concat(bytes[8..])));
            Assert.That(forwarded[4..8], Is.EqualTo(new byte[4]));
        }
    }

    [Test]
    public void Produce_with_acks_0_waits_for_no_answer_in_any_version([Values(0, 1, -1)] short acks)
    {
        for (var version = Produce.api.Versions.First; version <= Produce.api.Versions.Last; version++)
        {
            foreach (var id in new[] { null, "transactional" })
            {
                if (id != null && version < 3) continue;
                client.Send(new ProduceRequest { Acks = acks, TransactionalId = id, TopicData = [] }, output, version);
                ThroughToBroker(out var requests);
                Assert.That(requests.Single().IsAnswered, Is.EqualTo(acks != 0), $"v{version}");
            }
        }

        Assert.That(proxy.PendingCount == 0, Is.EqualTo(acks == 0));
    }

    [Test]
    public void What_nobody_knows_passes()
    {
        Bytes request = Bytes.OfHex("2711" + "0005" + "00000007" + "0002" + "6d65" + "010203");
        Frame.WriteRaw(request, output);

        var forwarded = ThroughToBroker(out var requests);
        var answered = ThroughToClient(Wires.Written(to => Frame.WriteRaw(Bytes.OfHex("00000000" + "fefdfc"), to)));

        Assert.That((requests.Single().Peek.IsKnown, requests.Single().Peek.ClientId), Is.EqualTo((false, "me")));
        Assert.That(Convert.ToHexString(forwarded), Is.EqualTo("0000000F" + "2711" + "0005" + "00000000" + "0002" + "6D65" + "010203"));
        Assert.That(Convert.ToHexString(answered), Is.EqualTo("00000007" + "00000007" + "FEFDFC"));
    }

    [TestCase(1, "\0alice\0secret"), TestCase(1, "\0A\0b"), TestCase(2, "n,,n=alice,r=abc"), TestCase(1, "n,,\u0001auth=Bearer x\u0001\u0001"), TestCase(3, "")]
    public async Task Bare_tokens_pass_after_a_handshake_of_version_0(int rounds, string token)
    {
        var handshake = client.Send(new SaslHandshakeRequest { Mechanism = "ANY" }, output, 0);
        client.Receive(ThroughToClient(broker.Answer(broker.ReceiveAll(ThroughToBroker(out _)).Single(), new SaslHandshakeResponse())));
        await handshake;

        for (var round = 0; round < rounds; round++)
        {
            var answer = client.SendToken(Bytes.OfString(token), output);
            ReadOnlySpan<byte> bytes = ThroughToBroker(out var tokens);
            Assert.That(tokens.Single().IsToken);
            Assert.That(broker.TryReceiveToken(ref bytes, out var received) && received == Bytes.OfString(token));
            client.Receive(ThroughToClient(Wires.Written(to => broker.RespondToken(Bytes.OfString($"challenge {round}"), to))));
            Assert.That((await answer).ToUtf8String(), Is.EqualTo($"challenge {round}"));
        }

        // The login is over: what comes next is a request, and what looks like a token after that is none.
        broker.ExpectsToken = false;
        var asked = client.Send(new MetadataRequest(), output);
        client.Receive(ThroughToClient(broker.Answer(broker.ReceiveAll(ThroughToBroker(out var requests)).Single(), new MetadataResponse { ClusterId = "c" })));
        Assert.That(requests.Single().IsToken, Is.False);
        Assert.That((await asked).ClusterId, Is.EqualTo("c"));
    }

    [Test]
    public async Task A_handshake_that_is_refused_is_followed_by_requests()
    {
        var handshake = client.Send(new SaslHandshakeRequest { Mechanism = "NONE" }, output, 0);
        client.Receive(ThroughToClient(broker.Answer(broker.ReceiveAll(ThroughToBroker(out _)).Single(), new SaslHandshakeResponse { ErrorCode = ErrorCode.UnsupportedSaslMechanism })));
        await handshake;
        Frame.WriteRaw(Bytes.OfHex("2711" + "0005" + "00000007" + "0002" + "6d65"), output);

        ThroughToBroker(out var requests);

        Assert.That(requests.Single().IsToken, Is.False);
    }

    [Test]
    public async Task Requests_and_answers_can_be_changed_on_the_way()
    {
        var asked = client.Send(new MetadataRequest { Topics = [new() { Name = "orders" }] }, output);
        ReadOnlySpan<byte> bytes = output.WrittenSpan;
        Assert.That(proxy.TryReceiveRequest(ref bytes, out var request));
        var changed = MetadataRequest.From((Metadata.Request)request!.Decode()) with { Topics = [new() { Name = "tenant.orders" }] };
        var received = broker.ReceiveAll(Wires.Written(to => proxy.Forward(request, changed, to))).Single();
        ReadOnlySpan<byte> answers = broker.Answer(received, new MetadataResponse { Topics = [new() { Name = "tenant.orders" }] });
        Assert.That(proxy.TryReceiveResponse(ref answers, out var response));
        var shown = MetadataResponse.From((Metadata.Response)response!.Decode()) with { Topics = [new() { Name = "orders" }] };
        client.Receive(Wires.Written(to => proxy.Forward(response, shown, to)));

        Assert.That(((Metadata.Request)broker.Decode(received)).Topics![0].Name, Is.EqualTo("tenant.orders"));
        Assert.That((received.Version, received.ClientId), Is.EqualTo((request.Peek.Version, "me")));
        Assert.That((await asked).Topics[0].Name, Is.EqualTo("orders"));
        Assert.That(() => proxy.Forward(request, new HeartbeatRequest(), output), Throws.ArgumentException);
        Assert.That(() => proxy.Forward(response, new HeartbeatResponse(), output), Throws.ArgumentException);
    }

    [Test]
    public void An_answer_to_nothing_and_a_frame_without_a_header_are_errors()
    {
        Assert.That(() => ThroughToClient([0, 0, 0, 4, 0, 0, 0, 9]), Throws.InstanceOf<WireException>().With.Message.Contains("9"));
        Frame.WriteRaw(Bytes.OfHex("000300"), output);
        Assert.That(() => ThroughToBroker(out _), Throws.InstanceOf<WireException>());
    }

    [Test]
    public void A_look_at_a_request_allocates_nothing()
    {
        client.Send(new ProduceRequest { Acks = 0, TopicData = [] }, output);
        Bytes frame = output.WrittenSpan[4..].ToArray();
        var answered = 0;

        long Look()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();

            for (var i = 0; i < 1000; i++)
                if (RequestPeek.TryRead(frame, out var peek) && peek is { ApiKey: ApiKey.Produce, Version: > 0, CorrelationId: 0, IsKnown: true, ClientIdBytes.Length: 2 } && peek.IsAnswered) answered++;

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Look();
        Assert.That((Look(), answered), Is.EqualTo((0L, 0)));
    }
}
