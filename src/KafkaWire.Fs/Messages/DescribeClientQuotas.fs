namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeClientQuotas (key 48): lists the quotas that match a filter (KIP-546).
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module DescribeClientQuotas =

    /// A filter for one entity type.
    [<NoComparison>]
    type ComponentData =
        { /// The type of the entity: user, client-id or ip.
          EntityType: string
          /// How to match: 0 the entity named in Match, 1 the default for the type, 2 any entity of the type that has a
          /// quota; any other value is rejected with InvalidRequest.
          MatchType: sbyte
          /// The name to match. It must be null unless MatchType is 0; otherwise the broker answers InvalidRequest.
          Match: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ComponentData.
    let componentData = message<ComponentData> "ComponentData" {
        let! entityType = field "EntityType" _.EntityType string              always
        and! matchType  = field "MatchType"  _.MatchType  int8                always
        and! match'     = field "Match"      _.Match      (nullable 0 string) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { EntityType = entityType; MatchType = matchType; Match = match'; UnknownTaggedFields = tags } }

    type ComponentData with
        /// A value with every field at its default.
        static member Default = componentData.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The filters; a quota must match all of them.
          Components: ComponentData[]
          /// Whether to leave out quotas that have additional components.
          Strict: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeClientQuotasRequest" {
        let! components = field "Components" _.Components (array componentData) always
        and! strict     = field "Strict"     _.Strict     bool                  always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Components = components; Strict = strict; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A user, client id or IP address, or the default for one of these types.
    [<NoComparison>]
    type EntityData =
        { /// The type of the entity: user, client-id or ip.
          EntityType: string
          /// The name of the entity; null means the default for its type.
          EntityName: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of EntityData.
    let entityData = message<EntityData> "EntityData" {
        let! entityType = field "EntityType" _.EntityType string              always
        and! entityName = field "EntityName" _.EntityName (nullable 0 string) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { EntityType = entityType; EntityName = entityName; UnknownTaggedFields = tags } }

    type EntityData with
        /// A value with every field at its default.
        static member Default = entityData.Default

    /// A quota.
    [<NoComparison>]
    type ValueData =
        { /// The name of the quota, such as producer_byte_rate.
          Key: string
          /// The value of the quota.
          Value: float
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ValueData.
    let valueData = message<ValueData> "ValueData" {
        let! key   = field "Key"   _.Key   string  always
        and! value = field "Value" _.Value float64 always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type ValueData with
        /// A value with every field at its default.
        static member Default = valueData.Default

    /// An entity and its quotas.
    [<NoComparison>]
    type EntryData =
        { /// The entity that the quotas apply to. It can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// The quotas of the entity.
          Values: ValueData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of EntryData.
    let entryData = message<EntryData> "EntryData" {
        let! entity = field "Entity" _.Entity (array entityData) always
        and! values = field "Values" _.Values (array valueData)  always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Entity = entity; Values = values; UnknownTaggedFields = tags } }

    type EntryData with
        /// A value with every field at its default.
        static member Default = entryData.Default

    /// The broker's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The quotas; null on error.
          Entries: EntryData[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeClientQuotasResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                      always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)            always
        and! entries        = field "Entries"        _.Entries        (nullable 0 (array entryData)) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Entries = entries
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 48 (versions 0 1) (since 1) request response
