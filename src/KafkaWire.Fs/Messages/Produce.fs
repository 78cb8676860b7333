namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Produce (key 0): a producer appends record batches to partitions that the broker leads.
///
/// v1 adds ThrottleTimeMs to the response (KIP-13). v2 adds LogAppendTimeMs to the response; record sets of magic 1
/// (KIP-32). v3 adds TransactionalId to the request; record batches of magic 2 (KIP-98). v4 has the same layout; the broker
/// may answer KafkaStorageError (KIP-112). v5 adds LogStartOffset to the response. v6 has the same layout; the broker
/// answers before it throttles (KIP-219). v7 has the same layout; zstd is allowed (KIP-110). v8 adds RecordErrors and
/// ErrorMessage to the response (KIP-467). v9 is flexible. v10 adds CurrentLeader and NodeEndpoints to the response
/// (KIP-951). v11 has the same layout; the broker may answer TransactionAbortable (KIP-890). v12 has the same layout; the
/// leader itself adds the partitions to the transaction (KIP-890). v13 names topics by TopicId in place of Name (KIP-516).
[<RequireQualifiedAccess>]
module Produce =

    /// A partition to write to, and its records.
    [<NoComparison>]
    type PartitionProduceData =
        { /// The number of the partition within its topic.
          Index: int
          /// The record batches to append. From v3 on, there must be exactly one: the broker answers InvalidRecord if there
          /// are none or several. Never send null: Kafka does not respond to such a request.
          Records: Nullable<Bytes>
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionProduceData.
    let partitionProduceData = message<PartitionProduceData> "PartitionProduceData" {
        let! index   = field "Index"   _.Index   int32               always
        and! records = field "Records" _.Records (nullableRecords 0) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Index = index; Records = records; UnknownTaggedFields = tags } }

    type PartitionProduceData with
        /// A value with every field at its default.
        static member Default = partitionProduceData.Default

    /// A topic to write to.
    [<NoComparison>]
    type TopicProduceData =
        { /// The name of the topic. Up to v12.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v13.
          TopicId: Uuid
          /// The partitions to write to.
          PartitionData: PartitionProduceData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicProduceData.
    let topicProduceData = message<TopicProduceData> "TopicProduceData" {
        let! name          = field "Name"          _.Name          string                       (ignorable (versions 0 12))
        and! topicId       = field "TopicId"       _.TopicId       uuid                         (ignorable (since 13))
        and! partitionData = field "PartitionData" _.PartitionData (array partitionProduceData) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionData = partitionData; UnknownTaggedFields = tags } }

    type TopicProduceData with
        /// A value with every field at its default.
        static member Default = topicProduceData.Default

    /// Sent by a producer.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer, if the records belong to its open transaction; null if they belong to
          /// none. From v3.
          TransactionalId: string | null
          /// How many replicas must have the records before the broker answers: 0 none (there is no response at all), 1 the
          /// leader, -1 all in-sync replicas; the broker answers InvalidRequiredAcks for any other value. The protocol's
          /// default is 0.
          Acks: int16
          /// How long the broker may wait for the replicas that Acks requires, in milliseconds; after that, it answers
          /// RequestTimedOut. The protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// The topics to write to.
          TopicData: TopicProduceData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ProduceRequest" {
        let! transactionalId = fieldOr null "TransactionalId" _.TransactionalId (nullable 3 string)      (since 3)
        and! acks            = field        "Acks"            _.Acks            int16                    always
        and! timeoutMs       = field        "TimeoutMs"       _.TimeoutMs       int32                    always
        and! topicData       = field        "TopicData"       _.TopicData       (array topicProduceData) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; Acks = acks; TimeoutMs = timeoutMs; TopicData = topicData
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A record that caused the broker to reject its batch. From v8.
    [<NoComparison>]
    type BatchIndexAndErrorMessage =
        { /// The position of the record in its batch, starting at 0.
          BatchIndex: int
          /// What is wrong with the record; null if the broker gives no reason.
          BatchIndexErrorMessage: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of BatchIndexAndErrorMessage.
    let batchIndexAndErrorMessage = message<BatchIndexAndErrorMessage> "BatchIndexAndErrorMessage" {
        let! batchIndex             = field        "BatchIndex"             _.BatchIndex             int32               (since 8)
        and! batchIndexErrorMessage = fieldOr null "BatchIndexErrorMessage" _.BatchIndexErrorMessage (nullable 8 string) (since 8)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { BatchIndex = batchIndex; BatchIndexErrorMessage = batchIndexErrorMessage; UnknownTaggedFields = tags } }

    type BatchIndexAndErrorMessage with
        /// A value with every field at its default.
        static member Default = batchIndexAndErrorMessage.Default

    /// The leader of a partition, as far as the broker knows. From v10.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition; -1 if unknown.
          LeaderId: int
          /// The epoch of that leader; -1 if unknown.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderIdAndEpoch.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32 (since 10)
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32 (since 10)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// A value with every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type PartitionProduceResponse =
        { /// The number of the partition within its topic.
          Index: int
          /// The error code, such as NotLeaderOrFollower if another broker leads the partition; None (0) on success.
          ErrorCode: ErrorCode
          /// The offset of the first record; -1 on error.
          BaseOffset: int64
          /// When the broker appended the records, in milliseconds since 1970, if the topic uses the broker's timestamps;
          /// -1 if it uses the producer's, or on error. From v2.
          LogAppendTimeMs: int64
          /// The first offset that is still in the log; -1 on error or if unknown. From v5.
          LogStartOffset: int64
          /// The records that caused the broker to reject the batch; empty if the broker names none. From v8.
          RecordErrors: BatchIndexAndErrorMessage[]
          /// Why the broker rejected the batch, in human-readable form; null if there is nothing to add to the error code.
          /// From v8.
          ErrorMessage: string | null
          /// The leader of the partition, if the error is that the broker no longer leads it; saves the client a Metadata
          /// request. Otherwise, both fields are -1. From v10.
          CurrentLeader: LeaderIdAndEpoch
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionProduceResponse.
    let partitionProduceResponse = message<PartitionProduceResponse> "PartitionProduceResponse" {
        let! index           = field        "Index"           _.Index           int32                             always
        and! errorCode       = field        "ErrorCode"       _.ErrorCode       errorCode                         always
        and! baseOffset      = field        "BaseOffset"      _.BaseOffset      int64                             always
        and! logAppendTimeMs = fieldOr -1L  "LogAppendTimeMs" _.LogAppendTimeMs int64                             (ignorable (since 2))
        and! logStartOffset  = fieldOr -1L  "LogStartOffset"  _.LogStartOffset  int64                             (ignorable (since 5))
        and! recordErrors    = field        "RecordErrors"    _.RecordErrors    (array batchIndexAndErrorMessage) (ignorable (since 8))
        and! errorMessage    = fieldOr null "ErrorMessage"    _.ErrorMessage    (nullable 8 string)               (ignorable (since 8))
        and! currentLeader   = tagged 0     "CurrentLeader"   _.CurrentLeader   (structure leaderIdAndEpoch)      (since 10)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { Index = index; ErrorCode = errorCode; BaseOffset = baseOffset; LogAppendTimeMs = logAppendTimeMs
                 LogStartOffset = logStartOffset; RecordErrors = recordErrors; ErrorMessage = errorMessage
                 CurrentLeader = currentLeader; UnknownTaggedFields = tags } }

    type PartitionProduceResponse with
        /// A value with every field at its default.
        static member Default = partitionProduceResponse.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type TopicProduceResponse =
        { /// The name of the topic. Up to v12.
          Name: string
          /// The topic's id; a topic that is deleted and created again gets a new one. From v13.
          TopicId: Uuid
          /// The outcome for each partition.
          PartitionResponses: PartitionProduceResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicProduceResponse.
    let topicProduceResponse = message<TopicProduceResponse> "TopicProduceResponse" {
        let! name               = field "Name"               _.Name               string                           (ignorable (versions 0 12))
        and! topicId            = field "TopicId"            _.TopicId            uuid                             (ignorable (since 13))
        and! partitionResponses = field "PartitionResponses" _.PartitionResponses (array partitionProduceResponse) always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionResponses = partitionResponses; UnknownTaggedFields = tags } }

    type TopicProduceResponse with
        /// A value with every field at its default.
        static member Default = topicProduceResponse.Default

    /// The address of a broker named in the response. From v10.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the broker.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack, or availability zone, of the broker; null if none is configured.
          Rack: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of NodeEndpoint.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field        "NodeId" _.NodeId int32                (since 10)
        and! host   = field        "Host"   _.Host   string               (since 10)
        and! port   = field        "Port"   _.Port   int32                (since 10)
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 10 string) (since 10)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// A value with every field at its default.
        static member Default = nodeEndpoint.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Responses: TopicProduceResponse[]
          /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The addresses of the leaders named in CurrentLeader. From v10.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ProduceResponse" {
        let! responses      = field    "Responses"      _.Responses      (array topicProduceResponse) always
        and! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 1))
        and! nodeEndpoints  = tagged 0 "NodeEndpoints"  _.NodeEndpoints  (array nodeEndpoint)         (since 10)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Responses = responses; ThrottleTimeMs = throttleTimeMs; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 0 (versions 0 13) (since 9) request response
