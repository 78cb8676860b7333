namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupHeartbeat (key 76): a member joins, stays in and leaves a share group, and gets its assignment (KIP-932).
///
/// v1 has the same layout; v0 was a preview in Kafka 4.0.
[<RequireQualifiedAccess>]
module ShareGroupHeartbeat =

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member, which the member generates itself; unless the member joins, the broker answers
          /// UnknownMemberId if the group does not have it.
          MemberId: string
          /// The member's epoch; 0 to join, -1 to leave. The broker answers FencedMemberEpoch if it is wrong.
          MemberEpoch: int
          /// The rack of the member; null if unknown, or if unchanged since the last heartbeat.
          RackId: string | null
          /// The names of the topics that the member subscribes to; null if unchanged since the last heartbeat.
          SubscribedTopicNames: string[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartitions.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// A value with every field at its default.
        static member Default = topicPartitions.Default

    /// The partitions of a member.
    [<NoComparison>]
    type Assignment =
        { /// The partitions that the member should read.
          TopicPartitions: TopicPartitions[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Assignment.
    let assignment = message<Assignment> "Assignment" {
        let! topicPartitions = field "TopicPartitions" _.TopicPartitions (array topicPartitions) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { TopicPartitions = topicPartitions; UnknownTaggedFields = tags } }

    type Assignment with
        /// A value with every field at its default.
        static member Default = assignment.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The error code, FencedMemberEpoch or UnknownMemberId if the member must join again as a new member; None (0)
          /// on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The id of the member; null on error.
          MemberId: string | null
          /// The member's current epoch, or the one from the request if it has left; 0 on error.
          MemberEpoch: int
          /// How often the member must send a heartbeat, in milliseconds; 0 on error, and if the member has left.
          HeartbeatIntervalMs: int
          /// The member's assignment; null if unchanged, and on error.
          Assignment: Assignment | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
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
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 76 (versions 0 1) always request response
