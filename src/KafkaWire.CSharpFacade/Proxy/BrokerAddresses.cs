using System.Buffers;

namespace KafkaWire;

/// <summary>Changes the addresses that brokers give away in their answers, so that clients come to a proxy in their place.</summary>
/// <remarks>
/// Clients learn addresses from Metadata, FindCoordinator and DescribeCluster; from Produce, Fetch, ShareFetch and ShareAcknowledge where
/// leaders have changed; and the tools for a KRaft quorum from DescribeQuorum, UpdateRaftVoter and the answers of controllers. Addresses in
/// texts, such as the configuration value <c>advertised.listeners</c>, stay as they are.
/// </remarks>
public static class BrokerAddresses
{
    /// <summary>Whether answers of an API can name brokers, so that a proxy has to read them.</summary>
    public static bool AreIn(ApiKey api) => api is ApiKey.Metadata or ApiKey.FindCoordinator or ApiKey.DescribeCluster
        or ApiKey.Produce or ApiKey.Fetch or ApiKey.ShareFetch or ApiKey.ShareAcknowledge
        or ApiKey.DescribeQuorum or ApiKey.UpdateRaftVoter or ApiKey.Vote or ApiKey.BeginQuorumEpoch or ApiKey.EndQuorumEpoch or ApiKey.FetchSnapshot;

    /// <summary>Changes the addresses in an answer.</summary>
    /// <remarks>
    /// An ApiVersions answer is changed, too: of the APIs that can name brokers it offers no version beyond those that this code knows, for
    /// the addresses in it would pass unseen.
    /// </remarks>
    /// <param name="api">The API of the request that is answered.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="frame">The answer, header included, without its size.</param>
    /// <param name="rewrite">Gives the address that clients shall use for a broker.</param>
    /// <returns>The answer with new addresses; the very same bytes if nothing is to be changed, or the API or version is not known.</returns>
    /// <exception cref="WireException">The answer cannot be read.</exception>
    public static Bytes Rewrite(ApiKey api, short version, Bytes frame, Func<BrokerAddress, BrokerAddress> rewrite)
    {
        if (!(AreIn(api) || api == ApiKey.ApiVersions) || Catalogue.FindApi(api) is not { } known || !known.Versions.Contains(version))
            return frame;

        var body = Frame.ReadResponse(known, version, frame).Body;
        var bodyVersion = version;
        object message = api == ApiKey.ApiVersions
            ? Negotiation.Decode(version, body, DecodeOptions.Default, out bodyVersion)
            : known.ResponseSchema.DecodeObject(body, version, DecodeOptions.Default, out _);

        var rewriting = new Rewriting(rewrite);

        return rewriting.Change(message) is { } changed && rewriting.HasChanged
            ? Encode(known, bodyVersion, Frame.ReadCorrelationId(frame), changed)
            : frame;
    }

    /// <summary>Writes an answer without its size.</summary>
    internal static Bytes Encode(Api api, short version, int correlationId, IKafkaResponse response)
    {
        var output = new ArrayBufferWriter<byte>();
        Frame.WriteResponse(api, version, correlationId, response.ToMessage(), output);
        return Bytes.OfMemory(output.WrittenMemory[sizeof(int)..]);
    }

    /// <summary>Changes one answer, and notes whether that made a difference.</summary>
    private sealed class Rewriting(Func<BrokerAddress, BrokerAddress> rewrite)
    {
        public bool HasChanged { get; private set; }

