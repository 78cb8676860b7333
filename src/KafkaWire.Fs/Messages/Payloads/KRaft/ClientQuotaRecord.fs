namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ClientQuotaRecord (record type 14): a quota has been set or removed.
[<RequireQualifiedAccess>]
module ClientQuotaRecord =

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

    /// Written by the controller.
    [<NoComparison>]
    type Data =
        { /// The entity that the quota applies to, which can have several components, such as a user and a client id.
          Entity: EntityData[]
          /// The name of the quota, such as producer_byte_rate.
          Key: string
          /// The value of the quota; ignored if the quota is removed.
          Value: float
          /// Whether the quota is removed.
          Remove: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ClientQuotaRecord" {
        let! entity = field "Entity" _.Entity (array entityData) always
        and! key    = field "Key"    _.Key    string             always
        and! value  = field "Value"  _.Value  float64            always
        and! remove = field "Remove" _.Remove bool               always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { Entity = entity; Key = key; Value = value; Remove = remove; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
