namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeCluster (key 60): describes the cluster: id, controller, and brokers or controllers (KIP-700).
///
/// v1 adds EndpointType to both sides (KIP-919). v2 adds IncludeFencedBrokers to the request, IsFenced to the response
/// (KIP-1073).
[<RequireQualifiedAccess>]
module DescribeCluster =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// Whether to include what the caller may do with the cluster.
          IncludeClusterAuthorizedOperations: bool
          /// Whether to list the brokers (1, the default) or the controllers (2). A type that the node does not serve is
          /// rejected with MismatchedEndpointType, any other number with UnsupportedEndpointType. From v1.
          EndpointType: sbyte
          /// Whether to also list fenced brokers, which the controller does not consider alive. From v2.
          IncludeFencedBrokers: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeClusterRequest" {
        let! includeClusterAuthorizedOperations = field      "IncludeClusterAuthorizedOperations" _.IncludeClusterAuthorizedOperations bool always
        and! endpointType                       = fieldOr 1y "EndpointType"                       _.EndpointType                       int8 (since 1)
        and! includeFencedBrokers               = field      "IncludeFencedBrokers"               _.IncludeFencedBrokers               bool (since 2)
        and! tags                               = unknownTags _.UnknownTaggedFields
        return { IncludeClusterAuthorizedOperations = includeClusterAuthorizedOperations; EndpointType = endpointType
                 IncludeFencedBrokers = includeFencedBrokers; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A broker or controller and its address.
    [<NoComparison>]
    type DescribeClusterBroker =
        { /// The id of the broker or controller.
          BrokerId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack, or availability zone, of the broker; null if none is configured, and for controllers.
          Rack: string | null
          /// Whether the broker is fenced: the controller does not consider it alive, so it leads nothing. From v2.
          IsFenced: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeClusterBroker.
    let describeClusterBroker = message<DescribeClusterBroker> "DescribeClusterBroker" {
        let! brokerId = field        "BrokerId" _.BrokerId int32               always
        and! host     = field        "Host"     _.Host     string              always
        and! port     = field        "Port"     _.Port     int32               always
        and! rack     = fieldOr null "Rack"     _.Rack     (nullable 0 string) always
        and! isFenced = field        "IsFenced" _.IsFenced bool                (since 2)
        and! tags     = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; Host = host; Port = port; Rack = rack; IsFenced = isFenced; UnknownTaggedFields = tags } }

    type DescribeClusterBroker with
        /// A value with every field at its default.
        static member Default = describeClusterBroker.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// Whether the nodes listed are brokers (1, the default) or controllers (2). From v1.
          EndpointType: sbyte
          /// The id of the cluster; empty on error.
          ClusterId: string
          /// The id of the active controller, or of the broker that clients should send controller requests to; -1 if there
          /// is none.
          ControllerId: int
          /// The brokers, or the controllers, of the cluster.
          Brokers: DescribeClusterBroker[]
          /// What the caller may do with the cluster: one bit per ACL operation, at the position of its code;
          /// Int32.MinValue if not requested.
          ClusterAuthorizedOperations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeClusterResponse" {
        let! throttleTimeMs              = field                  "ThrottleTimeMs"              _.ThrottleTimeMs              int32                         always
        and! errorCode                   = field                  "ErrorCode"                   _.ErrorCode                   errorCode                     always
        and! errorMessage                = fieldOr null           "ErrorMessage"                _.ErrorMessage                (nullable 0 string)           always
        and! endpointType                = fieldOr 1y             "EndpointType"                _.EndpointType                int8                          (since 1)
        and! clusterId                   = field                  "ClusterId"                   _.ClusterId                   string                        always
        and! controllerId                = fieldOr -1             "ControllerId"                _.ControllerId                int32                         always
        and! brokers                     = field                  "Brokers"                     _.Brokers                     (array describeClusterBroker) always
        and! clusterAuthorizedOperations = fieldOr Int32.MinValue "ClusterAuthorizedOperations" _.ClusterAuthorizedOperations int32                         always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 EndpointType = endpointType; ClusterId = clusterId; ControllerId = controllerId; Brokers = brokers
                 ClusterAuthorizedOperations = clusterAuthorizedOperations; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 60 (versions 0 2) always request response
