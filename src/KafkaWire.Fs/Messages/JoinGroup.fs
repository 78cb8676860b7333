namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// JoinGroup (key 11): a member joins a group of the classic protocol; the answer comes when the rebalance has gathered all
/// members.
///
/// v1 adds RebalanceTimeoutMs to the request (KIP-62). v2 adds ThrottleTimeMs to the response (KIP-124). v3 has the same bytes;
/// the broker answers before it throttles (KIP-219). v4 has the same bytes; a new member gets MemberIdRequired and an id at
/// first, and has to join again with it (KIP-394). v5 adds GroupInstanceId to both sides (KIP-345). v6 is flexible. v7 adds
/// ProtocolType to the response; allows null for ProtocolName of the response (KIP-559). v8 adds Reason to the request (KIP-800).
/// v9 adds SkipAssignment to the response (KIP-814).
[<RequireQualifiedAccess>]
module JoinGroup =

    /// An assignment strategy that the member can do.
    [<NoComparison>]
    type JoinGroupRequestProtocol =
        { /// The name of the assignment strategy.
          Name: string
          /// What the member has to say for this strategy; of a consumer a ConsumerProtocolSubscription.
          Metadata: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a JoinGroupRequestProtocol stands on the wire.
    let joinGroupRequestProtocol = message<JoinGroupRequestProtocol> "JoinGroupRequestProtocol" {
        let! name     = field "Name"     _.Name     string always
        and! metadata = field "Metadata" _.Metadata bytes  always
        and! tags     = unknownTags _.UnknownTaggedFields
        return { Name = name; Metadata = metadata; UnknownTaggedFields = tags } }

    type JoinGroupRequestProtocol with
        /// Every field at its default.
        static member Default = joinGroupRequestProtocol.Default

    /// What a member sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// For how long the coordinator takes the member for alive without a heartbeat, in milliseconds; a value outside of the broker's
          /// limits is answered with InvalidSessionTimeout.
          SessionTimeoutMs: int
          /// For how long the coordinator waits for the members to join again in a rebalance, in milliseconds; -1 stands for
          /// SessionTimeoutMs. From v1.
          RebalanceTimeoutMs: int
          /// The id that the coordinator has given the member; empty for a member that has none yet. One that the group does not have is
          /// answered with UnknownMemberId.
          MemberId: string
          /// The name that a static member keeps over restarts; null for a dynamic member. One that goes with another member id is answered
          /// with FencedInstanceId. From v5.
          GroupInstanceId: string | null
          /// The type of the group's protocol, such as consumer or connect; one that the other members do not have is answered with
          /// InconsistentGroupProtocol.
          ProtocolType: string
          /// The assignment strategies that the member can do, the best one first; if none of them is one that all other members can do,
          /// InconsistentGroupProtocol is the answer.
          Protocols: JoinGroupRequestProtocol[]
          /// Why the member joins, for the log of the broker; null or empty if it does not say. From v8.
          Reason: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "JoinGroupRequest" {
        let! groupId            = field        "GroupId"            _.GroupId            string                           always
        and! sessionTimeoutMs   = field        "SessionTimeoutMs"   _.SessionTimeoutMs   int32                            always
        and! rebalanceTimeoutMs = fieldOr -1   "RebalanceTimeoutMs" _.RebalanceTimeoutMs int32                            (ignorable (since 1))
        and! memberId           = field        "MemberId"           _.MemberId           string                           always
        and! groupInstanceId    = fieldOr null "GroupInstanceId"    _.GroupInstanceId    (nullable 5 string)              (since 5)
        and! protocolType       = field        "ProtocolType"       _.ProtocolType       string                           always
        and! protocols          = field        "Protocols"          _.Protocols          (array joinGroupRequestProtocol) always
        and! reason             = fieldOr null "Reason"             _.Reason             (nullable 8 string)              (ignorable (since 8))
        and! tags               = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; SessionTimeoutMs = sessionTimeoutMs; RebalanceTimeoutMs = rebalanceTimeoutMs
                 MemberId = memberId; GroupInstanceId = groupInstanceId; ProtocolType = protocolType; Protocols = protocols
                 Reason = reason; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A member, and what it has said.
    [<NoComparison>]
    type JoinGroupResponseMember =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps over restarts; null for a dynamic member. From v5.
          GroupInstanceId: string | null
          /// What the member has said for this strategy; of a consumer a ConsumerProtocolSubscription.
          Metadata: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a JoinGroupResponseMember stands on the wire.
    let joinGroupResponseMember = message<JoinGroupResponseMember> "JoinGroupResponseMember" {
        let! memberId        = field        "MemberId"        _.MemberId        string              always
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 5 string) (ignorable (since 5))
        and! metadata        = field        "Metadata"        _.Metadata        bytes               always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; Metadata = metadata; UnknownTaggedFields = tags } }

    type JoinGroupResponseMember with
        /// Every field at its default.
        static member Default = joinGroupResponseMember.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// What came of it, MemberIdRequired (v4) where a new member has to join again, with the id in MemberId; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The generation that the group has now, which the member has to name from here on; -1 with an error.
          GenerationId: int
          /// The type of the group's protocol; null with an error. From v7.
          ProtocolType: string | null
          /// The assignment strategy that all members can do; with an error null, before v7 empty. Null is allowed from v7.
          ProtocolName: string | null
          /// The id of the member that leads the group, and has to make the assignment; empty with an error.
          Leader: string
          /// Whether the leader shall make no assignment, since the old one still holds. From v9.
          SkipAssignment: bool
          /// The id of the member; with MemberIdRequired the one that it has to join again with, with other errors that of the request.
          MemberId: string
          /// All members with their metadata, for the leader alone; empty for all others.
          Members: JoinGroupResponseMember[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "JoinGroupResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32                           (ignorable (since 2))
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode                       always
        and! generationId   = fieldOr -1   "GenerationId"   _.GenerationId   int32                           always
        and! protocolType   = fieldOr null "ProtocolType"   _.ProtocolType   (nullable 7 string)             (ignorable (since 7))
        and! protocolName   = field        "ProtocolName"   _.ProtocolName   (nullable 7 string)             always
        and! leader         = field        "Leader"         _.Leader         string                          always
        and! skipAssignment = field        "SkipAssignment" _.SkipAssignment bool                            (since 9)
        and! memberId       = field        "MemberId"       _.MemberId       string                          always
        and! members        = field        "Members"        _.Members        (array joinGroupResponseMember) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; GenerationId = generationId
                 ProtocolType = protocolType; ProtocolName = protocolName; Leader = leader; SkipAssignment = skipAssignment
                 MemberId = memberId; Members = members; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 11 (versions 0 9) (since 6) request response
