namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupMetadataKey (record type 3): the key of a consumer group in __consumer_offsets.
[<RequireQualifiedAccess>]
module ConsumerGroupMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupMetadataValue (record type 3): a consumer group in __consumer_offsets (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupMetadataValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group.
          Epoch: int
          /// A hash of the metadata of the group's topics, used to detect changes; 0 if unknown.
          MetadataHash: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ConsumerGroupMetadataValue" {
        let! epoch        = field    "Epoch"        _.Epoch        int32 always
        and! metadataHash = tagged 0 "MetadataHash" _.MetadataHash int64 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; MetadataHash = metadataHash; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
