namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// LeaveGroup (key 13): members leave a group of the classic protocol.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// takes several Members in place of one MemberId, and adds their outcomes to the response (KIP-345). v4 is flexible. v5 adds
/// Reason to the request (KIP-800).
[<RequireQualifiedAccess>]
module LeaveGroup =

    /// A member that leaves. From v3.
    [<NoComparison>]
    type MemberIdentity =
        { /// The id of the member that leaves; empty for a static member that is known by its name alone.
          MemberId: string
          /// The name of the static member that leaves; null for a dynamic member.
          GroupInstanceId: string | null
          /// Why the member leaves, for the log of the broker; null if it does not say. From v5.
          Reason: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a MemberIdentity stands on the wire.
    let memberIdentity = message<MemberIdentity> "MemberIdentity" {
        let! memberId        = field        "MemberId"        _.MemberId        string              (since 3)
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! reason          = fieldOr null "Reason"          _.Reason          (nullable 5 string) (ignorable (since 5))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; Reason = reason; UnknownTaggedFields = tags } }

    type MemberIdentity with
        /// Every field at its default.
        static member Default = memberIdentity.Default

    /// What a member, or an admin client for others, sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member that leaves; one that the group does not have is answered with UnknownMemberId. Up to v2.
          MemberId: string
          /// The members that leave. From v3.
          Members: MemberIdentity[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "LeaveGroupRequest" {
        let! groupId  = field "GroupId"  _.GroupId  string                 always
        and! memberId = field "MemberId" _.MemberId string                 (versions 0 2)
        and! members  = field "Members"  _.Members  (array memberIdentity) (since 3)
        and! tags     = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; Members = members; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// The outcome for a member. From v3.
    [<NoComparison>]
    type MemberResponse =
        { /// The id of the member, as the request gave it.
          MemberId: string
          /// The name of the static member, as the request gave it; null for a dynamic member.
          GroupInstanceId: string | null
          /// What came of it, such as UnknownMemberId where the member was not in the group; None (0) if all is well.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a MemberResponse stands on the wire.
    let memberResponse = message<MemberResponse> "MemberResponse" {
        let! memberId        = field "MemberId"        _.MemberId        string              (since 3)
        and! groupInstanceId = field "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode           (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type MemberResponse with
        /// Every field at its default.
        static member Default = memberResponse.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// What came of the request as a whole; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The outcome for each member. From v3.
          Members: MemberResponse[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "LeaveGroupResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode              always
        and! members        = field "Members"        _.Members        (array memberResponse) (since 3)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Members = members; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 13 (versions 0 5) (since 4) request response
