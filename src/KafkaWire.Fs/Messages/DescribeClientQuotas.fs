namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeClientQuotas (key 48): lists the quotas that match a filter (KIP-546).
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module DescribeClientQuotas =

    /// What to look for in one type of entities.
    [<NoComparison>]
    type ComponentData =
        { /// The type of the entity: user, client-id or ip.
          EntityType: string
          /// How to match: 0 the entity with the name in Match, 1 the default of the type, 2 any entity of the type that has a quota; any
          /// other is answered with InvalidRequest.
          MatchType: sbyte
          /// The name to look for; null unless MatchType is 0, otherwise InvalidRequest is the answer.
          Match: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ComponentData stands on the wire.
    let componentData = message<ComponentData> "ComponentData" {
        let! entityType = field "EntityType" _.EntityType string              always
        and! matchType  = field "MatchType"  _.MatchType  int8                always
        and! match'     = field "Match"      _.Match      (nullable 0 string) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { EntityType = entityType; MatchType = matchType; Match = match'; UnknownTaggedFields = tags } }

    type ComponentData with
        /// Every field at its default.
        static member Default = componentData.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// What to look for; a quota has to match all of these.
          Components: ComponentData[]
          /// Whether quotas that have further components, too, shall be left out.
          Strict: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeClientQuotasRequest" {
        let! components = field "Components" _.Components (array componentData) always
        and! strict     = field "Strict"     _.Strict     bool                  always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { Components = components; Strict = strict; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A user, client id or IP address, or the default of one of these.
    [<NoComparison>]
    type EntityData =
        { /// The type of the entity: user, client-id or ip.
          EntityType: string
          /// The name of the entity; null stands for the default of its type.
          EntityName: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an EntityData stands on the wire.
    let entityData = message<EntityData> "EntityData" {
        let! entityType = field "EntityType" _.EntityType string              always
        and! entityName = field "EntityName" _.EntityName (nullable 0 string) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { EntityType = entityType; EntityName = entityName; UnknownTaggedFields = tags } }

    type EntityData with
        /// Every field at its default.
        static member Default = entityData.Default

    /// A quota.
    [<NoComparison>]
    type ValueData =
        { /// The name of the quota, such as producer_byte_rate.
          Key: string
          /// The value of the quota.
          Value: float
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ValueData stands on the wire.
    let valueData = message<ValueData> "ValueData" {
        let! key   = field "Key"   _.Key   string  always
        and! value = field "Value" _.Value float64 always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type ValueData with
        /// Every field at its default.
        static member Default = valueData.Default

    /// An entity and its quotas.
    [<NoComparison>]
    type EntryData =
        { /// The entity that the quotas are for, which can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// The quotas of the entity.
          Values: ValueData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an EntryData stands on the wire.
    let entryData = message<EntryData> "EntryData" {
        let! entity = field "Entity" _.Entity (array entityData) always
        and! values = field "Values" _.Values (array valueData)  always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Entity = entity; Values = values; UnknownTaggedFields = tags } }

    type EntryData with
        /// Every field at its default.
        static member Default = entryData.Default

    /// What the broker answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The quotas; null with an error.
          Entries: EntryData[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeClientQuotasResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                          always
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode                      always
        and! errorMessage   = field "ErrorMessage"   _.ErrorMessage   (nullable 0 string)            always
        and! entries        = field "Entries"        _.Entries        (nullable 0 (array entryData)) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; Entries = entries
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 48 (versions 0 1) (since 1) request response
