namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ControlledShutdown (key 7): a broker that wants to shut down asks the controller to move its leaders away (ZooKeeper
/// mode; removed in Kafka 4).
///
/// v1 has the same layout, but its request header has a client id, which v0's lacks. v2 adds BrokerEpoch to the request
/// (KIP-380). v3 is flexible.
[<RequireQualifiedAccess>]
module ControlledShutdown =

    /// Sent by the broker that is shutting down.
    [<NoComparison>]
    type Request =
        { /// The id of the broker that wants to shut down.
          BrokerId: int
          /// The epoch of the broker; -1 if unknown. The controller uses it to detect requests from before the broker's
          /// last restart. From v2.
          BrokerEpoch: int64
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ControlledShutdownRequest" {
        let! brokerId    = field       "BrokerId"    _.BrokerId    int32 always
        and! brokerEpoch = fieldOr -1L "BrokerEpoch" _.BrokerEpoch int64 (ignorable (since 2))
        and! tags        = unknownTags _.UnknownTaggedFields
        return { BrokerId = brokerId; BrokerEpoch = brokerEpoch; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A partition that the broker still leads.
    [<NoComparison>]
    type RemainingPartition =
        { /// The name of the topic.
          TopicName: string
          /// The number of the partition within its topic.
          PartitionIndex: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of RemainingPartition.
    let remainingPartition = message<RemainingPartition> "RemainingPartition" {
        let! topicName      = field "TopicName"      _.TopicName      string always
        and! partitionIndex = field "PartitionIndex" _.PartitionIndex int32  always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { TopicName = topicName; PartitionIndex = partitionIndex; UnknownTaggedFields = tags } }

    type RemainingPartition with
        /// A value with every field at its default.
        static member Default = remainingPartition.Default

    /// The controller's response.
    [<NoComparison>]
    type Response =
        { /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// The partitions that the broker still leads; if there are any, it asks again later.
          RemainingPartitions: RemainingPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ControlledShutdownResponse" {
        let! errorCode           = field "ErrorCode"           _.ErrorCode           errorCode                  always
        and! remainingPartitions = field "RemainingPartitions" _.RemainingPartitions (array remainingPartition) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; RemainingPartitions = remainingPartitions; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 7 (versions 0 3) (since 3) request response
