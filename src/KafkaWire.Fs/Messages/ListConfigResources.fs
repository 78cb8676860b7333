namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ListConfigResources (key 74): lists the resources that can have a configuration (KIP-1000). Up to Kafka 4.0 it was called
/// ListClientMetricsResources.
///
/// v1 adds ResourceTypes to the request, ResourceType to the response: v0 lists client metrics alone (KIP-1142).
[<RequireQualifiedAccess>]
module ListConfigResources =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The types of the resources to list: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; empty for all.
          /// Any other is answered with UnsupportedVersion. From v1.
          ResourceTypes: sbyte[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ListConfigResourcesRequest" {
        let! resourceTypes = field "ResourceTypes" _.ResourceTypes (array int8) (since 1)
        and! tags          = unknownTags _.UnknownTaggedFields
        return { ResourceTypes = resourceTypes; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A resource that can have a configuration.
    [<NoComparison>]
    type ConfigResource =
        { /// The name of the resource.
          ResourceName: string
          /// The type of the resource; 16, client metrics, by default. From v1.
          ResourceType: sbyte
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ConfigResource stands on the wire.
    let configResource = message<ConfigResource> "ConfigResource" {
        let! resourceName = field       "ResourceName" _.ResourceName string always
        and! resourceType = fieldOr 16y "ResourceType" _.ResourceType int8   (ignorable (since 1))
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceName = resourceName; ResourceType = resourceType; UnknownTaggedFields = tags } }

    type ConfigResource with
        /// Every field at its default.
        static member Default = configResource.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The resources of the types that were asked for.
          ConfigResources: ConfigResource[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ListConfigResourcesResponse" {
        let! throttleTimeMs  = field "ThrottleTimeMs"  _.ThrottleTimeMs  int32                  always
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode              always
        and! configResources = field "ConfigResources" _.ConfigResources (array configResource) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ConfigResources = configResources
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 74 (versions 0 1) always request response
