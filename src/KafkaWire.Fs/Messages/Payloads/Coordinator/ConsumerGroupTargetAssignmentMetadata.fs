namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupTargetAssignmentMetadataKey (record type 6): the key of the epoch of a consumer group's target assignment.
[<RequireQualifiedAccess>]
module ConsumerGroupTargetAssignmentMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupTargetAssignmentMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ConsumerGroupTargetAssignmentMetadataValue (record type 6): the epoch of a consumer group's target assignment (KIP-848).
[<RequireQualifiedAccess>]
module ConsumerGroupTargetAssignmentMetadataValue =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group that the target assignment was made for.
          AssignmentEpoch: int
          /// When the target assignment was made, in milliseconds since 1970; 0 if it is not known.
          AssignmentTimestamp: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ConsumerGroupTargetAssignmentMetadataValue" {
        let! assignmentEpoch     = field    "AssignmentEpoch"     _.AssignmentEpoch     int32 always
        and! assignmentTimestamp = tagged 0 "AssignmentTimestamp" _.AssignmentTimestamp int64 (ignorable always)
        and! tags                = unknownTags _.UnknownTaggedFields
        return { AssignmentEpoch = assignmentEpoch; AssignmentTimestamp = assignmentTimestamp; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
