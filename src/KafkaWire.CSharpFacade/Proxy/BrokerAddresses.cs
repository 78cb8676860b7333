namespace KafkaWire;

/// <summary>Changes the addresses in brokers' answers, so that clients connect to a proxy instead.</summary>
/// <remarks>
/// <para>Clients learn addresses from Metadata, FindCoordinator and DescribeCluster, and after a change of leaders from Produce, Fetch,
/// ShareFetch and ShareAcknowledge. Tools for a KRaft quorum learn them from DescribeQuorum, UpdateRaftVoter and the answers of
/// controllers. An Envelope can hold any of these answers.</para>
/// <para>Addresses elsewhere are not changed: in texts, such as the configuration value <c>advertised.listeners</c>; in records, such as
/// those of a KRaft log; in requests, such as BrokerRegistration; in unknown tagged fields and unknown APIs. An answer of one of the APIs
/// above in an unknown version is an error.</para>
/// </remarks>
public static class BrokerAddresses
{
    /// <summary>Whether answers of an API can hold addresses, so that a proxy has to decode them.</summary>
    public static bool AreIn(ApiKey api) =>
        api
            is ApiKey.Metadata
                or ApiKey.FindCoordinator
                or ApiKey.DescribeCluster
                or ApiKey.Produce
                or ApiKey.Fetch
                or ApiKey.ShareFetch
                or ApiKey.ShareAcknowledge
                or ApiKey.DescribeQuorum
                or ApiKey.UpdateRaftVoter
                or ApiKey.Vote
                or ApiKey.BeginQuorumEpoch
                or ApiKey.EndQuorumEpoch
                or ApiKey.FetchSnapshot
                or ApiKey.Envelope;

    /// <summary>Changes the addresses in an answer.</summary>
    /// <remarks>
    /// An ApiVersions answer is changed, too: for ApiVersions itself and for the APIs that can name brokers it then offers only versions
    /// that this code knows, because the addresses could not be found in others. The header keeps its bytes.
    /// </remarks>
    /// <param name="api">The API of the request that is answered.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="frame">The answer, header included, without its size.</param>
    /// <param name="rewrite">Returns the address that clients should use for a broker.</param>
    /// <returns>The answer with new addresses, or the same bytes if nothing has to change, or the API is unknown or names no
    /// brokers.</returns>
    /// <exception cref="WireException">The answer cannot be decoded, or it can name brokers and its version is unknown.</exception>
    /// <exception cref="ArgumentException">It is an Envelope with an answer inside, which cannot be decoded without the request: use
    /// <see cref="Rewrite(Bytes, Bytes, Func{BrokerAddress, BrokerAddress})"/>.</exception>
    public static Bytes Rewrite(ApiKey api, short version, Bytes frame, Func<BrokerAddress, BrokerAddress> rewrite) =>
        new ProxyRules(ApiRegistry.Kafka, rewrite, false).Change(api, version, frame, null);

    /// <summary>Changes the addresses in an answer, even inside an Envelope.</summary>
    /// <param name="request">The request that is answered, header included, without its size.</param>
    /// <param name="answer">The answer, header included, without its size.</param>
    /// <param name="rewrite">Returns the address that clients should use for a broker.</param>
    /// <returns>The answer with new addresses, or the same bytes if nothing has to change, or the API is unknown or names no
    /// brokers.</returns>
    /// <exception cref="WireException">The request or the answer cannot be decoded, or the answer can name brokers and its version is
    /// unknown.</exception>
    public static Bytes Rewrite(Bytes request, Bytes answer, Func<BrokerAddress, BrokerAddress> rewrite) =>
        RequestPeek.TryRead(request, out var peek)
            ? new ProxyRules(ApiRegistry.Kafka, rewrite, false).Change(peek.ApiKey, peek.Version, answer, request)
            : throw new WireException(WireError.NewInsufficientBytes(RequestPeek.SmallestHeader, request.Length), 0);

