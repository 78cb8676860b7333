namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// JoinGroup (key 11): a member joins a group of the classic protocol; the response comes when the rebalance has gathered
/// all members.
///
/// v1 adds RebalanceTimeoutMs to the request (KIP-62). v2 adds ThrottleTimeMs to the response (KIP-124). v3 has the same
/// layout; the broker answers before it throttles (KIP-219). v4 has the same layout; a new member first gets
/// MemberIdRequired and an id, and must join again with that id (KIP-394). v5 adds GroupInstanceId to both sides (KIP-345).
/// v6 is flexible. v7 adds ProtocolType to the response; allows null for ProtocolName of the response (KIP-559). v8 adds
/// Reason to the request (KIP-800). v9 adds SkipAssignment to the response (KIP-814).
[<RequireQualifiedAccess>]
module JoinGroup =

    /// An assignment strategy that the member supports.
    [<NoComparison>]
    type JoinGroupRequestProtocol =
        { /// The name of the assignment strategy.
          Name: string
          /// The member's metadata for this strategy; for a consumer, a ConsumerProtocolSubscription.
          Metadata: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of JoinGroupRequestProtocol.
    let joinGroupRequestProtocol = message<JoinGroupRequestProtocol> "JoinGroupRequestProtocol" {
        let! name     = field "Name"     _.Name     string always
        and! metadata = field "Metadata" _.Metadata bytes  always
        and! tags     = unknownTags _.UnknownTaggedFields
        return { Name = name; Metadata = metadata; UnknownTaggedFields = tags } }

    type JoinGroupRequestProtocol with
        /// A value with every field at its default.
        static member Default = joinGroupRequestProtocol.Default

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// How long the coordinator considers the member alive without a heartbeat, in milliseconds; the broker answers
          /// InvalidSessionTimeout if the value is outside its limits.
          SessionTimeoutMs: int
          /// How long the coordinator waits for the members to join again in a rebalance, in milliseconds; -1 means
          /// SessionTimeoutMs. From v1.
          RebalanceTimeoutMs: int
          /// The id that the coordinator assigned to the member; empty if the member has none yet. The broker answers
          /// UnknownMemberId if the group does not have it.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. The broker answers
          /// FencedInstanceId if the name belongs to another member id. From v5.
          GroupInstanceId: string | null
          /// The type of the group's protocol, such as consumer or connect; the broker answers InconsistentGroupProtocol if
          /// it differs from that of the other members.
          ProtocolType: string
          /// The assignment strategies that the member supports, in order of preference; the broker answers
          /// InconsistentGroupProtocol if none of them is supported by all other members.
          Protocols: JoinGroupRequestProtocol[]
          /// Why the member joins, for the broker's log; null or empty if it gives no reason. From v8.
          Reason: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
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
        /// A value with every field at its default.
        static member Default = request.Default

    /// A member and its metadata.
    [<NoComparison>]
    type JoinGroupResponseMember =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. From v5.
          GroupInstanceId: string | null
          /// The member's metadata for this strategy; for a consumer, a ConsumerProtocolSubscription.
          Metadata: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of JoinGroupResponseMember.
    let joinGroupResponseMember = message<JoinGroupResponseMember> "JoinGroupResponseMember" {
        let! memberId        = field        "MemberId"        _.MemberId        string              always
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 5 string) (ignorable (since 5))
        and! metadata        = field        "Metadata"        _.Metadata        bytes               always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; Metadata = metadata; UnknownTaggedFields = tags } }

    type JoinGroupResponseMember with
        /// A value with every field at its default.
        static member Default = joinGroupResponseMember.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v2.
          ThrottleTimeMs: int
          /// The error code, MemberIdRequired (v4) if a new member must join again with the id in MemberId; None (0) on
          /// success.
          ErrorCode: ErrorCode
          /// The current generation of the group, which the member must send from now on; -1 on error.
          GenerationId: int
          /// The type of the group's protocol; null on error. From v7.
          ProtocolType: string | null
          /// The assignment strategy that all members support; on error null, before v7 empty. Null is allowed from v7.
          ProtocolName: string | null
          /// The id of the member that leads the group and must make the assignment; empty on error.
          Leader: string
          /// Whether the leader should make no assignment, because the old one is still valid. From v9.
          SkipAssignment: bool
          /// The id of the member. With MemberIdRequired, the id with which it must join again; with other errors, the id
          /// from the request.
          MemberId: string
          /// All members with their metadata, only for the leader; empty for all others.
          Members: JoinGroupResponseMember[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
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
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 11 (versions 0 9) (since 6) request response
