namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListConfigResources (key 74): lists the resources that can have a configuration (KIP-1000). It was called
/// ListClientMetricsResources up to Kafka 4.0.
///
/// v1 adds ResourceTypes to the request, ResourceType to the response: v0 lists only client metrics (KIP-1142).
[<RequireQualifiedAccess>]
module ListConfigResources =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The types of resources to list: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group;
          /// empty for all. The broker answers UnsupportedVersion for any other type. From v1.
          ResourceTypes: sbyte[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ListConfigResourcesRequest" {
        let! resourceTypes = field "ResourceTypes" _.ResourceTypes (array int8) (since 1)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { ResourceTypes = resourceTypes; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A resource that can have a configuration.
    [<NoComparison>]
    type ConfigResource =
        { /// The name of the resource.
          ResourceName: string
          /// The type of the resource; 16 (client metrics) by default. From v1.
          ResourceType: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ConfigResource.
    let configResource = message<ConfigResource> "ConfigResource" {
        let! resourceName = field       "ResourceName" _.ResourceName string always
        and! resourceType = fieldOr 16y "ResourceType" _.ResourceType int8   (ignorable (since 1))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceName = resourceName; ResourceType = resourceType; UnknownTaggedFields = tags } }

    type ConfigResource with
        /// A value with every field at its default.
        static member Default = configResource.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The resources of the requested types.
          ConfigResources: ConfigResource[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ListConfigResourcesResponse" {
        let! throttleTimeMs  = field "ThrottleTimeMs"  _.ThrottleTimeMs  int32                  always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode              always
        and! configResources = field "ConfigResources" _.ConfigResources (array configResource) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ConfigResources = configResources
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 74 (versions 0 1) always request response
