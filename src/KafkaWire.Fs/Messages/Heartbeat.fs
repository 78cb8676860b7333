namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// Heartbeat (key 12): a group member tells its coordinator that it is alive.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// adds GroupInstanceId to the request (KIP-345). v4 is flexible.
[<RequireQualifiedAccess>]
module Heartbeat =

    /// What a member sends.
    [<NoComparison>]
    type Request =
        { /// The id of the group.
          GroupId: string
          /// The generation of the group that the member has joined; any other is answered with IllegalGeneration.
          GenerationId: int
          /// The id of the member; one that the group does not have is answered with UnknownMemberId.
          MemberId: string
          /// The name that a static member keeps over restarts; null for a dynamic member. One that goes with another member id is answered
          /// with FencedInstanceId. From v3.
          GroupInstanceId: string | null
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "HeartbeatRequest" {
        let! groupId         = field        "GroupId"         _.GroupId         string              always
        and! generationId    = field        "GenerationId"    _.GenerationId    int32               always
        and! memberId        = field        "MemberId"        _.MemberId        string              always
        and! groupInstanceId = fieldOr null "GroupInstanceId" _.GroupInstanceId (nullable 3 string) (since 3)
        and! tags            = unknownTags _.UnknownTaggedFields
        return { GroupId = groupId; GenerationId = generationId; MemberId = memberId; GroupInstanceId = groupInstanceId
                 UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// None (0), or what the member has to do, such as RebalanceInProgress: join again; or UnknownMemberId: join as a new member.
          ErrorCode: ErrorCode
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "HeartbeatResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32     (ignorable (since 1))
        and! errorCode      = field "ErrorCode"      _.ErrorCode      errorCode always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; ErrorCode = errorCode; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 12 (versions 0 4) (since 4) request response
