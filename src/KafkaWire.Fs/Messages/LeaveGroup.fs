namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// LeaveGroup (key 13): members leave a group of the classic protocol.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 takes several Members in place of one MemberId, and adds their outcomes to the response (KIP-345). v4 is
/// flexible. v5 adds Reason to the request (KIP-800).
[<RequireQualifiedAccess>]
module LeaveGroup =

    /// A member that leaves. From v3.
    [<NoComparison>]
    type MemberIdentity =
        { /// The id of the member that leaves; empty for a static member identified only by its name.
          MemberId: string
          /// The name of the static member that leaves; null for a dynamic member.
          GroupInstanceId: string | null
          /// Why the member leaves, for the broker's log; null if it gives no reason. From v5.
          Reason: string | null
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MemberIdentity.
    let memberIdentity = message<MemberIdentity> "MemberIdentity" {
        let! memberId        = field        "MemberId"        _.MemberId        string              (since 3)
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! reason          = fieldOr null "Reason"          _.Reason          (nullable 5 string) (ignorable (since 5))
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; Reason = reason; UnknownTaggedFields = tags } }

    type MemberIdentity with
        /// A value with every field at its default.
        static member Default = memberIdentity.Default

    /// Sent by a member, or by an admin client on behalf of others.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The id of the member that leaves; the broker answers UnknownMemberId if the group does not have it. Up to v2.
          MemberId: string
          /// The members that leave. From v3.
          Members: MemberIdentity[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "LeaveGroupRequest" {
        let! groupId  = field "GroupId"  _.GroupId  string                 always
        and! memberId = field "MemberId" _.MemberId string                 (versions 0 2)
        and! members  = field "Members"  _.Members  (array memberIdentity) (since 3)
        and! tags     = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; MemberId = memberId; Members = members; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The outcome for a member. From v3.
    [<NoComparison>]
    type MemberResponse =
        { /// The id of the member, as in the request.
          MemberId: string
          /// The name of the static member, as in the request; null for a dynamic member.
          GroupInstanceId: string | null
          /// The error code, such as UnknownMemberId if the member was not in the group; None (0) on success.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of MemberResponse.
    let memberResponse = message<MemberResponse> "MemberResponse" {
        let! memberId        = field "MemberId"        _.MemberId        string              (since 3)
        and! groupInstanceId = field "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! errorCode       = field "ErrorCode"       _.ErrorCode       errorCode           (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type MemberResponse with
        /// A value with every field at its default.
        static member Default = memberResponse.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The error code of the request as a whole; None (0) on success.
          ErrorCode: ErrorCode
          /// The outcome for each member. From v3.
          Members: MemberResponse[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "LeaveGroupResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode              always
        and! members        = field "Members"        _.Members        (array memberResponse) (since 3)
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; Members = members; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 13 (versions 0 5) (since 4) request response
