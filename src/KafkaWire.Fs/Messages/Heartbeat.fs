namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Heartbeat (key 12): a group member tells its coordinator that it is alive.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 adds GroupInstanceId to the request (KIP-345). v4 is flexible.
[<RequireQualifiedAccess>]
module Heartbeat =

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
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "HeartbeatRequest" {
        let! groupId         = field        "GroupId"         _.GroupId         string              always
        and! generationId    = field        "GenerationId"    _.GenerationId    int32               always
        and! memberId        = field        "MemberId"        _.MemberId        string              always
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; GenerationId = generationId; MemberId = memberId; GroupInstanceId = groupInstanceId
                 UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// None (0), or what the member must do: RebalanceInProgress, for example, means to join again, UnknownMemberId
          /// to join as a new member.
          ErrorCode: ErrorCode
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "HeartbeatResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 12 (versions 0 4) (since 4) request response
