namespace KafkaWire

open System
open KafkaWire.Schema

/// Produce (key 0): a producer appends record batches to partitions that the broker leads.
///
/// v1 adds ThrottleTimeMs to the response (KIP-13). v2 adds LogAppendTimeMs to the response; record sets of magic 1 (KIP-32). v3
/// adds TransactionalId to the request; record batches of magic 2 (KIP-98). v4 has the same bytes; KafkaStorageError can be an
/// answer (KIP-112). v5 adds LogStartOffset to the response. v6 has the same bytes; the broker answers before it throttles
/// (KIP-219). v7 has the same bytes; zstd is allowed (KIP-110). v8 adds RecordErrors and ErrorMessage to the response (KIP-467).
/// v9 is flexible. v10 adds CurrentLeader and NodeEndpoints to the response (KIP-951). v11 has the same bytes;
/// TransactionAbortable can be an answer (KIP-890). v12 has the same bytes; the leader itself adds the partitions to the
/// transaction (KIP-890). v13 names topics by TopicId in place of Name (KIP-516).
[<RequireQualifiedAccess>]
module Produce =

    /// A partition to write to, with the records.
    [<NoComparison>]
    type PartitionProduceData =
        { /// The number of the partition within its topic.
          Index: int
          /// The record batches to append, exactly one from v3 on: none, or more, is answered with InvalidRecord. Null must not be sent:
          /// Kafka leaves such a request without an answer.
          Records: Nullable<Bytes>
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionProduceData stands on the wire.
    let partitionProduceData = message<PartitionProduceData> "PartitionProduceData" {
        let! index   = field "Index"   _.Index   int32               always
        and! records = field "Records" _.Records (nullableRecords 0) always
        and! tags    = unknownTags _.UnknownTaggedFields
        return { Index = index; Records = records; UnknownTaggedFields = tags } }

    type PartitionProduceData with
        /// Every field at its default.
        static member Default = partitionProduceData.Default

    /// A topic to write to.
    [<NoComparison>]
    type TopicProduceData =
        { /// The name of the topic. Up to v12.
          Name: string
          /// The id of the topic; a topic created again under the same name gets another. From v13.
          TopicId: Uuid
          /// The partitions to write to.
          PartitionData: PartitionProduceData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicProduceData stands on the wire.
    let topicProduceData = message<TopicProduceData> "TopicProduceData" {
        let! name          = field "Name"          _.Name          string                       (ignorable (versions 0 12))
        and! topicId       = field "TopicId"       _.TopicId       uuid                         (ignorable (since 13))
        and! partitionData = field "PartitionData" _.PartitionData (array partitionProduceData) always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionData = partitionData; UnknownTaggedFields = tags } }

    type TopicProduceData with
        /// Every field at its default.
        static member Default = topicProduceData.Default

    /// What a producer sends.
    [<NoComparison>]
    type Request =
        { /// The transactional id of the producer, whose open transaction the records belong to; null if they belong to none. From v3.
          TransactionalId: string | null
          /// How many replicas must have the records before the broker answers: 0, the protocol's default, none (there is no answer at
          /// all), 1 the leader, -1 all that are in sync; any other is answered with InvalidRequiredAcks.
          Acks: int16
          /// How long the broker may wait for the replicas that Acks demands, in milliseconds; after that it answers RequestTimedOut. The
          /// protocol's default, 0, allows no waiting.
          TimeoutMs: int
          /// The topics to write to.
          TopicData: TopicProduceData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ProduceRequest" {
        let! transactionalId = fieldOr null "TransactionalId" _.TransactionalId (nullable 3 string)      (since 3)
        and! acks            = field        "Acks"            _.Acks            int16                    always
        and! timeoutMs       = field        "TimeoutMs"       _.TimeoutMs       int32                    always
        and! topicData       = field        "TopicData"       _.TopicData       (array topicProduceData) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TransactionalId = transactionalId; Acks = acks; TimeoutMs = timeoutMs; TopicData = topicData
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A record that made the broker refuse its batch. From v8.
    [<NoComparison>]
    type BatchIndexAndErrorMessage =
        { /// The position of the record in its batch, from 0.
          BatchIndex: int
          /// What is wrong with the record; null if there is nothing to say.
          BatchIndexErrorMessage: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a BatchIndexAndErrorMessage stands on the wire.
    let batchIndexAndErrorMessage = message<BatchIndexAndErrorMessage> "BatchIndexAndErrorMessage" {
        let! batchIndex             = field        "BatchIndex"             _.BatchIndex             int32               (since 8)
        and! batchIndexErrorMessage = fieldOr null "BatchIndexErrorMessage" _.BatchIndexErrorMessage (nullable 8 string) (since 8)
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { BatchIndex = batchIndex; BatchIndexErrorMessage = batchIndexErrorMessage; UnknownTaggedFields = tags } }

    type BatchIndexAndErrorMessage with
        /// Every field at its default.
        static member Default = batchIndexAndErrorMessage.Default

    /// The leader of a partition, as far as the broker knows. From v10.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition; -1 if it is not known.
          LeaderId: int
          /// The epoch of that leader; -1 if it is not known.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a LeaderIdAndEpoch stands on the wire.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = fieldOr -1 "LeaderId"    _.LeaderId    int32 (since 10)
        and! leaderEpoch = fieldOr -1 "LeaderEpoch" _.LeaderEpoch int32 (since 10)
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// Every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// The outcome for a partition.
    [<NoComparison>]
    type PartitionProduceResponse =
        { /// The number of the partition within its topic.
          Index: int
          /// What came of it, such as NotLeaderOrFollower where another broker leads the partition; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The offset that the first of the records got; -1 if there is an error.
          BaseOffset: int64
          /// When the broker appended the records, in milliseconds since 1970, if the topic takes its timestamps from the broker; -1 if
          /// they are the producer's own, and with an error. From v2.
          LogAppendTimeMs: int64
          /// The first offset that the log still has; -1 with an error, and if it is not known. From v5.
          LogStartOffset: int64
          /// The records that made the broker refuse the batch; empty where the broker names none. From v8.
          RecordErrors: BatchIndexAndErrorMessage[]
          /// Why the batch was refused, in a sentence for people; null where there is nothing to say beyond the error code. From v8.
          ErrorMessage: string | null
          /// The leader of the partition, where the error is that it is no longer the broker that was asked; spares the client a Metadata
          /// request. Both parts are -1 in all other cases. From v10.
          CurrentLeader: LeaderIdAndEpoch
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionProduceResponse stands on the wire.
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
        /// Every field at its default.
        static member Default = partitionProduceResponse.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type TopicProduceResponse =
        { /// The name of the topic. Up to v12.
          Name: string
          /// The id of the topic; a topic created again under the same name gets another. From v13.
          TopicId: Uuid
          /// The outcome for each partition.
          PartitionResponses: PartitionProduceResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicProduceResponse stands on the wire.
    let topicProduceResponse = message<TopicProduceResponse> "TopicProduceResponse" {
        let! name               = field "Name"               _.Name               string                           (ignorable (versions 0 12))
        and! topicId            = field "TopicId"            _.TopicId            uuid                             (ignorable (since 13))
        and! partitionResponses = field "PartitionResponses" _.PartitionResponses (array partitionProduceResponse) always
        and! tags               = unknownTags _.UnknownTaggedFields
        return { Name = name; TopicId = topicId; PartitionResponses = partitionResponses; UnknownTaggedFields = tags } }

    type TopicProduceResponse with
        /// Every field at its default.
        static member Default = topicProduceResponse.Default

    /// Where a broker that is named in the answer can be reached. From v10.
    [<NoComparison>]
    type NodeEndpoint =
        { /// The id of the broker.
          NodeId: int
          /// The host name or address to connect to.
          Host: string
          /// The port to connect to.
          Port: int
          /// The rack, or availability zone, of the broker; null if none is set up.
          Rack: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a NodeEndpoint stands on the wire.
    let nodeEndpoint = message<NodeEndpoint> "NodeEndpoint" {
        let! nodeId = field        "NodeId" _.NodeId int32                (since 10)
        and! host   = field        "Host"   _.Host   string               (since 10)
        and! port   = field        "Port"   _.Port   int32                (since 10)
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 10 string) (since 10)
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// Every field at its default.
        static member Default = nodeEndpoint.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// The outcome for each topic.
          Responses: TopicProduceResponse[]
          /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// Where the leaders that are named in CurrentLeader can be reached. From v10.
          NodeEndpoints: NodeEndpoint[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ProduceResponse" {
        let! responses      = field    "Responses"      _.Responses      (array topicProduceResponse) always
        and! throttleTimeMs = field    "ThrottleTimeMs" _.ThrottleTimeMs int32                        (ignorable (since 1))
        and! nodeEndpoints  = tagged 0 "NodeEndpoints"  _.NodeEndpoints  (array nodeEndpoint)         (since 10)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { Responses = responses; ThrottleTimeMs = throttleTimeMs; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api ApiKey.Produce (versions 0 13) (since 9) request response
