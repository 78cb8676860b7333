namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupTargetAssignmentMetadataKey (record type 12): the key of the epoch of a share group's target assignment.
[<RequireQualifiedAccess>]
module ShareGroupTargetAssignmentMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupTargetAssignmentMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareGroupTargetAssignmentMetadataValue (record type 12): the epoch of a share group's target assignment (KIP-932).
[<RequireQualifiedAccess>]
module ShareGroupTargetAssignmentMetadataValue =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group that the target assignment was computed for.
          AssignmentEpoch: int
          /// When the target assignment was computed, in milliseconds since 1970; 0 if unknown.
          AssignmentTimestamp: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
    let data = message<Data> "ShareGroupTargetAssignmentMetadataValue" {
        let! assignmentEpoch     = field    "AssignmentEpoch"     _.AssignmentEpoch     int32 always
        and! assignmentTimestamp = tagged 0 "AssignmentTimestamp" _.AssignmentTimestamp int64 (ignorable always)
        and! tags                = unknownTags _.UnknownTaggedFields
        return { AssignmentEpoch = assignmentEpoch; AssignmentTimestamp = assignmentTimestamp; UnknownTaggedFields = tags } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
