namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// ShareGroupDescribe (key 77): describes share groups (KIP-932).
///
/// v1 has the same bytes; v0 was a preview in Kafka 4.0.
[<RequireQualifiedAccess>]
module ShareGroupDescribe =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to describe.
          GroupIds: string[]
          /// Whether to say what the caller may do with each group.
          IncludeAuthorizedOperations: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "ShareGroupDescribeRequest" {
        let! groupIds                    = field "GroupIds"                    _.GroupIds                    (array string) always
        and! includeAuthorizedOperations = field "IncludeAuthorizedOperations" _.IncludeAuthorizedOperations bool           always
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { GroupIds = groupIds; IncludeAuthorizedOperations = includeAuthorizedOperations; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// Partitions of one topic.
    [<NoComparison>]
    type TopicPartitions =
        { /// The id of the topic; a topic created again under the same name gets another.
          TopicId: Uuid
          /// The name of the topic.
          TopicName: string
          /// The numbers of the partitions.
          Partitions: int[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a TopicPartitions stands on the wire.
    let topicPartitions = message<TopicPartitions> "TopicPartitions" {
        let! topicId    = field "TopicId"    _.TopicId    uuid          always
        and! topicName  = field "TopicName"  _.TopicName  string        always
        and! partitions = field "Partitions" _.Partitions (array int32) always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { TopicId = topicId; TopicName = topicName; Partitions = partitions; UnknownTaggedFields = tags } }

    type TopicPartitions with
        /// Every field at its default.
        static member Default = topicPartitions.Default

    /// The partitions of a member.
    [<NoComparison>]
    type Assignment =
        { /// The partitions, topic by topic.
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

    /// A member of the group.
    [<NoComparison>]
    type Member =
        { /// The id of the member within its group.
          MemberId: string
          /// The rack of the member; null if it is not known.
          RackId: string | null
          /// The epoch that the member has.
          MemberEpoch: int
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The names of the topics that the member subscribes to.
          SubscribedTopicNames: string[]
          /// What the member has to read at the moment.
          Assignment: Assignment
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Member stands on the wire.
    let memberStruct = message<Member> "Member" {
        let! memberId             = field        "MemberId"             _.MemberId             string                 always
        and! rackId               = fieldOr null "RackId"               _.RackId               (nullable 0 string)    always
        and! memberEpoch          = field        "MemberEpoch"          _.MemberEpoch          int32                  always
        and! clientId             = field        "ClientId"             _.ClientId             string                 always
        and! clientHost           = field        "ClientHost"           _.ClientHost           string                 always
        and! subscribedTopicNames = field        "SubscribedTopicNames" _.SubscribedTopicNames (array string)         always
        and! assignment           = field        "Assignment"           _.Assignment           (structure assignment) always
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; RackId = rackId; MemberEpoch = memberEpoch; ClientId = clientId; ClientHost = clientHost
                 SubscribedTopicNames = subscribedTopicNames; Assignment = assignment; UnknownTaggedFields = tags } }

    type Member with
        /// Every field at its default.
        static member Default = memberStruct.Default

    /// A group.
    [<NoComparison>]
    type DescribedGroup =
        { /// What came of describing the group; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code.
          ErrorMessage: string | null
          /// The id of the group.
          GroupId: string
          /// The state of the group: Empty, Stable or Dead; empty with an error.
          GroupState: string
          /// The epoch of the group, which rises whenever something changes that calls for a new assignment.
          GroupEpoch: int
          /// The epoch of the group that the target assignment was made for.
          AssignmentEpoch: int
          /// The name of the assignor that made the target assignment; empty with an error.
          AssignorName: string
          /// The members of the group.
          Members: Member[]
          /// What the caller may do with the group: a bit for each ACL operation, at the position of its code; Int32.MinValue where it was
          /// not asked for.
          AuthorizedOperations: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribedGroup stands on the wire.
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
        /// Every field at its default.
        static member Default = describedGroup.Default

    /// What the coordinator of the groups answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not.
          ThrottleTimeMs: int
          /// The groups that were asked for.
          Groups: DescribedGroup[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "ShareGroupDescribeResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  always
        and! groups         = field "Groups"         _.Groups         (array describedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 77 (versions 0 1) always request response