    /// <summary>Changes the addresses in a decoded answer.</summary>
    /// <remarks>An <see cref="ApiVersionsResponse"/> is changed like in
    /// <see cref="Rewrite(ApiKey, short, Bytes, Func{BrokerAddress, BrokerAddress})"/>.</remarks>
    /// <param name="answer">The answer.</param>
    /// <param name="rewrite">Returns the address that clients should use for a broker.</param>
    /// <returns>The answer with new addresses, or the same object if nothing has to change.</returns>
    /// <exception cref="ArgumentException">It is an Envelope with an answer inside, which cannot be decoded without the
    /// request.</exception>
    public static T Rewrite<T>(T answer, Func<BrokerAddress, BrokerAddress> rewrite)
        where T : IKafkaResponse => (T)new ProxyRules(ApiRegistry.Kafka, rewrite, false).Change(answer, null, true);

    /// <summary>Changes one answer, and records whether anything changed.</summary>
    /// <param name="rules">The rules for offered versions and for an answer inside an Envelope.</param>
    /// <param name="rewrite">Returns the address that clients should use for a broker; null leaves addresses as they are.</param>
    /// <param name="request">The request, header included, without its size, or null if it is not available.</param>
    internal sealed class Rewriting(ProxyRules rules, Func<BrokerAddress, BrokerAddress>? rewrite, Bytes? request)
    {
        public bool HasChanged { get; private set; }

