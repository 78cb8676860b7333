namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeConfigs (key 32): reads the configuration of topics, brokers, groups and other resources (KIP-133).
///
/// v1 adds IncludeSynonyms to the request, and has ConfigSource and Synonyms in the response in place of IsDefault
/// (KIP-226). v2 has the same layout; the broker answers before it throttles (KIP-219). v3 adds IncludeDocumentation to the
/// request, ConfigType and Documentation to the response (KIP-569). v4 is flexible.
[<RequireQualifiedAccess>]
module DescribeConfigs =

    /// A resource to describe.
    [<NoComparison>]
    type DescribeConfigsResource =
        { /// The type of the resource: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0
          /// unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, and so on.
          ResourceName: string
          /// The names of the values to describe; null or empty for all.
          ConfigurationKeys: string[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeConfigsResource.
    let describeConfigsResource = message<DescribeConfigsResource> "DescribeConfigsResource" {
        let! resourceType      = field "ResourceType"      _.ResourceType      int8                        always
        and! resourceName      = field "ResourceName"      _.ResourceName      string                      always
        and! configurationKeys = field "ConfigurationKeys" _.ConfigurationKeys (nullable 0 (array string)) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { ResourceType = resourceType; ResourceName = resourceName; ConfigurationKeys = configurationKeys
                 UnknownTaggedFields = tags } }

    type DescribeConfigsResource with
        /// A value with every field at its default.
        static member Default = describeConfigsResource.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The resources to describe.
          Resources: DescribeConfigsResource[]
          /// Whether to also list the other values that would apply if the value were not set. From v1.
          IncludeSynonyms: bool
          /// Whether to include the documentation of the values. From v3.
          IncludeDocumentation: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeConfigsRequest" {
        let! resources            = field "Resources"            _.Resources            (array describeConfigsResource) always
        and! includeSynonyms      = field "IncludeSynonyms"      _.IncludeSynonyms      bool                            (since 1)
        and! includeDocumentation = field "IncludeDocumentation" _.IncludeDocumentation bool                            (since 3)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { Resources = resources; IncludeSynonyms = includeSynonyms; IncludeDocumentation = includeDocumentation
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A value that would apply if those before it were not set. From v1.
    [<NoComparison>]
    type DescribeConfigsSynonym =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null if it is not set or if it is sensitive.
          Value: string | null
          /// The source of the value, with the same codes as ConfigSource.
          Source: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeConfigsSynonym.
    let describeConfigsSynonym = message<DescribeConfigsSynonym> "DescribeConfigsSynonym" {
        let! name   = field "Name"   _.Name   string                       (since 1)
        and! value  = field "Value"  _.Value  (secret (nullable 1 string)) (since 1)
        and! source = field "Source" _.Source int8                         (since 1)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; Source = source; UnknownTaggedFields = tags } }

    type DescribeConfigsSynonym with
        /// A value with every field at its default.
        static member Default = describeConfigsSynonym.Default

    /// A configuration value.
    [<NoComparison>]
    type DescribeConfigsResourceResult =
        { /// The name of the configuration value.
          Name: string
          /// The value as text; null if it is not set or if it is sensitive.
          Value: string | null
          /// Whether the value is read-only.
          ReadOnly: bool
          /// Whether the value is the default because it is not set anywhere. Only v0.
          IsDefault: bool
          /// The source of the value: 1 the topic, 2 the broker, 3 the default of all brokers, 4 the broker's file, 5 the
          /// default of Kafka, 6 the broker's logger, 7 client metrics, 8 the group; -1 or 0 if unknown. From v1.
          ConfigSource: sbyte
          /// Whether the value is a secret, which the broker does not reveal.
          IsSensitive: bool
          /// The values in order of precedence: the first is the one in force, and each of the others would apply if those
          /// before it were not set; empty if not requested. From v1.
          Synonyms: DescribeConfigsSynonym[]
          /// The type of the value: 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password; 0
          /// if unknown. From v3.
          ConfigType: sbyte
          /// The documentation of the value; null if not requested, empty if there is none, as with loggers. From v3.
          Documentation: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeConfigsResourceResult.
    let describeConfigsResourceResult = message<DescribeConfigsResourceResult> "DescribeConfigsResourceResult" {
        let! name          = field       "Name"          _.Name          string                         always
        and! value         = field       "Value"         _.Value         (secret (nullable 0 string))   always
        and! readOnly      = field       "ReadOnly"      _.ReadOnly      bool                           always
        and! isDefault     = field       "IsDefault"     _.IsDefault     bool                           (versions 0 0)
        and! configSource  = fieldOr -1y "ConfigSource"  _.ConfigSource  int8                           (ignorable (since 1))
        and! isSensitive   = field       "IsSensitive"   _.IsSensitive   bool                           always
        and! synonyms      = field       "Synonyms"      _.Synonyms      (array describeConfigsSynonym) (ignorable (since 1))
        and! configType    = field       "ConfigType"    _.ConfigType    int8                           (ignorable (since 3))
        and! documentation = field       "Documentation" _.Documentation (nullable 3 string)            (ignorable (since 3))
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Name = name; Value = value; ReadOnly = readOnly; IsDefault = isDefault; ConfigSource = configSource
                 IsSensitive = isSensitive; Synonyms = synonyms; ConfigType = configType; Documentation = documentation
                 UnknownTaggedFields = tags } }

    type DescribeConfigsResourceResult with
        /// A value with every field at its default.
        static member Default = describeConfigsResourceResult.Default

    /// A resource and its configuration.
    [<NoComparison>]
    type DescribeConfigsResult =
        { /// The error code of the resource; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The type of the resource: 2 topic, 4 broker, 8 the loggers of a broker, 16 client metrics, 32 group; 0
          /// unknown.
          ResourceType: sbyte
          /// The name of the resource: a topic, a broker's id (empty for the default of all brokers), a group, and so on.
          ResourceName: string
          /// The configuration values of the resource.
          Configs: DescribeConfigsResourceResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribeConfigsResult.
    let describeConfigsResult = message<DescribeConfigsResult> "DescribeConfigsResult" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode                             always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string)                   always
        and! resourceType = field "ResourceType" _.ResourceType int8                                  always
        and! resourceName = field "ResourceName" _.ResourceName string                                always
        and! configs      = field "Configs"      _.Configs      (array describeConfigsResourceResult) always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; ResourceType = resourceType; ResourceName = resourceName
                 Configs = configs; UnknownTaggedFields = tags } }

    type DescribeConfigsResult with
        /// A value with every field at its default.
        static member Default = describeConfigsResult.Default

    /// The response of the broker or the controller.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The requested resources, each with its configuration.
          Results: DescribeConfigsResult[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeConfigsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                         always
        and! results        = field "Results"        _.Results        (array describeConfigsResult) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Results = results; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 32 (versions 0 4) (since 4) request response
