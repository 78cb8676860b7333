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

    /// A run of records to acknowledge.
    [<NoComparison>]
    type AcknowledgementBatch =
        { /// The first offset of the run.
          FirstOffset: int64
          /// The last offset of the run, which belongs to it.
          LastOffset: int64
          /// What became of the records, one for each offset or one for all: 0 gap, 1 accept, 2 release, 3 reject, 4 (v2) renew.
          AcknowledgeTypes: sbyte[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AcknowledgementBatch stands on the wire.
    let acknowledgementBatch = message<AcknowledgementBatch> "AcknowledgementBatch" {
        let! firstOffset      = field "FirstOffset"      _.FirstOffset      int64        always
        and! lastOffset       = field "LastOffset"       _.LastOffset       int64        always
        and! acknowledgeTypes = field "AcknowledgeTypes" _.AcknowledgeTypes (array int8) always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; AcknowledgeTypes = acknowledgeTypes
                 UnknownTaggedFields = tags } }

    type AcknowledgementBatch with
        /// Every field at its default.
        static member Default = acknowledgementBatch.Default

    /// A partition to read from, and what to acknowledge in it.
    [<NoComparison>]
    type FetchPartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The most bytes to read from this partition; 0 to acknowledge alone. Only v0.
          PartitionMaxBytes: int
          /// The records to acknowledge; those that the member does not have are answered with InvalidRecordState.
          AcknowledgementBatches: AcknowledgementBatch[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FetchPartition stands on the wire.
    let fetchPartition = message<FetchPartition> "FetchPartition" {
        let! partitionIndex         = field "PartitionIndex"         _.PartitionIndex         int32                        always
        and! partitionMaxBytes      = field "PartitionMaxBytes"      _.PartitionMaxBytes      int32                        (versions 0 0)
        and! acknowledgementBatches = field "AcknowledgementBatches" _.AcknowledgementBatches (array acknowledgementBatch) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; PartitionMaxBytes = partitionMaxBytes
                 AcknowledgementBatches = acknowledgementBatches; UnknownTaggedFields = tags } }

    type FetchPartition with
        /// Every field at its default.
        static member Default = fetchPartition.Default

    /// A topic to read from.
    [<NoComparison>]
    type FetchTopic =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The partitions to read from.
          Partitions: FetchPartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a FetchTopic stands on the wire.
    let fetchTopic = message<FetchTopic> "FetchTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                   always
        and! partitions = field "Partitions" _.Partitions (array fetchPartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type FetchTopic with
        /// Every field at its default.
        static member Default = fetchTopic.Default

    /// A topic whose partitions leave the share session.
    [<NoComparison>]
    type ForgottenTopic =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The numbers of the partitions to drop.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ForgottenTopic stands on the wire.
    let forgottenTopic = message<ForgottenTopic> "ForgottenTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ForgottenTopic with
        /// Every field at its default.
        static member Default = forgottenTopic.Default

    /// What a member of a share group sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group; null is refused.
          GroupId: string | null
          /// The id of the member; null is refused.
          MemberId: string | null
          /// The number of the request within its share session: 0 opens the session, the next ones count up from 1, -1 ends it. One out of
          /// turn is answered with InvalidShareSessionEpoch, one of a session that there is not with ShareSessionNotFound.
          ShareSessionEpoch: int
          /// How long the broker may wait until it has MinBytes of records, in milliseconds.
          MaxWaitMs: int
          /// How many bytes of records the answer should have before the broker sends it; 0 has it answer at once.
          MinBytes: int
          /// The most bytes of records that the answer should have; the first batch comes whole, even if it is larger. Int32.MaxValue by
          /// default.
          MaxBytes: int
          /// How many records the member wants at most; whole batches can make it more. From v1.
          MaxRecords: int
          /// How many records a batch of acquired records should have. From v1.
          BatchSize: int
          /// How to acquire: 0 whole batches, 1 exactly up to MaxRecords records. From v2.
          ShareAcquireMode: sbyte
          /// Whether acknowledgements of type 4 (renew) are among those of the request. From v2.
          IsRenewAck: bool
          /// The topics to read from; only those that are new or changed in the share session, or have acknowledgements.
          Topics: FetchTopic[]
          /// The partitions to drop from the share session.
          ForgottenTopicsData: ForgottenTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// The leader of a partition, as far as the broker knows.
    [<NoComparison>]
    type LeaderIdAndEpoch =
        { /// The id of the broker that leads the partition.
          LeaderId: int
          /// The epoch of that leader.
          LeaderEpoch: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a LeaderIdAndEpoch stands on the wire.
    let leaderIdAndEpoch = message<LeaderIdAndEpoch> "LeaderIdAndEpoch" {
        let! leaderId    = field "LeaderId"    _.LeaderId    int32 always
        and! leaderEpoch = field "LeaderEpoch" _.LeaderEpoch int32 always
        and! tags        = unknownTags _.UnknownTaggedFields
        return { LeaderId = leaderId; LeaderEpoch = leaderEpoch; UnknownTaggedFields = tags } }

    type LeaderIdAndEpoch with
        /// Every field at its default.
        static member Default = leaderIdAndEpoch.Default

    /// A run of records that now belong to the member.
    [<NoComparison>]
    type AcquiredRecords =
        { /// The first offset of the run.
          FirstOffset: int64
          /// The last offset of the run, which belongs to it.
          LastOffset: int64
          /// How often the records have been handed out, this time included.
          DeliveryCount: int16
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AcquiredRecords stands on the wire.
    let acquiredRecords = message<AcquiredRecords> "AcquiredRecords" {
        let! firstOffset   = field "FirstOffset"   _.FirstOffset   int64 always
        and! lastOffset    = field "LastOffset"    _.LastOffset    int64 always
        and! deliveryCount = field "DeliveryCount" _.DeliveryCount int16 always
        and! tags          = unknownTags _.UnknownTaggedFields
        return { FirstOffset = firstOffset; LastOffset = lastOffset; DeliveryCount = deliveryCount; UnknownTaggedFields = tags } }

    type AcquiredRecords with
        /// Every field at its default.
        static member Default = acquiredRecords.Default

    /// What was read from a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of reading the partition; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// What came of the acknowledgements in the partition; None (0) if all is well.
          AcknowledgeErrorCode: ErrorCode
          /// What went wrong with them, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          AcknowledgeErrorMessage: string | null
          /// The leader of the partition, where the error is that it is no longer the broker that was asked; both parts are 0 in all other
          /// cases.
          CurrentLeader: LeaderIdAndEpoch
          /// The record batches, which can hold more than what was acquired; null, or empty, if there are none. Null is allowed in v0 only.
          Records: Nullable<Bytes>
          /// The records that now belong to the member, in runs; all others are not meant for it.
          AcquiredRecords: AcquiredRecords[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionData stands on the wire.
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
        /// Every field at its default.
        static member Default = partitionData.Default

    /// What was read from a topic.
    [<NoComparison>]
    type ShareFetchableTopicResponse =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// What was read from each partition.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ShareFetchableTopicResponse stands on the wire.
    let shareFetchableTopicResponse = message<ShareFetchableTopicResponse> "ShareFetchableTopicResponse" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ShareFetchableTopicResponse with
        /// Every field at its default.
        static member Default = shareFetchableTopicResponse.Default

    /// Where a broker that is named in the answer can be reached.
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
        let! nodeId = field        "NodeId" _.NodeId int32               always
        and! host   = field        "Host"   _.Host   string              always
        and! port   = field        "Port"   _.Port   int32               always
        and! rack   = fieldOr null "Rack"   _.Rack   (nullable 0 string) always
        and! tags   = unknownTags _.UnknownTaggedFields
        return { NodeId = nodeId; Host = host; Port = port; Rack = rack; UnknownTaggedFields = tags } }

    type NodeEndpoint with
        /// Every field at its default.
        static member Default = nodeEndpoint.Default

    /// What the leader of the partitions answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// How long the acquired records belong to the member, in milliseconds. From v1.
          AcquisitionLockTimeoutMs: int
          /// What was read from each topic.
          Responses: ShareFetchableTopicResponse[]
          /// Where the leaders that are named in CurrentLeader can be reached.
          NodeEndpoints: NodeEndpoint[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 78 (versions 0 2) always request response
