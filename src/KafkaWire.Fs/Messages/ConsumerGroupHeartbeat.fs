namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupHeartbeat (key 68): a member joins, stays in or leaves a group that uses the consumer protocol, and gets
/// its assignment (KIP-848).
///
/// v1 adds SubscribedTopicRegex to the request; members generate their own member ids (KIP-1082).
[<RequireQualifiedAccess>]
module ConsumerGroupHeartbeat =

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

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member. In v1 the member generates it; in v0 the broker does, and it is empty at first. An id
          /// that is not in the group is rejected with UnknownMemberId, unless the member is joining.
          MemberId: string
          /// The epoch of the member; 0 to join, -1 to leave, -2 for a static member that leaves but will come back. A
          /// wrong epoch is rejected with FencedMemberEpoch.
          MemberEpoch: int
          /// The name that a static member keeps across restarts; null for a dynamic member, or if unchanged since the last
          /// heartbeat. A name that a live member has is rejected with UnreleasedInstanceId.
          InstanceId: string | null
          /// The rack of the member; null if unknown, or if unchanged since the last heartbeat.
          RackId: string | null
          /// How long the coordinator waits for the member to release partitions, in milliseconds; -1 if unchanged since
          /// the last heartbeat. A member that joins never sends -1.
          RebalanceTimeoutMs: int
          /// The names of the topics that the member subscribes to; null if unchanged since the last heartbeat.
          SubscribedTopicNames: string[] | null
          /// A regular expression (RE2) for the topics that the member subscribes to; null if unchanged since the last
          /// heartbeat, empty for none. An invalid expression is rejected with InvalidRegularExpression. From v1.
          SubscribedTopicRegex: string | null
          /// The name of the server-side assignor that the member prefers; null if it has no preference, or if unchanged
          /// since the last heartbeat. An assignor that the broker does not have is rejected with UnsupportedAssignor.
          ServerAssignor: string | null
          /// The partitions that the member has; empty if it joins, null if unchanged since the last heartbeat.
          TopicPartitions: TopicPartitions[] | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ConsumerGroupHeartbeatRequest" {
        let! groupId              = field        "GroupId"              _.GroupId              string                               always
        and! memberId             = field        "MemberId"             _.MemberId             string                               always
        and! memberEpoch          = field        "MemberEpoch"          _.MemberEpoch          int32                                always
        and! instanceId           = fieldOr null "InstanceId"           _.InstanceId           (nullable 0 string)                  always
        and! rackId               = fieldOr null "RackId"               _.RackId               (nullable 0 string)                  always
        and! rebalanceTimeoutMs   = fieldOr -1   "RebalanceTimeoutMs"   _.RebalanceTimeoutMs   int32                                always
        and! subscribedTopicNames = fieldOr null "SubscribedTopicNames" _.SubscribedTopicNames (nullable 0 (array string))          always
        and! subscribedTopicRegex = fieldOr null "SubscribedTopicRegex" _.SubscribedTopicRegex (nullable 1 string)                  (since 1)
        and! serverAssignor       = fieldOr null "ServerAssignor"       _.ServerAssignor       (nullable 0 string)                  always
        and! topicPartitions      = fieldOr null "TopicPartitions"      _.TopicPartitions      (nullable 0 (array topicPartitions)) always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; MemberEpoch = memberEpoch; InstanceId = instanceId; RackId = rackId
                 RebalanceTimeoutMs = rebalanceTimeoutMs; SubscribedTopicNames = subscribedTopicNames
                 SubscribedTopicRegex = subscribedTopicRegex; ServerAssignor = serverAssignor
                 TopicPartitions = topicPartitions; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

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
          /// The error code; None (0) on success. FencedMemberEpoch and UnknownMemberId mean that the member must release
          /// its partitions and join again.
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
    let response = message<Response> "ConsumerGroupHeartbeatResponse" {
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
    let api = api 68 (versions 0 1) always request response
