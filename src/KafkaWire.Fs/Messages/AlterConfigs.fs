namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterConfigs (key 33): replaces the whole dynamic configuration of resources (KIP-133). IncrementalAlterConfigs is the better
/// one.
///
/// v1 has the same bytes; the broker answers before it throttles (KIP-219). v2 is flexible.
[<RequireQualifiedAccess>]
module AlterConfigs =

    /// A value to set.
    [<NoComparison>]
    type AlterableConfig =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null is answered with InvalidRequest: to remove a value is to leave it out.
          Value: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterableConfig stands on the wire.
    let alterableConfig = message<AlterableConfig> "AlterableConfig" {
        let! name  = field "Name"  _.Name  string                       always
        and! value = field "Value" _.Value (secret (nullable 0 string)) always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; UnknownTaggedFields = tags } }

    type AlterableConfig with
        /// Every field at its default.
        static member Default = alterableConfig.Default

    /// A resource to configure.
    [<NoComparison>]
    type AlterConfigsResource =
        { /// What the configuration is of: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0 unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, ...
          ResourceName: string
          /// All values that shall be set; those that are missing are removed.
          Configs: AlterableConfig[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterConfigsResource stands on the wire.
    let alterConfigsResource = message<AlterConfigsResource> "AlterConfigsResource" {
        let! resourceType = field "ResourceType" _.ResourceType int8                    always
        and! resourceName = field "ResourceName" _.ResourceName string                  always
        and! configs      = field "Configs"      _.Configs      (array alterableConfig) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; Configs = configs; UnknownTaggedFields = tags } }

    type AlterConfigsResource with
        /// Every field at its default.
        static member Default = alterConfigsResource.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The resources to configure.
          Resources: AlterConfigsResource[]
          /// Whether the broker shall only check the request and change nothing.
          ValidateOnly: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterConfigsRequest" {
        let! resources    = field "Resources"    _.Resources    (array alterConfigsResource) always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                         always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Resources = resources; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a resource.
    [<NoComparison>]
    type AlterConfigsResourceResponse =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// What the configuration is of: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0 unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, ...
          ResourceName: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AlterConfigsResourceResponse stands on the wire.
    let alterConfigsResourceResponse = message<AlterConfigsResourceResponse> "AlterConfigsResourceResponse" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! resourceType = field "ResourceType" _.ResourceType int8                always
        and! resourceName = field "ResourceName" _.ResourceName string              always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; ResourceType = resourceType; ResourceName = resourceName
                 UnknownTaggedFields = tags } }

    type AlterConfigsResourceResponse with
        /// Every field at its default.
        static member Default = alterConfigsResourceResponse.Default

    /// What the broker or the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each resource.
          Responses: AlterConfigsResourceResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AlterConfigsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                                always
        and! responses      = field "Responses"      _.Responses      (array alterConfigsResourceResponse) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Responses = responses; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 33 (versions 0 2) (since 2) request response
