using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

public class BrokerAddressesTests
{
    private const string Inside = "broker-1.internal";
    private const string Outside = "proxy.example";

    private static BrokerAddress Move(BrokerAddress broker) => broker with { Host = Outside, Port = broker.Port + 1 };

    /// <summary>Responses that name a broker, with node id 1 and port 9092.</summary>
    private static readonly IKafkaResponse[] Answers =
    [
        new MetadataResponse
        {
            Brokers =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new FindCoordinatorResponse
        {
            NodeId = 1,
            Host = Inside,
            Port = 9092,
        },
        new FindCoordinatorResponse
        {
            Coordinators =
            [
                new()
                {
                    Key = "group",
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new DescribeClusterResponse
        {
            Brokers =
            [
                new()
                {
                    BrokerId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new ProduceResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new FetchResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new ShareFetchResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new ShareAcknowledgeResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new DescribeQuorumResponse
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
                            Name = "CONTROLLER",
                            Host = Inside,
                            Port = 9092,
                        },
                    ],
                },
            ],
        },
        new UpdateRaftVoterResponse
        {
            CurrentLeader = new()
            {
                LeaderId = 1,
                Host = Inside,
                Port = 9092,
            },
        },
        new VoteResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new BeginQuorumEpochResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new EndQuorumEpochResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
        new FetchSnapshotResponse
        {
            NodeEndpoints =
            [
                new()
                {
                    NodeId = 1,
                    Host = Inside,
                    Port = 9092,
                },
            ],
        },
    ];

    /// <summary>The response as a frame without its size; null if the version cannot carry it.</summary>
    private static Bytes? Encode(IKafkaResponse answer, short version)
    {
        try
        {
            return new Bytes(Wires.Written(output => Frame.WriteResponse(answer.Api, version, 77, answer.ToMessage(), output))[4..]);
        }
        catch (WireException e) when (e.Error.IsFieldNotInVersion)
        {
            return null;
        }
    }

    [TestCaseSource(nameof(Answers))]
    public void Addresses_are_rewritten_in_every_version_that_has_them(IKafkaResponse answer)
    {
        var api = answer.Api;
        var carrying = 0;

        for (var version = api.Versions.First; version <= api.Versions.Last; version++)
        {
            if (Encode(answer, version) is not { } frame)
                continue;

            var changed = BrokerAddresses.Rewrite(api.Key, version, frame, Move);

            // Compare the JSON texts, which do not depend on the code that rewrites addresses.
            var text = Json.Format(
                api.ResponseSchema,
                version,
                api.ResponseSchema.DecodeObject(Frame.ReadResponse(api, version, frame).Body, version, DecodeOptions.Default, out _)
            );
            if (!text.Contains(Inside))
                continue;
            carrying++;
            var result = Json.Format(
                api.ResponseSchema,
                version,
                api.ResponseSchema.DecodeObject(Frame.ReadResponse(api, version, changed).Body, version, DecodeOptions.Default, out _)
            );
            Assert.That(result, Is.EqualTo(text.Replace(Inside, Outside).Replace("9092", "9093")), $"{api} v{version}");
            Assert.That(Frame.ReadCorrelationId(changed), Is.EqualTo(77));
            Assert.That(BrokerAddresses.Rewrite(api.Key, version, frame, same => same), Is.EqualTo(frame), "without a change");
        }

        Assert.That(carrying, Is.Positive);
        Assert.That(BrokerAddresses.AreIn(api.Key));
    }

    [Test]
    public void Every_response_with_a_host_and_a_port_is_rewritten()
    {
        var named = Catalogue
            .Apis.Where(api => HasAddress(api.ResponseSchema.DefaultObject.GetType(), []))
            .Select(api => api.Key)
            .ToArray();

        // These are endpoints of Kafka Streams applications, not brokers.
        ApiKey[] others = [ApiKey.StreamsGroupHeartbeat, ApiKey.StreamsGroupDescribe];

        Assert.That(
            named.Except(others).Append(ApiKey.Envelope),
            Is.EquivalentTo(Catalogue.Apis.Select(api => api.Key).Where(BrokerAddresses.AreIn))
        );
        Assert.That(Answers.Select(answer => answer.Api.Key).Distinct(), Is.EquivalentTo(named.Except(others)), "all of them are tested");

        static bool HasAddress(Type type, HashSet<Type> seen)
        {
            if (!seen.Add(type) || type.Namespace?.StartsWith("KafkaWire", StringComparison.Ordinal) != true)
                return false;
            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            if (properties.Any(property => property.Name == "Host") && properties.Any(property => property.Name == "Port"))
                return true;
            return properties.Any(property =>
                HasAddress(property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType, seen)
            );
        }
    }

    [Test]
    public void A_missing_coordinator_is_not_rewritten()
    {
        var answer = new FindCoordinatorResponse
        {
            Coordinators =
            [
                new()
                {
                    Key = "group",
                    NodeId = -1,
                    Host = "",
                    Port = -1,
                    ErrorCode = ErrorCode.CoordinatorNotAvailable,
                },
            ],
        };
        var frame = Encode(answer, 5)!.Value;

        Assert.That(
            BrokerAddresses.Rewrite(ApiKey.FindCoordinator, 5, frame, _ => throw new InvalidOperationException()),
            Is.EqualTo(frame)
        );
    }

    [Test]
    public void ApiVersions_offers_only_versions_whose_addresses_can_be_rewritten()
    {
        var newest = Metadata.api.Versions.Last;
        var offer = new ApiVersionsResponse
        {
            ApiKeys =
            [
                FakeBroker.Range(ApiKey.Metadata, 0, newest + 1),
                FakeBroker.Range(ApiKey.Fetch, 99, 100),
                FakeBroker.Range((ApiKey)9999, 0, 7),
            ],
        };

        for (short version = 0; version <= ApiVersions.api.LatestStable; version++)
        {
            var changed = BrokerAddresses.Rewrite(ApiKey.ApiVersions, version, Encode(offer, version)!.Value, Move);
            var shown = ApiVersions.api.Response.Decode(Frame.ReadResponse(ApiVersions.api, version, changed).Body, version);

            Assert.That(
                shown.ApiKeys.Select(each => (each.ApiKey, each.MinVersion, each.MaxVersion)),
                Is.EqualTo(new[] { ((short)3, (short)0, newest), ((short)9999, (short)0, (short)7) })
            );
        }
    }

    [Test]
    public void A_version_0_refusal_of_ApiVersions_passes_unchanged()
    {
        var refusal = new Bytes(
            Wires.Written(output =>
                Frame.WriteResponse(
                    ApiVersions.api,
                    0,
                    5,
                    new ApiVersionsResponse
                    {
                        ErrorCode = ErrorCode.UnsupportedVersion,
                        ApiKeys = [FakeBroker.Range(ApiKey.ApiVersions, 0, 3)],
                    }.ToMessage(),
                    output
                )
            )[4..]
        );

        Assert.That(BrokerAddresses.Rewrite(ApiKey.ApiVersions, 4, refusal, Move), Is.EqualTo(refusal));
    }

    [Test]
    public void An_unknown_response_passes_unchanged_unless_its_API_has_addresses()
    {
        Bytes frame = new byte[] { 0, 0, 0, 1, 2, 3 };

        Assert.That(BrokerAddresses.Rewrite(ApiKey.Heartbeat, 99, frame, Move), Is.EqualTo(frame));
        Assert.That(BrokerAddresses.Rewrite((ApiKey)9999, 0, frame, Move), Is.EqualTo(frame));
    }

    [Test]
    public void An_unknown_version_of_a_response_with_addresses_is_rejected()
    {
        Bytes frame = new byte[] { 0, 0, 0, 1, 2, 3 };

        foreach (var api in Catalogue.Apis.Where(api => BrokerAddresses.AreIn(api.Key)))
        {
            foreach (var version in new[] { (short)(api.Versions.Last + 1), (short)-1, short.MaxValue })
            {
                var refused = Assert.Throws<WireException>(() => BrokerAddresses.Rewrite(api.Key, version, frame, Move))!;
                Assert.That(
                    refused.Error,
                    Is.EqualTo(WireError.NewUnsupportedVersion(version, api.Versions.First, api.Versions.Last)),
                    $"{api}"
                );
            }
        }
    }

    [Test]
    public void A_newer_ApiVersions_response_passes_only_as_a_version_0_refusal()
    {
        Bytes refusal = Bytes.OfHex("00000007" + "0023" + "00000001" + "0012" + "0000" + "0006");
        Bytes newer = Bytes.OfHex("00000007" + "0000" + "02" + "0003" + "0000" + "000e" + "00" + "00000000" + "00");
        var known = $"{ApiVersions.api.Versions.Last:x4}";

        Assert.That(
            BrokerAddresses.Rewrite(ApiKey.ApiVersions, 7, refusal, Move),
            Is.EqualTo(Bytes.OfHex("00000007" + "0023" + "00000001" + "0012" + "0000" + known))
        );
        Assert.That(() => BrokerAddresses.Rewrite(ApiKey.ApiVersions, 6, newer, Move), Throws.TypeOf<WireException>());
    }

    [Test]
    public void A_refusal_with_trailing_bytes_passes_unchanged()
    {
        Bytes refusal = Bytes.OfHex("00000007" + "0023" + "00000000" + "00000000");

        for (short version = 1; version <= 6; version++)
            Assert.That(BrokerAddresses.Rewrite(ApiKey.ApiVersions, version, refusal, Move), Is.EqualTo(refusal));
    }

    [Test]
    public void A_rewritten_response_keeps_its_header_bytes()
    {
        var body = Metadata.api.Response.Encode((Metadata.Response)Answers[0].ToMessage(), 13);
        var header = "0000004d" + "02" + "05" + "01" + "aa" + "1e" + "03" + "c0ffee";

        var changed = BrokerAddresses.Rewrite(ApiKey.Metadata, 13, Bytes.OfHex(header + Convert.ToHexString(body)), Move);

        Assert.That(Convert.ToHexStringLower(changed.Span[..(header.Length / 2)]), Is.EqualTo(header));
        Assert.That(Metadata.api.Response.Decode(changed.Slice(header.Length / 2), 13).Brokers[0].Host, Is.EqualTo(Outside));
    }

    [TestCaseSource(nameof(Answers))]
    public void A_message_is_rewritten_like_its_frame(IKafkaResponse answer)
    {
        var changed = BrokerAddresses.Rewrite(answer, Move);

        var api = answer.Api;
        var version = api.Versions.Last;
        while (Encode(answer, version) is not { } encoded || !Text(encoded).Contains(Inside))
            version--;
        var frame = BrokerAddresses.Rewrite(api.Key, version, Encode(answer, version)!.Value, Move);
        Assert.That(Encode(changed, version), Is.EqualTo(frame));
        Assert.That(Text(frame), Does.Contain(Outside).And.Not.Contains(Inside));
        Assert.That(BrokerAddresses.Rewrite(answer, same => same), Is.SameAs(answer));

        string Text(Bytes bytes) => Json.Format(api.ResponseSchema, version, Frame.ReadResponse(api, version, bytes).Decode());
    }

    [Test]
    public void An_ApiVersions_message_is_limited_like_its_frame()
    {
        var offer = new ApiVersionsResponse
        {
            ApiKeys =
            [
                FakeBroker.Range(ApiKey.ApiVersions, 0, 9),
                FakeBroker.Range(ApiKey.Metadata, 0, 14),
                FakeBroker.Range(ApiKey.Heartbeat, 0, 5),
            ],
        };

        Assert.That(
            BrokerAddresses.Rewrite(offer, Move).ApiKeys.Select(each => (each.ApiKey, each.MaxVersion)),
            Is.EqualTo(new[] { ((short)18, ApiVersions.api.Versions.Last), ((short)3, Metadata.api.Versions.Last), ((short)12, (short)5) })
        );
    }

    /// <summary>A request as a frame without its size.</summary>
    private static Bytes Ask(IKafkaRequest request, short version) =>
        new(Wires.Written(output => Frame.WriteRequest(request.Api, version, 5, "me", request.ToMessage(), output))[4..]);

    [Test]
    public void The_response_inside_an_Envelope_is_rewritten()
    {
        var asked = Ask(new EnvelopeRequest { RequestData = Ask(new DescribeQuorumRequest(), 2) }, 0);
        var quorum = Answers.OfType<DescribeQuorumResponse>().Single();
        var answer = Encode(new EnvelopeResponse { ResponseData = Encode(quorum, 2) }, 0)!.Value;

        var changed = BrokerAddresses.Rewrite(asked, answer, Move);

        var inner = ((Envelope.Response)Frame.ReadResponse(ApiKey.Envelope, 0, changed).Decode()).ResponseData!.Value;
        var listener = ((DescribeQuorum.Response)Frame.ReadResponse(ApiKey.DescribeQuorum, 2, inner).Decode()).Nodes[0].Listeners[0];
        Assert.That((listener.Host, listener.Port), Is.EqualTo((Outside, 9093)));
        Assert.That(BrokerAddresses.Rewrite(asked, answer, same => same), Is.EqualTo(answer));
        Assert.That(() => BrokerAddresses.Rewrite(ApiKey.Envelope, 0, answer, Move), Throws.ArgumentException);

        var error = Encode(new EnvelopeResponse { ErrorCode = ErrorCode.NotController }, 0)!.Value;
        Assert.That(BrokerAddresses.Rewrite(ApiKey.Envelope, 0, error, Move), Is.EqualTo(error));

        var newer = Ask(new EnvelopeRequest { RequestData = Bytes.OfHex("0037" + "0063" + "00000005" + "ffff" + "00") }, 0);
        Assert.That(() => BrokerAddresses.Rewrite(newer, answer, Move), Throws.TypeOf<WireException>());
        var nested = Ask(new EnvelopeRequest { RequestData = asked }, 0);
        Assert.That(() => BrokerAddresses.Rewrite(nested, answer, Move), Throws.TypeOf<WireException>());
    }
}
