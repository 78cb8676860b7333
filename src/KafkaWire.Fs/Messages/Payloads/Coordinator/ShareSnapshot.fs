namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareSnapshotKey (record type 0): the key of the full state of a share partition in __share_group_state.
[<RequireQualifiedAccess>]
module ShareSnapshotKey =

    /// Written by the share coordinator.
    [<NoComparison>]
    type Data =
        { /// The id of the share group.
          GroupId: string
          /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The number of the partition within its topic.
          Partition: int }

    /// The wire schema of Data.
    let data = message<Data> "ShareSnapshotKey" {
        let! groupId   = field "GroupId"   _.GroupId   string (versions 0 0)
        and! topicId   = field "TopicId"   _.TopicId   uuid   (versions 0 0)
        and! partition = field "Partition" _.Partition int32  (versions 0 0)
        return { GroupId = groupId; TopicId = topicId; Partition = partition } }

    type Data with
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) never data

/// ShareSnapshotValue (record type 0): the full state of a share partition in __share_group_state (KIP-932).
[<RequireQualifiedAccess>]
module ShareSnapshotValue =

    /// The delivery state of a range of records.
    [<NoComparison>]
    type StateBatch =
        { /// The first offset of the range.
          FirstOffset: int64
          /// The last offset of the range, inclusive.
          LastOffset: int64
          /// The delivery state of the records: 0 available, 2 acknowledged, 4 archived; states in between are never
          /// stored.
          DeliveryState: sbyte
          /// How many times the records have been delivered.
          DeliveryCount: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of StateBatch.
    let stateBatch = message<StateBatch> "StateBatch" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryState = field "DeliveryState" _.DeliveryState int8  always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryState = deliveryState
                 DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type StateBatch with
        /// A value with every field at its default.
        static member Default = stateBatch.Default

    /// Written by the share coordinator.
    [<NoComparison>]
    type Data =
        { /// The epoch of the snapshot, which increases with every snapshot.
          SnapshotEpoch: int
          /// The epoch of the share partition's state, which increases when the state is set up again.
          StateEpoch: int
          /// The epoch of the leader of the share partition.
          LeaderEpoch: int
          /// The first offset of the share partition that is not finished; -1 if unknown.
          StartOffset: int64
          /// When the state was set up, in milliseconds since 1970.
          CreateTimestamp: int64
          /// When the snapshot was written, in milliseconds since 1970.
          WriteTimestamp: int64
          /// The delivery state of the records from the start offset on, in batches.
          StateBatches: StateBatch[]
          /// How many of the records from the start offset on are finished; -1 if unknown.
          DeliveryCompleteCount: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Data.
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
        /// A value with every field at its default.
        static member Default = data.Default

    /// Its versions and its schema.
    let schema = schema (versions 0 0) always data
