namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupMetadataKey (record type 3): the key of a consumer group in __consumer_offsets.
[<RequireQualifiedAccess>]
module ConsumerGroupMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupMetadataValue (record type 3): a consumer group in __consumer_offsets (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupMetadataValue =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group.
          Epoch: int
          /// A hash of all that the group knows of its topics, so that a change to them is noticed; 0 if it is not known.
          MetadataHash: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupMetadataValue" {
        let! epoch        = field    "Epoch"        _.Epoch        int32 always
        and! metadataHash = tagged 0 "MetadataHash" _.MetadataHash int64 always
        and! tags         = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; MetadataHash = metadataHash; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
