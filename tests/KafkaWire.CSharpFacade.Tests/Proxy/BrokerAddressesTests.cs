using System.Reflection;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Proxy;

public class BrokerAddressesTests
{
    private const string Inside = "broker-1.internal";
    private const string Outside = "proxy.example";

    private static BrokerAddress Move(BrokerAddress broker) => broker with { Host = Outside, Port = broker.Port + 1 };

    /// <summary>Answers that name a broker, at the node 1 and the port 9092.</summary>
    private static readonly IKafkaResponse[] Answers =
    [
        new MetadataResponse { Brokers = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new FindCoordinatorResponse { NodeId = 1, Host = Inside, Port = 9092 },
        new FindCoordinatorResponse { Coordinators = [new() { Key = "group", NodeId = 1, Host = Inside, Port = 9092 }] },
        new DescribeClusterResponse { Brokers = [new() { BrokerId = 1, Host = Inside, Port = 9092 }] },
        new ProduceResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new FetchResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new ShareFetchResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new ShareAcknowledgeResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new DescribeQuorumResponse { Nodes = [new() { NodeId = 1, Listeners = [new() { Name = "CONTROLLER", Host = Inside, Port = 9092 }] }] },
        new UpdateRaftVoterResponse { CurrentLeader = new() { LeaderId = 1, Host = Inside, Port = 9092 } },
        new VoteResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new BeginQuorumEpochResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new EndQuorumEpochResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
        new FetchSnapshotResponse { NodeEndpoints = [new() { NodeId = 1, Host = Inside, Port = 9092 }] },
    ];

    /// <summary>The answer as a frame without its size; null if the version cannot carry it.</summary>
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
    public void Addresses_are_changed_in_every_version_that_has_them(IKafkaResponse answer)
    {
        var api = answer.Api;
        var carrying = 0;

        for (var version = api.Versions.First; version <= api.Versions.Last; version++)
        {
            if (Encode(answer, version) is not { } frame) continue;

            var changed = BrokerAddresses.Rewrite(api.Key, version, frame, Move);

            // Encoded from another message, as whoever knows nothing of addresses would.
            var text = Json.Format(api.ResponseSchema, version, api.ResponseSchema.DecodeObject(Frame.ReadResponse(api, version, frame).Body, version, DecodeOptions.Default, out _));
            if (!text.Contains(Inside)) continue;
            carrying++;
            var result = Json.Format(api.ResponseSchema, version, api.ResponseSchema.DecodeObject(Frame.ReadResponse(api, version, changed).Body, version, DecodeOptions.Default, out _));
            Assert.That(result, Is.EqualTo(text.Replace(Inside, Outside).Replace("9092", "9093")), $"{api} v{version}");
            Assert.That(Frame.ReadCorrelationId(changed), Is.EqualTo(77));
            Assert.That(BrokerAddresses.Rewrite(api.Key, version, frame, same => same), Is.EqualTo(frame), "what stays the same");
        }

        Assert.That(carrying, Is.Positive);
        Assert.That(BrokerAddresses.AreIn(api.Key));
    }

    [Test]
    public void No_answer_of_any_API_names_a_host_and_a_port_that_is_overlooked()
    {
        var named = Catalogue.Apis.Where(api => HasAddress(api.ResponseSchema.DefaultObject.GetType(), [])).Select(api => api.Key).ToArray();

        // The endpoints of Kafka Streams' applications, which are no brokers.
        ApiKey[] others = [ApiKey.StreamsGroupHeartbeat, ApiKey.StreamsGroupDescribe];

        Assert.That(named.Except(others), Is.EquivalentTo(Catalogue.Apis.Select(api => api.Key).Where(BrokerAddresses.AreIn)));
        Assert.That(Answers.Select(answer => answer.Api.Key).Distinct(), Is.EquivalentTo(named.Except(others)), "all of them are tested");

        static bool HasAddress(Type type, HashSet<Type> seen)
        {
            if (!seen.Add(type) || type.Namespace?.StartsWith("KafkaWire", StringComparison.Ordinal) != true) return false;
            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            if (properties.Any(property => property.Name == "Host") && properties.Any(property => property.Name == "Port")) return true;
            return properties.Any(property => HasAddress(property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType, seen));
        }
    }

    [Test]
    public void A_coordinator_that_is_not_there_stays_away()
    {
        var answer = new FindCoordinatorResponse { Coordinators = [new() { Key = "group", NodeId = -1, Host = "", Port = -1, ErrorCode = ErrorCode.CoordinatorNotAvailable }] };
        var frame = Encode(answer, 5)!.Value;

        Assert.That(BrokerAddresses.Rewrite(ApiKey.FindCoordinator, 5, frame, _ => throw new InvalidOperationException()), Is.EqualTo(frame));
    }

    [Test]
    public void No_version_is_offered_in_which_addresses_would_pass_unseen()
    {
        var newest = Metadata.api.Versions.Last;
        var offer = new ApiVersionsResponse { ApiKeys = [FakeBroker.Range(ApiKey.Metadata, 0, newest + 1), FakeBroker.Range(ApiKey.Fetch, 99, 100), FakeBroker.Range((ApiKey)9999, 0, 7)] };

        for (short version = 0; version <= ApiVersions.api.LatestStable; version++)
        {
            var changed = BrokerAddresses.Rewrite(ApiKey.ApiVersions, version, Encode(offer, version)!.Value, Move);
            var shown = ApiVersions.api.Response.Decode(Frame.ReadResponse(ApiVersions.api, version, changed).Body, version);

            Assert.That(shown.ApiKeys.Select(each => (each.ApiKey, each.MinVersion, each.MaxVersion)), Is.EqualTo(new[] { ((short)3, (short)0, newest), ((short)9999, (short)0, (short)7) }));
        }
    }

    [Test]
    public void A_refusal_of_ApiVersions_in_version_0_passes_as_it_is()
    {
        var refusal = new Bytes(Wires.Written(output => Frame.WriteResponse(
            ApiVersions.api, 0, 5, new ApiVersionsResponse { ErrorCode = ErrorCode.UnsupportedVersion, ApiKeys = [FakeBroker.Range(ApiKey.ApiVersions, 0, 3)] }.ToMessage(), output))[4..]);

        Assert.That(BrokerAddresses.Rewrite(ApiKey.ApiVersions, 4, refusal, Move), Is.EqualTo(refusal));
    }

    [Test]
    public void An_unknown_version_passes_as_it_is()
    {
        Bytes frame = new byte[] { 0, 0, 0, 1, 2, 3 };

        Assert.That(BrokerAddresses.Rewrite(ApiKey.Metadata, 99, frame, Move), Is.EqualTo(frame));
        Assert.That(BrokerAddresses.Rewrite((ApiKey)9999, 0, frame, Move), Is.EqualTo(frame));
    }
}
