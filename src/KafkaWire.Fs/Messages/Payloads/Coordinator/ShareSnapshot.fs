namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareSnapshotKey (record type 0): the key of the whole state of a share partition in __share_group_state.
[<RequireQualifiedAccess>]
module ShareSnapshotKey =

    /// What the share coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The number of the partition within its topic.
          Partition: int }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareSnapshotKey" {
        let! groupId   = field "GroupId"   _.GroupId   string (versions 0 0)
        and! topicId   = field "TopicId"   _.TopicId   uuid   (versions 0 0)
        and! partition = field "Partition" _.Partition int32  (versions 0 0)
        return { GroupId = groupId; TopicId = topicId; Partition = partition } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareSnapshotValue (record type 0): the whole state of a share partition in __share_group_state (KIP-932).
[<RequireQualifiedAccess>]
module ShareSnapshotValue =

    /// What became of a run of records.
    [<NoComparison>]
    type StateBatch =
        { /// The first offset of the run.
          FirstOffset: int64
          /// The last offset of the run, which belongs to it.
          LastOffset: int64
          /// What became of the records: 0 available, 2 acknowledged, 4 archived; states in between are never stored.
          DeliveryState: sbyte
          /// How often the records have been handed out.
          DeliveryCount: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a StateBatch stands on the wire.
    let stateBatch = message<StateBatch> "StateBatch" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryState = field "DeliveryState" _.DeliveryState int8  always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryState = deliveryState
                 DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type StateBatch with
        /// Every field at its default.
        static member Default = stateBatch.Default

    /// What the share coordinator writes.
    [<NoComparison>]
    type Data =
        { /// The epoch of the snapshot, which rises with every one.
          SnapshotEpoch: int
          /// The epoch of the share partition's state, which rises when the state is set up anew.
          StateEpoch: int
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// The first offset of the share partition that is not done with; -1 if it is not known.
          StartOffset: int64
          /// When the state was set up, in milliseconds since 1970.
          CreateTimestamp: int64
          /// When the snapshot was written, in milliseconds since 1970.
          WriteTimestamp: int64
          /// What became of the records from the start offset on, in batches.
          StateBatches: StateBatch[]
          /// How many of the records from the start offset on are done with; -1 if it is not known.
          DeliveryCompleteCount: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Data stands on the wire.
    let data = message<Data> "ShareSnapshotValue" {
        let! snapshotEpoch         = field         "SnapshotEpoch"         _.SnapshotEpoch         int32              always
        and! stateEpoch            = field         "StateEpoch"            _.StateEpoch            int32              always
        and! leaderEpoch           = field         "LeaderEpoch"           _.LeaderEpoch           int32              always
        and! startOffset           = field         "StartOffset"           _.StartOffset           int64              always
        and! createTimestamp       = field         "CreateTimestamp"       _.CreateTimestamp       int64              always
        and! writeTimestamp        = field         "WriteTimestamp"        _.WriteTimestamp        int64              always
        and! stateBatches          = field         "StateBatches"          _.StateBatches          (array stateBatch) always
        and! deliveryCompleteCount = taggedOr 0 -1 "DeliveryCompleteCount" _.DeliveryCompleteCount int32              always
        and! tags                  = unknownTags _.UnknownTaggedFields
        return { SnapshotEpoch = snapshotEpoch; StateEpoch = stateEpoch; LeaderEpoch = leaderEpoch; StartOffset = startOffset
                 CreateTimestamp = createTimestamp; WriteTimestamp = writeTimestamp; StateBatches = stateBatches
                 DeliveryCompleteCount = deliveryCompleteCount; UnknownTaggedFields = tags } }

    type Data with
        /// Every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
