namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupMetadataKey (record type 17): the key of a streams group in __consumer_offsets.
[<RequireQualifiedAccess>]
module StreamsGroupMetadataKey =

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// StreamsGroupMetadataValue (record type 17): a streams group in __consumer_offsets (KIP-1071).
[<RequireQualifiedAccess>]
module StreamsGroupMetadataValue =

    /// A configuration value.
    [<NoComparison>]
    type LastAssignmentConfig =
        { /// The name of the configuration value.
          Key: string
          /// The value as text.
          Value: string
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a LastAssignmentConfig stands on the wire.
    let lastAssignmentConfig = message<LastAssignmentConfig> "LastAssignmentConfig" {
        let! key   = field "Key"   _.Key   string always
        and! value = field "Value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type LastAssignmentConfig with
        /// Every field at its default.
        static member Default = lastAssignmentConfig.Default

    /// What the group coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group.
          Epoch: int
          /// A hash of all that the group knows of its topics, so that a change to them is noticed; 0 if it is not known.
          MetadataHash: int64
          /// The epoch of the topology for which the topics were found to be right; -1 for none.
          ValidatedTopologyEpoch: int
          /// The configuration values that the last assignment was made with; null if it is not known.
          LastAssignmentConfigs: LastAssignmentConfig[] | null
          /// The epoch of the topology whose description is stored; -1 for none, -2 if storing was broken off.
          StoredDescriptionTopologyEpoch: int
          /// The epoch of the topology whose description was refused for good; -1 for none.
          FailedDescriptionTopologyEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "StreamsGroupMetadataValue" {
        let! epoch                          = field         "Epoch"                          _.Epoch                          int32                                     always
        and! metadataHash                   = field         "MetadataHash"                   _.MetadataHash                   int64                                     always
        and! validatedTopologyEpoch         = taggedOr 0 -1 "ValidatedTopologyEpoch"         _.ValidatedTopologyEpoch         int32                                     always
        and! lastAssignmentConfigs          = tagged 1      "LastAssignmentConfigs"          _.LastAssignmentConfigs          (nullable 0 (array lastAssignmentConfig)) always
        and! storedDescriptionTopologyEpoch = taggedOr 2 -1 "StoredDescriptionTopologyEpoch" _.StoredDescriptionTopologyEpoch int32                                     always
        and! failedDescriptionTopologyEpoch = taggedOr 3 -1 "FailedDescriptionTopologyEpoch" _.FailedDescriptionTopologyEpoch int32                                     always
        and! tags                           = unknownTags _.UnknownTaggedFields
        return { Epoch = epoch; MetadataHash = metadataHash; ValidatedTopologyEpoch = validatedTopologyEpoch
                 LastAssignmentConfigs = lastAssignmentConfigs
                 StoredDescriptionTopologyEpoch = storedDescriptionTopologyEpoch
                 FailedDescriptionTopologyEpoch = failedDescriptionTopologyEpoch; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
