namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupHeartbeat (key 76): a member joins, stays in and leaves a share group, and gets its assignment (KIP-932).
///
/// v1 has the same bytes; v0 was a preview in Kafka 4.0.
[<RequireQualifiedAccess>]
module ShareGroupHeartbeat =

    /// What a member sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member, which the member makes itself; one that the group does not have is answered with UnknownMemberId unless
          /// the member joins.
          MemberId: string
          /// The epoch that the member has; 0 to join, -1 to leave. A wrong one is answered with FencedMemberEpoch.
          MemberEpoch: int
          /// The rack of the member; null if it is not known, and where it has not changed since the last heartbeat.
          RackId: string | null
          /// The names of the topics that the member subscribes to; null where they have not changed since the last heartbeat.
          SubscribedTopicNames: string[] | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ShareGroupHeartbeatRequest" {
        let! groupId              = field        "GroupId"              _.GroupId              string                      always
        and! memberId             = field        "MemberId"             _.MemberId             string                      always
        and! memberEpoch          = field        "MemberEpoch"          _.MemberEpoch          int32                       always
        and! rackId               = fieldOr null "RackId"               _.RackId               (nullable 0 string)         always
        and! subscribedTopicNames = fieldOr null "SubscribedTopicNames" _.SubscribedTopicNames (nullable 0 (array string)) always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; MemberEpoch = memberEpoch; RackId = rackId
                 SubscribedTopicNames = subscribedTopicNames; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicPartitions stands on the wire.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// Every field at its default.
        static member Default = topicPartitions.Default

    /// The partitions of a member.
    [<NoComparison>]
    type Assignment =
        { /// The partitions that the member shall have to read.
          TopicPartitions: TopicPartitions[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How an Assignment stands on the wire.
    let assignment = message<Assignment> "Assignment" {
        let! topicPartitions = field "TopicPartitions" _.TopicPartitions (array topicPartitions) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicPartitions = topicPartitions; UnknownTaggedFields = tags } }

    type Assignment with
        /// Every field at its default.
        static member Default = assignment.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// What came of it, FencedMemberEpoch or UnknownMemberId where the member has to join anew; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The id of the member; null with an error.
          MemberId: string | null
          /// The epoch that the member has now, that of the request if it has left; 0 with an error.
          MemberEpoch: int
          /// How often the member has to send a heartbeat, in milliseconds; 0 with an error, and if the member has left.
          HeartbeatIntervalMs: int
          /// What the member shall have to read; null where it has not changed, and with an error.
          Assignment: Assignment | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ShareGroupHeartbeatResponse" {
        let! throttleTimeMs      = field        "ThrottleTimeMs"      _.ThrottleTimeMs      int32                               always
        and! errorCode           = field        "ErrorCode"           _.ErrorCode           errorCode                           always
        and! errorMessage        = fieldOr null "ErrorMessage"        _.ErrorMessage        (nullable 0 string)                 always
        and! memberId            = fieldOr null "MemberId"            _.MemberId            (nullable 0 string)                 always
        and! memberEpoch         = field        "MemberEpoch"         _.MemberEpoch         int32                               always
        and! heartbeatIntervalMs = field        "HeartbeatIntervalMs" _.HeartbeatIntervalMs int32                               always
        and! assignment          = fieldOr null "Assignment"          _.Assignment          (nullable 0 (structure assignment)) always
        and! tags                = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ErrorMessage = errorMessage; MemberId = memberId
                 MemberEpoch = memberEpoch; HeartbeatIntervalMs = heartbeatIntervalMs; Assignment = assignment
                 UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 76 (versions 0 1) always request response
