namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareAcknowledge (key 79): a member of a share group acknowledges records that it acquired (KIP-932).
///
/// v1 has the same bytes; v0 was a preview in Kafka 4.0. v2 adds IsRenewAck to the request, AcquisitionLockTimeoutMs to the
/// response (KIP-1222).
[<RequireQualifiedAccess>]
module ShareAcknowledge =

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

    /// A partition with records to acknowledge.
    [<NoComparison>]
    type AcknowledgePartition =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// The records to acknowledge; those that the member does not have are answered with InvalidRecordState.
          AcknowledgementBatches: AcknowledgementBatch[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AcknowledgePartition stands on the wire.
    let acknowledgePartition = message<AcknowledgePartition> "AcknowledgePartition" {
        let! partitionIndex         = field "PartitionIndex"         _.PartitionIndex         int32                        always
        and! acknowledgementBatches = field "AcknowledgementBatches" _.AcknowledgementBatches (array acknowledgementBatch) always
        and! tags                   = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; AcknowledgementBatches = acknowledgementBatches; UnknownTaggedFields = tags } }

    type AcknowledgePartition with
        /// Every field at its default.
        static member Default = acknowledgePartition.Default

    /// A topic with records to acknowledge.
    [<NoComparison>]
    type AcknowledgeTopic =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The partitions with records to acknowledge.
          Partitions: AcknowledgePartition[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an AcknowledgeTopic stands on the wire.
    let acknowledgeTopic = message<AcknowledgeTopic> "AcknowledgeTopic" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                         always
        and! partitions = field "Partitions" _.Partitions (array acknowledgePartition) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type AcknowledgeTopic with
        /// Every field at its default.
        static member Default = acknowledgeTopic.Default

    /// What a member of a share group sends.
    [<NoComparison>]
    type Request =
        { /// The id of the share group; null is refused.
          GroupId: string | null
          /// The id of the member; null is refused.
          MemberId: string | null
          /// The number of the request within its share session, counting up from 1; -1 ends it. 0, which only ShareFetch may send, and one
          /// out of turn are answered with InvalidShareSessionEpoch.
          ShareSessionEpoch: int
          /// Whether acknowledgements of type 4 (renew) are among those of the request. From v2.
          IsRenewAck: bool
          /// The topics with records to acknowledge.
          Topics: AcknowledgeTopic[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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

    /// The outcome for a partition.
    [<NoComparison>]
    type PartitionData =
        { /// The number of the partition within its topic.
          PartitionIndex: int
          /// What came of it; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The leader of the partition, where the error is that it is no longer the broker that was asked; both parts are 0 in all other
          /// cases.
          CurrentLeader: LeaderIdAndEpoch
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a PartitionData stands on the wire.
    let partitionData = message<PartitionData> "PartitionData" {
        let! partitionIndex = field        "PartitionIndex" _.PartitionIndex int32                        always
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                    always
        and! errorMessage   = fieldOr null "ErrorMessage"   _.ErrorMessage   (nullable 0 string)          always
        and! currentLeader  = field        "CurrentLeader"  _.CurrentLeader  (structure leaderIdAndEpoch) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { PartitionIndex = partitionIndex; ErrorCode = errorCode; ErrorMessage = errorMessage
                 CurrentLeader = currentLeader; UnknownTaggedFields = tags } }

    type PartitionData with
        /// Every field at its default.
        static member Default = partitionData.Default

    /// The outcome for a topic.
    [<NoComparison>]
    type ShareAcknowledgeTopicResponse =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The outcome for each partition.
          Partitions: PartitionData[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a ShareAcknowledgeTopicResponse stands on the wire.
    let shareAcknowledgeTopicResponse = message<ShareAcknowledgeTopicResponse> "ShareAcknowledgeTopicResponse" {
        let! topicId    = field "TopicId"    _.TopicId    uuid                  always
        and! partitions = field "Partitions" _.Partitions (array partitionData) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type ShareAcknowledgeTopicResponse with
        /// Every field at its default.
        static member Default = shareAcknowledgeTopicResponse.Default

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
          /// How long renewed records belong to the member, in milliseconds; 0 with an error. From v2.
          AcquisitionLockTimeoutMs: int
          /// The outcome for each topic.
          Responses: ShareAcknowledgeTopicResponse[]
          /// Where the leaders that are named in CurrentLeader can be reached.
          NodeEndpoints: NodeEndpoint[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 79 (versions 0 2) always request response
