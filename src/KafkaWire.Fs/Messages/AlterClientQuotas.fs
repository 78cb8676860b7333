namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// AlterClientQuotas (key 49): sets or removes quotas (KIP-546).
///
/// v1 is flexible.
[<RequireQualifiedAccess>]
module AlterClientQuotas =

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

    /// A quota to set or to remove.
    [<NoComparison>]
    type OpData =
        { /// The name of the quota, such as producer_byte_rate.
          Key: string
          /// The value to set; ignored if the quota is removed.
          Value: float
          /// Whether to remove the quota.
          Remove: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of OpData.
    let opData = message<OpData> "OpData" {
        let! key    = field "Key"    _.Key    string  always
        and! value  = field "Value"  _.Value  float64 always
        and! remove = field "Remove" _.Remove bool    always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; Remove = remove; UnknownTaggedFields = tags } }

    type OpData with
        /// A value with every field at its default.
        static member Default = opData.Default

    /// An entity whose quotas are to be changed.
    [<NoComparison>]
    type RequestEntryData =
        { /// The entity that the quotas apply to. It can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// The quotas to change.
          Ops: OpData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RequestEntryData.
    let requestEntryData = message<RequestEntryData> "EntryData" {
        let! entity = field "Entity" _.Entity (array entityData) always
        and! ops    = field "Ops"    _.Ops    (array opData)     always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Entity = entity; Ops = ops; UnknownTaggedFields = tags } }

    type RequestEntryData with
        /// A value with every field at its default.
        static member Default = requestEntryData.Default

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The entities whose quotas are to be changed.
          Entries: RequestEntryData[]
          /// Whether the broker should only check the request, without changing anything.
          ValidateOnly: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "AlterClientQuotasRequest" {
        let! entries      = field "Entries"      _.Entries      (array requestEntryData) always
        and! validateOnly = field "ValidateOnly" _.ValidateOnly bool                     always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Entries = entries; ValidateOnly = validateOnly; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for an entity.
    [<NoComparison>]
    type ResponseEntryData =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The entity that the quotas apply to. It can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ResponseEntryData.
    let responseEntryData = message<ResponseEntryData> "EntryData" {
        let! errorCode    = field "ErrorCode"    _.ErrorCode    errorCode           always
        and! errorMessage = field "ErrorMessage" _.ErrorMessage (nullable 0 string) always
        and! entity       = field "Entity"       _.Entity       (array entityData)  always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; Entity = entity; UnknownTaggedFields = tags } }

    type ResponseEntryData with
        /// A value with every field at its default.
        static member Default = responseEntryData.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The outcome for each entity.
          Entries: ResponseEntryData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "AlterClientQuotasResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                     always
        and! entries        = field "Entries"        _.Entries        (array responseEntryData) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Entries = entries; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 49 (versions 0 1) (since 1) request response
