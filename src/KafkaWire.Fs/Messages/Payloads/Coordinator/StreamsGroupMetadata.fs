namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// StreamsGroupMetadataKey (record type 17): the key of a streams group in __consumer_offsets.
[<RequireQualifiedAccess>]
module StreamsGroupMetadataKey =

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the group.
          GroupId: string }

    /// The wire schema of Data.
    let data = message<Data> "StreamsGroupMetadataKey" {
        let! groupId = field "GroupId" _.GroupId string (versions 0 0)
        return { GroupId = groupId } }

    type Data with
        /// A value with every field at its default.
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
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LastAssignmentConfig.
    let lastAssignmentConfig = message<LastAssignmentConfig> "LastAssignmentConfig" {
        let! key   = field "Key"   _.Key   string always
        and! value = field "Value" _.Value string always
        and! tags  = unknownTags _.UnknownTaggedFields
        return { Key = key; Value = value; UnknownTaggedFields = tags } }

    type LastAssignmentConfig with
        /// A value with every field at its default.
        static member Default = lastAssignmentConfig.Default

    /// Written by the group coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the group.
          Epoch: int
          /// A hash of the metadata of the group's topics, used to detect changes; 0 if unknown.
          MetadataHash: int64
          /// The epoch of the topology whose topics were found to be valid; -1 for none.
          ValidatedTopologyEpoch: int
          /// The configuration values used for the last assignment; null if unknown.
          LastAssignmentConfigs: LastAssignmentConfig[] | null
          /// The epoch of the topology whose description is stored; -1 for none, -2 if storing it was interrupted.
          StoredDescriptionTopologyEpoch: int
          /// The epoch of the topology whose description was permanently rejected; -1 for none.
          FailedDescriptionTopologyEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
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
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
