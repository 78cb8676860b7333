namespace KafkaWire.Messages

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

/// DescribeGroups (key 15): describes groups that use the classic protocol: state, members, assignments.
///
/// v1 adds ThrottleTimeMs to the response (KIP-124). v2 has the same layout; the broker answers before it throttles
/// (KIP-219). v3 adds IncludeAuthorizedOperations to the request, AuthorizedOperations to the response (KIP-430). v4 adds
/// GroupInstanceId to the response (KIP-345). v5 is flexible. v6 adds ErrorMessage to the response; for a group that does
/// not exist, the broker answers GroupIdNotFound, no longer the state Dead (KIP-1043).
[<RequireQualifiedAccess>]
module DescribeGroups =

    /// Sent by an admin client.
    [<NoComparison>]
    type Request =
        { /// The ids of the groups to describe.
          Groups: string[]
          /// Whether to include what the caller may do with each group. From v3.
          IncludeAuthorizedOperations: bool
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Request.
    let request = message<Request> "DescribeGroupsRequest" {
        let! groups                      = field "Groups"                      _.Groups                      (array string) always
        and! includeAuthorizedOperations = field "IncludeAuthorizedOperations" _.IncludeAuthorizedOperations bool           (since 3)
        and! tags                        = unknownTags _.UnknownTaggedFields
        return { Groups = groups; IncludeAuthorizedOperations = includeAuthorizedOperations; UnknownTaggedFields = tags } }

    type Request with
        /// A value with every field at its default.
        static member Default = request.Default

    /// A member of the group.
    [<NoComparison>]
    type DescribedGroupMember =
        { /// The id of the member within its group.
          MemberId: string
          /// The name that a static member keeps across restarts; null for a dynamic member. From v4.
          GroupInstanceId: string | null
          /// The client id of the member's connection.
          ClientId: string
          /// The host that the member connects from.
          ClientHost: string
          /// The member's metadata from JoinGroup; for a consumer, a ConsumerProtocolSubscription. Empty unless the group
          /// is stable.
          MemberMetadata: Bytes
          /// The member's assignment from SyncGroup; for a consumer, a ConsumerProtocolAssignment. Empty unless the group
          /// is stable.
          MemberAssignment: Bytes
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedGroupMember.
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
        /// A value with every field at its default.
        static member Default = describedGroupMember.Default

    /// A group.
    [<NoComparison>]
    type DescribedGroup =
        { /// The error code of the group; None (0) on success.
          ErrorCode: ErrorCode
          /// A human-readable error message; null or empty if there is nothing to add to the error code. From v6.
          ErrorMessage: string | null
          /// The id of the group.
          GroupId: string
          /// The state of the group: PreparingRebalance, CompletingRebalance, Stable, Empty or Dead; empty on error. Dead
          /// is also the state of a group that does not exist (up to v5).
          GroupState: string
          /// The type of the group's protocol, such as consumer or connect; empty for a group that only stores offsets, or
          /// does not exist.
          ProtocolType: string
          /// The assignment strategy of the group; empty unless the group is stable.
          ProtocolData: string
          /// The members of the group; empty if it does not exist.
          Members: DescribedGroupMember[]
          /// What the caller may do with the group: one bit per ACL operation, at the position of its code; Int32.MinValue
          /// if not requested. From v3.
          AuthorizedOperations: int
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of DescribedGroup.
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
        /// A value with every field at its default.
        static member Default = describedGroup.Default

    /// The group coordinator's response.
    [<NoComparison>]
    type Response =
        { /// How long the client is throttled because it exceeded a quota, in milliseconds; 0 if it did not. From v1.
          ThrottleTimeMs: int
          /// The requested groups.
          Groups: DescribedGroup[]
          /// Unknown tagged fields, in order of arrival.
          UnknownTaggedFields: TaggedField[] }

    /// The wire schema of Response.
    let response = message<Response> "DescribeGroupsResponse" {
        let! throttleTimeMs = field "ThrottleTimeMs" _.ThrottleTimeMs int32                  (ignorable (since 1))
        and! groups         = field "Groups"         _.Groups         (array describedGroup) always
        and! tags           = unknownTags _.UnknownTaggedFields
        return { ThrottleTimeMs = throttleTimeMs; Groups = groups; UnknownTaggedFields = tags } }

    type Response with
        /// A value with every field at its default.
        static member Default = response.Default

    /// The API: its key, its versions and both schemas.
    let api = api 15 (versions 0 6) (since 5) request response
