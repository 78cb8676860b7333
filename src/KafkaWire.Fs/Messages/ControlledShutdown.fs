namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ControlledShutdown (key 7): a broker that wants to stop asks the controller to move its leaders away (ZooKeeper mode; gone in
/// Kafka 4).
///
/// v1 has the same bytes, but a header with a client id in front, which v0 has not. v2 adds BrokerEpoch to the request (KIP-380).
/// v3 is flexible.
[<RequireQualifiedAccess>]
module ControlledShutdown =

    /// What the broker that stops sends.
    [<NoComparison>]
    type Request =
        { /// The id of the broker that wants to stop.
          BrokerId: int
          /// The epoch of the broker, by which the controller tells requests of an earlier run of it; -1 if it is not known. From v2.
          BrokerEpoch: int64
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ControlledShutdownRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64 (ignorable (since 2))
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A partition that the broker still leads.
    [<NoComparison>]
    type RemainingPartition =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a RemainingPartition stands on the wire.
    let remainingPartition = message<RemainingPartition> "RemainingPartition" {
        let! topicName      = field "TopicName"      _.TopicName      string always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RemainingPartition with
        /// Every field at its default.
        static member Default = remainingPartition.Default

    /// What the controller answers.
    [<NoComparison>]
    type Response =
        { /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The partitions that the broker still leads; if there are any, it asks again later.
          RemainingPartitions: RemainingPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ControlledShutdownResponse" {
        let! errorCode           = field "ErrorCode"           _.ErrorCode           errorCode                  always
        and! remainingPartitions = field "RemainingPartitions" _.RemainingPartitions (array remainingPartition) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; RemainingPartitions = remainingPartitions; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 7 (versions 0 3) (since 3) request response
