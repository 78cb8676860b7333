namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterConfigs (key 33): replaces the whole dynamic configuration of resources (KIP-133). Prefer IncrementalAlterConfigs.
///
/// v1 has the same layout; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module AlterConfigs =

    /// A value to set.
    [<NoComparison>]
    type AlterableConfig =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null is rejected with InvalidRequest. To remove a value, leave it out.
          Value: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterableConfig.
    let alterableConfig = message<AlterableConfig> "AlterableConfig" {
        let! name  = field "Name"  _.Name  string                       always
        and! value = field "Value" _.Value (secret (nullable 0 string)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; UnknownTaggedFields = tags } }

    type AlterableConfig with
        /// A value with every field at its default.
        static member Default = alterableConfig.Default

    /// A resource to configure.
    [<NoComparison>]
    type AlterConfigsResource =
        { /// The type of the resource: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0
          /// unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, and so on.
          ResourceName: string
          /// All values to set; existing values that are not listed are removed.
          Configs: AlterableConfig[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterConfigsResource.
    let alterConfigsResource = message<AlterConfigsResource> "AlterConfigsResource" {
        let! resourceType = field "ResourceType" _.ResourceType int8                    always
        and! resourceName = field "ResourceName" _.ResourceName string                  always
        and! configs      = field "Configs"      _.Configs      (array alterableConfig) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; Configs = configs; UnknownTaggedFields = tags } }

    type AlterConfigsResource with
        /// A value with every field at its default.
        static member Default = alterConfigsResource.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The resources to configure.
          Resources: AlterConfigsResource[]
          /// Whether the broker should only check the request, without changing anything.
          ValidateOnly: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterConfigsRequest" {
        let! resources    = field "Resources"    _.Resources    (array alterConfigsResource) always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                         always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Resources = resources; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a resource.
    [<NoComparison>]
    type AlterConfigsResourceResponse =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The type of the resource: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0
          /// unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, and so on.
          ResourceName: string
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AlterConfigsResourceResponse.
    let alterConfigsResourceResponse = message<AlterConfigsResourceResponse> "AlterConfigsResourceResponse" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! resourceType = field "ResourceType" _.ResourceType int8                always
        and! resourceName = field "ResourceName" _.ResourceName string              always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; ResourceType = resourceType; ResourceName = resourceName
                 UnknownTaggedFields = tags } }

    type AlterConfigsResourceResponse with
        /// A value with every field at its default.
        static member Default = alterConfigsResourceResponse.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each resource.
          Responses: AlterConfigsResourceResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterConfigsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                always
        and! responses      = field "Responses"      _.Responses      (array alterConfigsResourceResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Responses = responses; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 33 (versions 0 2) (since 2) request response
