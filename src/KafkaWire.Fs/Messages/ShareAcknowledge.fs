namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareAcknowledge (key 79): a member of a share group acknowledges records that it acquired (KIP-932).
///
/// v1 has the same layout; v0 was a preview in Kafka 4.0. v2 adds IsRenewAck to the request, AcquisitionLockTimeoutMs to
/// the response (KIP-1222).
[<RequireQualifiedAccess>]
module ShareAcknowledge =

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

    /// A partition with records to acknowledge.
    [<NoComparison>]
    type AcknowledgePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The records to acknowledge; the broker answers InvalidRecordState if the member does not hold them.
          AcknowledgementBatches: AcknowledgementBatch[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AcknowledgePartition.
    let acknowledgePartition = message<AcknowledgePartition> "AcknowledgePartition" {
        let! partitionIndex         = field "PartitionIndex"         _.PartitionIndex         int32                        always
        and! acknowledgementBatches = field "AcknowledgementBatches" _.AcknowledgementBatches (array acknowledgementBatch) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; AcknowledgementBatches = acknowledgementBatches; UnknownTaggedFields = tags } }

    type AcknowledgePartition with
        /// A value with every field at its default.
        static member Default = acknowledgePartition.Default

    /// A topic with records to acknowledge.
    [<NoComparison>]
    type AcknowledgeTopic =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The partitions with records to acknowledge.
          Partitions: AcknowledgePartition[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of AcknowledgeTopic.
    let acknowledgeTopic = message<AcknowledgeTopic> "AcknowledgeTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                         always
        and! partitions = field "Partitions" _.Partitions (array acknowledgePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type AcknowledgeTopic with
        /// A value with every field at its default.
        static member Default = acknowledgeTopic.Default

    /// Sent by a member of a share group.
    [<NoComparison>]
    type Request =
        { /// The id of the share group; null is rejected.
          GroupId: string | null
          /// The id of the member; null is rejected.
          MemberId: string | null
          /// The number of the request within its share session, counting up from 1; -1 ends the session. The broker
          /// answers InvalidShareSessionEpoch for 0, which only ShareFetch may send, and for a number out of sequence.
          ShareSessionEpoch: int
          /// Whether the request has acknowledgements of type 4 (renew). From v2.
          IsRenewAck: bool
          /// The topics with records to acknowledge.
          Topics: AcknowledgeTopic[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ShareAcknowledgeRequest" {
        let! groupId           = fieldOr null "GroupId"           _.GroupId           (nullable 0 string)      always
        and! memberId          = field        "MemberId"          _.MemberId          (nullable 0 string)      always
        and! shareSessionEpoch = field        "ShareSessionEpoch" _.ShareSessionEpoch int32                    always
        and! isRenewAck        = field        "IsRenewAck"        _.IsRenewAck        bool                     (since 2)
        and! topics            = field        "Topics"            _.Topics            (array acknowledgeTopic) always
        and! tags              = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; ShareSessionEpoch = shareSessionEpoch; IsRenewAck = isRenewAck
                 Topics = topics; UnknownTaggedFields = tags } }

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

    /// The outcome for a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The error code; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The leader of the partition, if the error is that the broker no longer leads it; otherwise, both fields are 0.
          CurrentLeader: LeaderIdAndEpoch
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of PartitionData.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32                        always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                    always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)          always
        and! currentLeader  = field        "CurrentLeader"  _.CurrentLeader  (structure leaderIdAndEpoch) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 CurrentLeader = currentLeader; UnknownTaggedFields = tags } }

    type PartitionData with
        /// A value with every field at its default.
        static member Default = partitionData.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ShareAcknowledgeTopicResponse =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The outcome for each partition.
          Partitions: PartitionData[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of ShareAcknowledgeTopicResponse.
    let shareAcknowledgeTopicResponse = message<ShareAcknowledgeTopicResponse> "ShareAcknowledgeTopicResponse" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ShareAcknowledgeTopicResponse with
        /// A value with every field at its default.
        static member Default = shareAcknowledgeTopicResponse.Default

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
          /// How long the member holds renewed records, in milliseconds; 0 on error. From v2.
          AcquisitionLockTimeoutMs: int
          /// The outcome for each topic.
          Responses: ShareAcknowledgeTopicResponse[]
          /// The addresses of the leaders named in CurrentLeader.
          NodeEndpoints: NodeEndpoint[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ShareAcknowledgeResponse" {
        let! throttleTimeMs           = field        "ThrottleTimeMs"           _.ThrottleTimeMs           int32                                 always
        and! errorCode                = field        "ErrorCode"                _.ErrorCode                errorCode                             always
        and! errorMessage             = fieldOr null "ErrorMessage"             _.ErrorMessage             (nullable 0 string)                   always
        and! acquisitionLockTimeoutMs = field        "AcquisitionLockTimeoutMs" _.AcquisitionLockTimeoutMs int32                                 (ignorable (since 2))
        and! responses                = field        "Responses"                _.Responses                (array shareAcknowledgeTopicResponse) always
        and! nodeEndpoints            = field        "NodeEndpoints"            _.NodeEndpoints            (array nodeEndpoint)                  always
        and! tags                     = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage
                 AcquisitionLockTimeoutMs = acquisitionLockTimeoutMs; Responses = responses; NodeEndpoints = nodeEndpoints
                 UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 79 (versions 0 2) always request response
