namespace KafkaWire.Messages

open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// SyncGroup (key 14): the leader of a group hands out the assignments, each member gets its own in the answer.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// adds GroupInstanceId to the request (KIP-345). v4 is flexible. v5 adds ProtocolType and ProtocolName to both sides (KIP-559).
[<RequireQualifiedAccess>]
module SyncGroup =

    /// What a member gets.
    [<NoComparison>]
    type SyncGroupRequestAssignment =
        { /// The id of the member.
          MemberId: string
          /// What the member gets; for a consumer a ConsumerProtocolAssignment.
          Assignment: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a SyncGroupRequestAssignment stands on the wire.
    let syncGroupRequestAssignment = message<SyncGroupRequestAssignment> "SyncGroupRequestAssignment" {
        let! memberId   = field "MemberId"   _.MemberId   string always
        and! assignment = field "Assignment" _.Assignment bytes  always
        and! tags       = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; Assignment = assignment; UnknownTaggedFields = tags } }

    type SyncGroupRequestAssignment with
        /// Every field at its default.
        static member Default = syncGroupRequestAssignment.Default

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
          /// The type of the group's protocol, as JoinGroup has answered it; null if it is not given. Any other is answered with
          /// InconsistentGroupProtocol. From v5.
          ProtocolType: string | null
          /// The assignment strategy, as JoinGroup has answered it; null if it is not given. Any other is answered with
          /// InconsistentGroupProtocol. From v5.
          ProtocolName: string | null
          /// What each member gets, from the leader alone; empty from all others.
          Assignments: SyncGroupRequestAssignment[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
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
        /// Every field at its default.
        static member Default = request.Default

    /// What the coordinator of the group answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// What came of it, RebalanceInProgress where the member has to join again; None (0) if all is well.
          ErrorCode: ErrorCode
          /// The type of the group's protocol; null with an error. From v5.
          ProtocolType: string | null
          /// The assignment strategy of the group; null with an error. From v5.
          ProtocolName: string | null
          /// What the member gets, for a consumer a ConsumerProtocolAssignment; empty with an error.
          Assignment: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
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
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 14 (versions 0 5) (since 4) request response