        /// <summary>The answer with new addresses, or null if it holds none.</summary>
        public IKafkaResponse? Change(object message) =>
            message switch
            {
                Metadata.Response { Brokers.Length: > 0 } answer => With(
                    MetadataResponse.From(answer),
                    a =>
                        a with
                        {
                            Brokers = Map(a.Brokers, b => (b.NodeId, b.Host, b.Port), (b, to) => b with { Host = to.Host, Port = to.Port }),
                        }
                ),
                FindCoordinator.Response answer => With(FindCoordinatorResponse.From(answer), Coordinators),
                DescribeCluster.Response { Brokers.Length: > 0 } answer => With(
                    DescribeClusterResponse.From(answer),
                    a =>
                        a with
                        {
                            Brokers = Map(
                                a.Brokers,
                                b => (b.BrokerId, b.Host, b.Port),
                                (b, to) => b with { Host = to.Host, Port = to.Port }
                            ),
                        }
                ),
                Produce.Response { NodeEndpoints.Length: > 0 } answer => With(
                    ProduceResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = to.Port }
                            ),
                        }
                ),
                Fetch.Response { NodeEndpoints.Length: > 0 } answer => With(
                    FetchResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = to.Port }
                            ),
                        }
                ),
                ShareFetch.Response { NodeEndpoints.Length: > 0 } answer => With(
                    ShareFetchResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = to.Port }
                            ),
                        }
                ),
                ShareAcknowledge.Response { NodeEndpoints.Length: > 0 } answer => With(
                    ShareAcknowledgeResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = to.Port }
                            ),
                        }
                ),
                DescribeQuorum.Response { Nodes.Length: > 0 } answer => With(
                    DescribeQuorumResponse.From(answer),
                    a => a with { Nodes = [.. a.Nodes.Select(Listeners)] }
                ),
                UpdateRaftVoter.Response answer => With(UpdateRaftVoterResponse.From(answer), CurrentLeader),
                Vote.Response { NodeEndpoints.Length: > 0 } answer => With(
                    VoteResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = Short(to) }
                            ),
                        }
                ),
                BeginQuorumEpoch.Response { NodeEndpoints.Length: > 0 } answer => With(
                    BeginQuorumEpochResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = Short(to) }
                            ),
                        }
                ),
                EndQuorumEpoch.Response { NodeEndpoints.Length: > 0 } answer => With(
                    EndQuorumEpochResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = Short(to) }
                            ),
                        }
                ),
                FetchSnapshot.Response { NodeEndpoints.Length: > 0 } answer => With(
                    FetchSnapshotResponse.From(answer),
                    a =>
                        a with
                        {
                            NodeEndpoints = Map(
                                a.NodeEndpoints,
                                n => (n.NodeId, n.Host, n.Port),
                                (n, to) => n with { Host = to.Host, Port = Short(to) }
                            ),
                        }
                ),
                Envelope.Response { ResponseData: { } inner } answer when rewrite is not null => With(
                    EnvelopeResponse.From(answer),
                    a => a with { ResponseData = Unwrapped(inner) }
                ),
                ApiVersions.Response answer => With(
                    ApiVersionsResponse.From(answer),
                    a => a with { ApiKeys = [.. a.ApiKeys.Select(Limit).OfType<ApiVersionsResponse.ApiVersion>()] }
                ),
                _ => null,
            };

        private static T With<T>(T answer, Func<T, T> change) => change(answer);

        private T[] Map<T>(T[] named, Func<T, (int, string, int)> read, Func<T, BrokerAddress, T> write) =>
            Array.ConvertAll(
                named,
                each =>
                {
                    var (nodeId, host, port) = read(each);
                    return Move(nodeId, host, port) is { } to ? write(each, to) : each;
                }
            );

        /// <summary>The new address of a broker, or null if its address stays or is absent.</summary>
        private BrokerAddress? Move(int nodeId, string host, int port)
        {
            // An absent address is node -1 at host "", port -1.
            if (host == "" || rewrite is null)
                return null;

            var from = new BrokerAddress(nodeId, host, port);
            var to = rewrite(from);

            if (to.Host == host && to.Port == port)
                return null;

            HasChanged = true;
            return to;
        }

        private FindCoordinatorResponse Coordinators(FindCoordinatorResponse answer) =>
            (Move(answer.NodeId, answer.Host, answer.Port) is { } to ? answer with { Host = to.Host, Port = to.Port } : answer) with
            {
                Coordinators = Map(
                    answer.Coordinators,
                    c => (c.NodeId, c.Host, c.Port),
                    (c, to) => c with { Host = to.Host, Port = to.Port }
                ),
            };

        private DescribeQuorumResponse.Node Listeners(DescribeQuorumResponse.Node node) =>
            node with
            {
                Listeners = Map(node.Listeners, l => (node.NodeId, l.Host, l.Port), (l, to) => l with { Host = to.Host, Port = Short(to) }),
            };

        private UpdateRaftVoterResponse CurrentLeader(UpdateRaftVoterResponse answer) =>
            Move(answer.CurrentLeader.LeaderId, answer.CurrentLeader.Host, answer.CurrentLeader.Port) is { } to
                ? answer with
                {
                    CurrentLeader = answer.CurrentLeader with { Host = to.Host, Port = to.Port },
                }
                : answer;

        /// <summary>The answer inside an Envelope, with new addresses.</summary>
        private Bytes Unwrapped(Bytes answer)
        {
            if (request is not { } envelope)
                throw new ArgumentException(
                    "The answer inside an Envelope cannot be decoded without the request. Use the overload that takes the request.",
                    nameof(answer)
                );

            var inner = ProxyRules.Unwrap(envelope);
            var changed = rules.Change(inner.ApiKey, inner.Version, answer, null);
            HasChanged |= changed != answer;
            return changed;
        }

        /// <summary>The versions of an API that may be offered, or null if there are none.</summary>
        private ApiVersionsResponse.ApiVersion? Limit(ApiVersionsResponse.ApiVersion offered)
        {
            var key = (ApiKey)offered.ApiKey;

            if (!rules.MustKnow(key))
                return offered;

            var last = rules.Apis.FindApi(key)?.Versions.Last ?? -1;

            if (offered.MaxVersion <= last)
                return offered;

            HasChanged = true;
            return offered.MinVersion > last ? null : offered with { MaxVersion = (short)last };
        }

        private static ushort Short(BrokerAddress address) => checked((ushort)address.Port);
    }
}