        /// <summary>The answer with new addresses; null if there are none in it.</summary>
        public IKafkaResponse? Change(object message) => message switch
        {
            Metadata.Response { Brokers.Length: > 0 } answer => With(
                MetadataResponse.From(answer),
                a => a with { Brokers = Map(a.Brokers, b => (b.NodeId, b.Host, b.Port), (b, to) => b with { Host = to.Host, Port = to.Port }) }),
            FindCoordinator.Response answer => With(FindCoordinatorResponse.From(answer), Coordinators),
            DescribeCluster.Response { Brokers.Length: > 0 } answer => With(
                DescribeClusterResponse.From(answer),
                a => a with { Brokers = Map(a.Brokers, b => (b.BrokerId, b.Host, b.Port), (b, to) => b with { Host = to.Host, Port = to.Port }) }),
            Produce.Response { NodeEndpoints.Length: > 0 } answer => With(
                ProduceResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = to.Port }) }),
            Fetch.Response { NodeEndpoints.Length: > 0 } answer => With(
                FetchResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = to.Port }) }),
            ShareFetch.Response { NodeEndpoints.Length: > 0 } answer => With(
                ShareFetchResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = to.Port }) }),
            ShareAcknowledge.Response { NodeEndpoints.Length: > 0 } answer => With(
                ShareAcknowledgeResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = to.Port }) }),
            DescribeQuorum.Response { Nodes.Length: > 0 } answer => With(
                DescribeQuorumResponse.From(answer),
                a => a with { Nodes = [.. a.Nodes.Select(Listeners)] }),
            UpdateRaftVoter.Response answer => With(UpdateRaftVoterResponse.From(answer), CurrentLeader),
            Vote.Response { NodeEndpoints.Length: > 0 } answer => With(
                VoteResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = Short(to) }) }),
            BeginQuorumEpoch.Response { NodeEndpoints.Length: > 0 } answer => With(
                BeginQuorumEpochResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = Short(to) }) }),
            EndQuorumEpoch.Response { NodeEndpoints.Length: > 0 } answer => With(
                EndQuorumEpochResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = Short(to) }) }),
            FetchSnapshot.Response { NodeEndpoints.Length: > 0 } answer => With(
                FetchSnapshotResponse.From(answer),
                a => a with { NodeEndpoints = Map(a.NodeEndpoints, n => (n.NodeId, n.Host, n.Port), (n, to) => n with { Host = to.Host, Port = Short(to) }) }),
            ApiVersions.Response answer => With(ApiVersionsResponse.From(answer), a => a with { ApiKeys = [.. a.ApiKeys.Select(Limit).OfType<ApiVersionsResponse.ApiVersion>()] }),
            _ => null,
        };

        private static T With<T>(T answer, Func<T, T> change) => change(answer);

        private T[] Map<T>(T[] named, Func<T, (int, string, int)> read, Func<T, BrokerAddress, T> write) => Array.ConvertAll(named, each =>
        {
            var (nodeId, host, port) = read(each);
            return Move(nodeId, host, port) is { } to ? write(each, to) : each;
        });

        /// <summary>The new address of a broker; null if it keeps the one that it has, or none is named.</summary>
        private BrokerAddress? Move(int nodeId, string host, int port)
        {
            // What is not there is answered as node -1 at "", port -1.
            if (host == "")
                return null;

            var from = new BrokerAddress(nodeId, host, port);
            var to = rewrite(from);

            if (to.Host == host && to.Port == port)
                return null;

            HasChanged = true;
            return to;
        }

        private FindCoordinatorResponse Coordinators(FindCoordinatorResponse answer) => (Move(answer.NodeId, answer.Host, answer.Port) is { } to
            ? answer with { Host = to.Host, Port = to.Port }
            : answer) with
        {
            Coordinators = Map(answer.Coordinators, c => (c.NodeId, c.Host, c.Port), (c, to) => c with { Host = to.Host, Port = to.Port }),
        };

        private DescribeQuorumResponse.Node Listeners(DescribeQuorumResponse.Node node) => node with
        {
            Listeners = Map(node.Listeners, l => (node.NodeId, l.Host, l.Port), (l, to) => l with { Host = to.Host, Port = Short(to) }),
        };

        private UpdateRaftVoterResponse CurrentLeader(UpdateRaftVoterResponse answer) =>
            Move(answer.CurrentLeader.LeaderId, answer.CurrentLeader.Host, answer.CurrentLeader.Port) is { } to
                ? answer with { CurrentLeader = answer.CurrentLeader with { Host = to.Host, Port = to.Port } }
                : answer;

        /// <summary>What may be offered of an API; null if that is no version at all.</summary>
        private ApiVersionsResponse.ApiVersion? Limit(ApiVersionsResponse.ApiVersion offered)
        {
            if (!AreIn((ApiKey)offered.ApiKey) || Catalogue.FindApi((ApiKey)offered.ApiKey) is not { } api || offered.MaxVersion <= api.Versions.Last)
                return offered;

            HasChanged = true;
            return offered.MinVersion > api.Versions.Last ? null : offered with { MaxVersion = api.Versions.Last };
        }

        private static ushort Short(BrokerAddress address) => checked((ushort)address.Port);
    }
}
