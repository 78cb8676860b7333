namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterClientQuotas (key 49): sets or removes quotas (KIP-546).
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module AlterClientQuotas =

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

    /// A quota to set or to remove.
    [<NoComparison>]
    type OpData =
        { /// The name of the quota, such as producer_byte_rate.
          Key: string
          /// The value to set; it means nothing where the quota is removed.
          Value: float
          /// Whether to remove the quota.
          Remove: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an OpData stands on the wire.
    let opData = message<OpData> "OpData" {
        let! key    = field "Key"    _.Key    string  always
        and! value  = field "Value"  _.Value  float64 always
        and! remove = field "Remove" _.Remove bool    always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; Remove = remove; UnknownTaggedFields = tags } }

    type OpData with
        /// Every field at its default.
        static member Default = opData.Default

    /// An entity to change quotas of.
    [<NoComparison>]
    type RequestEntryData =
        { /// The entity that the quotas are for, which can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// The quotas to change.
          Ops: OpData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RequestEntryData stands on the wire.
    let requestEntryData = message<RequestEntryData> "EntryData" {
        let! entity = field "Entity" _.Entity (array entityData) always
        and! ops    = field "Ops"    _.Ops    (array opData)     always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Entity = entity; Ops = ops; UnknownTaggedFields = tags } }

    type RequestEntryData with
        /// Every field at its default.
        static member Default = requestEntryData.Default

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The entities to change quotas of.
          Entries: RequestEntryData[]
          /// Whether the broker shall only check the request and change nothing.
          ValidateOnly: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "AlterClientQuotasRequest" {
        let! entries      = field "Entries"      _.Entries      (array requestEntryData) always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                     always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Entries = entries; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for an entity.
    [<NoComparison>]
    type ResponseEntryData =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The entity that the quotas are for, which can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ResponseEntryData stands on the wire.
    let responseEntryData = message<ResponseEntryData> "EntryData" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! entity       = field "Entity"       _.Entity       (array entityData)  always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; Entity = entity; UnknownTaggedFields = tags } }

    type ResponseEntryData with
        /// Every field at its default.
        static member Default = responseEntryData.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each entity.
          Entries: ResponseEntryData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "AlterClientQuotasResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! entries        = field "Entries"        _.Entries        (array responseEntryData) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Entries = entries; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 49 (versions 0 1) (since 1) request response
