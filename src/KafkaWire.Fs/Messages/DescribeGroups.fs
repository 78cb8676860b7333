namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeGroups (key 15): describes groups of the classic protocol: state, members, assignments.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same bytes; the broker answers before it throttles (KIP-219). v3
/// adds IncludeAuthorizedOperations to the request, AuthorizedOperations to the response (KIP-430). v4 adds GroupInstanceId to
/// the response (KIP-345). v5 is flexible. v6 adds ErrorMessage to the response; a group that does not exist is answered with
/// GroupIdNotFound, no longer with the state Dead (KIP-1043).
[<RequireQualifiedAccess>]
module DescribeGroups =

    /// What an admin client sends.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to describe.
          Groups: string[]
          /// Whether to say what the caller may do with each group. From v3.
          IncludeAuthorizedOperations: bool
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Request stands on the wire.
    let request = message<Request> "DescribeGroupsRequest" {
        let! groups                      = field "Groups"                      _.Groups                      (array string) always
        and! includeAuthorizedOperations = field "IncludeAuthorizedOperations" _.IncludeAuthorizedOperations bool           (since 3)
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { Groups = groups; IncludeAuthorizedOperations = includeAuthorizedOperations; UnknownTaggedFields = tags } }

    type Request with
        /// Every field at its default.
        static member Default = request.Default

    /// A member of the group.
    [<NoComparison>]
    type DescribedGroupMember =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps over restarts; null for a dynamic member. From v4.
          GroupInstanceId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// What the member has said in JoinGroup; of a consumer a ConsumerProtocolSubscription. Empty unless the group is stable.
          MemberMetadata: Bytes
          /// What the member has got in SyncGroup; for a consumer a ConsumerProtocolAssignment. Empty unless the group is stable.
          MemberAssignment: Bytes
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribedGroupMember stands on the wire.
    let describedGroupMember = message<DescribedGroupMember> "DescribedGroupMember" {
        let! memberId         = field        "MemberId"         _.MemberId         string              always
        and! groupInstanceId  = fieldOr null "GroupInstanceId"  _.GroupInstanceId  (nullable 4 string) (ignorable (since 4))
        and! clientId         = field        "ClientId"         _.ClientId         string              always
        and! clientHost       = field        "ClientHost"       _.ClientHost       string              always
        and! memberMetadata   = field        "MemberMetadata"   _.MemberMetadata   bytes               always
        and! memberAssignment = field        "MemberAssignment" _.MemberAssignment bytes               always
        and! tags             = unknownTags _.UnknownTaggedFields
        return { MemberId = memberId; GroupInstanceId = groupInstanceId; ClientId = clientId; ClientHost = clientHost
                 MemberMetadata = memberMetadata; MemberAssignment = memberAssignment; UnknownTaggedFields = tags } }

    type DescribedGroupMember with
        /// Every field at its default.
        static member Default = describedGroupMember.Default

    /// A group.
    [<NoComparison>]
    type DescribedGroup =
        { /// What came of describing the group; None (0) if all is well.
          ErrorCode: ErrorCode
          /// What went wrong, in a sentence for people; null or empty where there is nothing to say beyond the error code. From v6.
          ErrorMessage: string | null
          /// The id of the group.
          GroupId: string
          /// The state of the group: PreparingRebalance, CompletingRebalance, Stable, Empty, or Dead, which up to v5 is also that of a
          /// group that does not exist; empty with an error.
          GroupState: string
          /// The type of the group's protocol, such as consumer or connect; empty for a group that only keeps offsets, or does not exist.
          ProtocolType: string
          /// The assignment strategy of the group; empty unless the group is stable.
          ProtocolData: string
          /// The members of the group; empty if it does not exist.
          Members: DescribedGroupMember[]
          /// What the caller may do with the group: a bit for each ACL operation, at the position of its code; Int32.MinValue where it was
          /// not asked for. From v3.
          AuthorizedOperations: int
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a DescribedGroup stands on the wire.
    let describedGroup = message<DescribedGroup> "DescribedGroup" {
        let! errorCode            = field                  "ErrorCode"            _.ErrorCode            errorCode                    always
        and! errorMessage         = fieldOr null           "ErrorMessage"         _.ErrorMessage         (nullable 6 string)          (since 6)
        and! groupId              = field                  "GroupId"              _.GroupId              string                       always
        and! groupState           = field                  "GroupState"           _.GroupState           string                       always
        and! protocolType         = field                  "ProtocolType"         _.ProtocolType         string                       always
        and! protocolData         = field                  "ProtocolData"         _.ProtocolData         string                       always
        and! members              = field                  "Members"              _.Members              (array describedGroupMember) always
        and! authorizedOperations = fieldOr Int32.MinValue "AuthorizedOperations" _.AuthorizedOperations int32                        (since 3)
        and! tags                 = unknownTags _.UnknownTaggedFields
        return { ErrorCode = errorCode; ErrorMessage = errorMessage; GroupId = groupId; GroupState = groupState
                 ProtocolType = protocolType; ProtocolData = protocolData; Members = members
                 AuthorizedOperations = authorizedOperations; UnknownTaggedFields = tags } }

    type DescribedGroup with
        /// Every field at its default.
        static member Default = describedGroup.Default

    /// What the coordinator of the groups answers.
    [<NoComparison>]
    type Response =
        { /// For how long the client is throttled since it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The groups that were asked for.
          Groups: DescribedGroup[]
          /// Tagged fields that this code does not know, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// How a Response stands on the wire.
    let response = message<Response> "DescribeGroupsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  (ignorable (since 1))
        and! groups         = field "Groups"         _.Groups         (array describedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// Every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 15 (versions 0 6) (since 5) request response
