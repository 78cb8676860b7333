namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SyncGroup (key 14): the leader of a group distributes the assignments; each member gets its own in the response.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 adds GroupInstanceId to the request (KIP-345). v4 is flexible. v5 adds ProtocolType and ProtocolName to
/// both sides (KIP-559).
[<RequireQualifiedAccess>]
module SyncGroup =

    /// The assignment of a member.
    [<NoComparison>]
    type SyncGroupRequestAssignment =
        { /// The id of the member.
          MemberId: string
          /// The member's assignment; for a consumer, a ConsumerProtocolAssignment.
          Assignment: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of SyncGroupRequestAssignment.
    let syncGroupRequestAssignment = message<SyncGroupRequestAssignment> "SyncGroupRequestAssignment" {
        let! memberId   = field "MemberId"   _.MemberId   string always
        and! assignment = field "Assignment" _.Assignment bytes  always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; Assignment = assignment; UnknownTaggedFields = tags } }

    type SyncGroupRequestAssignment with
        /// A value with every field at its default.
        static member Default = syncGroupRequestAssignment.Default

    /// Sent by a member.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The generation of the group that the member has joined; the broker answers IllegalGeneration for any other.
          GenerationId: int
          /// The id of the member; the broker answers UnknownMemberId if the group does not have it.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. The broker answers
          /// FencedInstanceId if the name belongs to another member id. From v3.
          GroupInstanceId: string | null
          /// The type of the group's protocol, from the JoinGroup response; null if it is not given. The broker answers
          /// InconsistentGroupProtocol if it does not match. From v5.
          ProtocolType: string | null
          /// The assignment strategy, from the JoinGroup response; null if it is not given. The broker answers
          /// InconsistentGroupProtocol if it does not match. From v5.
          ProtocolName: string | null
          /// The assignment of each member, sent only by the leader; empty from all other members.
          Assignments: SyncGroupRequestAssignment[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "SyncGroupRequest" {
        let! groupId         = field        "GroupId"         _.GroupId         string                             always
        and! generationId    = field        "GenerationId"    _.GenerationId    int32                              always
        and! memberId        = field        "MemberId"        _.MemberId        string                             always
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 3 string)                (since 3)
        and! protocolType    = fieldOr null "ProtocolType"    _.ProtocolType    (nullable 5 string)                (ignorable (since 5))
        and! protocolName    = fieldOr null "ProtocolName"    _.ProtocolName    (nullable 5 string)                (ignorable (since 5))
        and! assignments     = field        "Assignments"     _.Assignments     (array syncGroupRequestAssignment) always
        and! tags            = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; GenerationId = generationId; MemberId = memberId; GroupInstanceId = groupInstanceId
                 ProtocolType = protocolType; ProtocolName = protocolName; Assignments = assignments
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The error code, RebalanceInProgress if the member must join again; None (0) on success.
          ErrorCode: ErrorCode
          /// The type of the group's protocol; null on error. From v5.
          ProtocolType: string | null
          /// The assignment strategy of the group; null on error. From v5.
          ProtocolName: string | null
          /// The member's assignment, for a consumer a ConsumerProtocolAssignment; empty on error.
          Assignment: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "SyncGroupResponse" {
        let! throttleTimeMs = field        "ThrottleTimeMs" _.ThrottleTimeMs int32               (ignorable (since 1))
        and! errorCode      = field        "ErrorCode"      _.ErrorCode      errorCode           always
        and! protocolType   = fieldOr null "ProtocolType"   _.ProtocolType   (nullable 5 string) (ignorable (since 5))
        and! protocolName   = fieldOr null "ProtocolName"   _.ProtocolName   (nullable 5 string) (ignorable (since 5))
        and! assignment     = field        "Assignment"     _.Assignment     bytes               always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; ProtocolType = protocolType
                 ProtocolName = protocolName; Assignment = assignment; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 14 (versions 0 5) (since 4) request response
