using System.Buffers;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class KafkaProxyProtocolTests
{
    private KafkaProxyProtocol proxy = new();
    private readonly KafkaProtocol client = new(new() { ClientId = "me" });
    private readonly KafkaServerProtocol broker = new();
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>Passes what the client wrote through the proxy.</summary>
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

    private byte[] ThroughToClient(byte[] answers) =>
        Wires.Written(toClient =>
        {
            ReadOnlySpan<byte> bytes = answers;
            while (proxy.TryReceiveResponse(ref bytes, out var response))
                proxy.Forward(response, toClient);
        });

    [Test]
    public async Task The_proxy_translates_correlation_ids()
    {
        for (var i = 0; i < 5; i++)
            _ = client.Send(new HeartbeatRequest { GroupId = "earlier" }, new ArrayBufferWriter<byte>());
        var asked = client.Send(new MetadataRequest { Topics = [new() { Name = "orders" }] }, output);

        var received = broker.ReceiveAll(ThroughToBroker(out var requests)).Single();
        var peek = requests.Single().Peek;
        Assert.That(
            (peek.ApiKey, peek.Version, peek.CorrelationId, peek.ClientId),
            Is.EqualTo((ApiKey.Metadata, Metadata.api.LatestStable, 5, "me"))
        );
        Assert.That((received.CorrelationId, received.ClientId), Is.EqualTo((0, "me")));
        Assert.That(proxy.PendingCount, Is.EqualTo(1));

        client.Receive(ThroughToClient(broker.Answer(received, new MetadataResponse { ClusterId = "c" })));
        Assert.That((await asked).ClusterId, Is.EqualTo("c"));
        Assert.That(proxy.PendingCount, Is.Zero);
    }

    [Test]
    public void Captured_requests_pass_unchanged_except_for_correlation_ids()
    {
        foreach (
            var frame in TestData.Objects("captures/frames.jsonl.gz").Where(frame => frame.GetProperty("kind").GetString() == "request")
        )
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
            Assert.That(
                (peek.ApiKey, peek.Version, peek.CorrelationId, clientId),
                Is.EqualTo((header.ApiKey, header.Version, header.CorrelationId, header.ClientId))
            );
            Assert.That(peek.IsAnswered, Is.EqualTo(!header.IsKnown || KafkaServerProtocol.IsAnswered(header.Decode())), $"{peek}");
            Assert.That(forwarded[..4].Concat(forwarded[8..]), Is.EqualTo(bytes[..4].Concat(bytes[8..])));
            Assert.That(forwarded[4..8], Is.EqualTo(new byte[4]));
        }
    }

    [Test]
    public void Produce_with_acks_0_expects_no_response_in_any_version([Values(0, 1, -1)] short acks)
    {
        for (var version = Produce.api.Versions.First; version <= Produce.api.Versions.Last; version++)
        {
            foreach (var id in new[] { null, "transactional" })
            {
                if (id != null && version < 3)
                    continue;
                client.Send(
                    new ProduceRequest
                    {
                        Acks = acks,
                        TransactionalId = id,
                        TopicData = [],
                    },
                    output,
                    version
                );
                ThroughToBroker(out var requests);
                Assert.That(requests.Single().IsAnswered, Is.EqualTo(acks != 0), $"v{version}");
            }
        }

        Assert.That(proxy.PendingCount == 0, Is.EqualTo(acks == 0));
    }

    [Test]
    public void A_Produce_request_truncated_before_acks_counts_as_answered([Values(2, 3, 9)] short version)
    {
        client.Send(new ProduceRequest { Acks = 0, TopicData = [] }, output, version);
        var frame = output.WrittenSpan[4..].ToArray();
        var answered = Enumerable.Range(0, frame.Length + 1).Select(length => Frame.IsAnsweredFrame(frame[..length])).ToArray();

        Assert.That(answered, Is.Ordered.Descending, "true up to the acks, then false");
        Assert.That((answered[0], answered[^1]), Is.EqualTo((true, false)));
    }

    [Test]
    public void An_unknown_API_passes_through()
    {
        Bytes request = Bytes.OfHex("2711" + "0005" + "00000007" + "0002" + "6d65" + "010203");
        Frame.WriteRaw(request, output);

        var forwarded = ThroughToBroker(out var requests);
        var answered = ThroughToClient(Wires.Written(to => Frame.WriteRaw(Bytes.OfHex("00000000" + "fefdfc"), to)));

        Assert.That((requests.Single().Peek.IsKnown, requests.Single().Peek.ClientId), Is.EqualTo((false, "me")));
        Assert.That(Convert.ToHexString(forwarded), Is.EqualTo("0000000F" + "2711" + "0005" + "00000000" + "0002" + "6D65" + "010203"));
        Assert.That(Convert.ToHexString(answered), Is.EqualTo("00000007" + "00000007" + "FEFDFC"));
    }

    [
        TestCase(1, "\0alice\0secret"),
        TestCase(1, "\0A\0b"),
        TestCase(2, "n,,n=alice,r=abc"),
        TestCase(1, "n,,\u0001auth=Bearer x\u0001\u0001"),
        TestCase(3, "")
    ]
    public async Task Raw_tokens_pass_after_a_version_0_handshake(int rounds, string token)
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

        // The login is over, so the next frame is a request and not a token.
        broker.ExpectsToken = false;
        var asked = client.Send(new MetadataRequest(), output);
        client.Receive(
            ThroughToClient(
                broker.Answer(broker.ReceiveAll(ThroughToBroker(out var requests)).Single(), new MetadataResponse { ClusterId = "c" })
            )
        );
        Assert.That(requests.Single().IsToken, Is.False);
        Assert.That((await asked).ClusterId, Is.EqualTo("c"));
    }

    [Test]
    public async Task Requests_follow_a_failed_handshake()
    {
        var handshake = client.Send(new SaslHandshakeRequest { Mechanism = "NONE" }, output, 0);
        client.Receive(
            ThroughToClient(
                broker.Answer(
                    broker.ReceiveAll(ThroughToBroker(out _)).Single(),
                    new SaslHandshakeResponse { ErrorCode = ErrorCode.UnsupportedSaslMechanism }
                )
            )
        );
        await handshake;
        Frame.WriteRaw(Bytes.OfHex("2711" + "0005" + "00000007" + "0002" + "6d65"), output);

        ThroughToBroker(out var requests);

        Assert.That(requests.Single().IsToken, Is.False);
    }

    [Test]
    public async Task Requests_and_responses_can_be_changed()
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

    private static BrokerAddress Outside(BrokerAddress broker) => broker with { Host = "proxy", Port = 19092 };

    /// <summary>The first request in bytes from the client.</summary>
    private ProxiedRequest TakeRequest(Bytes frame)
    {
        ReadOnlySpan<byte> bytes = Wires.Written(to => Frame.WriteRaw(frame, to));
        Assert.That(proxy.TryReceiveRequest(ref bytes, out var request));
        return request!;
    }

    /// <summary>The first response in bytes from the broker.</summary>
    private ProxiedResponse TakeResponse(Bytes frame)
    {
        ReadOnlySpan<byte> bytes = Wires.Written(to => Frame.WriteRaw(frame, to));
        Assert.That(proxy.TryReceiveResponse(ref bytes, out var response));
        return response!;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>A request in an unknown version: a header with a tagged field, and an unreadable body.</summary>
    private static Bytes Newer(ApiKey key, int version) =>
        Bytes.OfHex($"{(short)key:x4}{version:x4}" + "00000007" + "0003eda080" + "01" + "1e" + "01" + "aa" + "0badc0de");

    [Test]
    public async Task A_newer_client_and_broker_negotiate_versions_that_the_proxy_knows()
    {
        proxy = new(new() { RewriteAddress = Outside });
        var newest = new ApiVersionsResponse
        {
            ApiKeys =
            [
                FakeBroker.Range(ApiKey.ApiVersions, 0, 7),
                FakeBroker.Range(ApiKey.Metadata, 0, 14),
                FakeBroker.Range(ApiKey.Heartbeat, 0, 9),
                FakeBroker.Range((ApiKey)9999, 0, 3),
            ],
        };

        // The client asks in its newest version, which the broker would answer in a layout that the proxy cannot read.
        var request = TakeRequest(Newer(ApiKey.ApiVersions, 6));
        var forwarded = Wires.Written(to => proxy.Forward(request, to));
        Assert.That(
            Hex(forwarded),
            Is.EqualTo("0000000d" + "0012" + "0000" + "00000000" + "0003eda080"),
            "the broker is asked in version 0"
        );

        var answer = broker.Answer(broker.ReceiveAll(forwarded).Single(), newest);
        var refusal = ThroughToClient(answer);
        Assert.That(
            Hex(refusal),
            Is.EqualTo("00000010" + "00000007" + "0023" + "00000001" + "0012" + "0000" + $"{ApiVersions.api.Versions.Last:x4}"),
            "Kafka's refusal"
        );

        // The client asks again, as the refusal tells it to.
        var asked = client.Send(
            new ApiVersionsRequest { ClientSoftwareName = "newer", ClientSoftwareVersion = "5" },
            output,
            ApiVersions.api.Versions.Last
        );
        var again = broker.ReceiveAll(ThroughToBroker(out _)).Single();
        client.Receive(ThroughToClient(broker.Answer(again, newest)));

        Assert.That(
            (await asked).ApiKeys.Select(each => (each.ApiKey, each.MaxVersion)),
            Is.EqualTo(
                new[]
                {
                    ((short)18, ApiVersions.api.Versions.Last),
                    ((short)3, Metadata.api.Versions.Last),
                    ((short)12, (short)9),
                    ((short)9999, (short)3),
                }
            )
        );
    }

    [Test]
    public void A_refusal_lists_only_versions_that_the_broker_serves()
    {
        proxy = new(new() { RewriteAddress = Outside });
        var request = TakeRequest(Newer(ApiKey.ApiVersions, 6));
        var asked = broker.ReceiveAll(Wires.Written(to => proxy.Forward(request, to))).Single();
        var response = TakeResponse(
            broker.Answer(asked, new ApiVersionsResponse { ApiKeys = [FakeBroker.Range(ApiKey.ApiVersions, 0, 3)] })[4..]
        );

        Assert.That(response.Decode(), Is.EqualTo(Negotiation.Refusal(new(0, 3))));
        Assert.That(
            Hex(Wires.Written(to => proxy.Forward(response, ApiVersionsResponse.From((ApiVersions.Response)response.Decode()), to))),
            Is.EqualTo("00000010" + "00000007" + "0023" + "00000001" + "0012" + "0000" + "0003")
        );
        Assert.That(proxy.PendingCount, Is.Zero);
    }

    [Test]
    public void A_broker_s_error_reaches_a_newer_client()
    {
        proxy = new(new() { RewriteAddress = Outside });
        var request = TakeRequest(Newer(ApiKey.ApiVersions, 6));
        Wires.Written(to => proxy.Forward(request, to));

        Assert.That(
            Hex(ThroughToClient(Wires.Written(to => Frame.WriteRaw(Bytes.OfHex("00000000" + "002a" + "00000000"), to)))),
            Is.EqualTo("0000000a" + "00000007" + "002a" + "00000000")
        );
    }

    [Test]
    public void A_proxy_without_rewriting_passes_newer_versions()
    {
        foreach (var key in new[] { ApiKey.ApiVersions, ApiKey.Metadata })
        {
            proxy = new();
            var frame = Newer(key, 99);
            var forwarded = Wires.Written(to => proxy.Forward(TakeRequest(frame), to));
            var returned = ThroughToClient(Wires.Written(to => Frame.WriteRaw(Bytes.OfHex("00000000" + "00c0ffee"), to)));

            Assert.That(Hex(forwarded[12..]), Is.EqualTo(Hex(frame.Slice(8).ToArray())));
            Assert.That(Hex(returned), Is.EqualTo("00000008" + "00000007" + "00c0ffee"));
        }
    }

    [Test]
    public void A_newer_request_whose_response_may_have_addresses_is_not_forwarded()
    {
        proxy = new(new() { RewriteAddress = Outside });

        foreach (var api in Catalogue.Apis.Where(api => BrokerAddresses.AreIn(api.Key)))
        {
            var last = api.Versions.Last;
            var request = TakeRequest(Newer(api.Key, last + 1));
            var refused = Assert.Throws<WireException>(() => proxy.Forward(request, output))!;
            Assert.That(refused.Error, Is.EqualTo(WireError.NewUnsupportedVersion((short)(last + 1), api.Versions.First, last)));
            Assert.That(refused.Message, Does.StartWith($"{api.Name} through the proxy: There is no v{last + 1}"));
        }

        Assert.That((output.WrittenCount, proxy.PendingCount), Is.EqualTo((0, 0)));

        // APIs without addresses pass.
        Assert.That(Wires.Written(to => proxy.Forward(TakeRequest(Newer(ApiKey.Heartbeat, 99)), to)), Is.Not.Empty);
        Assert.That(Wires.Written(to => proxy.Forward(TakeRequest(Newer((ApiKey)9999, 0)), to)), Is.Not.Empty);
    }

    [Test]
    public void A_request_inside_an_Envelope_follows_the_same_rules()
    {
        proxy = new(new() { RewriteAddress = Outside });
        ProxiedRequest Enveloped(Bytes inner) =>
            TakeRequest(
                Wires.Written(to =>
                    Frame.WriteRequest(Envelope.api, 0, 7, "broker", new EnvelopeRequest { RequestData = inner }.ToMessage(), to)
                )[4..]
            );

        Assert.That(() => proxy.Forward(Enveloped(Newer(ApiKey.DescribeQuorum, 3)), output), Throws.TypeOf<WireException>());
        Assert.That(output.WrittenCount, Is.Zero);

        // DescribeQuorum v2, and an answer that names a controller.
        proxy.Forward(
            Enveloped(
                Wires.Written(to => Frame.WriteRequest(DescribeQuorum.api, 2, 1, "tool", new DescribeQuorumRequest().ToMessage(), to))[4..]
            ),
            output
        );
        var quorum = new DescribeQuorumResponse
        {
            Nodes =
            [
                new()
                {
                    NodeId = 1,
                    Listeners =
                    [
                        new()
                        {
                            Name = "C",
                            Host = "inside",
                            Port = 9093,
                        },
                    ],
                },
            ],
        };
        Bytes inner = Wires.Written(to => Frame.WriteResponse(DescribeQuorum.api, 2, 1, quorum.ToMessage(), to))[4..];
        var answer = Wires.Written(to =>
            Frame.WriteResponse(Envelope.api, 0, 0, new EnvelopeResponse { ResponseData = inner }.ToMessage(), to)
        );
        var returned = Bytes.OfMemory(ThroughToClient(answer));

        Assert.That(returned.ToUtf8String(), Does.Contain("proxy").And.Not.Contains("inside"));
    }

    [Test]
    public void A_newer_request_after_raw_tokens_is_not_a_token()
    {
        proxy = new(new() { RewriteAddress = Outside });
        client.Send(new SaslHandshakeRequest { Mechanism = "ANY" }, output, 0);
        ThroughToClient(broker.Answer(broker.ReceiveAll(ThroughToBroker(out _)).Single(), new SaslHandshakeResponse()));
        broker.ExpectsToken = false;

        var request = TakeRequest(Newer(ApiKey.Metadata, 14));

        Assert.That(request.IsToken, Is.False);
        Assert.That(() => proxy.Forward(request, output), Throws.TypeOf<WireException>());
    }

    [Test]
    public async Task RefuseUnknown_offers_and_passes_only_known_versions([Values] bool rewrites)
    {
        proxy = new(new() { RefuseUnknown = true, RewriteAddress = rewrites ? Outside : null });
        var asked = client.Send(new ApiVersionsRequest(), output, 4);
        var newest = new ApiVersionsResponse
        {
            ApiKeys =
            [
                FakeBroker.Range(ApiKey.ApiVersions, 0, 4),
                FakeBroker.Range(ApiKey.Heartbeat, 0, 9),
                FakeBroker.Range(ApiKey.Metadata, 14, 15),
                FakeBroker.Range((ApiKey)9999, 0, 3),
            ],
        };
        client.Receive(ThroughToClient(broker.Answer(broker.ReceiveAll(ThroughToBroker(out _)).Single(), newest)));

        Assert.That(
            (await asked).ApiKeys.Select(each => (each.ApiKey, each.MaxVersion)),
            Is.EqualTo(new[] { ((short)18, (short)4), ((short)12, Heartbeat.api.Versions.Last) })
        );
        Assert.That(
            () => proxy.Forward(TakeRequest(Newer(ApiKey.Heartbeat, 9)), output),
            Throws.TypeOf<WireException>().With.Message.StartsWith("Heartbeat through the proxy: There is no v9")
        );
        Assert.That(
            () => proxy.Forward(TakeRequest(Newer((ApiKey)9999, 0)), output),
            Throws.TypeOf<WireException>().With.Message.StartsWith("No API has key 9999.")
        );
        Assert.That((output.WrittenCount, proxy.PendingCount), Is.EqualTo((0, 0)));
    }

    [TestCase(1), TestCase(3), TestCase(4), TestCase(5)]
    public async Task A_changed_refusal_of_ApiVersions_is_written_in_version_0(short version)
    {
        var asked = client.Send(new ApiVersionsRequest(), output, version);
        ThroughToBroker(out _);
        var response = TakeResponse(Bytes.OfHex("00000000" + "0023" + "00000001" + "0012" + "0000" + "0003" + "c0ffee"));
        var refusal = ApiVersionsResponse.From((ApiVersions.Response)response.Decode());

        var changed = Wires.Written(to =>
            proxy.Forward(response, refusal with { ApiKeys = [refusal.ApiKeys[0] with { MaxVersion = 2 }] }, to)
        );

        Assert.That(Hex(changed), Is.EqualTo("00000010" + "00000000" + "0023" + "00000001" + "0012" + "0000" + "0002"));
        client.Receive(changed);
        Assert.That(Negotiation.Retry(version, await asked), Is.EqualTo(Math.Min(2, version - 1)));
    }

    [Test]
    public async Task A_refusal_changed_into_a_success_is_written_in_the_requested_version()
    {
        var asked = client.Send(new ApiVersionsRequest(), output, 4);
        ThroughToBroker(out _);
        var response = TakeResponse(Bytes.OfHex("00000000" + "0023" + "00000000" + "00000000"));

        client.Receive(Wires.Written(to => proxy.Forward(response, new ApiVersionsResponse { FinalizedFeaturesEpoch = 3 }, to)));

        Assert.That((await asked).FinalizedFeaturesEpoch, Is.EqualTo(3));
    }

    [TestCase("eda080"), TestCase("ff41"), TestCase("6d65"), TestCase("")]
    public void Changed_requests_and_responses_keep_their_header_bytes(string clientId)
    {
        // Heartbeat v4, with unknown tagged fields.
        var tags = "02" + "03" + "02" + "abcd" + "1e" + "03" + "c0ffee";
        var id = $"{clientId.Length / 2:x4}{clientId}";
        var request = TakeRequest(Bytes.OfHex("000c" + "0004" + "00000007" + id + tags + "0261" + "00000000" + "016d" + "00" + "00"));

        var forwarded = Wires.Written(to => proxy.Forward(request, new HeartbeatRequest { GroupId = "b" }, to));
        Assert.That(Hex(forwarded[4..]), Is.EqualTo("000c" + "0004" + "00000000" + id + tags + "0262" + "00000000" + "01" + "00" + "00"));

        var response = TakeResponse(Bytes.OfHex("00000000" + tags + "00000000" + "0000" + "00"));
        var returned = Wires.Written(to => proxy.Forward(response, new HeartbeatResponse { ThrottleTimeMs = 5 }, to));
        Assert.That(Hex(returned[4..]), Is.EqualTo("00000007" + tags + "00000005" + "0000" + "00"));
    }

    [Test]
    public void Empty_null_and_absent_client_ids_are_kept()
    {
        foreach (
            var (header, rest) in new[]
            {
                ("000c" + "0000" + "00000007" + "ffff", "000000000000" + "0000"),
                ("000c" + "0000" + "00000007" + "0000", "000000000000" + "0000"),
                ("0007" + "0000" + "00000007", "00000001"),
            }
        )
        {
            proxy = new();
            var request = TakeRequest(Bytes.OfHex(header + rest));
            IKafkaRequest same =
                request.Peek.ApiKey == ApiKey.Heartbeat
                    ? HeartbeatRequest.From((Heartbeat.Request)request.Decode())
                    : ControlledShutdownRequest.From((ControlledShutdown.Request)request.Decode());
            Assert.That(
                Hex(Wires.Written(to => proxy.Forward(request, same, to))[4..]),
                Is.EqualTo((header + rest).Replace("00000007", "00000000"))
            );
        }
    }

    [
        TestCase("eda080"),
        TestCase("eda041"),
        TestCase("41ff42"),
        TestCase("e282"),
        TestCase("efbfbd"),
        TestCase("6d65"),
        TestCase("eda080efbfbdeda080")
    ]
    public void RequestPeek_reads_a_malformed_client_id_as_the_decoder_does(string clientId)
    {
        Bytes frame = Bytes.OfHex("000c" + "0000" + "00000007" + $"{clientId.Length / 2:x4}" + clientId);

        Assert.That(RequestPeek.TryRead(frame, out var peek));
        Assert.That(peek.ClientId, Is.EqualTo(Frame.ReadRequest(frame).ClientId));
        if (clientId == "eda080")
            Assert.That(peek.ClientId, Is.EqualTo("\uFFFD"));
    }

    [Test]
    public async Task A_changed_response_names_the_proxy_unless_the_caller_keeps_the_addresses([Values] bool rewrites)
    {
        proxy = new(new() { RewriteAddress = Outside });
        var asked = client.Send(new MetadataRequest(), output);
        var received = broker.ReceiveAll(ThroughToBroker(out _)).Single();
        var response = TakeResponse(
            broker.Answer(
                received,
                new MetadataResponse
                {
                    Brokers =
                    [
                        new()
                        {
                            NodeId = 1,
                            Host = "inside",
                            Port = 9092,
                        },
                    ],
                    Topics = [new() { Name = "tenant.orders" }],
                }
            )[4..]
        );
        var changed = MetadataResponse.From((Metadata.Response)response.Decode()) with { Topics = [new() { Name = "orders" }] };

        client.Receive(
            Wires.Written(to =>
            {
                if (rewrites)
                    proxy.Forward(response, changed, to);
                else
                    proxy.Forward(response, changed, to, rewriteAddresses: false);
            })
        );

        Assert.That(((await asked).Brokers[0].Host, (await asked).Topics[0].Name), Is.EqualTo((rewrites ? "proxy" : "inside", "orders")));
    }

    [Test]
    public async Task A_changed_ApiVersions_response_offers_only_versions_that_the_proxy_knows([Values] bool rewrites)
    {
        proxy = new(new() { RewriteAddress = Outside });
        var asked = client.Send(new ApiVersionsRequest(), output, 4);
        var received = broker.ReceiveAll(ThroughToBroker(out _)).Single();
        var response = TakeResponse(broker.Answer(received, new ApiVersionsResponse())[4..]);

        client.Receive(
            Wires.Written(to =>
                proxy.Forward(response, new ApiVersionsResponse { ApiKeys = [FakeBroker.Range(ApiKey.Metadata, 0, 14)] }, to, rewrites)
            )
        );

        Assert.That((await asked).ApiKeys.Single().MaxVersion, Is.EqualTo(Metadata.api.Versions.Last));
    }

    [Test]
    public void The_error_for_a_response_of_an_unknown_version_names_the_response()
    {
        var request = TakeRequest(Newer(ApiKey.Metadata, 14));
        Wires.Written(to => proxy.Forward(request, to));

        Assert.That(
            () => TakeResponse(Bytes.OfHex("00000000" + "00")).Decode(),
            Throws.TypeOf<WireException>().With.Message.StartsWith("MetadataResponse v14: There is no v14")
        );
    }

    [Test]
    public void An_unexpected_response_and_a_truncated_header_are_errors()
    {
        Assert.That(() => ThroughToClient([0, 0, 0, 4, 0, 0, 0, 9]), Throws.InstanceOf<WireException>().With.Message.Contains("9"));
        Frame.WriteRaw(Bytes.OfHex("000300"), output);
        Assert.That(() => ThroughToBroker(out _), Throws.InstanceOf<WireException>());
    }

    [Test]
    public void RequestPeek_allocates_nothing()
    {
        client.Send(new ProduceRequest { Acks = 0, TopicData = [] }, output);
        Bytes frame = output.WrittenSpan[4..].ToArray();
        var answered = 0;

        long Look()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();

            for (var i = 0; i < 1000; i++)
                if (
                    RequestPeek.TryRead(frame, out var peek)
                    && peek is { ApiKey: ApiKey.Produce, Version: > 0, CorrelationId: 0, IsKnown: true, ClientIdBytes.Length: 2 }
                    && peek.IsAnswered
                )
                    answered++;

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Look();
        Assert.That((Look(), answered), Is.EqualTo((0L, 0)));
    }
}
