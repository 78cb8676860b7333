namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareFetch (key 78): a member of a share group acquires records, and may acknowledge earlier ones (KIP-932).
///
/// v1 adds MaxRecords and BatchSize to the request, AcquisitionLockTimeoutMs to the response; drops PartitionMaxBytes from the
/// request; forbids null for Records of the response; v0 was a preview in Kafka 4.0. v2 adds ShareAcquireMode and IsRenewAck to
/// the request (KIP-1206, KIP-1222).
[<RequireQualifiedAccess>]
module ShareFetch =

    /// A range of records to acknowledge.
    [<NoComparison>]
    type AcknowledgementBatch =
        { /// The first offset of the range.
          FirstOffset: int64
          /// The last offset of the range, inclusive.
          LastOffset: int64
          /// What happened to the records, one value per offset or one for all: 0 gap, 1 accept, 2 release, 3 reject, 4
          /// (v2) renew.
          AcknowledgeTypes: sbyte[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AcknowledgementBatch.
    let acknowledgementBatch = message<AcknowledgementBatch> "AcknowledgementBatch" {
        let! firstOffset      = field "FirstOffset"      _.FirstOffset      int64        always
        and! lastOffset       = field "LastOffset"       _.LastOffset       int64        always
        and! acknowledgeTypes = field "AcknowledgeTypes" _.AcknowledgeTypes (array int8) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; AcknowledgeTypes = acknowledgeTypes
                 UnknownTaggedFields = tags } }

    type AcknowledgementBatch with
        /// A value with every field at its default.
        static member Default = acknowledgementBatch.Default

    /// A partition to read from, and the records to acknowledge in it.
    [<NoComparison>]
    type FetchPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The maximum number of bytes to read from this partition; 0 to only acknowledge. Only v0.
          PartitionMaxBytes: int
          /// The records to acknowledge; the broker answers InvalidRecordState if the member does not hold them.
          AcknowledgementBatches: AcknowledgementBatch[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FetchPartition.
    let fetchPartition = message<FetchPartition> "FetchPartition" {
        let! partitionIndex         = field "PartitionIndex"         _.PartitionIndex         int32                        always
        and! partitionMaxBytes      = field "PartitionMaxBytes"      _.PartitionMaxBytes      int32                        (versions 0 0)
        and! acknowledgementBatches = field "AcknowledgementBatches" _.AcknowledgementBatches (array acknowledgementBatch) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; PartitionMaxBytes = partitionMaxBytes
                 AcknowledgementBatches = acknowledgementBatches; UnknownTaggedFields = tags } }

    type FetchPartition with
        /// A value with every field at its default.
        static member Default = fetchPartition.Default

    /// A topic to read from.
    [<NoComparison>]
    type FetchTopic =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The partitions to read from.
          Partitions: FetchPartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of FetchTopic.
    let fetchTopic = message<FetchTopic> "FetchTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                   always
        and! partitions = field "Partitions" _.Partitions (array fetchPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchTopic with
        /// A value with every field at its default.
        static member Default = fetchTopic.Default

    /// A topic whose partitions leave the share session.
    [<NoComparison>]
    type ForgottenTopic =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The numbers of the partitions to drop.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ForgottenTopic.
    let forgottenTopic = message<ForgottenTopic> "ForgottenTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ForgottenTopic with
        /// A value with every field at its default.
        static member Default = forgottenTopic.Default

    /// Sent by a member of a share group.
    [<NoComparison>]
    type Request =
        { /// The id of the share group; null is rejected.
          GroupId: string | null
          /// The id of the member; null is rejected.
          MemberId: string | null
          /// The number of the request within its share session: 0 opens the session, the following requests count up from
          /// 1, -1 ends it. The broker answers InvalidShareSessionEpoch if the number is out of sequence,
          /// ShareSessionNotFound if the session does not exist.
          ShareSessionEpoch: int
          /// How long the broker may wait for MinBytes of records, in milliseconds.
          MaxWaitMs: int
          /// How many bytes of records the broker should collect before it answers; 0 to answer at once.
          MinBytes: int
          /// The maximum number of bytes of records in the response; the first batch is complete even if it is larger.
          /// Int32.MaxValue by default.
          MaxBytes: int
          /// The maximum number of records that the member wants; whole batches can exceed it. From v1.
          MaxRecords: int
          /// How many records a batch of acquired records should have. From v1.
          BatchSize: int
          /// How to acquire records: 0 whole batches, 1 exactly up to MaxRecords records. From v2.
          ShareAcquireMode: sbyte
          /// Whether the request has acknowledgements of type 4 (renew). From v2.
          IsRenewAck: bool
          /// The topics to read from; only those that are new or changed in the share session, or that have
          /// acknowledgements.
          Topics: FetchTopic[]
          /// The partitions to drop from the share session.
          ForgottenTopicsData: ForgottenTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ShareFetchRequest" {
        let! groupId             = fieldOr null           "GroupId"             _.GroupId             (nullable 0 string)    always
        and! memberId            = field                  "MemberId"            _.MemberId            (nullable 0 string)    always
        and! shareSessionEpoch   = field                  "ShareSessionEpoch"   _.ShareSessionEpoch   int32                  always
        and! maxWaitMs           = field                  "MaxWaitMs"           _.MaxWaitMs           int32                  always
        and! minBytes            = field                  "MinBytes"            _.MinBytes            int32                  always
        and! maxBytes            = fieldOr Int32.MaxValue "MaxBytes"            _.MaxBytes            int32                  always
        and! maxRecords          = field                  "MaxRecords"          _.MaxRecords          int32                  (since 1)
        and! batchSize           = field                  "BatchSize"           _.BatchSize           int32                  (since 1)
        and! shareAcquireMode    = field                  "ShareAcquireMode"    _.ShareAcquireMode    int8                   (ignorable (since 2))
        and! isRenewAck          = field                  "IsRenewAck"          _.IsRenewAck          bool                   (since 2)
        and! topics              = field                  "Topics"              _.Topics              (array fetchTopic)     always
        and! forgottenTopicsData = field                  "ForgottenTopicsData" _.ForgottenTopicsData (array forgottenTopic) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; ShareSessionEpoch = shareSessionEpoch; MaxWaitMs = maxWaitMs
                 MinBytes = minBytes; MaxBytes = maxBytes; MaxRecords = maxRecords; BatchSize = batchSize
                 ShareAcquireMode = shareAcquireMode; IsRenewAck = isRenewAck; Topics = topics
                 ForgottenTopicsData = forgottenTopicsData; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The leader of a partition, as far as the broker knows.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition.
          LeaderId: int
          /// The epoch of that leader.
          LeaderEpoch: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of LeaderIdAndEpoch.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = field "LeaderId"    _.LeaderId    int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// A value with every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// A range of records that the member now holds.
    [<NoComparison>]
    type AcquiredRecords =
        { /// The first offset of the range.
          FirstOffset: int64
          /// The last offset of the range, inclusive.
          LastOffset: int64
          /// How often the records have been delivered, including this time.
          DeliveryCount: int16
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AcquiredRecords.
    let acquiredRecords = message<AcquiredRecords> "AcquiredRecords" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type AcquiredRecords with
        /// A value with every field at its default.
        static member Default = acquiredRecords.Default

    /// What was read from a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code of reading the partition; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The error code of the acknowledgements in the partition; None (0) on success.
          AcknowledgeErrorCode: ErrorCode
          /// A human-readable error message about the acknowledgements; null or empty if there is nothing to add to the
          /// error code.
          AcknowledgeErrorMessage: string | null
          /// The leader of the partition, if the error is that the broker no longer leads it; otherwise, both fields are 0.
          CurrentLeader: LeaderIdAndEpoch
          /// The record batches, which can contain more than the acquired records; null or empty if there are none. Null is
          /// allowed in v0 only.
          Records: Nullable<Bytes>
          /// The records that the member now holds, as ranges; it must ignore all others.
          AcquiredRecords: AcquiredRecords[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partitionIndex          = field        "PartitionIndex"          _.PartitionIndex          int32                        always
        and! errorCode               = field        "ErrorCode"               _.ErrorCode               errorCode                    always
        and! errorMessage            = fieldOr null "ErrorMessage"            _.ErrorMessage            (nullable 0 string)          always
        and! acknowledgeErrorCode    = field        "AcknowledgeErrorCode"    _.AcknowledgeErrorCode    errorCode                    always
        and! acknowledgeErrorMessage = fieldOr null "AcknowledgeErrorMessage" _.AcknowledgeErrorMessage (nullable 0 string)          always
        and! currentLeader           = field        "CurrentLeader"           _.CurrentLeader           (structure leaderIdAndEpoch) always
        and! records                 = field        "Records"                 _.Records                 (nullableRecordsIn 0 0)      always
        and! acquiredRecords         = field        "AcquiredRecords"         _.AcquiredRecords         (array acquiredRecords)      always
        and! tags                    = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 AcknowledgeErrorCode = acknowledgeErrorCode; AcknowledgeErrorMessage = acknowledgeErrorMessage
                 CurrentLeader = currentLeader; Records = records; AcquiredRecords = acquiredRecords
                 UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// What was read from a topic.
    [<NoComparison>]
    type ShareFetchableTopicResponse =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// What was read from each partition.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ShareFetchableTopicResponse.
    let shareFetchableTopicResponse = message<ShareFetchableTopicResponse> "ShareFetchableTopicResponse" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ShareFetchableTopicResponse with
        /// A value with every field at its default.
        static member Default = shareFetchableTopicResponse.Default

    /// The address of a broker named in the response.
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
        let! nodeId = field        "NodeId" _.NodeId int32               always
        and! host   = field        "Host"   _.Host   string              always
        and! port   = field        "Port"   _.Port   int32               always
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 0 string) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// A value with every field at its default.
        static member Default = nodeEndpoint.Default

    /// The partition leader's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// How long the member holds the acquired records, in milliseconds. From v1.
          AcquisitionLockTimeoutMs: int
          /// What was read from each topic.
          Responses: ShareFetchableTopicResponse[]
          /// The addresses of the leaders named in CurrentLeader.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ShareFetchResponse" {
        let! throttleTimeMs           = field        "ThrottleTimeMs"           _.ThrottleTimeMs           int32                               always
        and! errorCode                = field        "ErrorCode"                _.ErrorCode                errorCode                           always
        and! errorMessage             = fieldOr null "ErrorMessage"             _.ErrorMessage             (nullable 0 string)                 always
        and! acquisitionLockTimeoutMs = field        "AcquisitionLockTimeoutMs" _.AcquisitionLockTimeoutMs int32                               (since 1)
        and! responses                = field        "Responses"                _.Responses                (array shareFetchableTopicResponse) always
        and! nodeEndpoints            = field        "NodeEndpoints"            _.NodeEndpoints            (array nodeEndpoint)                always
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 AcquisitionLockTimeoutMs = acquisitionLockTimeoutMs; Responses = responses; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 78 (versions 0 2) always request response
