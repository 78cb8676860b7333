namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ConsumerGroupDescribe (key 69): describes groups that use the consumer protocol (KIP-848).
///
/// v1 adds MemberType to the response (KIP-1099).
[<RequireQualifiedAccess>]
module ConsumerGroupDescribe =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to describe.
          GroupIds: string[]
          /// Whether to include what the caller may do with each group.
          IncludeAuthorizedOperations: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "ConsumerGroupDescribeRequest" {
        let! groupIds                    = field "GroupIds"                    _.GroupIds                    (array string) always
        and! includeAuthorizedOperations = field "IncludeAuthorizedOperations" _.IncludeAuthorizedOperations bool           always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { GroupIds = groupIds; IncludeAuthorizedOperations = includeAuthorizedOperations; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The topic's id; a topic that is deleted and created again gets a new one.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of TopicPartitions.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// A value with every field at its default.
        static member Default = topicPartitions.Default

    /// The partitions of a member.
    [<NoComparison>]
    type Assignment =
        { /// The partitions, topic by topic.
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

    /// A member of the group.
    [<NoComparison>]
    type Member =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member.
          InstanceId: string | null
          /// The rack of the member; null if unknown.
          RackId: string | null
          /// The epoch of the member.
          MemberEpoch: int
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The names of the topics that the member subscribes to.
          SubscribedTopicNames: string[]
          /// The regular expression for the topics that the member subscribes to; null or empty if there is none.
          SubscribedTopicRegex: string | null
          /// The member's current assignment.
          Assignment: Assignment
          /// The member's target assignment.
          TargetAssignment: Assignment
          /// The protocol that the member uses: 0 classic, 1 consumer; -1 if unknown. From v1.
          MemberType: sbyte
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Member.
    let memberStruct = message<Member> "Member" {
        let! memberId             = field        "MemberId"             _.MemberId             string                 always
        and! instanceId           = fieldOr null "InstanceId"           _.InstanceId           (nullable 0 string)    always
        and! rackId               = fieldOr null "RackId"               _.RackId               (nullable 0 string)    always
        and! memberEpoch          = field        "MemberEpoch"          _.MemberEpoch          int32                  always
        and! clientId             = field        "ClientId"             _.ClientId             string                 always
        and! clientHost           = field        "ClientHost"           _.ClientHost           string                 always
        and! subscribedTopicNames = field        "SubscribedTopicNames" _.SubscribedTopicNames (array string)         always
        and! subscribedTopicRegex = fieldOr null "SubscribedTopicRegex" _.SubscribedTopicRegex (nullable 0 string)    always
        and! assignment           = field        "Assignment"           _.Assignment           (structure assignment) always
        and! targetAssignment     = field        "TargetAssignment"     _.TargetAssignment     (structure assignment) always
        and! memberType           = fieldOr -1y  "MemberType"           _.MemberType           int8                   (ignorable (since 1))
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; InstanceId = instanceId; RackId = rackId; MemberEpoch = memberEpoch; ClientId = clientId
                 ClientHost = clientHost; SubscribedTopicNames = subscribedTopicNames
                 SubscribedTopicRegex = subscribedTopicRegex; Assignment = assignment; TargetAssignment = targetAssignment
                 MemberType = memberType; UnknownTaggedFields = tags } }

    type Member with
        /// A value with every field at its default.
        static member Default = memberStruct.Default

    /// A group.
    [<NoComparison>]
    type DescribedGroup =
        { /// The error code of the group; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code.
          ErrorMessage: string | null
          /// The id of the group.
          GroupId: string
          /// The state of the group: Empty, Assigning, Reconciling, Stable or Dead; empty on error.
          GroupState: string
          /// The epoch of the group, which increases whenever a change requires a new assignment.
          GroupEpoch: int
          /// The epoch of the group that the target assignment was computed for.
          AssignmentEpoch: int
          /// The name of the assignor that computed the target assignment; empty on error.
          AssignorName: string
          /// The members of the group.
          Members: Member[]
          /// What the caller may do with the group: one bit per ACL operation, at the position of its code; Int32.MinValue
          /// if not requested.
          AuthorizedOperations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedGroup.
    let describedGroup = message<DescribedGroup> "DescribedGroup" {
        let! errorCode            = field                  "ErrorCode"            _.ErrorCode            errorCode           always
        and! errorMessage         = fieldOr null           "ErrorMessage"         _.ErrorMessage         (nullable 0 string) always
        and! groupId              = field                  "GroupId"              _.GroupId              string              always
        and! groupState           = field                  "GroupState"           _.GroupState           string              always
        and! groupEpoch           = field                  "GroupEpoch"           _.GroupEpoch           int32               always
        and! assignmentEpoch      = field                  "AssignmentEpoch"      _.AssignmentEpoch      int32               always
        and! assignorName         = field                  "AssignorName"         _.AssignorName         string              always
        and! members              = field                  "Members"              _.Members              (array memberStruct) always
        and! authorizedOperations = fieldOr Int32.MinValue "AuthorizedOperations" _.AuthorizedOperations int32               always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; GroupId = groupId; GroupState = groupState
                 GroupEpoch = groupEpoch; AssignmentEpoch = assignmentEpoch; AssignorName = assignorName; Members = members
                 AuthorizedOperations = authorizedOperations; UnknownTaggedFields = tags } }

    type DescribedGroup with
        /// A value with every field at its default.
        static member Default = describedGroup.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The requested groups.
          Groups: DescribedGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "ConsumerGroupDescribeResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  always
        and! groups         = field "Groups"         _.Groups         (array describedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 69 (versions 0 1) always request response
